//! Empties the outbox of every area.
//!
//! Not one of the jobs of `jobs`: a job works inside one transaction, on the embedded engine the only one that writes,
//! and a slow mail server would keep everybody waiting. Here each step has a short transaction of its own.

use std::{sync::Arc, time::Duration};

use db::Db;
use jiff::{SignedDuration, Timestamp};
use kernel::{AreaId, Clock};
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};

use crate::{
    Carrier, Offer, Parcel, Undelivered,
    store::{self, Claim, Failed},
};

/// How a postman works.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// How long a mail is in one postman's hands before others take it up. Each of the two steps of carrying is given
    /// half of it.
    pub lease: Duration,
    /// How long to wait when nothing was due.
    pub pause: Duration,
    /// After so many attempts a mail is kept dead; by the waits between them, about four days.
    pub most_attempts: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { lease: Duration::from_mins(5), pause: Duration::from_secs(2), most_attempts: 30 }
    }
}

/// What a postman did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Mails taken by the carrier.
    pub sent: usize,
    /// Mails that will be tried again.
    pub retried: usize,
    /// Mails kept dead.
    pub dead: usize,
    /// Mails of which nobody can tell.
    pub doubtful: usize,
    /// Mails that were no longer ours when they were to be handed over, and so did not leave.
    pub lost: usize,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.sent += other.sent;
        self.retried += other.retried;
        self.dead += other.dead;
        self.doubtful += other.doubtful;
        self.lost += other.lost;
    }
}

/// Sends the queued mail of every area, one at a time. Several may run beside each other.
pub struct Postman {
    db: Db,
    clock: Clock,
    carrier: Arc<dyn Carrier>,
    settings: Settings,
}

impl Postman {
    /// A postman for this database.
    pub fn new(db: Db, clock: Clock, carrier: Arc<dyn Carrier>, settings: Settings) -> Self {
        Self { db, clock, carrier, settings }
    }

