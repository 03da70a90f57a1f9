//! What pages of the office cost when the database holds ten times as many areas: the plan, one commitment's form and
//! the office's first page, in databases of 10, 100 and 1,000 areas of 500 entries each, on both engines, through the
//! program's own router in this process. `cargo xtask bench office` runs it.
//!
//! One area is filled by deeds, the others are copies of it (`testing::multiply`). Beside the pages a statement is timed
//! that finds one area's rows without an index, which must be seen to grow: otherwise nothing would be measured.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that cannot run must stop and say why")]

#[path = "../../roadmap/examples/large/mod.rs"]
mod large;

use std::{net::SocketAddr, time::Instant};

use accounts::{DemoDoor, FirstAdministrator, begin_session, invite_administrator, model::Means};
use app::{config::Config, installation::Installation, office::Side};
use axum::{
    body::{Body, to_bytes},
    http::{Request, header},
};
use db::Db;
use jiff::civil::{Date, date};
use kernel::{Actor, AreaId, Clock};
use office::Role;
use roadmap::deeds::{hold_tree, perform};
use serde_json::{Value, json};
use shelf::Beside;
use tempfile::TempDir;
use testing::{PostgresBed, SqliteBed, an_area, count_without_index, fixed, multiply};

const SIZES: [usize; 3] = [10, 100, 1_000];
const ENTRIES: usize = 500;
const PAGES: [(&str, &str); 3] =
    [("the plan", "/office/plan"), ("one commitment's form", "/office/plan/nodes/e-7/words"), ("the home", "/office")];
/// How often each page is asked for in each database.
const ROUNDS: usize = 45;
/// How often the statement without an index is asked.
const CONTROLS: usize = 5;
/// Areas whose pages are asked for in turn: the first, one from the middle and the last.
const READ: usize = 3;
const TODAY: Date = date(2026, 7, 21);

/// A filled database with the office open over it.
struct Filled {
    office: Side,
    installation: Installation,
    /// The word of each area that is read, with a session's secret.
    doors: Vec<(String, String)>,
    read: Vec<AreaId>,
    _keys: TempDir,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let sizes = sizes();
    let mut engines = Vec::new();
    let mut beds = Vec::new();
    let mut filled = Vec::new();
    for size in &sizes {
        let bed = SqliteBed::open().await;
        filled.push(fill(&bed.db, &bed.address, *size).await);
        beds.push(bed);
    }
    engines.push(measured("SQLite", &sizes, &filled).await);
    let mut servers = Vec::new();
    filled.clear();
    for size in &sizes {
        let Some(bed) = PostgresBed::open().await else { continue };
        filled.push(fill(&bed.db, &bed.address, *size).await);
        servers.push(bed);
    }
    if filled.len() == sizes.len() {
        engines.push(measured("PostgreSQL", &sizes, &filled).await);
    }
    for opened in filled {
        opened.installation.db.close().await;
    }
    for bed in servers {
        bed.close().await;
    }
    println!("{}", json!({ "unit": "microseconds", "sizes": sizes, "entries": ENTRIES, "engines": engines }));
}

/// Other sizes can be named, to try the measurement itself.
fn sizes() -> Vec<usize> {
    let named: Vec<usize> = std::env::args().skip(1).map(|size| size.parse().unwrap()).collect();
    if named.is_empty() { SIZES.to_vec() } else { named }
}

