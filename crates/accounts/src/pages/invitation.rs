//! Taking an invitation up, or a new way into an account that was lost. The code stands in forms only, never in an
//! address, so no log and no history keeps it.

use askama::Template;
use axum::{
    extract::{FromRequestParts, State},
    http::request::Parts,
    response::Response,
};
use office::{Access, Here, Office, PageError, Routes, Sent, Visit};
use serde::Deserialize;
use web::{FieldErrors, Html, document};

use super::{
    cookies, go_to,
    parts::{Form, errors_of, line},
    session_of,
    sign_in::Anybody,
    ways,
};
use crate::{Joined, NotDone, come_back, invitation_for, join, letters, model::Invitation, store, take_up};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/invitation", Access::Open, enter)
        .post("/invitation", Access::Open, look)
        .post("/invitation/join", Access::Open, take_part)
        .post("/invitation/back", Access::Open, return_to)
        // Whoever lost their last role has to sign in here too, so the guard is the session and not a right.
        .post("/invitation/take-up", Access::Open, add_to_mine)
}

#[derive(Template)]
#[template(path = "accounts/invitation.html")]
struct InvitationPage {
    title: String,
    lines: Vec<String>,
    roles: Vec<(&'static str, &'static str)>,
    forms: Vec<Html>,
}

#[derive(Template)]
#[template(path = "accounts/sheet.html")]
pub(super) struct SheetPage {
    pub(super) sheet: Vec<String>,
    pub(super) account: String,
}

/// Whoever asks, signed in or not.
struct Perhaps(Option<Visit>);

