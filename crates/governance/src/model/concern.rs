//! Assumptions, issues and dependencies.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    check::{Wrong, in_order, line, maybe_line, maybe_text, text},
    kept::{Dated, Event, Kept, Kind, Matter, Reference, Refers, To, not_before},
    words::words,
};

words! {
    /// What kind of concern it is.
    Nature,
    /// Taken for granted.
    Assumption "assumption" "Assumption",
    /// Has gone wrong.
    Issue "issue" "Issue",
    /// Waits for somebody else.
    Dependency "dependency" "Dependency",
}

/// What is written about an assumption, an issue or a dependency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concern {
    /// Which of the three.
    pub nature: Nature,
    /// What it is.
    pub wording: String,
    /// What follows if it does not hold, is not put right, or does not come.
    pub effect: String,
    /// Key of the organisation that owns it.
    pub organisation: String,
    /// The post that owns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<String>,
    /// Key of the organisation a dependency waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<String>,
    /// The day by which it must be settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needed_by: Option<Date>,
    /// The day it was put on the register.
    pub raised_on: Date,
    /// Key of the board that watches it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub board: Option<String>,
    /// Keys of themes it touches.
    #[serde(default)]
    pub themes: Vec<String>,
    /// Keys of commitments it touches.
    #[serde(default)]
    pub commitments: Vec<String>,
    /// For the office only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What can happen to a concern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum ConcernEvent {
    /// Somebody looked at it again.
    Reviewed {
        /// What they saw.
        note: String,
    },
    /// It is settled.
    Closed {
        /// How.
        reason: String,
    },
}

impl Event for ConcernEvent {
    fn word(&self) -> &'static str {
        match self {
            Self::Reviewed { .. } => "reviewed",
            Self::Closed { .. } => "closed",
        }
    }
}

impl Matter for Concern {
    type Event = ConcernEvent;
    const KIND: Kind = Kind::Concern;

    fn title(&self) -> String {
        self.wording.clone()
    }

    fn since(&self) -> Date {
        self.raised_on
    }

    fn check(&self) -> Result<(), Wrong> {
        text("wording", &self.wording)?;
        text("effect", &self.effect)?;
        line("organisation", &self.organisation)?;
        maybe_line("post", self.post.as_deref())?;
        maybe_text("note", self.note.as_deref())?;
        if self.waits_for.is_some() && self.nature != Nature::Dependency {
            return Err(Wrong::new("waits_for", "only a dependency waits for somebody"));
        }
        in_order("needed_by", self.raised_on, self.needed_by)
    }

    fn admits(&self, past: &[Dated<ConcernEvent>], next: &Dated<ConcernEvent>) -> Result<(), Wrong> {
        not_before(past, self.raised_on, next.on)?;
        if matches!(past.last(), Some(Dated { event: ConcernEvent::Closed { .. }, .. })) {
            return Err(Wrong::new("on", "it is closed; put a new one on the register"));
        }
        match &next.event {
            ConcernEvent::Reviewed { note } => text("note", note),
            ConcernEvent::Closed { reason } => text("reason", reason),
        }
    }

    fn refers(&self) -> Vec<Reference> {
        Refers::default()
            .one("organisation", To::Organisation, &self.organisation)
            .one("waits_for", To::Organisation, &self.waits_for)
            .one("board", To::Kept(Kind::Board), &self.board)
            .many("themes", To::Theme, &self.themes)
            .many("commitments", To::Commitment, &self.commitments)
            .0
    }

    fn board(&self) -> Option<&str> {
        self.board.as_deref()
    }
}

impl Kept<Concern> {
    /// Whether it is on the register.
    pub fn is_open(&self) -> bool {
        !self.past.iter().any(|dated| matches!(dated.event, ConcernEvent::Closed { .. }))
    }
}
