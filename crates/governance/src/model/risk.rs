//! Risks. A review is a dated row; none is ever overwritten.

use jiff::civil::Date;
use permission::PersonId;
use serde::{Deserialize, Serialize};

use super::{
    check::{Wrong, line, maybe_line, text},
    kept::{Dated, Event, Kept, Kind, Matter, Reference, Refers, To, not_before},
    words::words,
};

/// A step from 1 (lowest) to 5 (highest).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Step(u8);

impl TryFrom<u8> for Step {
    type Error = Wrong;

    fn try_from(step: u8) -> Result<Self, Wrong> {
        if (1..=5).contains(&step) { Ok(Self(step)) } else { Err(Wrong::new("step", "give a number from 1 to 5")) }
    }
}

impl From<Step> for u8 {
    fn from(step: Step) -> Self {
        step.0
    }
}

/// How likely, and how grave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// 1 rare to 5 almost certain.
    pub likelihood: Step,
    /// 1 slight to 5 severe.
    pub impact: Step,
}

impl Score {
    /// Likelihood times impact: 1 to 25.
    pub fn product(self) -> u8 {
        self.likelihood.0 * self.impact.0
    }
}

words! {
    /// What is done about a risk.
    Response,
    /// Make it less likely or less grave.
    Treat "treat" "Treat",
    /// Live with it.
    Tolerate "tolerate" "Tolerate",
    /// Let another body carry it.
    Transfer "transfer" "Transfer",
    /// Stop what causes it.
    Terminate "terminate" "Stop the cause",
}

/// What is written about a risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// Because of this …
    pub cause: String,
    /// … this may happen …
    pub event: String,
    /// … with this effect on families.
    pub effect: String,
    /// Key of the organisation that owns it.
    pub organisation: String,
    /// The post that owns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<String>,
    /// Who owns it, where they have an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// What is done about it.
    pub response: Response,
    /// How.
    pub measures: String,
    /// The day it was put on the register.
    pub raised_on: Date,
    /// How likely it was then; reviews say how it went on.
    pub likelihood: Step,
    /// How grave it would have been then.
    pub impact: Step,
    /// Key of the board that watches it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub board: Option<String>,
    /// Keys of themes it touches.
    #[serde(default)]
    pub themes: Vec<String>,
    /// Keys of commitments it touches.
    #[serde(default)]
    pub commitments: Vec<String>,
}

/// What can happen to a risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum RiskEvent {
    /// Somebody looked at it again.
    Reviewed {
        /// How likely it is now.
        likelihood: Step,
        /// How grave it would be now.
        impact: Step,
        /// Why.
        note: String,
    },
    /// It is off the register.
    Closed {
        /// Why.
        reason: String,
    },
}

impl Event for RiskEvent {
    fn word(&self) -> &'static str {
        match self {
            Self::Reviewed { .. } => "reviewed",
            Self::Closed { .. } => "closed",
        }
    }
}

impl Matter for Risk {
    type Event = RiskEvent;
    const KIND: Kind = Kind::Risk;

    fn title(&self) -> String {
        self.event.clone()
    }

    fn since(&self) -> Date {
        self.raised_on
    }

    fn check(&self) -> Result<(), Wrong> {
        text("cause", &self.cause)?;
        text("event", &self.event)?;
        text("effect", &self.effect)?;
        line("organisation", &self.organisation)?;
        maybe_line("post", self.post.as_deref())?;
        text("measures", &self.measures)
    }

    fn admits(&self, past: &[Dated<RiskEvent>], next: &Dated<RiskEvent>) -> Result<(), Wrong> {
        not_before(past, self.raised_on, next.on)?;
        if matches!(past.last(), Some(Dated { event: RiskEvent::Closed { .. }, .. })) {
            return Err(Wrong::new("on", "it is closed; put a new risk on the register"));
        }
        match &next.event {
            RiskEvent::Reviewed { note, .. } => text("note", note),
            RiskEvent::Closed { reason } => text("reason", reason),
        }
    }

    fn refers(&self) -> Vec<Reference> {
        Refers::default()
            .one("organisation", To::Organisation, &self.organisation)
            .one("board", To::Kept(Kind::Board), &self.board)
            .many("themes", To::Theme, &self.themes)
            .many("commitments", To::Commitment, &self.commitments)
            .0
    }

    fn board(&self) -> Option<&str> {
        self.board.as_deref()
    }
}

impl Kept<Risk> {
    /// Its score on a day: the last review up to then, or the first score.
    pub fn score(&self, day: Date) -> Score {
        let reviews = self.past.iter().filter(|dated| dated.on <= day);
        let mut last = reviews.filter_map(|dated| match dated.event {
            RiskEvent::Reviewed { likelihood, impact, .. } => Some(Score { likelihood, impact }),
            RiskEvent::Closed { .. } => None,
        });
        last.next_back().unwrap_or(Score { likelihood: self.about.likelihood, impact: self.about.impact })
    }

    /// The day somebody last looked at it.
    pub fn reviewed_on(&self) -> Option<Date> {
        self.past.iter().rev().find(|dated| matches!(dated.event, RiskEvent::Reviewed { .. })).map(|dated| dated.on)
    }

    /// Whether it is on the register.
    pub fn is_open(&self) -> bool {
        !self.past.iter().any(|dated| matches!(dated.event, RiskEvent::Closed { .. }))
    }

    /// Whether it rose between two days, or is new since the first of them.
    pub fn went_up(&self, since: Date, day: Date) -> bool {
        let new = self.about.raised_on > since;
        self.is_open() && (new || self.score(day).product() > self.score(since).product())
    }
}
