//! Mail about accounts says that there is something to read, and nothing else.

use axum::http::{Method, StatusCode};
use jiff::SignedDuration;
use testing::on_both_engines;

use crate::{
    device::Device,
    world::{Browser, COUNCIL, World, call, codes_in},
};

/// Every mail that waits: to whom, its subject and its text.
async fn waiting(world: &World) -> Vec<(String, String, String)> {
    const SQL: &str = "SELECT recipient, subject, body_text FROM mail WHERE area_id = $1 ORDER BY recipient, kind";
    let mut tx = world.db.read(world.area.id).await.unwrap();
    let area = tx.area_key();
    db::on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await).unwrap()
}

#[tokio::test]
async fn a_mail_tells_of_an_invitation_and_of_a_used_code_without_saying_either_code_or_name() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let path = format!("office/people/{COUNCIL}/invite");
        let fields = [("name", "Ben Canary"), ("role", "contributor"), ("email", "ben@example.org")];
        let made = ada.browser.post(&world, &path, &fields).await;
        let code = codes_in(&made.text)[0].clone();
        let ben = world.join(&code, "Ben Canary").await;
        let into = Browser::new().post(&world, "sign-in/code", &[("code", &ben.sheet[0])]).await;
        assert_eq!(into.status, StatusCode::SEE_OTHER);

        let mails = waiting(&world).await;

        // Ada has no address: she reads it on her account page.
        assert_eq!(mails.len(), 3, "one of the invitation, one of the passkey, one of the code: {mails:?}");
        assert!(mails.iter().all(|(to, ..)| to == "ben@example.org"), "{mails:?}");
        assert!(mails[0].2.contains("http://localhost:8080/ridgeway/invitation"), "{mails:?}");
        assert!(mails[1..].iter().all(|mail| mail.2.contains("http://localhost:8080/ridgeway/account")), "{mails:?}");
        for (_, subject, text) in &mails {
            for hidden in ["Canary", code.as_str(), ben.sheet[0].as_str(), "recovery", "Contributor"] {
                assert!(!subject.contains(hidden) && !text.contains(hidden), "{hidden}: {subject} {text}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn an_address_changes_with_fresh_proof_only_and_both_addresses_are_told() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let fields = [("name", "Ada Canary"), ("email", "ada@example.org"), ("version", "1")];
        assert_eq!(ada.browser.post(&world, "account/name", &fields).await.location(), "/ridgeway/account");
        ada.sign_in(&world.later(SignedDuration::from_mins(40)), &ada.browser).await;
        let later = world.later(SignedDuration::from_mins(46));

        let elsewhere = [("name", "Ada Canary"), ("email", "mal@example.org"), ("version", "2")];
        let unproved = ada.browser.post(&later, "account/name", &elsewhere).await;
        assert!(unproved.location().starts_with("/ridgeway/account/confirm"), "{}", unproved.text);
        let named = [("name", "Ada C"), ("email", "ada@example.org"), ("version", "2")];
        assert_eq!(ada.browser.post(&later, "account/name", &named).await.location(), "/ridgeway/account");
        let before = waiting(&world).await.len();
        ada.confirm(&later).await;
        let elsewhere = [("name", "Ada C"), ("email", "new@example.org"), ("version", "3")];
        assert_eq!(ada.browser.post(&later, "account/name", &elsewhere).await.location(), "/ridgeway/account");

        let mails = waiting(&world).await;
        let told: Vec<&str> = mails.iter().map(|(to, ..)| to.as_str()).collect();
        assert_eq!((before, told), (0, vec!["ada@example.org", "new@example.org"]));
        let account = ada.browser.get(&later, "account").await.text;
        assert!(account.contains("Mail about this account now goes to another address."), "{account}");
    })
    .await;
}

#[tokio::test]
async fn a_program_changes_a_name_and_never_an_address() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let fields = [("name", "Ada Canary"), ("email", "ada@example.org"), ("version", "1")];
        ada.browser.post(&world, "account/name", &fields).await;
        let scope = [("name", "Report"), ("scope", "EnterOffice"), ("last_day", "30 June 2026")];
        let made = ada.browser.post(&world, "account/tokens", &scope).await;
        let token = codes_in(&made.text)[0].clone();

        let moved = r#"{"name":"Ada C","email":"mal@example.org","version":2}"#;
        let refused = call(&world, Method::PUT, "account", &token, moved).await;
        assert!(refused.status.is_client_error(), "{} {}", refused.status, refused.text);
        let named = call(&world, Method::PUT, "account", &token, r#"{"name":"Ada C","version":2}"#).await;
        assert_eq!(named.status, StatusCode::OK, "{}", named.text);

        let account = ada.browser.get(&world, "account").await;
        assert_eq!((account.field("name"), account.field("email")), ("Ada C".to_owned(), "ada@example.org".to_owned()));
        assert!(waiting(&world).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn whoever_gains_or_loses_a_key_is_told_on_the_account_page_and_by_mail() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let fields = [("name", "Ada Canary"), ("email", "ada@example.org"), ("version", "1")];
        ada.browser.post(&world, "account/name", &fields).await;
        let step = |minutes| world.later(SignedDuration::from_mins(minutes));

        assert_eq!(ada.make_passkey(&step(1), &Device::new()).await.status, StatusCode::SEE_OTHER);
        let page = ada.browser.get(&step(1), "account").await.text;
        assert_eq!(page.matches("A passkey was made.").count(), 2, "{page}");
        let id = page.split("/account/passkeys/").find_map(|rest| rest.split_once("/remove")).unwrap().0.to_owned();
        ada.browser.post(&step(2), &format!("account/passkeys/{id}/remove"), &[]).await;
        ada.browser.post(&step(3), "account/sheet", &[]).await;

        let page = ada.browser.get(&step(3), "account").await.text;
        assert!(page.contains("A passkey was removed."), "{page}");
        assert!(page.contains("A new sheet of recovery codes was made."), "{page}");
        let mails = waiting(&world).await;
        assert_eq!(mails.len(), 3, "{mails:?}");
        assert!(mails.iter().all(|mail| !mail.1.contains("asskey") && !mail.2.contains("asskey")), "{mails:?}");
    })
    .await;
}
