//! The sweep: every route, everybody, their own, another's and no thing, in the area and in one that shares all its keys.

use std::{collections::BTreeSet, path::Path};

use db::Db;
use office::Route;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row, sqlite::SqliteConnectOptions};
use tempfile::TempDir;
use testing::PostgresBed;

use crate::{
    asked::{Asker, askers, programs},
    places::{Place, Whose, body, places},
    scene::{Came, Reply, Scene},
    table::{Line, matched},
    world::{World, build, carry},
};

/// Reading routes of things that this partnership has none of: only that they are refused is tried here, and that they
/// open in the stories of their own rooms.
const WITHOUT_A_THING: [&str; 24] = [
    "GET /api/v1/board-documents/{document}",
    "GET /api/v1/board-documents/{document}/file",
    "GET /api/v1/comments/{comment}",
    "GET /api/v1/documents/{document}",
    "GET /api/v1/documents/{document}/file",
    "GET /api/v1/plan/imports/{import}",
    "GET /api/v1/print/edition/{file}",
    "GET /api/v1/print/log/actions/{file}",
    "GET /api/v1/print/log/decisions/{file}",
    "GET /api/v1/print/log/risks/{file}",
    "GET /office/board-documents/{document}",
    "GET /office/board-documents/{document}/file",
    "GET /office/comments/{comment}",
    "GET /office/documents/{document}",
    "GET /office/documents/{document}/edit",
    "GET /office/documents/{document}/file",
    "GET /office/documents/{document}/handed-in",
    "GET /office/editions/{edition}/withdraw",
    "GET /office/plan/changes/{change}/undo",
    "GET /office/plan/imports/{import}",
    "GET /office/print/edition/{file}",
    "GET /office/print/log/actions/{file}",
    "GET /office/print/log/decisions/{file}",
    "GET /office/print/log/risks/{file}",
];

/// Two areas in one file, the second a copy of the first under another identifier, and the office over both.
pub(crate) struct Bed {
    /// The folder with keys and database.
    pub(crate) folder: TempDir,
    /// The first area and the second.
    pub(crate) worlds: [World; 2],
}

impl Bed {
    /// Builds both.
    pub(crate) async fn build() -> Self {
        let folder = TempDir::new().unwrap();
        let address = address(folder.path());
        let settings = db::Settings { connections: 2, create: true };
        let db = Db::open(&address, settings).await.unwrap();
        db::migrate(&db).await.unwrap();
        let (first, former) = build(&db, "first").await;
        let second = testing::an_area(&db, "second").await;
        double(folder.path(), &first, second.id.0).await;
        let mut other = World { area: second, ..first.clone() };
        carry(&db, &mut other, &former).await;
        db.close().await;
        Self { folder, worlds: [first, other] }
    }

    /// The office over a copy of the database as it was built, with the copy's folder.
    pub(crate) async fn copy(&self) -> (TempDir, Scene) {
        let folder = TempDir::new().unwrap();
        for entry in std::fs::read_dir(self.folder.path()).unwrap() {
            let from = entry.unwrap().path();
            std::fs::copy(&from, folder.path().join(from.file_name().unwrap())).unwrap();
        }
        let scene = Scene::open(&address(folder.path()), folder.path()).await;
        (folder, scene)
    }
}

fn address(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("waymark.db").display())
}

