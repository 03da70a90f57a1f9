//! Publishes one edition of 500 entries, several times, each into a fresh embedded database, and
//! prints how long each took. `cargo xtask bench publish` runs it.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that cannot run must stop and say why")]

mod large;

use std::time::Instant;

use audit::SigningKey;
use jiff::civil::date;
use kernel::Actor;
use roadmap::{
    deeds::{hold_tree, perform},
    editions::{Desk, release},
};
use testing::{SqliteBed, an_area, fixed};

const RUNS: usize = 5;

#[tokio::main]
async fn main() {
    let mut milliseconds = Vec::new();
    for _ in 0..RUNS {
        let bed = SqliteBed::open().await;
        let area = an_area(&bed.db, "ridgeway").await;
        let clock = fixed(date(2026, 7, 21));
        let actor = Actor::operator("bench");
        let key = SigningKey::fresh();
        let mut tx = bed.db.write(area.id).await.unwrap();
        let tree = hold_tree(&mut tx).await.unwrap();
        let deeds = large::programme(500).deeds(&tree).unwrap();
        perform(&mut tx, &actor, clock.now(), tree, &deeds).await.unwrap();
        tx.commit().await.unwrap();

        let started = Instant::now();
        let mut tx = bed.db.write(area.id).await.unwrap();
        release(&mut tx, Desk { actor: &actor, key: &key, clock: &clock }, "Bench", "").await.unwrap();
        tx.commit().await.unwrap();
        milliseconds.push(started.elapsed().as_millis());
        bed.close().await;
    }
    println!("{}", serde_json::json!({ "entries": 500, "milliseconds": milliseconds }));
}
