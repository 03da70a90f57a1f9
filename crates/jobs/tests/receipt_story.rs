//! A form sent twice.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a story that cannot go on must stop the test")]

use db::Db;
use jiff::{Timestamp, civil::date};
use jobs::{
    NewJob, Registry, Settings, Worker, enqueue,
    receipt::{Begun, StoredAnswer, begin, keep_tidy, store},
    standing,
};
use kernel::{AreaId, Clock};
use serde_json::json;
use testing::{an_area, fixed, on_both_engines};

const ROUTE: &str = "POST /ridgeway/roadmap/release";

fn noon() -> Timestamp {
    fixed(date(2026, 3, 2)).now()
}

fn sent_on_to(location: &str) -> StoredAnswer {
    StoredAnswer { status: 303, content_type: None, location: Some(location.to_owned()), body: Vec::new() }
}

async fn deed(tx: &mut db::Tx) {
    let job = NewJob { kind: "effect".to_owned(), payload: json!({}), run_at: noon(), dedupe: None };
    enqueue(tx, &job, noon()).await.unwrap();
}

async fn effects(db: &Db, area: AreaId) -> i64 {
    let mut tx = db.read(area).await.unwrap();
    standing(&mut tx).await.unwrap().waiting
}

/// The route: takes the key, does the deed, answers, all in one transaction.
async fn submit(db: &Db, area: AreaId, key: &str, digest: &[u8], location: &str) -> StoredAnswer {
    let mut tx = db.write(area).await.unwrap();
    match begin(&mut tx, key, ROUTE, digest, noon()).await.unwrap() {
        Begun::Fresh(ticket) => {
            deed(&mut tx).await;
            let answer = sent_on_to(location);
            store(&mut tx, ticket, &answer).await.unwrap();
            tx.commit().await.unwrap();
            answer
        }
        Begun::Replay(answer) => answer,
        Begun::Mismatch => panic!("taken for another request"),
    }
}

#[tokio::test]
async fn a_form_sent_twice_has_one_effect_and_the_same_answer() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        let first = submit(&db, area, "key-1", b"digest", "/edition/1").await;
        let second = submit(&db, area, "key-1", b"digest", "/edition/2").await;
        assert_eq!(first, second);
        assert_eq!(effects(&db, area).await, 1);
        submit(&db, area, "key-2", b"digest", "/edition/2").await;
        assert_eq!(effects(&db, area).await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_many_times_at_once_has_one_effect_and_the_same_answer() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        let submits: Vec<_> = (0..4)
            .map(|number| {
                let db = db.clone();
                let location = format!("/edition/{number}");
                tokio::spawn(async move { submit(&db, area, "key", b"digest", &location).await })
            })
            .collect();
        let mut answers = Vec::new();
        for submit in submits {
            answers.push(submit.await.unwrap());
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
        assert_eq!(effects(&db, area).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_key_used_for_another_request_or_by_another_area_is_told_apart() {
    on_both_engines(async |db| {
        let (here, there) = (an_area(&db, "here").await.id, an_area(&db, "there").await.id);
        submit(&db, here, "key", b"digest", "/edition/1").await;
        let mut tx = db.write(here).await.unwrap();
        let other = begin(&mut tx, "key", ROUTE, b"other digest", noon()).await.unwrap();
        assert!(matches!(other, Begun::Mismatch));
        let other = begin(&mut tx, "key", "POST /elsewhere", b"digest", noon()).await.unwrap();
        assert!(matches!(other, Begun::Mismatch));
        drop(tx);
        let answer = submit(&db, there, "key", b"digest", "/edition/9").await;
        assert_eq!(answer, sent_on_to("/edition/9"));
    })
    .await;
}

/// The broken variant: the receipt has a transaction of its own, and the deed's is then lost.
async fn submit_with_a_receipt_apart(db: &Db, area: AreaId, deed_is_lost: bool) {
    let mut tx = db.write(area).await.unwrap();
    let Begun::Fresh(ticket) = begin(&mut tx, "key", ROUTE, b"digest", noon()).await.unwrap() else {
        return;
    };
    store(&mut tx, ticket, &sent_on_to("/edition/1")).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = db.write(area).await.unwrap();
    deed(&mut tx).await;
    if !deed_is_lost {
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_deed_that_was_lost_is_done_when_the_form_is_sent_again() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        let mut tx = db.write(area).await.unwrap();
        let Begun::Fresh(ticket) = begin(&mut tx, "key", ROUTE, b"digest", noon()).await.unwrap() else {
            panic!("the key is fresh");
        };
        deed(&mut tx).await;
        store(&mut tx, ticket, &sent_on_to("/edition/1")).await.unwrap();
        drop(tx);
        submit(&db, area, "key", b"digest", "/edition/1").await;
        assert_eq!(effects(&db, area).await, 1);

        let there = an_area(&db, "there").await.id;
        submit_with_a_receipt_apart(&db, there, true).await;
        submit_with_a_receipt_apart(&db, there, false).await;
        assert_eq!(effects(&db, there).await, 0, "apart from its deed a receipt answers for nothing");
    })
    .await;
}

#[tokio::test]
async fn a_route_that_forgets_its_answer_is_found_out() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        let mut tx = db.write(area).await.unwrap();
        let begun = begin(&mut tx, "key", ROUTE, b"digest", noon()).await.unwrap();
        assert!(matches!(begun, Begun::Fresh(_)));
        tx.commit().await.unwrap();
        let mut tx = db.write(area).await.unwrap();
        let error = begin(&mut tx, "key", ROUTE, b"digest", noon()).await.unwrap_err();
        assert!(error.to_string().contains(ROUTE), "{error}");
    })
    .await;
}

#[tokio::test]
async fn an_answer_is_kept_for_thirty_days_and_then_dropped_at_night() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        let mut registry = Registry::new();
        keep_tidy(&mut registry);
        submit(&db, area, "key", b"digest", "/edition/1").await;
        let submit_again = async || submit(&db, area, "key", b"digest", "/edition/2").await;
        // The first night puts the reconciler on the schedule.
        for (day, kept) in [(3, true), (32, true), (33, false)] {
            let instant = noon() + jiff::SignedDuration::from_hours(24 * (day - 2));
            let worker = Worker::new(db.clone(), Clock::Fixed(instant), registry.clone(), Settings::default());
            worker.run_until_idle().await.unwrap();
            let expected = if kept { "/edition/1" } else { "/edition/2" };
            if day != 3 {
                assert_eq!(submit_again().await, sent_on_to(expected), "on day {day}");
            }
        }
    })
    .await;
}
