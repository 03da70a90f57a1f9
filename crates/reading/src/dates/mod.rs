//! Date phrases of English public plans: where they stand and which days they can mean.
//!
//! Nothing here knows today's date. A phrase that could mean two things gives no days, and says
//! between what a person has to choose.

mod phrase;
mod point;
mod token;

use calendar::Span;
use jiff::civil::Date;

use crate::model::{Kind, Precision, When};

/// A date phrase found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// First byte of the phrase, preposition included.
    pub(crate) start: usize,
    /// Byte after the phrase.
    pub(crate) end: usize,
    /// What it says.
    pub(crate) when: When,
    /// What is open about it.
    pub(crate) doubt: Option<Doubt>,
    /// It is only a month, day or term whose year the page has to give elsewhere.
    pub(crate) yearless: Option<Yearless>,
    /// The words that stand before the days proper said "end of".
    pub(crate) at_end: bool,
}

/// Why a phrase gives no days, or days that need a second look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Doubt {
    /// Stable warning code.
    pub(crate) code: &'static str,
    /// Meanings to choose from.
    pub(crate) choices: Vec<String>,
}

/// A date without its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Yearless {
    /// A month, 1 to 12.
    Month(i8),
    /// A month and a day of it.
    Day(i8, i8),
    /// Days of one month: the month, the first and the last of them.
    Days(i8, i8, i8),
    /// From one month to another.
    Months(i8, i8),
    /// A school term.
    Term(calendar::Term),
}

impl Yearless {
    /// The only day or month of this name inside a span, when there is exactly one.
    pub(crate) fn inside(self, span: Span) -> Option<Span> {
        let mut fits = (span.first().year()..=span.last().year()).filter_map(|year| self.in_year(year));
        let candidates: Vec<Span> = fits.by_ref().take(12).filter(|one| one.overlap(span).is_some()).collect();
        match candidates.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    fn in_year(self, year: i16) -> Option<Span> {
        match self {
            Self::Month(month) => Span::month(year, month),
            Self::Day(month, day) => Date::new(year, month, day).ok().map(Span::day),
            Self::Days(month, first, last) => {
                Span::new(Date::new(year, month, first).ok()?, Date::new(year, month, last).ok()?).ok()
            }
            Self::Months(first, last) => {
                let end = if last < first { year.checked_add(1)? } else { year };
                Some(Span::month(year, first)?.through(Span::month(end, last)?))
            }
            Self::Term(term) => term.of(year),
        }
    }
}

/// All date phrases of a text, in order, none overlapping.
pub(crate) fn find(text: &str) -> Vec<Found> {
    phrase::find(text)
}

/// The date phrase that is the whole text, apart from brackets, colons and a label such as "Term:".
pub(crate) fn whole(text: &str) -> Option<Found> {
    let edge = |sign: char| sign.is_whitespace() || ":.*#_".contains(sign) || is_dash(sign);
    let trimmed = text.trim_matches(edge);
    let trimmed = match trimmed.strip_prefix(['(', '[']) {
        Some(inner) => inner.trim_end_matches([')', ']']).trim_matches(edge),
        None => trimmed,
    };
    if let Some(found) = phrase::entire(trimmed) {
        return Some(found);
    }
    let (label, rest) = trimmed.split_once(':')?;
    let label = label.trim().to_lowercase();
    let known = ["period", "month", "quarter", "term", "date", "timeline", "year", "timescale", "by"];
    known.contains(&label.as_str()).then(|| phrase::entire(rest.trim())).flatten()
}

fn is_dash(sign: char) -> bool {
    matches!(sign, '-' | '\u{2010}'..='\u{2015}')
}

/// Words that stand in a date's place without naming days: "ongoing", "TBC", "monthly".
pub(crate) fn word_for_date(text: &str) -> Option<When> {
    let lower = text.trim().trim_end_matches(['.', ';']).to_lowercase();
    let first = lower.split([',', ';', '(', '-']).next().unwrap_or_default().trim();
    let kind = match first {
        "ongoing"
        | "on-going"
        | "on going"
        | "continuous"
        | "continuing"
        | "in place and ongoing"
        | "business as usual" => Kind::Ongoing,
        // A hyphen cut "on-going" in two above.
        "on" if lower.starts_with("on-going") => Kind::Ongoing,
        "monthly" | "weekly" | "quarterly" | "termly" | "annually" | "annual" | "yearly" | "half-termly"
        | "every month" | "every term" | "every quarter" | "each term" | "each month" | "twice a year" => Kind::Recurs,
        "tbc" | "tbd" | "to be confirmed" | "to be agreed" | "to be decided" | "n/a" | "tba" | "immediate"
        | "immediately" | "short term" | "medium term" | "long term" | "asap" => Kind::On,
        _ => return None,
    };
    Some(When { text: Some(text.trim().to_owned()), kind, ..When::default() })
}

pub(crate) fn span_of(when: &When) -> Option<Span> {
    Span::new(when.earliest?, when.latest?).ok()
}

pub(crate) fn when_of(span: Span, precision: Precision, kind: Kind) -> When {
    When { text: None, earliest: Some(span.first()), latest: Some(span.last()), precision, kind }
}

#[cfg(test)]
mod tests;
