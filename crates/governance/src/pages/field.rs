//! The forms as tables: which field asks what, and in which words. One table serves the form, the page that shows an
//! entry, the page with both texts after a lost race, and the check that nothing else was sent.

use crate::model::{Kept, Kind, Matter};

use jiff::civil::Date;
use serde_json::Value;

use super::lookup::Lookup;

pub(crate) use roadmap::difference::day_words;

/// How a field is asked and written in JSON.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ask {
    /// One line.
    Line,
    /// Several paragraphs.
    Text,
    /// A day.
    Day,
    /// One text a line.
    Lines,
    /// A whole number.
    Number,
    /// Yes or no.
    Yes,
    /// One of fixed words.
    Choice(&'static [(&'static str, &'static str)]),
    /// One of fixed numbers.
    Scale(&'static [(&'static str, &'static str)]),
    /// An organisation.
    Organisation,
    /// Several organisations.
    Organisations,
    /// Several themes.
    Themes,
    /// A theme.
    Theme,
    /// Something kept here.
    One(Kind),
    /// Keys from the roadmap, one a line.
    Keys,
    /// Somebody with an account.
    Person,
    /// The text of a paper.
    Blocks,
}

/// One question.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    /// Its name, the same as in JSON.
    pub(crate) name: &'static str,
    /// Its label.
    pub(crate) label: &'static str,
    /// What helps to answer; may be empty.
    pub(crate) hint: &'static str,
    /// How it is asked.
    pub(crate) ask: Ask,
    /// Whether it may be left empty.
    pub(crate) optional: bool,
}

/// A question that must be answered.
pub(crate) const fn field(name: &'static str, label: &'static str, ask: Ask) -> Field {
    Field { name, label, hint: "", ask, optional: false }
}

impl Field {
    pub(crate) const fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    pub(crate) const fn optional(self) -> Self {
        Self { optional: true, ..self }
    }
}

/// What can be added to an entry.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EventForm {
    /// The event's word.
    pub(crate) word: &'static str,
    /// What the link and the heading say.
    pub(crate) title: &'static str,
    /// What the history says of it.
    pub(crate) past: &'static str,
    /// What is asked, besides the day.
    pub(crate) fields: &'static [Field],
}

/// A kind as its pages show it.
pub(crate) trait Shown: Matter {
    /// The heading of its list.
    const PLURAL: &'static str;
    /// Why the list is empty, when it is.
    const EMPTY: &'static str;
    /// What everybody reads beside the words for the public, once those are published.
    const GOES_OUT: &'static str = "Nothing else of this page is published with these words.";
    /// What is asked of a new entry and may be corrected.
    const FIELDS: &'static [Field];
    /// What can be added.
    const EVENTS: &'static [EventForm];
    /// The states one can filter by: word and plain words.
    const STATES: &'static [(&'static str, &'static str)];
    /// Headings of the list's columns after the title.
    const HEADS: &'static [&'static str];

    /// The state as at a day, a word of [`Shown::STATES`].
    fn state(kept: &Kept<Self>, day: Date) -> &'static str;

    /// The list's columns after the title.
    fn row(kept: &Kept<Self>, day: Date, lookup: &Lookup) -> Vec<String>;

    /// What puts an entry higher in its list; among equals the newest comes first.
    fn weight(_kept: &Kept<Self>, _day: Date) -> u8 {
        0
    }

    /// What a form for an event begins with.
    fn preset(_kept: &Kept<Self>, _event: &str) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// Whether a page in this state offers to add this. The model decides what may follow; this spares a vain form.
    fn offers(_state: &str, _event: &str) -> bool {
        true
    }

    /// What is shown of what was written: the office's own notes, and who people are, to those who write only.
    fn shown_fields(writes: bool) -> Vec<Field> {
        let private = |field: &&Field| field.name == NOTE || matches!(field.ask, Ask::Person);
        Self::FIELDS.iter().filter(|field| writes || !private(field)).copied().collect()
    }

    /// The fields of an event that are shown: who people are, to those who write only.
    fn shown_event(form: &EventForm, writes: bool) -> Vec<Field> {
        form.fields.iter().filter(|field| writes || !matches!(field.ask, Ask::Person)).copied().collect()
    }

    /// The state in plain words.
    fn state_words(kept: &Kept<Self>, day: Date) -> String {
        let word = Self::state(kept, day);
        Self::STATES.iter().find(|(held, _)| *held == word).map_or_else(String::new, |(_, plain)| (*plain).to_owned())
    }
}

/// The field for the office's own notes.
const NOTE: &str = "note";
/// The field that says who somebody is, wherever it stands.
const PERSON: &str = "person";

/// Takes out of an entry's JSON what [`Shown::shown_fields`] and [`Shown::shown_event`] keep off its page: for whoever
/// does not write it.
pub(crate) fn withhold_private(entry: &mut Value) {
    if let Some(about) = entry.get_mut("about").and_then(Value::as_object_mut) {
        about.remove(NOTE);
    }
    for part in ["about", "past"] {
        entry.get_mut(part).into_iter().for_each(withhold_people);
    }
}

fn withhold_people(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove(PERSON);
            fields.values_mut().for_each(withhold_people);
        }
        Value::Array(values) => values.iter_mut().for_each(withhold_people),
        _ => {}
    }
}

/// Scales from 1 to 5, as forms offer them.
pub(crate) const LIKELIHOOD: &[(&str, &str)] =
    &[("1", "1 rare"), ("2", "2 unlikely"), ("3", "3 possible"), ("4", "4 likely"), ("5", "5 almost certain")];
/// How grave.
pub(crate) const IMPACT: &[(&str, &str)] =
    &[("1", "1 slight"), ("2", "2 minor"), ("3", "3 moderate"), ("4", "4 major"), ("5", "5 severe")];

/// What stands on a register.
pub(crate) const ON_REGISTER: &[(&str, &str)] = &[("open", "Open"), ("closed", "Closed")];

/// A day in words, or a dash of words where there is none.
pub(crate) fn maybe_day(day: Option<Date>) -> String {
    day.map_or_else(|| "Not set".to_owned(), day_words)
}
