//! What is noticed when somebody changes the database by hand.

use audit::SigningKey;
use axum::http::StatusCode;
use db::on;
use publication::{Fault, load_snapshot};
use sqlx::AssertSqlSafe;
use testing::{an_area, on_both_engines};

use crate::press_room::{PressRoom, example_key, page, roadmap};

/// Two editions of two pages; the entry is the same in both.
async fn two_editions(room: &PressRoom) {
    for words in ["first", "second"] {
        let filling = "words that pack well ".repeat(100);
        let pages = vec![page("roadmap", words, &["entry"]), page("entry", &filling, &[])];
        room.release(roadmap(pages)).await.unwrap();
    }
}

/// What somebody with the database's password could do.
async fn by_hand(room: &PressRoom, text: &str) {
    let mut tx = room.db.write(room.area.id).await.unwrap();
    let text = AssertSqlSafe(text.to_owned());
    on!(tx, conn => sqlx::query(text).execute(conn).await.map(|_| ())).unwrap();
    tx.commit().await.unwrap();
}

async fn faults(room: &PressRoom) -> Vec<Fault> {
    let all = load_snapshot(&room.db, &room.keys()).await.unwrap().faults;
    all.into_iter().filter(|fault| fault.area == room.area.slug.as_str()).collect()
}

#[tokio::test]
async fn a_page_with_changed_bytes_is_held_back_and_reported() {
    on_both_engines(async |db| {
        let zeros = if matches!(db, db::Db::Postgres(_)) { "decode('00', 'hex')" } else { "x'00'" };
        for column in ["identity", "gzip", "brotli"] {
            let area = an_area(&db, &format!("area-{column}")).await;
            let room = PressRoom { db: db.clone(), area, key: example_key() };
            two_editions(&room).await;
            assert!(faults(&room).await.is_empty());
            let here = format!("area_id IN (SELECT id FROM area WHERE slug = 'area-{column}')");
            by_hand(
                &room,
                &format!("UPDATE publication_content SET {column} = {zeros} WHERE {column} IS NOT NULL AND {here}"),
            )
            .await;

            let held = faults(&room).await;
            assert!(
                held.iter().any(|fault| fault.path.as_deref() == Some("entry") && fault.label == "2"),
                "{column}: {held:?}"
            );
            let slug = &room.area.slug;
            for address in [format!("/{slug}/entry"), format!("/{slug}/editions/1/entry")] {
                let seen = room.read(&address).await;
                assert_eq!(seen.status, StatusCode::SERVICE_UNAVAILABLE, "{column} {address}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_list_changed_or_signed_by_a_stranger_is_not_believed() {
    on_both_engines(async |db| {
        let room = PressRoom::open(db).await;
        two_editions(&room).await;
        let stranger = [SigningKey::fresh().public()];
        let loaded = load_snapshot(&room.db, &stranger).await.unwrap();
        assert_eq!(loaded.faults.len(), 2);
        assert!(loaded.snapshot.area("ridgeway").unwrap().page("roadmap").is_none());

        by_hand(&room, "UPDATE publication_release SET manifest = (SELECT manifest FROM publication_release WHERE label = '1') WHERE label = '2'").await;
        let held = faults(&room).await;
        assert_eq!(held.len(), 1, "{held:?}");
        assert_eq!(held[0].to_string(), "ridgeway, release 2: no key of ours signed its list of pages");
        assert!(room.read("/ridgeway/roadmap").await.text().contains("first"), "the one before it stands");
    })
    .await;
}

#[tokio::test]
async fn a_release_moved_to_another_place_or_cut_out_is_noticed() {
    on_both_engines(async |db| {
        let room = PressRoom::open(db).await;
        two_editions(&room).await;
        by_hand(&room, "UPDATE publication_release SET label = '9' WHERE label = '1'").await;
        let held: Vec<String> = faults(&room).await.iter().map(Fault::to_string).collect();
        assert_eq!(held, ["ridgeway, release 9: it was signed for another place than the one it stands in"]);

        by_hand(&room, "DELETE FROM publication_release WHERE label = '9'").await;
        let held: Vec<String> = faults(&room).await.iter().map(Fault::to_string).collect();
        assert_eq!(held, ["ridgeway, release 2: the release before it is not the one it was released after"]);
    })
    .await;
}

#[tokio::test]
async fn a_page_whose_bytes_were_deleted_is_held_back() {
    on_both_engines(async |db| {
        let room = PressRoom::open(db).await;
        two_editions(&room).await;
        by_hand(&room, "DELETE FROM publication_content").await;
        assert_eq!(faults(&room).await.len(), 4);
        assert_eq!(room.read("/ridgeway/roadmap").await.status, StatusCode::SERVICE_UNAVAILABLE);
    })
    .await;
}
