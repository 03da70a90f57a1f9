//! What programs send and get, in the shapes the interface's description shows.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::model::{Outcome, Round, RoundState, SentAnswer, Sheet, Slip, SlipState, Standing, Terms};

/// Terms of a round.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TermsBody {
    /// Its name, such as "Autumn 2026".
    name: String,
    /// First day of the period that is answered for.
    #[schema(value_type = String, format = Date)]
    period_from: Date,
    /// Last day of that period.
    #[schema(value_type = String, format = Date)]
    period_to: Date,
    /// The day the slips go out.
    #[schema(value_type = String, format = Date)]
    opens_on: Date,
    /// The last day an answer is in time.
    #[schema(value_type = String, format = Date)]
    answers_due: Date,
    /// The last day for organisations to sign off.
    #[schema(value_type = String, format = Date)]
    sign_off_due: Date,
    /// Keys of the plans whose commitments are asked about.
    plans: Vec<String>,
}

impl From<&TermsBody> for Terms {
    fn from(body: &TermsBody) -> Self {
        Self {
            name: body.name.trim().to_owned(),
            period_from: body.period_from,
            period_to: body.period_to,
            opens_on: body.opens_on,
            answers_due: body.answers_due,
            sign_off_due: body.sign_off_due,
            plans: body.plans.clone(),
        }
    }
}

impl From<Terms> for TermsBody {
    fn from(terms: Terms) -> Self {
        Self {
            name: terms.name,
            period_from: terms.period_from,
            period_to: terms.period_to,
            opens_on: terms.opens_on,
            answers_due: terms.answers_due,
            sign_off_due: terms.sign_off_due,
            plans: terms.plans,
        }
    }
}

/// New terms over the version that was read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeBody {
    /// The version that was read.
    pub(super) version: i64,
    /// All terms as they are to be.
    pub(super) terms: TermsBody,
}

/// A deed over the version that was read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct VersionBody {
    /// The version that was read.
    pub(super) version: i64,
}

/// A round.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RoundBody {
    /// Its identifier.
    id: Uuid,
    /// `planned`, `open`, `closed` or `published`.
    state: &'static str,
    /// The edition made of it, once published.
    edition: Option<u32>,
    /// Its terms.
    terms: TermsBody,
    /// Send it back to change the round.
    version: i64,
}

impl From<Round> for RoundBody {
    fn from(round: Round) -> Self {
        let edition = match round.state {
            RoundState::Published(number) => Some(number),
            _ => None,
        };
        let state = round.state.word();
        Self { id: round.id.0, state, edition, terms: round.terms.into(), version: round.version }
    }
}

/// A round with how it stands.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StandingBody {
    /// The round.
    pub(super) round: RoundBody,
    /// Counts, and lists of what is unanswered, moved, wanted, without evidence, late, sent back and unsigned.
    #[schema(value_type = Object)]
    pub(super) standing: Standing,
    /// What came of it, once it was closed.
    #[schema(value_type = Option<Object>)]
    pub(super) outcome: Option<Outcome>,
}

/// The fields of a slip, as typed.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SheetBody {
    /// What happened in the period.
    happened: String,
    /// `not_started`, `planned`, `in_progress`, `ongoing`, `delayed`, `postponed` or `done`.
    delivery: String,
    /// The day it was done, such as `30 September 2026`.
    done_on: String,
    /// `link`, `document` or `none_yet`.
    evidence: String,
    /// What the evidence is.
    evidence_title: String,
    /// Where it can be read.
    evidence_address: String,
    /// The identifier of the document in the office.
    evidence_document: String,
    /// Why there is none yet.
    evidence_because: String,
    /// The new date, such as `18 December 2026` or `December 2026`; empty when the date holds.
    moved_to: String,
    /// Why the date moves.
    moved_because: String,
    /// `blue`, `green`, `amber` or `red`.
    confidence: String,
    /// Why, in a sentence.
    confidence_because: String,
    /// What help is wanted.
    help: String,
}

