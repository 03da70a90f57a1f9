//! Editions released, taken back and followed, on both engines.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on must stop the test")]

use audit::SigningKey;
use jiff::civil::{Date, date};
use kernel::{Actor, Area};
use publication::load_snapshot;
use roadmap::{
    deeds::{hold_tree, perform},
    editions::{Desk, EditionRefused, reissue_comments, release, withdraw},
    programme::Programme,
    site::Reply,
};
use testing::{an_area, fixed, on_both_engines};

const FILE: &str = "[[plan]]\nkey = \"roadmap\"\nkind = \"roadmap\"\ntitle = \"Roadmap\"\nis_roadmap = true\n
[[node]]\nkey = \"guide\"\nplan = \"roadmap\"\nlevel = \"entry\"\nwording = \"A guide for parents\"\nwhen = \"2026-03-31\"\n";

async fn apply(db: &db::Db, area: &Area, text: &str, day: Date) {
    let mut tx = db.write(area.id).await.unwrap();
    let tree = hold_tree(&mut tx).await.unwrap();
    let deeds = Programme::parse(text).unwrap().deeds(&tree).unwrap();
    perform(&mut tx, &Actor::operator("office"), fixed(day).now(), tree, &deeds).await.unwrap();
    tx.commit().await.unwrap();
}

async fn edition(db: &db::Db, area: &Area, key: &SigningKey, day: Date) -> Result<u32, EditionRefused> {
    let (actor, clock) = (Actor::operator("office"), fixed(day));
    let mut tx = db.write(area.id).await.unwrap();
    let number = release(&mut tx, Desk { actor: &actor, key, clock: &clock }, "An edition", "").await?;
    tx.commit().await.unwrap();
    Ok(number)
}

fn reworded(words: &str) -> String {
    format!("{FILE}\n[[about]]\nnode = \"guide\"\nwording = \"{words}\"\n")
}

/// Every address of the area whose bytes hold these words.
async fn where_it_stands(db: &db::Db, key: &SigningKey, words: &str) -> Vec<String> {
    let loaded = load_snapshot(db, &[key.public()]).await.unwrap();
    assert!(loaded.faults.is_empty());
    let mut found = Vec::new();
    for area in loaded.snapshot.areas() {
        for release in area.releases().filter(|release| release.withdrawn.is_none()) {
            for (path, page) in &release.pages {
                if String::from_utf8_lossy(&page.copies().identity).contains(words) {
                    found.push(format!("{}/{path}", release.label));
                }
            }
        }
    }
    found
}

#[tokio::test]
async fn what_only_a_withdrawn_edition_said_is_said_nowhere_and_not_by_the_next() {
    on_both_engines(async |db| {
        let (area, key) = (an_area(&db, "ridgeway").await, SigningKey::fresh());
        apply(&db, &area, FILE, date(2026, 1, 5)).await;
        edition(&db, &area, &key, date(2026, 1, 20)).await.unwrap();
        apply(&db, &area, &reworded("A guide that names Tom of Hill Lane"), date(2026, 4, 1)).await;
        edition(&db, &area, &key, date(2026, 4, 20)).await.unwrap();
        assert!(!where_it_stands(&db, &key, "Hill Lane").await.is_empty());

        let (actor, clock) = (Actor::operator("office"), fixed(date(2026, 4, 21)));
        let mut tx = db.write(area.id).await.unwrap();
        let desk = Desk { actor: &actor, key: &key, clock: &clock };
        let later = withdraw(&mut tx, desk, "2", "It named a child").await.unwrap();
        tx.commit().await.unwrap();
        assert!(later.is_empty());
        assert_eq!(where_it_stands(&db, &key, "Hill Lane").await, Vec::<String>::new());
        assert!(!where_it_stands(&db, &key, "A guide for parents").await.is_empty(), "edition 1 stands again");

        apply(&db, &area, &reworded("A guide for carers"), date(2026, 4, 22)).await;
        assert_eq!(edition(&db, &area, &key, date(2026, 4, 23)).await.unwrap(), 3, "no number is used twice");
        assert_eq!(where_it_stands(&db, &key, "Hill Lane").await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn the_same_roadmap_is_not_released_twice_by_mistake() {
    on_both_engines(async |db| {
        let (area, key) = (an_area(&db, "ridgeway").await, SigningKey::fresh());
        apply(&db, &area, FILE, date(2026, 1, 5)).await;
        edition(&db, &area, &key, date(2026, 1, 20)).await.unwrap();
        let again = edition(&db, &area, &key, date(2026, 1, 20)).await.unwrap_err();
        assert!(again.to_string().contains("says the same as edition 1"), "{again}");
        edition(&db, &area, &key, date(2026, 4, 20)).await.expect("a quarter later the same is worth saying");
    })
    .await;
}

async fn reissued(db: &db::Db, area: &Area, key: &SigningKey, day: Date, replies: &[Reply]) -> bool {
    let (actor, clock) = (Actor::operator("office"), fixed(day));
    let mut tx = db.write(area.id).await.unwrap();
    let issued = reissue_comments(&mut tx, Desk { actor: &actor, key, clock: &clock }, replies).await.unwrap();
    tx.commit().await.unwrap();
    issued
}

#[tokio::test]
async fn an_answer_to_a_comment_is_published_alone_and_taken_back_for_good() {
    on_both_engines(async |db| {
        let (area, key) = (an_area(&db, "ridgeway").await, SigningKey::fresh());
        let reply = |about: &str| Reply {
            about: about.to_owned(),
            title: String::new(),
            said: "It came late.".to_owned(),
            answer: "We are sorry.".to_owned(),
            on: date(2026, 2, 3),
        };
        let replies = [reply("roadmap/entries/guide"), reply("roadmap/entries/gone")];
        assert!(!reissued(&db, &area, &key, date(2026, 1, 6), &replies).await, "there is nothing to comment on yet");
        apply(&db, &area, FILE, date(2026, 1, 5)).await;
        edition(&db, &area, &key, date(2026, 1, 20)).await.unwrap();
        assert!(!reissued(&db, &area, &key, date(2026, 2, 3), &[]).await, "the page stands empty already");

        assert!(reissued(&db, &area, &key, date(2026, 2, 3), &replies).await);
        assert!(!reissued(&db, &area, &key, date(2026, 2, 4), &replies).await, "the day alone is no reason");
        assert_eq!(where_it_stands(&db, &key, "We are sorry.").await, ["comments-2/comments"]);
        let link = "About <a class=\"govuk-link\" href=\"roadmap/entries/guide\">A guide for parents</a>";
        assert_eq!(where_it_stands(&db, &key, link).await, ["comments-2/comments"]);
        assert_eq!(where_it_stands(&db, &key, "About a page that is no longer here").await, ["comments-2/comments"]);

        assert!(reissued(&db, &area, &key, date(2026, 2, 5), &replies[..1]).await);
        assert!(reissued(&db, &area, &key, date(2026, 2, 6), &[]).await);
        assert_eq!(where_it_stands(&db, &key, "We are sorry.").await, Vec::<String>::new());
        assert_eq!(
            edition(&db, &area, &key, date(2026, 4, 20)).await.unwrap(),
            2,
            "an edition leaves the comments alone"
        );
    })
    .await;
}
