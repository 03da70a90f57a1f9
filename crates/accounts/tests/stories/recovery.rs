//! Lost keys: a code from the printed sheet, or two administrators together. Never e-mail alone, never one person alone.

use axum::http::{Method, StatusCode};
use jiff::SignedDuration;
use permission::Role;
use testing::on_both_engines;

use crate::{
    device::Device,
    world::{Browser, COUNCIL, Member, World, call, codes_in, shown},
};

#[tokio::test]
async fn a_printed_code_lets_its_owner_in_once_and_everybody_concerned_is_told() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let ben = world.invited(&ada, COUNCIL, Role::Contributor, "Ben Canary").await;

        let found = Member { browser: Browser::new(), device: Device::new(), sheet: vec![] };
        let into = found.browser.post(&world, "sign-in/code", &[("code", &ben.sheet[3]), ("to", "")]).await;
        assert_eq!((into.status, into.location()), (StatusCode::SEE_OTHER, "/ridgeway/account"));
        let account = found.browser.get(&world, "account").await.text;
        assert!(account.contains("You have 9 unused recovery codes."), "{account}");
        assert!(account.contains("A recovery code was used to sign in."), "{account}");
        let told = ada.browser.get(&world, "account").await.text;
        assert!(told.contains("The account of Ben Canary, 1 June 2026: A recovery code was used"), "{told}");
        assert_eq!(found.make_passkey(&world, &found.device).await.status, StatusCode::SEE_OTHER);

        let again = Browser::new().post(&world, "sign-in/code", &[("code", &ben.sheet[3])]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        ada.browser.post(&world, "account/notices/put-away", &[]).await;
        assert!(!ada.browser.get(&world, "account").await.text.contains("A recovery code was used"));
    })
    .await;
}

#[tokio::test]
async fn a_code_that_is_unknown_used_or_no_code_at_all_gets_the_same_answer() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        Browser::new().post(&world, "sign-in/code", &[("code", &ada.sheet[0])]).await;
        let unknown = "00000-00000-00000-00000-00000-0";
        let mut answers = Vec::new();
        for code in [ada.sheet[0].as_str(), unknown, "ada@example.org", ""] {
            let reply = Browser::new().post(&world, "sign-in/code", &[("code", code)]).await;
            let key = reply.field("once");
            let mut text = reply.text;
            // Keys of forms are random; everything else must be alike.
            while let Some((before, after)) = text.split_once("name=\"once\" value=\"") {
                text = format!("{before}{}", &after[key.len()..]);
            }
            answers.push((reply.status, text));
        }
        assert_eq!(answers[0].0, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
    })
    .await;
}

#[tokio::test]
async fn a_new_sheet_ends_the_old_one_and_wants_proof() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let made = ada.browser.post(&world, "account/sheet", &[]).await;
        assert_eq!(codes_in(&made.text).len(), 10);
        let old = Browser::new().post(&world, "sign-in/code", &[("code", &ada.sheet[0])]).await;
        assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
        let new = Browser::new().post(&world, "sign-in/code", &[("code", &codes_in(&made.text)[0])]).await;
        assert_eq!(new.status, StatusCode::SEE_OTHER);
    })
    .await;
}

/// Offers somebody a way back, and gives its code.
async fn offered(world: &World, by: &Member, name: &str) -> String {
    let id = world.person(COUNCIL, name).await;
    let made = by.browser.post(world, &format!("office/people/{COUNCIL}/{id}/way-back"), &[]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    codes_in(&made.text)[0].clone()
}

/// The address at which a waiting way back is confirmed.
async fn confirmation(world: &World, by: &Member) -> String {
    let list = by.browser.get(world, &format!("office/people/{COUNCIL}")).await.text;
    let id = list.split("/invitations/").nth(1).unwrap().split('/').next().unwrap();
    format!("office/people/{COUNCIL}/invitations/{id}/confirm")
}

#[tokio::test]
async fn one_administrator_alone_opens_nobodys_account() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let ben = world.invited(&ada, COUNCIL, Role::Contributor, "Ben Canary").await;
        let code = offered(&world, &ada, "Ben Canary").await;

        let alone = ada.browser.post(&world, &confirmation(&world, &ada).await, &[]).await;
        assert_eq!(alone.status, StatusCode::NOT_FOUND);
        let thief = Browser::new();
        let refused = thief.post(&world, "invitation/back", &[("code", &code)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("A second person has to confirm first"));
        let with_own = [("code", code.as_str()), ("own", ada.sheet[0].as_str())];
        assert_eq!(thief.post(&world, "invitation/back", &with_own).await.status, StatusCode::UNPROCESSABLE_ENTITY);

        // Nothing of Ben's ended, and Ada's own code was not used up by the attempt.
        assert!(ben.browser.is_in(&world).await);
        assert_eq!(thief.post(&world, "sign-in/code", &[("code", &ada.sheet[0])]).await.status, StatusCode::SEE_OTHER);
        let told = ben.browser.get(&world, "account").await.text;
        assert!(told.contains("An administrator asked for a new way into this account."), "{told}");
    })
    .await;
}

