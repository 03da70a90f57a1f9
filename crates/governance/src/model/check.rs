//! What may be written at all, and the words that say why something may not.

use jiff::civil::Date;

/// A value that cannot be kept: the field it stands in, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {what}")]
pub struct Wrong {
    /// The field's name, the same in forms, JSON and programme files.
    pub field: &'static str,
    /// What is wrong and what would be right.
    pub what: String,
}

impl Wrong {
    /// Something wrong with a field.
    pub(crate) fn new(field: &'static str, what: impl Into<String>) -> Self {
        Self { field, what: what.into() }
    }
}

/// Longest single line: a title, a post, a place. Letters.
pub const LINE: usize = 200;
/// Longest text of several paragraphs. Letters.
pub const TEXT: usize = 20_000;
/// Most entries of one list.
pub const LIST: usize = 200;

/// A line that must be there.
pub(crate) fn line(field: &'static str, text: &str) -> Result<(), Wrong> {
    if text.trim().is_empty() {
        return Err(Wrong::new(field, "write something here"));
    }
    bounded(field, text, LINE)
}

/// A line that may be left out.
pub(crate) fn maybe_line(field: &'static str, text: Option<&str>) -> Result<(), Wrong> {
    text.map_or(Ok(()), |text| bounded(field, text, LINE))
}

/// A text that must be there.
pub(crate) fn text(field: &'static str, text: &str) -> Result<(), Wrong> {
    if text.trim().is_empty() {
        return Err(Wrong::new(field, "write something here"));
    }
    bounded(field, text, TEXT)
}

/// A text that may be left out.
pub(crate) fn maybe_text(field: &'static str, text: Option<&str>) -> Result<(), Wrong> {
    text.map_or(Ok(()), |text| bounded(field, text, TEXT))
}

/// A list of texts, none of them empty.
pub(crate) fn list(field: &'static str, texts: &[String]) -> Result<(), Wrong> {
    if texts.len() > LIST {
        return Err(Wrong::new(field, format!("at most {LIST}; there are {}", texts.len())));
    }
    texts.iter().try_for_each(|one| text(field, one))
}

/// The second of two days is not before the first.
pub(crate) fn in_order(field: &'static str, first: Date, second: Option<Date>) -> Result<(), Wrong> {
    match second {
        Some(second) if second < first => Err(Wrong::new(field, format!("{second} is before {first}"))),
        _ => Ok(()),
    }
}

fn bounded(field: &'static str, text: &str, most: usize) -> Result<(), Wrong> {
    let letters = text.chars().count();
    if letters > most {
        return Err(Wrong::new(field, format!("at most {most} letters; there are {letters}")));
    }
    // Signs that steer a terminal or turn the direction of writing have no place in a record.
    let steers = |letter: char| {
        (letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')) || ('\u{202a}'..='\u{202e}').contains(&letter)
    };
    if text.contains(steers) { Err(Wrong::new(field, "take out the signs that cannot be seen")) } else { Ok(()) }
}
