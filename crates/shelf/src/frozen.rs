//! One published page or file, ready to send.

use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use hyper::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderMap,
    HeaderValue, InvalidHeaderValue,
};

use crate::{
    headers::{FOR_A_MINUTE, on_every_answer},
    negotiate::{Accepted, Encoding},
    plate::Plate,
};

/// One published page or file: its bytes, their compressed copies, and every header that depends on them.
///
/// The same value stands at the latest and at the permanent address, and in every release that holds the same bytes.
#[derive(Debug)]
pub struct Frozen {
    digest: String,
    media_type: HeaderValue,
    csp: HeaderValue,
    tags: [HeaderValue; 3],
    copies: Copies,
    /// The head of the answer with each copy, made when it is first asked for: copying a head costs a third of making it.
    heads: [OnceLock<HeaderMap>; 3],
    plate: Option<Arc<Plate>>,
}

/// The bytes of a page and the same bytes compressed. A copy that would not be smaller is left out.
#[derive(Debug, Clone)]
pub struct Copies {
    /// The page as it was rendered.
    pub identity: Bytes,
    /// The page as a gzip member (RFC 1952).
    pub gzip: Option<Bytes>,
    /// The page as a brotli stream (RFC 7932).
    pub brotli: Option<Bytes>,
}

/// The media type, the policy or the digest cannot stand in a header.
#[derive(Debug, thiserror::Error)]
#[error("a page's media type, policy or digest holds a character that cannot be sent in a header")]
pub struct NotServable(#[from] InvalidHeaderValue);

impl Frozen {
    /// Prepares a page for serving.
    ///
    /// `digest` is the SHA-256 of `copies.identity` in lower-case hexadecimal; whoever calls has checked it. `csp` is the
    /// content security policy of this one document.
    pub fn new(digest: &str, media_type: &str, csp: &str, copies: Copies) -> Result<Self, NotServable> {
        // A strong tag must differ between encodings of one page (RFC 9110 section 8.8.3.3).
        let short = digest.get(..32).unwrap_or(digest);
        let tag = |ending: &str| HeaderValue::try_from(format!("\"{short}{ending}\""));
        Ok(Self {
            digest: digest.to_owned(),
            media_type: HeaderValue::try_from(media_type)?,
            csp: HeaderValue::try_from(csp)?,
            tags: [tag("")?, tag("-gz")?, tag("-br")?],
            plate: Plate::of(&copies.identity),
            copies,
            heads: Default::default(),
        })
    }

    /// The SHA-256 of the page, in lower-case hexadecimal.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The value of `Content-Type`.
    pub fn media_type(&self) -> &HeaderValue {
        &self.media_type
    }

    /// The value of `Content-Security-Policy`.
    pub fn csp(&self) -> &HeaderValue {
        &self.csp
    }

    /// The page's bytes and their compressed copies.
    pub fn copies(&self) -> &Copies {
        &self.copies
    }

    /// The best copy for what the reader accepts.
    pub(crate) fn best_copy(&self, accepted: Accepted) -> (Encoding, &Bytes) {
        let encoding = accepted.best(self.copies.gzip.is_some(), self.copies.brotli.is_some());
        let bytes = match encoding {
            Encoding::Brotli => self.copies.brotli.as_ref(),
            Encoding::Gzip => self.copies.gzip.as_ref(),
            Encoding::Identity => None,
        };
        bytes.map_or((Encoding::Identity, &self.copies.identity), |bytes| (encoding, bytes))
    }

    /// The plate that copy can be sent from: the plain bytes have one, where there are many of them.
    pub(crate) fn plate(&self, encoding: Encoding) -> Option<&Arc<Plate>> {
        self.plate.as_ref().filter(|_| encoding == Encoding::Identity)
    }

    /// The head of the answer with that copy, for the latest page of a site without TLS.
    pub(crate) fn head(&self, encoding: Encoding, length: usize) -> HeaderMap {
        let made = || {
            let mut headers = on_every_answer(false);
            headers.insert(CONTENT_SECURITY_POLICY, self.csp.clone());
            headers.insert(CACHE_CONTROL, FOR_A_MINUTE.clone());
            headers.insert(ETAG, self.tag(encoding).clone());
            headers.insert(CONTENT_TYPE, self.media_type.clone());
            headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
            if let Some(encoding) = encoding.header() {
                headers.insert(CONTENT_ENCODING, encoding);
            }
            headers
        };
        self.heads[encoding.place()].get_or_init(made).clone()
    }

    /// The strong tag of the page in that encoding, quoted.
    pub(crate) fn tag(&self, encoding: Encoding) -> &HeaderValue {
        &self.tags[encoding.place()]
    }
}
