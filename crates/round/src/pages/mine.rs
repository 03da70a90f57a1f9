//! "What we need from you": the list of somebody's slips, and the short form of each.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use office::{Clash, ClashField, May, Once, PageError, Role, Sent, Visit, acts, staff_page};
use roadmap::difference::{day_words, when_words};
use serde::Deserialize;
use uuid::Uuid;
use web::{
    FieldErrors, Html, Link, Shell,
    paths::{Parsed, Path},
};

use super::{
    errors_of,
    fields::{Form, questions},
    organisations,
};
use crate::{
    deeds::{By, Seen, SlipRefused, save_draft, send},
    model::{Addressee, Organisations, Round, RoundId, SentAnswer, Sheet, Slip, SlipState, Wrong},
    reads,
};

const LIST: &str = "office/my-answers";

/// Everybody somebody is asked as: themselves, and the organisations they answer for.
pub(crate) fn addressees_of(visit: &Visit) -> Vec<Addressee> {
    let who = &visit.signed_in.who;
    let roles = [Role::Contributor, Role::PartnerLead];
    let organisations = roles.into_iter().flat_map(|role| who.organisations(role, visit.today()));
    let mut asked = vec![Addressee::Person(who.person)];
    asked.extend(organisations.map(|key| Addressee::Organisation(key.to_owned())));
    asked
}

/// One row of the list.
struct Row {
    wording: String,
    href: String,
    state: &'static str,
    round: String,
    due: String,
    is_late: bool,
}

#[derive(Template)]
#[template(path = "round/mine.html")]
struct Mine {
    rows: Vec<Row>,
    to_do: usize,
    sign_off: Option<String>,
}

/// `GET /office/my-answers`
pub(super) async fn list(may: May<acts::AnswerRound>) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let asked = reads::asked_of(&mut tx, &addressees_of(&may)).await?;
    let today = may.today();
    let row = |(round, slip): &(Round, Slip)| Row {
        wording: slip.before.wording.clone(),
        href: may.here.at(&path_of(slip)),
        state: slip.state.plain(),
        round: round.terms.name.clone(),
        due: day_words(round.terms.answers_due),
        is_late: !slip.state.is_answered() && today > round.terms.answers_due,
    };
    let leads = may.can(office::Action::SignOffAnswers, &office::Subject::Area);
    let main = Mine {
        to_do: asked.iter().filter(|(_, slip)| !slip.state.is_answered()).count(),
        rows: asked.iter().map(row).collect(),
        sign_off: leads.then(|| may.here.at("office/my-answers/sign-off")),
    };
    Ok(may.show(&staff_page(&may, LIST, "What we need from you", Html::of(&main))))
}

/// The path of a slip's form inside the area.
pub(crate) fn path_of(slip: &Slip) -> String {
    format!("{LIST}/slips/{}/{}", slip.round, slip.node)
}

/// Which slip a page is about.
pub(super) type Which = Path<(Parsed<RoundId>, String)>;

/// `GET /office/my-answers/slips/{round}/{node}`
pub(super) async fn show(may: May<acts::AnswerRound>, which: Which) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let (round, slip) = found(&mut tx, which).await?;
    may.over(&slip.subject())?;
    let names = organisations(&mut tx).await?;
    let documents = may.documents(&mut tx).await?;
    Ok(may.show(&page(&may, &round, &slip, (&slip.sheet, &documents), &FieldErrors::new(), &names)))
}

pub(super) async fn found(tx: &mut db::Tx, which: Which) -> Result<(Round, Slip), PageError> {
    let Path((Parsed(round), node)) = which;
    let slip = crate::slip(tx, round, &node).await?.ok_or(PageError::NotFound)?;
    let round = reads::round(tx, round).await?.ok_or(PageError::NotFound)?;
    Ok((round, slip))
}

/// What a slip's form sends: its fields, the version they were written over, and which button was pressed.
#[derive(Debug, Deserialize)]
#[serde(try_from = "BTreeMap<String, String>")]
pub(super) struct SlipForm {
    version: i64,
    sends: bool,
    sheet: Sheet,
}

impl TryFrom<BTreeMap<String, String>> for SlipForm {
    type Error = String;

    /// A field that the form does not have is refused with all the rest.
    fn try_from(mut fields: BTreeMap<String, String>) -> Result<Self, String> {
        let version = fields.remove("version").and_then(|version| version.parse().ok()).ok_or("no version")?;
        let sends = match fields.remove("deed").as_deref() {
            Some("send") => true,
            Some("draft") => false,
            _ => return Err("no button of the form".to_owned()),
        };
        let fields = fields.into_iter().map(|(name, value)| (name, serde_json::Value::String(value))).collect();
        let sheet = serde_json::from_value(serde_json::Value::Object(fields)).map_err(|error| error.to_string())?;
        Ok(Self { version, sends, sheet })
    }
}

