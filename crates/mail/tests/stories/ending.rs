//! The program ends, or the server does, at the worst moments.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use jiff::SignedDuration;
use kernel::{Actor, Clock};
use mail::{Carrier, Carrying, Fate, Offer, Parcel, Queued, Standing, Tally};
use testing::{an_area, on_both_engines};
use tokio::sync::Notify;

use super::{noon, postman, queue_one, stands, work};
use crate::sink::{Manner, Sink};

/// Where the program is ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Moment {
    Offering,
    HandingOver,
}

/// A carrier that comes to a moment and never gets past it, unless let go.
#[derive(Clone)]
struct Stuck {
    moment: Moment,
    reached: Arc<Notify>,
    go_on: Arc<Notify>,
    sent: Arc<AtomicUsize>,
}

impl Stuck {
    fn at(moment: Moment) -> Self {
        Self { moment, reached: Arc::default(), go_on: Arc::default(), sent: Arc::default() }
    }

    async fn stay(&self, moment: Moment) {
        if self.moment == moment {
            self.reached.notify_one();
            self.go_on.notified().await;
        }
    }
}

impl Carrier for Stuck {
    fn offer<'a>(&'a self, _: &'a Parcel) -> Carrying<'a, Box<dyn Offer>> {
        Box::pin(async move {
            self.stay(Moment::Offering).await;
            Ok(Box::new(self.clone()) as Box<dyn Offer>)
        })
    }
}

impl Offer for Stuck {
    fn hand_over(self: Box<Self>) -> Carrying<'static, ()> {
        Box::pin(async move {
            self.stay(Moment::HandingOver).await;
            self.sent.fetch_add(1, Ordering::Relaxed);
            Ok(())
        })
    }
}

/// Works until the moment is reached, and ends there as a killed program does: without another word.
async fn killed_at(db: &db::Db, moment: Moment) {
    let stuck = Stuck::at(moment);
    let carrier: Arc<dyn Carrier> = Arc::new(stuck.clone());
    let postman = postman(db, &noon(), &carrier);
    tokio::select! {
        _ = postman.run_until_idle() => unreachable!("it never gets past the moment"),
        () = stuck.reached.notified() => {}
    }
}

fn after_the_lease() -> Clock {
    Clock::Fixed(noon().now() + SignedDuration::from_mins(6))
}

#[tokio::test]
async fn a_program_killed_before_the_mail_left_sends_it_afterwards_once() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let sink = Sink::open(Manner::Kind).await;
        queue_one(&db, &area, "1").await;
        killed_at(&db, Moment::Offering).await;

        assert_eq!(work(&db, &noon(), &sink.carrier()).await, Tally::default(), "the lease still holds");
        let later = after_the_lease();
        assert_eq!(work(&db, &later, &sink.carrier()).await, Tally { sent: 1, ..Tally::default() });
        assert_eq!(sink.taken().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_program_killed_while_the_mail_left_does_not_send_it_again_until_somebody_says_so() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let sink = Sink::open(Manner::Kind).await;
        let Queued::New(id) = queue_one(&db, &area, "1").await else { unreachable!("nothing was queued before") };
        killed_at(&db, Moment::HandingOver).await;

        let later = after_the_lease();
        assert_eq!(work(&db, &later, &sink.carrier()).await, Tally { doubtful: 1, ..Tally::default() });
        assert_eq!(work(&db, &later, &sink.carrier()).await, Tally::default());
        assert!(sink.taken().is_empty());

        let mut tx = db.write(area.id).await.unwrap();
        assert_eq!(mail::kept(&mut tx, None, 10).await.unwrap()[0].fate, Fate::Doubtful);
        assert!(mail::release(&mut tx, &Actor::operator("office"), id, later.now()).await.unwrap());
        assert!(!mail::release(&mut tx, &Actor::operator("office"), id, later.now()).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(work(&db, &later, &sink.carrier()).await, Tally { sent: 1, ..Tally::default() });
        let told = format!("Message-ID: <{id}@send.ridgeway.example>");
        assert!(sink.taken()[0].contains(&told), "whoever gets it twice can tell");
    })
    .await;
}

#[tokio::test]
async fn a_server_that_goes_away_after_the_last_byte_leaves_a_doubt_and_no_second_mail() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let sink = Sink::open(Manner::GoesAway).await;
        queue_one(&db, &area, "1").await;
        assert_eq!(work(&db, &noon(), &sink.carrier()).await, Tally { doubtful: 1, ..Tally::default() });
        assert_eq!(work(&db, &after_the_lease(), &sink.carrier()).await, Tally::default());
        assert_eq!(sink.taken().len(), 1);
        assert_eq!(stands(&db, &area).await, Standing { doubtful: 1, ..Standing::default() });
    })
    .await;
}

#[tokio::test]
async fn a_slow_postman_who_lost_the_mail_to_another_does_not_send_it_too() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        queue_one(&db, &area, "1").await;
        let slow = Stuck::at(Moment::Offering);
        let carrier: Arc<dyn Carrier> = Arc::new(slow.clone());
        let postman = postman(&db, &noon(), &carrier);
        let working = tokio::spawn(async move { postman.run_until_idle().await.unwrap() });
        slow.reached.notified().await;

        let sink = Sink::open(Manner::Kind).await;
        let later = after_the_lease();
        assert_eq!(work(&db, &later, &sink.carrier()).await, Tally { sent: 1, ..Tally::default() });
        slow.go_on.notify_one();

        assert_eq!(working.await.unwrap(), Tally { lost: 1, ..Tally::default() });
        assert_eq!((sink.taken().len(), slow.sent.load(Ordering::Relaxed)), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn whom_a_mail_went_to_is_forgotten_after_a_week_and_a_dead_one_after_a_month() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let (kind, hard) = (Sink::open(Manner::Kind).await, Sink::open(Manner::RefusesRecipients).await);
        queue_one(&db, &area, "sent").await;
        work(&db, &noon(), &kind.carrier()).await;
        queue_one(&db, &area, "dead").await;
        work(&db, &noon(), &hard.carrier()).await;

        for (days, forgotten) in [(7, 0), (8, 1), (30, 0), (31, 1), (32, 0)] {
            let mut tx = db.write(area.id).await.unwrap();
            let now = noon().now() + SignedDuration::from_hours(24 * days);
            assert_eq!(mail::forget(&mut tx, now).await.unwrap(), forgotten, "on day {days}");
            tx.commit().await.unwrap();
        }
        assert_eq!(stands(&db, &area).await, Standing::default());
        assert_eq!(queue_one(&db, &area, "sent").await, Queued::Already, "its key stays taken");
    })
    .await;
}
