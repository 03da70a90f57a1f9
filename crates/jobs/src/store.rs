//! Every SQL text of the queue and the schedule.

use db::{InstantCol, Tx, on, sql};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{Claim, DeadJob, NewJob};

/// Adds a waiting job; `false` when one of its kind and key is waiting already.
pub(crate) async fn add(tx: &mut Tx, id: Uuid, job: &NewJob, now: Timestamp) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "INSERT INTO job (area_id, job_id, kind, payload, dedupe, state, run_at, attempts, fence, enqueued_at)
         VALUES ($1, $2, $3, $4, $5, 'waiting', $6, 0, 0, $7)
         ON CONFLICT DO NOTHING"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(id)
        .bind(&job.kind)
        .bind(sqlx::types::Json(&job.payload))
        .bind(&job.dedupe)
        .bind(InstantCol(job.run_at))
        .bind(InstantCol(now))
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

#[derive(sqlx::FromRow)]
struct ClaimRow {
    job_id: Uuid,
    kind: String,
    payload: String,
    attempts: i64,
    fence: i64,
}

/// Claims the job that has been due longest, if this worker gets it.
///
/// The outer condition is asked again on PostgreSQL when another worker was quicker, so that two
/// never hold one job; then no row comes although others may be due.
pub(crate) async fn claim_once(tx: &mut Tx, now: Timestamp, until: Timestamp) -> sqlx::Result<Option<Claim>> {
    const SQL: &str = sql!(
        "UPDATE job
         SET state = 'running', fence = fence + 1, attempts = attempts + 1, leased_until = $3
         WHERE area_id = $1
           AND job_id = (SELECT due.job_id FROM job AS due
                         WHERE due.area_id = $1 AND due.run_at <= $2
                           AND (due.state = 'waiting' OR (due.state = 'running' AND due.leased_until <= $2))
                         ORDER BY due.run_at, due.job_id LIMIT 1)
           AND (state = 'waiting' OR (state = 'running' AND leased_until <= $2))
         RETURNING job_id, kind, CAST(payload AS TEXT) AS payload, attempts, fence"
    );
    let area = tx.area();
    let row: Option<ClaimRow> = on!(tx, conn => sqlx::query_as(SQL)
        .bind(area.0)
        .bind(InstantCol(now))
        .bind(InstantCol(until))
        .fetch_optional(conn)
        .await)?;
    row.map(|row| {
        let payload = serde_json::from_str(&row.payload).map_err(|error| sqlx::Error::Decode(Box::new(error)))?;
        Ok(Claim { area, id: row.job_id, kind: row.kind, payload, attempts: row.attempts, fence: row.fence })
    })
    .transpose()
}

/// Whether any job can be claimed.
pub(crate) async fn is_due(tx: &mut Tx, now: Timestamp) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "SELECT job_id FROM job
         WHERE area_id = $1 AND run_at <= $2
           AND (state = 'waiting' OR (state = 'running' AND leased_until <= $2))
         LIMIT 1"
    );
    let area = tx.area_key();
    let due: Option<Uuid> = on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(area)
        .bind(InstantCol(now))
        .fetch_optional(conn)
        .await)?;
    Ok(due.is_some())
}

