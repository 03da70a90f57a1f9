//! Entries made of named parts: cards of labelled values, and rows of tables.

use super::{
    Reader, dating,
    draft::{Draft, update},
    ledger::Fate,
    walk::Place,
};
use crate::{
    block::Body,
    fields::{self, Field},
    model::{Kind, Status, StatusReading, Update},
    owners, status,
    words::sentences,
};

/// A named part of a record.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) field: Field,
    pub(super) name: String,
    pub(super) text: String,
}

/// Reads the cards that begin at a block and gives the block after them.
pub(super) fn cards(reader: &mut Reader<'_>, place: &mut Place, at: usize) -> usize {
    let document = reader.document;
    let mut next = at;
    let mut named: Vec<Named> = Vec::new();
    let mut carried: Vec<Named> = Vec::new();
    let (mut first, mut last) = (0, 0);
    while let Some(block) = document.blocks.get(next) {
        let Body::Field { label, text } = &block.body else { break };
        let numbered = label.rsplit(' ').next().filter(|tail| tail.starts_with(|sign: char| sign.is_ascii_digit()));
        let Some(field) = fields::label(label).or(numbered.map(|_| Field::Text)) else { break };
        let again = named.iter().any(|known| known.field == field && (known.name == *label || field == Field::Text));
        // A new theme after an entry's words, or the first label coming round again, begins the next card.
        let themed = field == Field::Section && named.iter().any(|part| part.field == Field::Text);
        if themed {
            carried.clear();
        }
        if themed || again && (field == Field::Text || named.first().is_some_and(|known| known.field == field)) {
            let sections: Vec<Named> = named.iter().filter(|part| part.field == Field::Section).cloned().collect();
            record(reader, place, &std::mem::take(&mut named), first, last, None);
            first = 0;
            // The next card stands under the same theme unless it names its own.
            if !themed {
                carried = if sections.is_empty() { carried } else { sections };
                named.clone_from(&carried);
            }
        }
        if first == 0 {
            first = block.first;
        }
        last = block.last;
        if field == Field::Section && !named.iter().any(|part| part.field == Field::Text) && !carried.is_empty() {
            named.clear();
            carried.clear();
        }
        if let (Some(number), Field::Text) = (numbered, field) {
            named.push(Named { field: Field::Ref, name: label.clone(), text: number.to_owned() });
        }
        named.push(Named { field, name: label.clone(), text: text.clone() });
        next += 1;
    }
    if let Some(number) = place.card_number.take() {
        named.insert(0, Named { field: Field::Ref, name: "Ref".to_owned(), text: number });
    }
    let title = place.card_title.take().filter(|_| !named.iter().any(|part| part.field == Field::Text));
    if title.is_none() && !named.iter().any(|part| matches!(part.field, Field::Text)) {
        // Values of the page itself: "Accountable officers: …" in a plan's head.
        reader.ledger.set(first, last, Fate::Note);
        return next.max(at + 1);
    }
    record(reader, place, &named, first, last, title.as_deref());
    next.max(at + 1)
}

/// Makes one entry of its parts. `title` stands for the entry's words when no part holds them.
pub(super) fn record(
    reader: &mut Reader<'_>,
    place: &mut Place,
    named: &[Named],
    first: usize,
    last: usize,
    title: Option<&str>,
) -> Option<usize> {
    let text_of = |field: Field| {
        named
            .iter()
            .find(|part| part.field == field && !part.text.trim().is_empty())
            .map(|part| part.text.trim().to_owned())
    };
    let lead = text_of(Field::Text)
        .or(title.map(str::to_owned))
        .or_else(|| text_of(Field::Measure))
        .or_else(|| text_of(Field::Update));
    let Some(text) = lead else {
        reader.ledger.set(first, last, Fate::Note);
        return None;
    };
    let own_section = text_of(Field::Section);
    let section = own_section.or_else(|| place.theme.clone().filter(|theme| title != Some(theme.as_str())));
    let (number, words) = super::draft::numbered(&one_line(&text));
    let mut draft = Draft {
        text: words,
        reference: text_of(Field::Ref).or(number),
        section,
        first,
        last,
        in_table: true,
        period: place.period.as_ref().map(|(_, when)| when.clone()).or_else(|| place.headed_when.clone()),
        headed: place.headed.clone(),
        ..Draft::default()
    };
    let mut asks: Vec<Ask> = Vec::new();
    timing(named, &mut draft);
    standing(reader, named, &mut draft, &mut asks);
    let unclear = parts(named, &text, &mut draft);
    if let Some((new, words)) =
        named.iter().find_map(|part| if part.field == Field::Update { new_date(&part.text) } else { None })
    {
        let due = draft.dated.as_ref().and_then(|dated| dated.when.text.clone()).unwrap_or_default();
        if !due.is_empty() && due != new {
            asks.push((
                "two_dates",
                format!("The date is {due}, and the progress note says \"{words}\"."),
                vec![due, new],
            ));
        }
    }
    let index = reader.enter(draft)?;
    if let Some(words) = unclear {
        asks.push((
            "owner_unclear",
            format!("Who answers for this is not clear from \"{}\".", one_line(&words)),
            Vec::new(),
        ));
    }
    for (code, text, choices) in asks {
        reader.ask(code, index, text, choices);
    }
    if let Some((period, _)) = &place.period
        && let Some(period) = reader.out.periods.get_mut(*period)
    {
        period.entries += 1;
    }
    Some(index)
}

