//! The edition made of a round: what it would say, what is missing from it, and its release by a second person.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use office::{Action, May, Once, PageError, Sent, Subject, Visit, acts};
use roadmap::{
    difference::{Change, ChangeKind},
    store::load_tree,
};
use serde::Deserialize;
use web::{
    FieldErrors, Html, Link, Shell,
    paths::{Parsed, Path},
};

use super::{errors_of, fields::Form, overview::left_out, round_path, under_rounds};
use crate::{
    deeds::By,
    edition::{self, Comparison, DraftId, DraftRefused, DraftState, EditionDraft},
    model::{Round, RoundId, Wrong},
    reads,
};

/// Title and note of an edition to be prepared.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    title: String,
    note: String,
}

#[derive(Template)]
#[template(path = "round/edition.html")]
struct EditionPage<'a> {
    round: &'a Round,
    left_out: Vec<Html>,
    draft: Option<Shown>,
    form: Option<PrepareForm>,
}

/// A draft as the page shows it.
struct Shown {
    title: String,
    note: String,
    prepared_by: String,
    released: Option<u32>,
    stale: Vec<String>,
    groups: Option<Vec<(&'static str, Vec<String>)>>,
    pages: String,
    release: Option<ReleaseForm>,
}

struct PrepareForm {
    action: String,
    once: Html,
    fields: Html,
    again: bool,
}

struct ReleaseForm {
    action: String,
    once: Html,
    draft: DraftId,
    version: i64,
}

pub(crate) fn path_of(round: RoundId) -> String {
    format!("{}/edition", round_path(round))
}

/// `GET /office/rounds/{round}/edition`
pub(super) async fn show(
    may: May<acts::ReadDraftEdition>,
    Path(Parsed(id)): Path<Parsed<RoundId>>,
) -> Result<Response, PageError> {
    // Comparing holds the plan, as a release would; nothing is kept of it.
    let mut tx = may.write().await?;
    let shown = page(&may, &mut tx, id, None, &FieldErrors::new()).await?;
    Ok(may.show(&shown))
}

/// The page of a closed round's edition; before that there is none.
async fn page(
    visit: &Visit,
    tx: &mut db::Tx,
    id: RoundId,
    typed: Option<&Words>,
    errors: &FieldErrors,
) -> Result<Shell, PageError> {
    let round = reads::round(tx, id).await?.ok_or(PageError::NotFound)?;
    let outcome = reads::outcome(tx, id).await?.ok_or(PageError::NotFound)?;
    let draft = edition::draft_of(tx, id).await?;
    let shown = match &draft {
        Some(draft) => Some(shown(visit, tx, draft).await?),
        None => None,
    };
    let slips = reads::slips(tx, id).await?;
    let tree = load_tree(tx).await?;
    let suggested = Words { title: round.terms.name.clone(), note: outcome.record.sentence() };
    let prepared = draft.as_ref().map(|draft| Words { title: draft.title.clone(), note: draft.note.clone() });
    let words = typed.cloned().or(prepared).unwrap_or(suggested);
    let waits = draft.as_ref().is_none_or(|draft| draft.state == DraftState::Waiting);
    let form = (waits && visit.can(Action::PrepareEdition, &Subject::Area)).then(|| {
        let form = Form { errors };
        let note = "The public reads this first. It begins with how the round went; say so plainly.";
        PrepareForm {
            action: visit.here.at(&path_of(id)),
            once: visit.once_field(),
            fields: Html::join([
                form.line("title", "Title of the edition", "Such as Autumn 2026.", &words.title),
                form.lines("note", "Note of the edition", note, &words.note),
            ]),
            again: draft.is_some(),
        }
    });
    let main = EditionPage { left_out: left_out(&outcome, &slips, &tree), draft: shown, form, round: &round };
    let above = Link::inside(&round.terms.name, &round_path(id));
    let title = format!("The edition of {}", round.terms.name);
    Ok(errors.shown_on(under_rounds(visit, &path_of(id), &title, Some(above), Html::of(&main))))
}

async fn shown(visit: &Visit, tx: &mut db::Tx, draft: &EditionDraft) -> Result<Shown, PageError> {
    let released = match draft.state {
        DraftState::Released { edition, .. } => Some(edition),
        _ => None,
    };
    let compared = match released {
        Some(_) => Comparison { since_last: None, stale: Vec::new() },
        None => edition::compare(tx, draft, visit.today()).await?,
    };
    let releasable = released.is_none() && compared.stale.is_empty();
    let release = (releasable && visit.could(Action::ReleaseEdition, &draft.subject())).then(|| ReleaseForm {
        action: visit.here.at(&format!("{}/release", path_of(draft.round))),
        once: visit.once_field(),
        draft: draft.id,
        version: draft.version,
    });
    Ok(Shown {
        title: draft.title.clone(),
        note: draft.note.clone(),
        prepared_by: visit.names(tx).await?.get(&draft.prepared_by).cloned().unwrap_or_default(),
        released,
        groups: compared.since_last.map(grouped),
        stale: compared.stale,
        pages: visit.here.at(&format!("{}/pages/roadmap", path_of(draft.round))),
        release,
    })
}

/// Changes under their headings, in the order they are listed to people.
fn grouped(changes: Vec<Change>) -> Vec<(&'static str, Vec<String>)> {
    let mut by_kind: BTreeMap<ChangeKind, Vec<String>> = BTreeMap::new();
    for change in changes {
        by_kind.entry(change.kind).or_default().push(change.sentence);
    }
    by_kind.into_iter().map(|(kind, sentences)| (kind.plain(), sentences)).collect()
}

/// `POST /office/rounds/{round}/edition`
pub(super) async fn prepare(
    may: May<acts::PrepareEdition>,
    Path(Parsed(id)): Path<Parsed<RoundId>>,
    sent: Sent<Words>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let actor = may.actor();
    let by = By { permit: may.permit(), actor: &actor, at: may.now };
    match edition::prepare(&mut tx, by, id, &sent.fields.title, &sent.fields.note).await {
        Ok(_) => {
            let answer = ticket.go_to(&mut tx, &may, &path_of(id)).await?;
            tx.commit().await?;
            Ok(answer)
        }
        Err(refused @ (DraftRefused::Note | DraftRefused::Edition(roadmap::editions::EditionRefused::Title))) => {
            let field = if matches!(refused, DraftRefused::Note) { "note" } else { "title" };
            let errors = errors_of(&[Wrong::new(field, refused.to_string())]);
            let again = page(&may, &mut tx, id, Some(&sent.fields), &errors).await?;
            Err(PageError::form(may.show(&again)))
        }
        Err(other) => Err(other.into()),
    }
}

/// The draft to be released, as it was looked at.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Released {
    draft: DraftId,
    version: i64,
}

/// `POST /office/rounds/{round}/edition/release`
pub(super) async fn release(
    may: May<acts::ReleaseEdition>,
    Path(Parsed(id)): Path<Parsed<RoundId>>,
    sent: Sent<Released>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let draft = edition::draft_of(&mut tx, id).await?.filter(|draft| draft.id == sent.fields.draft);
    let (permit, actor) = (may.over(&draft.ok_or(DraftRefused::Gone)?.subject())?, may.actor());
    let by = By { permit: &permit, actor: &actor, at: may.now };
    let desk = (may.office.key(), may.office.clock());
    edition::release(&mut tx, by, desk, (sent.fields.draft, sent.fields.version)).await?;
    let answer = ticket.go_to(&mut tx, &may, &path_of(id)).await?;
    tx.commit().await?;
    Ok(answer)
}

impl From<DraftRefused> for PageError {
    fn from(refused: DraftRefused) -> Self {
        match refused {
            DraftRefused::NoSuchDraft => Self::NotFound,
            DraftRefused::Engine(error) => error.into(),
            DraftRefused::Gone | DraftRefused::Stale(_) => Self::Changed(refused.to_string()),
            other => Self::refused("The edition was not made", &other.to_string()),
        }
    }
}