    /// Works until `stop` turns true or its sender is gone; the mail in hand is finished first.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let worked = self.round().await.unwrap_or_else(|error| {
                tracing::error!(%error, "no outbox could be emptied");
                None
            });
            if worked.is_some() {
                continue;
            }
            tokio::select! {
                changed = stop.changed() => if changed.is_err() { return },
                () = sleep(self.settings.pause) => {}
            }
        }
    }

    /// Works until nothing is due, as a test does at its end.
    pub async fn run_until_idle(&self) -> sqlx::Result<Tally> {
        let mut whole = Tally::default();
        while let Some(tally) = self.round().await? {
            whole.add(tally);
        }
        Ok(whole)
    }

    /// Takes one mail of every area, so that none waits for another's pile. `None` when no area had any.
    async fn round(&self) -> sqlx::Result<Option<Tally>> {
        let mut tx = self.db.read_registry().await?;
        let areas = db::areas(&mut tx).await?;
        drop(tx);
        let (mut whole, mut fault) = (None, None);
        for area in areas {
            match self.one_of(area.id).await {
                Ok(Some(tally)) => whole.get_or_insert_with(Tally::default).add(tally),
                Ok(None) => {}
                // One area's trouble is not the others'.
                Err(error) => {
                    tracing::error!(area = %area.id, %error, "the outbox of an area could not be emptied");
                    fault = Some(error);
                }
            }
        }
        match fault {
            Some(error) if whole.is_none() => Err(error),
            _ => Ok(whole),
        }
    }

    async fn one_of(&self, area: AreaId) -> sqlx::Result<Option<Tally>> {
        // Looked at first without taking the embedded engine's one writer.
        let mut tx = self.db.read(area).await?;
        let due = store::is_due(&mut tx, self.clock.now()).await?;
        drop(tx);
        if !due {
            return Ok(None);
        }
        let mut tx = self.db.write(area).await?;
        let now = self.clock.now();
        let doubtful = store::take_back(&mut tx, now).await?;
        let claim = store::claim(&mut tx, now, self.lease_from(now)).await?;
        tx.commit().await?;
        for mail in &doubtful {
            tracing::error!(%mail, "nobody can tell whether a mail arrived: it waits for a person");
        }
        let mut tally = Tally { doubtful: doubtful.len(), ..Tally::default() };
        if let Some(claim) = claim {
            tally.add(self.carry(area, &claim).await?);
        }
        Ok(Some(tally))
    }

    fn lease_from(&self, now: Timestamp) -> Timestamp {
        now + SignedDuration::try_from(self.settings.lease).unwrap_or(SignedDuration::from_mins(5))
    }

    async fn carry(&self, area: AreaId, claim: &Claim) -> sqlx::Result<Tally> {
        let offer = match self.offer(claim).await {
            Ok(offer) => offer,
            Err(undelivered) => return self.give_back(area, claim, undelivered).await,
        };
        // From here on it may arrive, so this is known before it leaves.
        let mut tx = self.db.write(area).await?;
        let ours = store::hand_over(&mut tx, claim, self.lease_from(self.clock.now())).await?;
        tx.commit().await?;
        if !ours {
            tracing::warn!(mail = %claim.mail_id, "the lease of a mail had ended; it did not leave");
            return Ok(Tally { lost: 1, ..Tally::default() });
        }
        let handed = timeout(self.settings.lease / 2, offer.hand_over()).await;
        let too_long = || Undelivered::Doubtful("handing the mail over took too long".to_owned());
        match handed.unwrap_or_else(|_| Err(too_long())) {
            Ok(()) => self.sent(area, claim).await,
            Err(undelivered) => self.give_back(area, claim, undelivered).await,
        }
    }

    async fn offer(&self, claim: &Claim) -> Result<Box<dyn Offer>, Undelivered> {
        let to = claim.recipient.parse().map_err(|_| Undelivered::Never("its recipient is no address".to_owned()))?;
        let parcel = Parcel {
            id: claim.mail_id,
            to,
            subject: claim.subject.clone(),
            text: claim.body_text.clone(),
            html: claim.body_html.clone(),
            leave_url: claim.leave_url.clone(),
            message_id: claim.message_id.clone(),
            at: self.clock.now(),
        };
        let too_long = |_| Undelivered::Later("offering the mail took too long".to_owned());
        timeout(self.settings.lease / 2, self.carrier.offer(&parcel)).await.map_err(too_long)?
    }

    async fn sent(&self, area: AreaId, claim: &Claim) -> sqlx::Result<Tally> {
        let mut tx = self.db.write(area).await?;
        store::sent(&mut tx, claim, self.clock.now()).await?;
        tx.commit().await?;
        tracing::info!(mail = %claim.mail_id, kind = claim.kind, "a mail was sent");
        Ok(Tally { sent: 1, ..Tally::default() })
    }

    async fn give_back(&self, area: AreaId, claim: &Claim, undelivered: Undelivered) -> sqlx::Result<Tally> {
        let now = self.clock.now();
        let reason = undelivered.to_string();
        let again = matches!(undelivered, Undelivered::Later(_)) && claim.attempts < self.settings.most_attempts;
        let (state, tally) = match undelivered {
            Undelivered::Later(_) if again => ("waiting", Tally { retried: 1, ..Tally::default() }),
            Undelivered::Later(_) | Undelivered::Never(_) => ("dead", Tally { dead: 1, ..Tally::default() }),
            Undelivered::Doubtful(_) => ("doubtful", Tally { doubtful: 1, ..Tally::default() }),
        };
        let not_before = if again { now + retry_delay(claim.attempts) } else { now };
        let ended_at = (!again).then_some(now);
        let mut tx = self.db.write(area).await?;
        store::failed(&mut tx, claim, Failed { state, not_before, ended_at, reason: &reason }).await?;
        tx.commit().await?;
        let (mail, kind, attempt) = (claim.mail_id, &claim.kind, claim.attempts);
        if again {
            tracing::warn!(%mail, kind, attempt, reason, again_at = %not_before, "a mail did not go and is tried again");
        } else {
            tracing::error!(%mail, kind, attempt, reason, state, "a mail did not go: it waits for a person");
        }
        Ok(tally)
    }
}

/// How long to wait after this attempt failed: a minute, doubled each time, never above four hours (RFC 5321 section
/// 4.5.4.1 asks for four to five days of trying in all).
fn retry_delay(attempts: i64) -> SignedDuration {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(8);
    SignedDuration::from_mins((1 << doublings).min(240))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_tried_for_about_four_days() {
        let most = Settings::default().most_attempts;
        let whole: i64 = (1..most).map(|attempt| retry_delay(attempt).as_hours()).sum();
        assert!((80..=120).contains(&whole), "{whole} hours");
    }
}
