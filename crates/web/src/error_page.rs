//! One honest page for everything that can go wrong: what happened, that it is not the reader's fault where it is not,
//! and a way out.

use crate::{AreaLook, Html, Link, Place, Robots, Shell, csp};
use askama::Template;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

/// What went wrong, as a person reads it.
///
/// As an answer it shows itself in a neutral look at the root of the host, and rides along in the answer's extensions,
/// so that [`crate::safety::frame`] can show it again in the look of the area.
#[derive(Debug, Clone)]
pub struct ErrorPage {
    /// The HTTP status.
    pub status: StatusCode,
    /// The heading.
    pub title: String,
    /// What happened, in a sentence or two.
    pub what_happened: String,
    /// Where to go from here.
    pub ways_out: Vec<Link>,
    /// What to quote when writing about it: the request's identifier.
    pub reference: Option<String>,
    /// After how many seconds another try makes sense.
    pub retry_after: Option<u64>,
}

impl ErrorPage {
    /// A page for a status, with words of its own and the way to the first page and to a person.
    pub fn new(status: StatusCode, title: &str, what_happened: &str) -> Self {
        Self {
            status,
            title: title.to_owned(),
            what_happened: what_happened.to_owned(),
            ways_out: vec![Link::inside("Go to the first page", ""), Link::inside("Ask for help", "help")],
            reference: None,
            retry_after: None,
        }
    }

    /// There is no such page, or nobody may know that there is.
    pub fn not_found() -> Self {
        Self::for_status(StatusCode::NOT_FOUND)
    }

    /// Something failed on our side.
    pub fn ours() -> Self {
        Self::for_status(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Too many requests from one address; `seconds` until the next one is answered.
    pub fn too_many(seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..Self::for_status(StatusCode::TOO_MANY_REQUESTS) }
    }

    /// The usual words for a status.
    pub fn for_status(status: StatusCode) -> Self {
        let (title, what_happened) = match status {
            StatusCode::NOT_FOUND => (
                "Page not found",
                "If you typed the address, check it is right. If you followed a link, the page may have moved.",
            ),
            StatusCode::FORBIDDEN => (
                "We could not accept that",
                "The form was not sent from one of our own pages. Open the page again here and send it once more.",
            ),
            StatusCode::METHOD_NOT_ALLOWED => {
                ("That cannot be done here", "This address does not take that kind of request.")
            }
            StatusCode::PAYLOAD_TOO_LARGE => {
                ("That is too large to send", "Nothing was saved. Send a smaller file, or less text.")
            }
            StatusCode::TOO_MANY_REQUESTS => (
                "Too many requests",
                "Your network has asked for many pages in a short time. Wait a little and try again.",
            ),
            StatusCode::SERVICE_UNAVAILABLE => (
                "That took too long",
                "We stopped waiting for an answer on our side. Try again in a few minutes. If you sent a form, check whether it arrived before you send it again.",
            ),
            other if other.is_client_error() => {
                ("We could not understand that", "Something in the request was not as expected. Nothing was saved.")
            }
            _ => (
                "Sorry, something went wrong on our side",
                "It is not your fault. Try again later. If you sent a form, check whether it arrived before you send it again.",
            ),
        };
        Self::new(status, title, what_happened)
    }

    /// The whole page as the area's own, with links from the area's root.
    pub fn shell(&self, look: AreaLook, root: &str) -> Shell {
        let place = Place::anywhere_under(root);
        let main = Html::of(&Contents { page: self, place: &place });
        Shell { robots: Robots::NoIndex, ..Shell::new(look, place, &self.title, main) }
    }

    /// The answer in the look of an area whose root is `root`, such as `/oxfordshire/`.
    pub fn answer(self, look: AreaLook, root: &str) -> Response {
        let page = self.shell(look, root).render();
        let mut answer = document(page);
        *answer.status_mut() = self.status;
        if let Some(seconds) = self.retry_after {
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        answer.extensions_mut().insert(self);
        answer
    }
}

#[derive(Template)]
#[template(path = "web/error.html")]
struct Contents<'a> {
    page: &'a ErrorPage,
    place: &'a Place,
}

impl IntoResponse for ErrorPage {
    fn into_response(self) -> Response {
        self.answer(AreaLook::new("Waymark", ""), "/")
    }
}

/// A document of ours as an answer, with the content security policy that fits it.
pub fn document(page: String) -> Response {
    let policy = HeaderValue::from_str(&csp::for_document(&page));
    let mut answer = page.into_response();
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    // A policy is plain ASCII by its making; if it ever were not, nothing at all may load.
    headers.insert(CONTENT_SECURITY_POLICY, policy.unwrap_or(HeaderValue::from_static(csp::NOTHING)));
    answer
}
