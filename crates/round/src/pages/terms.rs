//! Setting up a round, and changing its terms.

use askama::Template;
use axum::response::Response;
use jiff::civil::Date;
use kernel::{DAY_HINT, DAY_REMEDY, typed_day};
use office::{Clash, ClashField, May, Once, PageError, Sent, Visit, acts};
use roadmap::{difference::day_words, model::Plan, store::load_tree};
use serde::Deserialize;
use web::{
    FieldErrors, Html, Link, Shell,
    components::{Checkboxes, Choice, Component, Fieldset, Legend},
    paths::{Parsed, Path},
};

use super::{errors_of, fields::Form, round_path, under_rounds};
use crate::{
    deeds::{self, By, Rejected},
    model::{Round, RoundId, RoundState, Terms, Wrong},
    reads,
};

/// Terms as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Typed {
    version: i64,
    name: String,
    period_from: String,
    period_to: String,
    opens_on: String,
    answers_due: String,
    sign_off_due: String,
    plans: Vec<String>,
}

impl Typed {
    fn of(round: &Round) -> Self {
        let terms = &round.terms;
        Self {
            version: round.version,
            name: terms.name.clone(),
            period_from: day_words(terms.period_from),
            period_to: day_words(terms.period_to),
            opens_on: day_words(terms.opens_on),
            answers_due: day_words(terms.answers_due),
            sign_off_due: day_words(terms.sign_off_due),
            plans: terms.plans.clone(),
        }
    }

    fn days(&self) -> [(&'static str, &'static str, &str); 5] {
        [
            ("period_from", "First day of the period", &self.period_from),
            ("period_to", "Last day of the period", &self.period_to),
            ("opens_on", "The day the round opens", &self.opens_on),
            ("answers_due", "The day answers are due", &self.answers_due),
            ("sign_off_due", "The day sign-off is due", &self.sign_off_due),
        ]
    }

    /// The terms, or every day that cannot be read.
    fn terms(&self) -> Result<Terms, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let mut days = self.days().map(|(field, _, typed)| {
            let read = typed_day(typed);
            if read.is_none() {
                wrong.push(Wrong::new(field, DAY_REMEDY));
            }
            read.unwrap_or(Date::ZERO)
        });
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let [period_from, period_to, opens_on, answers_due, sign_off_due] = &mut days;
        Ok(Terms {
            name: self.name.trim().to_owned(),
            period_from: *period_from,
            period_to: *period_to,
            opens_on: *opens_on,
            answers_due: *answers_due,
            sign_off_due: *sign_off_due,
            plans: self.plans.clone(),
        })
    }
}

#[derive(Template)]
#[template(path = "round/terms.html")]
struct TermsPage {
    title: &'static str,
    action: String,
    once: Html,
    version: i64,
    fields: Html,
    note: &'static str,
}

/// Where the form stands: for a new round, or for one that is there.
struct Where {
    title: &'static str,
    path: String,
    action: String,
    above: Option<Link>,
    note: &'static str,
}

impl Where {
    fn new_round() -> Self {
        Self {
            title: "Set up a round",
            path: "office/rounds/new".to_owned(),
            action: "office/rounds".to_owned(),
            above: None,
            note: "A round whose day has come opens at once, and those who answer are told.",
        }
    }

    fn of(round: &Round) -> Self {
        let path = format!("{}/terms", round_path(round.id));
        let note = match round.state {
            RoundState::Open => "The round is open: only the days answers and sign-off are due can change.",
            _ => "Everything can change until the round opens.",
        };
        let above = Some(Link::inside(&round.terms.name, &round_path(round.id)));
        Self { title: "Change the round", action: path.clone(), path, above, note }
    }
}

fn page(visit: &Visit, at: Where, typed: &Typed, plans: &[Plan], errors: &FieldErrors) -> Shell {
    let form = Form { errors };
    let mut fields = vec![form.line("name", "Name of the round", "Such as Autumn 2026.", &typed.name)];
    let day = |(name, question, value)| form.line(name, question, DAY_HINT, value);
    fields.extend(typed.days().map(day));
    let choice = |plan: &Plan| Choice { value: plan.key.clone(), text: plan.title.clone(), ..Choice::default() };
    let legend = Legend { classes: "govuk-fieldset__legend--s".into(), ..Legend::from("Plans that are asked about") };
    let boxes = Checkboxes {
        name: "plans".to_owned(),
        items: plans.iter().map(choice).collect(),
        values: typed.plans.clone(),
        fieldset: Some(Fieldset { legend, ..Fieldset::default() }),
        error_message: errors.message("plans"),
        ..Checkboxes::default()
    };
    fields.push(boxes.html());
    let main = TermsPage {
        title: at.title,
        action: visit.here.at(&at.action),
        once: visit.once_field(),
        version: typed.version,
        fields: Html::join(fields),
        note: at.note,
    };
    errors.shown_on(under_rounds(visit, &at.path, at.title, at.above, Html::of(&main)))
}

