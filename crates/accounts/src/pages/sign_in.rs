//! The sign-in page and its ways that need no other site.

use askama::Template;
use axum::{
    extract::{FromRequestParts, Query, State},
    http::request::Parts,
    response::Response,
};
use kernel::Clock;
use office::{Access, Here, Office, PageError, PersonId, Routes, Sent, Visit};
use serde::Deserialize;
use web::{FieldErrors, Html, document};

use super::{
    cookies::{self, Browser},
    demo_door, go_to,
    parts::{Form, line},
    passkey::{AskPage, ShownForm},
    path_of, session_of, ways,
};
use crate::{NotDone, begin_session, ceremony::Kind, letters, model::Means, passkeys, sign_in_by_code};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", Access::Open, sign_in)
        .post("/sign-in/passkey", Access::Open, ask_passkey)
        .post("/sign-in/passkey/answer", Access::Open, passkey_answer)
        .post("/sign-in/code", Access::Open, code)
        .post("/sign-in/demonstration", Access::Open, demonstration)
        .post("/sign-out", Access::Open, sign_out)
}

/// Where to go on to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct OnTo {
    pub(super) to: String,
}

/// The same from a form, which holds nothing else.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct OnToForm {
    pub(super) to: String,
}

#[derive(Template)]
#[template(path = "accounts/sign-in.html")]
struct SignInPage {
    passkey: Html,
    providers: Vec<(String, String)>,
    code: Html,
    invitation: String,
    demonstration: Vec<(String, &'static str, &'static str, Html)>,
}

async fn sign_in(here: Here, State(office): State<Office>, Query(on): Query<OnTo>) -> Result<Response, PageError> {
    page(&here, &office, path_of(&on.to), &FieldErrors::new())
}

fn page(here: &Here, office: &Office, to: &str, errors: &FieldErrors) -> Result<Response, PageError> {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("to", to).finish();
    let provider = |key: &str| here.at(&format!("sign-in/provider/{key}?{query}"));
    let invented = demo_door(office).map_or(&[][..], |door| door.people(here.area.id));
    let hint = "26 letters and digits. Capitals, blanks and hyphens do not matter.";
    let main = SignInPage {
        passkey: Form::to(here, "sign-in/passkey", "Sign in with a passkey").hidden("to", to).shown(),
        providers: ways(office)?.providers(&here.area).map(|it| (it.name.clone(), provider(&it.key))).collect(),
        code: Form::to(here, "sign-in/code", "Sign in with a code")
            .hidden("to", to)
            .field(line("code", "Recovery code", hint, "", errors))
            .shown(),
        invitation: here.at("invitation"),
        demonstration: invented
            .iter()
            .map(|it| {
                let words = format!("Walk in as {}", it.name);
                let form = Form::to(here, "sign-in/demonstration", &words).hidden("person", &it.person.to_string());
                (it.name.clone(), it.role.name(), it.role.does(), form.hidden("to", to).shown())
            })
            .collect(),
    };
    let shell = here.door_page("sign-in", "Sign in", Html::of(&main));
    Ok(document(errors.shown_on(shell).render()))
}

async fn ask_passkey(
    here: Here,
    State(office): State<Office>,
    browser: Browser,
    sent: Sent<OnToForm>,
) -> Result<Response, PageError> {
    let (origin, now) = (ways(&office)?.origin(&here.area), office.clock().now());
    let mut tx = office.db().write(here.area.id).await?;
    let asked = passkeys::ask_to_show(&mut tx, origin, Kind::PasskeySignIn, None, browser.secret(), now).await?;
    tx.commit().await?;
    let main = AskPage::to_show(&here, "sign-in/passkey/answer", asked, path_of(&sent.fields.to), "sign-in");
    let shell = here.door_page("sign-in/passkey", main.title(), Html::of(&main));
    Ok(browser.keep(&here, document(shell.render())))
}

async fn passkey_answer(
    here: Here,
    State(office): State<Office>,
    browser: Browser,
    sent: Sent<ShownForm>,
) -> Result<Response, PageError> {
    let (origin, now) = (ways(&office)?.origin(&here.area), office.clock().now());
    let mut tx = office.db().write(here.area.id).await?;
    let answered = sent.fields.answered(browser.secret());
    let shown = passkeys::shown_by(&mut tx, origin, Kind::PasskeySignIn, None, answered, now).await?;
    let session = match shown {
        Some(person) => Some(begin_session(&mut tx, person, Means::Passkey, now).await?),
        None => None,
    };
    // Refused or not, this sign-in is used up.
    tx.commit().await?;
    let session = session.ok_or_else(refused)?;
    Ok(cookies::signed_in(&here, go_to(&here, path_of(&sent.fields.to)), &session))
}

/// The one sentence for every sign-in that fails, whatever the reason.
pub(super) fn refused() -> PageError {
    PageError::refused("We could not sign you in", "Go back to the sign-in page and try again, or choose another way.")
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CodeForm {
    code: String,
    #[serde(default)]
    to: String,
}

async fn code(here: Here, State(office): State<Office>, sent: Sent<CodeForm>) -> Result<Response, PageError> {
    let mut tx = office.db().write(here.area.id).await?;
    match sign_in_by_code(&mut tx, &sent.fields.code, office.clock().now()).await {
        Ok((person, session)) => {
            letters::told(&mut tx, &here, ways(&office)?, person, office.clock().now()).await?;
            tx.commit().await?;
            // One code less, and perhaps the last key lost: the account page is where that is put right.
            Ok(cookies::signed_in(&here, go_to(&here, "account"), &session))
        }
        Err(NotDone::CodeRefused) => {
            drop(tx);
            let mut errors = FieldErrors::new();
            errors.add("code", "Check the code. It may be mistyped or used already");
            Err(PageError::form(page(&here, &office, path_of(&sent.fields.to), &errors)?))
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct InventedForm {
    person: PersonId,
    #[serde(default)]
    to: String,
}

/// Walks in as an invented person. Where no demonstration's door was made, there is nothing here.
async fn demonstration(
    here: Here,
    State(office): State<Office>,
    sent: Sent<InventedForm>,
) -> Result<Response, PageError> {
    let door = demo_door(&office).ok_or(PageError::NotFound)?;
    let invented = door.people(here.area.id).iter().find(|it| it.person == sent.fields.person);
    let person = invented.ok_or(PageError::NotFound)?.person;
    let mut tx = office.db().write(here.area.id).await?;
    let session = begin_session(&mut tx, person, Means::Demonstration, office.clock().now()).await?;
    tx.commit().await?;
    Ok(cookies::signed_in(&here, go_to(&here, path_of(&sent.fields.to)), &session))
}

/// Whoever is signed in, whatever role they hold or no longer hold.
pub(super) struct Anybody(pub(super) Visit);

impl FromRequestParts<Office> for Anybody {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, office: &Office) -> Result<Self, PageError> {
        Visit::of(parts, office).await.map(Self)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

async fn sign_out(
    Anybody(visit): Anybody,
    State(clock): State<Clock>,
    _sent: Sent<Nothing>,
) -> Result<Response, PageError> {
    let session = session_of(&visit)?;
    let mut tx = visit.write().await?;
    crate::sign_out(&mut tx, visit.person(), session, clock.now()).await?;
    tx.commit().await?;
    Ok(cookies::signed_out(&visit.here, go_to(&visit.here, "sign-in")))
}
