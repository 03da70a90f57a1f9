//! An area with a roadmap and, where a story needs them, its boards.

use db::{Db, Tx};
use governance::{deeds::Desk, programme::Programme};
use jiff::civil::{Date, date};
use kernel::{Actor, Area};
use roadmap::deeds::{hold_tree, perform};
use testing::{an_area, fixed};

pub(crate) const FILE: &str = include_str!("programme.toml");
const ROADMAP: &str = include_str!("../../../roadmap/tests/samples/programme.toml");
pub(crate) const TODAY: Date = date(2026, 3, 20);

pub(crate) fn office() -> Actor {
    Actor::operator("programme office")
}

pub(crate) fn desk(actor: &Actor) -> Desk<'_> {
    Desk { actor, at: fixed(TODAY).now() }
}

/// An area that has a roadmap, and no board yet.
pub(crate) async fn with_roadmap(db: &Db, slug: &str) -> Area {
    let area = an_area(db, slug).await;
    let mut tx = db.write(area.id).await.unwrap();
    let tree = hold_tree(&mut tx).await.unwrap();
    let deeds = roadmap::programme::Programme::parse(ROADMAP).unwrap().deeds(&tree).unwrap();
    perform(&mut tx, &office(), fixed(date(2026, 3, 2)).now(), tree, &deeds).await.unwrap();
    tx.commit().await.unwrap();
    area
}

/// The same with every board and register of the file.
pub(crate) async fn with_boards(db: &Db, slug: &str) -> Area {
    let area = with_roadmap(db, slug).await;
    let mut tx = db.write(area.id).await.unwrap();
    assert!(bring_in(&mut tx, FILE).await > 20);
    tx.commit().await.unwrap();
    area
}

pub(crate) async fn bring_in(tx: &mut Tx, text: &str) -> usize {
    let actor = office();
    Programme::parse(text).unwrap().bring_in(tx, desk(&actor)).await.unwrap()
}
