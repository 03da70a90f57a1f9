//! What is on an agenda, or waits for one.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    check::{Wrong, line, maybe_line, maybe_text, text},
    kept::{Dated, Event, Kept, Kind, Matter, Reference, Refers, To, not_before},
    words::words,
};

words! {
    /// What a meeting is asked to do with an item.
    Purpose,
    /// To decide.
    Decide "decide" "Decide",
    /// To be satisfied that something is as it should be.
    Assure "assure" "Assure",
    /// To talk about.
    Discuss "discuss" "Discuss",
}

/// Something to be dealt with. Without a meeting it stands in the forward plan for later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Key of the board.
    pub board: String,
    /// Key of the meeting, once one is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<String>,
    /// What it is about.
    pub title: String,
    /// What the meeting is asked to do.
    pub purpose: Purpose,
    /// Its place on the agenda, from 1.
    pub place: u32,
    /// Key of the organisation that brings it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<String>,
    /// The post that brings it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<String>,
    /// Minutes allotted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// Whether it comes to every meeting.
    #[serde(default)]
    pub standing: bool,
    /// The day by which it is wanted, for an item without a meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted_by: Option<Date>,
    /// Keys of the themes it belongs to.
    #[serde(default)]
    pub themes: Vec<String>,
    /// Keys of commitments it is about.
    #[serde(default)]
    pub commitments: Vec<String>,
    /// For the office only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What can happen to an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum ItemEvent {
    /// The meeting dealt with it.
    Taken {
        /// What came of it.
        outcome: String,
    },
    /// It will not be dealt with.
    Dropped {
        /// Why.
        reason: String,
    },
}

impl Event for ItemEvent {
    fn word(&self) -> &'static str {
        match self {
            Self::Taken { .. } => "taken",
            Self::Dropped { .. } => "dropped",
        }
    }
}

impl Matter for Item {
    type Event = ItemEvent;
    const KIND: Kind = Kind::Item;

    fn title(&self) -> String {
        self.title.clone()
    }

    fn since(&self) -> Date {
        Date::MIN
    }

    fn check(&self) -> Result<(), Wrong> {
        line("title", &self.title)?;
        maybe_line("post", self.post.as_deref())?;
        maybe_text("note", self.note.as_deref())?;
        if !(1..=99).contains(&self.place) {
            return Err(Wrong::new("place", "give its place on the agenda, 1 to 99"));
        }
        if self.minutes.is_some_and(|minutes| !(1..=480).contains(&minutes)) {
            return Err(Wrong::new("minutes", "give 1 to 480 minutes, or leave it empty"));
        }
        Ok(())
    }

    fn admits(&self, past: &[Dated<ItemEvent>], next: &Dated<ItemEvent>) -> Result<(), Wrong> {
        not_before(past, Date::MIN, next.on)?;
        if let Some(last) = past.last() {
            return Err(Wrong::new("on", format!("it was {} already", last.event.word())));
        }
        match &next.event {
            ItemEvent::Taken { .. } if self.meeting.is_none() => {
                Err(Wrong::new("on", "put it on a meeting's agenda before it is taken there"))
            }
            ItemEvent::Taken { outcome } => text("outcome", outcome),
            ItemEvent::Dropped { reason } => text("reason", reason),
        }
    }

    fn refers(&self) -> Vec<Reference> {
        Refers::default()
            .one("board", To::Kept(Kind::Board), &self.board)
            .one("meeting", To::Kept(Kind::Meeting), &self.meeting)
            .one("lead", To::Organisation, &self.lead)
            .many("themes", To::Theme, &self.themes)
            .many("commitments", To::Commitment, &self.commitments)
            .0
    }

    fn board(&self) -> Option<&str> {
        Some(&self.board)
    }

    fn meeting(&self) -> Option<&str> {
        self.meeting.as_deref()
    }
}

impl Kept<Item> {
    /// Whether it is still to be dealt with.
    pub fn is_open(&self) -> bool {
        self.past.is_empty()
    }
}