/// Fills one area by deeds, copies it, and opens the office.
async fn fill(db: &Db, address: &str, size: usize) -> Filled {
    let begun = Instant::now();
    let first = an_area(db, "area-0").await;
    let now = fixed(TODAY).now();
    let mut tx = db.write(first.id).await.unwrap();
    let tree = hold_tree(&mut tx).await.unwrap();
    let deeds = large::programme(ENTRIES).deeds(&tree).unwrap();
    let operator = Actor::operator("bench");
    perform(&mut tx, &operator, now, tree, &deeds).await.unwrap();
    let chief = FirstAdministrator {
        organisation: "council".to_owned(),
        organisation_name: "Council".to_owned(),
        name: "Chief".to_owned(),
        email: None,
    };
    invite_administrator(&mut tx, &operator, &chief, now).await.unwrap();
    let cast = [(Role::ProgrammeOffice, "Officer", "council")];
    let person = DemoDoor::furnish(&mut tx, &cast, now).await.unwrap().people(first.id)[0].person;
    tx.commit().await.unwrap();
    let mut areas = vec![first.clone()];
    for number in 1..size {
        areas.push(an_area(db, &format!("area-{number}")).await);
    }
    // Nothing else may be writing meanwhile, and the file is taken off its log.
    db.close().await;
    let copies: Vec<AreaId> = areas[1..].iter().map(|area| area.id).collect();
    multiply(address, first.id, &copies).await;
    let keys = TempDir::new().unwrap();
    let config = Config {
        database: address.to_owned(),
        data_dir: keys.path().to_owned(),
        site: "http://localhost:8080".to_owned(),
        connections: 2,
        ..Config::default()
    };
    let installation = Installation::open(config).await.unwrap().at(Clock::at_noon(TODAY));
    let office = app::office::open(&installation, None).await.unwrap().unwrap();
    let (mut doors, mut read) = (Vec::new(), Vec::new());
    for area in [&areas[0], &areas[size / 2], &areas[size - 1]] {
        let mut tx = installation.db.write(area.id).await.unwrap();
        let session = begin_session(&mut tx, person, Means::Demonstration, now).await.unwrap();
        tx.commit().await.unwrap();
        doors.push((area.slug.to_string(), session.reveal().to_owned()));
        read.push(area.id);
    }
    println!("{size} areas in {}: {:.1} s", installation.db.engine_name(), begun.elapsed().as_secs_f64());
    Filled { office, installation, doors, read, _keys: keys }
}

/// The times of every page in every database, taken in turns so that what else the machine does falls on all.
async fn measured(engine: &str, sizes: &[usize], filled: &[Filled]) -> Value {
    let mut pages = Vec::new();
    for (name, path) in PAGES {
        let mut times = vec![Vec::new(); sizes.len()];
        for round in 0..ROUNDS + READ {
            for (place, database) in filled.iter().enumerate() {
                let took = page(database, round, path).await;
                // The first of each area warms what is kept in memory.
                if round >= READ {
                    times[place].push(took);
                }
            }
        }
        pages.push(json!({ "page": name, "times": times }));
    }
    let mut times = vec![Vec::new(); sizes.len()];
    for round in 0..=CONTROLS {
        for (place, database) in filled.iter().enumerate() {
            let took = control(database).await;
            if round > 0 {
                times[place].push(took);
            }
        }
    }
    json!({ "engine": engine, "pages": pages, "unindexed": times })
}

async fn page(database: &Filled, round: usize, path: &str) -> u128 {
    let (slug, secret) = &database.doors[round % READ];
    let request = Request::get(format!("/{slug}{path}"))
        .header(header::HOST, "localhost")
        .header(header::COOKIE, format!("__Host-waymark-{slug}={secret}"))
        .body(Body::empty())
        .unwrap();
    // From ever new addresses: how often one may ask is not what is measured.
    let reader = u32::try_from(0x0A00_0001 + round).unwrap().to_be_bytes();
    let begun = Instant::now();
    let answer = database.office.answer(request, SocketAddr::from((reader, 9))).await;
    let status = answer.status();
    let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    let took = begun.elapsed().as_micros();
    assert!(status.is_success() && body.len() > 1_000, "{path}: {status}");
    took
}

async fn control(database: &Filled) -> u128 {
    let area = database.read[1];
    let begun = Instant::now();
    let found = count_without_index(&database.installation.db, area).await;
    assert_eq!(found, i64::try_from(ENTRIES).unwrap());
    begun.elapsed().as_micros()
}
