//! Meetings: planned, papers out, held or cancelled.

use jiff::civil::Date;
use roadmap::difference::day_words;
use serde::{Deserialize, Serialize};

use super::{
    check::{Wrong, in_order, maybe_line, maybe_text, text},
    kept::{Dated, Event, Kept, Kind, Matter, Reference, Refers, To, not_before},
    words::words,
};

/// What is written about a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// Key of the board.
    pub board: String,
    /// Its day. Another day for a meeting not yet held is a correction; earlier versions show the one before.
    pub on: Date,
    /// When it begins and ends, such as `14:00 to 16:00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
    /// Where people sit together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// How others join from afar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online: Option<String>,
    /// By when papers must be in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub papers_due: Option<Date>,
    /// For the office only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

words! {
    /// How far a meeting is.
    MeetingState,
    /// Arranged.
    Planned "planned" "Planned",
    /// Members have its papers.
    PapersOut "papers_out" "Papers are out",
    /// It took place.
    Held "held" "Held",
    /// It will not take place.
    Cancelled "cancelled" "Cancelled",
}

/// What can happen to a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum MeetingEvent {
    /// Its papers went out.
    PapersOut {},
    /// It took place.
    Held {
        /// Whether enough were there to decide.
        quorate: bool,
        /// What was said, for members.
        minutes: String,
    },
    /// It was cancelled.
    Cancelled {
        /// Why.
        reason: String,
    },
}

impl Event for MeetingEvent {
    fn word(&self) -> &'static str {
        match self {
            Self::PapersOut {} => "papers_out",
            Self::Held { .. } => "held",
            Self::Cancelled { .. } => "cancelled",
        }
    }
}

impl Matter for Meeting {
    type Event = MeetingEvent;
    const KIND: Kind = Kind::Meeting;

    fn title(&self) -> String {
        format!("Meeting of {}", day_words(self.on))
    }

    fn since(&self) -> Date {
        // A meeting is spoken of before its day; what happened to it is dated, its being planned is not.
        Date::MIN
    }

    fn check(&self) -> Result<(), Wrong> {
        maybe_line("hours", self.hours.as_deref())?;
        maybe_line("place", self.place.as_deref())?;
        maybe_line("online", self.online.as_deref())?;
        maybe_text("note", self.note.as_deref())?;
        if self.place.is_none() && self.online.is_none() {
            return Err(Wrong::new("place", "say where it is, or how to join from afar"));
        }
        self.papers_due.map_or(Ok(()), |due| in_order("papers_due", due, Some(self.on)))
    }

    fn admits(&self, past: &[Dated<MeetingEvent>], next: &Dated<MeetingEvent>) -> Result<(), Wrong> {
        not_before(past, Date::MIN, next.on)?;
        match (state(past), &next.event) {
            (MeetingState::Planned, MeetingEvent::PapersOut {}) => in_order("on", next.on, Some(self.on)),
            (MeetingState::Planned | MeetingState::PapersOut, MeetingEvent::Held { minutes, .. }) => {
                text("minutes", minutes)?;
                if next.on == self.on {
                    return Ok(());
                }
                Err(Wrong::new("on", format!("the meeting is on {}; correct its day if it was another", self.on)))
            }
            (MeetingState::Planned | MeetingState::PapersOut, MeetingEvent::Cancelled { reason }) => {
                text("reason", reason)
            }
            (state, event) => {
                let (state, event) = (state.plain(), event.word());
                Err(Wrong::new("on", format!("{event} cannot follow: the meeting is already \"{state}\"")))
            }
        }
    }

    fn refers(&self) -> Vec<Reference> {
        Refers::default().one("board", To::Kept(Kind::Board), &self.board).0
    }

    fn stem(&self) -> String {
        format!("{}-{}", self.board, self.on)
    }

    fn fixed(&self) -> Option<(&'static str, &str)> {
        Some(("board", &self.board))
    }

    fn board(&self) -> Option<&str> {
        Some(&self.board)
    }
}

fn state(past: &[Dated<MeetingEvent>]) -> MeetingState {
    past.last().map_or(MeetingState::Planned, |dated| match dated.event {
        MeetingEvent::PapersOut {} => MeetingState::PapersOut,
        MeetingEvent::Held { .. } => MeetingState::Held,
        MeetingEvent::Cancelled { .. } => MeetingState::Cancelled,
    })
}

impl Kept<Meeting> {
    /// How far it is.
    pub fn state(&self) -> MeetingState {
        state(&self.past)
    }

    /// Whether it is still to come.
    pub fn is_coming(&self, today: Date) -> bool {
        self.about.on >= today && matches!(self.state(), MeetingState::Planned | MeetingState::PapersOut)
    }

    /// What was said, once it was held.
    pub fn minutes(&self) -> Option<&str> {
        self.past.iter().find_map(|dated| match &dated.event {
            MeetingEvent::Held { minutes, .. } => Some(minutes.as_str()),
            _ => None,
        })
    }
}
