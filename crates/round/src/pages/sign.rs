//! Answers that an organisation's lead signs off or sends back.

use askama::Template;
use axum::response::Response;
use db::Tx;
use office::{May, Once, PageError, Role, Sent, Visit, acts, staff_page};
use serde::Deserialize;
use web::{FieldErrors, Html, Link, Shell};

use super::{
    errors_of,
    fields::Form,
    mine::{Which, found},
    organisations,
    overview::{AnswerPage, answer_rows},
};
use crate::{
    deeds::{self, By, Seen, SlipRefused},
    model::{Organisations, Round, RoundId, Slip, SlipState},
    reads,
};

const LIST: &str = "office/my-answers/sign-off";

/// One answer in the list; `token` names it and the version its lead looked at.
struct Row {
    wording: String,
    href: String,
    says: String,
    token: String,
}

#[derive(Template)]
#[template(path = "round/sign-off.html")]
struct SignOff {
    waiting: Vec<Row>,
    other: Vec<Row>,
    action: String,
    once: Html,
}

/// Organisations that somebody leads today.
pub(crate) fn led(visit: &Visit) -> Vec<String> {
    visit.signed_in.who.organisations(Role::PartnerLead, visit.today()).map(str::to_owned).collect()
}

/// Whether an answer waits for the word of one of these organisations.
pub(crate) fn waits(slip: &Slip, led: &[String]) -> bool {
    slip.state.is_answered() && slip.unsigned().any(|key| led.contains(key))
}

/// `GET /office/my-answers/sign-off`
pub(super) async fn list(may: May<acts::SignOffAnswers>) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let led = led(&may);
    let slips = reads::signed_by(&mut tx, &led).await?;
    let row = |(_, slip): &(Round, Slip)| Row {
        wording: slip.before.wording.clone(),
        href: may.here.at(&path_of(slip)),
        says: slip.standing_answer().map_or_else(|| slip.state.plain().to_owned(), |sent| sent.answer.happened.clone()),
        token: format!("{}/{}/{}", slip.round, slip.node, slip.version),
    };
    let (waiting, other): (Vec<_>, Vec<_>) = slips.iter().partition(|(_, slip)| waits(slip, &led));
    let main = SignOff {
        waiting: waiting.into_iter().map(row).collect(),
        other: other.into_iter().map(row).collect(),
        action: may.here.at(LIST),
        once: may.once_field(),
    };
    Ok(may.show(&under_answers(&may, LIST, "Answers to sign off", None, Html::of(&main))))
}

fn under_answers(visit: &Visit, path: &str, title: &str, above: Option<Link>, main: Html) -> Shell {
    let mut breadcrumbs = vec![Link::inside("What we need from you", "office/my-answers")];
    breadcrumbs.extend(above);
    Shell { breadcrumbs, ..staff_page(visit, path, title, main) }
}

fn path_of(slip: &Slip) -> String {
    format!("{LIST}/{}/{}", slip.round, slip.node)
}

/// The answers ticked and all that were shown, each as it was looked at, and which button was pressed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Chosen {
    #[serde(default)]
    slip: Vec<String>,
    #[serde(default)]
    shown: Vec<String>,
    which: Many,
}

/// Which of the answers shown are meant.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Many {
    Ticked,
    All,
}

impl Chosen {
    fn tokens(&self) -> &[String] {
        match self.which {
            Many::Ticked => &self.slip,
            Many::All => &self.shown,
        }
    }
}

/// `POST /office/my-answers/sign-off`: all those meant, or none when one of them changed in the meantime.
pub(super) async fn sign_chosen(may: May<acts::SignOffAnswers>, sent: Sent<Chosen>) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    if sent.fields.tokens().is_empty() {
        return Err(PageError::refused("Nothing was signed off", "Tick the answers that stand, then sign them off."));
    }
    let actor = may.actor();
    for token in sent.fields.tokens() {
        let (round, node, version) = read_token(token).ok_or(PageError::NotFound)?;
        let slip = crate::slip(&mut tx, round, node).await?.ok_or(PageError::NotFound)?;
        let permit = may.over(&slip.signing_subject())?;
        let by = By { permit: &permit, actor: &actor, at: may.now };
        let signed = deeds::sign_off(&mut tx, by, Seen { round, node, version }).await;
        signed.map_err(|refused| match refused {
            SlipRefused::Changed(_) => PageError::Changed(format!(
                "The answer about \u{201c}{}\u{201d} was changed while you were reading, so nothing was signed off. Go back and look at it again.",
                slip.before.wording
            )),
            other => other.into(),
        })?;
    }
    let answer = ticket.go_to(&mut tx, &may, LIST).await?;
    tx.commit().await?;
    Ok(answer)
}

