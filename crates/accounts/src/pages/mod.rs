//! Pages for signing in, for one's own account, and for those who run people and organisations.

mod account;
mod confirm;
mod cookies;
mod invitation;
mod organisations;
mod parts;
mod passkey;
mod people;
mod provider;
mod record;
mod sign_in;
mod tokens;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use office::{Access, Action, Here, Office, PageError, Routes, SignedInBy, Visit};
use uuid::Uuid;

use crate::{DemoDoor, Ways, api};

/// Every route of accounts.
pub fn routes() -> Routes {
    sign_in::routes()
        .and(provider::routes())
        .and(invitation::routes())
        .and(confirm::routes())
        .and(account::routes())
        .and(tokens::routes())
        .and(people::routes())
        .and(organisations::routes())
        .and(record::routes())
        .and(api::routes())
        .get("/sign-in/passkey.js", Access::Open, passkey::script)
}

const OWN: Access = Access::To(Action::EnterOffice);

/// The ways to sign in, as the program was told them.
fn ways(office: &Office) -> Result<&Ways, PageError> {
    office.part::<Ways>().ok_or(PageError::NotFound)
}

/// The demonstration's door, where there is one.
fn demo_door(office: &Office) -> Option<&DemoDoor> {
    office.part::<DemoDoor>()
}

/// The session a page was asked for in. A token has none.
fn session_of(visit: &Visit) -> Result<Uuid, PageError> {
    match visit.signed_in.by {
        SignedInBy::Session(session) => Ok(session),
        SignedInBy::Token(_) => Err(PageError::NotFound),
    }
}

/// On to a path inside the area.
fn go_to(here: &Here, path: &str) -> Response {
    let mut answer = StatusCode::SEE_OTHER.into_response();
    if let Ok(location) = HeaderValue::try_from(here.at(path)) {
        answer.headers_mut().insert(header::LOCATION, location);
    }
    answer
}

/// A path to go on to, or the office's first page where what was sent is no path of ours: nobody is led elsewhere.
fn path_of(to: &str) -> &str {
    let plain = to.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'<' | b'>' | b'"'));
    let inside = !to.is_empty() && !to.starts_with('/') && !to.contains("//") && !to.contains("..");
    if plain && inside { to } else { "office" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_to_another_site_after_signing_in() {
        assert_eq!(path_of("office/plan?x=1#a"), "office/plan?x=1#a");
        for elsewhere in ["", "/evil.example", "//evil.example", "\\evil", "a//b", "../other", "a b", "o\n"] {
            assert_eq!(path_of(elsewhere), "office", "{elsewhere:?}");
        }
    }
}
