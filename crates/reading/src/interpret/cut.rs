//! Whether the page stops in the middle of a sentence, a word or a year.

use super::{Reader, ledger::Fate};
use crate::{
    block::{Body, Table},
    headings,
    words::{folded, words},
};

/// Words no line ends with unless it was cut.
const HANGING: &[&str] = &[
    "the", "of", "and", "to", "a", "an", "for", "with", "from", "in", "by", "or", "our", "that", "on", "at", "as",
    "is", "are", "will", "their", "which", "into", "was", "were", "has", "had", "have", "there", "than", "been", "but",
    "because", "between", "while", "when", "through", "we", "this", "be",
];

/// Whether the page stops in the middle of something.
pub(super) fn tail(reader: &mut Reader<'_>) {
    if reader.out.incomplete_tail.is_some() {
        return;
    }
    let Some(block) = reader.document.blocks.iter().rev().find(|block| !matches!(block.body, Body::Furniture(_)))
    else {
        return;
    };
    let (text, heading) = match &block.body {
        Body::Heading { text, .. } => (text.clone(), true),
        Body::Table(table) => (last_cell(table), false),
        _ => (block.text().to_owned(), false),
    };
    let text = text.trim();
    let hanging = words(text)
        .last()
        .is_some_and(|word| HANGING.contains(&word.lower.as_str()) && text.ends_with(|sign: char| sign.is_lowercase()))
        || text.ends_with([',', '-', '('])
        || text.matches('(').count() > text.matches(')').count();
    let prose = matches!(block.body, Body::Para(_))
        && text.split_whitespace().count() >= 8
        && !text.ends_with(['.', '!', '?', ':', ')', '"', '”', '’', ';'])
        && !text.contains('@')
        && !text.contains("://");
    // Paragraphs that as a rule have no full stop say nothing by lacking one.
    let long: Vec<&str> = reader
        .document
        .blocks
        .iter()
        .filter(|other| matches!(other.body, Body::Para(_)) && other.text().split_whitespace().count() >= 6)
        .map(|other| other.text().trim_end())
        .collect();
    let stopless = long.iter().filter(|text| !text.ends_with(['.', '!', '?', ':'])).count();
    let prose = prose && (stopless < 3 || stopless * 2 <= long.len());
    let dated_only = matches!(block.body, Body::Bullet { .. })
        && crate::dates::whole(text).is_some_and(|found| found.end > 9)
        && text.starts_with(char::is_alphabetic);
    let bare_aim = heading && headings::numbered(text) && !text.ends_with(['.', '?', '!']);
    if !(hanging || prose || bare_aim || dated_only || unlike_others(reader, block) || broken(reader, text)) {
        return;
    }
    let shown: String = text.chars().take(120).collect();
    let what = if heading { "the last heading" } else { "the last line" };
    reader.out.incomplete_tail = Some(format!("{what} is cut off: \"{shown}\""));
    reader.remark("incomplete_tail", format!("The page stops in the middle: {what} is \"{shown}\"."), Vec::new());
    let made = reader.out.items.iter().rposition(|item| {
        folded(&item.text) == folded(text) || !heading && folded(text).ends_with(&folded(&item.text))
    });
    if let Some(item) = made.and_then(|at| reader.out.items.get_mut(at)) {
        item.incomplete_tail = true;
        // "in July 20" is no year yet: a date at the cut is not known.
        let at_cut = item.when.text.as_ref().is_some_and(|words| item.text.ends_with(words.as_str()));
        if at_cut && broken_off(text) {
            item.when.earliest = None;
            item.when.latest = None;
            item.when.precision = crate::model::Precision::None;
        }
        item.warnings.push("incomplete_tail".to_owned());
    }
    if !heading && made.is_none() {
        reader.ledger.set(block.first, block.last, Fate::Note);
    }
}

fn last_cell(table: &Table) -> String {
    table
        .rows
        .last()
        .and_then(|row| row.cells.iter().rev().find(|cell| !cell.trim().is_empty()))
        .cloned()
        .unwrap_or_default()
}

/// Words plans are full of; the beginning of one of them at a page's very end is a word cut short.
const LONGER: &[&str] = &[
    "week",
    "weeks",
    "month",
    "months",
    "monthly",
    "year",
    "years",
    "yearly",
    "term",
    "termly",
    "quarterly",
    "study",
    "studies",
    "school",
    "schools",
    "children",
    "families",
    "parents",
    "carers",
    "service",
    "services",
    "support",
    "provision",
    "partnership",
    "education",
    "health",
    "council",
    "assessment",
    "assessments",
    "review",
    "reviews",
    "strategy",
    "improvement",
    "january",
    "february",
    "august",
    "september",
    "october",
    "november",
    "december",
    "young",
    "people",
    "inclusion",
    "training",
    "places",
    "published",
    "completed",
    "progress",
    "pressure",
];

/// Endings by which a whole word and a longer one differ: "plan" and "planned" are both words.
const ENDINGS: &[&str] = &[
    "s", "es", "ed", "d", "ing", "er", "ers", "ly", "ned", "ning", "ment", "ments", "al", "ion", "ions", "or", "ors",
    "'s", "y", "ally", "ance", "ity", "ness", "ful", "ship", "n", "r", "rs",
];

/// A card's last value lacks the full stop all others of its label have.
fn unlike_others(reader: &Reader<'_>, block: &crate::block::Block) -> bool {
    let Body::Field { label, text } = &block.body else { return false };
    let others: Vec<&str> = reader
        .document
        .blocks
        .iter()
        .filter(|other| other.first != block.first)
        .filter(|other| matches!(&other.body, Body::Field { label: name, .. } if name == label))
        .map(crate::block::Block::text)
        .collect();
    let stopped = |text: &str| text.trim_end().ends_with(['.', '!', '?']);
    others.len() >= 2 && others.iter().all(|other| stopped(other)) && !stopped(text)
}

/// The page ends in the first figures of a year.
fn broken_off(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    matches!(last, "20" | "2" | "201" | "202" | "203")
}

/// The last word is the beginning of a longer word of the page, or of a year.
fn broken(reader: &Reader<'_>, text: &str) -> bool {
    let told = words(text);
    let Some(last) = told.last().filter(|word| word.end == text.len()) else { return false };
    let fragment = last.lower.as_str();
    if fragment.chars().all(|sign| sign.is_ascii_digit()) {
        let before = told.len().checked_sub(2).and_then(|at| told.get(at)).map(|word| word.lower.clone());
        let dated = before.is_some_and(|word| {
            matches!(word.as_str(), "early" | "late" | "mid" | "spring" | "summer" | "autumn" | "winter" | "term")
                || word.len() >= 3 && crate::dates::whole(&format!("{word} 2024")).is_some()
        });
        return dated && broken_off(text);
    }
    if fragment.len() < 2 || !fragment.chars().all(|sign| sign.is_ascii_lowercase()) {
        return false;
    }
    // The words are looked at one block at a time: the page may be long.
    let longer =
        |word: &str| word.strip_prefix(fragment).is_some_and(|rest| !rest.is_empty() && !ENDINGS.contains(&rest));
    let mut begins = LONGER.iter().any(|word| longer(word));
    for block in &reader.document.blocks {
        let theirs = words(block.text());
        let own = block.text().trim() == text && !theirs.is_empty();
        for word in theirs.get(..theirs.len() - usize::from(own)).unwrap_or_default() {
            if word.lower == fragment {
                return false;
            }
            begins |= longer(&word.lower);
        }
    }
    begins && !LONGER.contains(&fragment)
}
