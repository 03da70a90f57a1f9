//! Nobody learns at the door who has an account: every way in refuses alike, whatever the reason.

use axum::http::StatusCode;
use permission::Role;
use testing::{Reply, on_both_engines};

use crate::{
    device::Device,
    world::{Browser, COUNCIL, World, codes_in, shown},
};

/// What a stranger can tell one answer from another by. Keys of forms, of browsers and of requests are random and of
/// equal length; all else counts: the status, every header, every byte.
fn told(reply: &Reply) -> (StatusCode, Vec<(String, String)>, String) {
    let header = |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| {
        let value = value.to_str().unwrap();
        let value = match name.as_str() {
            "set-cookie" => hide(value, "=", |sign| sign == ';'),
            "x-request-id" => ".".repeat(value.len()),
            _ => value.to_owned(),
        };
        (name.to_string(), value)
    };
    let mut headers: Vec<_> = reply.headers.iter().map(header).collect();
    headers.sort();
    (reply.status, headers, hide(&reply.text, "name=\"once\" value=\"", |sign| sign == '"'))
}

/// A text with as many dots in place of what stands between `start` and the next end.
fn hide(text: &str, start: &str, ends: impl Fn(char) -> bool) -> String {
    let mut parts = text.split(start);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |hidden, part| {
        let end = part.find(&ends).unwrap_or(part.len());
        format!("{hidden}{start}{}{}", ".".repeat(end), &part[end..])
    })
}

fn assert_alike(answers: &[(&str, Reply)]) {
    let (first, one) = &answers[0];
    assert!(one.status.is_client_error(), "{first}: {}", one.text);
    for (name, other) in &answers[1..] {
        assert_eq!(told(one), told(other), "{first} and {name} can be told apart");
    }
}

/// Signs in with this device; the signature may be spoilt on the way.
async fn tries(world: &World, device: &Device, is_spoilt: bool) -> Reply {
    let browser = Browser::new();
    let asked = browser.post(world, "sign-in/passkey", &[("to", "account")]).await;
    let mut fields = shown(device, &asked);
    if is_spoilt {
        // Another ceremony of the same browser: the signature is over another question.
        let other = browser.post(world, "sign-in/passkey", &[("to", "account")]).await;
        fields[0].1 = other.field("ceremony");
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post(world, "sign-in/passkey/answer", &fields).await
}

#[tokio::test]
async fn a_passkey_that_is_unknown_removed_or_ill_shown_gets_one_answer() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let mut ada = world.administrator().await;
        let account = ada.browser.get(&world, "account").await.text;
        let removal = account.split("account/passkeys/").find(|rest| rest.contains("/remove\"")).unwrap();
        let removal = format!("account/passkeys/{}", removal.split('"').next().unwrap());
        let lost = std::mem::replace(&mut ada.device, Device::new());
        assert_eq!(ada.make_passkey(&world, &ada.device).await.status, StatusCode::SEE_OTHER);
        assert_eq!(ada.browser.post(&world, &removal, &[]).await.status, StatusCode::SEE_OTHER);

        // A whole key with an owner, of the same site and another area.
        let eve = World::open_as(&db, "elsewhere").await.administrator().await;
        assert_alike(&[
            ("unknown here", tries(&world, &eve.device, false).await),
            ("removed", tries(&world, &lost, false).await),
            ("held by somebody, ill shown", tries(&world, &ada.device, true).await),
        ]);
        assert_eq!(tries(&world, &ada.device, false).await.status, StatusCode::SEE_OTHER, "the right one opens");
    })
    .await;
}

#[tokio::test]
async fn an_invitation_that_is_unknown_used_withdrawn_or_late_gets_one_answer() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let path = format!("office/people/{COUNCIL}/invite");
        let invite = async |name: &str| {
            let fields = [("name", name), ("role", Role::Contributor.word())];
            codes_in(&ada.browser.post(&world, &path, &fields).await.text).remove(0)
        };
        let (used, old) = (invite("Ben Canary").await, invite("Cy Canary").await);
        world.join(&used, "Ben Canary").await;
        let late = world.later(jiff::SignedDuration::from_hours(24 * 400));
        let looks = async |world: &World, code: &str| Browser::new().post(world, "invitation", &[("code", code)]).await;
        assert_alike(&[
            ("unknown", looks(&late, "00000-00000-00000-00000-00000-0").await),
            ("used", looks(&late, &used).await),
            ("run out", looks(&late, &old).await),
            ("a code of a sheet", looks(&late, &ada.sheet[1]).await),
            ("no code at all", looks(&late, "ada@example.org").await),
        ]);
        assert_eq!(looks(&world, &old).await.status, StatusCode::OK, "the right one opens");
    })
    .await;
}
