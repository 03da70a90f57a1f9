//! The record of who did what, as those who watch over the area read it.

use axum::http::{Method, StatusCode};
use db::{on, sql};
use permission::Role;
use testing::on_both_engines;

use crate::{
    tokens::token,
    world::{COUNCIL, World, call},
};

#[tokio::test]
async fn whoever_watches_over_the_area_reads_who_did_what_and_nobody_else_does() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let ben = world.invited(&ada, COUNCIL, Role::PartnerLead, "Ben Canary").await;
        let token = token(&world, &ada, &["ReadAudit"], "2026-07-01").await;
        let page = ada.browser.get(&world, "office/record").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(page.text.contains("Ada Canary") && page.text.contains("accounts.invite"), "{}", page.text);
        assert!(!page.text.contains("Particulars"), "administrators see no content");
        let one = ada.browser.get(&world, "office/record?deed=accounts.invite&subject=&before=1").await;
        assert!(one.text.contains("No entry is like that"), "{}", one.text);
        let told = call(&world, Method::GET, "record?deed=accounts.invite", &token, "").await.json();
        let told = told.as_array().unwrap();
        assert!(!told.is_empty() && told.iter().all(|entry| entry["deed"] == "accounts.invite"), "{told:?}");
        assert!(told.iter().all(|entry| entry["detail"].is_null()));
        for path in ["office/record", "office/record/check"] {
            assert_eq!(ben.browser.get(&world, path).await.status, StatusCode::NOT_FOUND, "{path}");
        }

        let rita = world.invited(&ada, COUNCIL, Role::Reviewer, "Rita Canary").await;
        let page = rita.browser.get(&world, "office/record").await;
        assert!(page.text.contains("Particulars"), "a reviewer may read all that an entry can hold");
        let check = rita.browser.get(&world, "office/record/check").await;
        assert!(check.text.contains("The record is whole"), "{}", check.text);
    })
    .await;
}

#[tokio::test]
async fn the_check_says_when_somebody_changed_the_record_behind_the_program() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let mut tx = db.write(world.area.id).await.unwrap();
        let lie = sql!("UPDATE audit_entry SET actor = 'somebody else' WHERE area_id = $1 AND sequence = 2");
        on!(tx, conn => sqlx::query(lie).bind(world.area.id.0).execute(conn).await.map(|_| ())).unwrap();
        tx.commit().await.unwrap();
        let check = ada.browser.get(&world, "office/record/check").await;
        assert!(check.text.contains("the audit record is broken at entry 2"), "{}", check.text);
        assert!(!check.text.contains("The record is whole"));
    })
    .await;
}
