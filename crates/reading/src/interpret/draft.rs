//! From the parts of an entry to the entry, with the questions its words leave open.

use super::{
    ENTRIES, Reader,
    dating::{self, Dated, Question},
    ledger::Fate,
};
use crate::{
    model::{Item, Owner, Precision, Status, StatusReading, Update, When},
    nature,
    places::{self, Places},
    status,
    words::{Word, has_any, words},
};

use StatusReading::{Delayed, Done, InProgress, Ongoing, Planned, Postponed};

/// The parts of an entry as they stand on the page.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) text: String,
    pub(super) reference: Option<String>,
    pub(super) section: Option<String>,
    pub(super) first: usize,
    pub(super) last: usize,
    /// The period it stands under.
    pub(super) period: Option<When>,
    /// A date of its own, from a cell; without it the words are searched.
    pub(super) dated: Option<Dated>,
    /// What a heading or column says about its status.
    pub(super) headed: Option<Status>,
    /// What a cell of its own says; without it the words are searched.
    pub(super) status: Option<Status>,
    pub(super) owners: Vec<Owner>,
    pub(super) measures: Vec<String>,
    pub(super) updates: Vec<Update>,
    pub(super) notes: Option<String>,
    pub(super) in_table: bool,
}

impl Reader<'_> {
    /// The days of the page itself: the day it was published, or the month in its title.
    pub(super) fn page_span(&self) -> Option<calendar::Span> {
        let plan = &self.out.plan;
        plan.page_date.map(calendar::Span::day).or_else(|| {
            let found = crate::dates::find(plan.title.as_deref()?).into_iter().next_back()?;
            let near = matches!(found.when.precision, Precision::Month | Precision::Day);
            crate::dates::span_of(&found.when).filter(|_| near)
        })
    }

    /// Adds an entry and gives its index; `None` when the page already has as many as one page may.
    pub(super) fn enter(&mut self, draft: Draft) -> Option<usize> {
        if self.out.items.len() >= ENTRIES {
            self.remark(
                "too_many_entries",
                format!("Only the first {ENTRIES} entries were read; split the file."),
                Vec::new(),
            );
            return None;
        }
        self.ledger.set(draft.first, draft.last, Fate::Item);
        let index = self.out.items.len();
        let (reference, text) = match draft.reference {
            Some(reference) => (Some(reference), draft.text.clone()),
            None => numbered(&draft.text),
        };
        let (status, clash) = settled(&text, draft.status, draft.headed);
        let dated = draft.dated.unwrap_or_else(|| dating::of_words(&text, draft.period.as_ref()));
        let dated = match dated.question.as_ref().filter(|open| open.code == "year_missing").and(self.page_span()) {
            Some(page) => dating::by_page(&text, page, status.reading).unwrap_or(dated),
            None => dated,
        };
        let list = words(&text);
        let mut item = Item {
            reference,
            section: draft.section,
            nature: nature::of(&text, status.reading, draft.in_table),
            when: dated.when,
            status,
            places: None,
            owners: draft.owners,
            measures: draft.measures,
            recurs: comes_round(&list),
            links: Vec::new(),
            updates: draft.updates,
            notes: draft.notes,
            incomplete_tail: false,
            warnings: Vec::new(),
            text,
        };
        if let Some(before) = dated.before {
            let note = format!("earlier date: {before}");
            item.notes = Some(item.notes.map_or(note.clone(), |notes| format!("{notes}; {note}")));
        }
        let places = places::of(&item.text);
        if let Places::Stated(count) = places {
            item.places = Some(count);
        }
        self.out.items.push(item);
        self.question(index, places, dated.question, clash);
        Some(index)
    }

    /// The questions an entry's own words leave open.
    fn question(&mut self, index: usize, places: Places, question: Option<Question>, clash: Option<Vec<String>>) {
        if let Places::Open(counts) = places {
            let choices = counts.iter().map(u32::to_string).collect();
            self.ask(
                "place_count_unclear",
                index,
                "The words leave open how many places there are.".to_owned(),
                choices,
            );
        }
        let list = words(&self.out.items.get(index).map_or_else(String::new, |item| item.text.clone()));
        if list.first().is_some_and(|word| matches!(word.lower.as_str(), "tbc" | "tbd")) {
            self.ask("date_to_be_confirmed", index, "The date is still to be confirmed.".to_owned(), Vec::new());
        }
        if let Some(question) = question {
            self.ask(question.code, index, question.text, question.choices);
        }
        if let Some(choices) = clash {
            self.ask(
                "status_contradicts",
                index,
                "The heading and the words say different things about how far this is.".to_owned(),
                choices,
            );
        }
    }
}

/// Words that say an entry comes round by itself.
fn comes_round(list: &[Word]) -> bool {
    const ROUNDS: &[&str] = &[
        "every month",
        "every term",
        "every year",
        "each month",
        "each term",
        "monthly update",
        "refreshed monthly",
        "annual conference",
    ];
    let led =
        list.first().is_some_and(|word| matches!(word.lower.as_str(), "monthly" | "termly" | "quarterly" | "weekly"));
    led || has_any(list, ROUNDS)
}

