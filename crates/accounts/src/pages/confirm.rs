//! Confirming that it is really they, before something that matters to others.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use office::{May, Office, PageError, Routes, Sent, acts};
use web::{FieldErrors, Html, paths::Path};

use super::{
    OWN,
    cookies::{self, Browser},
    demo_door, go_to,
    parts::{Form, page},
    passkey::{AskPage, ShownForm},
    path_of,
    provider::{Errand, begin, continue_page},
    session_of,
    sign_in::{OnTo, OnToForm, refused},
    ways,
};
use crate::{ceremony::Kind, model::Means, passkeys, step_up, store};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/account/confirm", OWN, confirm)
        .post("/account/confirm/passkey", OWN, ask_passkey)
        .post("/account/confirm/passkey/answer", OWN, passkey_answer)
        .post("/account/confirm/provider/{provider}", OWN, provider)
        .post("/account/confirm/demonstration", OWN, demonstration)
}

#[derive(Template)]
#[template(path = "accounts/confirm.html")]
struct ConfirmPage {
    passkey: Html,
    providers: Vec<Html>,
    demonstration: Html,
}

/// Path of the page inside the area.
const PATH: &str = "account/confirm";

async fn confirm(may: May<acts::EnterOffice>, Query(on): Query<OnTo>) -> Result<Response, PageError> {
    let (here, to) = (&may.here, path_of(&on.to));
    let linked = store::issuers_of(&mut may.read().await?, may.person()).await?;
    let providers = ways(&may.office)?.providers(&here.area).filter(|it| linked.contains(&it.issuer)).map(|it| {
        let words = format!("Confirm with {}", it.name);
        Form::to(here, &format!("account/confirm/provider/{}", it.key), &words).hidden("to", to).shown()
    });
    let invented = demo_door(&may.office).map_or(&[][..], |door| door.people(here.area.id));
    let walked_in = invented.iter().any(|it| it.person == may.person());
    let form = Form::to(here, "account/confirm/demonstration", "It is me").hidden("to", to);
    let main = ConfirmPage {
        passkey: Form::to(here, "account/confirm/passkey", "Confirm with a passkey").hidden("to", to).shown(),
        providers: providers.collect(),
        demonstration: if walked_in { form.shown() } else { Html::default() },
    };
    Ok(page(&may, PATH, "Confirm that it is you", &main, &FieldErrors::new()))
}

async fn ask_passkey(
    may: May<acts::EnterOffice>,
    browser: Browser,
    sent: Sent<OnToForm>,
) -> Result<Response, PageError> {
    let origin = ways(&may.office)?.origin(&may.here.area);
    let (kind, person) = (Kind::PasskeyProof, Some(may.person()));
    let mut tx = may.write().await?;
    let asked = passkeys::ask_to_show(&mut tx, origin, kind, person, browser.secret(), may.now).await?;
    tx.commit().await?;
    let to = path_of(&sent.fields.to);
    let main = AskPage::to_show(&may.here, "account/confirm/passkey/answer", asked, to, PATH);
    let answer = page(&may, "account/confirm/passkey", main.title(), &main, &FieldErrors::new());
    Ok(browser.keep(&may.here, answer))
}

async fn passkey_answer(
    may: May<acts::EnterOffice>,
    browser: Browser,
    sent: Sent<ShownForm>,
) -> Result<Response, PageError> {
    let (person, session) = (may.person(), session_of(&may)?);
    let origin = ways(&may.office)?.origin(&may.here.area);
    let mut tx = may.write().await?;
    let answered = sent.fields.answered(browser.secret());
    let shown = passkeys::shown_by(&mut tx, origin, Kind::PasskeyProof, Some(person), answered, may.now).await?;
    let renewed = match shown {
        Some(person) => Some(step_up(&mut tx, person, session, Means::Passkey, may.now).await?),
        None => None,
    };
    tx.commit().await?;
    let renewed = renewed.ok_or_else(refused)?;
    Ok(cookies::signed_in(&may.here, go_to(&may.here, path_of(&sent.fields.to)), &renewed))
}

async fn provider(
    may: May<acts::EnterOffice>,
    State(office): State<Office>,
    browser: Browser,
    Path(key): Path<String>,
    sent: Sent<OnToForm>,
) -> Result<Response, PageError> {
    let provider = ways(&office)?.provider(&may.here.area, &key).ok_or(PageError::NotFound)?;
    let (person, session) = (Some(may.person()), Some(session_of(&may)?));
    let errand = Errand { kind: Kind::ProviderProof, person, session, to: path_of(&sent.fields.to) };
    let address = begin(&may.here, &office, &browser, provider, errand).await?;
    let path = format!("account/confirm/provider/{key}");
    Ok(browser.keep(&may.here, continue_page(&may.here, &path, provider, &address, PATH)))
}

/// One press is enough for an invented person.
async fn demonstration(may: May<acts::EnterOffice>, sent: Sent<OnToForm>) -> Result<Response, PageError> {
    let door = demo_door(&may.office).ok_or(PageError::NotFound)?;
    if door.people(may.here.area.id).iter().all(|it| it.person != may.person()) {
        return Err(PageError::NotFound);
    }
    let session = session_of(&may)?;
    let mut tx = may.write().await?;
    let renewed = step_up(&mut tx, may.person(), session, Means::Demonstration, may.now).await?;
    tx.commit().await?;
    Ok(cookies::signed_in(&may.here, go_to(&may.here, path_of(&sent.fields.to)), &renewed))
}
