//! The partnership's own evaluation, criterion by criterion.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    check::{Wrong, maybe_line, text},
    kept::{Dated, Event, Kept, Kind, Matter, Reference, Refers, To, not_before},
    words::words,
};

words! {
    /// How the partnership judges itself on one criterion.
    Grade,
    /// As families need it.
    Strong "strong" "Strong",
    /// Mostly so.
    Secure "secure" "Secure",
    /// In places.
    Mixed "mixed" "Mixed",
    /// Not yet.
    Weak "weak" "Weak",
}

/// One row of the self-evaluation. Its judgements are dated events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// What is judged, as the inspection framework puts it.
    pub wording: String,
    /// Its number or letter in the framework.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The day it was taken into the self-evaluation.
    pub since: Date,
    /// Keys of evidence for the judgement.
    #[serde(default)]
    pub evidence: Vec<String>,
    /// Keys of findings it answers to.
    #[serde(default)]
    pub findings: Vec<String>,
}

/// What can happen to a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum CriterionEvent {
    /// The partnership judged itself.
    Judged {
        /// How.
        grade: Grade,
        /// Why: what the evidence shows.
        because: String,
        /// What is missing.
        gaps: String,
    },
}

impl Event for CriterionEvent {
    fn word(&self) -> &'static str {
        "judged"
    }
}

impl Matter for Criterion {
    type Event = CriterionEvent;
    const KIND: Kind = Kind::Criterion;

    fn title(&self) -> String {
        self.wording.clone()
    }

    fn since(&self) -> Date {
        self.since
    }

    fn check(&self) -> Result<(), Wrong> {
        text("wording", &self.wording)?;
        maybe_line("reference", self.reference.as_deref())
    }

    fn admits(&self, past: &[Dated<CriterionEvent>], next: &Dated<CriterionEvent>) -> Result<(), Wrong> {
        not_before(past, self.since, next.on)?;
        let CriterionEvent::Judged { because, gaps, .. } = &next.event;
        text("because", because)?;
        text("gaps", gaps)
    }

    fn refers(&self) -> Vec<Reference> {
        Refers::default().many("evidence", To::Evidence, &self.evidence).many("findings", To::Finding, &self.findings).0
    }
}

impl Kept<Criterion> {
    /// The judgement that holds, with its day.
    pub fn grade(&self) -> Option<(Grade, Date)> {
        self.past.last().map(|dated| {
            let CriterionEvent::Judged { grade, .. } = dated.event;
            (grade, dated.on)
        })
    }
}
