//! The data dictionary: one table for the page that explains the files and for the files themselves.

use crate::{
    difference::when_words,
    model::{Mark, Node, When},
    site::{context::Site, paths},
};

pub use super::shapes::{Field, Holds, SHAPES, Shape};

/// One column of `roadmap.csv`.
#[derive(Clone, Copy)]
pub struct Column {
    /// Its head.
    pub name: &'static str,
    /// What stands in it, for people.
    pub meaning: &'static str,
    /// What stands in it for one entry.
    pub(crate) value: fn(&Site, &Node) -> String,
}

const fn column(name: &'static str, meaning: &'static str, value: fn(&Site, &Node) -> String) -> Column {
    Column { name, meaning, value }
}

/// Every column, in the order of the file. A cell without a value is empty. A cell that begins with a sign
/// that spreadsheets take for a formula has an apostrophe before it.
pub const COLUMNS: &[Column] = &[
    column("key", "Stable word for the entry, the same in every edition", |_, entry| entry.key.clone()),
    column("page", "Path of its page inside the area", |_, entry| paths::entry(&entry.key)),
    column("section", "Heading it was published under", |_, entry| text(entry.section.as_deref())),
    column("reference", "The plan's own number", |_, entry| text(entry.reference.as_deref())),
    column("wording", "Its words as published", |_, entry| entry.wording.clone()),
    column("plain", "The same in plain English, where it was put so", |_, entry| text(entry.plain.as_deref())),
    column("nature", "What kind of thing it is", |_, entry| word(&entry.nature)),
    column("first_promised", "The first date, as published", |_, entry| when_words(&entry.timing.baseline)),
    column("first_promised_from", "First day the first date can mean", |_, entry| from(&entry.timing.baseline)),
    column("first_promised_to", "Last day the first date can mean", |_, entry| to(&entry.timing.baseline)),
    column("times_moved", "How often the date has moved", |_, entry| entry.timing.revisions.len().to_string()),
    column("now", "The date that holds in this edition, as published", |_, entry| when_words(entry.timing.current())),
    column("now_from", "First day that date can mean", |_, entry| from(entry.timing.current())),
    column("now_to", "Last day that date can mean", |_, entry| to(entry.timing.current())),
    column("reason", "Why the date moved last; empty when no reason was given", |_, entry| {
        text(entry.timing.revisions.last().and_then(|revision| revision.reason.as_deref()))
    }),
    column("happened", "When it happened, as published", |_, entry| {
        entry.timing.actual.as_ref().map_or_else(String::new, |actual| when_words(&actual.when))
    }),
    column("delivery", "How far it is said to be", |_, entry| value(entry.delivery.as_ref())),
    column("delivery_word", "The published word for how far it is", |_, entry| {
        text(entry.delivery.as_ref().and_then(|mark| mark.word.as_deref()))
    }),
    column("confidence", "How sure the partnership is that it will be on time", |_, entry| {
        value(entry.confidence.as_ref())
    }),
    column("oversight", "What those who check on it say", |_, entry| value(entry.oversight.as_ref())),
    column("felt", "What families say", |_, entry| value(entry.felt.as_ref())),
    column("places_added", "Places it adds, all provisions together", |_, entry| {
        sum(entry.places.iter().filter_map(|place| place.added))
    }),
    column("places_at_opening", "Places on the first day", |_, entry| {
        sum(entry.places.iter().filter_map(|place| place.at_opening))
    }),
    column("places_full", "Places when full", |_, entry| sum(entry.places.iter().filter_map(|place| place.full))),
    column("owners", "Who answers for it, parted by semicolons", |site, entry| {
        entry.owners.iter().map(|owner| site.owner_name(owner)).collect::<Vec<_>>().join("; ")
    }),
    column("themes", "Keys of its themes, parted by semicolons", |_, entry| entry.themes.join("; ")),
    column("findings", "Keys of the findings it answers itself, parted by semicolons", |_, entry| {
        entry.answers.join("; ")
    }),
    column("left_on", "Day on which it left the roadmap", |_, entry| {
        entry.retired.as_ref().map_or_else(String::new, |retired| retired.on.to_string())
    }),
    column("left_how", "How it left: dropped, merged, no_longer_published", |_, entry| {
        entry.retired.as_ref().map_or_else(String::new, |retired| retired.kind.to_string())
    }),
    column("left_reason", "Why it left; empty when no reason was given", |_, entry| {
        text(entry.retired.as_ref().and_then(|retired| retired.reason.as_deref()))
    }),
    column("notices", "Kinds of notices about it on the day of the edition, parted by semicolons", |site, entry| {
        site.noticed(&entry.key).iter().map(|notice| word(&notice.kind)).collect::<Vec<_>>().join("; ")
    }),
];

fn text(words: Option<&str>) -> String {
    words.unwrap_or_default().to_owned()
}

fn from(when: &When) -> String {
    when.earliest.map_or_else(String::new, |day| day.to_string())
}

fn to(when: &When) -> String {
    when.latest.map_or_else(String::new, |day| day.to_string())
}

fn value<T: std::fmt::Display>(mark: Option<&Mark<T>>) -> String {
    mark.map_or_else(String::new, |mark| mark.value.to_string())
}

fn sum(counts: impl Iterator<Item = u32>) -> String {
    counts.reduce(u32::saturating_add).map_or_else(String::new, |sum| sum.to_string())
}

/// The word of a value in open data: what its JSON says.
fn word(value: &impl serde::Serialize) -> String {
    super::json_text(value).trim_matches('"').to_owned()
}
