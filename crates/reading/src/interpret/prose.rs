//! Paragraphs: introductions, progress notes under a headed entry, and timelines told in sentences.

use super::{
    Reader,
    draft::update,
    ledger::Fate,
    walk::{self, Mode, Place},
};
use crate::{
    block::Block,
    dates,
    model::{Precision, StatusReading, When},
    status,
    words::{has_any, sentences, words},
};

/// Reads a paragraph where it stands.
pub(super) fn paragraph(reader: &mut Reader<'_>, place: &mut Place, block: &Block, text: &str) {
    if let Some(entry) = place.entry {
        reader.ledger.set(block.first, block.last, Fate::Item);
        for sentence in sentences(text) {
            told_of(reader, entry, sentence);
        }
        return;
    }
    if place.day.is_some() {
        return on_a_day(reader, place, block, text);
    }
    if super::plan::counts(reader, text) {
        return reader.ledger.set(block.first, block.last, Fate::Note);
    }
    place.explains = text.ends_with(':')
        && sentences(text).last().is_some_and(|last| crate::headings::aims(&crate::words::folded(last)));
    if closing(text) {
        place.mode = Mode::Notes;
    }
    if let Some((headed, rest)) = labelled(text) {
        let saved = place.headed.replace(headed);
        walk::add(reader, place, block, rest, None);
        place.headed = saved;
        return;
    }
    let left = super::figures::in_prose(reader, place, block, text);
    if left.is_empty() {
        return;
    }
    let text = left.as_str();
    match place.mode {
        Mode::Notes | Mode::Counts | Mode::Measures | Mode::Updates => {
            reader.ledger.set(block.first, block.last, Fate::Note);
        }
        Mode::Entries => entries(reader, place, block, text),
        Mode::Open if walk::led_by_date(text).is_some() => {
            walk::add(reader, place, block, text, None);
        }
        Mode::Open if after_months(text).is_some() => counted(reader, place, block, text),
        Mode::Open if decided(text) => {
            each(reader, place, block, &sentences(text), decided);
        }
        Mode::Open if reader.page.structured && !place.under_aim && !under_prose_heading(reader, place) => {
            reader.ledger.set(block.first, block.last, Fate::Note);
        }
        Mode::Open => told(reader, place, block, text),
    }
}

/// "We did: …", "Next: …": an entry whose label says how far it is.
fn labelled(text: &str) -> Option<(crate::model::Status, &str)> {
    let (label, rest) = text.split_once(':')?;
    let Some(crate::fields::Field::Entries(reading)) = crate::fields::exact(label) else { return None };
    let rest = rest.trim();
    let told = rest.split_whitespace().count() >= 3;
    told.then(|| (crate::model::Status { word: Some(label.trim().to_owned()), reading }, rest))
}

/// Under a day of a timeline the first line is what happened; the lines after it tell more of the same.
fn on_a_day(reader: &mut Reader<'_>, place: &mut Place, block: &Block, text: &str) {
    let Some(entry) = place.day_entry else {
        place.day_entry = walk::add(reader, place, block, text, None);
        return;
    };
    reader.ledger.set(block.first, block.last, Fate::Item);
    if let Some(item) = reader.out.items.get_mut(entry) {
        let notes = item.notes.take();
        item.notes = Some(notes.map_or(text.to_owned(), |notes| format!("{notes} {text}")));
    }
}

/// "After 3 months: …": a milestone counted from a day the page may not give.
fn after_months(text: &str) -> Option<(&str, &str)> {
    let (lead, rest) = text.split_once(':')?;
    let list = words(lead);
    let [first, count, unit] = list.as_slice() else { return None };
    let counted = crate::words::number(&count.lower).is_some();
    let time = matches!(unit.lower.as_str(), "weeks" | "months" | "month" | "years" | "year" | "days");
    let after = matches!(first.lower.as_str(), "after" | "within" | "in");
    (after && counted && time && !rest.trim().is_empty()).then(|| (lead, rest.trim()))
}

/// Such a milestone is a promise however it is worded, and its day is a question.
fn counted(reader: &mut Reader<'_>, place: &mut Place, block: &Block, text: &str) {
    let Some((lead, rest)) = after_months(text) else { return };
    let when = When { text: Some(lead.to_owned()), kind: crate::model::Kind::By, ..When::default() };
    let question = super::dating::Question {
        code: "date_unread",
        text: format!(
            "\"{lead}\" is counted from a day the page does not give here; it is a milestone, and nothing says that it is reached."
        ),
        choices: Vec::new(),
    };
    let draft = super::draft::Draft {
        text: rest.to_owned(),
        section: place.theme.clone(),
        first: block.first,
        last: block.last,
        dated: Some(super::dating::Dated { when, question: Some(question), before: None }),
        status: Some(crate::model::Status::default()),
        ..super::draft::Draft::default()
    };
    reader.enter(draft);
}

