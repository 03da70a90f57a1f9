//! Workers: what they do, how they fail, and what the clock makes them do.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a story that cannot go on must stop the test")]

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use db::{Db, InstantCol, on};
use jiff::{SignedDuration, Timestamp, civil::date};
use jobs::{
    JobError, NewJob, Registry, Rhythm, Settings, Standing, Tally, Worker, claim, dead, enqueue, standing, tick,
};
use kernel::{AreaId, Clock};
use serde_json::{Value, json};
use testing::{an_area, fixed, on_both_engines};

fn noon() -> Clock {
    fixed(date(2026, 3, 2))
}

fn at(text: &str) -> Clock {
    Clock::Fixed(text.parse().unwrap())
}

async fn queue(db: &Db, area: AreaId, kind: &str, payload: Value) {
    let mut tx = db.write(area).await.unwrap();
    let run_at = noon().now();
    let job = NewJob { kind: kind.to_owned(), payload, run_at, dedupe: None };
    enqueue(&mut tx, &job, run_at).await.unwrap();
    tx.commit().await.unwrap();
}

async fn stands(db: &Db, area: AreaId) -> Standing {
    let mut tx = db.read(area).await.unwrap();
    standing(&mut tx).await.unwrap()
}

fn worker(db: &Db, clock: &Clock, registry: &Registry) -> Worker {
    Worker::new(db.clone(), clock.clone(), registry.clone(), Settings::default())
}

/// A deed whose effect is another job, and which then ends as its payload says.
fn registry_of_letters() -> Registry {
    let mut registry = Registry::new();
    registry.on("letter", |context, payload| {
        Box::pin(async move {
            let now = context.clock.now();
            let effect = NewJob {
                kind: "effect".to_owned(),
                payload: Value::Null,
                run_at: now + SignedDuration::from_hours(1),
                dedupe: None,
            };
            enqueue(&mut context.tx, &effect, now).await?;
            match payload["ends"].as_str() {
                Some("later") => Err(JobError::Retry("no answer".to_owned())),
                Some("never") => Err(JobError::Fail("no such edition".to_owned())),
                Some("panic") => panic!("the deed breaks off"),
                _ => Ok(()),
            }
        })
    });
    registry
}

#[tokio::test]
async fn a_deed_and_the_end_of_its_job_are_kept_together() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        queue(&db, area, "letter", json!({})).await;
        let tally = worker(&db, &noon(), &registry_of_letters()).run_until_idle().await.unwrap();
        assert_eq!(tally, Tally { done: 1, ..Tally::default() });
        // The letter is gone from the queue and its effect waits.
        assert_eq!(stands(&db, area).await, Standing { waiting: 1, ..Standing::default() });
    })
    .await;
}

