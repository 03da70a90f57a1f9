//! Every address of the public side, asked as a browser asks.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

mod shelves;

use std::sync::Arc;

use axum::body::to_bytes;
use hyper::{Method, Request, StatusCode, header};
use shelf::{Absence, Answer, AreaPages, RateLimit, Rule, Settings, Shelf};
use shelves::{gunzipped, settings, two_areas};
use tower::ServiceExt;

/// An answer as a reader sees it.
struct Seen {
    status: StatusCode,
    headers: header::HeaderMap,
    body: Vec<u8>,
}

impl Seen {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

async fn ask(settings: Settings, request: Request<axum::body::Body>) -> Seen {
    let router = shelf::router(Arc::new(Shelf::new(two_areas())), settings);
    let response = router.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    Seen { status: parts.status, headers: parts.headers, body: to_bytes(body, usize::MAX).await.unwrap().to_vec() }
}

fn reading(address: &str) -> Request<axum::body::Body> {
    Request::get(address).body(axum::body::Body::empty()).unwrap()
}

async fn get(address: &str) -> Seen {
    ask(settings(), reading(address)).await
}

async fn get_at(host: &str, address: &str) -> Seen {
    let mut request = reading(address);
    request.headers_mut().insert(header::HOST, host.parse().unwrap());
    ask(settings(), request).await
}

/// The router can be given a shelf and settings, and nothing else.
const _: fn(Arc<Shelf>, Settings) -> axum::Router = shelf::router;

#[tokio::test]
async fn the_latest_page_and_each_edition_have_their_own_address() {
    for (address, words) in [
        ("/ridgeway/roadmap", "roadmap as in edition 3"),
        ("/ridgeway/editions/3/roadmap", "roadmap as in edition 3"),
        ("/ridgeway/editions/1/roadmap", "roadmap as in edition 1"),
        ("/ridgeway/roadmap/entries/old", "withdrawn"),
        ("/ridgeway/editions/1/roadmap/entries/old", "the old entry"),
        ("/ridgeway/", "home of ridgeway"),
        ("/kent/roadmap", "roadmap of kent"),
        ("/ridgeway/road%6Dap", "roadmap as in edition 3"),
    ] {
        let seen = get(address).await;
        assert!(seen.text().contains(words), "{address}: {} {}", seen.status, seen.text());
    }
}

#[tokio::test]
async fn the_signed_list_of_an_edition_stands_beside_it() {
    let manifest = get("/ridgeway/editions/1/manifest.json").await;
    assert_eq!(manifest.header("content-type"), "application/json");
    assert_eq!(manifest.text(), "{\"label\":\"1\"}");
    let signature = get("/ridgeway/editions/1/signature").await;
    assert_eq!((signature.status, signature.body.len()), (StatusCode::OK, 128));
}

#[tokio::test]
async fn ways_that_lead_elsewhere() {
    for (address, target) in [
        ("/ridgeway", "/ridgeway/"),
        ("/ridgeway/roadmap/", "/ridgeway/roadmap"),
        ("/ridgeway/roadmap/?q=a%20b", "/ridgeway/roadmap?q=a%20b"),
        ("/ridgeway/editions/1", "/ridgeway/editions/1/"),
        ("/ridgeway/editions/1/", "/ridgeway/editions/1/roadmap"),
        ("/ridgeway/editions/1/help", "/ridgeway/help"),
        ("/ridgeway/editions/1/editions/3/roadmap", "/ridgeway/editions/3/roadmap"),
        ("/ridgeway/editions/1/assets/look-1.css", "/ridgeway/assets/look-1.css"),
        ("/ridgeway/editions/1/search?q=speech", "/ridgeway/search?q=speech"),
        ("/ridgeway/editions/3/search?q=speech", "/ridgeway/search?q=speech"),
        ("/ridgeway/editions/3/roadmap/", "/ridgeway/editions/3/roadmap"),
        ("/kent/", "/kent/roadmap"),
    ] {
        let seen = get(address).await;
        assert_eq!((seen.status, seen.header("location")), (StatusCode::FOUND, target), "{address}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_said_with_a_way_out() {
    let long = format!("/ridgeway/{}", "x/".repeat(500));
    for address in [
        "/ridgeway/absent",
        "/nowhere",
        "/nowhere/roadmap",
        "/ridgeway/editions/",
        "/ridgeway/editions/9/roadmap",
        "/ridgeway/editions/1/absent",
        "/ridgeway/editions/1/absent/",
        "/ridgeway//roadmap",
        "//ridgeway/roadmap",
        "/ridgeway/../kent/roadmap",
        "/ridgeway/%2e%2e/kent/roadmap",
        "/ridgeway/roadmap%00",
        "/ridgeway/%ff",
        "/ridgeway/roadmap%252f",
        "/ridgeway/editions/../roadmap",
        "/Ridgeway/roadmap",
        &long,
    ] {
        let seen = get(address).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{address}");
        assert!(seen.text().contains("<h1") && seen.text().contains("href=\"/"), "{address} offers no way out");
        assert_eq!(seen.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn a_withdrawn_edition_says_so_and_the_one_before_it_stands_again() {
    let gone = get("/ridgeway/editions/4/roadmap").await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert!(gone.text().contains("a figure could identify a child &amp; family"), "{}", gone.text());
    assert!(gone.text().contains("href=\"/ridgeway/\""));
    assert_eq!(get("/ridgeway/editions/4/manifest.json").await.status, StatusCode::GONE);
    assert!(get("/ridgeway/roadmap").await.text().contains("edition 3"));
    assert_eq!(get("/ridgeway/only-in-4").await.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_page_whose_bytes_are_in_doubt_is_held_back() {
    for address in ["/ridgeway/damaged", "/ridgeway/editions/3/damaged"] {
        let seen = get(address).await;
        assert_eq!(seen.status, StatusCode::SERVICE_UNAVAILABLE, "{address}");
        assert!(seen.text().contains("no longer matches what was signed"));
    }
}

#[tokio::test]
async fn on_its_own_host_an_area_stands_alone() {
    let host = "send.kent.example:8443";
    assert!(get_at(host, "/roadmap").await.text().contains("roadmap of kent"));
    assert_eq!(get_at(host, "/").await.header("location"), "/roadmap");
    assert!(get_at(host, "/editions/1/roadmap").await.text().contains("roadmap of kent"));
    let (foreign, absent) = (get_at(host, "/ridgeway/roadmap").await, get_at(host, "/absent/page").await);
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    assert_eq!(foreign.body, absent.body);
    assert!(!foreign.text().contains("ridgeway") && !foreign.text().contains("See all areas"));
    assert!(get_at("elsewhere.example", "/kent/roadmap").await.text().contains("roadmap of kent"));
    assert_eq!(get_at("lost.example", "/roadmap").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_first_page_of_the_site_lists_the_areas() {
    let seen = get("/").await;
    let (kent, ridgeway) = (seen.text().find("href=\"/kent/\""), seen.text().find("href=\"/ridgeway/\""));
    assert!(kent < ridgeway && kent.is_some(), "{}", seen.text());
    let empty = shelf::router(Arc::default(), Settings::default()).oneshot(reading("/")).await.unwrap();
    assert_eq!(empty.status(), StatusCode::OK);
}

#[tokio::test]
async fn each_copy_has_its_own_tag_and_is_sent_once() {
    let mut tags = Vec::new();
    for (accepted, encoding) in [("br, gzip", "br"), ("gzip", "gzip"), ("", "")] {
        let asking = |tag: &str| {
            let request =
                Request::get("/ridgeway/roadmap").header("accept-encoding", accepted).header("if-none-match", tag);
            request.body(axum::body::Body::empty()).unwrap()
        };
        let seen = ask(settings(), asking("\"other\"")).await;
        assert_eq!(
            (seen.status, seen.header("content-encoding"), seen.header("vary")),
            (StatusCode::OK, encoding, "accept-encoding")
        );
        assert_eq!(seen.header("content-length"), seen.body.len().to_string());
        let tag = seen.header("etag").to_owned();
        for known in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
            let again = ask(settings(), asking(&known)).await;
            assert_eq!(
                (again.status, again.body.len(), again.header("etag")),
                (StatusCode::NOT_MODIFIED, 0, tag.as_str())
            );
        }
        tags.push(tag);
    }
    tags.dedup();
    assert_eq!(tags.len(), 3);
}

#[tokio::test]
async fn how_long_an_answer_may_be_kept_depends_on_its_address() {
    for (address, kept) in [
        ("/ridgeway/roadmap", "public, max-age=60, must-revalidate"),
        ("/ridgeway/editions/3/roadmap", "public, max-age=60, must-revalidate"),
        ("/ridgeway/editions/3/manifest.json", "public, max-age=60, must-revalidate"),
        ("/ridgeway/assets/look-1.css", "public, max-age=31536000, immutable"),
        ("/ridgeway/editions/1/assets/look-1.css", "public, max-age=31536000, immutable"),
        ("/ridgeway/editions/1/help", "public, max-age=60, must-revalidate"),
    ] {
        assert_eq!(get(address).await.header("cache-control"), kept, "{address}");
    }
}

#[tokio::test]
async fn a_head_request_is_the_same_answer_without_its_body() {
    for address in ["/ridgeway/roadmap", "/ridgeway/absent", "/", "/ridgeway/search?q=speech"] {
        let head = Request::head(address).body(axum::body::Body::empty()).unwrap();
        let (whole, head) = (get(address).await, ask(settings(), head).await);
        assert_eq!((head.status, &head.headers, head.body.len()), (whole.status, &whole.headers, 0), "{address}");
        assert!(!whole.body.is_empty());
    }
}

#[tokio::test]
async fn nothing_can_be_sent_here() {
    for method in [
        Method::POST,
        Method::PUT,
        Method::DELETE,
        Method::OPTIONS,
        Method::TRACE,
        Method::from_bytes(b"BREW").unwrap(),
    ] {
        let request =
            Request::builder().method(&method).uri("/ridgeway/roadmap").body(axum::body::Body::empty()).unwrap();
        let seen = ask(settings(), request).await;
        assert_eq!((seen.status, seen.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD"), "{method}");
    }
}

#[tokio::test]
async fn every_kind_of_answer_carries_every_security_header() {
    let post = Request::post("/ridgeway/roadmap").body(axum::body::Body::empty()).unwrap();
    let known = Request::get("/ridgeway/roadmap").header("if-none-match", "*").body(axum::body::Body::empty()).unwrap();
    let mut answers = vec![ask(settings(), post).await, ask(settings(), known).await];
    for address in [
        "/",
        "/ridgeway/roadmap",
        "/ridgeway",
        "/absent",
        "/ridgeway/editions/4/x",
        "/ridgeway/search?q=speech",
        "/ridgeway/editions/1/signature",
    ] {
        answers.push(get(address).await);
    }
    for seen in answers {
        for name in [
            "x-content-type-options",
            "referrer-policy",
            "permissions-policy",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
        ] {
            assert!(!seen.header(name).is_empty(), "{} lacks {name}", seen.status);
        }
        let policy = seen.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'")
                && policy.contains("frame-ancestors 'none'")
                && !policy.contains("unsafe"),
            "{policy}"
        );
        assert_eq!(seen.header("strict-transport-security"), "", "told to insist on TLS without TLS");
    }
    let behind_tls = ask(Settings { behind_tls: true, ..settings() }, reading("/absent")).await;
    assert!(behind_tls.header("strict-transport-security").starts_with("max-age="));
}

#[tokio::test]
async fn a_pure_rule_answers_a_question_from_the_frozen_pages_around_it() {
    let seen = get("/ridgeway/search?q=speech+and%20language").await;
    assert!(seen.text().contains("<main>you asked for speech and language in ridgeway</main>"), "{}", seen.text());
    assert_eq!(seen.header("content-security-policy"), get("/ridgeway/search").await.header("content-security-policy"));
    assert!(get("/ridgeway/search").await.text().contains("<main>ask</main>"));

    let packed =
        Request::get("/ridgeway/search?q=x").header("accept-encoding", "gzip").body(axum::body::Body::empty()).unwrap();
    let packed = ask(settings(), packed).await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert_eq!(gunzipped(&packed.body), get("/ridgeway/search?q=x").await.body);

    let longest = format!("/ridgeway/search?q={}", "x".repeat(999));
    assert_eq!(get(&longest).await.status, StatusCode::URI_TOO_LONG);
    assert_eq!(get("/kent/search?q=x").await.status, StatusCode::NOT_FOUND, "no frozen page, no answer");
}

#[tokio::test]
async fn a_visitor_who_asks_for_too_much_is_told_when_to_come_back() {
    let limited =
        Settings { rate_limit: Some(RateLimit { per_second: 1, burst: 2 }), behind_proxy: true, ..settings() };
    let router = shelf::router(Arc::new(Shelf::new(two_areas())), limited);
    let from = |forwarded: &str| {
        let request = Request::get("/ridgeway/roadmap").header("x-forwarded-for", forwarded);
        router.clone().oneshot(request.body(axum::body::Body::empty()).unwrap())
    };
    // What a visitor writes into the header stands first; what our proxy adds stands last.
    assert_eq!(from("10.9.9.9, 192.0.2.1").await.unwrap().status(), StatusCode::OK);
    assert_eq!(from("10.8.8.8, 192.0.2.1").await.unwrap().status(), StatusCode::OK);
    let refused = from("10.7.7.7, 192.0.2.1").await.unwrap();
    assert_eq!(
        (refused.status(), refused.headers()["retry-after"].to_str().unwrap()),
        (StatusCode::TOO_MANY_REQUESTS, "1")
    );
    assert_eq!(from("192.0.2.2").await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn a_new_release_is_seen_at_once_by_a_router_that_is_already_open() {
    let shelf = Arc::new(Shelf::default());
    let router = shelf::router(Arc::clone(&shelf), settings());
    assert_eq!(router.clone().oneshot(reading("/ridgeway/roadmap")).await.unwrap().status(), StatusCode::NOT_FOUND);
    shelf.replace(two_areas());
    assert_eq!(router.oneshot(reading("/ridgeway/roadmap")).await.unwrap().status(), StatusCode::OK);
}

#[test]
fn a_rule_can_tell_what_is_absent_and_why() {
    struct Nothing;
    impl Rule for Nothing {
        fn path(&self) -> &'static str {
            "nothing"
        }
        fn answer(&self, pages: &AreaPages, _: &[(String, String)]) -> Option<Answer> {
            matches!(pages.absence("damaged"), Some(Absence::HeldBack)).then(|| Answer::json("{}".to_owned()))
        }
    }
    let snapshot = two_areas();
    assert!(Nothing.answer(snapshot.area("ridgeway").unwrap(), &[]).is_some());
    assert!(Nothing.answer(snapshot.area("kent").unwrap(), &[]).is_none());
}
