//! What the public reads of boards, issued and taken back.

use audit::SigningKey;
use db::Db;
use governance::{deeds::withhold, model::Meeting, site::reissue, store};
use jiff::civil::Date;
use kernel::Area;
use publication::load_snapshot;
use roadmap::editions::{Desk, release};
use testing::{fixed, on_both_engines};

use crate::beds::{TODAY, desk, office, with_boards};

async fn issued(db: &Db, area: &Area, key: &SigningKey, day: Date) -> bool {
    let (actor, clock) = (office(), fixed(day));
    let mut tx = db.write(area.id).await.unwrap();
    let issued = reissue(&mut tx, Desk { actor: &actor, key, clock: &clock }).await.unwrap();
    tx.commit().await.unwrap();
    issued
}

/// Path and text of every page of boards that stands.
async fn standing(db: &Db, key: &SigningKey) -> Vec<(String, String)> {
    let loaded = load_snapshot(db, &[key.public()]).await.unwrap();
    assert!(loaded.faults.is_empty());
    let mut found = Vec::new();
    for area in loaded.snapshot.areas() {
        let releases = area.releases().filter(|release| release.withdrawn.is_none());
        for release in releases.filter(|release| release.label.starts_with("boards-")) {
            for (path, page) in &release.pages {
                found.push((path.clone(), String::from_utf8_lossy(&page.copies().identity).into_owned()));
            }
        }
    }
    found.sort();
    found
}

#[tokio::test]
async fn families_read_what_was_said_and_who_sits_where_and_no_name() {
    on_both_engines(async |db| {
        let (area, key) = (with_boards(&db, "ridgeway").await, SigningKey::fresh());
        assert!(!issued(&db, &area, &key, TODAY).await, "there is no site yet");
        let (actor, clock) = (office(), fixed(TODAY));
        let mut tx = db.write(area.id).await.unwrap();
        release(&mut tx, Desk { actor: &actor, key: &key, clock: &clock }, "An edition", "").await.unwrap();
        tx.commit().await.unwrap();

        assert!(issued(&db, &area, &key, TODAY).await);
        assert!(!issued(&db, &area, &key, TODAY.tomorrow().unwrap()).await, "nothing has changed");
        let pages = standing(&db, &key).await;
        let paths: Vec<&str> = pages.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["boards", "boards/improvement-board", "boards/reviews", "boards/strategies"]);
        for (page, words) in [(0, "Independent chair"), (1, "We will write to every school."), (1, "14 January 2026")] {
            assert!(pages[page].1.contains(words), "{words}: {}", pages[page].1);
        }
        // What it speaks of is linked to where it is published, and what it may decide stands with the board.
        let decided = &pages[1].1;
        assert!(decided.contains("href=\"../roadmap/commitments/area-voice\"") && decided.contains("money goes back"));
        assert!(pages[2].1.contains("href=\"../roadmap/findings/finding-voice\""));
        assert!(pages[2].1.contains("Waits") && pages[3].1.contains("We cut it to ten pages."));
        let all: String = pages.iter().map(|(_, text)| text.as_str()).collect();
        for private in ["CANARY", "00000000-0000-7000", "Health and Wellbeing Board", "Children wait longer"] {
            assert!(!all.contains(private), "{private} is public");
        }

        let mut tx = db.write(area.id).await.unwrap();
        let word = "improvement-board-2026-01-14";
        let meeting = store::entries::<Meeting>(&mut tx).await.unwrap().into_iter().find(|kept| kept.key == word);
        let version = meeting.unwrap().version;
        withhold::<Meeting>(&mut tx, desk(&actor), word, version).await.unwrap();
        tx.commit().await.unwrap();
        assert!(issued(&db, &area, &key, TODAY).await);
        let all: String = standing(&db, &key).await.into_iter().map(|(_, text)| text).collect();
        assert!(!all.contains("We will write to every school."), "what was taken back stands nowhere");
    })
    .await;
}
