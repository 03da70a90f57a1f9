//! What happens when all is well.

use audit::SigningKey;
use axum::http::StatusCode;
use db::{on, sql};
use ed25519_dalek::{Signature, VerifyingKey};
use publication::{Manifest, Press, releases};
use testing::{fixed, on_both_engines};

use crate::press_room::{DAY, EXAMPLE_PUBLIC_KEY, PressRoom, page, roadmap, site};

#[tokio::test]
async fn a_first_edition_is_read_at_both_its_addresses_and_written_in_the_record() {
    on_both_engines(async |db| {
        let room = PressRoom::open(db).await;
        let released = room.release(roadmap(vec![page("roadmap", "first", &[])])).await.unwrap();
        assert_eq!((released.label.as_str(), released.number), ("1", 1));
        assert_eq!(released.comparison.to_string(), "1 page, the first release of its series");

        assert!(room.read("/ridgeway/roadmap").await.text().contains("<h1>first</h1>"));
        assert!(room.read("/ridgeway/editions/1/roadmap").await.text().contains("<h1>first</h1>"));
        let mut tx = room.db.read(room.area.id).await.unwrap();
        assert_eq!(audit::verify(&mut tx).await.unwrap().entries, 1);
        let entry = audit::entry(&mut tx, 1).await.unwrap().unwrap();
        assert_eq!((entry.deed.as_str(), entry.subject.as_str()), ("publication.release", "1"));
        assert_eq!(entry.actor, "command line: programme office");
    })
    .await;
}

#[tokio::test]
async fn permanent_addresses_keep_their_bytes_after_three_editions() {
    on_both_engines(async |db| {
        let room = PressRoom::open(db).await;
        let mut first = Vec::new();
        for (number, words) in [(1, "first"), (2, "second"), (3, "third")] {
            let pages = vec![page("roadmap", words, &["roadmap/entry"]), page("roadmap/entry", "same in all", &[])];
            let released = room.release(roadmap(pages)).await.unwrap();
            assert_eq!(released.number, number);
            if number == 1 {
                first = room.read("/ridgeway/editions/1/roadmap").await.body;
            } else {
                assert!(released.comparison.to_string().starts_with("1 page changed, 1 page as in"));
            }
        }
        assert_eq!(room.read("/ridgeway/editions/1/roadmap").await.body, first);
        assert!(room.read("/ridgeway/editions/2/roadmap").await.text().contains("second"));
        assert!(room.read("/ridgeway/roadmap").await.text().contains("third"));
    })
    .await;
}

#[tokio::test]
async fn the_same_bytes_are_kept_once() {
    on_both_engines(async |db| {
        const SQL: &str = sql!("SELECT COUNT(*) FROM publication_content WHERE area_id = $1");
        let room = PressRoom::open(db).await;
        for words in ["first", "second"] {
            let pages = vec![page("roadmap", words, &[]), page("roadmap/entry", "same in both", &[])];
            room.release(roadmap(pages)).await.unwrap();
        }
        let mut tx = room.db.read(room.area.id).await.unwrap();
        let area = tx.area_key();
        let kept: i64 = on!(tx, conn => sqlx::query_scalar(SQL).bind(area).fetch_one(conn).await).unwrap();
        assert_eq!(kept, 3);
    })
    .await;
}

/// By the steps of the documentation and the library of Ed25519 alone, with nothing of ours.
#[tokio::test]
async fn anybody_can_check_a_release_with_the_public_key() {
    on_both_engines(async |db| {
        let room = PressRoom::open(db).await;
        room.release(roadmap(vec![page("roadmap", "first", &[])])).await.unwrap();
        let manifest = room.read("/ridgeway/editions/1/manifest.json").await.body;
        let signature = room.read("/ridgeway/editions/1/signature").await.text();

        let mut signed = 19u64.to_be_bytes().to_vec();
        signed.extend(b"waymark publication");
        signed.extend((manifest.len() as u64).to_be_bytes());
        signed.extend(&manifest);
        let key: [u8; 32] = hex_bytes(EXAMPLE_PUBLIC_KEY).try_into().unwrap();
        let key = VerifyingKey::from_bytes(&key).unwrap();
        let signature = Signature::from_slice(&hex_bytes(&signature)).unwrap();
        assert!(key.verify_strict(&signed, &signature).is_ok());
        signed[40] ^= 1;
        assert!(key.verify_strict(&signed, &signature).is_err());

        let listed = Manifest::read(&manifest).unwrap();
        assert_eq!((listed.area.as_str(), listed.label.as_str(), listed.pages.len()), ("ridgeway", "1", 1));
        let page = room.read("/ridgeway/roadmap").await;
        assert_eq!(listed.pages[0].bytes, page.body.len() as u64);
        assert!(page.headers["etag"].to_str().unwrap().contains(&listed.pages[0].sha256[..32]));
    })
    .await;
}