#[tokio::test]
async fn a_deed_that_fails_or_breaks_off_leaves_nothing_and_is_tried_again_later() {
    on_both_engines(async |db| {
        for (slug, ends) in [("first", "later"), ("second", "panic")] {
            let area = an_area(&db, slug).await.id;
            queue(&db, area, "letter", json!({"ends": ends})).await;
            let registry = registry_of_letters();
            let tally = worker(&db, &noon(), &registry).run_until_idle().await.unwrap();
            assert_eq!(tally, Tally { retried: 1, ..Tally::default() }, "{ends}");
            assert_eq!(stands(&db, area).await, Standing { waiting: 1, ..Standing::default() });

            // Ten seconds later it is due again, and not before.
            let early = worker(&db, &at("2026-03-02T12:00:09Z"), &registry).run_until_idle().await.unwrap();
            assert_eq!(early.total(), 0);
            let mut tx = db.write(area).await.unwrap();
            let due = at("2026-03-02T12:00:10Z").now();
            let again = claim(&mut tx, due, SignedDuration::from_mins(1)).await.unwrap().unwrap();
            assert_eq!(again.attempts, 2);
            tx.commit().await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn a_job_that_cannot_succeed_and_one_nobody_knows_are_kept_dead_with_their_reason() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        queue(&db, area, "letter", json!({"ends": "never"})).await;
        queue(&db, area, "telegram", json!({})).await;
        let tally = worker(&db, &noon(), &registry_of_letters()).run_until_idle().await.unwrap();
        assert_eq!(tally, Tally { dead: 2, ..Tally::default() });

        let mut tx = db.read(area).await.unwrap();
        let mut reasons: Vec<String> =
            dead(&mut tx, None, 10).await.unwrap().into_iter().map(|job| job.last_error).collect();
        reasons.sort();
        assert_eq!(reasons[0], "no such edition");
        assert!(reasons[1].contains("\"telegram\""), "{}", reasons[1]);
    })
    .await;
}

/// A log kept in memory.
#[derive(Clone, Default)]
struct Said(Arc<Mutex<Vec<u8>>>);

impl Write for Said {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What the log says at or above a level while jobs fail, one for good and one for now.
async fn said_at(db: &Db, slug: &str, level: tracing_subscriber::filter::LevelFilter) -> String {
    let area = an_area(db, slug).await.id;
    queue(db, area, "letter", json!({"ends": "never"})).await;
    queue(db, area, "letter", json!({"ends": "later"})).await;
    let said = Said::default();
    let pen = said.clone();
    let log = tracing_subscriber::fmt().with_max_level(level).with_ansi(false);
    let log = log.with_writer(move || pen.clone()).finish();
    let ends = tracing_subscriber::util::SubscriberInitExt::set_default(log);
    worker(db, &noon(), &registry_of_letters()).run_until_idle().await.unwrap();
    drop(ends);
    let said = said.0.lock().unwrap().clone();
    String::from_utf8(said).unwrap()
}

#[tokio::test]
async fn whoever_reads_only_the_errors_of_the_log_sees_the_dead_job_and_not_the_retry() {
    use tracing_subscriber::filter::LevelFilter;
    on_both_engines(async |db| {
        let errors = said_at(&db, "here", LevelFilter::ERROR).await;
        assert!(errors.contains("no such edition") && errors.lines().count() == 1, "{errors}");
        let all = said_at(&db, "there", LevelFilter::WARN).await;
        assert!(all.lines().any(|line| line.contains("WARN") && line.contains("tried again")), "{all}");
    })
    .await;
}

#[tokio::test]
async fn a_job_that_takes_its_worker_down_every_time_is_given_up() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        queue(&db, area, "letter", json!({})).await;
        let lease = SignedDuration::from_mins(1);
        let mut now = noon().now();
        for _ in 0..10 {
            // Claimed, and never heard of again.
            let mut tx = db.write(area).await.unwrap();
            assert!(claim(&mut tx, now, lease).await.unwrap().is_some());
            tx.commit().await.unwrap();
            now += lease;
        }
        let tally = worker(&db, &Clock::Fixed(now), &registry_of_letters()).run_until_idle().await.unwrap();
        assert_eq!(tally, Tally { dead: 1, ..Tally::default() });
    })
    .await;
}

#[tokio::test]
async fn one_areas_pile_does_not_keep_another_area_waiting() {
    on_both_engines(async |db| {
        let (pile, single) = (an_area(&db, "a-pile").await.id, an_area(&db, "b-single").await.id);
        for _ in 0..5 {
            queue(&db, pile, "note", json!("pile")).await;
        }
        queue(&db, single, "note", json!("single")).await;
        let order = Arc::new(Mutex::new(Vec::new()));
        let mut registry = Registry::new();
        let written = Arc::clone(&order);
        registry.on("note", move |_, payload| {
            let written = Arc::clone(&written);
            Box::pin(async move {
                written.lock().unwrap().push(payload.as_str().unwrap().to_owned());
                Ok(())
            })
        });
        worker(&db, &noon(), &registry).run_until_idle().await.unwrap();
        assert_eq!(order.lock().unwrap()[..2], ["pile", "single"]);
        assert_eq!(order.lock().unwrap().len(), 6);
    })
    .await;
}

/// A reconciler that counts its runs.
fn registry_of_a_count(rhythm: Rhythm) -> (Registry, Arc<Mutex<usize>>) {
    let runs = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&runs);
    let mut registry = Registry::new();
    registry.reconcile("notices", rhythm, move |_| {
        let counted = Arc::clone(&counted);
        Box::pin(async move {
            *counted.lock().unwrap() += 1;
            Ok(())
        })
    });
    (registry, runs)
}

