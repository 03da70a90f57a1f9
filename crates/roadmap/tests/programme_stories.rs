//! A programme file is brought in, once and again, on both engines.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on must stop the test")]

use jiff::civil::date;
use kernel::Actor;
use roadmap::{
    deeds::{hold_tree, perform},
    model::{Content, Delivery, Tree},
    programme::Programme,
    store::load_tree,
};
use testing::{an_area, fixed, on_both_engines};

const FILE: &str = include_str!("samples/programme.toml");

async fn bring_in(db: &db::Db, area: &kernel::Area, text: &str) -> (usize, Tree) {
    let mut tx = db.write(area.id).await.unwrap();
    let tree = hold_tree(&mut tx).await.unwrap();
    let deeds = Programme::parse(text).unwrap().deeds(&tree).unwrap();
    let at = fixed(date(2026, 3, 2)).now();
    let tree = perform(&mut tx, &Actor::operator("programme office"), at, tree, &deeds).await.unwrap();
    tx.commit().await.unwrap();
    (deeds.len(), tree)
}

#[tokio::test]
async fn what_the_database_holds_is_what_the_deeds_did_in_memory() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let (count, in_memory) = bring_in(&db, &area, FILE).await;
        assert!(count > 15, "{count}");

        let mut tx = db.read(area.id).await.unwrap();
        let stored = load_tree(&mut tx).await.unwrap();
        let node = stored.node("winter-survey").unwrap();
        assert_eq!(node.delivery.as_ref().unwrap().value, Delivery::Done);
        assert_eq!(node.timing.revisions.len(), 1);
        assert_eq!(stored, in_memory);
    })
    .await;
}

#[tokio::test]
async fn a_file_brought_in_twice_changes_nothing_the_second_time() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let (_, first) = bring_in(&db, &area, FILE).await;
        let (count, second) = bring_in(&db, &area, FILE).await;
        assert_eq!(count, 0);
        assert_eq!(first, second);
    })
    .await;
}

#[tokio::test]
async fn two_areas_with_the_same_keys_do_not_meet() {
    on_both_engines(async |db| {
        let (here, there) = (an_area(&db, "here").await, an_area(&db, "there").await);
        bring_in(&db, &here, FILE).await;
        let mut tx = db.read(there.id).await.unwrap();
        assert_eq!(load_tree(&mut tx).await.unwrap(), Tree::default());
        drop(tx);
        bring_in(&db, &there, &FILE.replace("Winter survey of parent carers", "Another survey")).await;

        let mut tx = db.read(here.id).await.unwrap();
        let tree = load_tree(&mut tx).await.unwrap();
        assert_eq!(tree.node("winter-survey").unwrap().wording, "Winter survey of parent carers");
    })
    .await;
}

#[tokio::test]
async fn a_deed_about_something_that_is_not_there_leaves_nothing_behind() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let mut tx = db.write(area.id).await.unwrap();
        let tree = hold_tree(&mut tx).await.unwrap();
        let good = Programme::parse(FILE).unwrap().deeds(&tree).unwrap();
        let mut deeds = good;
        deeds.push(roadmap::deed::Deed::SetOwners { node: "no-such".into(), owners: Vec::new() });
        let at = fixed(date(2026, 3, 2)).now();
        let refused = perform(&mut tx, &Actor::operator("office"), at, tree, &deeds).await.unwrap_err();
        assert!(refused.to_string().contains("there is no node \"no-such\""), "{refused}");
        drop(tx);

        let mut tx = db.read(area.id).await.unwrap();
        assert_eq!(load_tree(&mut tx).await.unwrap(), Tree::default());
    })
    .await;
}

#[tokio::test]
async fn no_persons_name_and_no_private_evidence_reach_an_edition_or_the_audit_record() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let (_, tree) = bring_in(&db, &area, FILE).await;
        assert!(tree.nodes.iter().any(|node| node.owners.iter().any(|o| o.person.as_deref() == Some("Ada Example"))));

        let content = Content::freeze(&area, tree, 1, "First", "", date(2026, 3, 2));
        assert!(!serde_json::to_string(&content).unwrap().contains("Ada Example"));
        let mut tx = db.read(area.id).await.unwrap();
        let mut sequence = 1;
        while let Some(entry) = audit::entry(&mut tx, sequence).await.unwrap() {
            assert!(!entry.detail.contains("Ada Example"), "{}", entry.detail);
            assert!(!entry.detail.contains("Note of the board"), "private evidence: {}", entry.detail);
            sequence += 1;
        }
        assert!(sequence > 15);
        assert!(audit::verify(&mut tx).await.is_ok());
    })
    .await;
}

#[test]
fn a_misspelt_file_says_where_and_what() {
    let error = Programme::parse("[[node]]\nkey = \"a\"\nwordng = \"x\"\n").unwrap_err().to_string();
    assert!(error.contains("line 3") && error.contains("wordng"), "{error}");
    for (key, table) in [
        ("plan \"p\"", "[[node]]\nkey = \"a\"\nplan = \"p\"\nlevel = \"x\"\nwording = \"y\"\n".to_owned()),
        ("theme \"t\"", format!("{FILE}\n[[about]]\nnode = \"area-voice\"\nthemes = [\"t\"]\n")),
        ("finding \"f\"", format!("{FILE}\n[[about]]\nnode = \"area-voice\"\nanswers = [\"f\"]\n")),
        ("evidence \"e\"", format!("{FILE}\n[[about]]\nnode = \"area-voice\"\nevidence = [\"e\"]\n")),
    ] {
        let error = Programme::parse(&table).unwrap().deeds(&Tree::default()).unwrap_err().to_string();
        assert!(error.contains(&format!("there is no {key}")), "{key}: {error}");
    }
    let unknown = "[[about]]\nnode = \"nobody\"\nwhy = \"x\"\n";
    let error = Programme::parse(unknown).unwrap().deeds(&Tree::default()).unwrap_err().to_string();
    assert!(error.contains("there is no node \"nobody\""), "{error}");
}
