//! The public's door: letters go in, nothing comes out.

use db::{Db, Tx, area_by_slug};
use jiff::{SignedDuration, Timestamp};
use kernel::{Area, Clock, fresh_id};
use mail::{NewMail, Notice, Recipient, queue};
use shelf::{Inbox, Letter, Putting, Received, Refused};
use sqlx::Error;

use crate::{
    Roots,
    reconcile::UNCONFIRMED_KEPT_DAYS,
    store::{self, Asked, NewComment},
    token, words,
};

/// An address is written to no sooner than this after the last time it was asked for.
const BETWEEN_MAILS: SignedDuration = SignedDuration::from_hours(1);
/// An address that nobody confirms is written to no more often than this, whoever types it in.
const MOST_MAILS: i64 = 3;

/// Comments that wait in an area at most. More are not kept until somebody has dealt with some: a flood must not fill
/// the disk, nor bury what people wrote before it. At 3,000 letters each these take less than 15 MB.
const MOST_WAITING: i64 = 1_000;

/// The public's door to the inbox. It can write and says nothing back.
#[derive(Debug)]
pub struct Door {
    db: Db,
    clock: Clock,
    roots: Roots,
}

impl Door {
    /// A door to this database. Mails lead to pages at `roots`.
    pub fn new(db: Db, clock: Clock, roots: Roots) -> Self {
        Self { db, clock, roots }
    }

    async fn take(&self, slug: &str, letter: Letter) -> Result<Received, Refused> {
        let now = self.clock.now();
        let area = self.area(slug).await.map_err(|error| ours(&error))?.ok_or(Refused::NotNow)?;
        let mut tx = self.db.write(area.id).await.map_err(|error| ours(&error))?;
        let received = match letter {
            Letter::Subscribe { email } => self.subscribe(&mut tx, &area, &email, now).await?,
            Letter::Confirm { token } => confirm(&mut tx, &token, now).await?,
            Letter::Leave { token } => leave(&mut tx, &token).await?,
            Letter::Comment { about, text, name, email } => {
                let email = reachable(&email)?;
                keep_comment(&mut tx, Comment { about, text, name, email }, now).await?
            }
        };
        tx.commit().await.map_err(|error| ours(&error))?;
        Ok(received)
    }

    async fn area(&self, slug: &str) -> sqlx::Result<Option<Area>> {
        let Ok(slug) = slug.parse() else { return Ok(None) };
        let mut tx = self.db.read_registry().await?;
        area_by_slug(&mut tx, &slug).await
    }

    /// Writes to the address, unless it is known or was written to lately. The answer is the same.
    async fn subscribe(&self, tx: &mut Tx, area: &Area, email: &str, now: Timestamp) -> Result<Received, Refused> {
        let to: Recipient = email.parse().map_err(|_| Refused::NotAnAddress)?;
        let (token, digest) = token::fresh();
        let path = format!("subscribe/confirm?token={token}");
        let link = self.roots.link(area.slug.as_str(), &path).ok_or(Refused::NoMailHere)?;
        let asked = ask(tx, &to, &digest, now).await.map_err(|error| ours(&error))?;
        if let Some(Asked { subscriber_id, asked_times }) = asked {
            let notice = Notice::new(&words::CONFIRM, area, link);
            let key = format!("{subscriber_id}/{asked_times}");
            let mail = NewMail { to: &to, notice: &notice, key: &key, happened_at: now, not_before: now };
            queue(tx, mail, now).await.map_err(|error| ours(&error))?;
        }
        Ok(Received::LookInYourMail)
    }
}

impl Inbox for Door {
    fn put<'a>(&'a self, area_slug: &'a str, letter: Letter) -> Putting<'a> {
        Box::pin(self.take(area_slug, letter))
    }
}

/// Notes the wish; `None` when no mail is to go for it.
async fn ask(tx: &mut Tx, to: &Recipient, digest: &[u8], now: Timestamp) -> sqlx::Result<Option<Asked>> {
    let id = fresh_id(now);
    if store::add_subscriber(tx, id, to.as_str(), digest, now).await? {
        return Ok(Some(Asked { subscriber_id: id, asked_times: 1 }));
    }
    let again = store::ask_again(tx, to.as_str(), digest, now, now - BETWEEN_MAILS, MOST_MAILS).await?;
    if again.is_none() {
        // A commit that writes takes longer than one that does not: both must write, or the wait would tell who is known.
        store::write_as_it_is(tx, to.as_str()).await?;
    }
    Ok(again)
}

/// The second press of the same button finds it done.
async fn confirm(tx: &mut Tx, token: &str, now: Timestamp) -> Result<Received, Refused> {
    let asked_after = now - SignedDuration::from_hours(24 * UNCONFIRMED_KEPT_DAYS);
    let known = store::confirm(tx, &token::digest_of(token), now, asked_after).await;
    if known.map_err(|error| ours(&error))? { Ok(Received::Confirmed) } else { Err(Refused::LinkEnded) }
}

/// Whoever left before has left: no second press is told that there is nobody.
async fn leave(tx: &mut Tx, token: &str) -> Result<Received, Refused> {
    let digest = token::digest_of(token);
    if let Some(subscriber) = store::whose_leave(tx, &digest).await.map_err(|error| ours(&error))? {
        store::forget_subscriber(tx, subscriber).await.map_err(|error| ours(&error))?;
    }
    Ok(Received::Left)
}

struct Comment {
    about: String,
    text: String,
    name: String,
    email: Option<Recipient>,
}

/// An address that was left out is none; one that is wrong is told, so that no answer goes astray.
fn reachable(email: &str) -> Result<Option<Recipient>, Refused> {
    if email.trim().is_empty() {
        return Ok(None);
    }
    email.parse().map(Some).map_err(|_| Refused::NotAnAddress)
}

async fn keep_comment(tx: &mut Tx, comment: Comment, now: Timestamp) -> Result<Received, Refused> {
    let id = fresh_id(now);
    let digest = token::digest_of_comment(&comment.about, &comment.text);
    let new = NewComment { id, about: &comment.about, text: &comment.text, digest: &digest };
    let added = store::add_comment(tx, new, now).await.map_err(|error| ours(&error))?;
    if added && store::waiting_count(tx).await.map_err(|error| ours(&error))? > MOST_WAITING {
        // What was added goes with the transaction.
        return Err(Refused::BoxFull);
    }
    let email = comment.email.as_ref().map_or("", Recipient::as_str);
    if added && !(comment.name.is_empty() && email.is_empty()) {
        store::add_contact(tx, id, &comment.name, email).await.map_err(|error| ours(&error))?;
    }
    Ok(Received::CommentKept)
}

/// Logged with the engine's words, which hold no value that was bound.
fn ours(error: &Error) -> Refused {
    tracing::error!(%error, "a letter of the public could not be kept");
    Refused::NotNow
}
