//! The outermost part: every request gets an identifier, every answer its headers, every failure a page.

use super::headers;
use crate::{AreaLook, ErrorPage};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, ALLOW, CONTENT_TYPE, HOST, HeaderName, HeaderValue};
use axum::http::{StatusCode, Uri};
use axum::middleware::Next;
use axum::response::Response;
use kernel::Clock;
use std::sync::Arc;
use tracing::Instrument;

/// Finds the area an address belongs to: its look and the address of its root, such as `/oxfordshire/`. Asked only when
/// an error page is to be shown; the second argument is the host that was asked.
pub type Dress = Arc<dyn Fn(&Uri, Option<&str>) -> Option<(AreaLook, String)> + Send + Sync>;

/// What [`frame()`] needs to know.
#[derive(Clone)]
pub struct Frame {
    /// The clock behind request identifiers.
    pub clock: Clock,
    /// Whether readers reach us over TLS.
    pub behind_tls: bool,
    /// Whose look an error page wears.
    pub dress: Dress,
}

impl Frame {
    /// Without TLS, and with error pages in the neutral look.
    pub fn new(clock: Clock) -> Self {
        Self { clock, behind_tls: false, dress: Arc::new(|_, _| None) }
    }
}

/// Identifies one request in logs, in the answer's `X-Request-Id`, and on an error page. Says nothing about who asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(pub String);

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Middleware: adds a [`RequestId`] to the request's extensions, completes the security headers, and shows failures as a
/// page of the area, also those that axum itself answers in plain text.
pub async fn frame(State(frame): State<Arc<Frame>>, mut request: Request, next: Next) -> Response {
    let id = kernel::fresh_id(frame.clock.now()).simple().to_string();
    request.extensions_mut().insert(RequestId(id.clone()));
    let asked = Asked::of(&request);
    let span = tracing::info_span!("request", id = %id, method = %request.method());
    let answer = next.run(request).instrument(span).await;
    let mut answer = match failure(&answer, asked.wants_page) {
        Some(page) => asked.shown(page, &id, &frame, &answer),
        None => answer,
    };
    headers::complete(answer.headers_mut(), frame.behind_tls);
    if let Ok(id) = HeaderValue::from_str(&id) {
        answer.headers_mut().insert(REQUEST_ID, id);
    }
    answer
}

/// What has to be remembered of a request until its answer is there.
struct Asked {
    uri: Uri,
    host: Option<String>,
    wants_page: bool,
}

impl Asked {
    fn of(request: &Request) -> Self {
        let words = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
        let host = request.uri().authority().map(ToString::to_string).or_else(|| words(HOST).map(str::to_owned));
        // Programs that ask for JSON alone are not helped by a page.
        let wants_page = words(ACCEPT).is_none_or(|kinds| kinds.contains("text/html") || kinds.contains("*/*"));
        Self { uri: request.uri().clone(), host, wants_page }
    }

    fn shown(&self, page: ErrorPage, id: &str, frame: &Frame, given: &Response) -> Response {
        let neutral = || (AreaLook::new("Waymark", ""), "/".to_owned());
        let (look, root) = (frame.dress)(&self.uri, self.host.as_deref()).unwrap_or_else(neutral);
        let reference = page.status.is_server_error().then(|| id.to_owned());
        let page = ErrorPage { reference, ..page };
        let mut answer = page.clone().answer(look, &root);
        // What others noted about the failure stays known to those further out.
        answer.extensions_mut().extend(given.extensions().clone());
        answer.extensions_mut().insert(page);
        if let Some(methods) = given.headers().get(ALLOW) {
            answer.headers_mut().insert(ALLOW, methods.clone());
        }
        answer
    }
}

/// The page for a failed answer: the one it brought, or one for its status when it is only words or nothing.
fn failure(answer: &Response, wants_page: bool) -> Option<ErrorPage> {
    if let Some(page) = answer.extensions().get::<ErrorPage>() {
        return Some(page.clone());
    }
    let status: StatusCode = answer.status();
    let failed = status.is_client_error() || status.is_server_error();
    let kind = answer.headers().get(CONTENT_TYPE).map_or(&b"text/plain"[..], HeaderValue::as_bytes);
    (failed && wants_page && kind.starts_with(b"text/plain")).then(|| ErrorPage::for_status(status))
}
