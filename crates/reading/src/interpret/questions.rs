//! What a careful reader would ask of the finished reading: dates taken one way that can be meant another, dates that
//! are missing, names that are not for publication.

use super::Reader;
use crate::{
    block::Body,
    dates,
    model::{Item, Kind, Precision, StatusReading},
    words::{has_any, words},
};

/// Entries one question names; a longer list says nothing more.
const NAMED: usize = 20;

pub(super) fn ask(reader: &mut Reader<'_>) {
    dates_taken(reader);
    moved(reader);
    late(reader);
    vague(reader);
    promises(reader);
    page(reader);
}

/// Entries that fit, by index, with the words of their dates.
fn those(reader: &Reader<'_>, fits: impl Fn(&Item) -> bool) -> Vec<(usize, String)> {
    let all = reader.out.items.iter().enumerate().filter(|(_, item)| fits(item));
    all.map(|(at, item)| (at, item.when.text.clone().unwrap_or_default())).take(NAMED).collect()
}

fn lower(item: &Item) -> String {
    item.when.text.as_deref().unwrap_or_default().to_lowercase()
}

/// Dates that were read one way and can be meant another, each kind asked about once.
fn dates_taken(reader: &mut Reader<'_>) {
    let known = |item: &Item| item.when.latest.is_some();
    if let Some((_, shown)) = those(reader, |item| known(item) && two_digit_year(&lower(item))).first() {
        let text = format!("\"{shown}\" was read as a month and a year of two digits, not as a day of a month.");
        reader.remark("two_digit_year", text, vec!["month and year".to_owned(), "day and month".to_owned()]);
    }
    if let Some((_, shown)) = those(reader, |item| known(item) && item.when.precision == Precision::Term).first() {
        let text =
            format!("\"{shown}\" is a school term: its days follow the local term calendar; whole months were taken.");
        reader.remark("term_calendar", text, Vec::new());
    }
    let quarter = |item: &Item| {
        known(item)
            && lower(item).contains('/')
            && !lower(item).contains('(')
            && words(&lower(item)).iter().any(|word| word.lower.starts_with('q'))
    };
    if let Some((_, shown)) = those(reader, quarter).first() {
        let text = format!("\"{shown}\" was read as a quarter of the financial year, which begins in April.");
        reader.remark("quarter_counted", text, vec!["financial year".to_owned(), "calendar year".to_owned()]);
    }
    if let Some((_, shown)) = those(reader, |item| known(item) && either_order(&lower(item))).first() {
        let text = format!("\"{shown}\" was read with the day first.");
        reader.remark("day_first", text, vec!["day first".to_owned(), "month first".to_owned()]);
    }
    let by_year = |item: &Item| {
        known(item)
            && item.when.kind == Kind::By
            && item.when.precision == Precision::Year
            && lower(item).starts_with("by 20")
    };
    for (at, shown) in those(reader, by_year) {
        let choices = vec!["before the year begins".to_owned(), "before the year ends".to_owned()];
        reader.ask("by_year", at, format!("\"{shown}\" may mean before that year begins."), choices);
    }
}

/// "May 26", "Sept 26": a month's name and two digits.
fn two_digit_year(text: &str) -> bool {
    let list = words(text);
    let Some([month, year]) = list.len().checked_sub(2).and_then(|at| list.get(at..)) else { return false };
    year.lower.len() == 2
        && year.lower.chars().all(|sign| sign.is_ascii_digit())
        && dates::whole(&format!("{} 2024", month.lower)).is_some_and(|found| found.when.precision == Precision::Month)
}

/// "12/02/2026": both numbers can be a month.
fn either_order(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        let parts: Vec<u32> = word.split(['/', '.']).filter_map(|part| part.parse().ok()).collect();
        matches!(parts.as_slice(), [day, month, year] if *day <= 12 && *month <= 12 && day != month && *year > 12)
    })
}

/// An entry that has moved needs its first date and its new one.
fn moved(reader: &mut Reader<'_>) {
    let late = |item: &Item| matches!(item.status.reading, StatusReading::Delayed | StatusReading::Postponed);
    let asked = |item: &Item| item.warnings.iter().any(|code| code == "two_dates");
    let renewed = |item: &Item| {
        has_any(
            &words(&item.text),
            &["now", "until", "delayed to", "postponed to", "moved to", "revised to", "to delay"],
        )
    };
    let first_known = |item: &Item| item.notes.as_deref().is_some_and(|notes| notes.contains("earlier date"));
    for (at, shown) in those(reader, |item| late(item) && !asked(item) && !renewed(item) && !first_known(item)) {
        if shown.is_empty() {
            reader.ask(
                "new_date_missing",
                at,
                "It is late or postponed, and no new date is given.".to_owned(),
                Vec::new(),
            );
        } else {
            let text = format!("It is late or postponed, and only one date is given: \"{shown}\".");
            reader.ask("one_date_of_two", at, text, vec!["the first date".to_owned(), "the new date".to_owned()]);
        }
    }
}

