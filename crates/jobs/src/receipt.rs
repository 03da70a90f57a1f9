//! Receipts of unsafe requests: the same request sent twice has one effect and the same answer.
//!
//! A form carries a key. [`begin`] takes the key in the deed's own transaction; whoever comes second
//! waits for the first (the engines see to that) and gets the first one's answer.

use db::{InstantCol, Tx, on, sql};
use jiff::{SignedDuration, Timestamp};

use crate::{Registry, Rhythm};

/// How long an answer is kept, in days.
pub const KEPT_DAYS: i64 = 30;

/// An answer as it was first given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The `content-type`, when there is a body.
    pub content_type: Option<String>,
    /// Where the reader was sent on to.
    pub location: Option<String>,
    /// The body's bytes.
    pub body: Vec<u8>,
}

/// What a key says about a request.
#[derive(Debug)]
pub enum Begun {
    /// Nobody used it: do the deed, then [`store`] the answer in the same transaction.
    Fresh(Ticket),
    /// The same request was answered before: give this answer again and do nothing.
    Replay(StoredAnswer),
    /// The key was used for another request: refuse this one.
    Mismatch,
}

/// The right, and the duty, to store the answer under a key.
#[derive(Debug)]
#[must_use = "a deed done under a key must store its answer in the same transaction"]
pub struct Ticket {
    key: String,
}

#[derive(sqlx::FromRow)]
struct ReceiptRow {
    route: String,
    request_digest: Vec<u8>,
    status: Option<i64>,
    content_type: Option<String>,
    location: Option<String>,
    body: Option<Vec<u8>>,
}

/// Takes a key for a request.
///
/// `request_digest` is a hash of everything that makes the request what it is, the person's session
/// included, so that nobody is shown an answer given to another. A key whose answer was never stored
/// is an error: its route forgot to.
pub async fn begin(tx: &mut Tx, key: &str, route: &str, request_digest: &[u8], now: Timestamp) -> sqlx::Result<Begun> {
    const TAKE: &str = sql!(
        "INSERT INTO receipt (area_id, receipt_key, route, request_digest, begun_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (area_id, receipt_key) DO NOTHING"
    );
    const FOUND: &str = sql!(
        "SELECT route, request_digest, status, content_type, location, body
         FROM receipt WHERE area_id = $1 AND receipt_key = $2"
    );
    let area = tx.area_key();
    let taken = on!(tx, conn => sqlx::query(TAKE)
        .bind(area)
        .bind(key)
        .bind(route)
        .bind(request_digest)
        .bind(InstantCol(now))
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    if taken == 1 {
        let key = key.to_owned();
        return Ok(Begun::Fresh(Ticket { key }));
    }
    let row: ReceiptRow = on!(tx, conn => sqlx::query_as(FOUND).bind(area).bind(key).fetch_one(conn).await)?;
    if row.route != route || row.request_digest != request_digest {
        return Ok(Begun::Mismatch);
    }
    let status = row.status.and_then(|status| u16::try_from(status).ok());
    let Some(status) = status else {
        let error = format!("{route} committed a deed without storing its answer");
        return Err(sqlx::Error::Decode(error.into()));
    };
    Ok(Begun::Replay(StoredAnswer {
        status,
        content_type: row.content_type,
        location: row.location,
        body: row.body.unwrap_or_default(),
    }))
}

/// Stores the answer, in the transaction of the deed.
pub async fn store(tx: &mut Tx, ticket: Ticket, answer: &StoredAnswer) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "UPDATE receipt SET status = $3, content_type = $4, location = $5, body = $6
         WHERE area_id = $1 AND receipt_key = $2"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(&ticket.key)
        .bind(i64::from(answer.status))
        .bind(&answer.content_type)
        .bind(&answer.location)
        .bind(&answer.body)
        .execute(conn)
        .await
        .map(|_| ()))
}

/// Drops receipts taken before an instant, and says how many.
pub async fn forget_before(tx: &mut Tx, instant: Timestamp) -> sqlx::Result<u64> {
    const SQL: &str = sql!("DELETE FROM receipt WHERE area_id = $1 AND begun_at < $2");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(InstantCol(instant))
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))
}

/// Adds the reconciler that drops receipts once they are [`KEPT_DAYS`] old.
pub fn keep_tidy(registry: &mut Registry) {
    let rhythm = Rhythm::Nightly { hour: 2 };
    registry.reconcile("receipt.forget", rhythm, |context| {
        Box::pin(async move {
            let kept = SignedDuration::from_hours(24 * KEPT_DAYS);
            let instant = context.clock.now() - kept;
            forget_before(&mut context.tx, instant).await?;
            Ok(())
        })
    });
}
