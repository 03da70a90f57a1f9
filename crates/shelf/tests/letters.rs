//! What the public can send, and what becomes of it.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

mod shelves;

use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use hyper::{Request, Response, StatusCode, header};
use shelf::{Inbox, Letter, Putting, Received, Refused, Settings, Shelf};
use shelves::{gunzipped, settings, two_areas};
use tower::ServiceExt;

/// A box that shows its letters to the test, which is more than the public's side can see.
struct Kept {
    letters: Mutex<Vec<(String, Letter)>>,
    answer: Result<Received, Refused>,
}

impl Inbox for Kept {
    fn put<'a>(&'a self, area_slug: &'a str, letter: Letter) -> Putting<'a> {
        self.letters.lock().unwrap().push((area_slug.to_owned(), letter));
        Box::pin(std::future::ready(self.answer))
    }
}

fn a_box(answer: Result<Received, Refused>) -> Arc<Kept> {
    Arc::new(Kept { letters: Mutex::default(), answer })
}

fn open_to(kept: &Arc<Kept>) -> axum::Router {
    let inbox: Arc<dyn Inbox> = Arc::clone(kept) as _;
    let settings = Settings { inbox: Some(inbox), behind_proxy: true, ..settings() };
    shelf::router(Arc::new(Shelf::new(two_areas())), settings)
}

/// A form as a browser on our own page sends it.
fn form(address: &str, body: impl Into<String>) -> Request<Body> {
    Request::post(address)
        .header(header::HOST, "waymark.example")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("x-forwarded-for", "192.0.2.7")
        .body(Body::from(body.into()))
        .unwrap()
}

async fn send(kept: &Arc<Kept>, request: Request<Body>) -> Response<Body> {
    open_to(kept).oneshot(request).await.unwrap()
}

async fn text(response: Response<Body>) -> String {
    let packed = response.headers().contains_key(header::CONTENT_ENCODING);
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec();
    String::from_utf8(if packed { gunzipped(&bytes) } else { bytes }).unwrap()
}

fn subscribe(email: &str) -> Letter {
    Letter::Subscribe { email: email.to_owned() }
}

#[tokio::test]
async fn each_of_the_four_forms_comes_to_its_letter() {
    let comment = |about: &str| Letter::Comment {
        about: about.to_owned(),
        text: "One\nTwo & three".to_owned(),
        name: String::new(),
        email: "a@example.org".to_owned(),
    };
    let said = "about=roadmap&text=+One%0D%0ATwo+%26+three%00&name=&email=a%40example.org&website=";
    for (address, body, letter) in [
        ("/ridgeway/subscribe", "email=a%40example.org&website=", subscribe("a@example.org")),
        ("/ridgeway/subscribe/confirm?token=abc", "", Letter::Confirm { token: "abc".to_owned() }),
        ("/ridgeway/subscribe/leave?token=abc", "", Letter::Leave { token: "abc".to_owned() }),
        ("/ridgeway/comments", said, comment("roadmap")),
        ("/ridgeway/editions/1/comments", said, comment("roadmap")),
    ] {
        let kept = a_box(Ok(Received::CommentKept));
        let response = send(&kept, form(address, body)).await;
        assert_eq!(response.status(), StatusCode::OK, "{address}");
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        assert_eq!(*kept.letters.lock().unwrap(), [("ridgeway".to_owned(), letter)], "{address}");
    }
}

#[tokio::test]
async fn a_mail_program_leaves_for_its_reader_with_one_click() {
    let kept = a_box(Ok(Received::Left));
    let click = Request::post("/subscribe/leave?token=abc")
        .header(header::HOST, "send.kent.example")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("List-Unsubscribe=One-Click"))
        .unwrap();
    let response = send(&kept, click).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(kept.letters.lock().unwrap()[0].0, "kent", "on the area's own host");
}

