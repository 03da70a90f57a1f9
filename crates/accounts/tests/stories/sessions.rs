//! Sessions: they end by themselves, everywhere at once, and at the next request.

use axum::http::StatusCode;
use jiff::SignedDuration;
use permission::Role;
use testing::{an_area, on_both_engines};

use crate::world::{Browser, COUNCIL, World, ways};

fn minutes(number: i64) -> SignedDuration {
    SignedDuration::from_mins(number)
}

#[tokio::test]
async fn a_session_ends_after_half_an_hour_without_a_request() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        assert!(ada.browser.is_in(&world.later(minutes(29))).await);
        assert!(ada.browser.is_in(&world.later(minutes(58))).await);
        assert!(!ada.browser.is_in(&world.later(minutes(88))).await);
    })
    .await;
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_however_busy() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        for step in 1..=28 {
            assert!(ada.browser.is_in(&world.later(minutes(25 * step))).await);
        }
        assert!(ada.browser.is_in(&world.later(minutes(719))).await);
        assert!(!ada.browser.is_in(&world.later(minutes(720))).await);
    })
    .await;
}

#[tokio::test]
async fn confirming_that_it_is_you_is_good_for_five_minutes_and_makes_the_old_cookie_useless() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let before = ada.browser.session();
        let invite = [("name", "Ben Canary"), ("role", "contributor")];
        let path = format!("office/people/{COUNCIL}/invite");

        let late = ada.browser.post(&world.later(minutes(5)), &path, &invite).await;
        assert_eq!((late.status, late.location()), (StatusCode::SEE_OTHER, "/ridgeway/account/confirm?to=office"));
        let in_time = ada.browser.post(&world.later(minutes(4)), &path, &invite).await;
        assert_eq!(in_time.status, StatusCode::OK);

        ada.confirm(&world).await;
        assert_ne!(ada.browser.session(), before);
        assert!(!Browser::of(&before).is_in(&world).await);
        assert!(ada.browser.is_in(&world).await);
    })
    .await;
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_browser_at_the_next_request() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let phone = Browser::new();
        assert_eq!(ada.sign_in(&world, &phone).await.location(), "/ridgeway/account");
        assert!(phone.is_in(&world).await && ada.browser.is_in(&world).await);

        let out = phone.post(&world, "account/sign-out-everywhere", &[]).await;

        assert_eq!(out.headers["clear-site-data"], r#""cache", "cookies", "storage""#);
        assert!(phone.session().is_empty());
        assert!(!ada.browser.is_in(&world).await);
        let again = Browser::new();
        ada.sign_in(&world, &again).await;
        assert!(again.is_in(&world).await);
    })
    .await;
}

#[tokio::test]
async fn signing_out_ends_this_browser_only_and_the_cookie_with_it() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let phone = Browser::new();
        ada.sign_in(&world, &phone).await;
        let kept = phone.session();

        let out = phone.post(&world, "sign-out", &[]).await;

        assert_eq!(out.location(), "/ridgeway/sign-in");
        assert!(!Browser::of(&kept).is_in(&world).await);
        assert!(ada.browser.is_in(&world).await);
    })
    .await;
}

#[tokio::test]
async fn a_session_on_the_list_can_be_ended_from_another_device_but_only_by_its_owner() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let ben = world.invited(&ada, COUNCIL, Role::Contributor, "Ben Canary").await;
        let phone = Browser::new();
        ada.sign_in(&world, &phone).await;
        let list = ada.browser.get(&world, "account").await.text;
        let path = list.split("account/sessions/").nth(1).unwrap().split('"').next().unwrap();
        let path = format!("account/sessions/{path}");

        assert_eq!(ben.browser.post(&world, &path, &[]).await.status, StatusCode::NOT_FOUND);
        assert!(phone.is_in(&world).await);
        assert_eq!(ada.browser.post(&world, &path, &[]).await.status, StatusCode::SEE_OTHER);
        assert!(!phone.is_in(&world).await);
    })
    .await;
}

#[tokio::test]
async fn an_administrator_can_end_everything_in_the_area_at_once() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let ben = world.invited(&ada, COUNCIL, Role::Contributor, "Ben Canary").await;
        let path = format!("office/people/{COUNCIL}/invite");
        let made = ada.browser.post(&world, &path, &[("name", "Cy"), ("role", "contributor")]).await;
        let waiting = crate::world::codes_in(&made.text)[0].clone();

        let refused = ben.browser.post(&world, "office/organisations/end-all-sessions", &[]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        ada.browser.post(&world, "office/organisations/end-all-sessions", &[]).await;

        assert!(!ben.browser.is_in(&world).await && !ada.browser.is_in(&world).await);
        let late = Browser::new().post(&world, "invitation/join", &[("code", &waiting), ("name", "Cy")]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn a_session_of_one_area_means_nothing_in_another() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        let ada = world.administrator().await;
        let other = an_area(&db, "otherland").await;
        let there = World::with(&db, &other, world.now, ways(vec![]), None);
        let browser = Browser::new();
        browser.jar.borrow_mut().insert("__Host-waymark-otherland".to_owned(), ada.browser.session());
        assert!(!browser.is_in(&there).await);
        assert_eq!(ada.sign_in(&there, &Browser::new()).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn what_ended_by_itself_is_dropped_at_night() {
    on_both_engines(async |db| {
        let world = World::open(&db).await;
        world.administrator().await;
        Browser::new().post(&world, "sign-in/passkey", &[]).await;
        let mut registry = jobs::Registry::new();
        accounts::jobs(&mut registry);
        assert_eq!(rows(&db, &world).await, (1, 1));
        run(&db, registry, world.now + SignedDuration::from_hours(24)).await;
        assert_eq!(rows(&db, &world).await, (0, 0));
    })
    .await;
}

/// How many sessions and sign-ins under way the tables hold.
async fn rows(db: &db::Db, world: &World) -> (i64, i64) {
    const SESSIONS: &str = "SELECT COUNT(*) FROM office_session WHERE area_id = $1";
    const CEREMONIES: &str = "SELECT COUNT(*) FROM ceremony WHERE area_id = $1";
    let mut tx = db.read(world.area.id).await.unwrap();
    let area = tx.area_key();
    let mut counts = [0; 2];
    for (count, text) in counts.iter_mut().zip([SESSIONS, CEREMONIES]) {
        *count = db::on!(tx, conn => sqlx::query_scalar(text).bind(area).fetch_one(conn).await).unwrap();
    }
    (counts[0], counts[1])
}

/// Runs what is due until nothing is; the first look only notes when it is due next.
async fn run(db: &db::Db, registry: jobs::Registry, at: jiff::Timestamp) {
    for instant in [at, at + SignedDuration::from_hours(24)] {
        let clock = kernel::Clock::Fixed(instant);
        let worker = jobs::Worker::new(db.clone(), clock, registry.clone(), jobs::Settings::default());
        worker.run_until_idle().await.unwrap();
    }
}