/// A week later, when each of them signed in again.
async fn a_week_later(world: &World, members: &[&Member]) -> World {
    let world = world.later(SignedDuration::from_hours(7 * 24));
    for member in members {
        assert_eq!(member.sign_in(&world, &member.browser).await.status, StatusCode::SEE_OTHER);
    }
    world
}

#[tokio::test]
async fn an_administrator_who_invited_a_second_account_is_still_one_person() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        world.invited(&ada, COUNCIL, Role::Contributor, "Ben Canary").await;
        let eve = world.invited(&ada, COUNCIL, Role::OrganisationAdministrator, "Eve Canary").await;
        eve.confirm(&world).await;
        let through = world.invited(&eve, COUNCIL, Role::OrganisationAdministrator, "Eve again").await;
        let beside = world.invited(&eve, COUNCIL, Role::OrganisationAdministrator, "Eve once more").await;
        let world = a_week_later(&world, &[&ada, &eve, &through, &beside]).await;

        // Who offers, and who tries to confirm: whoever was invited by the other, directly or not, or both by Eve.
        for (first, second) in [(&eve, &through), (&through, &eve), (&ada, &through), (&through, &beside)] {
            let code = offered(&world, first, "Ben Canary").await;
            let tried = second.browser.post(&world, &confirmation(&world, second).await, &[]).await;
            assert_eq!(tried.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", tried.text);
            assert!(tried.text.contains("Somebody else has to confirm this"), "{}", tried.text);
            let thief = Browser::new().post(&world, "invitation/back", &[("code", &code)]).await;
            assert_eq!(thief.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
    })
    .await;
}

#[tokio::test]
async fn an_administrator_of_less_than_a_week_confirms_no_way_back() {
    on_both_engines(async |db| {
        let first = World::open(&db).await;
        let ada = first.administrator().await;
        first.invited(&ada, COUNCIL, Role::Contributor, "Ben Canary").await;
        let world = first.later(SignedDuration::from_hours(24));
        let eve = world.join(&world.first_code().await, "Eve Canary").await;
        let world = first.later(SignedDuration::from_hours(7 * 24));
        for member in [&ada, &eve] {
            member.sign_in(&world, &member.browser).await;
        }
        offered(&world, &ada, "Ben Canary").await;
        let early = eve.browser.post(&world, &confirmation(&world, &eve).await, &[]).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", early.text);

        // A day later the role is a week old, but the offer is still the same.
        let next = first.later(SignedDuration::from_hours(8 * 24));
        for member in [&ada, &eve] {
            member.sign_in(&next, &member.browser).await;
        }
        let still = eve.browser.post(&next, &confirmation(&next, &eve).await, &[]).await;
        assert_eq!(still.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", still.text);
        offered(&next, &ada, "Ben Canary").await;
        let confirmed = eve.browser.post(&next, &confirmation(&next, &eve).await, &[]).await;
        assert_eq!(confirmed.status, StatusCode::SEE_OTHER, "{}", confirmed.text);
    })
    .await;
}

#[tokio::test]
async fn a_passkey_begun_before_a_person_signed_out_everywhere_is_not_kept() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let asked = ada.browser.post(&world, "account/passkeys/new", &[("passkey_name", "Thief")]).await;
        let credential = Device::new().make(&crate::world::options_in(&asked.text));
        // A browser of somebody who means ill keeps the cookie that it was asked to drop.
        let kept_cookies = ada.browser.jar.borrow().clone();
        ada.browser.post(&world, "account/sign-out-everywhere", &[]).await;
        ada.sign_in(&world, &ada.browser).await;
        let session = ada.browser.session();
        ada.browser.jar.replace(kept_cookies);
        ada.browser.jar.borrow_mut().insert("__Host-waymark-ridgeway".to_owned(), session);
        let (ceremony, name) = (asked.field("ceremony"), asked.field("name"));
        let fields = [("ceremony", ceremony.as_str()), ("credential", credential.as_str()), ("name", name.as_str())];
        let kept = ada.browser.post(&world, "account/passkeys/keep", &fields).await;
        assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", kept.text);
        assert!(!ada.browser.get(&world, "account").await.text.contains("Thief"));
    })
    .await;
}

