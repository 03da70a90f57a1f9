use std::{convert::Infallible, time::Duration};

use db::Db;
use jiff::SignedDuration;
use kernel::{AreaId, Clock};
use tokio::sync::watch;

use crate::{
    Claim, JobContext, JobError, Registry, claim, complete, extend, fail, queue::retry_delay, schedule::tick_area,
};

/// How a worker works.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// How long a job is ours without a sign of life; renewed every third of it.
    pub lease: SignedDuration,
    /// How long to wait when nothing was due.
    pub pause: Duration,
    /// After so many attempts a job is kept dead.
    pub most_attempts: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { lease: SignedDuration::from_mins(5), pause: Duration::from_secs(1), most_attempts: 10 }
    }
}

/// What a worker did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Jobs done.
    pub done: usize,
    /// Jobs that will be tried again.
    pub retried: usize,
    /// Jobs kept dead.
    pub dead: usize,
    /// Jobs whose lease had ended, so that nothing of this attempt was kept.
    pub lost: usize,
}

impl Tally {
    /// How many jobs were taken up.
    pub fn total(&self) -> usize {
        self.done + self.retried + self.dead + self.lost
    }

    fn add(&mut self, other: Self) {
        self.done += other.done;
        self.retried += other.retried;
        self.dead += other.dead;
        self.lost += other.lost;
    }
}

/// Does the queued work of every area, one job at a time. Several may run beside each other.
#[derive(Debug, Clone)]
pub struct Worker {
    db: Db,
    clock: Clock,
    registry: Registry,
    settings: Settings,
}

impl Worker {
    /// A worker for this database.
    pub fn new(db: Db, clock: Clock, registry: Registry, settings: Settings) -> Self {
        Self { db, clock, registry, settings }
    }

