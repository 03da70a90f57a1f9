//! What the safety layer does to requests, each time beside a router that lacks the part in question.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at a broken premise, or break on purpose")]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use kernel::Clock;
use std::sync::Arc;
use std::time::Duration;
use tower::ServiceExt;
use web::paths::{Parsed, Path};
use web::safety::{Buckets, ClientAddress, Frame, Limiter, Rate, Safety, guard, limit_rate, refuse_forged};
use web::{AreaLook, Html, Place, Shell, document};

fn noon() -> Clock {
    Clock::at_noon(jiff::civil::date(2026, 3, 27))
}

fn routes() -> Router {
    Router::new()
        .route("/form", post(async |body: String| body))
        .route("/years/{year}", get(async |Path(Parsed(year)): Path<Parsed<i16>>| year.to_string()))
        .route("/broken", get(async || -> String { panic!("the name of a child") }))
        .route("/endless", get(async || std::future::pending::<String>().await))
        .route(
            "/page",
            get(async || document(Shell::new(AreaLook::new("A", "a"), Place::home(), "T", Html::from("x")).render())),
        )
        .route("/data", get(async || ([("content-type", "application/json")], "{}")))
}

fn guarded() -> Router {
    let frame = Frame {
        dress: Arc::new(|uri, _| {
            uri.path()
                .starts_with("/ridgeway/")
                .then(|| (AreaLook::new("Ridgeway", "ridgeway"), "/ridgeway/".to_owned()))
        }),
        ..Frame::new(noon())
    };
    guard(routes(), Safety { time_limit: Duration::from_millis(20), body_limit: 64, ..Safety::new(frame) })
}

async fn send(router: Router, request: Request<Body>) -> Response {
    router.oneshot(request).await.unwrap()
}

async fn read(router: Router, path: &str) -> Response {
    send(router, Request::get(path).body(Body::empty()).unwrap()).await
}