/// A date a progress note says an entry has moved to.
fn new_date(text: &str) -> Option<(String, String)> {
    let sentence = sentences(text).into_iter().find(|sentence| {
        let list = crate::words::words(sentence);
        crate::words::has_any(
            &list,
            &["delayed", "moved", "postponed", "revised", "extended", "pushed back", "slipped", "rescheduled"],
        )
    })?;
    let found = crate::dates::find(sentence).into_iter().next_back()?;
    let text = found.when.text.filter(|_| found.when.latest.is_some() || found.when.earliest.is_some())?;
    Some((text, one_line(sentence)))
}

pub(super) fn one_line(text: &str) -> String {
    crate::words::collapsed(text)
}

fn note(draft: &mut Draft, words: &str) {
    draft.notes = Some(draft.notes.take().map_or(words.to_owned(), |notes| format!("{notes}; {words}")));
}

/// Due date first; a start and a due date make a range.
fn timing(named: &[Named], draft: &mut Draft) {
    let cell = |field: Field| named.iter().find(|part| part.field == field && !part.text.trim().is_empty());
    let due = cell(Field::Due).map(|part| {
        let plain_date = part.name.trim().eq_ignore_ascii_case("date");
        dating::of_cell(&one_line(&part.text), !plain_date)
    });
    let has_column = named.iter().any(|part| part.field == Field::Due);
    draft.dated = due.or_else(|| (has_column && draft.period.is_none()).then(dating::Dated::default));
    if let Some(achieved) = cell(Field::Achieved) {
        let day = dating::of_cell(&one_line(&achieved.text), false);
        if day.when.latest.is_some() || day.when.earliest.is_some() {
            draft.updates.push(Update {
                text: Some(achieved.name.trim_end_matches(':').to_owned()),
                on: Some(one_line(&achieved.text)),
                ..Update::default()
            });
            if draft.dated.is_none() {
                draft.dated = Some(day);
            }
            draft.status.get_or_insert(Status {
                word: Some(achieved.name.trim_end_matches(':').to_owned()),
                reading: StatusReading::Done,
            });
        }
    }
}

/// Owners, measures, updates and notes of a record; the words of an owner cell that is not clear.
fn parts(named: &[Named], lead: &str, draft: &mut Draft) -> Option<String> {
    let mut unclear = None;
    for part in named {
        match part.field {
            Field::Owner(role) => {
                let (found, open) = owners::of_cell(&part.text, role);
                draft.owners.extend(found);
                unclear = unclear.or(open.then(|| part.text.clone()));
            }
            Field::Measure if part.text.trim() != lead => {
                draft.measures.extend(part.text.split('\n').map(one_line).filter(|line| !line.is_empty()));
            }
            Field::Update if !part.text.trim().is_empty() => draft.updates.push(update(&one_line(&part.text))),
            Field::Notes | Field::Colour | Field::Start if !part.text.trim().is_empty() => {
                note(draft, &format!("{}: {}", part.name.trim_end_matches(':'), one_line(&part.text)));
            }
            _ => {}
        }
    }
    unclear
}

