//! What boards decide.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    check::{Wrong, in_order, line, list, maybe_text, text},
    kept::{Dated, Event, Kept, Kind, Matter, Reference, Refers, To, not_before},
    words::words,
};

/// What is written about a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Key of the board.
    pub board: String,
    /// Key of the meeting; none for a decision taken between meetings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<String>,
    /// Key of the agenda item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// What was decided.
    pub wording: String,
    /// What else was considered.
    #[serde(default)]
    pub options: Vec<String>,
    /// By what right: the board's own, or that of a body it goes back to.
    pub authority: String,
    /// The day it was taken.
    pub decided_on: Date,
    /// The day from which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_from: Option<Date>,
    /// Keys of commitments it is about.
    #[serde(default)]
    pub commitments: Vec<String>,
    /// Keys of themes it belongs to.
    #[serde(default)]
    pub themes: Vec<String>,
    /// For the office only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What can happen to a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum DecisionEvent {
    /// Scrutiny asked for it to be looked at again.
    CalledIn {
        /// By whom and why.
        reason: String,
    },
    /// It stands after having been called in.
    Upheld {},
    /// Another decision took its place.
    Replaced {
        /// Key of that decision.
        by: String,
    },
}

words! {
    /// How a decision stands.
    DecisionState,
    /// It holds.
    Stands "stands" "Stands",
    /// It waits for another look.
    CalledIn "called_in" "Called in",
    /// It no longer holds.
    Replaced "replaced" "Replaced",
}

impl Event for DecisionEvent {
    fn word(&self) -> &'static str {
        match self {
            Self::CalledIn { .. } => "called_in",
            Self::Upheld {} => "upheld",
            Self::Replaced { .. } => "replaced",
        }
    }

    fn refers(&self) -> Vec<Reference> {
        match self {
            Self::Replaced { by } => Refers::default().one("by", To::Kept(Kind::Decision), by).0,
            _ => Vec::new(),
        }
    }
}

fn decision_state(past: &[Dated<DecisionEvent>]) -> DecisionState {
    past.last().map_or(DecisionState::Stands, |dated| match dated.event {
        DecisionEvent::CalledIn { .. } => DecisionState::CalledIn,
        DecisionEvent::Upheld {} => DecisionState::Stands,
        DecisionEvent::Replaced { .. } => DecisionState::Replaced,
    })
}

impl Matter for Decision {
    type Event = DecisionEvent;
    const KIND: Kind = Kind::Decision;

    fn title(&self) -> String {
        self.wording.clone()
    }

    fn since(&self) -> Date {
        self.decided_on
    }

    fn check(&self) -> Result<(), Wrong> {
        text("wording", &self.wording)?;
        list("options", &self.options)?;
        line("authority", &self.authority)?;
        maybe_text("note", self.note.as_deref())?;
        in_order("effective_from", self.decided_on, self.effective_from)
    }

    fn admits(&self, past: &[Dated<DecisionEvent>], next: &Dated<DecisionEvent>) -> Result<(), Wrong> {
        not_before(past, self.decided_on, next.on)?;
        match (decision_state(past), &next.event) {
            (DecisionState::Replaced, _) => Err(Wrong::new("on", "another decision took its place already")),
            (DecisionState::Stands, DecisionEvent::CalledIn { reason }) => text("reason", reason),
            (DecisionState::CalledIn, DecisionEvent::CalledIn { .. }) => {
                Err(Wrong::new("on", "it is called in already"))
            }
            (DecisionState::Stands, DecisionEvent::Upheld {}) => Err(Wrong::new("on", "it was not called in")),
            (DecisionState::CalledIn, DecisionEvent::Upheld {}) | (_, DecisionEvent::Replaced { .. }) => Ok(()),
        }
    }

    fn refers(&self) -> Vec<Reference> {
        Refers::default()
            .one("board", To::Kept(Kind::Board), &self.board)
            .one("meeting", To::Kept(Kind::Meeting), &self.meeting)
            .one("item", To::Kept(Kind::Item), &self.item)
            .many("commitments", To::Commitment, &self.commitments)
            .many("themes", To::Theme, &self.themes)
            .0
    }

    fn board(&self) -> Option<&str> {
        Some(&self.board)
    }

    fn meeting(&self) -> Option<&str> {
        self.meeting.as_deref()
    }
}

impl Kept<Decision> {
    /// How it stands.
    pub fn state(&self) -> DecisionState {
        decision_state(&self.past)
    }
}
