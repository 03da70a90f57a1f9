//! What boards ask people to do.

use jiff::civil::Date;
use permission::PersonId;
use serde::{Deserialize, Serialize};

use super::{
    check::{Wrong, in_order, line, maybe_line, text},
    kept::{Dated, Event, Kept, Kind, Matter, Reference, Refers, To, not_before},
    words::words,
};

/// What is written about an action. Its first date never changes; a move is an event with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Key of the board.
    pub board: String,
    /// Key of the meeting that asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<String>,
    /// What is to be done.
    pub wording: String,
    /// Key of the organisation that does it.
    pub organisation: String,
    /// The post that does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<String>,
    /// Who does it, where they have an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// The day it was asked for.
    pub raised_on: Date,
    /// The first day it was promised for.
    pub first_due: Date,
    /// Keys of commitments it is about.
    #[serde(default)]
    pub commitments: Vec<String>,
    /// Keys of themes it belongs to.
    #[serde(default)]
    pub themes: Vec<String>,
}

/// What can happen to an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum ActionEvent {
    /// It is put off.
    Delayed {
        /// The new date.
        to: Date,
        /// Why.
        reason: String,
    },
    /// It is done.
    Closed {
        /// What came of it.
        outcome: String,
    },
    /// It was closed too early.
    Reopened {
        /// Why.
        reason: String,
    },
}

words! {
    /// How an action stands.
    ActionState,
    /// To be done by its first date.
    Open "open" "Open",
    /// To be done by a later date.
    Delayed "delayed" "Delayed",
    /// Done.
    Closed "closed" "Closed",
}

impl Event for ActionEvent {
    fn word(&self) -> &'static str {
        match self {
            Self::Delayed { .. } => "delayed",
            Self::Closed { .. } => "closed",
            Self::Reopened { .. } => "reopened",
        }
    }
}

/// The date that holds: the last move, or the first promise.
fn due(first: Date, past: &[Dated<ActionEvent>]) -> Date {
    let moved = past.iter().rev().find_map(|dated| match dated.event {
        ActionEvent::Delayed { to, .. } => Some(to),
        _ => None,
    });
    moved.unwrap_or(first)
}

fn action_state(first: Date, past: &[Dated<ActionEvent>]) -> ActionState {
    match past.last() {
        Some(Dated { event: ActionEvent::Closed { .. }, .. }) => ActionState::Closed,
        _ if due(first, past) > first => ActionState::Delayed,
        _ => ActionState::Open,
    }
}

impl Matter for Action {
    type Event = ActionEvent;
    const KIND: Kind = Kind::Action;

    fn title(&self) -> String {
        self.wording.clone()
    }

    fn since(&self) -> Date {
        self.raised_on
    }

    fn check(&self) -> Result<(), Wrong> {
        text("wording", &self.wording)?;
        line("organisation", &self.organisation)?;
        maybe_line("post", self.post.as_deref())?;
        in_order("first_due", self.raised_on, Some(self.first_due))
    }

    fn admits(&self, past: &[Dated<ActionEvent>], next: &Dated<ActionEvent>) -> Result<(), Wrong> {
        not_before(past, self.raised_on, next.on)?;
        let closed = action_state(self.first_due, past) == ActionState::Closed;
        match &next.event {
            ActionEvent::Reopened { reason } if closed => text("reason", reason),
            ActionEvent::Reopened { .. } => Err(Wrong::new("on", "it is open")),
            _ if closed => Err(Wrong::new("on", "it is closed; open it again first")),
            ActionEvent::Closed { outcome } => text("outcome", outcome),
            ActionEvent::Delayed { to, reason } => {
                let held = due(self.first_due, past);
                if *to <= held {
                    return Err(Wrong::new("to", format!("it is due on {held}; give a later date")));
                }
                text("reason", reason)
            }
        }
    }

    fn refers(&self) -> Vec<Reference> {
        Refers::default()
            .one("board", To::Kept(Kind::Board), &self.board)
            .one("meeting", To::Kept(Kind::Meeting), &self.meeting)
            .one("organisation", To::Organisation, &self.organisation)
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

impl Kept<Action> {
    /// How it stands.
    pub fn state(&self) -> ActionState {
        action_state(self.about.first_due, &self.past)
    }

    /// The date that holds now.
    pub fn due(&self) -> Date {
        due(self.about.first_due, &self.past)
    }

    /// The day it was closed, while it is closed.
    pub fn closed_on(&self) -> Option<Date> {
        self.past.last().filter(|dated| matches!(dated.event, ActionEvent::Closed { .. })).map(|dated| dated.on)
    }

    /// Whether its date had passed by the end of a day without its being closed. The state does not change for it:
    /// what a date tells and what people said are two facts.
    pub fn is_past_due(&self, day: Date) -> bool {
        self.state() != ActionState::Closed && self.due() < day
    }

    /// Why it was last put off.
    pub fn delay_reason(&self) -> Option<&str> {
        self.past.iter().rev().find_map(|dated| match &dated.event {
            ActionEvent::Delayed { reason, .. } => Some(reason.as_str()),
            _ => None,
        })
    }
}
