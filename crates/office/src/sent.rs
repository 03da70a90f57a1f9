//! What a form or a program sends, read once and strictly: an unknown field is refused, never ignored.

use axum::{
    body::{Bytes, to_bytes},
    extract::{FromRequest, Request},
    http::{HeaderMap, Method, header},
};
use db::Tx;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::{Here, Office, Once, PageError, Visit, once::Sending};

/// The name of the hidden field that makes a form's sending one of a kind.
pub(crate) const ONCE: &str = "once";
/// The character that stands for nothing: nobody types it, and PostgreSQL keeps no text that has it.
pub(crate) const NOTHING: char = '\0';
/// Most bytes of a form or a JSON body.
const MOST: usize = 1024 * 1024;

/// A form's fields as `T`. Derive `Deserialize` with `#[serde(deny_unknown_fields)]`: a field nobody offered is refused.
#[derive(Debug)]
pub struct Sent<T> {
    /// The fields.
    pub fields: T,
    sending: Sending,
}

impl<T> Sent<T> {
    /// Takes the form's key in the deed's transaction: it is new, or it was done before and here is its answer.
    pub async fn once(&self, tx: &mut Tx, visit: &Visit) -> Result<Once, PageError> {
        self.sending.begin(tx, visit).await
    }
}

impl<T: DeserializeOwned> FromRequest<Office> for Sent<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, _office: &Office) -> Result<Self, PageError> {
        let (sending, body) = taken(request, "application/x-www-form-urlencoded").await?;
        let mut key = None;
        let mut rest = form_urlencoded::Serializer::new(String::new());
        for (name, value) in form_urlencoded::parse(&body) {
            if name.contains(NOTHING) || value.contains(NOTHING) {
                return Err(not_ours());
            }
            if name == ONCE {
                key = Some(value.into_owned());
            } else {
                rest.append_pair(&name, &value);
            }
        }
        // Every form of ours carries its key; one without is not ours.
        let key = key.filter(|key| is_key(key)).ok_or_else(not_ours)?;
        let fields = serde_html_form::from_bytes(rest.finish().as_bytes()).map_err(|_| not_ours())?;
        Ok(Self { fields, sending: Sending { key: Some(key), ..sending } })
    }
}

/// A program's JSON body as `T`, with its `Idempotency-Key` where it sends one.
#[derive(Debug)]
pub struct JsonSent<T> {
    /// The body.
    pub body: T,
    sending: Sending,
}

impl<T> JsonSent<T> {
    /// Takes the call's key in the deed's transaction: it is new, or it was done before and here is its answer.
    pub async fn once(&self, tx: &mut Tx, visit: &Visit) -> Result<Once, PageError> {
        self.sending.begin(tx, visit).await
    }
}

impl<T: DeserializeOwned> FromRequest<Office> for JsonSent<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, _office: &Office) -> Result<Self, PageError> {
        let key = request.headers().get("idempotency-key").map(|key| key.to_str().unwrap_or_default().to_owned());
        if key.as_ref().is_some_and(|key| !is_key(key)) {
            let remedy = "Send up to 64 letters, digits and hyphens, a new one for each new call.";
            return Err(PageError::refused("The Idempotency-Key cannot be used", remedy));
        }
        let (sending, body) = taken(request, "application/json").await?;
        if holds_nothing(&body) {
            let remedy = "Leave the character \\u0000 out. It stands for nothing, and no text can be kept with it.";
            return Err(PageError::refused("The body cannot be used", remedy));
        }
        let body = serde_json::from_slice(&body).map_err(|error| {
            PageError::refused("The body cannot be used", &format!("{error}. See the OpenAPI text."))
        })?;
        Ok(Self { body, sending: Sending { key, ..sending } })
    }
}

/// Whether a JSON text names the character that stands for nothing. Unescaped it would be no JSON.
fn holds_nothing(body: &[u8]) -> bool {
    let mut rest = body;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        let after = &rest[at + 1..];
        if after.starts_with(b"u0000") {
            return true;
        }
        // What follows is escaped, be it another backslash.
        rest = after.get(1..).unwrap_or_default();
    }
    false
}

/// A key is made by us or by a program; it is never looked into.
pub(crate) fn is_key(key: &str) -> bool {
    (8..=64).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

pub(crate) fn not_ours() -> PageError {
    PageError::refused(
        "We could not read the form",
        "Something in it is not as our pages send it, so nothing was saved. Open the page again and send it from there.",
    )
}

/// Method, path and digest of a request, and its body, if it is of the kind expected.
async fn taken(request: Request, kind: &str) -> Result<(Sending, Bytes), PageError> {
    if !is_of(request.headers(), kind) {
        return Err(PageError::refused("We could not read what was sent", &format!("It must be sent as {kind}.")));
    }
    let route = route_of(&request);
    let body = to_bytes(request.into_body(), MOST).await;
    let body =
        body.map_err(|_| PageError::refused("That is too much to send", "Send less text; nothing was saved."))?;
    Ok((Sending { key: None, route, digest: Sha256::digest(&body).to_vec() }, body))
}

pub(crate) fn route_of(request: &Request) -> String {
    let path = request.extensions().get::<Here>().map_or("", |here| here.path.as_str());
    format!("{} {path}", request.method())
}

/// Whether the body is said to be of this kind. A form without a body (a lone button) may say nothing.
fn is_of(headers: &HeaderMap, kind: &str) -> bool {
    let said = headers.get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap_or_default());
    said.is_some_and(|said| said.split(';').next().is_some_and(|said| said.trim().eq_ignore_ascii_case(kind)))
}

/// Whether a method changes something.
pub(crate) fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_escaped_character_for_nothing_is_found() {
        assert!(holds_nothing(br#"{"a":"x\u0000"}"#) && holds_nothing(br#"{"\u0000":1}"#));
        assert!(holds_nothing(br#"{"a":"\\\u0000"}"#), "a backslash, and then the character");
        assert!(!holds_nothing(br#"{"a":"\\u0000 \u0001 \n"}"#), "a backslash, and then five letters");
        assert!(!holds_nothing(b"\\"));
    }
}
