//! What the reader accepts, and what the reader has already.

use hyper::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue, IF_NONE_MATCH};

/// How the bytes of an answer are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Identity,
    Gzip,
    Brotli,
}

impl Encoding {
    /// Its place in lists of three.
    pub(crate) fn place(self) -> usize {
        match self {
            Self::Identity => 0,
            Self::Gzip => 1,
            Self::Brotli => 2,
        }
    }

    /// The value of `Content-Encoding`; the plain bytes have none.
    pub(crate) fn header(self) -> Option<HeaderValue> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some(HeaderValue::from_static("gzip")),
            Self::Brotli => Some(HeaderValue::from_static("br")),
        }
    }
}

/// How much a reader likes each encoding, in thousandths (RFC 9110 section 12.4.2); 0 is a refusal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Accepted {
    brotli: u16,
    gzip: u16,
    identity: u16,
}

impl Accepted {
    /// Reads every `Accept-Encoding` line. Without one, only the plain bytes are safe to send.
    pub(crate) fn read(headers: &HeaderMap) -> Self {
        let (mut brotli, mut gzip, mut identity, mut others) = (None, None, None, None);
        let lines = headers.get_all(ACCEPT_ENCODING).iter();
        for member in lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(',')) {
            let (name, rest) = member.split_once(';').unwrap_or((member, ""));
            let place = match name.trim() {
                name if name.eq_ignore_ascii_case("br") => &mut brotli,
                name if name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip") => &mut gzip,
                name if name.eq_ignore_ascii_case("identity") => &mut identity,
                "*" => &mut others,
                _ => continue,
            };
            *place = Some(weight(rest));
        }
        Self {
            brotli: brotli.or(others).unwrap_or(0),
            gzip: gzip.or(others).unwrap_or(0),
            // Always acceptable unless refused, but never preferred unless asked for.
            identity: identity.or(others.filter(|weight| *weight == 0)).unwrap_or(1),
        }
    }

    /// The encoding to send, given which copies there are. Where the reader likes two alike the smaller wins; where
    /// nothing is accepted the plain bytes are sent, as RFC 9110 section 12.5.3 allows.
    pub(crate) fn best(self, has_gzip: bool, has_brotli: bool) -> Encoding {
        let brotli = if has_brotli { self.brotli } else { 0 };
        let gzip = if has_gzip { self.gzip } else { 0 };
        match brotli.max(gzip) {
            0 => Encoding::Identity,
            best if best < self.identity => Encoding::Identity,
            best if best == brotli => Encoding::Brotli,
            _ => Encoding::Gzip,
        }
    }

    /// Whether gzip may be used for an answer made on the spot.
    pub(crate) fn takes_gzip(self) -> bool {
        self.best(true, false) == Encoding::Gzip
    }
}

/// The `q` of one member, in thousandths; absent is 1, unreadable is 0 (refusing is the safe reading).
fn weight(parameters: &str) -> u16 {
    let Some(text) = parameters.split(';').find_map(|part| {
        let (name, text) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then(|| text.trim())
    }) else {
        return 1000;
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = fraction.len() <= 3 && fraction.bytes().all(|byte| byte.is_ascii_digit());
    match (whole, digits) {
        ("1", true) => 1000,
        ("0", true) => format!("{fraction:0<3}").parse().unwrap_or(0),
        _ => 0,
    }
}

/// Whether the reader holds this very copy already: `If-None-Match` compares weakly (RFC 9110 section 13.1.2).
pub(crate) fn is_known(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let lines = headers.get_all(IF_NONE_MATCH).iter();
    lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(',')).any(|member| {
        let member = member.trim();
        let opaque = member.strip_prefix("W/").unwrap_or(member);
        member == "*" || opaque.as_bytes() == tag.as_bytes()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best_of(line: &str) -> Encoding {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, HeaderValue::try_from(line).unwrap());
        Accepted::read(&headers).best(true, true)
    }

    #[test]
    fn the_smaller_copy_wins_unless_the_reader_says_otherwise() {
        for (line, expected) in [
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip", Encoding::Gzip),
            ("GZIP;Q=0.5, BR;Q=0.4", Encoding::Gzip),
            ("br;q=0, gzip", Encoding::Gzip),
            ("br;q=0.5, gzip;q=0.5", Encoding::Brotli),
            ("*", Encoding::Brotli),
            ("*;q=0, gzip;q=0.001", Encoding::Gzip),
            ("*;q=0", Encoding::Identity),
            ("identity, gzip;q=0.5", Encoding::Identity),
            ("identity;q=0, br;q=0", Encoding::Identity),
            ("br;q=nonsense, gzip;q=0.1", Encoding::Gzip),
            ("br;q=1.0", Encoding::Brotli),
            ("", Encoding::Identity),
            ("zstd", Encoding::Identity),
        ] {
            assert_eq!(best_of(line), expected, "{line:?}");
        }
    }

    #[test]
    fn a_copy_that_does_not_exist_is_not_promised() {
        let accepted = Accepted { brotli: 1000, gzip: 1000, identity: 1 };
        assert_eq!(accepted.best(true, false), Encoding::Gzip);
        assert_eq!(accepted.best(false, false), Encoding::Identity);
        assert!(!Accepted::read(&HeaderMap::new()).takes_gzip());
    }
}
