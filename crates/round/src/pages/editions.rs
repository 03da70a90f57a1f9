//! Every edition that was released, and taking one back.

use askama::Template;
use axum::response::Response;
use db::Tx;
use office::{Action, May, Once, PageError, Sent, Subject, Visit, acts, staff_page};
use publication::WithdrawRefused;
use roadmap::{
    difference::day_words,
    editions::{Desk, WithdrawalRefused, withdraw},
};
use serde::Deserialize;
use web::{
    FieldErrors, Html, Link, Shell,
    paths::{Parsed, Path},
};

use super::fields::Form;
use crate::reads::{self, Edition};

const LIST: &str = "office/editions";
const TITLE: &str = "Editions";

/// An edition as the list shows it.
struct Row {
    title: String,
    as_at: String,
    withdrawn: Option<(String, String)>,
    public: String,
    take_back: Option<String>,
}

#[derive(Template)]
#[template(path = "round/editions.html")]
struct EditionsPage {
    rows: Vec<Row>,
}

/// `GET /office/editions`
pub(super) async fn list(may: May<acts::ReadPlan>) -> Result<Response, PageError> {
    let editions = reads::released(&mut may.read().await?).await.map_err(PageError::ours)?;
    let takes_back = may.could(Action::WithdrawEdition, &Subject::Area);
    let row = |edition: &Edition| Row {
        title: format!("Edition {}, {}", edition.number, edition.title),
        as_at: day_words(edition.as_at),
        withdrawn: edition.withdrawn.as_ref().map(|(on, because)| (day_words(*on), because.clone())),
        public: may.here.at(&format!("editions/{}/roadmap", edition.number)),
        take_back: (takes_back && edition.withdrawn.is_none()).then(|| may.here.at(&path_of(edition.number))),
    };
    let main = EditionsPage { rows: editions.iter().map(row).collect() };
    Ok(may.show(&staff_page(&may, LIST, TITLE, Html::of(&main))))
}

fn path_of(number: u32) -> String {
    format!("{LIST}/{number}/withdraw")
}

#[derive(Template)]
#[template(path = "round/withdraw.html")]
struct WithdrawPage {
    title: String,
    last: bool,
    action: String,
    once: Html,
    fields: Html,
    leave: String,
}

/// Why an edition is taken back.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reason {
    because: String,
}

/// The edition, if it still stands, with the page that asks why it should not.
async fn asking(
    visit: &Visit,
    tx: &mut Tx,
    number: u32,
    typed: &Reason,
    errors: &FieldErrors,
) -> Result<Shell, PageError> {
    let editions = reads::released(tx).await.map_err(PageError::ours)?;
    let standing = || editions.iter().filter(|edition| edition.withdrawn.is_none());
    let edition = standing().find(|edition| edition.number == number).ok_or(PageError::NotFound)?;
    let main = WithdrawPage {
        title: format!("Edition {number}, {}", edition.title),
        last: standing().count() == 1,
        action: visit.here.at(&path_of(number)),
        once: visit.once_field(),
        fields: Form { errors }.lines(
            "because",
            "Why is it taken back?",
            "The public reads this at the edition’s address. Name no child and no family.",
            &typed.because,
        ),
        leave: visit.here.at(LIST),
    };
    let page = staff_page(visit, &path_of(number), &format!("Take back edition {number}"), Html::of(&main));
    Ok(errors.shown_on(Shell { breadcrumbs: vec![Link::inside(TITLE, LIST)], ..page }))
}

/// `GET /office/editions/{edition}/withdraw`
pub(super) async fn ask(
    may: May<acts::WithdrawEdition>,
    Path(Parsed(number)): Path<Parsed<u32>>,
) -> Result<Response, PageError> {
    let page = asking(&may, &mut may.read().await?, number, &Reason::default(), &FieldErrors::new()).await?;
    Ok(may.show(&page))
}

/// `POST /office/editions/{edition}/withdraw`
pub(super) async fn take_back(
    may: May<acts::WithdrawEdition>,
    Path(Parsed(number)): Path<Parsed<u32>>,
    sent: Sent<Reason>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let typed = &sent.fields;
    if typed.because.trim().is_empty() {
        let mut errors = FieldErrors::new();
        errors.add("because", "Say why it is taken back");
        let again = asking(&may, &mut tx, number, typed, &errors).await?;
        return Err(PageError::form(may.show(&again)));
    }
    let released = reads::released(&mut tx).await.map_err(PageError::ours)?;
    let stands = |edition: &&Edition| edition.number == number && edition.withdrawn.is_none();
    let edition = released.iter().find(stands).ok_or(PageError::NotFound)?;
    let actor = may.actor();
    let desk = Desk { actor: &actor, key: may.office.key(), clock: may.office.clock() };
    withdraw(&mut tx, desk, &edition.label, typed.because.trim()).await.map_err(not_withdrawn)?;
    let answer = ticket.go_to(&mut tx, &may, LIST).await?;
    tx.commit().await?;
    Ok(answer)
}

fn not_withdrawn(refused: WithdrawalRefused) -> PageError {
    match refused {
        WithdrawalRefused::Publication(WithdrawRefused::Engine(error)) => error.into(),
        WithdrawalRefused::Publication(other) => {
            PageError::refused("The edition was not taken back", &other.to_string())
        }
        WithdrawalRefused::Edition(error) => PageError::ours(error),
    }
}
