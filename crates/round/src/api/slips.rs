//! Slips, for programs that answer or sign for somebody.

use axum::{Json, extract::Path, http::StatusCode, response::Response};
use office::{JsonSent, May, Once, PageError, acts};
use uuid::Uuid;

use super::bodies::{ReturnedBody, SlipBody, VersionBody, WrittenBody};
use crate::{
    deeds::{self, By, Seen, SlipRefused},
    model::{RoundId, Sheet, Slip},
    pages::{addressees_of, led, unknown_document},
    reads,
};

/// What is wanted of you and your organisations in rounds that are open.
#[utoipa::path(get, path = "/api/v1/my-answers", tag = "round", responses((status = 200, body = Vec<SlipBody>)))]
pub(super) async fn list(may: May<acts::AnswerRound>) -> Result<Json<Vec<SlipBody>>, PageError> {
    let asked = reads::asked_of(&mut may.read().await?, &addressees_of(&may)).await?;
    Ok(Json(asked.into_iter().map(|(_, slip)| slip.into()).collect()))
}

/// Answers of open rounds that your organisations sign; `unsigned` names those that have yet to.
#[utoipa::path(get, path = "/api/v1/my-answers/sign-off", tag = "round", operation_id = "answers_to_sign",
    responses((status = 200, body = Vec<SlipBody>)))]
pub(super) async fn to_sign(may: May<acts::SignOffAnswers>) -> Result<Json<Vec<SlipBody>>, PageError> {
    let signed = reads::signed_by(&mut may.read().await?, &led(&may)).await?;
    Ok(Json(signed.into_iter().map(|(_, slip)| slip.into()).collect()))
}

/// A slip.
#[utoipa::path(get, path = "/api/v1/my-answers/{round}/{commitment}", tag = "round",
    params(("round" = Uuid, Path, description = "the round"), ("commitment" = String, Path, description = "its key")),
    responses((status = 200, body = SlipBody), (status = 404, description = "none, or not for you")))]
pub(super) async fn show(
    may: May<acts::AnswerRound>,
    Path((round, node)): Path<(Uuid, String)>,
) -> Result<Json<SlipBody>, PageError> {
    let slip = found(&mut may.read().await?, round, &node).await?;
    may.over(&slip.subject())?;
    Ok(Json(slip.into()))
}

/// Keeps a draft.
#[utoipa::path(put, path = "/api/v1/my-answers/{round}/{commitment}", tag = "round", request_body = WrittenBody,
    params(("round" = Uuid, Path, description = "the round"), ("commitment" = String, Path, description = "its key")),
    responses((status = 200, body = SlipBody), (status = 404, description = "none, or not for you"),
        (status = 409, description = "somebody changed it since"), (status = 422, description = "refused")))]
pub(super) async fn draft(
    may: May<acts::AnswerRound>,
    Path((round, node)): Path<(Uuid, String)>,
    sent: JsonSent<WrittenBody>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let held = found(&mut tx, round, &node).await?;
    let (permit, actor) = (may.over(&held.subject())?, may.actor());
    let by = By { permit: &permit, actor: &actor, at: may.now };
    let seen = Seen { round: RoundId(round), node: &node, version: sent.body.version };
    let sheet = Sheet::from(&sent.body.sheet);
    if let Some(wrong) = unknown_document(&mut tx, &may, &held, &sheet).await? {
        return Err(SlipRefused::Wrong(vec![wrong]).into());
    }
    let slip = deeds::save_draft(&mut tx, by, seen, sheet).await?;
    let answer = ticket.json(&mut tx, StatusCode::OK, &SlipBody::from(slip)).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Sends an answer.
#[utoipa::path(post, path = "/api/v1/my-answers/{round}/{commitment}/send", tag = "round", request_body = WrittenBody,
    params(("round" = Uuid, Path, description = "the round"), ("commitment" = String, Path, description = "its key")),
    responses((status = 200, body = SlipBody), (status = 404, description = "none, or not for you"),
        (status = 409, description = "somebody changed it since"), (status = 422, description = "what is missing")))]
pub(super) async fn send(
    may: May<acts::AnswerRound>,
    Path((round, node)): Path<(Uuid, String)>,
    sent: JsonSent<WrittenBody>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let held = found(&mut tx, round, &node).await?;
    let (permit, actor) = (may.over(&held.subject())?, may.actor());
    let by = By { permit: &permit, actor: &actor, at: may.now };
    let seen = Seen { round: RoundId(round), node: &node, version: sent.body.version };
    let sheet = Sheet::from(&sent.body.sheet);
    if let Some(wrong) = unknown_document(&mut tx, &may, &held, &sheet).await? {
        return Err(SlipRefused::Wrong(vec![wrong]).into());
    }
    let slip = deeds::send(&mut tx, by, seen, sheet).await?;
    let answer = ticket.json(&mut tx, StatusCode::OK, &SlipBody::from(slip)).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Signs an answer off for the organisations you lead.
#[utoipa::path(post, path = "/api/v1/my-answers/{round}/{commitment}/sign-off", tag = "round", request_body = VersionBody,
    params(("round" = Uuid, Path, description = "the round"), ("commitment" = String, Path, description = "its key")),
    responses((status = 200, body = SlipBody), (status = 404, description = "none, or not for you"),
        (status = 409, description = "somebody changed it since"), (status = 422, description = "nothing to sign")))]
pub(super) async fn sign_off(
    may: May<acts::SignOffAnswers>,
    Path((round, node)): Path<(Uuid, String)>,
    sent: JsonSent<VersionBody>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let held = found(&mut tx, round, &node).await?;
    let (permit, actor) = (may.over(&held.signing_subject())?, may.actor());
    let by = By { permit: &permit, actor: &actor, at: may.now };
    let seen = Seen { round: RoundId(round), node: &node, version: sent.body.version };
    let slip = deeds::sign_off(&mut tx, by, seen).await?;
    let answer = ticket.json(&mut tx, StatusCode::OK, &SlipBody::from(slip)).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Sends an answer back with what should change.
#[utoipa::path(post, path = "/api/v1/my-answers/{round}/{commitment}/send-back", tag = "round", request_body = ReturnedBody,
    params(("round" = Uuid, Path, description = "the round"), ("commitment" = String, Path, description = "its key")),
    responses((status = 200, body = SlipBody), (status = 404, description = "none, or not for you"),
        (status = 409, description = "somebody changed it since"), (status = 422, description = "nothing to send back")))]
pub(super) async fn send_back(
    may: May<acts::SignOffAnswers>,
    Path((round, node)): Path<(Uuid, String)>,
    sent: JsonSent<ReturnedBody>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let held = found(&mut tx, round, &node).await?;
    let (permit, actor) = (may.over(&held.signing_subject())?, may.actor());
    let by = By { permit: &permit, actor: &actor, at: may.now };
    let seen = Seen { round: RoundId(round), node: &node, version: sent.body.version };
    let slip = deeds::send_back(&mut tx, by, seen, &sent.body.because).await?;
    let answer = ticket.json(&mut tx, StatusCode::OK, &SlipBody::from(slip)).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn found(tx: &mut db::Tx, round: Uuid, node: &str) -> Result<Slip, PageError> {
    deeds::slip(tx, RoundId(round), node).await?.ok_or(PageError::NotFound)
}