async fn text(answer: Response) -> String {
    String::from_utf8(to_bytes(answer.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
}

fn posted(headers: &[(&str, &str)]) -> Request<Body> {
    let request =
        headers.iter().fold(Request::post("/form").header("host", "send.example"), |request, (name, value)| {
            request.header(*name, *value)
        });
    request.body(Body::from("x")).unwrap()
}

#[tokio::test]
async fn a_form_on_another_site_cannot_act_with_a_visitors_cookie() {
    let forged: [&[(&str, &str)]; 6] = [
        &[("sec-fetch-site", "cross-site"), ("cookie", "a=1")],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[("origin", "https://send.example.evil.example"), ("cookie", "a=1")],
        &[("origin", "null")],
        &[("cookie", "a=1")],
    ];
    for headers in forged {
        let with = send(routes().layer(from_fn(refuse_forged)), posted(headers)).await;
        let without = send(routes(), posted(headers)).await;
        assert_eq!((with.status(), without.status()), (StatusCode::FORBIDDEN, StatusCode::OK), "{headers:?}");
    }
}

#[tokio::test]
async fn a_guarded_router_refuses_forged_forms_and_floods_with_a_page_of_the_area() {
    let refused = send(guarded(), posted(&[("sec-fetch-site", "cross-site"), ("cookie", "a=1")])).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    assert!(text(refused).await.contains("The form was not sent from one of our own pages."));

    let frame = Frame::new(noon());
    let rate = Rate { burst: 1, per_minute: 60, most_clients: 10 };
    let limiter = Arc::new(Limiter::new(rate, ClientAddress::Peer, noon()));
    let router = guard(routes(), Safety { limiter, ..Safety::new(frame) });
    let statuses = [read(router.clone(), "/data").await.status(), read(router, "/data").await.status()];
    assert_eq!(statuses, [StatusCode::OK, StatusCode::TOO_MANY_REQUESTS]);
}

#[tokio::test]
async fn our_own_forms_and_programs_without_a_cookie_are_let_through() {
    let honest: [&[(&str, &str)]; 5] = [
        &[("sec-fetch-site", "same-origin"), ("cookie", "a=1")],
        &[("sec-fetch-site", "none"), ("cookie", "a=1")],
        &[("origin", "https://send.example"), ("cookie", "a=1")],
        &[("origin", "http://SEND.example")],
        &[],
    ];
    for headers in honest {
        let answer = send(routes().layer(from_fn(refuse_forged)), posted(headers)).await;
        assert_eq!(answer.status(), StatusCode::OK, "{headers:?}");
    }
}

#[tokio::test]
async fn the_browsers_own_word_outweighs_a_matching_origin() {
    let answer = send(
        routes().layer(from_fn(refuse_forged)),
        posted(&[("sec-fetch-site", "cross-site"), ("origin", "https://send.example")]),
    )
    .await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    for path in ["/page", "/data", "/missing", "/broken"] {
        let answer = read(guarded(), path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(answer.headers().get(name).map(|given| given.to_str().unwrap()), Some(value), "{path} {name}");
        }
        let policy = answer.headers()["content-security-policy"].to_str().unwrap();
        assert!(
            policy.contains("default-src 'none'")
                && policy.contains("frame-ancestors 'none'")
                && !policy.contains("unsafe"),
            "{policy}"
        );
        assert!(!answer.headers().contains_key("strict-transport-security"), "never over plain HTTP");
    }
    assert!(read(routes(), "/data").await.headers().get("x-content-type-options").is_none());
}

#[tokio::test]
async fn browsers_are_told_to_stay_on_tls_only_where_there_is_tls() {
    let frame = Frame { behind_tls: true, ..Frame::new(noon()) };
    let answer = read(guard(routes(), Safety::new(frame)), "/data").await;
    assert_eq!(answer.headers()["strict-transport-security"], "max-age=63072000");
}

#[tokio::test]
async fn a_page_keeps_the_policy_that_allows_its_own_colours() {
    let answer = read(guarded(), "/page").await;
    assert!(answer.headers()["content-security-policy"].to_str().unwrap().contains("style-src 'self' 'sha256-"));
}

#[tokio::test]
async fn too_large_a_body_is_refused_whether_or_not_it_says_its_size() {
    let said = Request::post("/form").header("content-length", "65").body(Body::from("x".repeat(65))).unwrap();
    let unsaid = Request::post("/form").body(Body::from("x".repeat(65))).unwrap();
    for request in [said, unsaid] {
        let answer = send(guarded(), request).await;
        assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
        assert!(text(answer).await.contains("That is too large to send"));
    }
    let fits = Request::post("/form").body(Body::from("x".repeat(64))).unwrap();
    assert_eq!(send(guarded(), fits).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn an_answer_that_never_comes_is_not_waited_for() {
    let answer = read(guarded(), "/endless").await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(text(answer).await.contains("That took too long"));
}

#[tokio::test]
async fn a_panic_becomes_a_page_that_says_nothing_of_what_was_inside() {
    let answer = read(guarded(), "/broken").await;
    assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let id = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
    let page = text(answer).await;
    assert!(page.contains("It is not your fault") && page.contains(&id), "the page gives something to quote");
    assert!(!page.contains("child"));
}

#[tokio::test]
async fn a_segment_that_cannot_be_read_is_a_page_that_does_not_exist() {
    assert_eq!(text(read(guarded(), "/years/2026").await).await, "2026");
    let answer = read(guarded(), "/years/soon").await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    assert!(text(answer).await.contains("<h1 class=\"govuk-heading-l\">Page not found</h1>"));
}

#[tokio::test]
async fn a_missing_page_is_shown_in_the_look_of_its_area_with_a_way_out() {
    let there = text(read(guarded(), "/ridgeway/nothing/here").await).await;
    assert!(there.contains("– Ridgeway</title>") && there.contains("href=\"/ridgeway/help\""), "{there}");
    let elsewhere = text(read(guarded(), "/nothing").await).await;
    assert!(elsewhere.contains("– Waymark</title>") && elsewhere.contains("href=\"/help\""));
    assert!(elsewhere.contains("noindex"));
}

#[tokio::test]
async fn a_wrong_method_still_says_which_are_right() {
    let answer = read(guarded(), "/form").await;
    assert_eq!(
        (answer.status(), answer.headers()["allow"].to_str().unwrap()),
        (StatusCode::METHOD_NOT_ALLOWED, "POST")
    );
}

#[tokio::test]
async fn a_program_that_asks_for_json_is_not_given_a_page() {
    let request = Request::get("/missing").header("accept", "application/json").body(Body::empty()).unwrap();
    assert!(!text(send(guarded(), request).await).await.contains("<html"));
}

#[tokio::test]
async fn every_request_has_a_number_of_its_own() {
    let (one, other) = (read(guarded(), "/data").await, read(guarded(), "/data").await);
    assert_ne!(one.headers()["x-request-id"], other.headers()["x-request-id"]);
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_back() {
    let rate = Rate { burst: 2, per_minute: 6, most_clients: 10 };
    let limiter = Arc::new(Limiter::new(rate, ClientAddress::Proxy, noon()));
    let router = routes().layer(from_fn_with_state(limiter, limit_rate));
    let from = async |address: &str| {
        let request = Request::get("/data").header("x-forwarded-for", address).body(Body::empty()).unwrap();
        send(router.clone(), request).await
    };
    for expected in [StatusCode::OK, StatusCode::OK, StatusCode::TOO_MANY_REQUESTS] {
        assert_eq!(from("198.51.100.7").await.status(), expected);
    }
    let refused = from("203.0.113.9, 198.51.100.7").await;
    assert_eq!(refused.headers()["retry-after"], "10", "a claim before the proxy's own entry changes nothing");
    assert!(text(refused).await.contains("You can try again in 10 seconds"));
    assert_eq!(from("198.51.100.8").await.status(), StatusCode::OK, "a neighbour is not punished");
    for (address, expected) in
        [("2001:db8::1", 200), ("2001:db8::2", 200), ("2001:db8::3", 429), ("2001:db8:0:1::1", 200)]
    {
        assert_eq!(from(address).await.status(), expected, "{address}: one line into a house is one client");
    }
}

#[test]
fn a_bucket_fills_again_with_time_and_never_beyond_its_size() {
    let mut buckets = Buckets::new(Rate { burst: 2, per_minute: 60, most_clients: 10 });
    let client = "198.51.100.7".parse().unwrap();
    assert_eq!([buckets.take(client, 0), buckets.take(client, 0), buckets.take(client, 0)], [Ok(()), Ok(()), Err(1)]);
    assert_eq!([buckets.take(client, 1), buckets.take(client, 1)], [Ok(()), Err(1)]);
    let after_a_day: Vec<bool> = (0..3).map(|_| buckets.take(client, 86_400).is_ok()).collect();
    assert_eq!(after_a_day, [true, true, false]);
    assert_eq!(buckets.take(client, 0), Err(1), "a clock set back gives nothing");
}

#[test]
fn a_flood_of_addresses_neither_fills_the_memory_nor_frees_a_busy_one() {
    let mut buckets = Buckets::new(Rate { burst: 1, per_minute: 1, most_clients: 100 });
    let busy = "198.51.100.7".parse().unwrap();
    assert!(buckets.take(busy, 0).is_ok());
    for number in 0_u32..10_000 {
        assert!(buckets.take(std::net::Ipv4Addr::from(number).into(), 0).is_ok());
        assert!(buckets.held() <= 200, "{}", buckets.held());
        if number % 50 == 0 {
            assert!(buckets.take(busy, 0).is_err(), "the busy address was forgotten at {number}");
        }
    }
}
