//! Tokens for programs: made with the least scope that does, shown once, ended at any time.

use axum::response::Response;
use jiff::ToSpan;
use kernel::{DAY_HINT, DAY_REMEDY, typed_day};
use office::{Access, Action, May, Once, PageError, Routes, Sent, Subject, acts};
use serde::Deserialize;
use uuid::Uuid;
use web::{
    FieldErrors, Html,
    components::{Cell, Checkboxes, Choice, Component, Fieldset, Hint, Legend},
    paths::Path,
};

use super::{
    OWN,
    account::day_words,
    go_to,
    parts::{Form, Part, Parted, ShownOnce, errors_of, line, page, table},
    sign_in::Nothing,
};
use crate::{
    NewToken, NotDone, end_token, issue_token,
    model::{TOKEN_DAYS, TokenListed, actions_of},
    own_tokens,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/account/tokens", OWN, tokens)
        .post("/account/tokens", Access::To(Action::IssueToken), issue)
        .post("/account/tokens/{token}/end", OWN, end)
}

/// Path of the page inside the area.
const PATH: &str = "account/tokens";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenForm {
    name: String,
    #[serde(default)]
    scope: Vec<String>,
    last_day: String,
}

async fn tokens(may: May<acts::EnterOffice>) -> Result<Response, PageError> {
    let listed = own_tokens(&mut may.read().await?, may.person()).await?;
    let suggested = may.today().saturating_add(90.days()).min(may.today().saturating_add(TOKEN_DAYS.days()));
    let typed = TokenForm { last_day: suggested.to_string(), ..TokenForm::default() };
    Ok(shown(&may, &listed, &typed, &FieldErrors::new()))
}

fn shown<A: office::Act>(may: &May<A>, listed: &[TokenListed], typed: &TokenForm, errors: &FieldErrors) -> Response {
    let rows = listed.iter().map(|token| {
        let end = Form::quiet(&may.here, &format!("{PATH}/{}/end", token.id), "End", &format!("token {}", token.name));
        let does = actions_of(&token.scope).iter().map(|action| action.does()).collect::<Vec<_>>().join(" ");
        let last = day_words(token.last_day);
        vec![token.name.as_str().into(), does.as_str().into(), last.as_str().into(), Cell::from(end.shown())]
    });
    let heads = ["Name", "What it may do", "Last day", "End"];
    let (lines, parts) = if listed.is_empty() {
        (vec!["You gave out no token.".to_owned()], Vec::new())
    } else {
        (Vec::new(), vec![table("Tokens you gave out", &heads, rows.collect())])
    };
    let form = Form::to(&may.here, PATH, "Make a token")
        .field(line("name", "Name of the program", "", &typed.name, errors))
        .field(scope(may, &typed.scope, errors))
        .field(line("last_day", "Last day it works", DAY_HINT, &typed.last_day, errors));
    let main = Parted {
        title: "Tokens for programs".to_owned(),
        lines: vec!["A program with a token can do what you tick below, as long as you may do it yourself.".to_owned()],
        sections: vec![
            Part { id: "given", title: "Your tokens", lines, parts },
            Part { id: "new", title: "A new token", lines: Vec::new(), parts: vec![form.shown()] },
        ],
    };
    page(may, PATH, "Tokens for programs", &main, errors)
}

/// What may be ticked: what they may do themselves, but for what a person has to confirm each time.
fn scope<A: office::Act>(may: &May<A>, ticked: &[String], errors: &FieldErrors) -> Html {
    let offered = Action::ALL.iter().filter(|action| !action.is_sensitive() && may.can(**action, &Subject::Area));
    let choice = |action: &Action| Choice {
        value: action.word().to_owned(),
        text: action.does().to_owned(),
        ..Choice::default()
    };
    Checkboxes {
        id_prefix: "scope".to_owned(),
        name: "scope".to_owned(),
        items: offered.map(choice).collect(),
        values: ticked.to_vec(),
        fieldset: Some(Fieldset { legend: Legend::from("What it may do"), ..Fieldset::default() }),
        hint: Some(Hint::from("Tick as little as will do.")),
        error_message: errors.message("scope"),
        ..Checkboxes::default()
    }
    .html()
}

async fn issue(may: May<acts::IssueToken>, sent: Sent<TokenForm>) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let issued = match typed_day(&sent.fields.last_day) {
        Some(last_day) => {
            let new = NewToken { name: sent.fields.name.clone(), scope: actions_of(&sent.fields.scope), last_day };
            issue_token(&mut tx, may.permit(), &may.actor(), &new, may.now).await
        }
        None => Err(NotDone::wrong("last_day", DAY_REMEDY)),
    };
    match issued {
        Ok((_, secret)) => {
            // Sent twice, the form leads to the list: the secret is shown once and kept nowhere.
            ticket.go_to(&mut tx, &may, PATH).await?;
            tx.commit().await?;
            let main = ShownOnce {
                title: "Your token",
                lines: vec![
                    "Copy it now into the program that needs it. Whoever has it can do what you ticked.".to_owned(),
                ],
                secret: secret.reveal().to_owned(),
                back: may.here.at(PATH),
                back_words: "Back to your tokens",
            };
            Ok(page(&may, PATH, "Your token", &main, &FieldErrors::new()))
        }
        Err(error) => {
            drop(tx);
            let errors = errors_of(error)?;
            let listed = own_tokens(&mut may.read().await?, may.person()).await?;
            Err(PageError::form(shown(&may, &listed, &sent.fields, &errors)))
        }
    }
}

async fn end(may: May<acts::EnterOffice>, Path(id): Path<Uuid>, _sent: Sent<Nothing>) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    end_token(&mut tx, &may.actor(), may.person(), id, may.now).await?;
    tx.commit().await?;
    Ok(go_to(&may.here, PATH))
}
