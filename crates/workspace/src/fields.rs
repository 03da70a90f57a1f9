//! What somebody typed, read strictly: a field the form did not offer is refused.

use jiff::civil::Date;
use kernel::{DAY_REMEDY, typed_day};
use office::PageError;
use roadmap::model::{Kind, Precision, When};
use serde::Deserialize;

use crate::form::Ask;

/// Most letters of one field.
const MOST: usize = 20_000;

/// The fields of a form in the order they came.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Typed(Vec<(String, String)>);

impl Typed {
    /// The first value of a field, without spaces around it; empty when there is none.
    pub(crate) fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// The same, or nothing when it is empty.
    pub(crate) fn some(&self, name: &str) -> Option<String> {
        Some(self.one(name)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// Every value of a field that is not empty.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        let named = self.0.iter().filter(|(key, value)| key == name && !value.trim().is_empty());
        named.map(|(_, value)| value.trim().to_owned()).collect()
    }

    /// Every pair, for a form whose fields are named by what they decide.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.trim()))
    }

    /// Refuses fields that were not asked for, and text that nobody types.
    pub(crate) fn check(&self, asks: &[Ask], further: &[&str]) -> Result<(), PageError> {
        let asked = |key: &String| further.contains(&key.as_str()) || asks.iter().any(|ask| ask.name == *key);
        if self.0.iter().all(|(key, value)| asked(key) && value.len() <= MOST) {
            return Ok(());
        }
        Err(PageError::refused(
            "We could not read the form",
            "Something in it is not as our pages send it, so nothing was saved. Open the page again and send it from there.",
        ))
    }
}

/// What is wrong with what was typed: the field and what to do.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wrongs(Vec<(String, String)>);

impl Wrongs {
    /// Nothing wrong so far.
    pub(crate) fn none() -> Self {
        Self::default()
    }

    /// One thing is wrong.
    pub(crate) fn one(field: &str, what: &str) -> Self {
        Self(vec![(field.to_owned(), what.to_owned())])
    }

    /// Adds what is wrong with a field.
    pub(crate) fn add(&mut self, field: &str, what: &str) {
        self.0.push((field.to_owned(), what.to_owned()));
    }

    /// The value, or everything that is wrong.
    pub(crate) fn or<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(value) } else { Err(self) }
    }

    /// What is wrong with each field.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, what)| (field.as_str(), what.as_str()))
    }

    /// The words of a field that must not be empty.
    pub(crate) fn needed(&mut self, typed: &Typed, field: &str, what: &str) -> String {
        let text = typed.one(field);
        if text.is_empty() {
            self.add(field, what);
        }
        text.to_owned()
    }

    /// A day; nothing when the field is empty.
    pub(crate) fn day(&mut self, typed: &Typed, field: &str) -> Option<Date> {
        let text = typed.one(field);
        if text.is_empty() {
            return None;
        }
        let day = typed_day(text);
        if day.is_none() {
            self.add(field, DAY_REMEDY);
        }
        day
    }

    /// A published date from its words, first and last day.
    pub(crate) fn when(&mut self, typed: &Typed) -> When {
        let (text, first, last) = (typed.some("when"), self.day(typed, "first"), self.day(typed, "last"));
        if text.is_none() && first.is_none() && last.is_none() {
            self.add("when", "Say when, in the words the public will read or as days");
        }
        if matches!((first, last), (Some(first), Some(last)) if last < first) {
            self.add("last", "The last day must not be before the first");
        }
        when_of(text, first, last)
    }
}

/// The finest precision that the days themselves show; the words stay as they were typed.
fn when_of(text: Option<String>, earliest: Option<Date>, latest: Option<Date>) -> When {
    let (precision, kind) = match (earliest, latest) {
        (Some(first), Some(last)) if first == last => (Precision::Day, Kind::On),
        (Some(first), Some(last)) if first == last.first_of_month() && last == last.last_of_month() => {
            (Precision::Month, Kind::In)
        }
        (Some(_), Some(_)) => (Precision::Range, Kind::Range),
        (None, Some(_)) => (Precision::Day, Kind::By),
        (Some(_), None) => (Precision::Day, Kind::From),
        (None, None) => (Precision::default(), Kind::default()),
    };
    When { text, earliest, latest, precision, kind }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_whole_month_is_a_month_and_a_last_day_alone_is_by_that_day() {
        let month = when_of(None, Some(date(2026, 2, 1)), Some(date(2026, 2, 28)));
        assert_eq!((month.precision, month.kind), (Precision::Month, Kind::In));
        assert_eq!(when_of(None, None, Some(date(2026, 2, 28))).kind, Kind::By);
    }
}
