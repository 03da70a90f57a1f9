//! What changed between two editions, in words a parent understands.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::model::{Content, Delivery, Node, PlaceChange, RetiredKind, When};

/// What kind of change it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Said to be done.
    Delivered,
    /// Its date moved.
    Moved,
    /// Not in the earlier edition.
    New,
    /// Given up.
    Dropped,
    /// Taken into another entry.
    Merged,
    /// Its parts stand as entries of their own.
    Split,
    /// It goes on in the plan that follows.
    Carried,
    /// Finished with.
    Closed,
    /// On no page any more, and nobody said why.
    NoLongerPublished,
    /// Its delivery status changed in another way.
    StatusChanged,
    /// It adds other places than before.
    PlacesChanged,
    /// Its words changed.
    Reworded,
}

impl ChangeKind {
    /// Every kind, in the order they are listed to people.
    pub const ALL: &[Self] = &[
        Self::Delivered,
        Self::Moved,
        Self::New,
        Self::Dropped,
        Self::Merged,
        Self::Split,
        Self::Carried,
        Self::Closed,
        Self::NoLongerPublished,
        Self::StatusChanged,
        Self::PlacesChanged,
        Self::Reworded,
    ];

    /// The heading of its list.
    pub fn plain(self) -> &'static str {
        match self {
            Self::Delivered => "Done since last time",
            Self::Moved => "Dates that moved",
            Self::New => "New",
            Self::Dropped => "Dropped",
            Self::Merged => "Merged into something else",
            Self::Split => "Split into several",
            Self::Carried => "Carried into the next plan",
            Self::Closed => "Closed",
            Self::NoLongerPublished => "No longer published",
            Self::StatusChanged => "Other changes in how far things are",
            Self::PlacesChanged => "Changes in the number of places",
            Self::Reworded => "Said in other words",
        }
    }
}

/// One change between two editions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What kind of change.
    pub kind: ChangeKind,
    /// Key of the entry.
    pub entry: String,
    /// The whole change in one sentence.
    pub sentence: String,
    /// How it was, in words; empty for something new.
    pub old: String,
    /// How it is, in words; empty for something gone.
    pub new: String,
    /// Why, when a reason was given.
    pub reason: Option<String>,
}

/// Every change from `old` to `new` among the roadmap's entries, by kind and then in page order.
pub fn difference(old: &Content, new: &Content) -> Vec<Change> {
    let mut changes = Vec::new();
    for entry in new.entries() {
        match old.node(&entry.key) {
            Some(before) => compare(before, entry, &mut changes),
            None if entry.retired.is_none() => changes.push(appeared(entry)),
            None => {}
        }
    }
    for before in old.entries().filter(|before| before.retired.is_none() && new.node(&before.key).is_none()) {
        changes.push(gone(before, RetiredKind::NoLongerPublished, None));
    }
    changes.sort_by_key(|change| change.kind);
    changes
}

fn compare(before: &Node, entry: &Node, changes: &mut Vec<Change>) {
    match (&before.retired, &entry.retired) {
        (None, Some(retired)) => {
            changes.push(gone(entry, retired.kind, retired.reason.clone()));
            return;
        }
        (Some(_), None) => changes.push(appeared(entry)),
        (Some(_), Some(_)) => return,
        (None, None) => {}
    }
    let (was, is) = (delivery(before), delivery(entry));
    let delivered = is == Some(Delivery::Done) && was != is;
    if delivered {
        changes.push(delivered_now(before, entry));
    }
    if before.timing.current() != entry.timing.current() {
        changes.push(moved(before, entry));
    }
    if was != is && !delivered {
        changes.push(status_changed(entry, was, is));
    }
    if before.places != entry.places {
        changes.push(places_changed(before, entry));
    }
    if before.words() != entry.words() {
        changes.push(reworded(before, entry));
    }
}

fn delivery(node: &Node) -> Option<Delivery> {
    node.delivery.as_ref().map(|mark| mark.value)
}

fn appeared(entry: &Node) -> Change {
    let when = when_words(entry.timing.current());
    let sentence = format!("{} is new, planned for {when}.", quoted(entry));
    Change { kind: ChangeKind::New, entry: entry.key.clone(), sentence, old: String::new(), new: when, reason: None }
}

fn gone(before: &Node, kind: RetiredKind, reason: Option<String>) -> Change {
    let (kind, verb) = match kind {
        RetiredKind::Dropped => (ChangeKind::Dropped, "was dropped"),
        RetiredKind::Merged => (ChangeKind::Merged, "was taken into another entry"),
        RetiredKind::Split => (ChangeKind::Split, "was split into several entries"),
        RetiredKind::Carried => (ChangeKind::Carried, "goes on in the plan that follows"),
        RetiredKind::Closed => (ChangeKind::Closed, "was closed"),
        RetiredKind::AddedInError => (ChangeKind::Dropped, "was taken out, having been added by mistake"),
        RetiredKind::NoLongerPublished => (ChangeKind::NoLongerPublished, "is no longer published"),
    };
    let sentence = format!("{} {verb}{}", quoted(before), because(reason.as_deref()));
    let old = when_words(before.timing.current());
    Change { kind, entry: before.key.clone(), sentence, old, new: String::new(), reason }
}

