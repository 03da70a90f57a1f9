//! Releasing an edition: the tree frozen, its pages built, signed and kept.

use std::collections::BTreeMap;

use audit::SigningKey;
use db::{Tx, area_of};
use jiff::civil::Date;
use kernel::{Actor, Area, Clock};
use publication::{Draft, DraftPage, LabelRule, Press, ReleaseRefused, WithdrawRefused, manifest_of, releases};

use crate::{
    deeds::hold_tree,
    model::{AreaFacts, Content},
    notices::{NoticeKind, notices},
    site::{self, Edition, Page, Reply},
    store,
};

/// The series editions are released in; their label is their number alone.
pub const EDITIONS: &str = "roadmap";
/// The series of what a date tells about the latest edition, with the list of all editions.
pub const NOTICES: &str = "notices";
/// The series of what people said and what was answered.
pub const COMMENTS: &str = "comments";
/// The series of what the public reads of boards. Pages of every edition lead there, so its first page is released with
/// the first edition; what it says from then on, those who keep the boards say.
pub const BOARDS: &str = "boards";
/// The series of help, accessibility, privacy, cookies and the subscription.
pub const STANDING: &str = "site";

/// Why an edition was not released. Nothing of it remains.
#[derive(Debug, thiserror::Error)]
pub enum EditionRefused {
    /// There is nothing to show.
    #[error("there is no roadmap yet; bring a page in with `waymark roadmap import` or `apply` first")]
    NothingYet,
    /// A double click, or a release already made by somebody else today.
    #[error("nothing was released: the roadmap says the same as edition {0}, which was released today")]
    AlreadyToday(u32),
    /// The title does not fit a heading.
    #[error("nothing was released: the title must have 1 to 120 letters")]
    Title,
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
    let kept = Kept::load(tx).await?;
    let area = area_of(tx).await?;
    let number = kept.last_number() + 1;
    let content = Content::freeze(&area, tree, number, title, note, as_at);
    if content.entries().next().is_none() {
        return Err(EditionRefused::NothingYet);
    }
    if !(1..=120).contains(&title.trim().chars().count()) {
        return Err(EditionRefused::Title);
    }
    let earlier = kept.standing();
    if let Some(last) = earlier.last().filter(|last| last.as_at == as_at && last.tree == content.tree) {
        return Err(EditionRefused::AlreadyToday(last.number));
    }
    let notices = notices(&content, as_at);
    // What was taken back is not told again, not even as what changed since.
    Ok(Edition { content, earlier, notices })
}

/// Every edition the area ever kept, and which of them were taken back.
struct Kept {
    editions: Vec<Content>,
    withdrawn: BTreeMap<u32, String>,
}

impl Kept {
    async fn load(tx: &mut Tx) -> Result<Self, EditionRefused> {
        let rows = releases(tx).await?.into_iter().filter(|row| row.manifest.series == EDITIONS);
        let withdrawn = rows.filter_map(|row| row.withdrawn.map(|(_, reason)| (row.manifest.number, reason))).collect();
        Ok(Self { editions: store::editions(tx).await?, withdrawn })
    }

    fn last_number(&self) -> u32 {
        self.editions.last().map_or(0, |last| last.number)
    }

    /// The editions the public can read, oldest first.
    fn standing(&self) -> Vec<Content> {
        self.editions.iter().filter(|edition| !self.withdrawn.contains_key(&edition.number)).cloned().collect()
    }
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
    let kept = Kept::load(tx).await?;
    let mut drafts = vec![pages, notices_draft(content, &kept, as_at)];
    drafts.extend(standing_draft(tx, &press, &content.area, as_at).await?);
    // Pages of every edition lead to the comments, so they are there from the first.
    if last_as_at(tx, COMMENTS).await?.is_none() {
        drafts.push(comments_draft(&content.area, &[], as_at));
    }
    if last_as_at(tx, BOARDS).await?.is_none() {
        let pages = drafted(vec![site::no_boards_page(&content.area, as_at)]);
        drafts.push(Draft::new(BOARDS, LabelRule::SeriesAndNumber, site::BOARDS_TITLE, as_at, pages));
    }
    press.release_together(tx, desk.actor, drafts).await?;
    store::keep_edition(tx, content, desk.clock.now()).await?;
    Ok(content.number)
}

