//! Every SQL text of the outbox.

use db::{InstantCol, Tx, on, sql};
use jiff::Timestamp;
use uuid::Uuid;

/// A mail to be added.
pub(crate) struct Row<'a> {
    pub(crate) id: Uuid,
    pub(crate) kind: &'a str,
    pub(crate) dedupe: &'a str,
    pub(crate) recipient: &'a str,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) leave_url: Option<&'a str>,
    pub(crate) message_id: String,
    pub(crate) mark: String,
    pub(crate) not_before: Timestamp,
}

/// The mark of the restore this database came from, and the moment its backup shows.
pub(crate) async fn restoration(tx: &mut Tx) -> sqlx::Result<Option<(String, InstantCol)>> {
    const SQL: &str = sql!("SELECT mark, taken_at FROM restoration");
    on!(tx, conn => sqlx::query_as(SQL).fetch_optional(conn).await)
}

/// Adds a mail; `false` when one of its kind and key was queued before.
pub(crate) async fn add(tx: &mut Tx, row: Row<'_>, now: Timestamp) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "INSERT INTO mail (area_id, mail_id, kind, dedupe, recipient, subject, body_text, body_html, leave_url,
                           message_id, mark, state, queued_at, not_before, attempts, fence)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'waiting', $12, $13, 0, 0)
         ON CONFLICT (area_id, kind, dedupe) DO NOTHING"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(row.id)
        .bind(row.kind)
        .bind(row.dedupe)
        .bind(row.recipient)
        .bind(row.subject)
        .bind(row.text)
        .bind(row.html)
        .bind(row.leave_url)
        .bind(row.message_id)
        .bind(row.mark)
        .bind(InstantCol(now))
        .bind(InstantCol(row.not_before))
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// A mail in a postman's hands.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Claim {
    pub(crate) mail_id: Uuid,
    pub(crate) kind: String,
    pub(crate) recipient: String,
    pub(crate) subject: String,
    pub(crate) body_text: String,
    pub(crate) body_html: Option<String>,
    pub(crate) leave_url: Option<String>,
    pub(crate) message_id: String,
    pub(crate) attempts: i64,
    pub(crate) fence: i64,
}

/// Whether a postman has anything to do.
pub(crate) async fn is_due(tx: &mut Tx, now: Timestamp) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "SELECT mail_id FROM mail
         WHERE area_id = $1 AND not_before <= $2
           AND ((state = 'waiting' AND mark = COALESCE((SELECT mark FROM restoration), ''))
             OR (state IN ('claimed', 'handed') AND leased_until <= $2))
         LIMIT 1"
    );
    let area = tx.area_key();
    let due: Option<Uuid> =
        on!(tx, conn => sqlx::query_scalar(SQL).bind(area).bind(InstantCol(now)).fetch_optional(conn).await)?;
    Ok(due.is_some())
}

/// Gives back what was claimed and never handed over, and says of what was handed over without an answer that nobody
/// can tell; returns the latter.
pub(crate) async fn take_back(tx: &mut Tx, now: Timestamp) -> sqlx::Result<Vec<Uuid>> {
    const GIVEN_BACK: &str = sql!(
        "UPDATE mail SET state = 'waiting', leased_until = NULL
         WHERE area_id = $1 AND state = 'claimed' AND leased_until <= $2"
    );
    const DOUBTFUL: &str = sql!(
        "UPDATE mail SET state = 'doubtful', leased_until = NULL, ended_at = $2, last_failure = $3
         WHERE area_id = $1 AND state = 'handed' AND leased_until <= $2
         RETURNING mail_id"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(GIVEN_BACK).bind(area).bind(InstantCol(now)).execute(conn).await.map(|_| ()))?;
    on!(tx, conn => sqlx::query_scalar(DOUBTFUL)
        .bind(area)
        .bind(InstantCol(now))
        .bind("the program ended while it was handing the mail over")
        .fetch_all(conn)
        .await)
}

/// Claims the mail that has waited longest, unless another postman was quicker or a restore holds it back.
pub(crate) async fn claim(tx: &mut Tx, now: Timestamp, until: Timestamp) -> sqlx::Result<Option<Claim>> {
    const SQL: &str = sql!(
        "UPDATE mail SET state = 'claimed', fence = fence + 1, attempts = attempts + 1, leased_until = $3
         WHERE area_id = $1 AND state = 'waiting'
           AND mail_id = (SELECT due.mail_id FROM mail AS due
                          WHERE due.area_id = $1 AND due.state = 'waiting' AND due.not_before <= $2
                            AND due.mark = COALESCE((SELECT mark FROM restoration), '')
                          ORDER BY due.not_before, due.mail_id LIMIT 1)
         RETURNING mail_id, kind, recipient, subject, body_text, body_html, leave_url, message_id, attempts, fence"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL)
        .bind(area)
        .bind(InstantCol(now))
        .bind(InstantCol(until))
        .fetch_optional(conn)
        .await)
}

/// Says that the mail is leaving now; `false` when the claim is no longer ours, and it must not leave.
pub(crate) async fn hand_over(tx: &mut Tx, claim: &Claim, until: Timestamp) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE mail SET state = 'handed', leased_until = $4
         WHERE area_id = $1 AND mail_id = $2 AND fence = $3 AND state = 'claimed'"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(claim.mail_id)
        .bind(claim.fence)
        .bind(InstantCol(until))
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Says that it was taken, and empties its content, one-time links included. An answer that came after the lease had
/// ended is an answer all the same.
pub(crate) async fn sent(tx: &mut Tx, claim: &Claim, now: Timestamp) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE mail SET state = 'sent', leased_until = NULL, ended_at = $4, last_failure = NULL,
                         body_text = '', body_html = NULL, leave_url = NULL
         WHERE area_id = $1 AND mail_id = $2 AND fence = $3 AND state IN ('handed', 'doubtful')"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(claim.mail_id)
        .bind(claim.fence)
        .bind(InstantCol(now))
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// How a mail ended, or when it is tried again.
pub(crate) struct Failed<'a> {
    pub(crate) state: &'static str,
    pub(crate) not_before: Timestamp,
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) reason: &'a str,
}

