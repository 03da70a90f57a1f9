//! Headers that tell browsers what pages of ours never do.

use crate::csp;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};

const CROSS_ORIGIN_OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// Header and value, for every answer that does not set the header itself.
const ALWAYS: [(HeaderName, &str); 8] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Addresses of pages about a child's case are nobody else's business. `no-referrer` would also hide the origin from
    // ourselves, which the check against forged requests needs.
    (header::REFERRER_POLICY, "same-origin"),
    (header::CONTENT_SECURITY_POLICY, csp::NOTHING),
    // For browsers that do not know `frame-ancestors`.
    (header::X_FRAME_OPTIONS, "DENY"),
    (PERMISSIONS_POLICY, "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"),
    (CROSS_ORIGIN_OPENER_POLICY, "same-origin"),
    (CROSS_ORIGIN_RESOURCE_POLICY, "same-origin"),
    // What may be kept says so itself: publications and assets do.
    (header::CACHE_CONTROL, "no-store"),
];

/// Two years, as the preload lists of browsers ask; subdomains are the area's own business.
const HSTS: &str = "max-age=63072000";

/// Adds every security header the answer does not carry yet. `behind_tls` says that readers reach us over TLS, so that
/// browsers are told never to try without (RFC 6797 forbids saying so over plain HTTP).
pub fn complete(headers: &mut HeaderMap, behind_tls: bool) {
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if behind_tls {
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(HeaderValue::from_static(HSTS));
    }
}