/// Moves the end of the lease, if the claim still holds.
pub(crate) async fn extend(tx: &mut Tx, claim: &Claim, until: Timestamp) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE job SET leased_until = $4
         WHERE area_id = $1 AND job_id = $2 AND fence = $3 AND state = 'running'"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(claim.id)
        .bind(claim.fence)
        .bind(InstantCol(until))
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Takes the job off the queue, if the claim still holds.
pub(crate) async fn remove(tx: &mut Tx, claim: &Claim) -> sqlx::Result<bool> {
    const SQL: &str = sql!("DELETE FROM job WHERE area_id = $1 AND job_id = $2 AND fence = $3 AND state = 'running'");
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(claim.id)
        .bind(claim.fence)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Lets the job wait again, if the claim still holds and no other with its key waits already.
pub(crate) async fn put_back(tx: &mut Tx, claim: &Claim, run_at: Timestamp, error: &str) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE job SET state = 'waiting', run_at = $4, leased_until = NULL, last_error = $5
         WHERE area_id = $1 AND job_id = $2 AND fence = $3 AND state = 'running'
           AND NOT EXISTS (SELECT 1 FROM job AS twin
                           WHERE twin.area_id = $1 AND twin.kind = job.kind
                             AND twin.dedupe = job.dedupe AND twin.state = 'waiting')"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(claim.id)
        .bind(claim.fence)
        .bind(InstantCol(run_at))
        .bind(error)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Keeps the job as dead, if the claim still holds.
pub(crate) async fn bury(tx: &mut Tx, claim: &Claim, error: &str) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE job SET state = 'dead', leased_until = NULL, last_error = $4
         WHERE area_id = $1 AND job_id = $2 AND fence = $3 AND state = 'running'"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(claim.id)
        .bind(claim.fence)
        .bind(error)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Lets a dead job wait again from its first attempt, unless another with its key waits already.
pub(crate) async fn revive(tx: &mut Tx, id: Uuid, run_at: Timestamp) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE job SET state = 'waiting', run_at = $3, attempts = 0
         WHERE area_id = $1 AND job_id = $2 AND state = 'dead'
           AND NOT EXISTS (SELECT 1 FROM job AS twin
                           WHERE twin.area_id = $1 AND twin.kind = job.kind
                             AND twin.dedupe = job.dedupe AND twin.state = 'waiting')"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(id)
        .bind(InstantCol(run_at))
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Dead jobs after this one, oldest first.
pub(crate) async fn dead_after(tx: &mut Tx, after: Uuid, limit: i64) -> sqlx::Result<Vec<DeadJob>> {
    const SQL: &str = sql!(
        "SELECT job_id, kind, attempts, COALESCE(last_error, '') AS last_error
         FROM job
         WHERE area_id = $1 AND state = 'dead' AND job_id > $2
         ORDER BY job_id
         LIMIT $3"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL)
        .bind(area)
        .bind(after)
        .bind(limit)
        .fetch_all(conn)
        .await)
}

/// How many jobs there are in each state.
pub(crate) async fn counts(tx: &mut Tx) -> sqlx::Result<Vec<(String, i64)>> {
    const SQL: &str = sql!("SELECT state, COUNT(*) FROM job WHERE area_id = $1 GROUP BY state ORDER BY state");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)
}

/// What the area has on its schedule: kind, rhythm and when it is due next.
pub(crate) async fn schedule(tx: &mut Tx) -> sqlx::Result<Vec<(String, String, InstantCol)>> {
    const SQL: &str = sql!("SELECT kind, rhythm, next_due_at FROM job_schedule WHERE area_id = $1 ORDER BY kind");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)
}

/// Puts a kind on the schedule, or gives one whose rhythm changed its new rhythm.
pub(crate) async fn set_rhythm(tx: &mut Tx, kind: &str, rhythm: &str, next_due_at: Timestamp) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO job_schedule (area_id, kind, rhythm, next_due_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (area_id, kind) DO UPDATE
         SET rhythm = EXCLUDED.rhythm, next_due_at = EXCLUDED.next_due_at
         WHERE job_schedule.rhythm <> EXCLUDED.rhythm"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(kind)
        .bind(rhythm)
        .bind(InstantCol(next_due_at))
        .execute(conn)
        .await
        .map(|_| ()))
}

/// Moves a due time on; `false` when another worker did so first.
pub(crate) async fn move_due_time(
    tx: &mut Tx,
    kind: &str,
    due_at: Timestamp,
    next_due_at: Timestamp,
) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE job_schedule SET next_due_at = $4
         WHERE area_id = $1 AND kind = $2 AND next_due_at = $3"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(kind)
        .bind(InstantCol(due_at))
        .bind(InstantCol(next_due_at))
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