fn hex_bytes(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

#[tokio::test]
async fn two_series_that_link_to_each_other_are_released_together() {
    on_both_engines(async |db| {
        let room = PressRoom::open(db).await;
        let drafts =
            || vec![roadmap(vec![page("roadmap", "plan", &["help"])]), site(vec![page("help", "help", &["roadmap"])])];
        assert!(room.release(drafts().remove(0)).await.is_err(), "alone it has a dead link");
        let released = room.release_together(drafts()).await.unwrap();
        let labels: Vec<&str> = released.iter().map(|release| release.label.as_str()).collect();
        assert_eq!(labels, ["1", "site-1"]);
        let elsewhere = room.read("/ridgeway/editions/1/help").await;
        assert_eq!(
            (elsewhere.status, elsewhere.headers["location"].to_str().unwrap()),
            (StatusCode::FOUND, "/ridgeway/help")
        );
    })
    .await;
}

#[tokio::test]
async fn a_withdrawn_edition_gives_its_reason_and_its_place_to_the_one_before() {
    on_both_engines(async |db| {
        let room = PressRoom::open(db).await;
        room.release(roadmap(vec![page("roadmap", "first", &[])])).await.unwrap();
        room.release(roadmap(vec![page("roadmap", "second", &[])])).await.unwrap();
        room.withdraw("2", "a small figure was left in").await.unwrap();

        let gone = room.read("/ridgeway/editions/2/roadmap").await;
        assert_eq!(gone.status, StatusCode::GONE);
        assert!(gone.text().contains("a small figure was left in"));
        assert!(room.read("/ridgeway/roadmap").await.text().contains("first"));
        let refused = room.withdraw("2", "again").await.unwrap_err().to_string();
        assert!(refused.contains("withdrawn already"), "{refused}");
        assert!(room.withdraw("9", "why not").await.unwrap_err().to_string().contains("no release"));
        assert!(room.withdraw("1", "  ").await.unwrap_err().to_string().contains("reason"));

        // The next one does not take the withdrawn one's number, and is compared with what stands.
        let third = room.release(roadmap(vec![page("roadmap", "second", &[])])).await.unwrap();
        assert_eq!((third.label.as_str(), third.comparison.before.as_deref()), ("3", Some("1")));
        let mut tx = room.db.read(room.area.id).await.unwrap();
        let listed = releases(&mut tx).await.unwrap();
        let withdrawn: Vec<bool> = listed.iter().map(|row| row.withdrawn.is_some()).collect();
        assert_eq!(withdrawn, [false, true, false]);
        assert_eq!(audit::verify(&mut tx).await.unwrap().entries, 4);
    })
    .await;
}

#[tokio::test]
async fn a_draft_can_be_compared_before_it_is_released() {
    on_both_engines(async |db| {
        let room = PressRoom::open(db).await;
        room.release(roadmap(vec![page("roadmap", "first", &[]), page("old", "old", &[])])).await.unwrap();
        let draft = roadmap(vec![page("roadmap", "second", &[]), page("new", "new", &[])]);
        let (key, clock) = (SigningKey::fresh(), fixed(DAY));
        let mut tx = room.db.read(room.area.id).await.unwrap();
        let comparison = Press::new(&room.area, &key, &clock).compare(&mut tx, &draft).await.unwrap();
        assert_eq!(comparison.to_string(), "1 page added, 1 page changed, 1 page removed, 0 pages as in 1");
    })
    .await;
}