impl From<&SheetBody> for Sheet {
    fn from(body: &SheetBody) -> Self {
        Self {
            happened: body.happened.clone(),
            delivery: body.delivery.clone(),
            done_on: body.done_on.clone(),
            evidence: body.evidence.clone(),
            evidence_title: body.evidence_title.clone(),
            evidence_address: body.evidence_address.clone(),
            evidence_document: body.evidence_document.clone(),
            evidence_because: body.evidence_because.clone(),
            moved_to: body.moved_to.clone(),
            moved_because: body.moved_because.clone(),
            confidence: body.confidence.clone(),
            confidence_because: body.confidence_because.clone(),
            help: body.help.clone(),
        }
    }
}

impl From<Sheet> for SheetBody {
    fn from(sheet: Sheet) -> Self {
        Self {
            happened: sheet.happened,
            delivery: sheet.delivery,
            done_on: sheet.done_on,
            evidence: sheet.evidence,
            evidence_title: sheet.evidence_title,
            evidence_address: sheet.evidence_address,
            evidence_document: sheet.evidence_document,
            evidence_because: sheet.evidence_because,
            moved_to: sheet.moved_to,
            moved_because: sheet.moved_because,
            confidence: sheet.confidence,
            confidence_because: sheet.confidence_because,
            help: sheet.help,
        }
    }
}

/// What is written on a slip, over the version that was read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenBody {
    /// The version that was read.
    pub(super) version: i64,
    /// The fields.
    pub(super) sheet: SheetBody,
}

/// An answer sent back, over the version that was read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReturnedBody {
    /// The version that was read.
    pub(super) version: i64,
    /// What should change.
    pub(super) because: String,
}

/// A slip.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SlipBody {
    /// The round.
    round: Uuid,
    /// Key of the commitment.
    commitment: String,
    /// Its words.
    wording: String,
    /// `asked`, `drafted`, `sent`, `sent_back` or `signed_off`.
    state: &'static str,
    /// Why it was sent back, when it was.
    returned_because: Option<String>,
    /// Whether the first answer came after the day it was due.
    late: bool,
    /// Keys of the organisations that have yet to sign.
    unsigned: Vec<String>,
    /// Keys of the bodies that must consent before its date moves.
    consent_from: Vec<String>,
    /// What is typed so far.
    sheet: SheetBody,
    /// Send it back to write on the slip.
    version: i64,
}

impl From<Slip> for SlipBody {
    fn from(slip: Slip) -> Self {
        let unsigned = slip.unsigned().cloned().collect();
        let returned_because = match &slip.state {
            SlipState::SentBack { because, .. } => Some(because.clone()),
            _ => None,
        };
        Self {
            round: slip.round.0,
            state: slip.state.word(),
            returned_because,
            late: slip.answer.is_some_and(|sent| sent.late),
            unsigned,
            commitment: slip.node,
            wording: slip.before.wording,
            consent_from: slip.before.consent_from,
            sheet: slip.sheet.into(),
            version: slip.version,
        }
    }
}

/// What was answered about a commitment.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AnswerBody {
    /// The round.
    round: Uuid,
    /// Key of the commitment.
    commitment: String,
    /// Its words when the round opened.
    wording: String,
    /// `asked`, `drafted`, `sent`, `sent_back` or `signed_off`.
    state: &'static str,
    /// The answer as it was sent: what it says, who sent it for which organisation, on what day, and whether late.
    #[schema(value_type = Option<Object>)]
    sent: Option<SentAnswer>,
}

impl From<Slip> for AnswerBody {
    fn from(slip: Slip) -> Self {
        Self {
            round: slip.round.0,
            state: slip.state.word(),
            commitment: slip.node,
            wording: slip.before.wording,
            sent: slip.answer,
        }
    }
}

/// Title and note of an edition to be prepared.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EditionBody {
    /// The edition's title.
    pub(super) title: String,
    /// What it is, in a few sentences.
    pub(super) note: String,
}

/// An edition that waits for a second person.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DraftBody {
    /// Its identifier.
    pub(super) id: Uuid,
    /// The number it would have.
    pub(super) number: u32,
    /// SHA-256 of what it holds.
    pub(super) digest: String,
}