/// `GET /office/rounds/new`
pub(super) async fn new(may: May<acts::RunRound>) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let tree = load_tree(&mut tx).await?;
    let plans = tree.plans.iter().filter(|plan| plan.is_roadmap).map(|plan| plan.key.clone()).collect();
    let typed = Typed { plans, ..Typed::default() };
    Ok(may.show(&page(&may, Where::new_round(), &typed, &tree.plans, &FieldErrors::new())))
}

/// `POST /office/rounds`
pub(super) async fn create(may: May<acts::RunRound>, sent: Sent<Typed>) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let actor = may.actor();
    let by = By { permit: may.permit(), actor: &actor, at: may.now };
    let done = match sent.fields.terms() {
        Ok(terms) => deeds::set_up(&mut tx, by, terms).await,
        Err(wrong) => Err(Rejected::Faults(wrong)),
    };
    match done {
        Ok(round) => {
            let answer = ticket.go_to(&mut tx, &may, &round_path(round.id)).await?;
            tx.commit().await?;
            Ok(answer)
        }
        Err(rejected) => Err(shown_again(&may, &mut tx, Where::new_round(), &sent.fields, rejected).await?),
    }
}

/// `GET /office/rounds/{round}/terms`
pub(super) async fn edit(
    may: May<acts::RunRound>,
    Path(Parsed(id)): Path<Parsed<RoundId>>,
) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let round = reads::round(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let tree = load_tree(&mut tx).await?;
    Ok(may.show(&page(&may, Where::of(&round), &Typed::of(&round), &tree.plans, &FieldErrors::new())))
}

/// `POST /office/rounds/{round}/terms`
pub(super) async fn change(
    may: May<acts::RunRound>,
    Path(Parsed(id)): Path<Parsed<RoundId>>,
    sent: Sent<Typed>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let actor = may.actor();
    let by = By { permit: may.permit(), actor: &actor, at: may.now };
    let held = reads::round(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let done = match sent.fields.terms() {
        Ok(terms) => deeds::change_terms(&mut tx, by, id, sent.fields.version, terms).await,
        Err(wrong) => Err(Rejected::Faults(wrong)),
    };
    match done {
        Ok(_) => {
            let answer = ticket.go_to(&mut tx, &may, &round_path(id)).await?;
            tx.commit().await?;
            Ok(answer)
        }
        Err(Rejected::Changed(now)) => Err(both_texts(&may, &now, &sent.fields)),
        Err(rejected) => Err(shown_again(&may, &mut tx, Where::of(&held), &sent.fields, rejected).await?),
    }
}

/// The form once more, with what is wrong with it.
async fn shown_again(
    visit: &Visit,
    tx: &mut db::Tx,
    at: Where,
    typed: &Typed,
    rejected: Rejected,
) -> Result<PageError, PageError> {
    let wrong = match rejected {
        Rejected::Faults(wrong) => wrong,
        Rejected::Overlaps(_) => vec![Wrong::new("plans", rejected.to_string())],
        other => return Err(other.into()),
    };
    let plans = load_tree(tx).await?.plans;
    Ok(PageError::form(visit.show(&page(visit, at, typed, &plans, &errors_of(&wrong)))))
}

/// The page with the terms as somebody else saved them beside those typed here.
fn both_texts(visit: &Visit, now: &Round, typed: &Typed) -> PageError {
    let held = Typed::of(now);
    let field = |name: &str, label: &str, now: &str, typed: &str| ClashField {
        name: name.to_owned(),
        label: label.to_owned(),
        now: now.to_owned(),
        typed: typed.to_owned(),
    };
    let mut fields = vec![field("name", "Name of the round", &held.name, &typed.name)];
    let days = held.days().into_iter().zip(typed.days());
    fields.extend(days.map(|((name, label, now), (_, _, typed))| field(name, label, now, typed)));
    let mut hidden = vec![("version".to_owned(), now.version.to_string())];
    hidden.extend(typed.plans.iter().map(|plan| ("plans".to_owned(), plan.clone())));
    Clash {
        path: format!("{}/terms", round_path(now.id)),
        about: format!("the round {}", now.terms.name),
        saved_by: String::new(),
        fields,
        hidden,
        leave: round_path(now.id),
    }
    .page(visit)
}