/// `POST /office/my-answers/slips/{round}/{node}`
pub(super) async fn write(
    may: May<acts::AnswerRound>,
    which: Which,
    sent: Sent<SlipForm>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let (round, slip) = found(&mut tx, which).await?;
    let (permit, actor) = (may.over(&slip.subject())?, may.actor());
    let by = By { permit: &permit, actor: &actor, at: may.now };
    let SlipForm { version, sends, sheet } = sent.fields;
    let seen = Seen { round: round.id, node: &slip.node, version };
    let unknown = unknown_document(&mut tx, &may, &slip, &sheet).await?;
    let done = if let Some(wrong) = unknown {
        Err(SlipRefused::Wrong(vec![wrong]))
    } else if sends {
        send(&mut tx, by, seen, sheet.clone()).await
    } else {
        save_draft(&mut tx, by, seen, sheet.clone()).await
    };
    match done {
        Ok(slip) => {
            let answer = ticket.go_to(&mut tx, &may, &path_of(&slip)).await?;
            tx.commit().await?;
            Ok(answer)
        }
        Err(SlipRefused::Wrong(wrong)) => {
            let names = organisations(&mut tx).await?;
            let documents = may.documents(&mut tx).await?;
            let slip = Slip { version, ..slip };
            let typed = page(&may, &round, &slip, (&sheet, &documents), &errors_of(&wrong), &names);
            Err(PageError::form(may.show(&typed)))
        }
        Err(SlipRefused::Changed(now)) => Err(both_texts(&may, &now, &sheet, sends)),
        Err(other) => Err(other.into()),
    }
}

/// What stands against the document a sheet names: it must be one that whoever answers may name, or stand there already.
pub(crate) async fn unknown_document(
    tx: &mut db::Tx,
    visit: &Visit,
    slip: &Slip,
    sheet: &Sheet,
) -> Result<Option<Wrong>, PageError> {
    let named = sheet.evidence_document.trim();
    if named.is_empty() || named == slip.sheet.evidence_document.trim() {
        return Ok(None);
    }
    let known = match named.parse() {
        Ok(id) => visit.may_name(tx, id).await?,
        Err(_) => false,
    };
    let remedy = "Choose one of the documents in the list, or hand the document in first";
    Ok((!known).then(|| Wrong::new("evidence_document", remedy)))
}

/// The page with what was saved meanwhile beside what was typed here.
fn both_texts(visit: &Visit, now: &Slip, typed: &Sheet, sends: bool) -> PageError {
    let fields = questions(&now.sheet).into_iter().zip(questions(typed)).map(|((name, label, now), (_, _, typed))| {
        ClashField { name: name.to_owned(), label: label.to_owned(), now: now.to_owned(), typed: typed.to_owned() }
    });
    let deed = if sends { "send" } else { "draft" };
    Clash {
        path: path_of(now),
        about: format!("the answer about \u{201c}{}\u{201d}", now.before.wording),
        saved_by: String::new(),
        fields: fields.collect(),
        hidden: vec![("version".to_owned(), now.version.to_string()), ("deed".to_owned(), deed.to_owned())],
        leave: path_of(now),
    }
    .page(visit)
}

#[derive(Template)]
#[template(path = "round/slip.html")]
struct SlipPage<'a> {
    round: &'a Round,
    slip: &'a Slip,
    date: String,
    due: String,
    returned: Option<(String, &'a str)>,
    sent: Option<String>,
    consent: Option<String>,
    action: String,
    once: Html,
    fields: Html,
    open: bool,
}

fn page(
    visit: &Visit,
    round: &Round,
    slip: &Slip,
    (sheet, documents): (&Sheet, &[(Uuid, String)]),
    errors: &FieldErrors,
    organisations: &Organisations,
) -> Shell {
    let returned = match &slip.state {
        SlipState::SentBack { organisation, because } => Some((organisations.name(organisation), because.as_str())),
        _ => None,
    };
    let sent = slip.standing_answer().map(|sent| sent_words(sent, slip, organisations));
    let bodies = &slip.before.consent_from;
    let main = SlipPage {
        date: when_words(&slip.before.when),
        due: day_words(round.terms.answers_due),
        returned,
        sent,
        consent: (!bodies.is_empty()).then(|| organisations.names(bodies)),
        action: visit.here.at(&path_of(slip)),
        once: visit.once_field(),
        fields: Form { errors }.slip(sheet, documents),
        open: round.state == crate::model::RoundState::Open && !matches!(slip.state, SlipState::SignedOff { .. }),
        round,
        slip,
    };
    let page = staff_page(visit, &path_of(slip), &slip.before.wording, Html::of(&main));
    errors.shown_on(Shell { breadcrumbs: vec![Link::inside("What we need from you", LIST)], ..page })
}

/// When an answer was sent, and whose word is still wanted.
fn sent_words(sent: &SentAnswer, slip: &Slip, organisations: &Organisations) -> String {
    let late = if sent.late { ", after the day it was due" } else { "" };
    let then = match slip.state {
        SlipState::SignedOff { .. } => "It is signed off.".to_owned(),
        _ if slip.signers.is_empty() => {
            "Nobody can sign it off yet, because no organisation is named beside the person.".to_owned()
        }
        _ => format!("It waits to be signed off by: {}.", organisations.names(slip.unsigned())),
    };
    format!("Sent on {}{late}. {then}", day_words(sent.on))
}