/// Copies every row of an area to another identifier. The word that stands in every text of the first becomes another
/// one, so that a text of the wrong area shows itself.
async fn double(folder: &Path, first: &World, second: uuid::Uuid) {
    let options = SqliteConnectOptions::new().filename(folder.join("waymark.db")).foreign_keys(false);
    let mut copy = options.connect().await.unwrap();
    for table in db::area_tables().into_iter().filter(|table| table != "area") {
        let listed =
            sqlx::query(AssertSqlSafe(format!("PRAGMA table_info({table})"))).fetch_all(&mut copy).await.unwrap();
        let columns: Vec<String> = listed.iter().map(|row| row.get("name")).collect();
        let value = |column: &String| match column.as_str() {
            "area_id" => "$1".to_owned(),
            // Its digest is over every byte.
            _ if table == "governance_snapshot" => column.clone(),
            _ => format!(
                "CASE typeof({column}) WHEN 'text' THEN REPLACE({column}, 'Kestrel', 'Plover') ELSE {column} END"
            ),
        };
        let values: Vec<String> = columns.iter().map(value).collect();
        let text = format!(
            "INSERT OR IGNORE INTO {table} ({}) SELECT {} FROM {table} WHERE area_id = $2",
            columns.join(", "),
            values.join(", ")
        );
        let done = sqlx::query(AssertSqlSafe(text)).bind(second).bind(first.area.id.0).execute(&mut copy).await;
        done.unwrap_or_else(|error| unreachable!("{table}: {error}"));
    }
    copy.close().await.unwrap();
}

/// How many rows each table of an area has; the record of deeds is one of them.
pub(crate) async fn counts(scene: &Scene, area: kernel::AreaId) -> Vec<(String, i64)> {
    let mut tx = scene.installation.db.read(area).await.unwrap();
    let mut counts = Vec::new();
    for table in db::area_tables() {
        let text = AssertSqlSafe(format!("SELECT COUNT(*) FROM {table} WHERE area_id = $1"));
        let count: i64 = db::on!(&mut tx, conn => sqlx::query_scalar(text).bind(area.0).fetch_one(conn).await).unwrap();
        counts.push((table, count));
    }
    counts
}

/// What was tried and what was not as the table says.
#[derive(Default)]
pub(crate) struct Findings {
    /// How many requests were made.
    pub(crate) tried: usize,
    /// Each fault as a sentence.
    pub(crate) faults: Vec<String>,
    /// Routes that somebody entered.
    pub(crate) entered: BTreeSet<String>,
}

impl Findings {
    fn note(&mut self, expected: Came, line: &Line, place: &Place, asker: &Asker, reply: &Reply) {
        self.tried += 1;
        let came = reply.came();
        if came == Came::In {
            self.entered.insert(line.name());
        }
        // What a form sends to no thing may be refused for itself before the thing is looked for.
        let refused = !line.is_safe() && place.whose == Whose::Absent && expected == Came::Nowhere;
        let fine = came == expected || (refused && asker.reaches(line) && matches!(reply.status.as_u16(), 409 | 422));
        if !fine {
            self.faults.push(format!(
                "{} {} ({:?}) for {}: {expected:?} expected, {came:?} came ({})",
                line.method, place.path, place.whose, asker.name, reply.status
            ));
        }
    }

    /// Stops the test where anything was found.
    pub(crate) fn must_be_none(&self) {
        assert!(self.faults.is_empty(), "{} of {}:\n{}", self.faults.len(), self.tried, self.faults.join("\n"));
    }
}

/// Asks for every place of one route as one asker. Foreign and absent must answer alike to whoever may not know.
async fn ask(scene: &Scene, world: &World, (line, route): &(Line, Route), asker: &Asker, found: &mut Findings) {
    let mut unlike = Vec::new();
    for place in places(world, &asker.person, line) {
        let Some(expected) = asker.expected(line, route.access, &place) else { continue };
        if !line.is_safe() && matches!(expected, Came::In) {
            continue;
        }
        let said = body(world, line, &place);
        let slug = world.area.slug.to_string();
        let reply = scene.ask(&slug, asker.shows(line), (&line.method, &place.path), &said).await;
        found.note(expected, line, &place, asker, &reply);
        let foreign_word = if slug == "first" { "Plover" } else { "Kestrel" };
        if reply.text.contains(foreign_word) && !line.pattern.contains("snapshots/") {
            found.faults.push(format!("{} {} shows {} a text of the other area", line.method, place.path, asker.name));
        }
        if expected != Came::In && asker.must_not_tell(line) && place.whose != Whose::Own {
            unlike.push((place.path.clone(), reply.likeness(&place.keys)));
        }
    }
    if let [(foreign, one), (absent, other)] = unlike.as_slice()
        && one != other
    {
        let parted = one.lines().zip(other.lines()).find(|(one, other)| one != other);
        found.faults.push(format!("{}: {foreign} can be told from {absent}: {parted:?}", asker.name));
    }
}