/// Re-issues what today tells about the latest edition, if it tells something else than the last
/// notices did. Returns whether anything was issued. Whoever called commits.
pub async fn reissue_notices(tx: &mut Tx, desk: Desk<'_>) -> Result<bool, EditionRefused> {
    // Held, so that an edition released meanwhile cannot be followed by the notices of the one before it.
    hold_tree(tx).await?;
    let kept = Kept::load(tx).await?;
    let Some(content) = kept.standing().pop() else { return Ok(false) };
    let today = desk.clock.today();
    let last = last_as_at(tx, NOTICES).await?;
    if last.is_some_and(|last| last >= today || noticed(&content, last) == noticed(&content, today)) {
        return Ok(false);
    }
    let area = area_of(tx).await?;
    let press = Press::new(&area, desk.key, desk.clock);
    press.release(tx, desk.actor, notices_draft(&content, &kept, today)).await?;
    Ok(true)
}

/// Re-issues the page of comments, if these replies, newest first, are not what it shows. Returns whether anything was
/// issued. Before the first edition there is nothing to comment on. Whoever called commits.
///
/// The titles of the pages they are about are looked up here; a page that is not published any more is not linked to.
pub async fn reissue_comments(tx: &mut Tx, desk: Desk<'_>, replies: &[Reply]) -> Result<bool, WithdrawalRefused> {
    let Some((area, draft)) = changed_comments(tx, desk, replies).await? else { return Ok(false) };
    let rows = releases(tx).await.map_err(EditionRefused::from)?;
    let before = rows.into_iter().filter(|row| row.manifest.series == COMMENTS && row.withdrawn.is_none());
    let before: Vec<String> = before.map(|row| row.manifest.label).collect();
    let press = Press::new(&area, desk.key, desk.clock);
    press.release(tx, desk.actor, draft).await.map_err(EditionRefused::from)?;
    // Words that were taken off the page must not stay readable at its older address.
    for label in before {
        press.withdraw(tx, desk.actor, &label, "A newer page has taken its place.").await?;
    }
    Ok(true)
}

/// The page of comments as it should be, unless it is so already.
async fn changed_comments(
    tx: &mut Tx,
    desk: Desk<'_>,
    replies: &[Reply],
) -> Result<Option<(Area, Draft)>, EditionRefused> {
    hold_tree(tx).await?;
    let (Some(content), Some(last)) = (Kept::load(tx).await?.standing().pop(), last_as_at(tx, COMMENTS).await?) else {
        return Ok(None);
    };
    let titles = published_titles(tx).await?;
    let named = |reply: &Reply| Reply { title: titles.get(&reply.about).cloned().unwrap_or_default(), ..reply.clone() };
    let replies: Vec<Reply> = replies.iter().map(named).collect();
    let area = area_of(tx).await?;
    let press = Press::new(&area, desk.key, desk.clock);
    // It prints its day, which alone is no reason to issue it again.
    let as_it_stands = press.compare(tx, &comments_draft(&content.area, &replies, last)).await?.is_nothing();
    let draft = comments_draft(&content.area, &replies, desk.clock.today());
    Ok((!as_it_stands).then_some((area, draft)))
}

