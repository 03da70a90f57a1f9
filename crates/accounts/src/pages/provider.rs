//! Signing in through an organisation's own sign-in: out to it, and back.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::{HeaderValue, header},
    response::Response,
};
use office::{Access, Here, Office, PageError, PersonId, Routes};
use serde::Deserialize;
use uuid::Uuid;
use web::{Html, document, paths::Path};

use super::{
    cookies::{self, Browser},
    go_to, path_of,
    sign_in::{OnTo, refused},
    ways,
};
use crate::{
    NotDone, begin_session,
    ceremony::{self, Kind, Taken},
    deeds::link_provider,
    letters,
    model::Means,
    providers::{self, Outside, UnderWay},
    roster::own_session,
    settings::ProviderSettings,
    step_up, store,
};

pub(super) fn routes() -> Routes {
    Routes::new().get("/sign-in/provider/{provider}", Access::Open, out).get(
        "/sign-in/provider/{provider}/back",
        Access::Open,
        back,
    )
}

/// Why somebody is sent to a provider.
pub(super) struct Errand<'a> {
    pub(super) kind: Kind,
    pub(super) person: Option<PersonId>,
    pub(super) session: Option<Uuid>,
    pub(super) to: &'a str,
}

/// Keeps what must be remembered, and gives the provider's address to send the browser to.
pub(super) async fn begin(
    here: &Here,
    office: &Office,
    browser: &Browser,
    provider: &ProviderSettings,
    errand: Errand<'_>,
) -> Result<String, PageError> {
    let (nonce, verifier) = providers::fresh_texts();
    let under_way = UnderWay {
        provider: provider.key.clone(),
        nonce,
        verifier,
        anew: errand.kind != Kind::ProviderSignIn,
        session: errand.session,
        to: errand.to.to_owned(),
    };
    let now = office.clock().now();
    let mut tx = office.db().write(here.area.id).await?;
    let state = ceremony::keep(&mut tx, errand.kind, errand.person, browser.secret(), &under_way, now).await?;
    tx.commit().await?;
    // No transaction is held while another machine is asked.
    let back = back_address(here, office, &provider.key)?;
    let address = providers::address_to_ask(ways(office)?, provider, &back, &under_way, state.reveal()).await;
    address.map_err(|error| unanswered(provider, &error.to_string()))
}

async fn out(
    here: Here,
    State(office): State<Office>,
    browser: Browser,
    Path(key): Path<String>,
    Query(on): Query<OnTo>,
) -> Result<Response, PageError> {
    let provider = ways(&office)?.provider(&here.area, &key).ok_or(PageError::NotFound)?;
    let errand = Errand { kind: Kind::ProviderSignIn, person: None, session: None, to: path_of(&on.to) };
    let address = begin(&here, &office, &browser, provider, errand).await?;
    let mut answer = go_to(&here, "sign-in");
    if let Ok(location) = HeaderValue::try_from(address) {
        answer.headers_mut().insert(header::LOCATION, location);
    }
    Ok(browser.keep(&here, answer))
}

/// What a provider sends along: a code, or a word for why there is none.
#[derive(Debug, Deserialize)]
struct BroughtBack {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
}

async fn back(
    here: Here,
    State(office): State<Office>,
    browser: Browser,
    Path(key): Path<String>,
    Query(brought): Query<BroughtBack>,
) -> Result<Response, PageError> {
    let provider = ways(&office)?.provider(&here.area, &key).ok_or(PageError::NotFound)?;
    let now = office.clock().now();
    let mut tx = office.db().write(here.area.id).await?;
    let kinds = Kind::OF_PROVIDERS;
    let taken = ceremony::take::<UnderWay>(&mut tx, &kinds, browser.secret(), &brought.state, now).await?;
    tx.commit().await?;
    let taken = taken.filter(|taken| taken.state.provider == key).ok_or_else(refused)?;
    let back = back_address(&here, &office, &key)?;
    let outside = providers::outside(ways(&office)?, provider, &back, &taken.state, &brought.code, now).await;
    let outside = outside.map_err(|error| unanswered(provider, &error.to_string()))?;
    finish(&here, &office, &taken, &outside).await
}

async fn finish(
    here: &Here,
    office: &Office,
    taken: &Taken<UnderWay>,
    outside: &Outside,
) -> Result<Response, PageError> {
    let now = office.clock().now();
    let mut tx = office.db().write(here.area.id).await?;
    let known = store::person_outside(&mut tx, &outside.issuer, &outside.subject).await?;
    let asked = taken.person.zip(taken.state.session);
    let session = match (taken.kind, known, asked) {
        (Kind::ProviderSignIn, Some(person), _) => begin_session(&mut tx, person, Means::Provider, now).await?,
        (Kind::ProviderProof, Some(person), Some((asked, session))) if person == asked => {
            // The session may have ended while its owner was at the provider.
            own_session(&mut tx, person, session, now).await.map_err(ended)?;
            step_up(&mut tx, person, session, Means::Provider, now).await?
        }
        (Kind::ProviderLinked, None, Some((person, session))) => {
            own_session(&mut tx, person, session, now).await.map_err(ended)?;
            link_provider(&mut tx, person, &taken.state.provider, outside, now).await?;
            letters::told(&mut tx, here, ways(office)?, person, now).await?;
            step_up(&mut tx, person, session, Means::Provider, now).await?
        }
        _ => return Err(refused()),
    };
    tx.commit().await?;
    Ok(cookies::signed_in(here, go_to(here, path_of(&taken.state.to)), &session))
}

/// A session that ended meanwhile is told like any other sign-in that fails.
fn ended(error: NotDone) -> PageError {
    if matches!(error, NotDone::NotFound) { refused() } else { error.into() }
}

#[derive(Template)]
#[template(path = "accounts/continue.html")]
struct ContinuePage<'a> {
    name: &'a str,
    address: &'a str,
    other: String,
}

/// A page with a link to the provider: a form of ours may lead to no other site (`form-action 'self'`).
pub(super) fn continue_page(
    here: &Here,
    path: &str,
    provider: &ProviderSettings,
    address: &str,
    other: &str,
) -> Response {
    let main = ContinuePage { name: &provider.name, address, other: here.at(other) };
    let title = format!("Go on to {}", provider.name);
    document(here.door_page(path, &title, Html::of(&main)).render())
}

fn back_address(here: &Here, office: &Office, key: &str) -> Result<String, PageError> {
    let origin = &ways(office)?.origin(&here.area).address;
    let path = here.at(&format!("sign-in/provider/{key}/back"));
    Ok(format!("{}{path}", origin.as_str().trim_end_matches('/')))
}

/// Says in the log which provider failed and why, and to people the one sentence.
fn unanswered(provider: &ProviderSettings, why: &str) -> PageError {
    tracing::warn!(provider = provider.key, why, "a sign-in through a provider failed");
    refused()
}
