//! What one public page costs when the area holds ten times as much: the time to answer one entry's
//! page from a shelf of 50 entries and from a shelf of 500. `cargo xtask bench growth` runs it.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that cannot run must stop and say why")]

mod large;

use std::{sync::Arc, time::Instant};

use audit::SigningKey;
use jiff::civil::date;
use kernel::Actor;
use publication::load_snapshot;
use roadmap::{
    deeds::{hold_tree, perform},
    editions::{Desk, release},
};
use shelf::Shelf;
use testing::{SqliteBed, an_area, fixed};
use tower::ServiceExt;

const ROUNDS: usize = 9;
const ANSWERS: u32 = 4_000;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (small, large) = (shelf_of(50).await, shelf_of(500).await);
    let (mut at_small, mut at_large) = (Vec::new(), Vec::new());
    // Interleaved, so that what else the machine does falls on both.
    for _ in 0..ROUNDS {
        at_small.push(nanoseconds_a_page(&small).await);
        at_large.push(nanoseconds_a_page(&large).await);
    }
    println!("{}", serde_json::json!({ "unit": "ns a page", "small": at_small, "large": at_large }));
}

async fn shelf_of(entries: usize) -> Arc<Shelf> {
    let bed = SqliteBed::open().await;
    let area = an_area(&bed.db, "ridgeway").await;
    let clock = fixed(date(2026, 7, 21));
    let (actor, key) = (Actor::operator("bench"), SigningKey::fresh());
    let mut tx = bed.db.write(area.id).await.unwrap();
    let tree = hold_tree(&mut tx).await.unwrap();
    let deeds = large::programme(entries).deeds(&tree).unwrap();
    perform(&mut tx, &actor, clock.now(), tree, &deeds).await.unwrap();
    release(&mut tx, Desk { actor: &actor, key: &key, clock: &clock }, "Bench", "").await.unwrap();
    tx.commit().await.unwrap();
    let loaded = load_snapshot(&bed.db, &[key.public()]).await.unwrap();
    assert!(loaded.faults.is_empty());
    bed.close().await;
    Arc::new(Shelf::new(loaded.snapshot))
}

async fn nanoseconds_a_page(shelf: &Arc<Shelf>) -> u128 {
    let router = shelf::router(Arc::clone(shelf), shelf::Settings::default());
    let started = Instant::now();
    for _ in 0..ANSWERS {
        let request =
            axum::http::Request::get("/ridgeway/roadmap/entries/e-7").body(axum::body::Body::empty()).unwrap();
        let answer = router.clone().oneshot(request).await.unwrap();
        assert!(answer.status().is_success());
    }
    started.elapsed().as_nanos() / u128::from(ANSWERS)
}
