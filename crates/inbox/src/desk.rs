//! The office's side: comments are read, answered in public by two people, or dismissed. The public's side cannot name
//! this.

use db::{InstantCol, Tx, area_of};
use jiff::{Timestamp, civil::Date};
use kernel::{Actor, london_date};
use mail::{NewMail, Notice, Recipient, queue};
use office::{Action, Permit, PersonId, Subject};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Roots,
    store::{self, Ending},
    words,
};

/// Most letters of a published comment, and of an answer.
pub const LONGEST_ANSWER: usize = 3_000;

/// How a comment stands for the public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has dealt with it.
    Waiting,
    /// Both texts are published.
    Answered {
        /// The comment as the public reads it.
        said: String,
        /// The answer.
        answer: String,
    },
    /// It is not published.
    Dismissed {
        /// Why not.
        reason: String,
    },
}

/// An answer that waits: for somebody else to let it out, or, sent back, to be written anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The comment as the public is to read it.
    pub said: String,
    /// The answer.
    pub answer: String,
    /// Who wrote it.
    pub written_by: PersonId,
    /// When.
    pub written_at: Timestamp,
    /// Why it was sent back; `None` while it waits to be let out.
    pub sent_back: Option<String>,
}

/// A comment as the office reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Which comment.
    pub id: Uuid,
    /// Path of the page it is about.
    pub about: String,
    /// What was written, as it was written.
    pub text: String,
    /// When it came.
    pub received_at: Timestamp,
    /// Who sent it; empty when they did not say or it was forgotten.
    pub name: String,
    /// Whether an answer is announced by e-mail. The address itself is not shown.
    pub wants_mail: bool,
    /// How it stands.
    pub standing: Standing,
    /// The answer that waits beside it, if one does.
    pub draft: Option<Draft>,
    /// Grows by one with every change.
    pub version: i64,
}

impl Comment {
    /// The answer that waits to be let out, as a permit names it; `None` where none waits.
    pub fn releasable(&self) -> Option<Subject> {
        let draft = self.draft.as_ref().filter(|draft| draft.sent_back.is_none())?;
        Some(Subject::Reply { key: self.id.to_string(), written_by: draft.written_by })
    }
}

/// A comment and its answer as the public reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Path of the page they are about.
    pub about: String,
    /// The comment.
    pub said: String,
    /// The answer.
    pub answer: String,
    /// The day of the answer, in London.
    pub on: Date,
}

