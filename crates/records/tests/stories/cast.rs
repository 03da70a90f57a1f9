//! The office of these stories: a plan of two organisations, two boards, and the keys of its documents.

use axum::http::{Method, StatusCode};
use db::Db;
use documents::Keys;
use jiff::civil::{Date, date};
use kernel::{Actor, Area};
use office::{Held, Office, Role};
use roadmap::deeds::{hold_tree, perform};
use tempfile::TempDir;
use testing::{Caller, OfficeBed, Reply, Somebody, an_area, fixed};

/// The day of every story.
pub(crate) const DAY: Date = date(2026, 10, 1);
const PLAN: &str = include_str!("../../../round/tests/deeds/plan.toml");
const BOARDS: &str = include_str!("boards.toml");

/// An area with its plan and boards, its office open, and the folder that holds the keys.
pub(crate) struct Partnership {
    pub(crate) area: Area,
    pub(crate) bed: OfficeBed,
    _keys: TempDir,
}

/// Opens the office of a fresh area.
pub(crate) async fn partnership(db: &Db, slug: &str) -> Partnership {
    let area = an_area(db, slug).await;
    bring_in(db, &area, PLAN).await;
    let mut tx = db.write(area.id).await.unwrap();
    let (actor, at) = (Actor::operator("office"), fixed(date(2026, 9, 1)).now());
    let member = somebody(Role::BoardMember, "council").person().to_string();
    let boards = governance::programme::Programme::parse(&BOARDS.replace("MEMBER", &member)).unwrap();
    boards.bring_in(&mut tx, governance::deeds::Desk { actor: &actor, at }).await.unwrap();
    tx.commit().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::load_or_create(&folder.path().join("documents.key")).unwrap();
    let routes = records::routes().and(round::routes()).and(workspace::routes());
    let dress = |office: Office| office.with(keys).with(Held::by(records::Shelves));
    let bed = OfficeBed::open(db, &area, DAY, routes, dress);
    Partnership { area, bed, _keys: folder }
}

fn somebody(role: Role, organisation: &str) -> Somebody {
    Somebody { role, organisation: organisation.to_owned(), number: 0, stepped_up: false }
}

impl Partnership {
    /// Somebody of this role at the council.
    pub(crate) fn who(&self, role: Role) -> Caller<'_> {
        self.bed.caller(Some(somebody(role, "council")))
    }
}

/// Brings more of the plan in.
pub(crate) async fn bring_in(db: &Db, area: &Area, text: &str) {
    let mut tx = db.write(area.id).await.unwrap();
    let tree = hold_tree(&mut tx).await.unwrap();
    let deeds = roadmap::programme::Programme::parse(text).unwrap().deeds(&tree).unwrap();
    perform(&mut tx, &Actor::operator("office"), fixed(date(2026, 9, 1)).now(), tree, &deeds).await.unwrap();
    tx.commit().await.unwrap();
}

/// Every part of an upload: a file of this name and these fields.
pub(crate) fn parts(once: &str, (name, bytes): (&str, &[u8]), fields: &[(&str, &str)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (field, value) in [("once", once)].iter().chain(fields) {
        body.extend(
            format!("--cut\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").into_bytes(),
        );
    }
    let head = format!(
        "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    );
    body.extend(head.into_bytes());
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--cut--\r\n");
    body
}

/// Sends an upload as it is.
pub(crate) async fn send(who: &Caller<'_>, path: &str, body: Vec<u8>) -> Reply {
    who.ask(Method::POST, path, Some("multipart/form-data; boundary=cut"), body).await
}

/// Hands a file in on the page.
pub(crate) async fn hands_in(who: &Caller<'_>, file: (&str, &[u8]), fields: &[(&str, &str)]) -> Reply {
    let form = who.get("office/documents/new").await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.text);
    send(who, "office/documents/new", parts(&form.field("once"), file, fields)).await
}

/// The identifier of the document that a reply leads to.
pub(crate) fn led_to(reply: &Reply) -> String {
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    let (_, rest) = reply.location().split_once("documents/").expect("a document's page");
    rest.split('/').next().unwrap().to_owned()
}
