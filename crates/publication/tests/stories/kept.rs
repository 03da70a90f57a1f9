//! The keeper, and assets that outlive the edition they were made for.

use std::sync::Arc;

use kernel::Actor;
use publication::{Keeper, Press};
use shelf::Shelf;
use testing::{an_area, fixed, on_both_engines};
use web::assets::Asset;

use crate::press_room::{DAY, PressRoom, page, roadmap};

#[tokio::test]
async fn the_keeper_puts_on_the_shelf_what_was_released_and_only_then() {
    on_both_engines(async |db| {
        let room = PressRoom::open(db).await;
        let shelf = Arc::new(Shelf::default());
        let mut keeper = Keeper::new(room.db.clone(), Arc::clone(&shelf), room.keys().to_vec());
        assert_eq!(keeper.look().await.unwrap(), Some(Vec::new()), "the first look");
        assert_eq!(keeper.look().await.unwrap(), None);

        room.release(roadmap(vec![page("roadmap", "first", &[]), page("entry", "same", &[])])).await.unwrap();
        assert!(keeper.look().await.unwrap().is_some());
        let before = Arc::clone(shelf.present().area("ridgeway").unwrap().page("entry").unwrap());
        room.release(roadmap(vec![page("roadmap", "second", &[]), page("entry", "same", &[])])).await.unwrap();
        assert!(keeper.look().await.unwrap().is_some());
        let present = shelf.present();
        let area = present.area("ridgeway").unwrap();
        assert!(Arc::ptr_eq(&before, area.page("entry").unwrap()), "an unchanged page was read again");
        assert_eq!(area.releases().count(), 2);

        room.withdraw("2", "a mistake").await.unwrap();
        assert!(keeper.look().await.unwrap().is_some());
        assert!(shelf.present().area("ridgeway").unwrap().release("2").unwrap().withdrawn.is_some());
        an_area(&room.db, "kent").await;
        assert!(keeper.look().await.unwrap().is_some(), "a new area is listed");
        assert_eq!(shelf.present().areas().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn an_old_edition_keeps_the_style_sheet_it_was_released_with() {
    on_both_engines(async |db| {
        let room = PressRoom::open(db).await;
        let sheet = |name, bytes| Asset { name, media_type: "text/css; charset=utf-8", bytes };
        let (old, new) = (sheet("look-1.css", b"body{color:#111}" as &[u8]), sheet("look-2.css", b"body{color:#222}"));
        let clock = fixed(DAY);
        let press = Press::new(&room.area, &room.key, &clock);
        let actor = Actor::operator("programme office");
        for (assets, expected) in [(vec![old], Some("assets-1")), (vec![old], None), (vec![new], Some("assets-2"))] {
            let mut tx = room.db.write(room.area.id).await.unwrap();
            let released = press.release_assets(&mut tx, &actor, &assets).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(released.map(|released| released.label).as_deref(), expected);
        }
        for name in ["look-1.css", "look-2.css"] {
            let seen = room.read(&format!("/ridgeway/assets/{name}")).await;
            assert_eq!(
                (seen.status.as_u16(), seen.headers["cache-control"].to_str().unwrap()),
                (200, "public, max-age=31536000, immutable")
            );
        }
        room.release(roadmap(vec![page("roadmap", "plan", &["assets/look-1.css"])])).await.unwrap();
        let seen = room.read("/ridgeway/editions/1/assets/look-1.css").await;
        assert_eq!(seen.headers["location"].to_str().unwrap(), "/ridgeway/assets/look-1.css");
    })
    .await;
}
