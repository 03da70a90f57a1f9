//! A backup made on one engine and restored on either.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on must stop the test")]

use std::{fs, io::Read, os::unix::fs::MetadataExt, path::Path};

use db::Step::{Checking, Restoring, Writing};
use db::{ArchiveError, Db, InstantCol, Progress, backup, check_backup, on, restore};
use jiff::{Timestamp, civil::date};
use jobs::{NewJob, enqueue};
use kernel::{Actor, AreaId};
use proptest::{prelude::*, strategy::ValueTree};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, types::Json};
use testing::{PostgresBed, SqliteBed, an_area, fixed, on_both_engines};

fn noon() -> Timestamp {
    fixed(date(2026, 3, 2)).now()
}

fn unheard(_: Progress<'_>) {}

const PAYLOADS: [&str; 4] = ["null", r#"{"b":1,"a":[1.5,true,"\u00e9"]}"#, "5", r#""""#];

/// Two areas with deeds, jobs and receipts, and with values that are awkward to copy.
async fn fill(db: &Db) -> Vec<AreaId> {
    let areas = vec![an_area(db, "here").await.id, an_area(db, "there").await.id];
    for area in &areas {
        let mut tx = db.write(*area).await.unwrap();
        for number in 0..30 {
            let detail = json!({"n": number, "words": "line\nbreak \u{1f331} \\ \" '"});
            audit::record(&mut tx, &Actor::operator("office"), "deed", "subject", &detail, noon()).await.unwrap();
        }
        for text in PAYLOADS {
            let payload = serde_json::from_str(text).unwrap();
            let job = NewJob { kind: "letter".to_owned(), payload, run_at: noon(), dedupe: None };
            enqueue(&mut tx, &job, noon()).await.unwrap();
        }
        write_receipt(&mut tx, &[0, 255, 10, 39]).await;
        tx.commit().await.unwrap();
    }
    areas
}

async fn write_receipt(tx: &mut db::Tx, body: &[u8]) {
    let area = tx.area_key();
    let text = "INSERT INTO receipt (area_id, receipt_key, route, request_digest, begun_at, status, body)
                VALUES ($1, 'key', '', $2, $3, 303, $2)";
    on!(tx, conn => sqlx::query(text).bind(area).bind(body).bind(InstantCol(noon())).execute(conn).await.map(|_| ()))
        .unwrap();
}

fn lines(path: &Path) -> Vec<Value> {
    let mut text = String::new();
    let file = std::fs::File::open(path).unwrap();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The rows of an archive with JSON cells read as JSON: PostgreSQL keeps the value, not its spaces.
fn content(path: &Path) -> Vec<Value> {
    let mut json_columns = Vec::new();
    let mut content = Vec::new();
    for line in lines(path) {
        if let Some(table) = line.get("table") {
            let columns = table["columns"].as_array().unwrap();
            json_columns = columns.iter().map(|column| column[1] == "JSONB").collect();
            content.push(table.clone());
        } else if let Some(cells) = line.get("row").and_then(Value::as_array) {
            let cells = cells.iter().zip(&json_columns).map(|(cell, is_json)| match (is_json, cell) {
                (true, Value::String(text)) => serde_json::from_str(text).unwrap(),
                _ => cell.clone(),
            });
            content.push(Value::Array(cells.collect()));
        }
    }
    content
}

fn assert_same(first: &[Value], second: &[Value]) {
    for (number, (one, other)) in first.iter().zip(second).enumerate() {
        assert_eq!(one, other, "line {number} differs");
    }
    assert_eq!(first.len(), second.len());
}

/// From one database to another: everything is there, and the audit record still holds.
async fn moves(from: &Db, to: &Db) {
    let areas = fill(from).await;
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    let written = backup(from, &first, noon(), unheard).await.unwrap();
    let (header, read) = restore(&first, to, unheard).await.unwrap();
    assert_eq!((&header.engine[..], header.taken_at), (from.engine_name(), noon()));
    assert_eq!(written, read);
    assert_eq!(read.rows["audit_entry"], 60);
    backup(to, &second, noon(), unheard).await.unwrap();
    assert_same(&content(&first), &content(&second));

    for area in areas {
        let mut tx = to.read(area).await.unwrap();
        assert_eq!(audit::verify(&mut tx).await.unwrap().entries, 30);
        drop(tx);
        let mut tx = to.write(area).await.unwrap();
        let lease = jiff::SignedDuration::from_mins(1);
        let mut payloads = Vec::new();
        while let Some(claim) = jobs::claim(&mut tx, noon(), lease).await.unwrap() {
            payloads.push(claim.payload);
        }
        assert!(PAYLOADS.iter().all(|text| {
            let payload: Value = serde_json::from_str(text).unwrap();
            payloads.contains(&payload)
        }));
        let office = Actor::operator("office");
        audit::record_gap(&mut tx, &audit::SigningKey::fresh(), &office, "restored", None, noon()).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn an_embedded_database_moves_to_another_file() {
    let (from, to) = (SqliteBed::open().await, SqliteBed::open().await);
    moves(&from.db, &to.db).await;
}

#[tokio::test]
async fn an_embedded_database_grows_onto_a_server() {
    let Some(to) = PostgresBed::open().await else { return };
    let from = SqliteBed::open().await;
    moves(&from.db, &to.db).await;
    to.close().await;
}

#[tokio::test]
async fn a_server_moves_to_another_and_into_one_file() {
    let (Some(from), Some(to)) = (PostgresBed::open().await, PostgresBed::open().await) else { return };
    moves(&from.db, &to.db).await;
    let file = SqliteBed::open().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("backup");
    backup(&to.db, &path, noon(), unheard).await.unwrap();
    restore(&path, &file.db, unheard).await.unwrap();
    let again = folder.path().join("again");
    backup(&file.db, &again, noon(), unheard).await.unwrap();
    assert_same(&content(&path), &content(&again));
    from.close().await;
    to.close().await;
}

#[tokio::test]
async fn the_program_works_on_while_a_backup_shows_one_moment() {
    on_both_engines(async |db| {
        let areas = fill(&db).await;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("backup");
        let writer = tokio::spawn({
            let (db, area) = (db.clone(), areas[0]);
            async move {
                for _ in 0..50 {
                    let mut tx = db.write(area).await.unwrap();
                    let office = Actor::operator("office");
                    audit::record(&mut tx, &office, "deed", "x", &json!({}), noon()).await.unwrap();
                    let job = NewJob { kind: "k".to_owned(), payload: json!({}), run_at: noon(), dedupe: None };
                    enqueue(&mut tx, &job, noon()).await.unwrap();
                    tx.commit().await.unwrap();
                }
            }
        });
        let written = backup(&db, &path, noon(), unheard).await.unwrap();
        writer.await.unwrap();
        // Each deed wrote one of both: at any one moment they keep step.
        assert_eq!(written.rows["audit_entry"] - 60, written.rows["job"] - 8);
        let to = SqliteBed::open().await;
        restore(&path, &to.db, unheard).await.unwrap();
        let mut tx = to.db.read(areas[0]).await.unwrap();
        audit::verify(&mut tx).await.unwrap();
    })
    .await;
}

async fn is_empty(db: &Db) -> bool {
    let mut tx = db.read_registry().await.unwrap();
    db::areas(&mut tx).await.unwrap().is_empty()
}

#[tokio::test]
async fn a_cut_or_altered_file_is_refused_and_nothing_is_restored() {
    let (from, to) = (SqliteBed::open().await, SqliteBed::open().await);
    fill(&from.db).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("backup");
    backup(&from.db, &path, noon(), unheard).await.unwrap();
    let whole = std::fs::read(&path).unwrap();
    let broken = folder.path().join("broken");
    let before = content(&path);

    for length in [0, 1, 9, 10, whole.len() / 2, whole.len() - 9, whole.len() - 8, whole.len() - 1] {
        std::fs::write(&broken, &whole[..length]).unwrap();
        let refused = restore(&broken, &to.db, unheard).await.unwrap_err();
        let right = match refused {
            ArchiveError::Cut => length > 9,
            ArchiveError::NotABackup(_) => length < 10,
            _ => false,
        };
        assert!(right, "cut at {length} of {}: {refused}", whole.len());
    }
    std::fs::write(&broken, [&whole[..], b"more"].concat()).unwrap();
    let refused = restore(&broken, &to.db, unheard).await.unwrap_err();
    assert!(matches!(refused, ArchiveError::Altered(_)), "{refused}");
    for place in (0..10).chain((10..whole.len()).step_by(11)) {
        let mut bytes = whole.clone();
        bytes[place] ^= 1 << (place % 8);
        std::fs::write(&broken, &bytes).unwrap();
        // A bit of padding between two blocks may change without any content changing.
        let passed = check_backup(&broken, unheard).is_ok();
        assert!(!passed || content(&broken) == before, "byte {place} was changed");
    }
    assert!(is_empty(&to.db).await);
    restore(&path, &to.db, unheard).await.unwrap();
}

/// Packs lines as a backup would be packed, but sealed by somebody who does not know the digest.
fn pack(path: &Path, lines: &[Value]) {
    use std::io::Write;
    let file = std::fs::File::create(path).unwrap();
    let gzip = flate2::GzBuilder::new().operating_system(255);
    let mut out = gzip.write(file, flate2::Compression::default());
    for line in lines {
        writeln!(out, "{line}").unwrap();
    }
    out.finish().unwrap();
}

#[tokio::test]
async fn lines_left_out_added_or_changed_inside_a_sound_file_are_refused() {
    let (from, to) = (SqliteBed::open().await, SqliteBed::open().await);
    fill(&from.db).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("backup");
    backup(&from.db, &path, noon(), unheard).await.unwrap();
    let whole = lines(&path);
    let broken = folder.path().join("broken");
    let mut variants = Vec::new();
    for place in [1, 5, whole.len() - 2] {
        let mut shorter = whole.clone();
        shorter.remove(place);
        variants.push(shorter);
        let mut longer = whole.clone();
        longer.insert(place, whole[place].clone());
        variants.push(longer);
    }
    variants.push([&whole[..], &whole[2..3]].concat());
    let mut changed = whole.clone();
    let place = changed.iter().position(|line| line["row"][2].is_string()).unwrap();
    changed[place]["row"][2] = json!("Elsewhere");
    variants.push(changed);
    for variant in variants {
        pack(&broken, &variant);
        let refused = restore(&broken, &to.db, unheard).await.unwrap_err();
        assert!(matches!(refused, ArchiveError::Altered(_)), "{refused}");
    }
    pack(&broken, &whole[..whole.len() - 1]);
    let refused = restore(&broken, &to.db, unheard).await.unwrap_err();
    assert!(matches!(refused, ArchiveError::Cut), "{refused}");
    pack(&broken, &whole);
    restore(&broken, &to.db, unheard).await.unwrap();
}

#[tokio::test]
async fn a_restore_goes_into_an_empty_database_of_the_same_step_only() {
    on_both_engines(async |db| {
        let from = SqliteBed::open().await;
        fill(&from.db).await;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("backup");
        backup(&from.db, &path, noon(), unheard).await.unwrap();
        let again = backup(&from.db, &path, noon(), unheard).await.unwrap_err();
        assert!(matches!(again, ArchiveError::AlreadyThere(_)), "{again}");

        an_area(&db, "somebody").await;
        let refused = restore(&path, &db, unheard).await.unwrap_err();
        assert!(matches!(&refused, ArchiveError::NotEmpty(table) if table == "area"), "{refused}");

        run(&db, "DELETE FROM area").await;
        run(&db, "DELETE FROM migration WHERE number = (SELECT MAX(number) FROM migration)").await;
        let refused = restore(&path, &db, unheard).await.unwrap_err();
        assert!(matches!(refused, ArchiveError::OtherSchema { .. }), "{refused}");
    })
    .await;
}

async fn run(db: &Db, text: &'static str) {
    let mut tx = db.write_registry().await.unwrap();
    on!(tx, conn => sqlx::query(text).execute(conn).await.map(|_| ())).unwrap();
    tx.commit().await.unwrap();
}

const TREE: &str = "CREATE TABLE tree (area_id UUID NOT NULL, name TEXT NOT NULL, parent TEXT,
    PRIMARY KEY (area_id, name), FOREIGN KEY (area_id, parent) REFERENCES tree (area_id, name))";
const LEAF: &str = "CREATE TABLE a_leaf (area_id UUID NOT NULL, name TEXT NOT NULL, tree TEXT NOT NULL,
    PRIMARY KEY (area_id, name), FOREIGN KEY (area_id, tree) REFERENCES tree (area_id, name))";

#[tokio::test]
async fn a_tree_whose_branches_sort_before_their_roots_is_restored_with_its_pointers() {
    on_both_engines(async |db| {
        let from = SqliteBed::open().await;
        for db in [&from.db, &db] {
            run(db, TREE).await;
            run(db, LEAF).await;
            // On the server this forces row security on the new tables.
            db::migrate(db).await.unwrap();
        }
        let mut areas = Vec::new();
        for slug in ["here", "there"] {
            let area = an_area(&from.db, slug).await.id;
            for (name, parent) in [("root", None), ("branch", Some("root")), ("a twig", Some("branch"))] {
                grow(&from.db, area, name, parent).await.unwrap();
            }
            let leaf = "INSERT INTO a_leaf (area_id, name, tree) VALUES ($1, 'leaf', 'a twig')";
            let mut tx = from.db.write(area).await.unwrap();
            on!(tx, conn => sqlx::query(leaf).bind(area.0).execute(conn).await.map(|_| ())).unwrap();
            tx.commit().await.unwrap();
            areas.push(area);
        }
        let folder = tempfile::tempdir().unwrap();
        let (path, again) = (folder.path().join("backup"), folder.path().join("again"));
        backup(&from.db, &path, noon(), unheard).await.unwrap();
        let lines = content(&path);
        let order: Vec<&str> = lines.iter().filter_map(|line| line.get("name")?.as_str()).collect();
        let place = |name| order.iter().position(|table| *table == name);
        assert!(place("tree") < place("a_leaf"), "{order:?}");
        restore(&path, &db, unheard).await.unwrap();
        backup(&db, &again, noon(), unheard).await.unwrap();
        assert_same(&lines, &content(&again));

        // The pointers are checked again at once, as before.
        for area in areas {
            assert!(grow(&db, area, "x", Some("nowhere")).await.is_err());
            grow(&db, area, "x", Some("a twig")).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn a_tree_that_points_nowhere_is_not_restored() {
    on_both_engines(async |db| {
        let from = SqliteBed::open().await;
        let pointers = TREE.find(", FOREIGN").unwrap();
        let without_pointers = format!("{})", &TREE[..pointers]);
        run(&from.db, without_pointers.leak()).await;
        run(&db, TREE).await;
        let area = an_area(&from.db, "here").await.id;
        grow(&from.db, area, "twig", Some("nowhere")).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("backup");
        backup(&from.db, &path, noon(), unheard).await.unwrap();
        let refused = restore(&path, &db, unheard).await.unwrap_err();
        assert!(matches!(refused, ArchiveError::Engine(_)), "{refused}");
        assert!(is_empty(&db).await);
    })
    .await;
}

async fn grow(db: &Db, area: AreaId, name: &str, parent: Option<&str>) -> sqlx::Result<()> {
    let text = "INSERT INTO tree (area_id, name, parent) VALUES ($1, $2, $3)";
    let mut tx = db.write(area).await?;
    on!(tx, conn => sqlx::query(text).bind(area.0).bind(name).bind(parent).execute(conn).await.map(|_| ()))?;
    tx.commit().await
}

#[tokio::test]
async fn a_type_the_archive_has_no_form_for_stops_the_backup() {
    let bed = SqliteBed::open().await;
    run(&bed.db, "CREATE TABLE odd (id UUID NOT NULL PRIMARY KEY, weight DOUBLE PRECISION)").await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("backup");
    let refused = backup(&bed.db, &path, noon(), unheard).await.unwrap_err();
    assert!(refused.to_string().contains("weight"), "{refused}");
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 0, "nothing half done remains");
}

#[tokio::test]
async fn long_work_shows_how_far_it_is() {
    let (from, to) = (SqliteBed::open().await, SqliteBed::open().await);
    let area = an_area(&from.db, "here").await.id;
    let mut tx = from.db.write(area).await.unwrap();
    for _ in 0..2100 {
        let office = Actor::operator("office");
        audit::record(&mut tx, &office, "deed", "x", &json!({}), noon()).await.unwrap();
    }
    tx.commit().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("backup");
    let mut told = Vec::new();
    let mut hear = |progress: Progress<'_>| {
        if progress.table == "audit_entry" && progress.rows > 0 {
            told.push((progress.step, progress.rows));
        }
    };
    backup(&from.db, &path, noon(), &mut hear).await.unwrap();
    restore(&path, &to.db, &mut hear).await.unwrap();
    let expected = [
        (Writing, 1000),
        (Writing, 2000),
        (Writing, 2100),
        (Checking, 1000),
        (Checking, 2000),
        (Restoring, 1000),
        (Restoring, 2000),
    ];
    assert_eq!(told, expected);
}

fn a_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[^\u{0}]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,3}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

type Sample = (Option<String>, Option<Vec<u8>>, Option<i64>, Option<bool>, Option<i32>, Value);

/// Any row of every type comes back as it was, through the other engine and home again.
#[tokio::test]
async fn any_value_survives_the_way_to_the_other_engine_and_back() {
    const SAMPLE: &str = "CREATE TABLE sample (id BIGINT NOT NULL PRIMARY KEY, words TEXT, bytes BYTEA,
        number BIGINT, truth BOOLEAN, day DATE, at TIMESTAMPTZ, json JSONB NOT NULL)";
    let Some(server) = PostgresBed::open().await else { return };
    let (home, back) = (SqliteBed::open().await, SqliteBed::open().await);
    for db in [&server.db, &home.db, &back.db] {
        run(db, SAMPLE).await;
    }
    let strategy = prop::collection::vec(
        (
            prop::option::of("[^\u{0}]{0,12}"),
            prop::option::of(prop::collection::vec(any::<u8>(), 0..12)),
            prop::option::of(any::<i64>()),
            prop::option::of(any::<bool>()),
            prop::option::of(-100_000..100_000),
            a_json(),
        ),
        200,
    );
    let mut runner = proptest::test_runner::TestRunner::default();
    let samples = strategy.new_tree(&mut runner).unwrap().current();
    insert_samples(&home.db, &samples).await;

    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    backup(&home.db, &path("1"), noon(), unheard).await.unwrap();
    restore(&path("1"), &server.db, unheard).await.unwrap();
    backup(&server.db, &path("2"), noon(), unheard).await.unwrap();
    restore(&path("2"), &back.db, unheard).await.unwrap();
    backup(&back.db, &path("3"), noon(), unheard).await.unwrap();
    assert_same(&content(&path("1")), &content(&path("2")));
    // But for the first line and the digest, the two files of one content are the same.
    let (second, third) = (lines(&path("2")), lines(&path("3")));
    let last = second.len() - 1;
    assert_same(&second[1..last], &third[1..last]);
    assert_eq!(second[last]["end"]["rows"], third[last]["end"]["rows"]);
    server.close().await;
}

async fn insert_samples(db: &Db, samples: &[Sample]) {
    let mut tx = db.write_registry().await.unwrap();
    for (id, (words, bytes, number, truth, day, json)) in samples.iter().enumerate() {
        let text = "INSERT INTO sample (id, words, bytes, number, truth, day, at, json)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let day = day.map(|days| date(2000, 1, 1) + jiff::Span::new().days(days));
        let at = number.map(|seconds| Timestamp::from_second(seconds.rem_euclid(9_000_000_000)).unwrap());
        on!(tx, conn => sqlx::query(AssertSqlSafe(text))
            .bind(i64::try_from(id).unwrap())
            .bind(words)
            .bind(bytes)
            .bind(number)
            .bind(truth)
            .bind(day.map(db::DateCol))
            .bind(at.map(InstantCol))
            .bind(Json(json))
            .execute(conn)
            .await
            .map(|_| ()))
        .unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_file_that_came_to_be_while_the_backup_was_written_is_left_alone() {
    let from = SqliteBed::open().await;
    fill(&from.db).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("backup");
    let meanwhile = |_: Progress<'_>| fs::write(&path, "somebody else's").unwrap();

    let refused = backup(&from.db, &path, noon(), meanwhile).await.unwrap_err();

    assert!(matches!(refused, ArchiveError::AlreadyThere(_)), "{refused}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "somebody else's");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing unfinished is left");
    from.close().await;
}

#[tokio::test]
async fn a_backup_is_read_by_its_owner_only_and_has_one_name() {
    let from = SqliteBed::open().await;
    fill(&from.db).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("backup");
    // What was once a name that could be foreseen leads somewhere else.
    let elsewhere = folder.path().join("elsewhere");
    std::os::unix::fs::symlink(&elsewhere, folder.path().join("backup.unfinished")).unwrap();

    backup(&from.db, &path, noon(), unheard).await.unwrap();

    let found = fs::metadata(&path).unwrap();
    assert_eq!((found.mode() & 0o777, found.nlink()), (0o600, 1));
    assert!(!elsewhere.exists());
    from.close().await;
}
