//! Rounds and their editions, for programs.

use axum::{Json, extract::Path, http::StatusCode, response::Response};
use office::{JsonSent, May, Once, PageError, acts};
use roadmap::store::load_tree;
use uuid::Uuid;

use super::bodies::{AnswerBody, ChangeBody, DraftBody, EditionBody, RoundBody, StandingBody, TermsBody, VersionBody};
use crate::{
    deeds::{self, By},
    edition,
    model::{Organisations, Problem, RoundId, RoundState, Standing},
    reads,
};

/// Every round, the newest first.
#[utoipa::path(get, path = "/api/v1/rounds", tag = "round", responses((status = 200, body = Vec<RoundBody>)))]
pub(super) async fn list(may: May<acts::ReadRound>) -> Result<Json<Vec<RoundBody>>, PageError> {
    let rounds = reads::rounds(&mut may.read().await?).await?;
    Ok(Json(rounds.into_iter().map(RoundBody::from).collect()))
}

/// Sets up a round; it opens at once when its day has come.
#[utoipa::path(post, path = "/api/v1/rounds", tag = "round", request_body = TermsBody,
    responses((status = 201, body = RoundBody), (status = 422, description = "refused, with what to put right")))]
pub(super) async fn create(may: May<acts::RunRound>, sent: JsonSent<TermsBody>) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let actor = may.actor();
    let by = By { permit: may.permit(), actor: &actor, at: may.now };
    let round = deeds::set_up(&mut tx, by, (&sent.body).into()).await?;
    let answer = ticket.json(&mut tx, StatusCode::CREATED, &RoundBody::from(round)).await?;
    tx.commit().await?;
    Ok(answer)
}

/// A round with how it stands.
#[utoipa::path(get, path = "/api/v1/rounds/{round}", tag = "round",
    params(("round" = Uuid, Path, description = "the round's identifier")),
    responses((status = 200, body = StandingBody), (status = 404, description = "no such round")))]
pub(super) async fn show(may: May<acts::ReadRound>, Path(round): Path<Uuid>) -> Result<Json<StandingBody>, PageError> {
    let mut tx = may.read().await?;
    let round = reads::round(&mut tx, RoundId(round)).await?.ok_or(PageError::NotFound)?;
    let slips = reads::slips(&mut tx, round.id).await?;
    let unasked = match round.state {
        RoundState::Planned | RoundState::Open => {
            let problems = reads::problems(&mut tx, &round, may.today()).await?;
            problems.iter().filter(|(.., problem)| *problem != Problem::NobodySigns).count()
        }
        _ => 0,
    };
    let outcome = reads::outcome(&mut tx, round.id).await?;
    let names = Organisations::of(&load_tree(&mut tx).await?);
    let mut standing = Standing::of(&round.terms, &slips, unasked, &names);
    if let Some(outcome) = &outcome {
        standing.record = outcome.record.clone();
    }
    Ok(Json(StandingBody { round: round.into(), standing, outcome }))
}

/// What was answered about a commitment. A draft is nobody's business but its writers'.
#[utoipa::path(get, path = "/api/v1/rounds/{round}/answers/{commitment}", tag = "round", operation_id = "round_answer",
    params(("round" = Uuid, Path, description = "the round's identifier"), ("commitment" = String, Path, description = "its key")),
    responses((status = 200, body = AnswerBody), (status = 404, description = "no such round, or it does not ask about this")))]
pub(super) async fn answer(
    may: May<acts::ReadRound>,
    Path((round, node)): Path<(Uuid, String)>,
) -> Result<Json<AnswerBody>, PageError> {
    let slip = deeds::slip(&mut may.read().await?, RoundId(round), &node).await?;
    Ok(Json(slip.ok_or(PageError::NotFound)?.into()))
}

/// Changes the terms of a round.
#[utoipa::path(put, path = "/api/v1/rounds/{round}/terms", tag = "round", request_body = ChangeBody,
    params(("round" = Uuid, Path, description = "the round's identifier")),
    responses((status = 200, body = RoundBody), (status = 404, description = "no such round"),
        (status = 409, description = "somebody changed it since"), (status = 422, description = "refused")))]
pub(super) async fn change(
    may: May<acts::RunRound>,
    Path(round): Path<Uuid>,
    sent: JsonSent<ChangeBody>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let actor = may.actor();
    let by = By { permit: may.permit(), actor: &actor, at: may.now };
    let ChangeBody { version, terms } = &sent.body;
    let round = deeds::change_terms(&mut tx, by, RoundId(round), *version, terms.into()).await?;
    let answer = ticket.json(&mut tx, StatusCode::OK, &RoundBody::from(round)).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Asks about commitments that have somebody to ask by now.
#[utoipa::path(post, path = "/api/v1/rounds/{round}/ask", tag = "round", request_body = VersionBody,
    params(("round" = Uuid, Path, description = "the round's identifier")),
    responses((status = 200, body = RoundBody), (status = 404, description = "no such round"),
        (status = 409, description = "somebody changed it since"), (status = 422, description = "not open")))]
pub(super) async fn ask(
    may: May<acts::RunRound>,
    Path(round): Path<Uuid>,
    sent: JsonSent<VersionBody>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let actor = may.actor();
    let by = By { permit: may.permit(), actor: &actor, at: may.now };
    deeds::ask_again(&mut tx, by, RoundId(round), sent.body.version).await?;
    let round = reads::round(&mut tx, RoundId(round)).await?.ok_or(PageError::NotFound)?;
    let answer = ticket.json(&mut tx, StatusCode::OK, &RoundBody::from(round)).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Closes a round: what was signed off becomes part of the plan.
#[utoipa::path(post, path = "/api/v1/rounds/{round}/close", tag = "round", request_body = VersionBody,
    params(("round" = Uuid, Path, description = "the round's identifier")),
    responses((status = 200, body = RoundBody), (status = 404, description = "no such round"),
        (status = 409, description = "somebody changed it since"), (status = 422, description = "not open")))]
pub(super) async fn close(
    may: May<acts::RunRound>,
    Path(round): Path<Uuid>,
    sent: JsonSent<VersionBody>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let actor = may.actor();
    let by = By { permit: may.permit(), actor: &actor, at: may.now };
    let closing = deeds::close(&mut tx, by, RoundId(round), sent.body.version).await?;
    let answer = ticket.json(&mut tx, StatusCode::OK, &RoundBody::from(closing.round)).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Prepares the edition of a closed round, for another person to release.
#[utoipa::path(post, path = "/api/v1/rounds/{round}/edition", tag = "round", request_body = EditionBody,
    params(("round" = Uuid, Path, description = "the round's identifier")),
    responses((status = 201, body = DraftBody), (status = 404, description = "no such round"),
        (status = 422, description = "refused, with what to put right")))]
pub(super) async fn prepare(
    may: May<acts::PrepareEdition>,
    Path(round): Path<Uuid>,
    sent: JsonSent<EditionBody>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let actor = may.actor();
    let by = By { permit: may.permit(), actor: &actor, at: may.now };
    let EditionBody { title, note } = &sent.body;
    let draft = edition::prepare(&mut tx, by, RoundId(round), title, note).await?;
    let body = DraftBody { id: draft.id.0, number: draft.prepared.content.number, digest: draft.digest };
    let answer = ticket.json(&mut tx, StatusCode::CREATED, &body).await?;
    tx.commit().await?;
    Ok(answer)
}
