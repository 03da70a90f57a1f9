//! What a family on an old phone has to load.

use std::fmt::Write;

use kernel::{Actor, Area};
use publication::{DraftPage, Press};
use testing::{fixed, on_both_engines};

use crate::press_room::{DAY, PressRoom, roadmap};

/// The whole first visit, styles and script included, on the wire.
const BUDGET: usize = 60_000;

/// A roadmap page of at least this size, in words that differ from entry to entry.
fn roadmap_page(size: usize) -> String {
    let mut page = String::from("<!DOCTYPE html><html lang=\"en-GB\"><head><title>Roadmap</title>");
    let _ = write!(page, "<link rel=\"stylesheet\" href=\"assets/{}\">", web::assets::stylesheet_name());
    for script in web::assets::script_names() {
        let _ = write!(page, "<script type=\"module\" src=\"assets/{script}\"></script>");
    }
    page.push_str("</head><body><main class=\"govuk-main-wrapper\">");
    let words = [
        "speech",
        "placement",
        "review",
        "panel",
        "transition",
        "therapy",
        "outreach",
        "training",
        "survey",
        "pathway",
    ];
    let mut entry = 0usize;
    while page.len() < size {
        entry += 1;
        let word = |step: usize| words[(entry * step + entry / 7) % words.len()];
        let _ = write!(
            page,
            "<li class=\"govuk-body\" id=\"e-{entry}\"><h3>Improve {} and {} by {}</h3><p>{} partners will publish the {} {} in week {} of {}.</p></li>",
            word(3),
            word(7),
            entry * 37 % 101,
            entry * 13 % 29,
            word(1),
            word(9),
            entry * 11 % 53,
            2025 + entry % 3,
        );
    }
    page
}

async fn release_with_assets(room: &PressRoom, area: &Area, document: String) {
    let clock = fixed(DAY);
    let press = Press::new(area, &room.key, &clock);
    let mut tx = room.db.write(area.id).await.unwrap();
    press.release_assets(&mut tx, &Actor::operator("programme office"), web::assets::ALL).await.unwrap();
    tx.commit().await.unwrap();
    room.release(roadmap(vec![DraftPage::html("roadmap", document)])).await.unwrap();
}

#[tokio::test]
async fn a_family_on_an_old_phone_loads_the_whole_page_in_its_budget() {
    on_both_engines(async |db| {
        let room = PressRoom::open(db).await;
        release_with_assets(&room, &room.area, roadmap_page(30_000)).await;
        for accepted in ["br", "gzip"] {
            let mut total = 0;
            let mut addresses = vec!["/ridgeway/roadmap".to_owned()];
            let names = web::assets::ALL.iter().filter(|asset| !asset.media_type.starts_with("image/"));
            addresses.extend(names.map(|asset| format!("/ridgeway/assets/{}", asset.name)));
            for address in addresses {
                let seen = room.read_as(&address, accepted).await;
                assert_eq!(
                    (seen.status.as_u16(), seen.headers["content-encoding"].to_str().unwrap()),
                    (200, accepted),
                    "{address}"
                );
                let head: usize = seen.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
                total += head + seen.body.len();
            }
            assert!(total < BUDGET, "{total} bytes with {accepted}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_page_carries_the_policy_made_from_its_own_bytes() {
    on_both_engines(async |db| {
        let room = PressRoom::open(db).await;
        let document = "<!DOCTYPE html><head><title>x</title><style>a{color:red}</style></head><p>x".to_owned();
        room.release(roadmap(vec![
            DraftPage::html("roadmap", document),
            DraftPage::file("roadmap.csv", "text/csv", "a,b"),
        ]))
        .await
        .unwrap();
        let policy =
            |seen: crate::press_room::Seen| seen.headers["content-security-policy"].to_str().unwrap().to_owned();
        let page = policy(room.read("/ridgeway/roadmap").await);
        assert!(page.contains("style-src 'self' 'sha256-") && !page.contains("unsafe"), "{page}");
        assert!(policy(room.read("/ridgeway/roadmap.csv").await).starts_with("default-src 'none'; base-uri 'none'"));
    })
    .await;
}
