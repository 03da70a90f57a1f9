//! The one shape of everything a board keeps.

use jiff::civil::Date;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    check::{Wrong, maybe_text, text},
    words::words,
};

words! {
    /// The kinds of things kept.
    Kind,
    /// A board, group or forum.
    Board "board" "Board",
    /// One sitting of a board.
    Meeting "meeting" "Meeting",
    /// Something to be dealt with at a meeting, or at one not yet chosen.
    Item "item" "Agenda item",
    /// What members read beforehand.
    Paper "paper" "Paper",
    /// What was decided.
    Decision "decision" "Decision",
    /// What somebody is to do.
    Action "action" "Action",
    /// What may go wrong.
    Risk "risk" "Risk",
    /// What is taken for granted, has gone wrong, or waits for somebody else.
    Concern "concern" "Assumption, issue or dependency",
    /// A document that sets direction, from draft to review.
    Strategy "strategy" "Strategy",
    /// A look from those who oversee.
    Review "review" "Oversight review",
    /// One row of the self-evaluation.
    Criterion "criterion" "Self-evaluation row",
}

impl Kind {
    /// Every kind, in the order lists show them.
    pub const ALL: [Self; 11] = [
        Self::Board,
        Self::Meeting,
        Self::Item,
        Self::Paper,
        Self::Decision,
        Self::Action,
        Self::Risk,
        Self::Concern,
        Self::Strategy,
        Self::Review,
        Self::Criterion,
    ];
}

/// Something an entry names that must exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The field that names it.
    pub field: &'static str,
    /// What it names.
    pub to: To,
    /// Its key.
    pub key: String,
}

/// What a [`Reference`] may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// Something kept here.
    Kept(Kind),
    /// An organisation of the roadmap.
    Organisation,
    /// A commitment of the roadmap.
    Commitment,
    /// A finding of an inspection.
    Finding,
    /// A theme of the programme.
    Theme,
    /// Evidence on file.
    Evidence,
}

/// References in the making: `Refers::default().one(…).many(…).0`.
#[derive(Debug, Default)]
pub(crate) struct Refers(pub(crate) Vec<Reference>);

impl Refers {
    pub(crate) fn one<'a>(self, field: &'static str, to: To, key: impl Into<Option<&'a String>>) -> Self {
        self.many(field, to, key.into())
    }

    pub(crate) fn many<'a>(mut self, field: &'static str, to: To, keys: impl IntoIterator<Item = &'a String>) -> Self {
        self.0.extend(keys.into_iter().map(|key| Reference { field, to, key: key.clone() }));
        self
    }
}

/// Something that happened to an entry, on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dated<E> {
    /// The day it happened; never the day it was typed in, which the audit record knows.
    pub on: Date,
    /// What happened.
    pub event: E,
}

/// What can happen to entries of one kind.
pub trait Event:
    Clone + PartialEq + std::fmt::Debug + Serialize + DeserializeOwned + Send + Sync + Unpin + 'static
{
    /// Its stable word, in addresses and in the audit record.
    fn word(&self) -> &'static str;

    /// What it names that must exist.
    fn refers(&self) -> Vec<Reference> {
        Vec::new()
    }
}

/// What somebody writes about an entry and may correct later.
pub trait Matter:
    Clone + PartialEq + std::fmt::Debug + Serialize + DeserializeOwned + Send + Sync + Unpin + 'static
{
    /// What can happen to it.
    type Event: Event;
    /// Its kind.
    const KIND: Kind;

    /// What lists call it.
    fn title(&self) -> String;

    /// The first day it is there: logs as at an earlier day leave it out.
    fn since(&self) -> Date;

    /// Whether it can be kept, apart from what happened to it.
    fn check(&self) -> Result<(), Wrong>;

    /// Whether `next` may follow what happened before.
    fn admits(&self, past: &[Dated<Self::Event>], next: &Dated<Self::Event>) -> Result<(), Wrong>;

    /// What it names that must exist.
    fn refers(&self) -> Vec<Reference>;

    /// The word its key is made of, followed by a number when it is taken. Never a free text: keys stand in addresses
    /// and in the audit record, and a text may name a person.
    fn stem(&self) -> String {
        Self::KIND.word().to_owned()
    }

    /// The field its key is made of, with what it holds: it stands in addresses and cannot be corrected.
    fn fixed(&self) -> Option<(&'static str, &str)> {
        None
    }

    /// The board it belongs to.
    fn board(&self) -> Option<&str> {
        None
    }

    /// The meeting it belongs to.
    fn meeting(&self) -> Option<&str> {
        None
    }
}

/// Words for the public, apart from those of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// What was said, or what it is.
    pub said: String,
    /// What the partnership will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub will_do: Option<String>,
    /// What this means for families.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub means: Option<String>,
}

impl Summary {
    /// Whether it can be published.
    pub fn check(&self) -> Result<(), Wrong> {
        text("said", &self.said)?;
        maybe_text("will_do", self.will_do.as_deref())?;
        maybe_text("means", self.means.as_deref())
    }
}

/// What the public may read of an entry. It is there by an act, never by default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extract {
    /// The words.
    pub summary: Summary,
    /// Published since this day.
    pub since: Date,
}

/// An entry as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = ""))]
pub struct Kept<M: Matter> {
    /// Stable word, unique among entries of its kind.
    pub key: String,
    /// Grows with every change, from 1.
    pub version: i64,
    /// What was written about it.
    pub about: M,
    /// What happened to it, in the order it was recorded.
    pub past: Vec<Dated<M::Event>>,
    /// What the public may read; `None` while it is private.
    pub extract: Option<Extract>,
}

impl<M: Matter> Kept<M> {
    /// A new entry, to which nothing has happened.
    pub fn new(key: &str, about: M) -> Self {
        Self { key: key.to_owned(), version: 1, about, past: Vec::new(), extract: None }
    }

    /// Whether all of it can be kept: the words, and each event after those before it.
    pub fn check(&self) -> Result<(), Wrong> {
        self.about.check()?;
        for (place, next) in self.past.iter().enumerate() {
            self.about.admits(&self.past[..place], next)?;
        }
        self.extract.as_ref().map_or(Ok(()), |extract| extract.summary.check())
    }

    /// The entry as it stood at the end of a day; `None` before it was there.
    ///
    /// Dates decide, not the moment of typing: an event put in late counts on the day it happened.
    #[must_use]
    pub fn as_at(&self, day: Date) -> Option<Self> {
        let mut then = self.clone();
        then.past.retain(|dated| dated.on <= day);
        then.extract = then.extract.filter(|extract| extract.since <= day);
        (self.about.since() <= day).then_some(then)
    }

    /// Events with their day, newest first.
    pub fn latest_first(&self) -> Vec<&Dated<M::Event>> {
        let mut past: Vec<_> = self.past.iter().rev().collect();
        past.sort_by_key(|dated| std::cmp::Reverse(dated.on));
        past
    }
}

/// Refuses an event that is dated before the one it follows.
pub(crate) fn not_before<E>(past: &[Dated<E>], since: Date, on: Date) -> Result<(), Wrong> {
    let last = past.iter().map(|dated| dated.on).max().unwrap_or(since).max(since);
    if on < last { Err(Wrong::new("on", format!("{on} is before {last}, when it last changed"))) } else { Ok(()) }
}
