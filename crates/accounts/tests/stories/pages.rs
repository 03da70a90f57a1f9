//! What pages promise whoever reads them: nothing tells who has an account, everything works without script but the
//! passkey itself, and no secret stands in an address.

use axum::http::StatusCode;
use office::Access;
use permission::Role;
use testing::on_both_engines;

use crate::world::{Browser, COUNCIL, World};

#[tokio::test]
async fn the_sign_in_page_asks_for_no_name_and_is_the_same_for_everybody() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let empty = Browser::new().get(&world, "sign-in").await;
        world.administrator().await;
        let page = Browser::new().get(&world, "sign-in").await;
        assert_eq!(empty.text.len(), page.text.len());
        assert!(!page.text.contains("type=\"password\"") && !page.text.contains("name=\"email\""));
        assert!(page.text.contains("A passkey needs script, and script is off in this browser."));
        assert!(page.text.contains("Recovery code") && page.text.contains("href=\"/ridgeway/invitation\""));
        assert!(!page.text.contains("demonstration"));
    })
    .await;
}

#[tokio::test]
async fn a_form_shown_again_for_its_mistakes_has_its_colours_and_its_links() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let again = [
            Browser::new().post(&world, "sign-in/code", &[("code", "x")]).await,
            ada.browser.post(&world, "account/name", &[("name", ""), ("email", ""), ("version", "1")]).await,
        ];
        for page in again {
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text);
            assert!(page.text.contains("rel=\"stylesheet\" href=\"/ridgeway/office/assets/"), "{}", page.text);
        }
    })
    .await;
}

#[tokio::test]
async fn the_question_to_a_device_names_no_account() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        world.administrator().await;
        let asked = Browser::new().post(&world, "sign-in/passkey", &[]).await;
        let options = crate::world::options_in(&asked.text);
        assert_eq!(options["publicKey"]["allowCredentials"].as_array().map(Vec::len), Some(0), "{options}");
        assert_eq!(options["publicKey"]["userVerification"], "required");
        assert!(asked.text.contains("<noscript>") && asked.text.contains("Choose another way"));
        let script = Browser::new().get(&world, "sign-in/passkey.js").await;
        assert!(script.headers["content-type"].to_str().unwrap().starts_with("text/javascript"));
        assert!(asked.headers["content-security-policy"].to_str().unwrap().contains("script-src 'self'"));
    })
    .await;
}

#[tokio::test]
async fn whoever_came_to_read_something_is_led_there_after_signing_in_and_never_to_another_site() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        for (to, expected) in [("office/people", "/ridgeway/office/people"), ("//evil.example", "/ridgeway/office")] {
            let into = Browser::new().post(&world, "sign-in/code", &[("code", "x"), ("to", to)]).await;
            assert_eq!(into.status, StatusCode::UNPROCESSABLE_ENTITY);
            let browser = Browser::new();
            let asked = browser.post(&world, "sign-in/passkey", &[("to", to)]).await;
            let mut fields = crate::world::shown(&ada.device, &asked);
            fields[2].1 = to.to_owned();
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let done = browser.post(&world, "sign-in/passkey/answer", &fields).await;
            assert_eq!(done.location(), expected);
        }
    })
    .await;
}

#[tokio::test]
async fn every_page_opens_with_its_heading_for_whoever_may() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        world.invited(&ada, COUNCIL, Role::Contributor, "Ben Canary").await;
        let ben = world.person(COUNCIL, "Ben Canary").await;
        let person = format!("office/people/{COUNCIL}/{ben}");
        for (path, heading) in [
            ("sign-in", "Sign in"),
            ("invitation", "Enter your code"),
            ("account", "Your account"),
            ("account/confirm", "Confirm that it is you"),
            ("account/tokens", "Tokens for programs"),
            ("office/people", "People"),
            ("office/people/county-council", "People of Ridgeway County Council"),
            (person.as_str(), "Ben Canary"),
            ("office/organisations", "Organisations"),
            ("office/organisations/county-council", "Ridgeway County Council"),
        ] {
            let page = ada.browser.get(&world, path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            let expected = format!("<h1 class=\"govuk-heading-xl\">{heading}</h1>");
            assert!(page.text.contains(&expected), "{path}: {}", page.text);
            assert_eq!(page.text.matches("<h1").count(), 1, "{path}");
            let (forms, keys) = (page.text.matches("<form").count(), page.text.matches("name=\"once\"").count());
            assert_eq!(forms, keys, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_somebody_calls_themselves_is_shown_as_text_only() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let name = "<script>alert(1)</script>\"'";
        world.invited(&ada, COUNCIL, Role::Contributor, name).await;
        let page = ada.browser.get(&world, &format!("office/people/{COUNCIL}")).await.text;
        assert!(page.contains("&lt;script&gt;") || page.contains("&#60;script&#62;"), "{page}");
        assert!(!page.contains("<script>alert"));
    })
    .await;
}

#[tokio::test]
async fn nobody_signed_in_is_led_to_the_door_from_every_route_that_is_not_open() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let list = accounts::routes();
        assert!(list.list().len() > 40);
        for route in list.list().iter().filter(|route| route.access != Access::Open) {
            let path = route.pattern.trim_start_matches('/').replace(['{', '}'], "");
            if path.starts_with("api/") {
                continue;
            }
            let reply = match route.method.as_str() {
                "GET" => Browser::new().get(&world, &path).await,
                _ => Browser::new().post(&world, &path, &[]).await,
            };
            assert!(reply.location().starts_with("/ridgeway/sign-in?to="), "{} {path}: {}", route.method, reply.text);
        }
    })
    .await;
}