    /// Works until `stop` turns true or its sender is gone; the job in hand is finished first.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let tally = self.round().await.unwrap_or_else(|error| {
                tracing::error!(%error, "no area could be worked");
                Tally::default()
            });
            if tally.total() > 0 {
                continue;
            }
            tokio::select! {
                changed = stop.changed() => if changed.is_err() { return },
                () = tokio::time::sleep(self.settings.pause) => {}
            }
        }
    }

    /// Works until nothing is due, as a test does at its end.
    pub async fn run_until_idle(&self) -> sqlx::Result<Tally> {
        let mut whole = Tally::default();
        loop {
            let tally = self.round().await?;
            if tally.total() == 0 {
                return Ok(whole);
            }
            whole.add(tally);
        }
    }

    /// Looks at the schedule and does one job of every area, so that none waits for another's pile.
    async fn round(&self) -> sqlx::Result<Tally> {
        let mut tx = self.db.read_registry().await?;
        let areas = db::areas(&mut tx).await?;
        drop(tx);
        let mut tally = Tally::default();
        let mut fault = None;
        for area in areas {
            match self.one_of(area.id).await {
                Ok(done) => tally.add(done),
                // One area's trouble is not the others'.
                Err(error) => {
                    tracing::error!(area = %area.id, %error, "the queue of an area could not be worked");
                    fault = Some(error);
                }
            }
        }
        fault.filter(|_| tally.total() == 0).map_or(Ok(tally), Err)
    }

    async fn one_of(&self, area: AreaId) -> sqlx::Result<Tally> {
        tick_area(&self.db, area, &self.registry, self.clock.now()).await?;
        match self.next(area).await? {
            Some(claim) => self.work(claim).await,
            None => Ok(Tally::default()),
        }
    }

    async fn next(&self, area: AreaId) -> sqlx::Result<Option<Claim>> {
        // Looked at first without taking the embedded engine's one writer.
        let mut tx = self.db.read(area).await?;
        let due = crate::store::is_due(&mut tx, self.clock.now()).await?;
        drop(tx);
        if !due {
            return Ok(None);
        }
        let mut tx = self.db.write(area).await?;
        let claimed = claim(&mut tx, self.clock.now(), self.settings.lease).await?;
        tx.commit().await?;
        Ok(claimed)
    }

    async fn work(&self, claim: Claim) -> sqlx::Result<Tally> {
        let Some(deed) = self.registry.deed(&claim.kind) else {
            let error = format!(
                "this program knows no job of kind {:?}; run the program that does, then revive it",
                claim.kind
            );
            return self.give_back(&claim, JobError::Fail(error)).await;
        };
        // Counted when claimed, so that a job that takes its worker down does not do so for ever.
        if claim.attempts > self.settings.most_attempts {
            let error = format!("its worker ended {} times before it", claim.attempts - 1);
            return self.give_back(&claim, JobError::Fail(error)).await;
        }
        let mut context = JobContext {
            tx: self.db.write(claim.area).await?,
            clock: self.clock.clone(),
            kind: claim.kind.clone(),
            attempt: claim.attempts,
        };
        let payload = claim.payload.clone();
        // A task of its own: a deed that panics ends its task, not the worker.
        let task = tokio::spawn(async move {
            let outcome = deed(&mut context, payload).await;
            (context.tx, outcome)
        });
        let joined = tokio::select! {
            joined = task => joined,
            never = self.keep_lease(&claim) => match never {},
        };
        match joined {
            Ok((tx, Ok(()))) => self.finish(tx, &claim).await,
            Ok((tx, Err(error))) => {
                drop(tx);
                self.give_back(&claim, error).await
            }
            Err(error) => {
                let error = JobError::Retry(format!("its deed broke off: {error}"));
                self.give_back(&claim, error).await
            }
        }
    }

    async fn finish(&self, mut tx: db::Tx, claim: &Claim) -> sqlx::Result<Tally> {
        if complete(&mut tx, claim).await? {
            tx.commit().await?;
            let done = 1;
            return Ok(Tally { done, ..Tally::default() });
        }
        tracing::warn!(kind = claim.kind, job = %claim.id, "the lease had ended; nothing was kept");
        Ok(Tally { lost: 1, ..Tally::default() })
    }

    /// Renews the lease again and again. On the embedded engine it waits behind the deed's own
    /// transaction, while which nobody else can claim either.
    async fn keep_lease(&self, claim: &Claim) -> Infallible {
        let third = self.settings.lease / 3;
        let beat = Duration::try_from(third).unwrap_or(Duration::from_mins(1));
        loop {
            tokio::time::sleep(beat.max(Duration::from_millis(10))).await;
            if let Err(error) = self.renew(claim).await {
                tracing::warn!(kind = claim.kind, %error, "the lease could not be renewed");
            }
        }
    }

    async fn renew(&self, claim: &Claim) -> sqlx::Result<()> {
        let mut tx = self.db.write(claim.area).await?;
        extend(&mut tx, claim, self.clock.now() + self.settings.lease).await?;
        tx.commit().await
    }

    async fn give_back(&self, claim: &Claim, error: JobError) -> sqlx::Result<Tally> {
        let now = self.clock.now();
        let again_at = match &error {
            JobError::Retry(_) if claim.attempts < self.settings.most_attempts => {
                Some(now + retry_delay(claim.attempts))
            }
            _ => None,
        };
        let mut tx = self.db.write(claim.area).await?;
        let ours = fail(&mut tx, claim, &error.to_string(), again_at).await?;
        tx.commit().await?;
        let (kind, job, attempt) = (&claim.kind, claim.id, claim.attempts);
        match again_at {
            _ if !ours => tracing::warn!(kind, %job, attempt, %error, "a job failed after its lease had ended"),
            Some(at) => tracing::warn!(kind, %job, attempt, %error, again_at = %at, "a job failed and is tried again"),
            None => tracing::error!(kind, %job, attempt, %error, "a job is dead: it is kept, and not tried again"),
        }
        Ok(match (ours, again_at) {
            (false, _) => Tally { lost: 1, ..Tally::default() },
            (true, Some(_)) => Tally { retried: 1, ..Tally::default() },
            (true, None) => Tally { dead: 1, ..Tally::default() },
        })
    }
}
