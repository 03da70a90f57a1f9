//! Tokens for programs: only what was ticked, only while its owner may, only until its last day.

use axum::http::{Method, StatusCode};
use jiff::SignedDuration;
use permission::Role;
use testing::on_both_engines;

use crate::world::{COUNCIL, Member, World, call, codes_in};

pub(crate) async fn token(world: &World, member: &Member, scope: &[&str], last_day: &str) -> String {
    member.confirm(world).await;
    let mut fields = vec![("name", "Warehouse"), ("last_day", last_day)];
    fields.extend(scope.iter().map(|word| ("scope", *word)));
    let made = member.browser.post(world, "account/tokens", &fields).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    codes_in(&made.text)[0].clone()
}

async fn status(world: &World, path: &str, token: &str) -> StatusCode {
    call(world, Method::GET, path, token, "").await.status
}

#[tokio::test]
async fn a_token_does_what_was_ticked_and_nothing_else_until_its_last_day() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let narrow = token(&world, &ada, &["EnterOffice"], "2026-06-03").await;
        let wide = token(&world, &ada, &["EnterOffice", "ListPeople"], "2026-06-03").await;
        assert!(narrow.starts_with("waymark_"));

        assert_eq!(status(&world, "account", &narrow).await, StatusCode::OK);
        assert_eq!(status(&world, "organisations", &narrow).await, StatusCode::NOT_FOUND);
        let people = call(&world, Method::GET, &format!("organisations/{COUNCIL}/people"), &wide, "").await;
        assert_eq!(people.json()[0]["name"], "Ada Canary");
        assert_eq!(people.json()[0]["roles"][0]["role"], "area-administrator");
        let days = |days: i64| world.later(SignedDuration::from_hours(24 * days));
        assert_eq!(status(&days(2), "account", &narrow).await, StatusCode::OK);
        assert_eq!(status(&days(3), "account", &narrow).await, StatusCode::UNAUTHORIZED);
        assert_eq!(status(&world, "account", &ada.browser.session()).await, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn a_token_opens_no_page_and_no_act_that_a_person_has_to_confirm() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let secret = token(&world, &ada, &["EnterOffice"], "2026-06-03").await;
        let browser = crate::world::Browser::of(&secret);
        assert!(!browser.is_in(&world).await);
        let fields = [("name", "X"), ("last_day", "2026-06-03"), ("scope", "InvitePerson")];
        let refused = ada.browser.post(&world, "account/tokens", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("Choose at least one thing the program may do"));
    })
    .await;
}

#[tokio::test]
async fn a_token_ends_with_its_owner_and_can_be_ended_alone() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let ben = world.invited(&ada, COUNCIL, Role::Contributor, "Ben Canary").await;
        let first = token(&world, &ben, &["EnterOffice"], "2026-06-30").await;
        let next_minute = world.later(SignedDuration::from_mins(1));
        let second = token(&next_minute, &ben, &["EnterOffice"], "2026-06-30").await;
        let list = call(&world, Method::GET, "account/tokens", &first, "").await.json();
        let id = list[0]["id"].as_str().unwrap().to_owned();
        let foreign = ada.browser.post(&world, &format!("account/tokens/{id}/end"), &[]).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);

        let ended = call(&world, Method::DELETE, &format!("account/tokens/{id}"), &second, "").await;
        assert_eq!(ended.status, StatusCode::NO_CONTENT);
        assert_eq!(status(&world, "account", &first).await, StatusCode::UNAUTHORIZED);
        assert_eq!(status(&world, "account", &second).await, StatusCode::OK);
        ben.browser.post(&world, "account/sign-out-everywhere", &[]).await;
        assert_eq!(status(&world, "account", &second).await, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn the_list_ends_a_token_and_never_shows_it_again() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        assert!(ada.browser.get(&world, "account/tokens").await.text.contains("You gave out no token."));
        let secret = token(&world, &ada, &["EnterOffice"], "2026-06-30").await;
        let list = ada.browser.get(&world, "account/tokens").await.text;
        assert!(list.contains("Warehouse") && !list.contains(&secret));
        let path = list.split("account/tokens/").nth(1).unwrap().split('"').next().unwrap();
        ada.browser.post(&world, &format!("account/tokens/{path}"), &[]).await;
        assert_eq!(status(&world, "account", &secret).await, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn a_last_day_in_the_past_or_beyond_a_year_is_refused() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        for (day, words) in [
            ("2026-05-31", "Enter a last day from today"),
            ("2027-06-03", "Enter a last day from today"),
            ("soon", "Enter a day such as 27 March 2026"),
        ] {
            let fields = [("name", "X"), ("scope", "EnterOffice"), ("last_day", day)];
            let refused = ada.browser.post(&world, "account/tokens", &fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.text.contains(words), "{day}: {}", refused.text);
        }
    })
    .await;
}

#[tokio::test]
async fn a_program_changes_its_owners_name_once_and_not_over_somebody_elses_change() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let secret = token(&world, &ada, &["EnterOffice"], "2026-06-30").await;
        let body = r#"{"name": "Ada Renamed", "version": 1}"#;
        let done = call(&world, Method::PUT, "account", &secret, body).await;
        assert_eq!((done.status, done.json()["version"].as_i64()), (StatusCode::OK, Some(2)));
        assert_eq!(call(&world, Method::PUT, "account", &secret, body).await.status, StatusCode::CONFLICT);
        let more = r#"{"name": "Ada", "version": 2, "roles": ["publisher"]}"#;
        assert_eq!(call(&world, Method::PUT, "account", &secret, more).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let empty = r#"{"name": "", "version": 2}"#;
        assert_eq!(call(&world, Method::PUT, "account", &secret, empty).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}
