//! Queueing, and what people do about mail that does not go by itself.

use db::Tx;
use jiff::{SignedDuration, Timestamp};
use jobs::{Registry, Rhythm};
use kernel::{Actor, fresh_id};
use serde_json::json;
use uuid::Uuid;

use crate::{Notice, Recipient, store};

/// How long it is kept to whom a mail went, in days.
pub const RECIPIENT_KEPT_DAYS: i64 = 7;
/// How long a mail that did not go is kept for a person to look at, in days.
pub const CONTENT_KEPT_DAYS: i64 = 30;

/// A mail to be queued.
#[derive(Debug, Clone, Copy)]
pub struct NewMail<'a> {
    /// To whom.
    pub to: &'a Recipient,
    /// What it says.
    pub notice: &'a Notice,
    /// Two mails of one kind with the same key are one mail, for ever. References only, no personal facts.
    pub key: &'a str,
    /// When that happened which the mail is about. After a restore, mail about what happened before the backup was
    /// taken may have gone out already, so it is held back.
    pub happened_at: Timestamp,
    /// Not before this instant.
    pub not_before: Timestamp,
}

/// What became of a mail that was to be queued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queued {
    /// It waits under this identifier.
    New(Uuid),
    /// One of its kind with the same key was queued before.
    Already,
}

/// Queues a mail in the caller's transaction: it exists once that commits, and not before.
pub async fn queue(tx: &mut Tx, mail: NewMail<'_>, now: Timestamp) -> sqlx::Result<Queued> {
    let id = fresh_id(now);
    let mark = match store::restoration(tx).await? {
        Some((mark, taken_at)) if taken_at.0 < mail.happened_at => mark,
        // Nobody's mark, so that it is held back where there was a restore.
        _ => String::new(),
    };
    let row = store::Row {
        id,
        kind: mail.notice.kind(),
        dedupe: mail.key,
        recipient: mail.to.as_str(),
        subject: mail.notice.subject(),
        text: mail.notice.text(),
        html: mail.notice.html(),
        leave_url: mail.notice.leave().map(crate::Link::as_str),
        message_id: format!("{id}@{}", mail.notice.host()),
        mark,
        not_before: mail.not_before,
    };
    Ok(if store::add(tx, row, now).await? { Queued::New(id) } else { Queued::Already })
}

/// Why a mail waits for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It was queued before a restore, and may have been sent since.
    Held,
    /// It was refused for good, or tried too often.
    Dead,
    /// Nobody can tell whether it arrived.
    Doubtful,
}

/// A mail that waits for a person, without its recipient and content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// To name it when releasing or discarding it.
    pub id: Uuid,
    /// What kind of mail it is.
    pub kind: String,
    /// Why it waits.
    pub fate: Fate,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it failed last; empty where it never was tried.
    pub reason: String,
}

/// The mails that wait for a person, oldest first, at most `limit`, after the one named.
pub async fn kept(tx: &mut Tx, after: Option<Uuid>, limit: i64) -> sqlx::Result<Vec<Kept>> {
    let rows = store::kept_after(tx, after.unwrap_or(Uuid::nil()), limit).await?;
    let kept = rows.into_iter().map(|row| Kept {
        id: row.mail_id,
        kind: row.kind,
        fate: match row.state.as_str() {
            "dead" => Fate::Dead,
            "doubtful" => Fate::Doubtful,
            _ => Fate::Held,
        },
        queued_at: row.queued_at.0,
        attempts: row.attempts,
        reason: row.last_failure.unwrap_or_default(),
    });
    Ok(kept.collect())
}

/// Lets a mail go that was held back, dead or doubtful, and records who said so. `false` when there is no such mail.
pub async fn release(tx: &mut Tx, actor: &Actor, id: Uuid, now: Timestamp) -> sqlx::Result<bool> {
    if !store::release(tx, id, now).await? {
        return Ok(false);
    }
    audit::record(tx, actor, "release_mail", &id.to_string(), &json!({}), now).await?;
    Ok(true)
}

/// Empties a mail that was held back, dead or doubtful, and records who said so. `false` when there is no such mail.
pub async fn discard(tx: &mut Tx, actor: &Actor, id: Uuid, now: Timestamp) -> sqlx::Result<bool> {
    if !store::discard(tx, id, now).await? {
        return Ok(false);
    }
    audit::record(tx, actor, "discard_mail", &id.to_string(), &json!({}), now).await?;
    Ok(true)
}

/// How the outbox of one area stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Mails that go by themselves, due or not, or are going.
    pub waiting: i64,
    /// Mails held back by a restore.
    pub held: i64,
    /// Mails that failed for good.
    pub dead: i64,
    /// Mails of which nobody can tell whether they arrived.
    pub doubtful: i64,
    /// Mails sent within the last days.
    pub sent: i64,
}

/// How many mails of the area wait, are held back, dead, doubtful and lately sent.
pub async fn standing(tx: &mut Tx) -> sqlx::Result<Standing> {
    let mut standing = Standing::default();
    for (state, count) in store::counts(tx).await? {
        let place = match state.as_str() {
            "held" => &mut standing.held,
            "dead" => &mut standing.dead,
            "doubtful" => &mut standing.doubtful,
            "sent" => &mut standing.sent,
            _ => &mut standing.waiting,
        };
        *place += count;
    }
    Ok(standing)
}

/// Empties mails that ended long enough ago, and says how many. Their keys stay taken.
pub async fn forget(tx: &mut Tx, now: Timestamp) -> sqlx::Result<u64> {
    let ago = |days: i64| now - SignedDuration::from_hours(24 * days);
    store::forget(tx, ago(RECIPIENT_KEPT_DAYS), ago(CONTENT_KEPT_DAYS)).await
}

/// Adds the reconciler that empties old mails.
pub fn keep_tidy(registry: &mut Registry) {
    registry.reconcile("mail.forget", Rhythm::Nightly { hour: 2 }, |context| {
        Box::pin(async move {
            let now = context.clock.now();
            forget(&mut context.tx, now).await?;
            Ok(())
        })
    });
}