/// Writes down a failure, if the claim still holds.
pub(crate) async fn failed(tx: &mut Tx, claim: &Claim, failed: Failed<'_>) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE mail SET state = $4, not_before = $5, ended_at = $6, last_failure = $7, leased_until = NULL
         WHERE area_id = $1 AND mail_id = $2 AND fence = $3 AND state IN ('claimed', 'handed')"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(claim.mail_id)
        .bind(claim.fence)
        .bind(failed.state)
        .bind(InstantCol(failed.not_before))
        .bind(failed.ended_at.map(InstantCol))
        .bind(failed.reason)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

#[derive(sqlx::FromRow)]
pub(crate) struct KeptRow {
    pub(crate) mail_id: Uuid,
    pub(crate) kind: String,
    pub(crate) state: String,
    pub(crate) queued_at: InstantCol,
    pub(crate) attempts: i64,
    pub(crate) last_failure: Option<String>,
}

/// Mail that waits for a person, after this one, in the order of queueing.
pub(crate) async fn kept_after(tx: &mut Tx, after: Uuid, limit: i64) -> sqlx::Result<Vec<KeptRow>> {
    const SQL: &str = sql!(
        "SELECT mail_id, kind, state, queued_at, attempts, last_failure FROM mail
         WHERE area_id = $1 AND mail_id > $2 AND recipient <> ''
           AND (state IN ('dead', 'doubtful')
             OR (state = 'waiting' AND mark <> COALESCE((SELECT mark FROM restoration), '')))
         ORDER BY mail_id LIMIT $3"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(after).bind(limit).fetch_all(conn).await)
}

/// Lets a mail that waits for a person go.
pub(crate) async fn release(tx: &mut Tx, id: Uuid, now: Timestamp) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE mail SET state = 'waiting', mark = COALESCE((SELECT mark FROM restoration), ''), not_before = $3,
                         attempts = 0, ended_at = NULL
         WHERE area_id = $1 AND mail_id = $2 AND recipient <> ''
           AND (state IN ('dead', 'doubtful')
             OR (state = 'waiting' AND mark <> COALESCE((SELECT mark FROM restoration), '')))"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(id)
        .bind(InstantCol(now))
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Empties a mail that waits for a person; its key stays taken.
pub(crate) async fn discard(tx: &mut Tx, id: Uuid, now: Timestamp) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE mail SET state = 'dead', recipient = '', subject = '', body_text = '', body_html = NULL,
                         leave_url = NULL, ended_at = $3
         WHERE area_id = $1 AND mail_id = $2 AND recipient <> ''
           AND (state IN ('dead', 'doubtful')
             OR (state = 'waiting' AND mark <> COALESCE((SELECT mark FROM restoration), '')))"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(id)
        .bind(InstantCol(now))
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// How many mails there are in each state, those held back by a restore apart.
pub(crate) async fn counts(tx: &mut Tx) -> sqlx::Result<Vec<(String, i64)>> {
    const SQL: &str = sql!(
        "SELECT CASE WHEN state = 'waiting' AND mark <> COALESCE((SELECT mark FROM restoration), '')
                     THEN 'held' ELSE state END AS standing, COUNT(*)
         FROM mail WHERE area_id = $1 AND recipient <> '' GROUP BY standing ORDER BY standing"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)
}

/// Empties whom mail went to that ended before `sent_before`, and mail that did not go and ended before `kept_before`.
pub(crate) async fn forget(tx: &mut Tx, sent_before: Timestamp, kept_before: Timestamp) -> sqlx::Result<u64> {
    const SQL: &str = sql!(
        "UPDATE mail SET recipient = '', subject = '', body_text = '', body_html = NULL, leave_url = NULL
         WHERE area_id = $1 AND recipient <> ''
           AND ((state = 'sent' AND ended_at < $2) OR (state IN ('dead', 'doubtful') AND ended_at < $3))"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(InstantCol(sent_before))
        .bind(InstantCol(kept_before))
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))
}
