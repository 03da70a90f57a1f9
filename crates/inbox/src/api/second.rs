//! The second of the two who answer a comment, as a program.

use axum::{extract::Path, response::Response};
use office::{JsonSent, May, Once, PageError, acts};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{CommentBody, dealt_with};
use crate::{
    desk::{self, By},
    pages::{named, roots, waiting_answer},
};

/// The answer to be let out, as it was read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReleaseBody {
    /// The version the comment was read at.
    version: i64,
}

/// What should change in an answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SentBackBody {
    /// The version the comment was read at.
    version: i64,
    /// What should change, for the office alone; 1 to 3,000 letters.
    because: String,
}

/// Publishes an answer that somebody else wrote.
#[utoipa::path(put, path = "/api/v1/comments/{comment}/release", tag = "comments", operation_id = "comments_release",
    params(("comment" = String, Path, format = Uuid, description = "the comment")), request_body = ReleaseBody,
    responses((status = 200, body = CommentBody), (status = 404, description = "no such comment, or your own answer"),
        (status = 409, description = "changed meanwhile, or nothing waits"), (status = 422, description = "refused, with what to put right")))]
pub(crate) async fn release(
    may: May<acts::ReleaseReply>,
    Path(word): Path<String>,
    sent: JsonSent<ReleaseBody>,
) -> Result<Response, PageError> {
    let (id, body) = (named(&word)?, &sent.body);
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let (permit, actor) = (may.over(&waiting_answer(&mut tx, id).await?)?, may.actor());
    let by = By { permit: &permit, actor: &actor, at: may.now };
    desk::release_answer(&mut tx, by, (id, body.version), roots(&may)?).await?;
    dealt_with(tx, ticket, id).await
}

/// Sends an answer that somebody else wrote back, with what should change.
#[utoipa::path(put, path = "/api/v1/comments/{comment}/send-back", tag = "comments", operation_id = "comments_send_back",
    params(("comment" = String, Path, format = Uuid, description = "the comment")), request_body = SentBackBody,
    responses((status = 200, body = CommentBody), (status = 404, description = "no such comment, or your own answer"),
        (status = 409, description = "changed meanwhile, or nothing waits"), (status = 422, description = "refused, with what to put right")))]
pub(crate) async fn send_back(
    may: May<acts::ReleaseReply>,
    Path(word): Path<String>,
    sent: JsonSent<SentBackBody>,
) -> Result<Response, PageError> {
    let (id, body) = (named(&word)?, &sent.body);
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let (permit, actor) = (may.over(&waiting_answer(&mut tx, id).await?)?, may.actor());
    let by = By { permit: &permit, actor: &actor, at: may.now };
    desk::send_answer_back(&mut tx, by, (id, body.version), &body.because).await?;
    dealt_with(tx, ticket, id).await
}