#[tokio::test]
async fn a_second_administrator_confirms_and_every_earlier_key_ends_when_the_way_back_is_used() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let ben = world.invited(&ada, COUNCIL, Role::Contributor, "Ben Canary").await;
        // Eve came in at the command line, and a week before.
        let eve = world.join(&world.first_code().await, "Eve Canary").await;
        let world = a_week_later(&world, &[&ada, &eve, &ben]).await;
        let code = offered(&world, &ada, "Ben Canary").await;
        let confirmed = eve.browser.post(&world, &confirmation(&world, &eve).await, &[]).await;
        assert_eq!(confirmed.status, StatusCode::SEE_OTHER);
        assert!(ben.browser.is_in(&world).await);

        let found = Member { browser: Browser::new(), device: Device::new(), sheet: vec![] };
        let look = found.browser.post(&world, "invitation", &[("code", &code)]).await;
        assert!(look.text.contains("A new way in"), "{}", look.text);
        let back = found.browser.post(&world, "invitation/back", &[("code", &code)]).await;
        assert_eq!((back.status, codes_in(&back.text).len()), (StatusCode::OK, 10));

        assert!(!ben.browser.is_in(&world).await);
        assert_eq!(ben.sign_in(&world, &Browser::new()).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let old = Browser::new().post(&world, "sign-in/code", &[("code", &ben.sheet[0])]).await;
        assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(found.make_passkey(&world, &found.device).await.status, StatusCode::SEE_OTHER);
        let account = found.browser.get(&world, "account").await.text;
        assert!(account.contains("The account was opened in a new way."), "{account}");
        let again = Browser::new().post(&world, "invitation/back", &[("code", &code)]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn a_code_of_their_own_confirms_as_a_second_administrator_would() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let ben = world.invited(&ada, COUNCIL, Role::Contributor, "Ben Canary").await;
        let code = offered(&world, &ada, "Ben Canary").await;
        let look = Browser::new().post(&world, "invitation", &[("code", &code)]).await;
        assert!(look.text.contains("One of your own recovery codes"));
        let fields = [("code", code.as_str()), ("own", ben.sheet[9].as_str())];
        let back = Browser::new().post(&world, "invitation/back", &fields).await;
        assert_eq!(back.status, StatusCode::OK, "{}", back.text);
        assert!(!ben.browser.is_in(&world).await);
    })
    .await;
}

#[tokio::test]
async fn nobody_takes_over_an_account_that_may_more_than_they_can_give() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let eve = world.invited(&ada, COUNCIL, Role::OrganisationAdministrator, "Eve Canary").await;
        eve.confirm(&world).await;
        world.invited(&ada, COUNCIL, Role::Publisher, "Pat Canary").await;
        for name in ["Ada Canary", "Pat Canary", "Eve Canary"] {
            let id = world.person(COUNCIL, name).await;
            let made = eve.browser.post(&world, &format!("office/people/{COUNCIL}/{id}/way-back"), &[]).await;
            assert_eq!(made.status, StatusCode::NOT_FOUND, "{name}");
        }
        let id = world.person(COUNCIL, "Ada Canary").await;
        let fields = [("name", "Mal"), ("version", "1")];
        let named = eve.browser.post(&world, &format!("office/people/{COUNCIL}/{id}/name"), &fields).await;
        assert_eq!(named.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn after_a_restore_nothing_given_out_before_lets_anybody_in_and_a_passkey_still_does() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let path = format!("office/people/{COUNCIL}/invite");
        let invited = ada.browser.post(&world, &path, &[("name", "Ben Canary"), ("role", "contributor")]).await;
        let code = codes_in(&invited.text)[0].clone();
        let made = [("name", "Warehouse"), ("scope", "EnterOffice"), ("last_day", "2026-06-30")];
        let issued = ada.browser.post(&world, "account/tokens", &made).await;
        let token = codes_in(&issued.text)[0].clone();
        let begun = Browser::new();
        let asked = begun.post(&world, "sign-in/passkey", &[("to", "account")]).await;
        assert_eq!(call(&world, Method::GET, "account", &token, "").await.status, StatusCode::OK);

        let mut tx = db.write(world.area.id).await.unwrap();
        accounts::end_after_restore(&mut tx, &kernel::Actor::operator("operator"), world.now).await.unwrap();
        tx.commit().await.unwrap();

        assert!(!ada.browser.is_in(&world).await);
        assert_eq!(call(&world, Method::GET, "account", &token, "").await.status, StatusCode::UNAUTHORIZED);
        let refused = StatusCode::UNPROCESSABLE_ENTITY;
        let joining = [("code", code.as_str()), ("name", "Ben Canary")];
        assert_eq!(Browser::new().post(&world, "invitation/join", &joining).await.status, refused);
        for code in &ada.sheet {
            assert_eq!(Browser::new().post(&world, "sign-in/code", &[("code", code)]).await.status, refused);
        }
        let answer = shown(&ada.device, &asked);
        let answer: Vec<(&str, &str)> = answer.iter().map(|(name, value)| (*name, value.as_str())).collect();
        begun.post(&world, "sign-in/passkey/answer", &answer).await;
        assert!(!begun.is_in(&world).await, "a sign-in under way is begun anew");
        let again = Browser::new();
        ada.sign_in(&world, &again).await;
        assert!(again.is_in(&world).await);
    })
    .await;
}
