//! The same desk for programs.

pub(crate) mod second;

use axum::{
    Json,
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
};
use db::Tx;
use office::{JsonSent, May, Once, PageError, Ticket, acts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    desk::{self, Answer, By, Comment, Draft, Standing},
    pages::named,
};

/// Comments in one answer.
const PAGE: i64 = 100;

/// A comment of the public's. The address of whoever sent it is never given out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CommentBody {
    /// Which comment.
    #[schema(value_type = String, format = Uuid)]
    comment: Uuid,
    /// Path of the page it is about.
    about: String,
    /// What was written, as it was written.
    text: String,
    /// When it came.
    #[schema(value_type = String, format = DateTime)]
    received_at: jiff::Timestamp,
    /// Who sent it; empty when they did not say or it was forgotten.
    name: String,
    /// Whether an answer is announced by e-mail.
    wants_mail: bool,
    /// waiting, answered or dismissed.
    state: &'static str,
    /// The comment as the public reads it, once an answer was let out.
    said: Option<String>,
    /// The answer, once it was let out.
    answer: Option<String>,
    /// The answer that waits for somebody else to let it out, or was sent back.
    draft: Option<DraftBody>,
    /// Why it was dismissed.
    reason: Option<String>,
    /// Its version; an answer or a dismissal names the one it was read at.
    version: i64,
}

/// An answer the public does not read yet.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DraftBody {
    /// The comment as the public is to read it.
    said: String,
    /// The answer.
    answer: String,
    /// Who wrote it, and so cannot let it out.
    #[schema(value_type = String, format = Uuid)]
    written_by: Uuid,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    written_at: jiff::Timestamp,
    /// Why it was sent back; null while it waits to be let out.
    sent_back: Option<String>,
}

impl From<Draft> for DraftBody {
    fn from(draft: Draft) -> Self {
        let Draft { said, answer, written_by, written_at, sent_back } = draft;
        Self { said, answer, written_by: written_by.0, written_at, sent_back }
    }
}

impl From<Comment> for CommentBody {
    fn from(comment: Comment) -> Self {
        let (state, said, answer, reason) = match comment.standing {
            Standing::Waiting => ("waiting", None, None, None),
            Standing::Answered { said, answer } => ("answered", Some(said), Some(answer), None),
            Standing::Dismissed { reason } => ("dismissed", None, None, Some(reason)),
        };
        Self {
            comment: comment.id,
            about: comment.about,
            text: comment.text,
            received_at: comment.received_at,
            name: comment.name,
            wants_mail: comment.wants_mail,
            state,
            said,
            answer,
            draft: comment.draft.map(DraftBody::from),
            reason,
            version: comment.version,
        }
    }
}

/// Both texts as the public will read them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerBody {
    /// The version the comment was read at.
    version: i64,
    /// The comment, without what would show who wrote it or about whom; 1 to 3,000 letters.
    said: String,
    /// The answer; 1 to 3,000 letters.
    answer: String,
}

/// Why a comment is not published.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DismissalBody {
    /// The version the comment was read at.
    version: i64,
    /// The reason, for the office alone; 1 to 3,000 letters.
    reason: String,
}

/// Where a list goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct After {
    after: Option<String>,
}

/// Comments nobody has dealt with and those whose answer waits, oldest first, at most 100.
#[utoipa::path(get, path = "/api/v1/comments", tag = "comments", operation_id = "comments_list",
    params(("after" = Option<String>, Query, format = Uuid, description = "the last comment read; from the oldest when left out")),
    responses((status = 200, body = Vec<CommentBody>), (status = 422, description = "no such identifier")))]
pub(crate) async fn list(
    may: May<acts::ReadComments>,
    Query(asked): Query<After>,
) -> Result<Json<Vec<CommentBody>>, PageError> {
    let after = asked.after.as_deref().map(str::parse).transpose();
    let after = after.map_err(|_| PageError::refused("That is no comment", "Give after as a comment's identifier."))?;
    let comments = desk::waiting(&mut may.read().await?, after, PAGE).await?;
    Ok(Json(comments.into_iter().map(CommentBody::from).collect()))
}

/// One comment, however it stands.
#[utoipa::path(get, path = "/api/v1/comments/{comment}", tag = "comments", operation_id = "comments_show",
    params(("comment" = String, Path, format = Uuid, description = "the comment")),
    responses((status = 200, body = CommentBody), (status = 404, description = "no such comment")))]
pub(crate) async fn one(
    may: May<acts::ReadComments>,
    Path(word): Path<String>,
) -> Result<Json<CommentBody>, PageError> {
    let comment = desk::comment(&mut may.read().await?, named(&word)?).await?;
    Ok(Json(comment.ok_or(PageError::NotFound)?.into()))
}

/// Writes an answer, or writes it anew. The public reads it once somebody else lets it out.
#[utoipa::path(put, path = "/api/v1/comments/{comment}/answer", tag = "comments", operation_id = "comments_answer",
    params(("comment" = String, Path, format = Uuid, description = "the comment")), request_body = AnswerBody,
    responses((status = 200, body = CommentBody), (status = 404, description = "no such comment"),
        (status = 409, description = "changed meanwhile"), (status = 422, description = "refused, with what to put right")))]
pub(crate) async fn answer(
    may: May<acts::ReplyToComment>,
    Path(word): Path<String>,
    sent: JsonSent<AnswerBody>,
) -> Result<Response, PageError> {
    let (id, body) = (named(&word)?, &sent.body);
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let (public, actor) = (Answer { said: &body.said, answer: &body.answer }, may.actor());
    let by = By { permit: may.permit(), actor: &actor, at: may.now };
    desk::write_answer(&mut tx, by, (id, body.version), public).await?;
    dealt_with(tx, ticket, id).await
}

/// Puts a comment aside, or takes a published one off the public page.
#[utoipa::path(put, path = "/api/v1/comments/{comment}/dismissal", tag = "comments", operation_id = "comments_dismiss",
    params(("comment" = String, Path, format = Uuid, description = "the comment")), request_body = DismissalBody,
    responses((status = 200, body = CommentBody), (status = 404, description = "no such comment"),
        (status = 409, description = "changed meanwhile"), (status = 422, description = "refused, with what to put right")))]
pub(crate) async fn dismissal(
    may: May<acts::ReplyToComment>,
    Path(word): Path<String>,
    sent: JsonSent<DismissalBody>,
) -> Result<Response, PageError> {
    let (id, body) = (named(&word)?, &sent.body);
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    desk::dismiss(&mut tx, &may.actor(), (id, body.version), &body.reason, may.now).await?;
    dealt_with(tx, ticket, id).await
}

/// The comment as it stands now, as the answer that is kept.
async fn dealt_with(mut tx: Tx, ticket: Ticket, id: Uuid) -> Result<Response, PageError> {
    let comment = desk::comment(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let answer = ticket.json(&mut tx, StatusCode::OK, &CommentBody::from(comment)).await?;
    tx.commit().await?;
    Ok(answer)
}
