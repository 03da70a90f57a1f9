//! What can be said only when the whole page is read: what comes round again, what belongs together, what is missing.

use std::collections::HashMap;

use super::Reader;
use crate::{
    block::Body,
    model::{ItemLink, Link, Nature, StatusReading},
    words::{folded, words},
};

pub(super) fn finish(reader: &mut Reader<'_>) {
    recurring(reader);
    baselines(reader);
    doubles(reader);
    periods(reader);
    statuses(reader);
    stops(reader);
    openings(reader);
    super::told::of_page(reader);
    super::cut::tail(reader);
    super::questions::ask(reader);
    if reader.flattened {
        reader.remark(
            "columns_without_separator",
            "Cells meet without a separator; owner and success measure were parted by the names of known bodies."
                .to_owned(),
            Vec::new(),
        );
    }
    if reader.out.items.is_empty() && reader.out.kpis.is_empty() {
        reader.remark("nothing_found", "No entry and no figure was found on this page.".to_owned(), Vec::new());
    }
}

/// The name of an event without its year and the words for what kind of event it is.
fn event_name(text: &str) -> String {
    let kept: Vec<String> = words(text)
        .into_iter()
        .map(|word| word.lower)
        .filter(|word| {
            let year = word.len() == 4 && word.starts_with("20") && word.chars().all(|sign| sign.is_ascii_digit());
            let kind = matches!(word.as_str(), "event" | "events" | "conference" | "the" | "annual");
            !year && !kind
        })
        .collect();
    kept.join(" ")
}

/// One name under two periods is an event that comes round, not a double.
fn recurring(reader: &mut Reader<'_>) {
    let mut seen: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, item) in reader.out.items.iter().enumerate() {
        if words(&item.text).len() <= 8
            && item.status.reading == StatusReading::NotStated
            && matches!(item.nature, Nature::Event | Nature::Action | Nature::ServiceChange | Nature::Document)
        {
            seen.entry(event_name(&item.text)).or_default().push(at);
        }
    }
    for group in seen.into_values().filter(|group| group.len() > 1) {
        let mut sections: Vec<Option<String>> =
            group.iter().filter_map(|at| reader.out.items.get(*at)).map(|item| item.when.text.clone()).collect();
        sections.dedup();
        let event = group.iter().filter_map(|at| reader.out.items.get(*at)).any(|item| item.nature == Nature::Event);
        if sections.len() < 2 || !event {
            continue;
        }
        for at in group {
            if let Some(item) = reader.out.items.get_mut(at) {
                item.recurs = true;
                item.nature = Nature::Event;
            }
        }
    }
}

