//! The queue: one waiting job a key, one holder at a time, one effect.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on must stop the test")]

use std::collections::BTreeSet;

use db::{Db, Tx, on};
use jiff::{SignedDuration, Timestamp, civil::date};
use jobs::{Claim, Enqueued, NewJob, claim, complete, enqueue, extend, fail, revive, standing};
use kernel::AreaId;
use serde_json::json;
use testing::{an_area, fixed, on_both_engines};

const LEASE: SignedDuration = SignedDuration::from_secs(60);

fn noon() -> Timestamp {
    fixed(date(2026, 3, 2)).now()
}

fn later(seconds: i64) -> Timestamp {
    noon() + SignedDuration::from_secs(seconds)
}

fn a_job(kind: &str) -> NewJob {
    NewJob { kind: kind.to_owned(), payload: json!({"edition": 3}), run_at: noon(), dedupe: None }
}

async fn queue(db: &Db, area: AreaId, job: &NewJob) -> Enqueued {
    let mut tx = db.write(area).await.unwrap();
    let outcome = enqueue(&mut tx, job, noon()).await.unwrap();
    tx.commit().await.unwrap();
    outcome
}

async fn take(db: &Db, area: AreaId, now: Timestamp) -> Option<Claim> {
    let mut tx = db.write(area).await.unwrap();
    let claimed = claim(&mut tx, now, LEASE).await.unwrap();
    tx.commit().await.unwrap();
    claimed
}

async fn waiting(db: &Db, area: AreaId) -> i64 {
    let mut tx = db.read(area).await.unwrap();
    standing(&mut tx).await.unwrap().waiting
}

#[tokio::test]
async fn a_job_of_a_deed_that_is_undone_was_never_queued() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        let mut tx = db.write(area).await.unwrap();
        enqueue(&mut tx, &a_job("letter"), noon()).await.unwrap();
        drop(tx);
        assert_eq!(take(&db, area, noon()).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_job_is_claimed_when_it_is_due_and_brings_what_it_was_given() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        let there = an_area(&db, "there").await.id;
        for payload in [json!({"a": [1, "\u{e9}"]}), json!(null), json!(5), json!("five")] {
            let job = NewJob { payload: payload.clone(), run_at: later(10), ..a_job("letter") };
            queue(&db, area, &job).await;
            assert_eq!(take(&db, area, later(9)).await, None);
            assert_eq!(take(&db, there, later(10)).await, None);
            let claimed = take(&db, area, later(10)).await.unwrap();
            assert_eq!((claimed.payload, claimed.attempts), (payload, 1));
        }
    })
    .await;
}

#[tokio::test]
async fn only_one_job_of_a_key_waits_but_one_that_runs_does_not_count() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        let job = NewJob { dedupe: Some("edition 3".to_owned()), ..a_job("publication.build") };
        assert!(matches!(queue(&db, area, &job).await, Enqueued::New(_)));
        assert_eq!(queue(&db, area, &job).await, Enqueued::AlreadyWaiting);
        let running = take(&db, area, noon()).await.unwrap();
        assert!(matches!(queue(&db, area, &job).await, Enqueued::New(_)));

        // The one that runs fails: the one that waits will do its work.
        let mut tx = db.write(area).await.unwrap();
        assert!(fail(&mut tx, &running, "no answer", Some(later(10))).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(waiting(&db, area).await, 1);
    })
    .await;
}

#[tokio::test]
async fn workers_beside_each_other_never_hold_the_same_job() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        for _ in 0..24 {
            queue(&db, area, &a_job("letter")).await;
        }
        let workers: Vec<_> = (0..4)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move {
                    let mut mine = Vec::new();
                    while let Some(claim) = take(&db, area, noon()).await {
                        mine.push(claim.id);
                    }
                    mine
                })
            })
            .collect();
        let mut all = Vec::new();
        for worker in workers {
            all.extend(worker.await.unwrap());
        }
        let different: BTreeSet<_> = all.iter().collect();
        assert_eq!((all.len(), different.len()), (24, 24));
    })
    .await;
}

/// A worker does a deed and takes the job off the queue in one transaction; `fenced` is how the
/// house does it, the other way is the broken variant.
async fn do_and_complete(db: &Db, claim: &Claim, fenced: bool) -> bool {
    let mut tx = db.write(claim.area).await.unwrap();
    enqueue(&mut tx, &a_job("effect"), noon()).await.unwrap();
    let ours =
        if fenced { complete(&mut tx, claim).await.unwrap() } else { remove_without_looking(&mut tx, claim).await };
    if ours {
        tx.commit().await.unwrap();
    }
    ours
}