/// The end of a letter: what follows is who wrote it.
fn closing(text: &str) -> bool {
    let plain = crate::words::folded(text);
    matches!(
        plain.as_str(),
        "yours sincerely" | "yours faithfully" | "kind regards" | "best wishes" | "with best wishes" | "best regards"
    )
}

/// A review that took place on a day, or a decision of a board: a step, even between lists.
fn decided(sentence: &str) -> bool {
    let list = words(sentence);
    let dated = dates::find(sentence).iter().any(|found| found.when.latest.is_some() || found.when.earliest.is_some());
    let review = has_any(
        &list,
        &[
            "deep dive",
            "review meeting",
            "stocktake",
            "monitoring visit",
            "reviewed our progress",
            "review of progress",
        ],
    );
    let held = has_any(&list, &["held", "reviewed", "met", "took place", "take place", "visited"]);
    let board = has_any(&list, &["the board", "the cabinet", "the committee", "the partnership", "the executive"]);
    let agreed =
        has_any(&list, &["board agreed", "board approved", "board decided", "cabinet approved", "cabinet agreed"])
            || board && has_any(&list, &["agreed to delay", "agreed to postpone"]);
    dated && review && held || agreed
}

/// A page of prose with headings tells its progress in sentences.
fn under_prose_heading(reader: &Reader<'_>, place: &Place) -> bool {
    !reader.page.structured && place.theme.is_some()
}

/// Under a period or "what we have done": a short paragraph is one entry, a long one has one a sentence.
fn entries(reader: &mut Reader<'_>, place: &mut Place, block: &Block, text: &str) {
    let parts = sentences(text);
    let dated_page = place.period.as_ref().is_some_and(|(_, when)| when.precision == Precision::Day);
    if text.ends_with(':') || text.starts_with('(') || text.starts_with('*') || text.starts_with("Note:") {
        return reader.ledger.set(block.first, block.last, Fate::Note);
    }
    // Two sentences that each tell of a step of their own are two entries.
    let both = parts.len() == 2
        && parts.iter().all(|part| tells(part, false))
        && !parts.get(1).is_some_and(|part| follows(part));
    if parts.len() <= 2 && !both && targets(text).is_none() || dated_page {
        walk::add(reader, place, block, text, None);
        return;
    }
    each(reader, place, block, &parts, |_| true);
}

/// "We aim to clear A by May, finish B by June, and reach C by July": steps with a date each, and what leads them.
fn targets(sentence: &str) -> Option<(crate::model::Status, Vec<&str>)> {
    let lead = ["We aim to ", "We will ", "We plan to "].iter().find(|lead| sentence.starts_with(**lead))?;
    let found: Vec<dates::Found> = dates::find(sentence);
    let due = |one: &dates::Found| one.when.kind == crate::model::Kind::By && one.when.latest.is_some();
    if found.len() < 2 || !found.iter().all(due) {
        return None;
    }
    let mut from = lead.len();
    let mut steps = Vec::new();
    for one in &found {
        let step = sentence.get(from..one.end)?.trim_start_matches([',', ' ']);
        steps.push(step.strip_prefix("and ").unwrap_or(step).trim());
        from = one.end;
    }
    let rest = sentence.get(from..)?.trim_matches(['.', ' ']);
    let status = crate::model::Status { word: Some(lead.trim_end().to_owned()), reading: StatusReading::Planned };
    (rest.is_empty() && steps.iter().all(|step| words(step).len() > 2)).then_some((status, steps))
}

/// A sentence that goes on about the one before.
fn follows(part: &str) -> bool {
    words(part).first().is_some_and(|word| {
        matches!(
            word.lower.as_str(),
            "this" | "it" | "these" | "they" | "the rest" | "that" | "those" | "however" | "all"
        )
    })
}

/// In prose, sentences with a date or a clear verb are entries; the others explain.
fn told(reader: &mut Reader<'_>, place: &mut Place, block: &Block, text: &str) {
    let parts: Vec<&str> = sentences(text).into_iter().flat_map(clauses).collect();
    let begun = reader.out.items.len();
    let page = reader.page_span().is_some();
    each(reader, place, block, &parts, |part| tells(part, page));
    if reader.out.items.len() == begun {
        reader.ledger.set(block.first, block.last, Fate::Note);
    }
}

fn each(reader: &mut Reader<'_>, place: &mut Place, block: &Block, parts: &[&str], fits: impl Fn(&str) -> bool) {
    let mut last: Option<usize> = None;
    for part in parts {
        let follows = follows(part);
        if let Some(item) =
            last.filter(|_| follows && dates::find(part).is_empty()).and_then(|at| reader.out.items.get_mut(at))
        {
            let notes = item.notes.take();
            item.notes = Some(notes.map_or((*part).to_owned(), |notes| format!("{notes} {part}")));
            continue;
        }
        if let Some((lead, steps)) = targets(part) {
            let saved = place.clone();
            place.theme = saved.theme.clone().or_else(|| saved.headed.as_ref().and_then(|headed| headed.word.clone()));
            place.headed = Some(lead);
            for step in steps {
                last = walk::add(reader, place, block, step, None);
            }
            (place.theme, place.headed) = (saved.theme, saved.headed);
            continue;
        }
        if fits(part) {
            last = walk::add(reader, place, block, part, None);
        }
    }
}

