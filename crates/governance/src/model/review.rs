//! Looks from those who oversee: stocktakes, deep dives, letters, monitoring visits, notices.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    check::{Wrong, in_order, line, list, maybe_text, text},
    kept::{Dated, Event, Kept, Kind, Matter, Reference, Refers, To, not_before},
    words::words,
};

words! {
    /// What kind of look it was.
    ReviewKind,
    /// Six-monthly, against every action.
    Stocktake "stocktake" "Stocktake",
    /// One theme.
    DeepDive "deep_dive" "Deep dive",
    /// A letter of a minister or the department.
    Letter "letter" "Letter",
    /// Inspectors come back to the priority areas.
    MonitoringVisit "monitoring_visit" "Monitoring visit",
    /// An improvement notice or a direction.
    Notice "notice" "Improvement notice",
}

/// What is written about a look from those who oversee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// What kind of look.
    pub kind: ReviewKind,
    /// Its title.
    pub title: String,
    /// Its first day, or the day of the letter.
    pub on: Date,
    /// Its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Who looked: a body, never a person.
    pub by: String,
    /// Key of the theme of a deep dive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// Progress recognised.
    #[serde(default)]
    pub recognised: Vec<String>,
    /// What is still to do.
    #[serde(default)]
    pub still_to_do: Vec<String>,
    /// What is no longer monitored.
    #[serde(default)]
    pub no_longer_monitored: Vec<String>,
    /// When they look next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_on: Option<Date>,
    /// Keys of the findings it speaks of.
    #[serde(default)]
    pub findings: Vec<String>,
    /// For the office only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What can happen to a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum ReviewEvent {
    /// The notice was lifted, or the review closed.
    Lifted {
        /// By what.
        reason: String,
    },
}

impl Event for ReviewEvent {
    fn word(&self) -> &'static str {
        "lifted"
    }
}

impl Matter for Review {
    type Event = ReviewEvent;
    const KIND: Kind = Kind::Review;

    fn title(&self) -> String {
        self.title.clone()
    }

    fn since(&self) -> Date {
        self.on
    }

    fn check(&self) -> Result<(), Wrong> {
        line("title", &self.title)?;
        line("by", &self.by)?;
        in_order("until", self.on, self.until)?;
        in_order("next_on", self.on, self.next_on)?;
        list("recognised", &self.recognised)?;
        list("still_to_do", &self.still_to_do)?;
        list("no_longer_monitored", &self.no_longer_monitored)?;
        maybe_text("note", self.note.as_deref())
    }

    fn admits(&self, past: &[Dated<ReviewEvent>], next: &Dated<ReviewEvent>) -> Result<(), Wrong> {
        not_before(past, self.on, next.on)?;
        if self.kind != ReviewKind::Notice {
            return Err(Wrong::new("on", "only a notice is lifted"));
        }
        if !past.is_empty() {
            return Err(Wrong::new("on", "it was lifted already"));
        }
        let ReviewEvent::Lifted { reason } = &next.event;
        text("reason", reason)
    }

    fn refers(&self) -> Vec<Reference> {
        Refers::default().one("theme", To::Theme, &self.theme).many("findings", To::Finding, &self.findings).0
    }
}

impl Kept<Review> {
    /// The day a notice was lifted.
    pub fn lifted_on(&self) -> Option<Date> {
        self.past.first().map(|dated| dated.on)
    }
}
