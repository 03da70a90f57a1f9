//! What a date tells about an edition: said as at a printed day, never mixed into a status.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    difference::{day_words, when_words},
    model::{Content, Delivery, Kind, Nature, Node},
};

/// What kind of thing is noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// The date has passed and nothing says that it happened.
    DatePassed,
    /// Something is said to be better, and no measure stands beside it.
    OutcomeWithoutMeasure,
    /// "Ongoing" for a year without a word.
    OngoingWithoutUpdate,
    /// Said to be done, and nothing shows it.
    DoneWithoutEvidence,
}

impl NoticeKind {
    /// Every kind, in the order they are listed to people.
    pub const ALL: &[Self] =
        &[Self::DatePassed, Self::OutcomeWithoutMeasure, Self::OngoingWithoutUpdate, Self::DoneWithoutEvidence];

    /// The heading of its list.
    pub fn plain(self) -> &'static str {
        match self {
            Self::DatePassed => "The date has passed",
            Self::OutcomeWithoutMeasure => "Said to be better, but no measure is named",
            Self::OngoingWithoutUpdate => "Ongoing for a year or more without an update",
            Self::DoneWithoutEvidence => "Said to be done, but nothing here shows it",
        }
    }
}

/// One notice about one entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// What is noticed.
    pub kind: NoticeKind,
    /// Key of the entry.
    pub entry: String,
    /// The notice in one sentence.
    pub sentence: String,
}

/// Everything to be noticed about the roadmap's entries as at a day, by kind and then in page order.
pub fn notices(content: &Content, as_at: Date) -> Vec<Notice> {
    let mut notices: Vec<Notice> = content
        .entries()
        .filter(|entry| entry.retired.is_none())
        .flat_map(|entry| about(content, entry, as_at))
        .collect();
    notices.sort_by_key(|notice| notice.kind);
    notices
}

/// How many notices of each kind there are.
pub fn counted(notices: &[Notice]) -> BTreeMap<NoticeKind, usize> {
    let mut counts = BTreeMap::new();
    for notice in notices {
        *counts.entry(notice.kind).or_default() += 1;
    }
    counts
}

fn about(content: &Content, entry: &Node, as_at: Date) -> Vec<Notice> {
    let notice = |kind, sentence| Notice { kind, entry: entry.key.clone(), sentence };
    let mut found = Vec::new();
    let delivery = entry.delivery.as_ref().map(|mark| mark.value);
    let done = delivery == Some(Delivery::Done);
    // Something carried on without an end has no day by which it should have happened.
    if !done && delivery != Some(Delivery::Ongoing) && entry.timing.has_passed(as_at) {
        let when = when_words(entry.timing.current());
        found.push(notice(
            NoticeKind::DatePassed,
            format!("It was planned for {when}. On {} nothing here says that it happened.", day_words(as_at)),
        ));
    }
    if entry.nature == Nature::OutcomeClaim && entry.measures.is_empty() {
        let sentence = "This says that something is better. No measure was named that would show it.".to_owned();
        found.push(notice(NoticeKind::OutcomeWithoutMeasure, sentence));
    }
    if let Some(since) = silent_since(entry).filter(|since| is_a_year(*since, as_at)) {
        found.push(notice(
            NoticeKind::OngoingWithoutUpdate,
            format!("It is called ongoing. The last word about it here is from {}.", day_words(since)),
        ));
    }
    let evidenced = !entry.evidence.is_empty() && entry.evidence.iter().any(|key| content.has_evidence(key));
    if done && !evidenced {
        let sentence = "The partnership says that it is done. No evidence is given here.".to_owned();
        found.push(notice(NoticeKind::DoneWithoutEvidence, sentence));
    }
    found
}

/// For something ongoing: the day of the last word about it.
fn silent_since(entry: &Node) -> Option<Date> {
    let said = entry.delivery.as_ref().is_some_and(|mark| mark.value == Delivery::Ongoing);
    if !said && entry.timing.current().kind != Kind::Ongoing {
        return None;
    }
    let marked = entry.delivery.as_ref().map(|mark| mark.on);
    let updated = entry.updates.iter().map(|update| update.on).max();
    marked.max(updated).or(entry.timing.current().earliest)
}

fn is_a_year(since: Date, as_at: Date) -> bool {
    since.checked_add(1.year()).is_ok_and(|anniversary| anniversary <= as_at)
}
