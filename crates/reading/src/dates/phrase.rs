//! Points joined by prepositions: "by", "between … and", "from … to", "… onwards".

use calendar::Span;
use jiff::ToSpan;

use super::{
    Found, Yearless,
    point::{Cursor, Point},
    token::{Part, Token, tokens},
};
use crate::model::{Kind, Precision, When};

/// Date phrases a text may hold; more than this in one line is a table nobody marked as one.
const PHRASES: usize = 200;

/// What stands before a point and says how it is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    None,
    In,
    By,
    Before,
    From,
    Until,
    Between,
}

pub(super) fn find(text: &str) -> Vec<Found> {
    let tokens = tokens(text);
    let cursor = Cursor { tokens: &tokens };
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() && out.len() < PHRASES {
        // A text that is nothing but one date needs no preposition.
        let whole = if at == 0 { phrase(&cursor, 0, true).filter(|(_, next)| *next == tokens.len()) } else { None };
        match whole.or_else(|| phrase(&cursor, at, false)) {
            Some((found, next)) => {
                out.push(with_text(found, text, &tokens, at, next));
                at = next;
            }
            None => at += 1,
        }
    }
    out
}

/// The phrase that takes up every token of the text.
pub(super) fn entire(text: &str) -> Option<Found> {
    if text.len() > 120 {
        return None;
    }
    let tokens = tokens(text);
    let cursor = Cursor { tokens: &tokens };
    let mut at = 0;
    // "This year (2023)", "The autumn term 2024".
    if cursor.is_word(0, &["this", "the", "during"]) {
        at += 1;
        if cursor.is_word(at, &["year", "month", "term"]) && cursor.sign(at + 1) == Some('(') {
            at += 2;
        }
    }
    let (found, next) = phrase(&cursor, at, true).or_else(|| phrase(&cursor, 0, true))?;
    let mut end = next;
    end += usize::from(cursor.sign(end) == Some(')'));
    // "Quarter 1 (April to June 2024)": the brackets say what the label means.
    if cursor.sign(end) == Some('(') && cursor.tokens.last().is_some_and(|last| last.part == Part::Sign(')')) {
        let inner = phrase(&cursor, end + 1, true).filter(|(_, after)| after + 1 == tokens.len());
        let Some((inside, _)) = inner else {
            // "March 2019 (consultation month)": a remark beside the date.
            return Some(with_text(found, text, &tokens, 0, next));
        };
        {
            let narrower = if found.when.earliest.is_none() && inside.when.latest.is_some() { inside } else { found };
            return Some(with_text(narrower, text, &tokens, 0, tokens.len()));
        }
    }
    end += usize::from(cursor.is_word(end, &["term"]));
    (end == tokens.len()).then(|| with_text(found, text, &tokens, 0, end))
}

fn with_text(mut found: Found, text: &str, tokens: &[Token], from: usize, to: usize) -> Found {
    found.start = tokens.get(from).map_or(0, |token| token.start);
    found.end = tokens.get(to.saturating_sub(1)).map_or(text.len(), |token| token.end);
    found.when.text = text.get(found.start..found.end).map(str::to_owned);
    found
}

fn lead(cursor: &Cursor<'_>, at: usize) -> (Lead, usize) {
    let Some(word) = cursor.word(at) else { return (Lead::None, at) };
    let (lead, mut next) = match word {
        "by" => (Lead::By, at + 1),
        "before" => (Lead::Before, at + 1),
        "until" | "till" => (Lead::Until, at + 1),
        "up" if cursor.is_word(at + 1, &["to"]) => (Lead::Until, at + 2),
        "no" if cursor.is_word(at + 1, &["later"]) && cursor.is_word(at + 2, &["than"]) => (Lead::By, at + 3),
        "in" | "during" | "throughout" | "within" | "on" | "at" | "for" => (Lead::In, at + 1),
        "from" | "since" | "starting" | "beginning" | "commencing" | "after" => (Lead::From, at + 1),
        "between" => (Lead::Between, at + 1),
        _ => return (Lead::None, at),
    };
    if lead == Lead::From && cursor.is_word(next, &["in", "from"]) {
        next += 1;
    }
    next += usize::from(cursor.is_word(next, &["the"]));
    (lead, next)
}

fn phrase(cursor: &Cursor<'_>, at: usize, alone: bool) -> Option<(Found, usize)> {
    let (lead, start) = lead(cursor, at);
    let start = start + usize::from(start > at && cursor.is_word(start, &["the"]));
    if let Some(pair) = day_run(cursor, start) {
        if let (Some(Yearless::Day(month, first)), Some(Yearless::Day(_, last))) = (pair.0.yearless, pair.1.yearless) {
            let days = Point { yearless: Some(Yearless::Days(month, first, last)), ..pair.1 };
            return Some((single(&days, Lead::None), pair.2));
        }
        return Some((range(&pair.0, &pair.1, Lead::None)?, pair.2));
    }
    let (point, next) = cursor.point(start)?;
    // "2024" inside a name ("Live 2025", "Strategy 2024/25") is no date; "in 2024" and a cell of its own are.
    let named = |to: usize| lead == Lead::None && !alone && !point.at_end && !in_brackets(cursor, start, to);
    let loose = point.bare_year || point.doubt.is_some() && point.precision == Precision::None;
    if let Some((second, after)) = second_point(cursor, next, lead)
        && let Some(found) = range(&point, &second, lead)
    {
        return (!(loose && second.bare_year && named(after))).then_some((found, after));
    }
    if loose && named(next) {
        return None;
    }
    let onwards = cursor.is_word(next, &["onwards", "onward"]);
    let lead = if onwards { Lead::From } else { lead };
    Some((single(&point, lead), next + usize::from(onwards)))
}

