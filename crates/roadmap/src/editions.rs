//! Releasing an edition: the tree frozen, its pages built, signed and kept.

use std::collections::BTreeMap;

use audit::SigningKey;
use db::{Tx, area_of};
use jiff::civil::Date;
use kernel::{Actor, Clock};
use publication::{Draft, DraftPage, LabelRule, Press, ReleaseRefused, releases};

use crate::{
    deeds::hold_tree,
    model::{AreaFacts, Content},
    notices::{NoticeKind, notices},
    site::{self, Edition, Page},
    store,
};

/// The series editions are released in; their label is their number alone.
pub const EDITIONS: &str = "roadmap";
/// The series of what a date tells about the latest edition, with the list of all editions.
pub const NOTICES: &str = "notices";
/// The series of help, accessibility, privacy and cookies.
pub const STANDING: &str = "site";

/// Why an edition was not released. Nothing of it remains.
#[derive(Debug, thiserror::Error)]
pub enum EditionRefused {
    /// There is nothing to show.
    #[error("there is no roadmap yet; bring a page in with `waymark roadmap import` or `apply` first")]
    NothingYet,
    /// The publication was refused.
    #[error(transparent)]
    Publication(#[from] ReleaseRefused),
    /// What was released before cannot be read.
    #[error(transparent)]
    Released(#[from] publication::ReadError),
    /// The database's own message.
    #[error("the edition could not be made: {0}")]
    Engine(#[from] sqlx::Error),
}

/// Who releases, with what, when.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    /// Who releases. A second person who approves arrives with accounts.
    pub actor: &'a Actor,
    /// Signs.
    pub key: &'a SigningKey,
    /// Dates.
    pub clock: &'a Clock,
}

/// What the next edition would freeze, with every earlier one. Nothing is written.
pub async fn draft(tx: &mut Tx, title: &str, note: &str, as_at: Date) -> Result<Edition, EditionRefused> {
    let tree = hold_tree(tx).await?;
    let earlier = store::editions(tx).await?;
    let area = area_of(tx).await?;
    let number = earlier.last().map_or(1, |last| last.number + 1);
    let content = Content::freeze(&area, tree, number, title, note, as_at);
    if content.entries().next().is_none() {
        return Err(EditionRefused::NothingYet);
    }
    let notices = notices(&content, as_at);
    Ok(Edition { content, earlier, notices })
}

/// Releases the area's next edition, with its notices as at today and the standing pages when they
/// changed, and returns its number. Whoever called commits.
pub async fn release(tx: &mut Tx, desk: Desk<'_>, title: &str, note: &str) -> Result<u32, EditionRefused> {
    let as_at = desk.clock.today();
    let edition = draft(tx, title, note, as_at).await?;
    let area = area_of(tx).await?;
    let press = Press::new(&area, desk.key, desk.clock);
    press.release_assets(tx, desk.actor, web::assets::ALL).await?;
    let content = &edition.content;
    let mut pages = Draft::new(EDITIONS, LabelRule::Number, title, as_at, drafted(site::build(&edition)));
    note.clone_into(&mut pages.note);
    pages.follows = Some(content.number - 1);
    let withdrawn = withdrawn(tx).await?;
    let mut drafts = vec![pages, notices_draft(content, &edition.earlier, &withdrawn, as_at)];
    drafts.extend(standing_draft(tx, &press, &content.area, as_at).await?);
    press.release_together(tx, desk.actor, drafts).await?;
    store::keep_edition(tx, content, desk.clock.now()).await?;
    Ok(content.number)
}

/// Re-issues what today tells about the latest edition, if it tells something else than the last
/// notices did. Returns whether anything was issued. Whoever called commits.
pub async fn reissue_notices(tx: &mut Tx, desk: Desk<'_>) -> Result<bool, EditionRefused> {
    let mut editions = store::editions(tx).await?;
    let Some(content) = editions.pop() else { return Ok(false) };
    let today = desk.clock.today();
    let last = last_as_at(tx, NOTICES).await?;
    if last.is_some_and(|last| last >= today || noticed(&content, last) == noticed(&content, today)) {
        return Ok(false);
    }
    let area = area_of(tx).await?;
    let press = Press::new(&area, desk.key, desk.clock);
    let withdrawn = withdrawn(tx).await?;
    press.release(tx, desk.actor, notices_draft(&content, &editions, &withdrawn, today)).await?;
    Ok(true)
}

/// The notices and the list of editions. Both speak of the latest edition from outside it, and an old edition's links to
/// them lead to the latest.
/// What there is to notice, without the day that each sentence prints.
fn noticed(content: &Content, as_at: Date) -> Vec<(NoticeKind, String)> {
    notices(content, as_at).into_iter().map(|notice| (notice.kind, notice.entry)).collect()
}

fn notices_draft(content: &Content, earlier: &[Content], withdrawn: &BTreeMap<u32, String>, as_at: Date) -> Draft {
    let pages = vec![
        site::notices_page(content, &notices(content, as_at), as_at),
        site::editions_page(content, earlier, withdrawn),
    ];
    let title = format!("Notices as at {as_at}");
    let mut draft = Draft::new(NOTICES, LabelRule::SeriesAndNumber, &title, as_at, drafted(pages));
    // Two editions on one day have the same notices; the second is released all the same.
    draft.even_if_unchanged = true;
    draft
}

/// The standing pages, unless they stand as they are.
///
/// They print the day they were last true of, so the day alone is no reason to release them again.
async fn standing_draft(
    tx: &mut Tx,
    press: &Press<'_>,
    area: &AreaFacts,
    as_at: Date,
) -> Result<Option<Draft>, EditionRefused> {
    let draft = |as_at| {
        let pages = drafted(site::standing_pages(area, as_at));
        Draft::new(STANDING, LabelRule::SeriesAndNumber, "Help and statements", as_at, pages)
    };
    if let Some(last) = last_as_at(tx, STANDING).await?
        && press.compare(tx, &draft(last)).await?.is_nothing()
    {
        return Ok(None);
    }
    Ok(Some(draft(as_at)))
}

/// The day that the series' newest release still standing is true of.
async fn last_as_at(tx: &mut Tx, series: &str) -> Result<Option<Date>, EditionRefused> {
    let rows = releases(tx).await?;
    let standing = rows.into_iter().filter(|row| row.manifest.series == series && row.withdrawn.is_none());
    Ok(standing.max_by_key(|row| row.manifest.number).map(|row| row.manifest.as_at))
}

/// The editions that were taken back, by number, with the reason. A link to one of them would be dead.
async fn withdrawn(tx: &mut Tx) -> Result<BTreeMap<u32, String>, EditionRefused> {
    let editions = releases(tx).await?.into_iter().filter(|row| row.manifest.series == EDITIONS);
    Ok(editions.filter_map(|row| row.withdrawn.map(|(_, reason)| (row.manifest.number, reason))).collect())
}

fn drafted(pages: Vec<Page>) -> Vec<DraftPage> {
    pages.into_iter().map(|page| DraftPage::file(&page.path, page.media_type, page.body)).collect()
}
