//! Organisations, for the area's administrators alone.

use axum::http::StatusCode;
use permission::Role;
use testing::on_both_engines;

use crate::world::{COUNCIL, World};

#[tokio::test]
async fn an_organisation_is_added_renamed_and_given_roles_to_give() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let fields = [("key", "parent-forum"), ("name", "Parent forum"), ("grants", "forum-representative")];
        ada.browser.post(&world, "office/organisations", &fields).await;
        let list = ada.browser.get(&world, "office/organisations").await.text;
        assert!(list.contains("Parent forum") && list.contains("Forum representative"));

        let page = ada.browser.get(&world, "office/organisations/parent-forum").await;
        assert_eq!(page.status, StatusCode::OK);
        let fields = [("name", "Parent carer forum"), ("version", &page.field("version"))];
        let changed = ada.browser.post(&world, "office/organisations/parent-forum", &fields).await;
        assert_eq!(changed.location(), "/ridgeway/office/organisations");
        let late = [("name", "Forum"), ("version", "1"), ("grants", "contributor")];
        let clash = ada.browser.post(&world, "office/organisations/parent-forum", &late).await;
        assert_eq!(clash.status, StatusCode::CONFLICT);
        assert!(clash.text.contains("Parent carer forum"));
        let absent = ada.browser.get(&world, "office/organisations/absent").await;
        assert_eq!(absent.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_key_that_is_taken_or_odd_and_an_empty_name_are_said_at_their_fields() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        for (fields, words) in [
            ([("key", COUNCIL), ("name", "Twice")], "There is an organisation with this key already"),
            ([("key", "County Council"), ("name", "Odd")], "Use 2 to 60 small letters"),
            ([("key", "lab"), ("name", "")], "Enter a name"),
        ] {
            let said = ada.browser.post(&world, "office/organisations", &fields).await;
            assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(said.text.contains(words) && said.text.contains("<title>Error: "), "{words}: {}", said.text);
        }
        let nameless = [("name", ""), ("version", "1")];
        let said = ada.browser.post(&world, &format!("office/organisations/{COUNCIL}"), &nameless).await;
        assert!(said.text.contains("Enter a name"));
    })
    .await;
}

#[tokio::test]
async fn whoever_does_not_run_the_area_finds_no_such_pages() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let ben = world.invited(&ada, COUNCIL, Role::PartnerLead, "Ben Canary").await;
        ben.confirm(&world).await;
        for path in ["office/organisations", "office/organisations/county-council", "office/people"] {
            assert_eq!(ben.browser.get(&world, path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let added = ben.browser.post(&world, "office/organisations", &[("key", "lab"), ("name", "Lab")]).await;
        assert_eq!(added.status, StatusCode::NOT_FOUND);
    })
    .await;
}
