//! Passkeys: only one that checks its person, made for this site, shown for this sign-in, by this browser.

use axum::http::StatusCode;
use jiff::SignedDuration;
use testing::on_both_engines;

use crate::{
    device::Device,
    world::{Browser, World, shown},
};

/// Answers a sign-in with these fields.
async fn answer(world: &World, browser: &Browser, fields: &[(&str, String)]) -> StatusCode {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post(world, "sign-in/passkey/answer", &fields).await.status
}

#[tokio::test]
async fn somebody_signs_in_with_a_passkey_and_types_nothing() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let browser = Browser::new();
        let done = ada.sign_in(&world, &browser).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/ridgeway/account"));
        assert!(browser.is_in(&world).await);
        assert_ne!(browser.session(), ada.browser.session());
    })
    .await;
}

#[tokio::test]
async fn a_device_that_does_not_check_its_person_is_not_enough() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let mut ada = world.administrator().await;
        let mut careless = Device::new();
        careless.verifies = false;
        let made = ada.make_passkey(&world, &careless).await;
        assert_eq!(made.status, StatusCode::UNPROCESSABLE_ENTITY);

        ada.device.verifies = false;
        let done = ada.sign_in(&world, &Browser::new()).await;
        assert_eq!(done.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn a_passkey_shown_on_another_site_is_refused() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let mut ada = world.administrator().await;
        ada.device.origin = "https://ridgeway.example.net";
        assert_eq!(ada.sign_in(&world, &Browser::new()).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let mut elsewhere = Device::new();
        elsewhere.origin = "https://ridgeway.example.net";
        assert_eq!(ada.make_passkey(&world, &elsewhere).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn an_answer_counts_once_in_the_browser_that_asked_and_for_ten_minutes() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let (browser, stranger) = (Browser::new(), Browser::new());

        let asked = browser.post(&world, "sign-in/passkey", &[("to", "account")]).await;
        let fields = shown(&ada.device, &asked);
        stranger.post(&world, "sign-in/passkey", &[]).await;
        assert_eq!(answer(&world, &stranger, &fields).await, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer(&world, &browser, &fields).await, StatusCode::SEE_OTHER);
        let again = Browser::new();
        *again.jar.borrow_mut() = browser.jar.borrow().clone();
        assert_eq!(answer(&world, &again, &fields).await, StatusCode::UNPROCESSABLE_ENTITY);

        let slow = Browser::new();
        let asked = slow.post(&world, "sign-in/passkey", &[("to", "account")]).await;
        let fields = shown(&ada.device, &asked);
        let later = world.later(SignedDuration::from_mins(10));
        assert_eq!(answer(&later, &slow, &fields).await, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn a_signature_over_another_question_is_refused_and_uses_the_sign_in_up() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let browser = Browser::new();
        let first = browser.post(&world, "sign-in/passkey", &[("to", "account")]).await;
        let second = browser.post(&world, "sign-in/passkey", &[("to", "account")]).await;
        let mut mixed = shown(&ada.device, &first);
        mixed[0].1 = second.field("ceremony");
        assert_eq!(answer(&world, &browser, &mixed).await, StatusCode::UNPROCESSABLE_ENTITY);
        let right = shown(&ada.device, &second);
        assert_eq!(answer(&world, &browser, &right).await, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn one_key_cannot_open_two_accounts_and_confirms_only_its_owner() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let ben = world.invited(&ada, crate::world::COUNCIL, permission::Role::Contributor, "Ben Canary").await;

        let taken = ben.make_passkey(&world, &ada.device).await;
        assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);

        let asked = ben.browser.post(&world, "account/confirm/passkey", &[("to", "account")]).await;
        let fields = shown(&ada.device, &asked);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = ben.browser.post(&world, "account/confirm/passkey/answer", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn several_passkeys_work_until_they_are_removed() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let mut ada = world.administrator().await;
        let first = std::mem::replace(&mut ada.device, Device::new());
        let next_minute = world.later(SignedDuration::from_mins(1));
        assert_eq!(ada.make_passkey(&next_minute, &ada.device).await.status, StatusCode::SEE_OTHER);
        assert!(ada.sign_in(&world, &Browser::new()).await.status == StatusCode::SEE_OTHER);

        let page = ada.browser.get(&world, "account").await.text;
        let id = page.split("account/passkeys/").nth(1).unwrap().split('/').next().unwrap();
        let remove = format!("account/passkeys/{id}/remove");
        let late = world.later(SignedDuration::from_mins(40));
        ada.sign_in(&late, &ada.browser).await;
        let stale = world.later(SignedDuration::from_mins(46));
        let unproved = ada.browser.post(&stale, &remove, &[]).await;
        assert_eq!(unproved.location(), "/ridgeway/account/confirm?to=office");
        assert_eq!(ada.browser.post(&late, &remove, &[]).await.location(), "/ridgeway/account");

        let second = std::mem::replace(&mut ada.device, first);
        assert_eq!(ada.sign_in(&world, &Browser::new()).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        ada.device = second;
        assert_eq!(ada.sign_in(&world, &Browser::new()).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn the_last_way_in_is_not_taken_away() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let page = ada.browser.get(&world, "account").await.text;
        let id = page.split("account/passkeys/").nth(1).unwrap().split('/').next().unwrap();
        let refused = ada.browser.post(&world, &format!("account/passkeys/{id}/remove"), &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
        assert!(refused.text.contains("This is your last way to sign in"), "{}", refused.text);
        assert_eq!(ada.sign_in(&world, &Browser::new()).await.status, StatusCode::SEE_OTHER, "it works still");
        let told = ada.browser.get(&world, "account").await.text;
        assert!(!told.contains("A passkey was removed."), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_new_passkey_wants_proof_once_the_first_half_hour_is_over() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let code = world.first_code().await;
        let ada = world.join(&code, "Ada Canary").await;
        ada.browser.get(&world.later(SignedDuration::from_mins(20)), "account").await;
        let later = world.later(SignedDuration::from_mins(31));
        let asked = ada.browser.post(&later, "account/passkeys/new", &[]).await;
        assert_eq!(asked.location(), "/ridgeway/account/confirm?to=office");
        ada.confirm(&later).await;
        assert_eq!(ada.browser.post(&later, "account/passkeys/new", &[]).await.status, StatusCode::OK);
    })
    .await;
}