/// Why nothing was done about a comment.
#[derive(Debug, thiserror::Error)]
pub enum NotDone {
    /// There is no such comment.
    #[error("there is no such comment")]
    NoSuchComment,
    /// Somebody else dealt with it meanwhile; this is how it stands now.
    #[error("somebody else has dealt with this comment since you opened it")]
    Changed(Box<Comment>),
    /// A text is missing or too long.
    #[error("{0} must have 1 to {LONGEST_ANSWER} letters")]
    Words(&'static str),
    /// No answer of somebody else's waits to be let out.
    #[error("no answer to this comment waits for you to let it out")]
    NothingToRelease,
    /// The database's own message.
    #[error("the comment could not be dealt with: {0}")]
    Engine(#[from] sqlx::Error),
}

/// Who does a deed, with what permit, when.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// Shows that they may.
    pub permit: &'a Permit,
    /// As the audit record names them.
    pub actor: &'a Actor,
    /// The time.
    pub at: Timestamp,
}

/// The comments nobody has dealt with and those whose answer waits, oldest first, at most `limit`, after the one named.
pub async fn waiting(tx: &mut Tx, after: Option<Uuid>, limit: i64) -> sqlx::Result<Vec<Comment>> {
    let rows = store::waiting_after(tx, after.unwrap_or(Uuid::nil()), limit).await?;
    Ok(rows.into_iter().map(Comment::from).collect())
}

/// One comment, however it stands.
pub async fn comment(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<Comment>> {
    Ok(store::comment(tx, id).await?.map(Comment::from))
}

/// Every comment that was answered, newest answer first.
pub async fn published(tx: &mut Tx) -> sqlx::Result<Vec<Published>> {
    let rows = store::answered(tx).await?;
    let published = rows.into_iter().map(|row| Published {
        about: row.about,
        said: row.said,
        answer: row.answer,
        on: london_date(row.ended_at.0),
    });
    Ok(published.collect())
}

/// A comment and its answer as they are to be published.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The comment, without what would show who wrote it or about whom.
    pub said: &'a str,
    /// The answer.
    pub answer: &'a str,
}

/// Writes an answer, which the public reads once somebody else lets it out. Until then what stood before stands.
pub async fn write_answer(
    tx: &mut Tx,
    by: By<'_>,
    (id, version): (Uuid, i64),
    answer: Answer<'_>,
) -> Result<(), NotDone> {
    let (said, answer) = (worded(answer.said, "the comment")?, worded(answer.answer, "the answer")?);
    touch(tx, id, version).await?;
    store::put_draft(tx, id, (said, answer), by.permit.who().person.0, by.at).await?;
    audit::record(tx, by.actor, "answer_comment", &id.to_string(), &json!({}), by.at).await?;
    Ok(())
}

/// Publishes an answer that somebody else wrote, and tells whoever asked to be told.
pub async fn release_answer(tx: &mut Tx, by: By<'_>, (id, version): (Uuid, i64), roots: &Roots) -> Result<(), NotDone> {
    let draft = not_ones_own(tx, by, id, version).await?;
    let (said, answer) = (Some(draft.said.as_str()), Some(draft.answer.as_str()));
    end(tx, id, version, Ending { state: "answered", said, answer, reason: None }, by.at).await?;
    announce(tx, id, roots, by.at).await?;
    audit::record(tx, by.actor, "release_answer", &id.to_string(), &json!({}), by.at).await?;
    Ok(())
}

/// Sends an answer that somebody else wrote back, with what should change.
pub async fn send_answer_back(
    tx: &mut Tx,
    by: By<'_>,
    (id, version): (Uuid, i64),
    because: &str,
) -> Result<(), NotDone> {
    let because = worded(because, "what should change")?;
    not_ones_own(tx, by, id, version).await?;
    touch(tx, id, version).await?;
    store::send_draft_back(tx, id, because).await?;
    audit::record(tx, by.actor, "send_answer_back", &id.to_string(), &json!({}), by.at).await?;
    Ok(())
}

/// The answer that waits, for somebody whose permit is for this very one. That nobody lets their own words out is a
/// policy, and is looked at once more here.
async fn not_ones_own(tx: &mut Tx, by: By<'_>, id: Uuid, version: i64) -> Result<Draft, NotDone> {
    let comment = comment(tx, id).await?.ok_or(NotDone::NoSuchComment)?;
    if comment.version != version {
        return Err(NotDone::Changed(Box::new(comment)));
    }
    let (permit, subject) = (by.permit, comment.releasable().ok_or(NotDone::NothingToRelease)?);
    let may = permit.action() == Action::ReleaseReply && *permit.subject() == subject && permit.who().area == tx.area();
    let draft = comment.draft.filter(|draft| may && draft.written_by != permit.who().person);
    draft.ok_or(NotDone::NothingToRelease)
}

/// Puts a comment aside, with a reason for the office's own record. One that was answered is taken off the public page.
pub async fn dismiss(
    tx: &mut Tx,
    actor: &Actor,
    (id, version): (Uuid, i64),
    reason: &str,
    now: Timestamp,
) -> Result<(), NotDone> {
    let reason = worded(reason, "the reason")?;
    let ending = Ending { state: "dismissed", said: None, answer: None, reason: Some(reason) };
    end(tx, id, version, ending, now).await?;
    audit::record(tx, actor, "dismiss_comment", &id.to_string(), &json!({}), now).await?;
    Ok(())
}

/// Whether a text can be kept: it says something and is not too long.
pub(crate) fn fits(text: &str) -> bool {
    (1..=LONGEST_ANSWER).contains(&text.trim().chars().count())
}

fn worded<'a>(text: &'a str, what: &'static str) -> Result<&'a str, NotDone> {
    fits(text).then_some(text.trim()).ok_or(NotDone::Words(what))
}

async fn end(tx: &mut Tx, id: Uuid, version: i64, ending: Ending<'_>, now: Timestamp) -> Result<(), NotDone> {
    if store::end(tx, id, version, ending, now).await? {
        return Ok(store::drop_draft(tx, id).await?);
    }
    Err(changed(tx, id).await?)
}

async fn touch(tx: &mut Tx, id: Uuid, version: i64) -> Result<(), NotDone> {
    if store::touch(tx, id, version).await? { Ok(()) } else { Err(changed(tx, id).await?) }
}

/// What became of a comment that is no longer as it was seen.
async fn changed(tx: &mut Tx, id: Uuid) -> Result<NotDone, NotDone> {
    let now_there = comment(tx, id).await?.ok_or(NotDone::NoSuchComment)?;
    Ok(NotDone::Changed(Box::new(now_there)))
}

/// One mail a comment, whatever becomes of the answer afterwards.
async fn announce(tx: &mut Tx, id: Uuid, roots: &Roots, now: Timestamp) -> sqlx::Result<()> {
    let email = store::contact_email(tx, id).await?;
    let Some(to) = email.and_then(|email| email.parse::<Recipient>().ok()) else { return Ok(()) };
    let area = area_of(tx).await?;
    let Some(link) = roots.link(area.slug.as_str(), "comments") else { return Ok(()) };
    let notice = Notice::new(&words::ANSWERED, &area, link);
    let mail = NewMail { to: &to, notice: &notice, key: &id.to_string(), happened_at: now, not_before: now };
    queue(tx, mail, now).await.map(|_| ())
}

impl From<store::CommentRow> for Comment {
    fn from(row: store::CommentRow) -> Self {
        let text = Option::unwrap_or_default;
        Self {
            id: row.comment_id,
            about: row.about,
            text: row.body,
            received_at: row.received_at.0,
            name: text(row.name),
            wants_mail: row.wants_mail,
            standing: match row.state.as_str() {
                "answered" => Standing::Answered { said: text(row.said), answer: text(row.answer) },
                "dismissed" => Standing::Dismissed { reason: text(row.reason) },
                _ => Standing::Waiting,
            },
            draft: draft_of(row.draft_said.zip(row.draft_answer), row.written_by.zip(row.written_at), row.sent_back),
            version: row.version,
        }
    }
}

fn draft_of(
    texts: Option<(String, String)>,
    written: Option<(Uuid, InstantCol)>,
    sent_back: Option<String>,
) -> Option<Draft> {
    let ((said, answer), (by, at)) = texts.zip(written)?;
    Some(Draft { said, answer, written_by: PersonId(by), written_at: at.0, sent_back })
}
