use db::Tx;
use jiff::{SignedDuration, Timestamp};
use kernel::{AreaId, fresh_id};
use serde_json::Value;
use uuid::Uuid;

use crate::store;

/// A job to be queued.
#[derive(Debug, Clone, PartialEq)]
pub struct NewJob {
    /// What is to be done, such as `publication.build`; the name its deed is registered under.
    pub kind: String,
    /// What it is to be done with: references, never copies of what the database knows.
    pub payload: Value,
    /// Not before this instant.
    pub run_at: Timestamp,
    /// At most one *waiting* job of this kind has this key. One that is running does not count: it
    /// may have looked before the change that asks for another.
    pub dedupe: Option<String>,
}

/// What became of a job that was to be queued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enqueued {
    /// It waits under this identifier.
    New(Uuid),
    /// One with the same key waits already and will do.
    AlreadyWaiting,
}

/// A job in a worker's hands until its lease ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The area it belongs to.
    pub area: AreaId,
    /// Which job.
    pub id: Uuid,
    /// What is to be done.
    pub kind: String,
    /// What it is to be done with.
    pub payload: Value,
    /// The number of this attempt, from 1.
    pub attempts: i64,
    /// The number that only the present holder has.
    pub fence: i64,
}

/// A job that failed for good.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DeadJob {
    /// To name it when reviving it.
    pub job_id: Uuid,
    /// What was to be done.
    pub kind: String,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it failed last.
    pub last_error: String,
}

/// How the queue of one area stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Jobs waiting, due or not.
    pub waiting: i64,
    /// Jobs under a lease, ended or not.
    pub running: i64,
    /// Jobs that failed for good and are kept.
    pub dead: i64,
}

/// Queues a job in the caller's transaction: it exists once that commits, and not before.
pub async fn enqueue(tx: &mut Tx, job: &NewJob, now: Timestamp) -> sqlx::Result<Enqueued> {
    let id = fresh_id(now);
    let added = store::add(tx, id, job, now).await?;
    Ok(if added { Enqueued::New(id) } else { Enqueued::AlreadyWaiting })
}

/// Claims the job of this area that has been due longest, until `now + lease`. Commit before
/// working on it, so that others see the lease.
///
/// A job whose lease ended without a word is claimed again under a higher fencing number.
pub async fn claim(tx: &mut Tx, now: Timestamp, lease: SignedDuration) -> sqlx::Result<Option<Claim>> {
    loop {
        if let Some(claim) = store::claim_once(tx, now, now + lease).await? {
            return Ok(Some(claim));
        }
        // No row: nothing is due, or another worker took the one we looked at.
        if !store::is_due(tx, now).await? {
            return Ok(None);
        }
    }
}

/// Moves the end of the lease; `false` when the claim is no longer ours.
pub async fn extend(tx: &mut Tx, claim: &Claim, until: Timestamp) -> sqlx::Result<bool> {
    store::extend(tx, claim, until).await
}

/// Takes the job off the queue, in the transaction of its deed.
///
/// `false` when the claim is no longer ours: the caller must then let its transaction go, and
/// everything it wrote with it, because somebody else is doing or has done the job.
#[must_use = "without the claim nothing may be committed"]
pub async fn complete(tx: &mut Tx, claim: &Claim) -> sqlx::Result<bool> {
    store::remove(tx, claim).await
}

/// Gives a job back after a failure: to wait until `again_at`, or for good when that is `None`.
///
/// When another job with its key waits already, that one replaces it. `false` when the claim is no
/// longer ours.
pub async fn fail(tx: &mut Tx, claim: &Claim, error: &str, again_at: Option<Timestamp>) -> sqlx::Result<bool> {
    let Some(again_at) = again_at else {
        return store::bury(tx, claim, error).await;
    };
    Ok(store::put_back(tx, claim, again_at, error).await? || store::remove(tx, claim).await?)
}

/// Lets a dead job wait again, due at once, from its first attempt.
///
/// `false` when there is no such dead job, or one with its key waits already.
pub async fn revive(tx: &mut Tx, id: Uuid, now: Timestamp) -> sqlx::Result<bool> {
    store::revive(tx, id, now).await
}

/// The jobs that failed for good, oldest first, at most `limit`, after the one named.
pub async fn dead(tx: &mut Tx, after: Option<Uuid>, limit: i64) -> sqlx::Result<Vec<DeadJob>> {
    store::dead_after(tx, after.unwrap_or(Uuid::nil()), limit).await
}

/// How many jobs of the area wait, run and are dead.
pub async fn standing(tx: &mut Tx) -> sqlx::Result<Standing> {
    let mut standing = Standing::default();
    for (state, count) in store::counts(tx).await? {
        match state.as_str() {
            "waiting" => standing.waiting = count,
            "running" => standing.running = count,
            _ => standing.dead = count,
        }
    }
    Ok(standing)
}

/// How long to wait after this attempt failed: 10 seconds, doubled each time, never above an hour.
///
/// Without chance in it: few workers share a database, and a test can say when the next try is due.
pub fn retry_delay(attempts: i64) -> SignedDuration {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(9);
    SignedDuration::from_secs((10 << doublings).min(3600))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_from_ten_seconds_to_an_hour() {
        let waits: Vec<i64> = [1, 2, 3, 9, 10, 11, 1000].map(|n| retry_delay(n).as_secs()).into();
        assert_eq!(waits, [10, 20, 40, 2560, 3600, 3600, 3600]);
    }
}