/// "… baseline survey" and "… follow-up survey" of the same people.
fn baselines(reader: &mut Reader<'_>) {
    let key = |text: &str, word: &str| {
        let plain = folded(text);
        plain.contains(word).then(|| {
            plain
                .replace(word, " ")
                .split_whitespace()
                .map(|part| part.trim_end_matches('s').to_owned())
                .collect::<Vec<_>>()
                .join(" ")
        })
    };
    let mut first: HashMap<String, usize> = HashMap::new();
    for (at, item) in reader.out.items.iter().enumerate() {
        if let Some(key) = key(&item.text, "baseline").filter(|_| item.nature == Nature::Survey) {
            first.entry(key).or_insert(at);
        }
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (at, item) in reader.out.items.iter().enumerate() {
        let follow = ["follow-up", "follow up", "repeat", "second"].iter().find_map(|word| key(&item.text, word));
        if let Some(begin) = follow.filter(|_| item.nature == Nature::Survey).and_then(|key| first.get(&key)) {
            pairs.push((*begin, at));
        }
    }
    pairs.sort_unstable();
    for (from, to) in pairs {
        let texts = (
            reader.out.items.get(from).map(|item| item.text.clone()),
            reader.out.items.get(to).map(|item| item.text.clone()),
        );
        if let ((Some(from_text), Some(to_text)), Some(item)) = (texts, reader.out.items.get_mut(from)) {
            item.links.push(ItemLink { kind: "baseline_of".to_owned(), to: to_text.clone() });
            reader.out.links.push(Link { kind: "baseline_of".to_owned(), from: from_text, to: to_text });
        }
    }
}

/// The same words twice under one heading with one date.
fn doubles(reader: &mut Reader<'_>) {
    let mut seen: HashMap<(String, Option<String>, Option<String>), usize> = HashMap::new();
    let mut asks = Vec::new();
    for (at, item) in reader.out.items.iter().enumerate() {
        let key = (folded(&item.text), item.section.clone(), item.when.text.clone());
        if let Some(first) = seen.get(&key) {
            asks.push((at, *first));
        } else {
            seen.insert(key, at);
        }
    }
    for (at, first) in asks.into_iter().take(50) {
        reader.ask(
            "duplicate_entry",
            at,
            format!("This entry has the same words and date as entry {}.", first + 1),
            vec!["one entry".to_owned(), "two entries".to_owned()],
        );
    }
}

fn periods(reader: &mut Reader<'_>) {
    if reader.page.open_quarters {
        let label = reader.out.periods.first().map(|period| period.label.clone()).unwrap_or_default();
        let text =
            format!("The headings stand three months apart: \"{label}\" can mean that month or the quarter it begins.");
        reader.remark(
            "quarter_or_month",
            text,
            vec!["the quarter that begins with the month".to_owned(), "the month alone".to_owned()],
        );
    }
}

/// Entries that read as reached outcomes without saying so, and a status all rows share.
fn statuses(reader: &mut Reader<'_>) {
    let claims: Vec<usize> = reader
        .out
        .items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.nature == Nature::OutcomeClaim && item.status.reading == StatusReading::NotStated)
        .map(|(at, _)| at)
        .collect();
    if !claims.is_empty() {
        for at in &claims {
            if let Some(item) = reader.out.items.get_mut(*at) {
                item.warnings.push("status_not_stated".to_owned());
            }
        }
        let text =
            format!("{} entries describe an outcome; their words do not say whether it is reached.", claims.len());
        reader.remark(
            "status_not_stated",
            text,
            vec!["reached".to_owned(), "aimed at".to_owned(), "leave open".to_owned()],
        );
    }
    let words: Vec<Option<&String>> = reader.out.items.iter().map(|item| item.status.word.as_ref()).collect();
    let same = words.len() >= 4
        && words.windows(2).all(|pair| pair[0] == pair[1])
        && words.first().is_some_and(Option::is_some);
    let from_cell =
        reader.document.blocks.iter().any(|block| matches!(block.body, Body::Table(_) | Body::Field { .. }));
    if let (true, true, Some(Some(word))) = (same, from_cell, words.first()) {
        let text = format!("Every entry has the status \"{word}\", so it tells nothing apart.");
        reader.remark("status_same_everywhere", text, Vec::new());
    }
}

/// A list that ends its entries with full stops, and the few that lack one.
fn stops(reader: &mut Reader<'_>) {
    let lists = reader.document.blocks.iter().any(|block| matches!(block.body, Body::Bullet { .. }));
    let lacking: Vec<usize> = reader
        .out
        .items
        .iter()
        .enumerate()
        .filter(|(_, item)| !item.text.ends_with(['.', '!', '?', ')', ';']))
        .map(|(at, _)| at)
        .collect();
    let all = reader.out.items.len();
    if !lists || lacking.is_empty() || all < 5 || lacking.len() * 5 > all {
        return;
    }
    let text = match lacking.as_slice() {
        [only] => format!("Entry {} lacks a final full stop where the others have one.", only + 1),
        several => format!("{} entries lack a final full stop where the others have one.", several.len()),
    };
    for at in lacking {
        if let Some(item) = reader.out.items.get_mut(at) {
            item.warnings.push("missing_full_stop".to_owned());
        }
    }
    reader.remark("missing_full_stop", text, Vec::new());
}

/// Openings without a count, on a page that counts others.
fn openings(reader: &mut Reader<'_>) {
    let counted = reader.out.items.iter().any(|item| item.nature == Nature::Opening && item.places.is_some());
    let bare: Vec<usize> = reader
        .out
        .items
        .iter()
        .enumerate()
        .filter(|(_, item)| {
            item.nature == Nature::Opening
                && item.places.is_none()
                && !item.warnings.iter().any(|code| code == "place_count_unclear")
        })
        .map(|(at, _)| at)
        .collect();
    if !counted && bare.len() > 10 {
        return;
    }
    for at in bare.into_iter().take(50) {
        let text = reader.out.items.get(at).map(|item| item.text.clone()).unwrap_or_default();
        reader.ask(
            "opening_without_places",
            at,
            format!("\"{text}\" is an opening without a count of places."),
            Vec::new(),
        );
    }
}