/// A question about an entry before it has its place: code, words, choices.
type Ask = (&'static str, String, Vec<String>);

/// Status from its cell, else from a date achieved, else from the words of the progress cell.
fn standing(reader: &Reader<'_>, named: &[Named], draft: &mut Draft, asks: &mut Vec<Ask>) {
    let cell = |field: Field| named.iter().find(|part| part.field == field && !part.text.trim().is_empty());
    let achieved = draft.status.take();
    if let Some(part) = cell(Field::Status).or_else(|| cell(Field::Colour)) {
        return stated(reader, part, cell(Field::Update), achieved.is_some(), draft, asks);
    }
    if achieved.is_some() {
        draft.status = achieved;
        return;
    }
    // "Complete - July 2024" in the column of dates.
    let in_date = cell(Field::Due).map(|part| status::of_cell(&one_line(&part.text)).status);
    if let Some(said) =
        in_date.filter(|said| !matches!(said.reading, StatusReading::NotStated | StatusReading::Ongoing))
    {
        let dated = draft.dated.as_mut().filter(|dated| dated.when.kind == Kind::By && dated.when.earliest.is_some());
        if let (StatusReading::Done, Some(dated)) = (said.reading, dated) {
            dated.when.kind = Kind::On;
        }
        draft.status = Some(said);
    } else if let Some(part) = cell(Field::Text).filter(|part| promised(&part.name)) {
        // "What we will do": how things stand now is told of the need, not of the step.
        draft.status = Some(Status { word: Some(part.name.clone()), reading: StatusReading::Planned });
    } else if let Some(part) = cell(Field::Update) {
        draft.status = Some(of_note(&part.text, asks));
    } else if draft.headed.is_none() {
        // The words of an action ask for something; only a mark beside them says how far it is.
        draft.status = Some(status::marked(&draft.text).unwrap_or_else(|| status::of_words(&draft.text)));
    }
}

fn promised(name: &str) -> bool {
    let plain = crate::words::folded(name);
    ["what we will do", "what we'll do", "what will we do"].iter().any(|lead| plain.starts_with(lead))
}

/// What a progress note says, with a question when its sentences clash.
fn of_note(text: &str, asks: &mut Vec<Ask>) -> Status {
    let (status, clash) = of_progress(text);
    if let Some(choices) = clash {
        asks.push((
            "status_contradicts",
            "The progress note says different things about how far this is.".to_owned(),
            choices,
        ));
    }
    status
}

/// What a status or colour cell says. A colour counts as a status only by the page's own key.
fn stated(
    reader: &Reader<'_>,
    part: &Named,
    note: Option<&Named>,
    achieved: bool,
    draft: &mut Draft,
    asks: &mut Vec<Ask>,
) {
    let shown = one_line(&part.text);
    let said = status::of_cell(&shown);
    let meaning = said.colour.as_ref().and_then(|colour| reader.page.colours.iter().find(|(name, ..)| name == colour));
    let mut status = said.status;
    if let (StatusReading::NotStated, Some((_, reading, _))) = (status.reading, meaning) {
        status.reading = *reading;
    }
    let colour_only = status.reading == StatusReading::NotStated && said.colour.is_some();
    if let (true, Some(note)) = (colour_only, note) {
        let told = of_note(&note.text, asks);
        if told.reading != StatusReading::NotStated {
            draft.status = Some(told);
            return;
        }
    }
    let choices = || STATUS_CHOICES.map(str::to_owned).to_vec();
    if colour_only {
        asks.push((
            "colour_not_status",
            format!("\"{shown}\" is a rating of confidence; the page does not say how far the entry is."),
            choices(),
        ));
    } else if said.unknown && !matches!(shown.as_str(), "-" | "–" | "N/A" | "n/a") {
        asks.push(("status_word_unknown", format!("The status word \"{shown}\" is not known."), choices()));
    }
    if let (Some(found), StatusReading::Done) = (crate::dates::find(&shown).into_iter().next(), status.reading) {
        draft.updates.push(Update { text: Some(shown.clone()), on: found.when.text, ..Update::default() });
    }
    let undone = matches!(status.reading, StatusReading::Planned | StatusReading::Delayed | StatusReading::Postponed);
    if achieved && undone {
        let text = "A date achieved is given, and the status says it is not done.".to_owned();
        asks.push(("status_contradicts", text, vec!["done".to_owned(), "not done".to_owned()]));
        status.reading = StatusReading::NotStated;
    }
    draft.status = Some(status);
}

const STATUS_CHOICES: [&str; 5] = ["done", "in_progress", "planned", "delayed", "not_stated"];

/// One status for a progress note whose sentences agree; a short cell may be a status word alone.
fn of_progress(text: &str) -> (Status, Option<Vec<String>>) {
    let said = status::of_cell(&one_line(text));
    if said.status.reading != StatusReading::NotStated {
        return (said.status, None);
    }
    let mut found: Vec<Status> = Vec::new();
    for sentence in text.split('\n').flat_map(sentences) {
        let one = status::of_words(sentence);
        if one.reading != StatusReading::NotStated && !found.iter().any(|known| known.reading == one.reading) {
            found.push(one);
        }
    }
    match found.as_slice() {
        [] => (Status::default(), None),
        [only] => (only.clone(), None),
        // "The board approved it. We are now putting it to work": a part is done, the whole is under way.
        [done, running] if done.reading == StatusReading::Done && running.reading == StatusReading::InProgress => {
            (running.clone(), None)
        }
        several => (Status::default(), Some(several.iter().filter_map(|one| one.word.clone()).collect())),
    }
}
