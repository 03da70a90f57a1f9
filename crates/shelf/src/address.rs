//! The path of an address, decoded once.

use std::borrow::Cow;

use hyper::{Request, header::HOST, http::uri::Authority};
use percent_encoding::percent_decode_str;

/// No published path is longer; a longer address is absent without a look.
const LONGEST: usize = 600;

/// The path as text, or `None` for one that can name no page: too long, not UTF-8, or holding NUL, `..` or `\`.
///
/// It is decoded exactly once, so `%252e` stays the letters `%2e` and finds nothing.
pub(crate) fn decoded(path: &str) -> Option<Cow<'_, str>> {
    if path.len() > LONGEST {
        return None;
    }
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let climbs = path.split('/').any(|segment| segment == ".." || segment == ".");
    let strange = path.bytes().any(|byte| byte < b' ' || byte == b'\\');
    (!climbs && !strange).then_some(path)
}

/// Host and port that a request names. HTTP/2 names them in the address itself.
pub(crate) fn authority<B>(request: &Request<B>) -> Option<&str> {
    let named = || request.headers().get(HOST).and_then(|host| host.to_str().ok());
    request.uri().authority().map(Authority::as_str).or_else(named)
}

/// The host an address was asked at, in lower case and without its port.
pub fn bare_host(authority: &str) -> String {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    host.trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_can_name_no_page_is_told_at_once() {
        for path in ["/a/../b", "/a/%2e%2e/b", "/a%00", "/a%ff", "/a%5c..", "/./a", &"/x".repeat(400)] {
            assert!(decoded(path).is_none(), "{path}");
        }
        assert_eq!(decoded("/a%252e%252e/b").unwrap(), "/a%2e%2e/b");
        assert_eq!(decoded("/ridgeway/road%6dap").unwrap(), "/ridgeway/roadmap");
    }

    #[test]
    fn a_host_is_compared_without_port_case_or_final_dot() {
        assert_eq!(bare_host("SEND.Ridgeway.example:8443"), "send.ridgeway.example");
        assert_eq!(bare_host("send.ridgeway.example."), "send.ridgeway.example");
        assert_eq!(bare_host("[::1]:80"), "[::1]");
    }
}
