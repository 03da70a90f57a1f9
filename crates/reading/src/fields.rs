//! What the names of columns and the labels of cards mean.

use std::{collections::HashMap, sync::LazyLock};

use crate::model::{Part, StatusReading};

/// What a column or label holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Field {
    /// The page's own number.
    Ref,
    /// What is to be done: the entry's words.
    Text,
    /// When it should be done.
    Due,
    /// When it begins.
    Start,
    /// When it was done.
    Achieved,
    /// How far it is.
    Status,
    /// A colour.
    Colour,
    /// Who answers for it.
    Owner(Part),
    /// What success looks like.
    Measure,
    /// How it goes, in prose.
    Update,
    /// The heading it belongs to.
    Section,
    /// Entries whose status the column's name gives.
    Entries(StatusReading),
    /// Anything worth keeping beside the entry.
    Notes,
    /// Name of a figure.
    Indicator,
    /// Where a figure started.
    Baseline,
    /// Where it should go.
    Target,
    /// Where it is.
    Value,
    /// What it counts.
    Unit,
    /// A point aimed at on the way.
    Milestone,
    /// What came at that point.
    Actual,
    /// The period of a figure.
    Period,
}

mod labels;

use Field::{
    Achieved, Actual, Baseline, Colour, Due, Indicator, Measure, Milestone, Owner, Status, Target, Text, Update,
};
use labels::LABELS;

/// The table by its names in plain form; the first meaning of a name stays.
static BY_NAME: LazyLock<HashMap<String, Field>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for (name, field) in LABELS {
        names.entry(plain(name)).or_insert(*field);
    }
    names
});

/// A label in the form the table holds.
fn plain(label: &str) -> String {
    let lower = label.to_lowercase().replace('\u{2019}', "'");
    let kept: String = lower
        .chars()
        .filter(|sign| !matches!(sign, '?' | ':' | '*' | '.' | '#' | '(' | ')' | '_' | '"' | '“' | '”'))
        .collect();
    kept.replace(" / ", "/").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a label means, when it is known as a whole.
pub(crate) fn exact(label: &str) -> Option<Field> {
    if label.len() > 80 {
        return None;
    }
    BY_NAME.get(&plain(label)).copied()
}

/// What a column's name means; numbered milestones and dated baselines count too.
pub(crate) fn column(name: &str) -> Option<Field> {
    if let Some(field) = exact(name) {
        return Some(field);
    }
    let plain = plain(name);
    let words: Vec<&str> = plain.split(' ').collect();
    let first = *words.first()?;
    if words.len() > 9 {
        return None;
    }
    let numbered = words.get(1).is_some_and(|word| word.starts_with(|sign: char| sign.is_ascii_digit()));
    let dated = || !crate::dates::find(name).is_empty();
    match first {
        "milestone" if numbered || dated() => Some(Milestone),
        "actual" if dated() || words.len() == 2 => Some(Actual),
        "baseline" => Some(Baseline),
        "target" if dated() || words.len() <= 3 => Some(Target),
        "kpi" => Some(Indicator),
        _ if plain.contains("success") => Some(Measure),
        _ if plain.contains("accountable") => Some(Owner(Part::Accountable)),
        _ if plain.contains("responsible") => Some(Owner(Part::Responsible)),
        _ if plain.contains("lead ") && words.len() <= 4 || plain.ends_with(" lead") => Some(Owner(Part::Lead)),
        _ if plain.starts_with("progress") || plain.starts_with("update") => Some(Update),
        _ if plain.contains("rag ") || plain.ends_with(" rag") => Some(Colour),
        _ if plain.ends_with(" status") => Some(Status),
        _ if plain.contains("deadline")
            || plain.contains("due date")
            || plain.contains("timescale")
            || plain.contains("target date") =>
        {
            Some(Due)
        }
        _ if plain.contains("date") && (plain.contains("achieved") || plain.contains("completed")) => Some(Achieved),
        _ => None,
    }
}

/// What a card's label means: a known one, or words that hold the name of an owner or of a progress note.
pub(crate) fn label(text: &str) -> Option<Field> {
    let holds = |field: &Field| matches!(field, Owner(_) | Update);
    let short = text.split_whitespace().count() <= 8;
    let note = || (short && plain(text).contains("progress update")).then_some(Update);
    exact(text).or_else(note).or_else(|| column(text).filter(holds))
}

/// Whether words are the beginning of a known label that the page breaks off.
pub(crate) fn begins_label(text: &str) -> bool {
    let begun = plain(text);
    begun.len() >= 3 && LABELS.iter().any(|(name, _)| plain(name).starts_with(&begun))
}

/// Cuts one line into column names when nothing but known names stands in it.
pub(crate) fn header_line(line: &str) -> Option<Vec<String>> {
    let words: Vec<&str> = line.split_whitespace().collect();
    if !(3..=40).contains(&words.len()) {
        return None;
    }
    let mut names = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let longest = (1..=8.min(words.len() - at)).rev().find(|length| {
            let name = words.get(at..at + length).unwrap_or_default().join(" ");
            // "Action Lead" in a header is two columns unless the entry's words have one already.
            let two = *length == 2
                && words.get(at) == Some(&"Action")
                && !names.iter().any(|name: &String| exact(name) == Some(Text));
            !two && exact(&name).is_some() && name.chars().next().is_some_and(char::is_uppercase)
        })?;
        names.push(words.get(at..at + longest)?.join(" "));
        at += longest;
    }
    (names.len() >= 3).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::{Field, column, exact, header_line};
    use crate::model::Part;

    #[test]
    fn a_line_of_column_names_is_cut_between_them() {
        let names = header_line("Action Target Date Lead What does success look like? Status").unwrap();
        assert_eq!(names, ["Action", "Target Date", "Lead", "What does success look like?", "Status"]);
        assert_eq!(header_line("Action on the target date was late"), None);
    }

    #[test]
    fn owners_keep_their_part() {
        assert_eq!(exact("Senior responsible officer (accountable)"), Some(Field::Owner(Part::Accountable)));
        assert_eq!(exact("Responsible officer(s)"), Some(Field::Owner(Part::Responsible)));
    }

    #[test]
    fn numbered_milestones_and_their_actuals_are_columns_of_figures() {
        assert_eq!(column("Milestone 1 - March 2025"), Some(Field::Milestone));
        assert_eq!(column("Actual March"), Some(Field::Actual));
        assert_eq!(column("Baseline (July 2022)"), Some(Field::Baseline));
    }
}
