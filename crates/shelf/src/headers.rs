//! Headers that stand on every answer.

use hyper::header::{
    CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, VARY,
    X_CONTENT_TYPE_OPTIONS,
};

/// The policy of answers that are not documents: nothing may load and nothing may frame them.
pub(crate) static NOTHING: HeaderValue =
    HeaderValue::from_static("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

/// The policy of our own notices: a style sheet from this host and nothing else.
pub(crate) static NOTICE: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
);

/// The policy of a notice with a form: it may be sent to this host.
pub(crate) static NOTICE_WITH_FORM: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// The latest page may be kept for a minute; then the reader asks whether it is still the latest.
pub(crate) static FOR_A_MINUTE: HeaderValue = HeaderValue::from_static("public, max-age=60, must-revalidate");
/// What stands at a permanent address, or under a name made of its bytes, never changes.
pub(crate) static FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Notices about the moment.
pub(crate) static NOT_KEPT: HeaderValue = HeaderValue::from_static("no-store");

/// The headers every answer carries, whatever it is. The policy is replaced by the answer's own.
pub(crate) fn on_every_answer(behind_tls: bool) -> HeaderMap {
    // Room for all that is added later, so that the map never grows while answering.
    let mut headers = HeaderMap::with_capacity(24);
    headers.insert(CONTENT_SECURITY_POLICY, NOTHING.clone());
    for (name, value) in [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (VARY, "accept-encoding"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), browsing-topics=()"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if behind_tls {
        insist_on_tls(&mut headers);
    }
    headers
}

/// Tells browsers never to come without TLS (RFC 6797).
pub(crate) fn insist_on_tls(headers: &mut HeaderMap) {
    headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
}
