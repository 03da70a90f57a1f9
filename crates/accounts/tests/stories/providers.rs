//! Signing in through an organisation's own sign-in, with a real provider that does as the standard says, or does not.

use axum::http::StatusCode;
use jiff::SignedDuration;
use testing::on_both_engines;

use crate::{
    provider::Provider,
    world::{Browser, COUNCIL, Member, World},
};

const BACK: &str = "sign-in/provider/county/back";

/// The address of the provider in a page that leads on to it.
fn leads_to(page: &str) -> String {
    let link = page.split("role=\"button\" href=\"").nth(1).unwrap_or_else(|| panic!("no way on in {page}"));
    link.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&")
}

/// Links the provider's account of this name to somebody's account here.
async fn link(world: &World, provider: &Provider, member: &Member, subject: &str) -> StatusCode {
    let page = member.browser.post(world, "account/providers/county/link", &[]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    provider.next(subject, "").await;
    let query = provider.visited(&leads_to(&page.text)).await;
    member.browser.get(world, &format!("{BACK}?{query}")).await.status
}

/// Signs in through the provider in a browser, and gives the status of the last answer.
async fn sign_in(world: &World, provider: &Provider, browser: &Browser) -> StatusCode {
    let out = browser.get(world, "sign-in/provider/county?to=account").await;
    let query = provider.visited(out.location()).await;
    browser.get(world, &format!("{BACK}?{query}")).await.status
}

#[tokio::test]
async fn somebody_links_the_councils_sign_in_and_comes_in_through_it() {
    let provider = Provider::start();
    on_both_engines(async |db| {
        let world = World::with_provider(&db, &provider.address).await;
        let ada = world.administrator().await;
        assert!(ada.browser.get(&world, "account").await.text.contains("Use the sign-in of Ridgeway County Council"));
        assert_eq!(link(&world, &provider, &ada, "ada").await, StatusCode::SEE_OTHER);
        assert!(ada.browser.is_in(&world).await);
        let account = ada.browser.get(&world, "account").await.text;
        assert!(account.contains("You can also sign in through Ridgeway County Council."));

        let browser = Browser::new();
        assert!(browser.get(&world, "sign-in").await.text.contains("Sign in with Ridgeway County Council"));
        provider.next("ada", "").await;
        assert_eq!(sign_in(&world, &provider, &browser).await, StatusCode::SEE_OTHER);
        assert!(browser.is_in(&world).await);
    })
    .await;
}

#[tokio::test]
async fn whoever_the_provider_knows_and_we_do_not_gets_no_account() {
    let provider = Provider::start();
    on_both_engines(async |db| {
        let world = World::with_provider(&db, &provider.address).await;
        world.administrator().await;
        provider.next("stranger", "").await;
        let browser = Browser::new();
        assert_eq!(sign_in(&world, &provider, &browser).await, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(browser.session().is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_does_not_hold_lets_nobody_in() {
    let provider = Provider::start();
    on_both_engines(async |db| {
        let world = World::with_provider(&db, &provider.address).await;
        let ada = world.administrator().await;
        assert_eq!(link(&world, &provider, &ada, "ada").await, StatusCode::SEE_OTHER);
        for fault in ["wrong-nonce", "wrong-audience", "wrong-issuer", "expired", "other-key", "unsigned"] {
            provider.next("ada", fault).await;
            let browser = Browser::new();
            assert_eq!(sign_in(&world, &provider, &browser).await, StatusCode::UNPROCESSABLE_ENTITY, "{fault}");
            assert!(browser.session().is_empty(), "{fault}");
        }
        provider.next("ada", "").await;
        assert_eq!(sign_in(&world, &provider, &Browser::new()).await, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn a_code_brought_twice_or_into_another_browser_lets_nobody_in() {
    let provider = Provider::start();
    on_both_engines(async |db| {
        let world = World::with_provider(&db, &provider.address).await;
        let ada = world.administrator().await;
        link(&world, &provider, &ada, "ada").await;
        provider.next("ada", "").await;
        let (browser, other) = (Browser::new(), Browser::new());
        let out = browser.get(&world, "sign-in/provider/county?to=account").await;
        let query = provider.visited(out.location()).await;
        let back = format!("{BACK}?{query}");

        other.get(&world, "sign-in/provider/county").await;
        assert_eq!(other.get(&world, &back).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let mut copy = Browser::new();
        copy.jar = browser.jar.clone();
        assert_eq!(browser.get(&world, &back).await.status, StatusCode::SEE_OTHER);
        assert_eq!(copy.get(&world, &back).await.status, StatusCode::UNPROCESSABLE_ENTITY);

        // A used code under a new state: the provider itself refuses it.
        let out = copy.get(&world, "sign-in/provider/county").await;
        let fresh = provider.visited(out.location()).await;
        let state = fresh.split("state=").nth(1).unwrap();
        let code = query.split("code=").nth(1).unwrap().split('&').next().unwrap();
        let mixed = copy.get(&world, &format!("{BACK}?code={code}&state={state}")).await;
        assert_eq!(mixed.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn the_provider_confirms_only_when_it_asked_anew_and_only_the_same_person() {
    let provider = Provider::start();
    on_both_engines(async |db| {
        let world = World::with_provider(&db, &provider.address).await;
        let ada = world.administrator().await;
        let ben = world.invited(&ada, COUNCIL, permission::Role::Contributor, "Ben Canary").await;
        link(&world, &provider, &ada, "ada").await;
        ben.confirm(&world).await;
        link(&world, &provider, &ben, "ben").await;
        provider.next("ada", "").await;
        let browser = Browser::new();
        sign_in(&world, &provider, &browser).await;
        let invite = format!("office/people/{COUNCIL}/invite");
        let fields = [("name", "Cy"), ("role", "contributor")];
        let unproved = browser.post(&world, &invite, &fields).await;
        assert_eq!(unproved.location(), "/ridgeway/account/confirm?to=office");

        for (subject, fault, expected) in [
            ("ada", "not-asked-anew", StatusCode::UNPROCESSABLE_ENTITY),
            ("ada", "no-auth-time", StatusCode::UNPROCESSABLE_ENTITY),
            ("ben", "", StatusCode::UNPROCESSABLE_ENTITY),
            ("ada", "", StatusCode::SEE_OTHER),
        ] {
            let page = browser.post(&world, "account/confirm/provider/county", &[("to", "account")]).await;
            provider.next(subject, fault).await;
            let query = provider.visited(&leads_to(&page.text)).await;
            let back = browser.get(&world, &format!("{BACK}?{query}")).await;
            assert_eq!(back.status, expected, "{subject} {fault}");
        }
        assert_eq!(browser.post(&world, &invite, &fields).await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn an_outside_account_is_linked_to_one_person_only() {
    let provider = Provider::start();
    on_both_engines(async |db| {
        let world = World::with_provider(&db, &provider.address).await;
        let ada = world.administrator().await;
        let ben = world.invited(&ada, COUNCIL, permission::Role::Contributor, "Ben Canary").await;
        assert_eq!(link(&world, &provider, &ada, "ada").await, StatusCode::SEE_OTHER);
        assert_eq!(link(&world, &provider, &ben, "ada").await, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

/// Begins to link, goes to the provider as this subject, and gives the address to come back with.
async fn begun(world: &World, provider: &Provider, browser: &Browser, path: &str, subject: &str) -> String {
    let page = browser.post(world, path, &[("to", "account")][..usize::from(path.contains("confirm"))]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    provider.next(subject, "").await;
    format!("{BACK}?{}", provider.visited(&leads_to(&page.text)).await)
}

#[tokio::test]
async fn a_link_begun_in_a_stolen_session_ends_with_that_session() {
    let provider = Provider::start();
    on_both_engines(async |db| {
        let world = World::with_provider(&db, &provider.address).await;
        let ada = world.administrator().await;
        for end in ["account/sign-out-everywhere", "office/organisations/end-all-sessions"] {
            // The thief's browser holds a copy of her session.
            let thief = Browser::of(&ada.browser.session());
            let back = begun(&world, &provider, &thief, "account/providers/county/link", "thief").await;
            assert_eq!(ada.browser.post(&world, end, &[]).await.location(), "/ridgeway/sign-in");
            assert_eq!(thief.get(&world, &back).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{end}");
            provider.next("thief", "").await;
            assert_eq!(sign_in(&world, &provider, &Browser::new()).await, StatusCode::UNPROCESSABLE_ENTITY, "{end}");
            ada.sign_in(&world, &ada.browser).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_proof_begun_in_a_session_that_ended_renews_nothing() {
    let provider = Provider::start();
    on_both_engines(async |db| {
        let world = World::with_provider(&db, &provider.address).await;
        let ada = world.administrator().await;
        link(&world, &provider, &ada, "ada").await;
        let other = Browser::of(&ada.browser.session());
        let back = begun(&world, &provider, &other, "account/confirm/provider/county", "ada").await;
        ada.browser.post(&world, "office/organisations/end-all-sessions", &[]).await;
        assert_eq!(other.get(&world, &back).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!other.is_in(&world).await);
    })
    .await;
}

#[tokio::test]
async fn a_sign_in_that_was_let_go_lets_nobody_in_and_its_owner_is_told() {
    let provider = Provider::start();
    on_both_engines(async |db| {
        let world = World::with_provider(&db, &provider.address).await;
        let ada = world.administrator().await;
        link(&world, &provider, &ada, "ada").await;
        let account = ada.browser.get(&world, "account").await.text;
        assert!(account.contains("Another sign-in was added to this account."), "{account}");
        assert!(account.contains("Stop using the sign-in of Ridgeway County Council"), "{account}");

        ada.sign_in(&world.later(SignedDuration::from_mins(40)), &ada.browser).await;
        let later = world.later(SignedDuration::from_mins(46));
        let unproved = ada.browser.post(&later, "account/providers/county/unlink", &[]).await;
        assert!(unproved.location().starts_with("/ridgeway/account/confirm"), "{}", unproved.text);
        ada.confirm(&later).await;
        let gone = ada.browser.post(&later, "account/providers/county/unlink", &[]).await;
        assert_eq!(gone.location(), "/ridgeway/account", "{}", gone.text);

        let account = ada.browser.get(&later, "account").await.text;
        assert!(account.contains("A sign-in was taken off this account."), "{account}");
        assert!(account.contains("Use the sign-in of Ridgeway County Council too"), "{account}");
        provider.next("ada", "").await;
        assert_eq!(sign_in(&world, &provider, &Browser::new()).await, StatusCode::UNPROCESSABLE_ENTITY);
        let again = ada.browser.post(&later, "account/providers/county/unlink", &[]).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_sign_in_is_let_go_only_while_another_way_in_is_left() {
    let provider = Provider::start();
    on_both_engines(async |db| {
        let world = World::with_provider(&db, &provider.address).await;
        let ada = world.administrator().await;
        assert_eq!(link(&world, &provider, &ada, "ada").await, StatusCode::SEE_OTHER);
        let account = ada.browser.get(&world, "account").await.text;
        let id = account.split("account/passkeys/").nth(1).unwrap().split('/').next().unwrap();
        let removed = ada.browser.post(&world, &format!("account/passkeys/{id}/remove"), &[]).await;
        assert_eq!(removed.location(), "/ridgeway/account", "the linked sign-in is left: {}", removed.text);

        let refused = ada.browser.post(&world, "account/providers/county/unlink", &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
        assert!(refused.text.contains("Make another passkey or link another sign-in"), "{}", refused.text);
        provider.next("ada", "").await;
        assert_eq!(sign_in(&world, &provider, &Browser::new()).await, StatusCode::SEE_OTHER, "it works still");
    })
    .await;
}

#[tokio::test]
async fn a_provider_that_is_away_or_unknown_is_said_plainly() {
    on_both_engines(async |db| {
        // Nothing listens on port 1 of this machine.
        let world = World::with_provider(&db, "http://127.0.0.1:1").await;
        let away = Browser::new().get(&world, "sign-in/provider/county").await;
        assert_eq!(away.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(away.text.contains("choose another way"));
        let unknown = Browser::new().get(&world, "sign-in/provider/nowhere").await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    })
    .await;
}
