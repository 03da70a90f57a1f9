//! Strategies: from draft over consultation and agreement to life and review.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    check::{Wrong, in_order, line, list, maybe_text, text},
    kept::{Dated, Event, Kept, Kind, Matter, Reference, Refers, To, not_before},
    words::words,
};

words! {
    /// How far a strategy is.
    Stage,
    /// Being written.
    Draft "draft" "Draft",
    /// People are asked what they think.
    Consult "consult" "Out for consultation",
    /// The bodies have agreed it.
    Agree "agree" "Agreed",
    /// In force.
    Live "live" "In force",
    /// Being looked at again, while it is in force.
    Review "review" "Under review",
    /// No longer in force.
    Ended "ended" "Ended",
}

impl Stage {
    /// The stages that may follow. A strategy sent back to draft is consulted on again or not, as its owners choose.
    pub fn may_become(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::Consult, Self::Agree],
            Self::Consult => &[Self::Draft, Self::Agree],
            Self::Agree => &[Self::Live, Self::Draft],
            Self::Live => &[Self::Review, Self::Ended],
            Self::Review => &[Self::Live, Self::Draft, Self::Ended],
            Self::Ended => &[],
        }
    }
}

/// What is written about a strategy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strategy {
    /// Its name.
    pub name: String,
    /// The word in its address.
    pub word: String,
    /// Keys of the organisations that own it.
    pub organisations: Vec<String>,
    /// The day work on it began: its first draft.
    pub begun_on: Date,
    /// First day it covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period_from: Option<Date>,
    /// Last day it covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period_to: Option<Date>,
    /// By when it is looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_on: Option<Date>,
    /// Addresses or identifiers of its documents.
    #[serde(default)]
    pub documents: Vec<String>,
    /// Keys of themes it belongs to.
    #[serde(default)]
    pub themes: Vec<String>,
    /// For the office only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What can happen to a strategy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum StrategyEvent {
    /// It goes on to another stage.
    Moved {
        /// Which.
        to: Stage,
        /// By whom agreed, or why sent back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        /// Last day of a consultation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
    },
    /// What people said in the consultation, and what it changed. It comes as pairs, so that no voice is without answer.
    Answered {
        /// What people said.
        said: String,
        /// What changed because of it, or why nothing did.
        changed: String,
    },
}

impl Event for StrategyEvent {
    fn word(&self) -> &'static str {
        match self {
            Self::Moved { .. } => "moved",
            Self::Answered { .. } => "answered",
        }
    }
}

fn stage(past: &[Dated<StrategyEvent>]) -> Stage {
    let moved = past.iter().rev().find_map(|dated| match dated.event {
        StrategyEvent::Moved { to, .. } => Some(to),
        StrategyEvent::Answered { .. } => None,
    });
    moved.unwrap_or(Stage::Draft)
}

impl Matter for Strategy {
    type Event = StrategyEvent;
    const KIND: Kind = Kind::Strategy;

    fn title(&self) -> String {
        self.name.clone()
    }

    fn since(&self) -> Date {
        self.begun_on
    }

    fn check(&self) -> Result<(), Wrong> {
        line("name", &self.name)?;
        if self.word.parse::<kernel::Slug>().is_err() {
            return Err(Wrong::new("word", "use 2 to 40 small letters, digits and single hyphens"));
        }
        if self.organisations.is_empty() {
            return Err(Wrong::new("organisations", "name at least one organisation that owns it"));
        }
        list("documents", &self.documents)?;
        maybe_text("note", self.note.as_deref())?;
        self.period_from.map_or(Ok(()), |from| in_order("period_to", from, self.period_to))
    }

    fn admits(&self, past: &[Dated<StrategyEvent>], next: &Dated<StrategyEvent>) -> Result<(), Wrong> {
        not_before(past, self.begun_on, next.on)?;
        match &next.event {
            StrategyEvent::Moved { to, note, until } => {
                let held = stage(past);
                maybe_text("note", note.as_deref())?;
                if !held.may_become().contains(to) {
                    let may: Vec<_> = held.may_become().iter().map(|stage| stage.plain()).collect();
                    let may = if may.is_empty() { "nothing".to_owned() } else { may.join(" or ") };
                    return Err(Wrong::new("to", format!("{} can become: {may}", held.plain())));
                }
                if until.is_some() != (*to == Stage::Consult) {
                    return Err(Wrong::new("until", "a consultation has a last day, and nothing else has"));
                }
                in_order("until", next.on, *until)
            }
            StrategyEvent::Answered { said, changed } => {
                let asked = |dated: &Dated<StrategyEvent>| {
                    matches!(dated.event, StrategyEvent::Moved { to: Stage::Consult, .. })
                };
                if !past.iter().any(asked) {
                    return Err(Wrong::new("said", "there was no consultation on it"));
                }
                text("said", said)?;
                text("changed", changed)
            }
        }
    }

    fn refers(&self) -> Vec<Reference> {
        Refers::default()
            .many("organisations", To::Organisation, &self.organisations)
            .many("themes", To::Theme, &self.themes)
            .0
    }

    fn stem(&self) -> String {
        self.word.clone()
    }

    fn fixed(&self) -> Option<(&'static str, &str)> {
        Some(("word", &self.word))
    }
}

impl Kept<Strategy> {
    /// How far it is.
    pub fn stage(&self) -> Stage {
        stage(&self.past)
    }

    /// Each stage with its first day, oldest first; it begins as a draft.
    pub fn stages(&self) -> Vec<(Stage, Date)> {
        let moved = self.past.iter().filter_map(|dated| match dated.event {
            StrategyEvent::Moved { to, .. } => Some((to, dated.on)),
            StrategyEvent::Answered { .. } => None,
        });
        std::iter::once((Stage::Draft, self.about.begun_on)).chain(moved).collect()
    }

    /// What people said, and what it changed.
    pub fn answers(&self) -> Vec<(&str, &str)> {
        let answers = self.past.iter().filter_map(|dated| match &dated.event {
            StrategyEvent::Answered { said, changed } => Some((said.as_str(), changed.as_str())),
            StrategyEvent::Moved { .. } => None,
        });
        answers.collect()
    }
}