fn read_token(token: &str) -> Option<(RoundId, &str, i64)> {
    let (rest, version) = token.rsplit_once('/')?;
    let (round, node) = rest.split_once('/')?;
    Some((round.parse().ok()?, node, version.parse().ok()?))
}

#[derive(Template)]
#[template(path = "round/decide.html")]
struct Decide {
    action: String,
    once: Html,
    version: i64,
    signs: bool,
    reason: Html,
}

/// `GET /office/my-answers/sign-off/{round}/{node}`
pub(super) async fn show(may: May<acts::SignOffAnswers>, which: Which) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let (round, slip) = found(&mut tx, which).await?;
    may.over(&slip.signing_subject())?;
    let names = organisations(&mut tx).await?;
    Ok(may.show(&page((&mut tx, &may), (&round, &slip), "", &FieldErrors::new(), &names).await?))
}

async fn page(
    (tx, visit): (&mut Tx, &Visit),
    (round, slip): (&Round, &Slip),
    reason: &str,
    errors: &FieldErrors,
    organisations: &Organisations,
) -> Result<Shell, PageError> {
    let decide = Decide {
        action: visit.here.at(&path_of(slip)),
        once: visit.once_field(),
        version: slip.version,
        signs: waits(slip, &led(visit)),
        reason: Form { errors }.lines("because", "What should change?", "Those who answered read this.", reason),
    };
    let answered = slip.state.is_answered() && round.state == crate::model::RoundState::Open;
    let after = if answered { Html::of(&decide) } else { Html::default() };
    let rows = answer_rows(slip, organisations, &visit.names(tx).await?);
    let main = Html::of(&AnswerPage { round, slip, rows, after });
    let above = Link::inside("Answers to sign off", LIST);
    Ok(errors.shown_on(under_answers(visit, &path_of(slip), &slip.before.wording, Some(above), main)))
}

/// What a lead decides about one answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Decision {
    version: i64,
    deed: Word,
    #[serde(default)]
    because: String,
}

/// Which button was pressed.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Sign,
    Return,
}

/// `POST /office/my-answers/sign-off/{round}/{node}`
pub(super) async fn decide(
    may: May<acts::SignOffAnswers>,
    which: Which,
    sent: Sent<Decision>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let (round, slip) = found(&mut tx, which).await?;
    let (permit, actor) = (may.over(&slip.signing_subject())?, may.actor());
    let by = By { permit: &permit, actor: &actor, at: may.now };
    let seen = Seen { round: round.id, node: &slip.node, version: sent.fields.version };
    let done = match sent.fields.deed {
        Word::Sign => deeds::sign_off(&mut tx, by, seen).await,
        Word::Return => deeds::send_back(&mut tx, by, seen, &sent.fields.because).await,
    };
    match done {
        Ok(_) => {
            let answer = ticket.go_to(&mut tx, &may, LIST).await?;
            tx.commit().await?;
            Ok(answer)
        }
        Err(SlipRefused::Wrong(wrong)) => {
            let names = organisations(&mut tx).await?;
            let errors = errors_of(&wrong);
            let again = page((&mut tx, &may), (&round, &slip), &sent.fields.because, &errors, &names).await?;
            Err(PageError::form(may.show(&again)))
        }
        Err(SlipRefused::Changed(now)) => Err(PageError::Changed(match now.state {
            SlipState::SignedOff { .. } => "It is signed off by now.".to_owned(),
            _ => "The answer was changed while you were reading. Go back and look at it again.".to_owned(),
        })),
        Err(other) => Err(other.into()),
    }
}