/// Two halves of a sentence that each have a date and a "we": "… in May 2024 and we will … by 2026".
fn clauses(sentence: &str) -> Vec<&str> {
    let dated =
        |part: &str| dates::find(part).iter().any(|found| found.when.latest.is_some() || found.when.earliest.is_some());
    let cut = [" and we ", ", and by ", " and by "].iter().find_map(|join| {
        let at = sentence.find(join)?;
        let (left, right) = (
            sentence.get(..at)?,
            sentence.get(at..)?.trim_start_matches([',', ' ']).trim_start_matches("and ").trim_start(),
        );
        let told = has_any(&words(right), &["we", "we'll", "we've"]) && has_any(&words(left), &["we", "we've"]);
        (told && dated(left) && dated(right)).then_some((left, right))
    });
    cut.map_or_else(|| vec![sentence], |(left, right)| vec![left, right])
}

/// Whether a sentence tells of a step: a date and a verb of doing, or "we have", "we will", "we are".
fn tells(sentence: &str, page: bool) -> bool {
    let list = words(sentence);
    if list.len() < 4
        || sentence.ends_with('?')
        || has_any(
            &list,
            &[
                "email",
                "telephone",
                "contact us",
                "click",
                "cookies",
                "last updated",
                "published on",
                "page was",
                "this page",
                "this roadmap",
                "this plan",
                "this letter",
                "dear",
            ],
        )
    {
        return false;
    }
    let said = status::of_words(sentence).reading != StatusReading::NotStated;
    // "The council has opened …" tells of a step without a date.
    let perfect = list.windows(2).any(|pair| {
        matches!(pair[0].lower.as_str(), "has" | "have")
            && matches!(
                pair[1].lower.as_str(),
                "opened" | "agreed" | "approved" | "published" | "launched" | "appointed"
            )
    });
    // A month without its year counts where the page says when it was written.
    let dated = dates::find(sentence).iter().any(|found| {
        found.when.latest.is_some() || found.when.earliest.is_some() || page && found.yearless.is_some() && said
    });
    let ours = has_any(
        &list,
        &[
            "we",
            "we've",
            "we'll",
            "council",
            "icb",
            "partnership",
            "school",
            "schools",
            "team",
            "service",
            "board",
            "will",
        ],
    );
    let inspected = has_any(&list, &["inspected", "inspection", "ofsted", "inspectors", "visited"])
        && !has_any(&list, &["we", "will"]);
    !inspected
        && (said && (dated || perfect || has_any(&list, &["we", "we've", "we'll", "will", "has been", "have been"]))
            || dated && ours)
}

/// A sentence or bullet under an entry that is a heading: its status, date, rhythm and figures.
pub(super) fn told_of(reader: &mut Reader<'_>, entry: usize, sentence: &str) {
    let Some(item) = reader.out.items.get_mut(entry) else { return };
    let said = status::of_words(sentence);
    let known = item.status.reading != StatusReading::NotStated;
    if said.reading != StatusReading::NotStated
        && (!known || gerund(&item.text) && item.status.reading == StatusReading::InProgress)
    {
        item.status = said;
    }
    let found =
        dates::find(sentence).into_iter().find(|found| found.when.latest.is_some() || found.when.earliest.is_some());
    if item.when.text.is_none()
        && let Some(found) = found
    {
        item.when = found.when;
    }
    if let (None, crate::places::Places::Stated(count), crate::model::Nature::Opening) =
        (item.places, crate::places::of(sentence), item.nature)
    {
        item.places = Some(count);
    }
    let list = words(sentence);
    let rhythm = [
        "every month",
        "each month",
        "monthly",
        "every term",
        "each term",
        "termly",
        "quarterly",
        "every quarter",
        "weekly",
        "every week",
    ];
    if has_any(&list, &rhythm) {
        item.recurs = true;
        item.notes = Some(rhythm_words(sentence).unwrap_or_else(|| sentence.to_owned()));
        return;
    }
    let mut note = update(sentence);
    note.on = None;
    item.updates.push(note);
}

fn gerund(text: &str) -> bool {
    words(text).first().is_some_and(|word| word.lower.ends_with("ing"))
}

/// The words of a rhythm with their verb: "refreshed every month".
fn rhythm_words(sentence: &str) -> Option<String> {
    let list = words(sentence);
    let at = list.iter().position(|word| {
        matches!(word.lower.as_str(), "every" | "each" | "monthly" | "termly" | "quarterly" | "weekly")
    })?;
    let from = list.get(at.checked_sub(1)?)?.start;
    let end = if matches!(list.get(at)?.lower.as_str(), "every" | "each") {
        list.get(at + 1)?.end
    } else {
        list.get(at)?.end
    };
    sentence.get(from..end).map(str::to_owned)
}