/// Everybody reads everything, and tries what they may not do.
async fn read_and_refuse(
    scene: &Scene,
    (world, elsewhere): (&World, Option<&World>),
    found: &mut Findings,
    wanted: impl Fn(&Line, &Asker) -> bool,
) {
    let before = counts(scene, world.area.id).await;
    let programs = programs(world);
    for matched in matched() {
        let everybody = askers(world, elsewhere).into_iter();
        for asker in everybody.filter(|asker| asker.asks(&matched.0) && wanted(&matched.0, asker)) {
            ask(scene, world, &matched, &asker, found).await;
        }
        if matched.0.is_api() {
            for program in programs.iter().filter(|program| program.lacks(matched.1.access)) {
                ask(scene, world, &matched, program, found).await;
            }
        }
        let after = counts(scene, world.area.id).await;
        if after != before {
            let changed: Vec<_> = before.iter().zip(&after).filter(|(before, after)| before != after).collect();
            found.faults.push(format!("{}: something was written: {changed:?}", matched.0.name()));
            break;
        }
    }
}

#[tokio::test]
async fn nobody_reads_or_does_more_than_the_table_says_in_two_areas_that_share_every_key() {
    let bed = Bed::build().await;
    let (_folder, scene) = bed.copy().await;
    let mut found = Findings::default();
    let [first, second] = &bed.worlds;
    read_and_refuse(&scene, (first, Some(second)), &mut found, |_, _| true).await;
    let untouched = counts(&scene, second.area.id).await;
    read_and_refuse(&scene, (second, Some(first)), &mut found, |line, _| line.is_safe()).await;
    assert_eq!(counts(&scene, second.area.id).await, untouched, "the second area was written to");
    found.must_be_none();
    let reading = matched().into_iter().map(|(line, _)| line).filter(|line| line.is_safe() && !line.is_open());
    let unseen: Vec<String> = reading.map(|line| line.name()).filter(|name| !found.entered.contains(name)).collect();
    assert_eq!(unseen, WITHOUT_A_THING, "routes nobody entered");
}

#[tokio::test]
async fn whoever_may_do_something_can_do_it_and_leaves_the_other_area_alone() {
    let bed = Bed::build().await;
    let [world, other] = &bed.worlds;
    let mut found = Findings::default();
    let (mut folder, mut scene) = bed.copy().await;
    let beside = counts(&scene, other.area.id).await;
    for (line, route) in matched().into_iter().filter(|(line, _)| !line.is_safe()) {
        for asker in askers(world, None).into_iter().filter(|asker| asker.asks(&line)) {
            for place in places(world, &asker.person, &line) {
                if asker.expected(&line, route.access, &place) != Some(Came::In) {
                    continue;
                }
                let said = body(world, &line, &place);
                let reply = scene.ask("first", asker.shows(&line), (&line.method, &place.path), &said).await;
                found.note(Came::In, &line, &place, &asker, &reply);
                if reply.status.as_u16() < 400 {
                    assert_eq!(counts(&scene, other.area.id).await, beside, "{} reached the other area", line.name());
                    scene.installation.db.close().await;
                    (folder, scene) = bed.copy().await;
                }
            }
        }
    }
    drop(folder);
    found.must_be_none();
}

/// On PostgreSQL the reading and the refusing, in one area and for the council's people; the doubled area and what succeeds are tried on SQLite.
#[tokio::test]
async fn the_table_holds_on_the_other_engine_too() {
    let Some(bed) = PostgresBed::open().await else { return };
    let folder = TempDir::new().unwrap();
    let (world, _) = build(&bed.db, "first").await;
    let scene = Scene::open(&bed.address, folder.path()).await;
    let mut found = Findings::default();
    read_and_refuse(&scene, (&world, None), &mut found, |_, asker| asker.person.organisation == "council").await;
    scene.installation.db.close().await;
    bed.close().await;
    found.must_be_none();
}
