//! The edition made of a round: prepared by one person, compared with the last, released by another.

use std::collections::BTreeMap;

use audit::{SigningKey, record};
use db::Tx;
use jiff::{Timestamp, civil::Date};
use kernel::{Clock, fresh_id};
use permission::{Action, PersonId, Subject};
use roadmap::{
    difference::{Change, difference},
    editions::{self, Desk, EditionRefused},
    model::{Content, Tree},
    notices::{Notice, NoticeKind},
    site::{self, Edition, Page},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    deeds::By,
    model::{NotNow, Round, RoundId, RoundState},
    store,
};

/// Identifies a draft of an edition in one area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DraftId(pub Uuid);

impl std::fmt::Display for DraftId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// What an edition would freeze, and what its day would tell. The printed day is the day of release, so it is not among
/// what is compared; what the day tells is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prepared {
    /// The frozen content.
    pub content: Content,
    /// What is noticed about which entry, without the day each sentence prints.
    pub noticed: Vec<(NoticeKind, String)>,
}

impl Prepared {
    fn of(edition: &Edition) -> Self {
        let noticed = |notice: &Notice| (notice.kind, notice.entry.clone());
        Self { content: edition.content.clone(), noticed: edition.notices.iter().map(noticed).collect() }
    }

    /// SHA-256 over everything but the printed day, in hexadecimal digits.
    fn digest(&self) -> sqlx::Result<String> {
        let undated = Self { content: Content { as_at: Date::ZERO, ..self.content.clone() }, ..self.clone() };
        let bytes = serde_json::to_vec(&undated).map_err(|error| sqlx::Error::Encode(error.into()))?;
        Ok(hex::encode(Sha256::digest(bytes)))
    }
}

/// Where a draft stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum DraftState {
    /// For a second person to release.
    Waiting,
    /// Another was prepared in its place.
    SetAside,
    /// Released.
    Released {
        /// By whom.
        by: PersonId,
        /// As which edition.
        edition: u32,
    },
}

/// A draft of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionDraft {
    /// Its identifier.
    pub id: DraftId,
    /// The round it was made of.
    pub round: RoundId,
    /// The edition's title.
    pub title: String,
    /// What the edition is, in a few sentences.
    pub note: String,
    /// What was looked at.
    pub prepared: Prepared,
    /// Its digest: what is released must have the same.
    pub digest: String,
    /// Who prepared it.
    pub prepared_by: PersonId,
    /// When.
    pub prepared_at: Timestamp,
    /// Where it stands.
    pub state: DraftState,
    /// Grows with every change.
    pub version: i64,
}

impl EditionDraft {
    /// What a permit to release must be about.
    pub fn subject(&self) -> Subject {
        Subject::Edition { key: self.id.to_string(), prepared_by: Some(self.prepared_by) }
    }
}

