//! Pages of the round: for the office under `office/rounds`, for those who answer and sign under `office/my-answers`.

mod edition;
mod editions;
mod fields;
mod mine;
mod overview;
mod preview;
mod sign;
mod terms;

use askama::Template;
use db::Tx;
use office::{Access, Action, PageError, Routes, Visit, staff_page};
use roadmap::store::load_tree;
use web::{FieldErrors, Html, Link, Shell};

pub(crate) use edition::path_of as edition_path;
pub(crate) use mine::{addressees_of, path_of, unknown_document};
pub(crate) use sign::{led, waits};

use crate::{
    deeds::{Rejected, SlipRefused},
    model::{Addressee, Line, Organisations, RoundId, Wrong},
};

/// Every page, with what it takes to open it.
pub(crate) fn routes() -> Routes {
    let (read, run) = (Access::To(Action::ReadRound), Access::To(Action::RunRound));
    let (answer, sign) = (Access::To(Action::AnswerRound), Access::To(Action::SignOffAnswers));
    let (draft, withdraw) = (Access::To(Action::ReadDraftEdition), Access::To(Action::WithdrawEdition));
    Routes::new()
        .get("/office/rounds", read, overview::list)
        .post("/office/rounds", run, terms::create)
        .get("/office/rounds/new", run, terms::new)
        .get("/office/rounds/{round}", read, overview::show)
        .get("/office/rounds/{round}/answers/{node}", read, overview::answer)
        .get("/office/rounds/{round}/terms", run, terms::edit)
        .post("/office/rounds/{round}/terms", run, terms::change)
        .post("/office/rounds/{round}/ask", run, overview::ask)
        .get("/office/rounds/{round}/close", run, overview::before_closing)
        .post("/office/rounds/{round}/close", run, overview::close)
        .get("/office/rounds/{round}/edition", draft, edition::show)
        .post("/office/rounds/{round}/edition", Access::To(Action::PrepareEdition), edition::prepare)
        .post("/office/rounds/{round}/edition/release", Access::To(Action::ReleaseEdition), edition::release)
        .get("/office/rounds/{round}/edition/pages/", draft, preview::first)
        .get("/office/rounds/{round}/edition/pages/{*page}", draft, preview::page)
        .get("/office/editions", Access::To(Action::ReadPlan), editions::list)
        .get("/office/editions/{edition}/withdraw", withdraw, editions::ask)
        .post("/office/editions/{edition}/withdraw", withdraw, editions::take_back)
        .get("/office/my-answers", answer, mine::list)
        .get("/office/my-answers/slips/{round}/{node}", answer, mine::show)
        .post("/office/my-answers/slips/{round}/{node}", answer, mine::write)
        .get("/office/my-answers/sign-off", sign, sign::list)
        .post("/office/my-answers/sign-off", sign, sign::sign_chosen)
        .get("/office/my-answers/sign-off/{round}/{node}", sign, sign::show)
        .post("/office/my-answers/sign-off/{round}/{node}", sign, sign::decide)
}

/// The path of a round's page inside the area.
pub(crate) fn round_path(round: RoundId) -> String {
    format!("office/rounds/{round}")
}

/// A page under the list of rounds, with its way back.
fn under_rounds(visit: &Visit, path: &str, title: &str, above: Option<Link>, main: Html) -> Shell {
    let mut breadcrumbs = vec![Link::inside("Rounds", "office/rounds")];
    breadcrumbs.extend(above);
    Shell { breadcrumbs, ..staff_page(visit, path, title, main) }
}

/// What is wrong with a form, said at its fields.
fn errors_of(wrong: &[Wrong]) -> FieldErrors {
    let mut errors = FieldErrors::new();
    for wrong in wrong {
        errors.add(wrong.field, wrong.message.as_str());
    }
    errors
}

/// What organisations are called in the plan as it is now.
async fn organisations(tx: &mut Tx) -> sqlx::Result<Organisations> {
    Ok(Organisations::of(&load_tree(tx).await?))
}

/// What an addressee is called.
fn addressee_name(addressee: &Addressee, organisations: &Organisations, people: &office::Names) -> String {
    match addressee {
        Addressee::Organisation(key) => organisations.name(key),
        Addressee::Person(person) => {
            people.get(person).cloned().unwrap_or_else(|| "Somebody without an account".to_owned())
        }
    }
}

/// A list of commitments, each with what the list says of it and perhaps a link.
#[derive(Template)]
#[template(path = "round/lines.html")]
struct Lines<'a> {
    title: String,
    lines: Vec<(&'a Line, Option<String>)>,
}

impl From<Rejected> for PageError {
    fn from(rejected: Rejected) -> Self {
        match rejected {
            Rejected::NoSuchRound => Self::NotFound,
            Rejected::Engine(error) => error.into(),
            Rejected::Changed(_) => Self::Changed(rejected.to_string()),
            Rejected::Plan(error) => Self::refused("Nothing was changed", &error.to_string()),
            other => Self::refused("This cannot be done now", &other.to_string()),
        }
    }
}

impl From<SlipRefused> for PageError {
    fn from(refused: SlipRefused) -> Self {
        match refused {
            SlipRefused::NoSuchSlip => Self::NotFound,
            SlipRefused::Engine(error) => error.into(),
            SlipRefused::Changed(_) => Self::Changed(refused.to_string()),
            other => Self::refused("This cannot be done now", &other.to_string()),
        }
    }
}
