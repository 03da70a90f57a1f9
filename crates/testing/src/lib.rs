//! What every story test stands on: a fresh, migrated database on both engines, and a fixed day.
//!
//! PostgreSQL is the server named by `TEST_POSTGRES_URL` (`cargo xtask test` starts one). Without
//! it a story runs on SQLite alone and says so; where `WAYMARK_STRICT` is set, that is a failure.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test bed that cannot be set up must stop the test and say so"
)]

mod many;
mod office;
mod plans;
mod postgres;
mod sqlite;

use db::Db;
use jiff::civil::Date;
use kernel::{Area, AreaId, AreaProfile, Clock, fresh_id};

pub use many::{count_without_index, multiply};
pub use office::{Caller, OfficeBed, Reply, Somebody};
pub use plans::beside_the_index;
pub use postgres::PostgresBed;
pub use sqlite::SqliteBed;

/// Runs a story on a fresh SQLite file and then on a fresh PostgreSQL database.
pub async fn on_both_engines(story: impl AsyncFn(Db)) {
    let bed = SqliteBed::open().await;
    story(bed.db.clone()).await;
    bed.close().await;
    if let Some(bed) = PostgresBed::open().await {
        story(bed.db.clone()).await;
        bed.close().await;
    }
}

/// A clock that stands at noon in London on this day.
pub fn fixed(day: Date) -> Clock {
    Clock::at_noon(day)
}

/// Registers an area called like its word, for stories that need one.
pub async fn an_area(db: &Db, slug: &str) -> Area {
    let at = Clock::at_noon(jiff::civil::date(2026, 1, 5)).now();
    let area = Area {
        id: AreaId(fresh_id(at)),
        slug: slug.parse().expect("a slug"),
        name: slug.to_owned(),
        profile: AreaProfile::default(),
    };
    let mut tx = db.write_registry().await.expect("a transaction");
    db::register_area(&mut tx, &area, at).await.expect("the area is registered");
    tx.commit().await.expect("committed");
    area
}