/// "1.1 Publish …", "Action 2: …": the page's own number and the words after it.
pub(super) fn numbered(text: &str) -> (Option<String>, String) {
    let plain = (None, text.to_owned());
    // "Action 1.1 Publish …", "Action 2: …": the word says only what the number counts.
    if let Some((word, rest)) = text.split_once(' ')
        && matches!(word, "Action" | "Milestone" | "Step" | "Activity")
        && rest.starts_with(|sign: char| sign.is_ascii_digit())
    {
        let (number, words) = numbered(rest);
        return if number.is_some() { (number, words) } else { plain };
    }
    let head_end = text.find([' ', ':']).unwrap_or(text.len());
    let (head, rest) = text.split_at(head_end);
    let core = head.trim_end_matches(['.', ')', ':']);
    let dotted = core.contains('.')
        && core
            .split('.')
            .all(|part| !part.is_empty() && part.len() <= 2 && part.chars().all(|sign| sign.is_ascii_digit()));
    let lettered = core.len() >= 2
        && core.len() <= 6
        && core.starts_with(|sign: char| sign.is_ascii_uppercase())
        && core.get(1..).is_some_and(|tail| {
            tail.chars().all(|sign| sign.is_ascii_digit() || sign == '.')
                && tail.starts_with(|sign: char| sign.is_ascii_digit())
        });
    let rest = rest.trim_start_matches([' ', ':', '-', '–', '.']).trim();
    let capital = rest.chars().next().is_some_and(|sign| sign.is_uppercase() || "\"“‘'".contains(sign));
    let plain_number = core.len() <= 2
        && head.len() > core.len()
        && !core.is_empty()
        && core.chars().all(|sign| sign.is_ascii_digit());
    // "Q1 …" and the like are dates, not numbers of entries.
    if (dotted || plain_number || lettered && !core.starts_with('Q')) && capital {
        return (Some(core.to_owned()), rest.to_owned());
    }
    plain
}

/// One status from the cell, the heading and the words, and the choices when they clash.
fn settled(text: &str, cell: Option<Status>, headed: Option<Status>) -> (Status, Option<Vec<String>>) {
    if let Some(cell) = cell {
        return (cell, None);
    }
    let own = own(text);
    let Some(headed) = headed else { return (own, None) };
    if own.reading == StatusReading::NotStated || own.reading == headed.reading {
        let word = if own.reading == headed.reading { own.word } else { headed.word };
        return (Status { word, reading: headed.reading }, None);
    }
    match (headed.reading, own.reading) {
        // "We are developing …" under "what we have done" is still being done: a full sentence says more than its heading.
        (Done, _) if own.word.as_deref().is_some_and(finite) => {
            let choices = [headed.word, own.word.clone()].into_iter().flatten().collect();
            (own, Some(choices))
        }
        // Under "by next term we will have", "trained staff" is what there will be.
        (Planned, Done) | (Done, InProgress | Ongoing) if status::marked(text).is_none() => (headed, None),
        (Done, Planned | Delayed | Postponed) | (Planned, Done) => {
            let choices = [headed.word, own.word].into_iter().flatten().collect();
            (Status { word: None, reading: StatusReading::NotStated }, Some(choices))
        }
        _ => (own, None),
    }
}

/// What the words say; in several sentences the first tells the news, unless a later one says that it is late.
fn own(text: &str) -> Status {
    let parts = crate::words::sentences(text);
    let whole = status::of_words(text);
    let Some(first) = parts.first().filter(|_| parts.len() > 1).map(|first| status::of_words(first)) else {
        return whole;
    };
    let late = parts.iter().skip(1).any(|part| matches!(status::of_words(part).reading, Delayed | Postponed));
    if first.reading == StatusReading::NotStated || late { whole } else { first }
}

fn finite(word: &str) -> bool {
    words(word)
        .iter()
        .any(|word| matches!(word.lower.as_str(), "we" | "is" | "are" | "still" | "has" | "have" | "will"))
}

/// The sentences of progress notes, as updates with the date and the figure they give.
pub(super) fn update(text: &str) -> Update {
    let figure = percentage(text);
    let on = crate::dates::find(text).into_iter().next().and_then(|found| found.when.text);
    Update {
        text: Some(text.to_owned()),
        figure: figure.as_ref().map(|(value, _)| *value),
        unit: figure.map(|(_, unit)| unit),
        on,
    }
}

/// A percentage and what it is of: "94.7% of schools are signed up" gives 94.7 and "% of schools".
fn percentage(text: &str) -> Option<(f64, String)> {
    let at = text.find('%')?;
    let before = text.get(..at)?.trim_end();
    let start = before
        .rfind(|sign: char| !(sign.is_ascii_digit() || sign == '.'))
        .map_or(0, |at| at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let value: f64 = before.get(start..)?.trim_matches('.').parse().ok()?;
    let rest = text.get(at + 1..)?.trim_start();
    let what: Vec<&str> = rest
        .split_whitespace()
        .take_while(|word| {
            !matches!(*word, "are" | "is" | "were" | "was" | "have" | "has" | "in" | "by" | "and" | "by:")
        })
        .take(5)
        .collect();
    let unit = if what.first() == Some(&"of") {
        format!("% {}", what.join(" ").trim_end_matches(['.', ',', ';']))
    } else {
        "%".to_owned()
    };
    Some((value, unit))
}