impl FromRequestParts<Office> for Perhaps {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, office: &Office) -> Result<Self, PageError> {
        match Visit::of(parts, office).await {
            Ok(visit) => Ok(Self(Some(visit))),
            Err(PageError::SignInFirst) => Ok(Self(None)),
            Err(error) => Err(error),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CodeForm {
    code: String,
}

async fn enter(here: Here) -> Response {
    document(code_page(&here, &FieldErrors::new()))
}

fn code_page(here: &Here, errors: &FieldErrors) -> String {
    let hint = "26 letters and digits. Capitals, blanks and hyphens do not matter.";
    let form = Form::to(here, "invitation", "Go on").field(line("code", "Your code", hint, "", errors));
    let main = InvitationPage {
        title: "Enter your code".to_owned(),
        lines: vec!["An administrator gave you this code, on paper or by telephone. It works once.".to_owned()],
        roles: Vec::new(),
        forms: vec![form.shown()],
    };
    errors.shown_on(here.door_page("invitation", "Enter your code", Html::of(&main))).render()
}

async fn look(
    here: Here,
    State(office): State<Office>,
    Perhaps(visit): Perhaps,
    sent: Sent<CodeForm>,
) -> Result<Response, PageError> {
    let mut tx = office.db().read(here.area.id).await?;
    let code = &sent.fields.code;
    match invitation_for(&mut tx, code, office.clock().now()).await {
        Ok(invitation) => {
            let organisation = store::organisation(&mut tx, &invitation.organisation).await?;
            let name = organisation.map_or_else(String::new, |organisation| organisation.name);
            Ok(found(&here, visit.as_ref(), &invitation, &name, code, &FieldErrors::new()))
        }
        Err(NotDone::CodeRefused) => {
            let mut errors = FieldErrors::new();
            errors.add("code", "Check the code. It may be mistyped, used already or too old");
            Err(PageError::form(document(code_page(&here, &errors))))
        }
        Err(error) => Err(error.into()),
    }
}

/// What the code opens, and the form that takes it up.
fn found(
    here: &Here,
    visit: Option<&Visit>,
    invitation: &Invitation,
    organisation: &str,
    code: &str,
    errors: &FieldErrors,
) -> Response {
    let newcomer = Form::to(here, "invitation/join", "Join").hidden("code", code).field(line(
        "name",
        "Your name, as colleagues know it",
        "",
        &invitation.name,
        errors,
    ));
    let mut forms = vec![newcomer.shown()];
    let mut lines = vec![format!("You are invited to work for {organisation}.")];
    if let Some(visit) = visit {
        let words = format!("Add to the account of {}", visit.signed_in.name);
        forms = vec![Form::to(here, "invitation/take-up", &words).hidden("code", code).shown()];
        lines.push("You are signed in. This adds to the account you have.".to_owned());
    }
    if invitation.back_to.is_some() {
        lines =
            vec!["This opens your account in a new way. All your earlier passkeys, codes and sessions end.".to_owned()];
        forms = vec![back_form(here, invitation, code, errors)];
    }
    let roles = invitation.roles.iter().map(|promised| (promised.role.name(), promised.role.does())).collect();
    let title = if invitation.back_to.is_some() { "A new way in" } else { "Your invitation" };
    let main = InvitationPage { title: title.to_owned(), lines, roles, forms };
    document(errors.shown_on(here.door_page("invitation", title, Html::of(&main))).render())
}

fn back_form(here: &Here, invitation: &Invitation, code: &str, errors: &FieldErrors) -> Html {
    let form = Form::to(here, "invitation/back", "Open my account").hidden("code", code);
    if invitation.confirmed {
        return form.shown();
    }
    let hint = "Or leave this page and ask a second administrator to confirm.";
    form.field(line("own", "One of your own recovery codes", hint, "", errors)).shown()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct JoinForm {
    code: String,
    name: String,
}

async fn take_part(
    here: Here,
    State(office): State<Office>,
    Perhaps(visit): Perhaps,
    sent: Sent<JoinForm>,
) -> Result<Response, PageError> {
    let now = office.clock().now();
    let signed_in = visit.as_ref().map(Visit::person);
    let mut tx = office.db().write(here.area.id).await?;
    match join(&mut tx, &sent.fields.code, &sent.fields.name, signed_in, now).await {
        Ok(joined) => {
            tx.commit().await?;
            Ok(welcome(&here, &joined))
        }
        Err(error) => {
            let errors = errors_of(error)?;
            let invitation = invitation_for(&mut tx, &sent.fields.code, now).await?;
            let organisation = store::organisation(&mut tx, &invitation.organisation).await?;
            let name = organisation.map_or_else(String::new, |organisation| organisation.name);
            let typed = Invitation { name: sent.fields.name.clone(), ..invitation };
            Err(PageError::form(found(&here, None, &typed, &name, &sent.fields.code, &errors)))
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BackForm {
    code: String,
    #[serde(default)]
    own: String,
}

async fn return_to(here: Here, State(office): State<Office>, sent: Sent<BackForm>) -> Result<Response, PageError> {
    let mut tx = office.db().write(here.area.id).await?;
    let now = office.clock().now();
    let joined = come_back(&mut tx, &sent.fields.code, Some(&sent.fields.own), now).await?;
    letters::told(&mut tx, &here, ways(&office)?, joined.person, now).await?;
    tx.commit().await?;
    Ok(welcome(&here, &joined))
}

/// The sheet of codes, shown once to whoever just joined or came back, now signed in.
fn welcome(here: &Here, joined: &Joined) -> Response {
    let sheet = joined.sheet.iter().map(crate::Code::reveal).collect();
    let main = SheetPage { sheet, account: here.at("account") };
    let shell = here.door_page("invitation/join", "Your recovery codes", Html::of(&main));
    cookies::signed_in(here, document(shell.render()), &joined.session)
}

async fn add_to_mine(Anybody(visit): Anybody, sent: Sent<CodeForm>) -> Result<Response, PageError> {
    // A program takes nothing up for anybody.
    session_of(&visit)?;
    let mut tx = visit.write().await?;
    take_up(&mut tx, &sent.fields.code, visit.person(), &visit.actor(), visit.now).await?;
    tx.commit().await?;
    Ok(go_to(&visit.here, "account"))
}