#[tokio::test]
async fn what_is_no_letter_of_ours_goes_no_further() {
    let with = |name: &'static str, value: &'static str| {
        let mut request = form("/ridgeway/subscribe", "email=a%40example.org");
        request.headers_mut().insert(name, value.parse().unwrap());
        request
    };
    let mut from_origin = with("origin", "https://elsewhere.example");
    from_origin.headers_mut().remove("sec-fetch-site");
    for (what, request, status) in [
        ("another site", with("sec-fetch-site", "cross-site"), StatusCode::FORBIDDEN),
        ("a neighbouring host", with("sec-fetch-site", "same-site"), StatusCode::FORBIDDEN),
        ("an older browser elsewhere", from_origin, StatusCode::FORBIDDEN),
        ("JSON", with("content-type", "application/json"), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (
            "too long",
            form("/ridgeway/subscribe", format!("email={}", "a".repeat(17_000))),
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
        ("a field too many", form("/ridgeway/subscribe", "email=a%40b.org&admin=1"), StatusCode::BAD_REQUEST),
        ("a field twice", form("/ridgeway/subscribe", "email=a%40b.org&email=c%40b.org"), StatusCode::BAD_REQUEST),
        ("about nothing", form("/ridgeway/comments", "about=roadmap/x&text=y"), StatusCode::BAD_REQUEST),
        ("nothing written", form("/ridgeway/comments", "about=roadmap&text=+"), StatusCode::UNPROCESSABLE_ENTITY),
        ("a page that is only read", form("/ridgeway/roadmap", "a=b"), StatusCode::METHOD_NOT_ALLOWED),
        ("no such area", form("/nowhere/subscribe", "email=a%40b.org"), StatusCode::METHOD_NOT_ALLOWED),
        ("a program in the trap", form("/ridgeway/subscribe", "email=a%40b.org&website=x"), StatusCode::OK),
    ] {
        let kept = a_box(Ok(Received::LookInYourMail));
        let response = send(&kept, request).await;
        assert_eq!(response.status(), status, "{what}");
        assert!(kept.letters.lock().unwrap().is_empty(), "{what}");
    }
}

#[tokio::test]
async fn same_origin_by_an_older_browser_passes() {
    let kept = a_box(Ok(Received::LookInYourMail));
    let mut request = form("/ridgeway/subscribe", "email=a%40example.org");
    request.headers_mut().remove("sec-fetch-site");
    request.headers_mut().insert("origin", "https://Waymark.example".parse().unwrap());
    assert_eq!(send(&kept, request).await.status(), StatusCode::OK);
    assert_eq!(kept.letters.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn what_was_typed_is_kept_when_something_is_wrong_with_it() {
    let typed = "about=roadmap&text=A+%3Cb%3Elong%3C%2Fb%3E+story&name=Amina&email=nonsense";
    let kept = a_box(Err(Refused::NotAnAddress));
    let response = send(&kept, form("/ridgeway/comments", typed)).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(response.headers()["content-security-policy"].to_str().unwrap().contains("form-action 'self'"));
    let page = text(response).await;
    for part in [
        "<form method=\"post\"",
        "name=\"about\" value=\"roadmap\"",
        "A &lt;b&gt;long&lt;/b&gt; story</textarea>",
        "name=\"name\" value=\"Amina\"",
        "name=\"email\" value=\"nonsense\" aria-describedby=\"wrong\"",
        "Write an e-mail address with an @ in it",
    ] {
        assert!(page.contains(part), "{part:?} is missing in\n{page}");
    }
    let later = send(&a_box(Err(Refused::NotNow)), form("/ridgeway/comments", typed)).await;
    assert_eq!(later.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(text(later).await.contains("story</textarea>"));
    let full = send(&a_box(Err(Refused::BoxFull)), form("/ridgeway/comments", typed)).await;
    assert_eq!(full.status(), StatusCode::SERVICE_UNAVAILABLE);
    let page = text(full).await;
    assert!(page.contains("send them again in a few days") && page.contains("story</textarea>"), "{page}");
}

#[tokio::test]
async fn every_answer_says_what_happened_and_where_to_go() {
    for (answer, words) in [
        (Ok(Received::LookInYourMail), "Now look in your e-mail"),
        (Ok(Received::Confirmed), "You will get e-mails"),
        (Ok(Received::Left), "You will get no more e-mails"),
        (Ok(Received::CommentKept), "Thank you"),
        (Err(Refused::LinkEnded), "This link does not work any more"),
        (Err(Refused::NoMailHere), "We cannot send e-mails yet"),
    ] {
        let page = text(send(&a_box(answer), form("/ridgeway/subscribe/confirm?token=secret", "")).await).await;
        assert!(page.contains(words), "{page}");
        assert!(page.contains("href=\"/ridgeway/\""), "{page}");
        assert!(!page.contains("secret"), "{page}");
    }
}

#[tokio::test]
async fn one_visitor_can_send_twenty_letters_at_once_and_another_is_unharmed() {
    let kept = a_box(Ok(Received::LookInYourMail));
    let router = open_to(&kept);
    let from = |visitor: &'static str| {
        let mut request = form("/ridgeway/subscribe", "email=a%40example.org");
        request.headers_mut().insert("x-forwarded-for", visitor.parse().unwrap());
        request
    };
    for _ in 0..20 {
        assert_eq!(router.clone().oneshot(from("192.0.2.1")).await.unwrap().status(), StatusCode::OK);
    }
    let held = router.clone().oneshot(from("192.0.2.1")).await.unwrap();
    assert_eq!(held.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(held.headers().contains_key(header::RETRY_AFTER));
    assert_eq!(router.clone().oneshot(from("192.0.2.2")).await.unwrap().status(), StatusCode::OK);
    let reading = Request::get("/ridgeway/roadmap").header("x-forwarded-for", "192.0.2.1").body(Body::empty()).unwrap();
    assert_eq!(router.oneshot(reading).await.unwrap().status(), StatusCode::OK, "reading goes on");
}

#[tokio::test]
async fn without_a_box_nothing_can_be_sent() {
    let router = shelf::router(Arc::new(Shelf::new(two_areas())), settings());
    let response = router.oneshot(form("/ridgeway/subscribe", "email=a%40example.org")).await.unwrap();
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
}