fn delivered_now(before: &Node, entry: &Node) -> Change {
    let when = entry.timing.actual.as_ref().map(|actual| when_words(&actual.when));
    let on = when.as_ref().map_or_else(String::new, |when| format!(" ({when})"));
    let late = entry.timing.actual.as_ref().and_then(|actual| lateness(&entry.timing.baseline, &actual.when));
    let late = late.map_or_else(String::new, |late| format!(" {late}"));
    Change {
        kind: ChangeKind::Delivered,
        entry: entry.key.clone(),
        sentence: format!("{} is done{on}.{late}", quoted(entry)),
        old: delivery(before).map_or("no status", Delivery::plain).to_owned(),
        new: when.unwrap_or_else(|| Delivery::Done.plain().to_owned()),
        reason: None,
    }
}

fn moved(before: &Node, entry: &Node) -> Change {
    let (old, new) = (when_words(before.timing.current()), when_words(entry.timing.current()));
    let reason = entry.timing.revisions.last().and_then(|revision| revision.reason.clone());
    let sentence = format!("{} moved from {old} to {new}{}", quoted(entry), because(reason.as_deref()));
    Change { kind: ChangeKind::Moved, entry: entry.key.clone(), sentence, old, new, reason }
}

fn status_changed(entry: &Node, was: Option<Delivery>, is: Option<Delivery>) -> Change {
    let words = |status: Option<Delivery>| status.map_or("no status", Delivery::plain).to_owned();
    let (old, new) = (words(was), words(is));
    let reason = entry.delivery.as_ref().and_then(|mark| mark.note.clone());
    let sentence = format!(
        "{} was \u{201c}{old}\u{201d} and is now \u{201c}{new}\u{201d}{}",
        quoted(entry),
        because(reason.as_deref())
    );
    Change { kind: ChangeKind::StatusChanged, entry: entry.key.clone(), sentence, old, new, reason }
}

fn places_changed(before: &Node, entry: &Node) -> Change {
    let (old, new) = (places_words(&before.places), places_words(&entry.places));
    let sentence = format!("{}: {old} before, {new} now.", quoted(entry));
    Change { kind: ChangeKind::PlacesChanged, entry: entry.key.clone(), sentence, old, new, reason: None }
}

fn reworded(before: &Node, entry: &Node) -> Change {
    let (old, new) = (before.words().to_owned(), entry.words().to_owned());
    let sentence = format!("{} used to read {}.", quoted(entry), quoted(before));
    Change { kind: ChangeKind::Reworded, entry: entry.key.clone(), sentence, old, new, reason: None }
}

/// The words of an entry in quotation marks, without the full stop that would stand inside.
fn quoted(node: &Node) -> String {
    format!("\u{201c}{}\u{201d}", node.words().trim_end_matches('.'))
}

/// The end of a sentence about a change: its reason, or the plain statement that none was given.
fn because(reason: Option<&str>) -> String {
    match reason {
        // A page's own words may bring their "because" or "due to" along.
        Some(reason) if LEADS.iter().any(|lead| reason.to_lowercase().starts_with(lead)) => {
            format!(" {}.", reason.trim_end_matches('.'))
        }
        Some(reason) => format!(" because {}.", decapitalised(reason.trim_end_matches('.'))),
        None => ". No reason was given.".to_owned(),
    }
}

/// Words that open a reason.
const LEADS: &[&str] = &["because ", "due to ", "owing to ", "as a result of ", "caused by "];

/// Lower-cases the first letter unless the first word looks like a name or an abbreviation.
fn decapitalised(words: &str) -> String {
    let mut letters = words.chars();
    match (letters.next(), letters.clone().next()) {
        (Some('A'), Some(' ')) => format!("a{}", &words[1..]),
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            let first_word = words.split(' ').next().unwrap_or_default();
            let common = ["The", "There", "It", "They", "We", "More", "An", "Not", "No", "Some", "Building", "Work"];
            if common.contains(&first_word) { first.to_lowercase().chain(letters).collect() } else { words.to_owned() }
        }
        _ => words.to_owned(),
    }
}

/// A published date in words: as published, or a plain "no date".
pub fn when_words(when: &When) -> String {
    when.text.clone().unwrap_or_else(|| match (when.earliest, when.latest) {
        (None, None) => "no date".to_owned(),
        (Some(first), Some(last)) if first == last => day_words(first),
        (Some(first), Some(last)) => format!("{} to {}", day_words(first), day_words(last)),
        (None, Some(last)) => format!("by {}", day_words(last)),
        (Some(first), None) => format!("from {}", day_words(first)),
    })
}

/// A day as people write it, such as "5 January 2026".
pub fn day_words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

fn places_words(places: &[PlaceChange]) -> String {
    match places.iter().filter_map(|place| place.added).reduce(|sum, added| sum + added) {
        None => "no number of places".to_owned(),
        Some(1) => "1 place".to_owned(),
        Some(added) => format!("{added} places"),
    }
}

/// How much later than first promised, in whole months, when it is at least one.
pub fn lateness(promised: &When, happened: &When) -> Option<String> {
    let (promised, happened) = (promised.latest?, happened.earliest.or(happened.latest)?);
    let span = promised.until((jiff::Unit::Month, happened)).ok()?;
    let (months, days) = (span.get_months(), span.get_days());
    // More than half of a month counts as one, so that "28 February to 15 September" says seven.
    let months = months + i32::from(days > 15);
    match months {
        ..=0 => None,
        1 => Some("That is about 1 month later than first promised.".to_owned()),
        months => Some(format!("That is about {months} months later than first promised.")),
    }
}
