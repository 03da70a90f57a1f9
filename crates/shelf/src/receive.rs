//! From what the public sends to a letter: read within limits, understood to the last field, or refused.

use std::{collections::HashMap, time::Duration};

use axum::body::Bytes;
use http_body_util::{BodyExt, Limited};
use hyper::{
    Request, StatusCode,
    body::Body,
    header::{CONTENT_TYPE, HeaderMap, ORIGIN},
};
use tokio::time::timeout;

use crate::{AreaPages, Letter, address::authority};

/// The longest body that is read, in bytes as sent.
const LONGEST_BODY: usize = 16 * 1024;
/// How long a body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(15);
/// A field that no person sees. Programs that fill in every field of every form fill it in.
const TRAP: &str = "website";

/// The fixed paths inside an area where something can be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    Subscribe,
    Confirm,
    Leave,
    Comment,
}

impl Slot {
    /// The slot at a path, and its path without the edition it was read in.
    pub(crate) fn at(path: &str) -> Option<Self> {
        // A page of an old edition sends to where its form stood: the letter is for the present.
        let path = path.strip_prefix("editions/").and_then(|rest| rest.split_once('/')).map_or(path, |(_, path)| path);
        match path {
            "subscribe" => Some(Self::Subscribe),
            "subscribe/confirm" => Some(Self::Confirm),
            "subscribe/leave" => Some(Self::Leave),
            "comments" => Some(Self::Comment),
            _ => None,
        }
    }

    /// The path inside the area.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Subscribe => "subscribe",
            Self::Confirm => "subscribe/confirm",
            Self::Leave => "subscribe/leave",
            Self::Comment => "comments",
        }
    }

    /// Every field its form may send.
    fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Subscribe => &["email", TRAP],
            Self::Confirm => &[],
            // What a mail program sends for its reader (RFC 8058 section 3.1).
            Self::Leave => &["List-Unsubscribe"],
            Self::Comment => &["about", "text", "name", "email", TRAP],
        }
    }
}

/// Why what was sent is no letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// A page of another site sent it.
    FromElsewhere,
    /// It is no form.
    NotAForm,
    /// It is longer than a form of ours can be.
    TooLong,
    /// It did not arrive in time, or not to its end.
    BrokenOff,
    /// It has a field our form has not, or one twice.
    StrangeField,
    /// It is about no page of ours.
    AboutNothing,
}

impl Unfit {
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::FromElsewhere => StatusCode::FORBIDDEN,
            Self::NotAForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BrokenOff => StatusCode::REQUEST_TIMEOUT,
            Self::StrangeField | Self::AboutNothing => StatusCode::BAD_REQUEST,
        }
    }
}

/// What a form said, before anybody looked whether it makes sense.
pub(crate) type Typed = HashMap<String, String>;

/// Reads a form to its end, within limits.
pub(crate) async fn typed<B>(slot: Slot, head: &Request<()>, body: B) -> Result<Typed, Unfit>
where
    B: Body<Data = Bytes>,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    if is_from_elsewhere(head.headers(), authority(head)) {
        return Err(Unfit::FromElsewhere);
    }
    let media_type = head.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let essence = media_type.split(';').next().unwrap_or("").trim();
    if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Unfit::NotAForm);
    }
    let collected = timeout(PATIENCE, Limited::new(body, LONGEST_BODY).collect()).await;
    let collected = collected.map_err(|_| Unfit::BrokenOff)?.map_err(|error| {
        if error.is::<http_body_util::LengthLimitError>() { Unfit::TooLong } else { Unfit::BrokenOff }
    })?;
    let mut typed = Typed::new();
    for (name, value) in form_urlencoded::parse(&collected.to_bytes()) {
        let known = slot.fields().contains(&&*name);
        if !known || typed.insert(name.into_owned(), cleaned(&value)).is_some() {
            return Err(Unfit::StrangeField);
        }
    }
    Ok(typed)
}

/// Line breaks as on paper, and no other sign that cannot be seen.
fn cleaned(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.chars().filter(|sign| *sign == '\n' || !sign.is_control()).collect::<String>().trim().to_owned()
}

/// Whether a page of another site may have sent it. Browsers say so themselves: first `Sec-Fetch-Site`, else `Origin`.
/// Without either it came from no current browser; mail programs send one-click leaves so, and there is no cookie here
/// that a stranger could borrow.
fn is_from_elsewhere(headers: &HeaderMap, asked: Option<&str>) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return !matches!(site.as_bytes(), b"same-origin" | b"none");
    }
    let Some(origin) = headers.get(ORIGIN) else { return false };
    let named = origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    !named.zip(asked).is_some_and(|(named, asked)| named.eq_ignore_ascii_case(asked))
}

/// What a form comes to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Meant {
    /// A letter for the box.
    Letter(Letter),
    /// A program filled it in: it is thanked and nothing is kept.
    Trapped,
    /// A person is to look at a field again: its name, and what is wrong.
    Again(&'static str, &'static str),
}

/// Understands a form. `query` is the address's own, where the links in mails bear their token.
pub(crate) fn meant(slot: Slot, typed: &Typed, query: &str, pages: &AreaPages) -> Result<Meant, Unfit> {
    let of = |name: &str| typed.get(name).cloned().unwrap_or_default();
    if !of(TRAP).is_empty() {
        return Ok(Meant::Trapped);
    }
    let email = of("email");
    if letters(&email) > Letter::LONGEST_EMAIL {
        return Ok(Meant::Again("email", "This e-mail address is too long."));
    }
    Ok(match slot {
        Slot::Subscribe if email.is_empty() => Meant::Again("email", "Write your e-mail address."),
        Slot::Subscribe => Meant::Letter(Letter::Subscribe { email }),
        Slot::Confirm => Meant::Letter(Letter::Confirm { token: token(query) }),
        Slot::Leave => Meant::Letter(Letter::Leave { token: token(query) }),
        Slot::Comment => {
            let (about, text, name) = (of("about"), of("text"), of("name"));
            if pages.page(&about).is_none() {
                return Err(Unfit::AboutNothing);
            }
            match (letters(&text), letters(&name)) {
                (0, _) => Meant::Again("text", "Write what you want to tell us."),
                (long, _) if long > Letter::LONGEST_TEXT => {
                    Meant::Again("text", "Your text is too long. Keep it to 3,000 letters.")
                }
                (_, long) if long > Letter::LONGEST_NAME => Meant::Again("name", "This name is too long."),
                _ => Meant::Letter(Letter::Comment { about, text, name, email }),
            }
        }
    })
}

fn letters(text: &str) -> usize {
    text.chars().count()
}

fn token(query: &str) -> String {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(name, _)| name == "token").map_or_else(String::new, |(_, token)| token.into_owned())
}
