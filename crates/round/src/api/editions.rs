//! Editions and their drafts, for programs.

use axum::{
    Json,
    extract::{Path, Query},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use office::{May, PageError, acts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use web::document;

use crate::{
    edition::{self, Comparison, DraftState, EditionDraft},
    model::RoundId,
    reads::{self, Edition},
};

/// An edition that was released.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReleasedBody {
    /// Its number.
    number: u32,
    /// Its title.
    title: String,
    /// The day it speaks of.
    #[schema(value_type = String, format = Date)]
    as_at: Date,
    /// The day it was taken back, when it was.
    #[schema(value_type = Option<String>, format = Date)]
    withdrawn_on: Option<Date>,
    /// The reason given to the public.
    withdrawn_because: Option<String>,
}

impl From<Edition> for ReleasedBody {
    fn from(edition: Edition) -> Self {
        let (withdrawn_on, withdrawn_because) = edition.withdrawn.unzip();
        let Edition { number, title, as_at, .. } = edition;
        Self { number, title, as_at, withdrawn_on, withdrawn_because }
    }
}

/// Every edition that was released, the newest first.
#[utoipa::path(get, path = "/api/v1/editions", tag = "round", operation_id = "editions_list",
    responses((status = 200, body = Vec<ReleasedBody>)))]
pub(super) async fn list(may: May<acts::ReadPlan>) -> Result<Json<Vec<ReleasedBody>>, PageError> {
    let editions = reads::released(&mut may.read().await?).await.map_err(PageError::ours)?;
    Ok(Json(editions.into_iter().map(ReleasedBody::from).collect()))
}

/// One difference between two editions.
#[derive(Debug, Serialize, ToSchema)]
struct ChangedBody {
    /// What kind of change, in words.
    kind: &'static str,
    /// Key of the commitment.
    entry: String,
    /// The whole change in one sentence.
    sentence: String,
}

/// An edition prepared of a round, beside the last one and the plan as it is now.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PreparedBody {
    /// Its identifier.
    id: Uuid,
    /// Its version.
    version: i64,
    /// Its title.
    title: String,
    /// Its note.
    note: String,
    /// The number it would have.
    number: u32,
    /// SHA-256 of what it holds.
    digest: String,
    /// Who prepared it, by identifier: somebody else releases it.
    prepared_by: Uuid,
    /// `waiting` or `released`.
    state: &'static str,
    /// What differs from the last edition that stands; none when this is the first, or is released.
    since_last: Option<Vec<ChangedBody>>,
    /// What changed in the plan since it was prepared; empty when it can be released.
    stale: Vec<String>,
    /// Paths of its pages, each to be read at `edition/page?path=`.
    pages: Vec<String>,
}

fn prepared(draft: EditionDraft, compared: Comparison, pages: Vec<String>) -> PreparedBody {
    let changed = |changes: Vec<roadmap::difference::Change>| {
        let change = |change: roadmap::difference::Change| ChangedBody {
            kind: change.kind.plain(),
            entry: change.entry,
            sentence: change.sentence,
        };
        changes.into_iter().map(change).collect()
    };
    PreparedBody {
        id: draft.id.0,
        version: draft.version,
        number: draft.prepared.content.number,
        state: if draft.state == DraftState::Waiting { "waiting" } else { "released" },
        since_last: compared.since_last.map(changed),
        stale: compared.stale,
        title: draft.title,
        note: draft.note,
        digest: draft.digest,
        prepared_by: draft.prepared_by.0,
        pages,
    }
}

/// The edition prepared of a round.
#[utoipa::path(get, path = "/api/v1/rounds/{round}/edition", tag = "round", operation_id = "edition_show",
    params(("round" = Uuid, Path, description = "the round's identifier")),
    responses((status = 200, body = PreparedBody), (status = 404, description = "no such round, or none was prepared")))]
pub(super) async fn show(
    may: May<acts::ReadDraftEdition>,
    Path(round): Path<Uuid>,
) -> Result<Json<PreparedBody>, PageError> {
    // Comparing holds the plan, as a release would; nothing is kept of it.
    let mut tx = may.write().await?;
    let draft = edition::draft_of(&mut tx, RoundId(round)).await?.ok_or(PageError::NotFound)?;
    let compared = match draft.state {
        DraftState::Waiting => edition::compare(&mut tx, &draft, may.today()).await?,
        _ => Comparison { since_last: None, stale: Vec::new() },
    };
    let pages = edition::preview(&mut tx, &draft).await?.into_iter().map(|page| page.path).collect();
    Ok(Json(prepared(draft, compared, pages)))
}

/// Which page of an edition.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Which {
    #[serde(default = "first")]
    path: String,
}

/// The page a reader begins with.
fn first() -> String {
    "roadmap".to_owned()
}

/// A page as the edition would have it, with its own media type.
#[utoipa::path(get, path = "/api/v1/rounds/{round}/edition/page", tag = "round", operation_id = "edition_page",
    params(("round" = Uuid, Path, description = "the round's identifier"),
        ("path" = Option<String>, Query, description = "the page's path; roadmap when left out")),
    responses((status = 200, description = "the page", content_type = "text/html", body = String),
        (status = 404, description = "no such round, none was prepared, or no such page")))]
pub(super) async fn page(
    may: May<acts::ReadDraftEdition>,
    Path(round): Path<Uuid>,
    Query(which): Query<Which>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let draft = edition::draft_of(&mut tx, RoundId(round)).await?.ok_or(PageError::NotFound)?;
    let pages = edition::preview(&mut tx, &draft).await?;
    let page = pages.into_iter().find(|page| page.path == which.path).ok_or(PageError::NotFound)?;
    if page.media_type.starts_with("text/html") {
        return Ok(document(page.body));
    }
    let mut answer = page.body.into_response();
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(page.media_type));
    Ok(answer)
}