async fn remove_without_looking(tx: &mut Tx, claim: &Claim) -> bool {
    let text = "DELETE FROM job WHERE area_id = $1 AND job_id = $2";
    on!(tx, conn => sqlx::query(text)
        .bind(claim.area.0)
        .bind(claim.id)
        .execute(conn)
        .await
        .map(|_| true))
    .unwrap()
}

/// How many effects one job has when a slow worker and its successor both finish.
async fn effects_of_a_lost_lease(db: &Db, area: AreaId, fenced: bool) -> i64 {
    queue(db, area, &a_job("letter")).await;
    let slow = take(db, area, noon()).await.unwrap();
    assert_eq!(take(db, area, later(59)).await, None, "the lease still holds");
    let successor = take(db, area, later(60)).await.unwrap();
    assert_eq!((successor.id, successor.attempts), (slow.id, 2));
    assert!(successor.fence > slow.fence);
    let slow_was_let = do_and_complete(db, &slow, fenced).await;
    assert_eq!(slow_was_let, !fenced, "who lost the lease may not complete, even first");
    assert!(do_and_complete(db, &successor, fenced).await);
    let mut tx = db.read(area).await.unwrap();
    standing(&mut tx).await.unwrap().waiting
}

#[tokio::test]
async fn a_worker_that_lost_its_lease_leaves_nothing_behind() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        assert_eq!(effects_of_a_lost_lease(&db, area, true).await, 1);
        let there = an_area(&db, "there").await.id;
        assert_eq!(effects_of_a_lost_lease(&db, there, false).await, 2, "without the fence the effect is there twice");
    })
    .await;
}

#[tokio::test]
async fn a_lease_that_is_extended_holds_longer_and_a_lost_one_cannot_be() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        queue(&db, area, &a_job("letter")).await;
        let first = take(&db, area, noon()).await.unwrap();
        let mut tx = db.write(area).await.unwrap();
        assert!(extend(&mut tx, &first, later(120)).await.unwrap());
        tx.commit().await.unwrap();

        assert_eq!(take(&db, area, later(119)).await, None);
        let second = take(&db, area, later(120)).await.unwrap();
        let mut tx = db.write(area).await.unwrap();
        assert!(!extend(&mut tx, &first, later(300)).await.unwrap());
        assert!(!fail(&mut tx, &first, "too late", None).await.unwrap());
        assert!(extend(&mut tx, &second, later(300)).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_job_that_failed_for_good_is_kept_with_its_reason_until_revived() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        let job = NewJob { dedupe: Some("k".to_owned()), ..a_job("letter") };
        queue(&db, area, &job).await;
        let claimed = take(&db, area, noon()).await.unwrap();
        let mut tx = db.write(area).await.unwrap();
        assert!(fail(&mut tx, &claimed, "no such edition", None).await.unwrap());
        tx.commit().await.unwrap();

        assert_eq!(take(&db, area, later(1_000_000)).await, None);
        let mut tx = db.write(area).await.unwrap();
        let dead = jobs::dead(&mut tx, None, 10).await.unwrap();
        assert_eq!((dead.len(), dead[0].last_error.as_str()), (1, "no such edition"));
        assert!(jobs::dead(&mut tx, Some(dead[0].job_id), 10).await.unwrap().is_empty());
        assert!(revive(&mut tx, claimed.id, later(5)).await.unwrap());
        assert!(!revive(&mut tx, claimed.id, later(5)).await.unwrap(), "it waits already");
        tx.commit().await.unwrap();
        let again = take(&db, area, later(5)).await.unwrap();
        assert_eq!((again.id, again.attempts), (claimed.id, 1));
    })
    .await;
}

#[tokio::test]
async fn a_dead_job_whose_key_waits_again_stays_dead() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        let job = NewJob { dedupe: Some("k".to_owned()), ..a_job("letter") };
        queue(&db, area, &job).await;
        let claimed = take(&db, area, noon()).await.unwrap();
        let mut tx = db.write(area).await.unwrap();
        fail(&mut tx, &claimed, "no such edition", None).await.unwrap();
        tx.commit().await.unwrap();
        queue(&db, area, &job).await;

        let mut tx = db.write(area).await.unwrap();
        assert!(!revive(&mut tx, claimed.id, noon()).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(waiting(&db, area).await, 1);
    })
    .await;
}

#[tokio::test]
async fn every_statement_of_the_queue_is_accepted_by_both_engines() {
    on_both_engines(async |db| {
        let mut seen = 0;
        for statement in db::STATEMENTS.iter().filter(|s| s.file.contains("jobs")) {
            db.prepare(statement.text).await.unwrap();
            seen += 1;
        }
        assert!(seen >= 15, "only {seen} statements are registered");
    })
    .await;
}