#[tokio::test]
async fn a_reconciler_runs_once_a_night_however_many_workers_and_however_long_they_slept() {
    on_both_engines(async |db| {
        an_area(&db, "here").await;
        let (registry, runs) = registry_of_a_count(Rhythm::Nightly { hour: 3 });
        // The clock reads in turn, and how often the reconciler has run by then.
        let nights = [
            ("2026-03-02T12:00:00Z", 0),
            ("2026-03-03T02:59:59Z", 0),
            ("2026-03-03T03:00:00Z", 1),
            ("2026-03-03T04:00:00Z", 1),
            ("2026-03-09T12:00:00Z", 2),
            ("2026-03-10T03:00:00Z", 3),
        ];
        for (instant, expected) in nights {
            let workers: Vec<_> = (0..3)
                .map(|_| {
                    let worker = worker(&db, &at(instant), &registry);
                    tokio::spawn(async move { worker.run_until_idle().await.unwrap() })
                })
                .collect();
            for worker in workers {
                worker.await.unwrap();
            }
            assert_eq!(*runs.lock().unwrap(), expected, "at {instant}");
        }
    })
    .await;
}

#[tokio::test]
async fn two_ticks_at_once_queue_a_due_reconciler_once() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        let (registry, _) = registry_of_a_count(Rhythm::Every { minutes: 15 });
        assert_eq!(tick(&db, &registry, &noon()).await.unwrap(), 0);
        let due = at("2026-03-02T12:15:00Z");
        let (first, second) = tokio::join!(tick(&db, &registry, &due), tick(&db, &registry, &due));
        assert_eq!(first.unwrap() + second.unwrap(), 1);
        assert_eq!(stands(&db, area).await.waiting, 1);

        // A changed rhythm counts from now on.
        let (registry, _) = registry_of_a_count(Rhythm::Nightly { hour: 3 });
        assert_eq!(tick(&db, &registry, &due).await.unwrap(), 0);
        assert_eq!(tick(&db, &registry, &at("2026-03-02T12:30:00Z")).await.unwrap(), 0);
        assert_eq!(tick(&db, &registry, &at("2026-03-03T03:00:00Z")).await.unwrap(), 0, "one waits already");
    })
    .await;
}

#[tokio::test]
async fn a_worker_stops_when_told_and_leaves_no_job_half_done() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        queue(&db, area, "letter", json!({})).await;
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let mut registry = Registry::new();
        registry.on("letter", move |_, _| {
            stop.send_replace(true);
            Box::pin(async { Ok(()) })
        });
        worker(&db, &noon(), &registry).run(stopped).await;
        assert_eq!(stands(&db, area).await, Standing::default());
    })
    .await;
}

#[tokio::test]
async fn a_long_deed_keeps_its_lease_on_the_server() {
    let Some(bed) = testing::PostgresBed::open().await else {
        return;
    };
    let area = an_area(&bed.db, "here").await.id;
    queue(&bed.db, area, "long", json!({})).await;
    let mut registry = Registry::new();
    let outside = bed.db.clone();
    registry.on("long", move |_, _| {
        let db = outside.clone();
        Box::pin(async move {
            let first = leased_until(&db, area).await;
            while leased_until(&db, area).await <= first {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
            Ok(())
        })
    });
    let settings = Settings { lease: SignedDuration::from_secs(1), ..Settings::default() };
    let worker = Worker::new(bed.db.clone(), Clock::System, registry, settings);
    let tally = worker.run_until_idle().await.unwrap();
    assert_eq!(tally, Tally { done: 1, ..Tally::default() });
    bed.close().await;
}

async fn leased_until(db: &Db, area: AreaId) -> Timestamp {
    let mut tx = db.read(area).await.unwrap();
    let text = "SELECT leased_until FROM job WHERE area_id = $1";
    let until: InstantCol = on!(tx, conn => sqlx::query_scalar(text).bind(area.0).fetch_one(conn).await).unwrap();
    until.0
}

#[tokio::test]
async fn an_area_whose_queue_cannot_be_read_does_not_stop_the_others() {
    let bed = testing::SqliteBed::open().await;
    let (broken, sound) = (an_area(&bed.db, "a-broken").await.id, an_area(&bed.db, "b-sound").await.id);
    queue(&bed.db, broken, "letter", json!({})).await;
    queue(&bed.db, sound, "letter", json!({})).await;
    let mut tx = bed.db.write(broken).await.unwrap();
    let text = "UPDATE job SET payload = 'no JSON' WHERE area_id = $1";
    on!(tx, conn => sqlx::query(text).bind(broken.0).execute(conn).await.map(|_| ())).unwrap();
    tx.commit().await.unwrap();

    let worker = worker(&bed.db, &noon(), &registry_of_letters());
    assert!(worker.run_until_idle().await.is_err(), "the trouble is told");
    let effect = Standing { waiting: 1, ..Standing::default() };
    assert_eq!(stands(&bed.db, sound).await, effect);
}
