//! The check against forged requests (CSRF): a form on another site must not act with a visitor's cookie.
//!
//! No token is hidden in forms, so none can be forgotten. Browsers say themselves where a request comes from, and no
//! page can make them lie about it.

use crate::ErrorPage;
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, COOKIE, HOST, HeaderMap, HeaderValue, ORIGIN};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Whether a request may have been made by a page of another site. `authority` is the host and port it was sent to.
///
/// 1. Methods that change nothing pass (RFC 9110 section 9.2.1).
/// 2. `Sec-Fetch-Site`, where the browser sends it, decides: only `same-origin` (our own page) and `none` (typed or
///    bookmarked) pass. `same-site` does not: another area on a neighbouring host is another site to us.
/// 3. Otherwise `Origin` must name the host that was asked; `null` does not.
/// 4. With neither header it was not a current browser. It passes only if it carries nothing that a stranger's page could
///    have borrowed: no cookie, and no credentials but a bearer token, which browsers never add by themselves (RFC 6750).
pub fn is_forged(method: &Method, headers: &HeaderMap, authority: Option<&str>) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return false;
    }
    if let Some(site) = headers.get("sec-fetch-site") {
        return !matches!(site.as_bytes(), b"same-origin" | b"none");
    }
    if let Some(origin) = headers.get(ORIGIN) {
        let named = origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
        return !named.zip(authority).is_some_and(|(named, asked)| named.eq_ignore_ascii_case(asked));
    }
    let is_bearer =
        |value: &HeaderValue| value.as_bytes().get(..7).is_some_and(|word| word.eq_ignore_ascii_case(b"bearer "));
    headers.contains_key(COOKIE) || headers.get_all(AUTHORIZATION).iter().any(|value| !is_bearer(value))
}

/// Middleware: a forged request is answered with 403 and goes no further. A proxy in front must pass `Host` on.
pub async fn refuse_forged(request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let authority = request.uri().authority().map_or(host, |authority| Some(authority.as_str()));
    if is_forged(request.method(), request.headers(), authority) {
        return ErrorPage::for_status(StatusCode::FORBIDDEN).into_response();
    }
    next.run(request).await
}