/// Why no edition was prepared or released. Nothing of it remains.
#[derive(Debug, thiserror::Error)]
pub enum DraftRefused {
    /// There is none, or whoever asks may not know that there is.
    #[error("there is no such draft")]
    NoSuchDraft,
    /// The round does not stand where it would have to.
    #[error(transparent)]
    NotNow(#[from] NotNow),
    /// The note is too long for a note.
    #[error("shorten the note to {LONGEST_NOTE} letters or fewer")]
    Note,
    /// Another draft took its place, or it was released.
    #[error("this draft waits no longer; open the round to see what took its place")]
    Gone,
    /// The plan changed since it was prepared, in these ways.
    #[error("the plan changed after this draft was prepared; prepare it again: {}", .0.join(" "))]
    Stale(Vec<String>),
    /// The edition was refused.
    #[error(transparent)]
    Edition(#[from] EditionRefused),
    /// The database's own message.
    #[error("the draft could not be written: {0}")]
    Engine(#[from] sqlx::Error),
}

/// The longest note of an edition, in letters.
const LONGEST_NOTE: usize = 2_000;

/// Prepares the edition of a closed round, for another person to release. An earlier draft is set aside.
pub async fn prepare(
    tx: &mut Tx,
    by: By<'_>,
    round: RoundId,
    title: &str,
    note: &str,
) -> Result<EditionDraft, DraftRefused> {
    if !by.may(tx, Action::PrepareEdition, &Subject::Area) {
        return Err(DraftRefused::NoSuchDraft);
    }
    let held = store::held_round(tx, round).await?.ok_or(DraftRefused::NoSuchDraft)?;
    held.state.must_be(RoundState::Closed)?;
    let (title, note) = (title.trim(), note.trim());
    if note.chars().count() > LONGEST_NOTE {
        return Err(DraftRefused::Note);
    }
    let prepared = Prepared::of(&editions::draft(tx, title, note, by.today()).await?);
    let draft = EditionDraft {
        id: DraftId(fresh_id(by.at)),
        round,
        title: title.to_owned(),
        note: note.to_owned(),
        digest: prepared.digest()?,
        prepared,
        prepared_by: by.permit.who().person,
        prepared_at: by.at,
        state: DraftState::Waiting,
        version: 1,
    };
    store::set_aside_drafts(tx, round).await?;
    store::add_draft(tx, &draft).await?;
    let detail = json!({ "round": round, "digest": draft.digest, "number": draft.prepared.content.number });
    record(tx, by.actor, "round.prepare_edition", &draft.id.to_string(), &detail, by.at).await?;
    Ok(draft)
}

/// The draft of a round that waits or was released.
pub async fn draft_of(tx: &mut Tx, round: RoundId) -> sqlx::Result<Option<EditionDraft>> {
    store::latest_draft(tx, round).await
}

/// A draft beside the plan as it is now.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// What differs from the last edition that stands, in plain words; `None` when this is the first.
    pub since_last: Option<Vec<Change>>,
    /// What changed in the plan since it was prepared; empty when it can be released.
    pub stale: Vec<String>,
}

/// Compares a draft with the last edition and with the plan as it is on a day.
pub async fn compare(tx: &mut Tx, draft: &EditionDraft, on: Date) -> Result<Comparison, DraftRefused> {
    let now = editions::draft(tx, &draft.title, &draft.note, on).await?;
    let since_last = now.earlier.last().map(|last| difference(last, &draft.prepared.content));
    Ok(Comparison { since_last, stale: staleness(draft, &Prepared::of(&now))? })
}

/// Every page the edition would have, to be looked at before it is released.
pub async fn preview(tx: &mut Tx, draft: &EditionDraft) -> Result<Vec<Page>, DraftRefused> {
    let content = draft.prepared.content.clone();
    let earlier = editions::draft(tx, &draft.title, &draft.note, content.as_at).await?.earlier;
    let notices = roadmap::notices::notices(&content, content.as_at);
    // Released beside the edition, and linked from its pages.
    let mut beside = vec![site::notices_page(&content, &notices, content.as_at)];
    beside.push(site::editions_page(&content, &earlier, &BTreeMap::new()));
    beside.extend(site::standing_pages(&content.area, content.as_at));
    let mut pages = site::build(&Edition { content, earlier, notices });
    pages.extend(beside);
    Ok(pages)
}

/// Releases a draft, exactly as it was prepared and by somebody else than who prepared it.
pub async fn release(
    tx: &mut Tx,
    by: By<'_>,
    (key, clock): (&SigningKey, &Clock),
    (id, version): (DraftId, i64),
) -> Result<u32, DraftRefused> {
    let draft = store::draft(tx, id).await?.ok_or(DraftRefused::NoSuchDraft)?;
    let person = by.permit.who().person;
    if !by.may(tx, Action::ReleaseEdition, &draft.subject()) || person == draft.prepared_by {
        return Err(DraftRefused::NoSuchDraft);
    }
    if draft.version != version || draft.state != DraftState::Waiting {
        return Err(DraftRefused::Gone);
    }
    let round = store::held_round(tx, draft.round).await?.ok_or(DraftRefused::NoSuchDraft)?;
    let now = Prepared::of(&editions::draft(tx, &draft.title, &draft.note, clock.today()).await?);
    let stale = staleness(&draft, &now)?;
    if !stale.is_empty() {
        return Err(DraftRefused::Stale(stale));
    }
    let desk = Desk { actor: by.actor, key, clock };
    let number = editions::release(tx, desk, &draft.title, &draft.note).await?;
    let published = Round { state: round.state.published(number)?, ..round };
    let marked = store::mark_released(tx, &draft, person, number, by.at).await?;
    if !marked || !store::put_round(tx, &published, None).await? {
        return Err(DraftRefused::Gone);
    }
    let detail = json!({ "digest": draft.digest, "prepared_by": draft.prepared_by, "edition": number });
    record(tx, by.actor, "round.release_edition", &id.to_string(), &detail, by.at).await?;
    Ok(number)
}

/// What differs between what was prepared and what would be released now, in plain words.
fn staleness(draft: &EditionDraft, now: &Prepared) -> sqlx::Result<Vec<String>> {
    if now.digest()? == draft.digest {
        return Ok(Vec::new());
    }
    let (was, is) = (&draft.prepared.content, &now.content);
    let mut words: Vec<String> = difference(was, is).into_iter().map(|change| change.sentence).collect();
    if was.number != is.number {
        words.push("Another edition was released in the meantime.".to_owned());
    }
    words.extend(parts_changed(&was.tree, &is.tree));
    if draft.prepared.noticed != now.noticed {
        words.push("A date passed or something else is to be noticed by now.".to_owned());
    }
    if words.is_empty() {
        words.push("How the area presents itself changed.".to_owned());
    }
    Ok(words)
}

/// Changes that the difference of two editions does not tell.
fn parts_changed(was: &Tree, is: &Tree) -> Vec<String> {
    let parts = [
        (was.bodies != is.bodies, "organisations"),
        (was.themes != is.themes, "themes"),
        (was.inspections != is.inspections, "inspections"),
        (was.plans != is.plans, "plans"),
        (was.evidence != is.evidence, "evidence"),
    ];
    let mut words: Vec<String> =
        parts.into_iter().filter(|(changed, _)| *changed).map(|(_, part)| format!("The {part} changed.")).collect();
    let touched = is.nodes.iter().filter(|node| was.node(&node.key) != Some(node));
    words.extend(touched.map(|node| format!("Something changed about \u{201c}{}\u{201d}.", node.words())));
    words
}
