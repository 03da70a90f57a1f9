//! What the public reads of boards, as a publication series of its own: who is who, what was said, decided, planned and
//! looked at. It is issued again when something published has changed, so that no edition has to wait for a board.

mod pages;

use std::collections::BTreeMap;

use db::{Tx, area_of};
use jiff::civil::Date;
use publication::{
    Draft, DraftPage, LabelRule, Press, ReadError, ReleaseRefused, ReleaseRow, WithdrawRefused, releases,
};
use roadmap::{
    deeds::hold_tree,
    editions::{BOARDS, Desk, EDITIONS, EditionRefused, published_titles},
    model::{AreaFacts, Tree},
    site::{BOARDS_TITLE, no_boards_page},
};

use crate::public::{PublicGovernance, public};

/// Why the pages of boards were not issued. What stood before still stands.
#[derive(Debug, thiserror::Error)]
pub enum NotIssued {
    /// The publication was refused.
    #[error(transparent)]
    Publication(#[from] ReleaseRefused),
    /// What stood before could not be taken back.
    #[error(transparent)]
    Before(#[from] WithdrawRefused),
    /// What was released before cannot be read.
    #[error(transparent)]
    Released(#[from] ReadError),
    /// What the roadmap has published cannot be read.
    #[error(transparent)]
    Roadmap(#[from] EditionRefused),
    /// The database's own message.
    #[error("the pages of boards could not be made: {0}")]
    Engine(#[from] sqlx::Error),
}

/// Issues the pages of boards again, if they would say something else than those that stand. Returns whether anything was
/// issued. Before the first edition there is no site for them to stand on. Whoever called commits.
pub async fn reissue(tx: &mut Tx, desk: Desk<'_>) -> Result<bool, NotIssued> {
    // Held, so that two who look at the same moment do not both issue.
    let tree = hold_tree(tx).await?;
    let rows = releases(tx).await?;
    let before: Vec<&ReleaseRow> = standing(&rows, BOARDS).collect();
    let last = before.iter().max_by_key(|row| row.manifest.number).map(|row| row.manifest.as_at);
    let today = desk.clock.today();
    let shown = public(tx, today).await?;
    if standing(&rows, EDITIONS).next().is_none() || (last.is_none() && shown.is_empty()) {
        return Ok(false);
    }
    let area = area_of(tx).await?;
    let titles = published_titles(tx).await?;
    let sources = Sources { area: &AreaFacts::from(&area), tree: &tree, titles: &titles, shown: &shown };
    let press = Press::new(&area, desk.key, desk.clock);
    // The pages print their day, which alone is no reason to issue them again.
    if let Some(last) = last
        && press.compare(tx, &sources.draft(last)).await?.is_nothing()
    {
        return Ok(false);
    }
    press.release(tx, desk.actor, sources.draft(today)).await?;
    // Words that were taken back must not stay readable at an older address.
    for row in before {
        press.withdraw(tx, desk.actor, &row.manifest.label, "Newer pages have taken their place.").await?;
    }
    Ok(true)
}

fn standing<'a>(rows: &'a [ReleaseRow], series: &'a str) -> impl Iterator<Item = &'a ReleaseRow> {
    rows.iter().filter(move |row| row.manifest.series == series && row.withdrawn.is_none())
}

/// What the pages are made of.
pub(crate) struct Sources<'a> {
    pub(crate) area: &'a AreaFacts,
    pub(crate) tree: &'a Tree,
    /// Title of every page that is published, by path: only such a page is linked to.
    pub(crate) titles: &'a BTreeMap<String, String>,
    pub(crate) shown: &'a PublicGovernance,
}

impl Sources<'_> {
    fn draft(&self, as_at: Date) -> Draft {
        let pages =
            if self.shown.is_empty() { vec![no_boards_page(self.area, as_at)] } else { pages::all(self, as_at) };
        let pages = pages.into_iter().map(|page| DraftPage::file(&page.path, page.media_type, page.body)).collect();
        Draft::new(BOARDS, LabelRule::SeriesAndNumber, BOARDS_TITLE, as_at, pages)
    }
}