fn in_brackets(cursor: &Cursor<'_>, from: usize, to: usize) -> bool {
    from > 0 && cursor.sign(from - 1) == Some('(') && cursor.sign(to) == Some(')')
}

/// "1-5 July 2024", "12 and 13 March 2024", "3, 4 and 5 June 2024": the first and the last day.
fn day_run(cursor: &Cursor<'_>, at: usize) -> Option<(Point, Point, usize)> {
    let day = |at: usize| match cursor.tokens.get(at)?.part {
        Part::Number(value @ 1..=31, 1..=2) => Some(value),
        _ => None,
    };
    let first = day(at)?;
    let mut next = at + 1;
    let mut joined = false;
    loop {
        next += usize::from(cursor.is_word(next, &["st", "nd", "rd", "th"]));
        let joins = matches!(cursor.sign(next), Some('-' | ',' | '&')) || cursor.is_word(next, &["to", "and"]);
        if !joins || day(next + 1).is_none() {
            break;
        }
        let (last, after) = cursor.point(next + 1).map_or((None, next), |(point, after)| (Some(point), after));
        if let Some(last) = last.filter(|point| point.precision == Precision::Day) {
            let first_day = i8::try_from(first).ok()?;
            if let (None, Some(Yearless::Day(month, _))) = (last.span, last.yearless) {
                let first = Point { yearless: Some(Yearless::Day(month, first_day)), ..last.clone() };
                return Some((first, last, after));
            }
            let span = last.span?;
            let day = jiff::civil::Date::new(span.first().year(), span.first().month(), first_day).ok()?;
            let first = Point { span: Some(Span::day(day)), ..last.clone() };
            return Some((first, last, after));
        }
        next += 2;
        joined = true;
    }
    let _ = joined;
    None
}

/// The second end of a range, when a joining word and a point follow.
fn second_point(cursor: &Cursor<'_>, at: usize, lead: Lead) -> Option<(Point, usize)> {
    let joins = match lead {
        Lead::Between => cursor.is_word(at, &["and", "to"]) || cursor.sign(at) == Some('-'),
        Lead::By | Lead::Before | Lead::Until => false,
        Lead::From => cursor.is_word(at, &["to", "until", "till", "through"]) || cursor.sign(at) == Some('-'),
        Lead::None | Lead::In => cursor.is_word(at, &["to", "until"]) || matches!(cursor.sign(at), Some('-' | '/')),
    };
    let next = at + 1 + usize::from(cursor.is_word(at + 1, &["the"]));
    joins.then(|| cursor.point(next)).flatten()
}

/// A range needs two ends of which at most the first borrows its year from the second.
fn range(first: &Point, second: &Point, _lead: Lead) -> Option<Found> {
    // "Autumn term - 30 places": a bare number does not end a range that has no year.
    if first.yearless.is_some() && second.bare_year {
        return None;
    }
    if first.doubt.as_ref().is_some_and(|doubt| doubt.code == "ambiguous_date") {
        return None;
    }
    let last = second.span;
    let begin = match (first.span, first.yearless, last) {
        (Some(span), ..) => Some(span),
        (None, Some(yearless), Some(last)) => borrowed(yearless, last),
        _ => None,
    };
    let (Some(begin), Some(last)) = (begin, last) else {
        // Neither end has a year: still one phrase, so that its second half is not read alone.
        (first.yearless.is_some() && second.yearless.is_some()).then_some(())?;
        let when = When { precision: Precision::Range, kind: Kind::Range, ..When::default() };
        let yearless = match (first.yearless, second.yearless) {
            (Some(Yearless::Month(first)), Some(Yearless::Month(second))) => Some(Yearless::Months(first, second)),
            _ => None,
        };
        return Some(Found { yearless, ..found(when, second) });
    };
    let span = Span::new(begin.first(), last.last()).ok()?;
    let precision = if first.precision == second.precision { first.precision } else { Precision::Range };
    let precision = if precision == Precision::Year { precision } else { Precision::Range };
    let when =
        When { text: None, earliest: Some(span.first()), latest: Some(span.last()), precision, kind: Kind::Range };
    let mut found = found(when, second);
    found.yearless = None;
    found.doubt = None;
    Some(found)
}

fn borrowed(yearless: Yearless, last: Span) -> Option<Span> {
    let year = last.last().year();
    [year, year - 1].into_iter().find_map(|year| {
        let whole = Span::year(year)?;
        yearless.inside(whole).filter(|span| span.first() <= last.last())
    })
}

fn found(when: When, point: &Point) -> Found {
    Found { start: 0, end: 0, when, doubt: point.doubt.clone(), yearless: point.yearless, at_end: point.at_end }
}

fn single(point: &Point, lead: Lead) -> Found {
    let plain = if point.precision == Precision::Day { Kind::On } else { Kind::In };
    let Some(span) = point.span else {
        let kind = match lead {
            Lead::By | Lead::Before | Lead::Until => Kind::By,
            Lead::From => Kind::From,
            _ => plain,
        };
        let precision = if point.doubt.is_some() { point.precision } else { Precision::None };
        return found(When { precision, kind, ..When::default() }, point);
    };
    let (first, last) = (span.first(), span.last());
    let (earliest, latest, kind) = match lead {
        Lead::By | Lead::Until => (None, Some(last), Kind::By),
        Lead::Before => (None, first.checked_sub(1.day()).ok(), Kind::By),
        Lead::From => (Some(if point.at_end { last } else { first }), None, Kind::From),
        Lead::None if point.at_end => (None, Some(last), Kind::By),
        Lead::None | Lead::In | Lead::Between => (Some(first), Some(last), plain),
    };
    found(When { text: None, earliest, latest, precision: point.precision, kind }, point)
}
