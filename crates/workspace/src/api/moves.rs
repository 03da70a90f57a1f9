//! Moves of dates that need another body's consent, for programs.

use axum::{Json, extract::Path, http::StatusCode, response::Response};
use office::{JsonSent, May, Once, PageError, Subject, acts};
use roadmap::{
    consent::{Consent, ProposedMove, Wanted, answer as answer_move, propose as propose_move, withdraw as take_back},
    model::{Tree, When},
    store,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::saving::not_agreed;

/// A move that waits for consent.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WaitingMove {
    /// Its identifier.
    id: Uuid,
    /// Key of the commitment.
    node: String,
    /// The date it has, with its words, days, precision and kind.
    #[schema(value_type = Object)]
    from: When,
    /// The date wanted.
    #[schema(value_type = Object)]
    to: When,
    reason: String,
    /// The role or body that wants it.
    by: String,
    /// The day it was proposed.
    #[schema(value_type = String, format = Date)]
    on: jiff::civil::Date,
    /// Keys of the bodies that have yet to answer.
    unanswered: Vec<String>,
    /// What was answered so far.
    answers: Vec<GivenAnswer>,
}

/// What a body answered.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GivenAnswer {
    /// Key of the body.
    body: String,
    gives: bool,
    /// Who spoke for it, by identifier.
    person: Uuid,
    #[schema(value_type = String, format = Date)]
    on: jiff::civil::Date,
    words: String,
}

/// A proposal beside the date it would change; none for a commitment that is gone.
fn waiting(tree: &Tree, held: &ProposedMove) -> Option<WaitingMove> {
    let from = tree.node(&held.node)?.timing.current().clone();
    let given = |consent: &Consent| GivenAnswer {
        body: consent.body.clone(),
        gives: consent.gives,
        person: consent.person,
        on: consent.on,
        words: consent.words.clone(),
    };
    Some(WaitingMove {
        id: held.id,
        node: held.node.clone(),
        from,
        to: held.to.clone(),
        reason: held.reason.clone(),
        by: held.author.clone(),
        on: held.on,
        unanswered: held.unanswered(tree).map(str::to_owned).collect(),
        answers: held.consents.iter().map(given).collect(),
    })
}

/// Moves that wait for consent, the oldest first.
#[utoipa::path(get, path = "/api/v1/plan/moves", tag = "plan", operation_id = "moves_list",
    responses((status = 200, body = Vec<WaitingMove>)))]
pub(crate) async fn list(may: May<acts::ReadPlan>) -> Result<Json<Vec<WaitingMove>>, PageError> {
    let mut tx = may.read().await?;
    let tree = store::load_tree(&mut tx).await?;
    let held = store::waiting_proposals(&mut tx).await?;
    Ok(Json(held.iter().filter_map(|held| waiting(&tree, held)).collect()))
}

/// Why a move is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawBody {
    reason: String,
}

/// Takes a move back that still waits.
#[utoipa::path(post, path = "/api/v1/plan/moves/{proposal}/withdraw", tag = "plan", operation_id = "moves_withdraw",
    params(("proposal" = Uuid, Path, description = "the move")), request_body = WithdrawBody,
    responses((status = 200, body = Object), (status = 404, description = "no such move"),
        (status = 422, description = "it does not wait any more, or the reason is missing")))]
pub(crate) async fn withdraw(
    may: May<acts::EditPlan>,
    Path(id): Path<Uuid>,
    sent: JsonSent<WithdrawBody>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let reason = sent.body.reason.trim();
    if reason.is_empty() {
        return Err(PageError::refused("Nothing was changed", "Say in \"reason\" why the move is taken back."));
    }
    let held = store::proposal(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    take_back(&mut tx, (&may.actor(), may.now), may.today(), id, reason).await.map_err(not_agreed)?;
    let answer = ticket.json(&mut tx, StatusCode::OK, &json!({ "proposal": held.id, "state": "withdrawn" })).await?;
    tx.commit().await?;
    Ok(answer)
}

/// A move of a date that needs consent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MoveBody {
    node: String,
    /// The new date with its words, days, precision and kind.
    #[schema(value_type = Object)]
    to: When,
    reason: String,
    /// A body or a post, never a person's name.
    by: String,
}

/// Proposes a move; the bodies named by the commitment are then asked.
#[utoipa::path(post, path = "/api/v1/plan/moves", tag = "plan", request_body = MoveBody,
    responses((status = 201, body = Object), (status = 404), (status = 422)))]
pub(crate) async fn propose(may: May<acts::EditPlan>, sent: JsonSent<MoveBody>) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let body = &sent.body;
    let wanted = Wanted { node: &body.node, to: body.to.clone(), reason: &body.reason, author: &body.by };
    let who = (&may.actor(), may.now);
    let proposal = propose_move(&mut tx, who, may.today(), wanted).await.map_err(not_agreed)?;
    let answer = ticket.json(&mut tx, StatusCode::CREATED, &json!({ "proposal": proposal.id })).await?;
    tx.commit().await?;
    Ok(answer)
}

/// What a body answers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerBody {
    /// Key of the body.
    body: String,
    gives: bool,
    words: String,
}

/// Answers a proposed move for a body.
#[utoipa::path(post, path = "/api/v1/plan/moves/{proposal}/answers", tag = "plan",
    params(("proposal" = Uuid, Path,)), request_body = AnswerBody,
    responses((status = 201, body = Object), (status = 404), (status = 422)))]
pub(crate) async fn answer(
    may: May<acts::ConsentToMove>,
    Path(id): Path<Uuid>,
    sent: JsonSent<AnswerBody>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let body = &sent.body;
    let held = store::proposal(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let organisations = vec![body.body.clone()];
    may.over(&Subject::Commitment { key: held.node, organisations, people: Vec::new() })?;
    let (on, person) = (may.today(), may.person().0);
    let consent = Consent { body: body.body.clone(), gives: body.gives, person, on, words: body.words.clone() };
    let state = answer_move(&mut tx, (&may.actor(), may.now), id, consent).await.map_err(not_agreed)?;
    let answer = ticket.json(&mut tx, StatusCode::CREATED, &json!({ "state": state.word() })).await?;
    tx.commit().await?;
    Ok(answer)
}