/// The title of every page of the latest release of each series that still stands, by path.
pub async fn published_titles(tx: &mut Tx) -> Result<BTreeMap<String, String>, EditionRefused> {
    let standing = releases(tx).await?.into_iter().filter(|row| row.withdrawn.is_none());
    let mut latest: BTreeMap<String, (u32, String)> = BTreeMap::new();
    for row in standing {
        let last = latest.entry(row.manifest.series).or_default();
        if row.manifest.number > last.0 {
            *last = (row.manifest.number, row.manifest.label);
        }
    }
    let mut titles = BTreeMap::new();
    for (_, label) in latest.into_values() {
        let pages = manifest_of(tx, &label).await?.map(|manifest| manifest.pages).unwrap_or_default();
        // A title ends with the site's name, which every page of it shares.
        let named = |title: &str| title.rsplit_once(" \u{2013} ").map_or(title, |(own, _)| own).to_owned();
        titles.extend(pages.into_iter().map(|page| (page.path, named(&page.title))));
    }
    Ok(titles)
}

fn comments_draft(area: &AreaFacts, replies: &[Reply], as_at: Date) -> Draft {
    let pages = drafted(vec![site::comments_page(area, replies, as_at)]);
    Draft::new(COMMENTS, LabelRule::SeriesAndNumber, "What people told us", as_at, pages)
}

/// Why nothing was withdrawn.
#[derive(Debug, thiserror::Error)]
pub enum WithdrawalRefused {
    /// The publication refused.
    #[error(transparent)]
    Publication(#[from] WithdrawRefused),
    /// What stands in its place could not be released.
    #[error(transparent)]
    Edition(#[from] EditionRefused),
}

/// Takes a release back, with a reason that the public reads at its address. Whoever called commits.
///
/// With an edition go the notices that spoke of it; those of the edition that then stands last take their place.
/// Returns the later editions that still stand: they compare themselves with it and may quote it.
pub async fn withdraw(tx: &mut Tx, desk: Desk<'_>, label: &str, reason: &str) -> Result<Vec<u32>, WithdrawalRefused> {
    hold_tree(tx).await.map_err(EditionRefused::from)?;
    let area = area_of(tx).await.map_err(EditionRefused::from)?;
    let press = Press::new(&area, desk.key, desk.clock);
    press.withdraw(tx, desk.actor, label, reason).await?;
    let Ok(number) = label.parse::<u32>() else { return Ok(Vec::new()) };
    let kept = Kept::load(tx).await?;
    let spoken = spoken_of(number);
    let rows = releases(tx).await.map_err(EditionRefused::from)?;
    let speaking = rows.into_iter().filter(|row| row.withdrawn.is_none() && row.manifest.note == spoken);
    for row in speaking {
        press.withdraw(tx, desk.actor, &row.manifest.label, reason).await?;
    }
    if let Some(last) = kept.standing().pop() {
        let draft = notices_draft(&last, &kept, desk.clock.today());
        press.release(tx, desk.actor, draft).await.map_err(EditionRefused::from)?;
    }
    Ok(kept.standing().iter().map(|edition| edition.number).filter(|later| *later > number).collect())
}

/// The note of notices, which says of what edition they speak.
fn spoken_of(number: u32) -> String {
    format!("Of edition {number}.")
}

/// What there is to notice, without the day that each sentence prints.
fn noticed(content: &Content, as_at: Date) -> Vec<(NoticeKind, String)> {
    notices(content, as_at).into_iter().map(|notice| (notice.kind, notice.entry)).collect()
}

/// The notices and the list of editions. Both speak of an edition from outside it, so that an old edition's links to
/// them lead to the latest.
fn notices_draft(content: &Content, kept: &Kept, as_at: Date) -> Draft {
    let earlier: Vec<Content> =
        kept.editions.iter().filter(|edition| edition.number < content.number).cloned().collect();
    let pages = vec![
        site::notices_page(content, &notices(content, as_at), as_at),
        site::editions_page(content, &earlier, &kept.withdrawn),
    ];
    let title = format!("Notices as at {as_at}");
    let mut draft = Draft::new(NOTICES, LabelRule::SeriesAndNumber, &title, as_at, drafted(pages));
    draft.note = spoken_of(content.number);
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

fn drafted(pages: Vec<Page>) -> Vec<DraftPage> {
    pages.into_iter().map(|page| DraftPage::file(&page.path, page.media_type, page.body)).collect()
}