/// Something achieved or approved after the day it was due.
fn late(reader: &mut Reader<'_>) {
    let mut found: Vec<(usize, String, String)> = Vec::new();
    for (at, item) in reader.out.items.iter().enumerate().filter(|(_, item)| item.status.reading == StatusReading::Done)
    {
        let Some(due) = item.when.latest.filter(|_| item.when.kind == Kind::By) else { continue };
        let after = item
            .updates
            .iter()
            .filter_map(|update| update.on.as_deref())
            .find(|on| dates::whole(on).and_then(|found| found.when.earliest).is_some_and(|first| first > due));
        if let Some(on) = after {
            found.push((at, on.to_owned(), item.when.text.clone().unwrap_or_default()));
        }
    }
    for (at, on, due) in found.into_iter().take(NAMED) {
        reader.ask(
            "done_after_its_date",
            at,
            format!("It was due \"{due}\", and a later day is given for it: {on}."),
            Vec::new(),
        );
    }
}

/// Words that stand for a date and give none.
fn vague(reader: &mut Reader<'_>) {
    const VAGUE: &[&str] = &[
        "later this year",
        "next 12 months",
        "next twelve months",
        "next six months",
        "coming months",
        "coming year",
        "this month",
        "this term",
        "next term",
        "next year",
        "later in the year",
        "in due course",
        "shortly",
        "soon",
    ];
    let fits =
        |item: &Item| item.when.earliest.is_none() && item.when.latest.is_none() && has_any(&words(&item.text), VAGUE);
    for (at, _) in those(reader, fits) {
        let text = "Its words point to a time without naming it; the page's own date would be needed.".to_owned();
        reader.ask("relative_date", at, text, Vec::new());
    }
}

/// "By next term we will have trained …": past words that are promises.
fn promises(reader: &mut Reader<'_>) {
    let fits = |item: &Item| {
        let promised = item.status.word.as_deref().is_some_and(|word| word.to_lowercase().contains("will have"));
        let list = words(&item.text);
        promised
            && list.first().is_some_and(|word| {
                word.lower.ends_with("ed") || matches!(word.lower.as_str(), "given" | "told" | "held" | "met")
            })
    };
    if !those(reader, fits).is_empty() {
        let text =
            "Entries under \"we will have\" use past words; they are promises and were not read as done.".to_owned();
        reader.remark("promise_in_past_words", text, Vec::new());
    }
}

/// What concerns the page as a whole.
fn page(reader: &mut Reader<'_>) {
    let items = &reader.out.items;
    let undated = items.iter().filter(|item| item.when.text.is_none()).count();
    if items.len() >= 4 && undated * 10 >= items.len() * 6 {
        let text = format!("{undated} of {} entries have no date.", items.len());
        reader.remark("few_dates", text, Vec::new());
    }
    if reader.out.items.iter().flat_map(|item| &item.owners).any(|owner| owner.person.is_some()) {
        let text = "Named officers stand on the page: publish the role, keep the person's name private.".to_owned();
        reader.remark("named_person", text, Vec::new());
    }
    if !reader.out.plan.counts.is_empty() {
        let text = "Counts of open and closed actions are of an action log; they are not entries.".to_owned();
        reader.remark("counts_of_a_log", text, Vec::new());
    }
    let days: Vec<_> = reader
        .out
        .items
        .iter()
        .filter(|item| item.when.precision == Precision::Day && item.when.kind == Kind::On)
        .filter_map(|item| item.when.latest)
        .collect();
    if days.len() >= 3 && days.windows(2).all(|pair| pair[0] > pair[1]) {
        let text = "Entries stand newest first: the date of a heading can be the day of the update, not of the event.";
        reader.remark("newest_first", text.to_owned(), Vec::new());
    }
    let linked = reader.document.blocks.iter().any(|block| {
        !matches!(block.body, Body::Table(_))
            && has_any(&words(block.text()), &["pdf", "document below", "printable", "download"])
    });
    if linked && reader.out.items.len() <= 2 {
        let text = "The page points to a document, and few entries stand on the page itself: read the document too.";
        reader.remark("plan_in_document", text.to_owned(), Vec::new());
    }
}
