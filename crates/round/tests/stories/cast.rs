//! The office of these stories, with a plan of two organisations.

use axum::http::StatusCode;
use db::Db;
use jiff::civil::{Date, date};
use kernel::{Actor, Area};
use office::{Office, Role, Rooms};
use roadmap::{
    deeds::{hold_tree, perform},
    programme::Programme,
};
use testing::{Caller, OfficeBed, Reply, an_area, fixed};

/// The day the round opens and answers are given.
pub(crate) const DAY: Date = date(2026, 10, 1);

const PLAN: &str = include_str!("../deeds/plan.toml");

/// An area with its plan.
pub(crate) async fn partnership(db: &Db, slug: &str) -> Area {
    let area = an_area(db, slug).await;
    bring_in(db, &area, PLAN).await;
    area
}

/// Brings a programme file in.
pub(crate) async fn bring_in(db: &Db, area: &Area, text: &str) {
    let mut tx = db.write(area.id).await.unwrap();
    let tree = hold_tree(&mut tx).await.unwrap();
    let deeds = Programme::parse(text).unwrap().deeds(&tree).unwrap();
    perform(&mut tx, &Actor::operator("office"), fixed(date(2026, 9, 1)).now(), tree, &deeds).await.unwrap();
    tx.commit().await.unwrap();
}

/// The office as it is on a day.
pub(crate) fn open(db: &Db, area: &Area, day: Date) -> OfficeBed {
    let dress = |office: Office| office.with(Rooms::of(vec![Box::new(round::Asks)]));
    OfficeBed::open(db, area, day, round::routes().and(office::home()), dress)
}

/// What the form of a new round sends.
pub(crate) const TERMS: &[(&str, &str)] = &[
    ("version", "0"),
    ("name", "Autumn 2026"),
    ("period_from", "1 July 2026"),
    ("period_to", "30 September 2026"),
    ("opens_on", "1 October 2026"),
    ("answers_due", "2026-10-14"),
    ("sign_off_due", "21 October 2026"),
    ("plans", "roadmap"),
];

/// The office's page of a round that has just been opened.
pub(crate) async fn opened(bed: &OfficeBed) -> String {
    let reply = bed.signed_in(Role::ProgrammeOffice, "council").post("office/rounds", TERMS).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    inside(&reply)
}

/// Where a reply leads, as a path inside the area.
pub(crate) fn inside(reply: &Reply) -> String {
    let (_, path) = reply.location().trim_start_matches('/').split_once('/').unwrap();
    path.to_owned()
}

/// The path of a slip's form.
pub(crate) fn slip_path(round: &str, node: &str) -> String {
    format!("office/my-answers/slips/{}/{node}", round.rsplit('/').next().unwrap())
}

/// The path of the page where an answer is signed off.
pub(crate) fn sign_path(round: &str, node: &str) -> String {
    format!("office/my-answers/sign-off/{}/{node}", round.rsplit('/').next().unwrap())
}

/// Somebody fills in a slip and presses a button.
pub(crate) async fn answers(who: &Caller<'_>, path: &str, happened: &str, deed: &str) -> Reply {
    let form = who.get(path).await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.text);
    let version = form.field("version");
    who.post(path, &whole_answer(&version, happened, deed)).await
}

/// Every field of a slip that says all that is asked.
pub(crate) fn whole_answer<'a>(version: &'a str, happened: &'a str, deed: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("version", version),
        ("deed", deed),
        ("happened", happened),
        ("delivery", "in_progress"),
        ("evidence", "none_yet"),
        ("evidence_because", "Counted in November"),
        ("moved_to", "18 December 2026"),
        ("moved_because", "The builder is late"),
        ("confidence", "amber"),
        ("confidence_because", "One building is late"),
        ("help", "A planner for two days"),
    ]
}
