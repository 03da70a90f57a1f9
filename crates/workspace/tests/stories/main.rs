//! The programme office changes the plan over HTTP, on both engines.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on must stop the test")]

use db::Db;
use jiff::civil::date;
use kernel::{Actor, Area};
use office::Rooms;
use roadmap::{
    deeds::{hold_tree, perform},
    model::Tree,
    programme::Programme,
    store,
};
use testing::{OfficeBed, an_area, fixed};

mod bringing;
mod changing;
mod machine;

pub(crate) const PLAN: &str = r#"
[[body]]
key = "council"
name = "Ridgeway County Council"
kind = "council"

[[body]]
key = "forum"
name = "Ridgeway Parent Voice"
kind = "parent carer forum"

[[theme]]
key = "voice"
name = "Listening"
plain = "Asking families."

[[plan]]
key = "old"
kind = "priority action plan"
title = "Action plan"
levels = ["action"]

[[plan]]
key = "roadmap"
kind = "roadmap"
title = "Roadmap"
levels = ["entry"]
is_roadmap = true

[[node]]
key = "survey"
plan = "old"
level = "action"
wording = "Survey parents"
when = "2026-06-30"

[[node]]
key = "charter"
plan = "old"
level = "action"
wording = "Agree a charter"
when = "2026-09-30"

[[node]]
key = "listen"
plan = "roadmap"
level = "entry"
wording = "Listen to parents"
when = "2026-12-31"

[[about]]
node = "survey"
private = "The landlord may sell"
owners = [{ body = "council", part = "lead" }]
"#;

/// The office of an area that holds the plan above.
pub(crate) async fn ridgeway(db: &Db) -> (Area, OfficeBed) {
    let area = an_area(db, "ridgeway").await;
    let mut tx = db.write(area.id).await.unwrap();
    let tree = hold_tree(&mut tx).await.unwrap();
    let deeds = Programme::parse(PLAN).unwrap().deeds(&tree).unwrap();
    let day = date(2026, 3, 2);
    perform(&mut tx, &Actor::operator("office"), fixed(day).now(), tree, &deeds).await.unwrap();
    tx.commit().await.unwrap();
    let bed = OfficeBed::open(db, &area, day, workspace::routes().and(office::home()), |office| {
        office.with(Rooms::of(vec![Box::new(workspace::Asks)]))
    });
    (area, bed)
}

pub(crate) async fn tree(db: &Db, area: &Area) -> Tree {
    store::load_tree(&mut db.read(area.id).await.unwrap()).await.unwrap()
}
