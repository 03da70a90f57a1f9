//! Down the page, block by block, remembering the headings that hold.

use super::{
    Reader,
    draft::{Draft, update},
    heads::{below, card_below, cut_card, cut_label, entry_heading, heads_card, leads_list, opens, without_bracket},
    ledger::Fate,
    prose,
};
use crate::{
    block::{Block, Body},
    dates::{self, Found},
    headings::{self, Class},
    model::{Period, Precision, Status, When},
    words::folded,
};

/// What the headings above a line say about it.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent fact about the headings above")]
pub(super) struct Place {
    pub(super) theme: Option<String>,
    /// Index into the periods, and the days.
    pub(super) period: Option<(usize, When)>,
    pub(super) mode: Mode,
    /// Status and date a heading gives to its entries.
    pub(super) headed: Option<Status>,
    pub(super) headed_when: Option<When>,
    /// A numbered aim stands above.
    pub(super) under_aim: bool,
    /// A heading directly above a card that has no label for the entry's words.
    pub(super) card_title: Option<String>,
    /// A bare number before a card.
    pub(super) card_number: Option<String>,
    /// The day of a timeline under the period, and whether its entry has been told.
    pub(super) day: Option<When>,
    pub(super) day_entry: Option<usize>,
    /// The theme's heading is a label; the sentence after it names the theme.
    unnamed: bool,
    /// The bullets that follow a sentence such as "The plan sets out how:" explain it.
    pub(super) explains: bool,
    /// The heading that is itself an entry, whose notes follow.
    pub(super) entry: Option<usize>,
    /// The last entry made of a bullet of depth 0.
    pub(super) parent: Option<usize>,
    /// The theme came after the period.
    theme_in_period: bool,
    /// Entries began here under the present theme.
    first_item: usize,
}

/// What lines under a heading are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Mode {
    /// Bullets are entries, prose is explanation.
    #[default]
    Open,
    /// Everything is an entry.
    Entries,
    Measures,
    Updates,
    Notes,
    Counts,
}

pub(super) fn walk(reader: &mut Reader<'_>) {
    let document = reader.document;
    let mut place = Place::default();
    let mut at = 0;
    while let Some(block) = document.blocks.get(at) {
        // A site's name may stand above the title; neither heads an entry.
        let above_title =
            reader.page.title.is_some_and(|title| at < title) && matches!(block.body, Body::Heading { .. });
        if reader.page.title == Some(at) || above_title {
            reader.ledger.set(block.first, block.last, Fate::Heading);
            at += 1;
            continue;
        }
        place.explains &= matches!(block.body, Body::Bullet { .. });
        match &block.body {
            Body::Furniture(_) => reader.ledger.set(block.first, block.last, Fate::Note),
            Body::Heading { text, .. } if place.day_entry.is_some() && leads_list(reader, at) => {
                prose::paragraph(reader, &mut place, block, text);
            }
            Body::Heading { text, .. } => heading(reader, &mut place, at, block, text),
            Body::Table(table) => super::table::read(reader, &mut place, table),
            Body::Field { .. } => {
                at = super::records::cards(reader, &mut place, at);
                continue;
            }
            Body::Bullet { .. } if cut_label(reader, at) => cut_card(reader, block),
            Body::Bullet { depth, mark, text } => bullet(reader, &mut place, block, *depth, mark.as_deref(), text),
            Body::Para(text) if std::mem::take(&mut place.unnamed) => {
                reader.ledger.set(block.first, block.last, Fate::Heading);
                place.theme = Some(text.clone());
            }
            Body::Para(text) => prose::paragraph(reader, &mut place, block, text),
        }
        at += 1;
    }
}

fn heading(reader: &mut Reader<'_>, place: &mut Place, at: usize, block: &Block, text: &str) {
    reader.ledger.set(block.first, block.last, Fate::Heading);
    place.parent = None;
    place.entry = None;
    place.day_entry = None;
    place.unnamed = false;
    let numbered = headings::numbered(text);
    match headings::class(text) {
        Class::Period(found) if day(place, &found) => {
            let text = "Days have no year; it was taken from the month heading above them.".to_owned();
            reader.remark("year_from_heading", text, Vec::new());
        }
        Class::Period(found) => period(reader, place, text, &found),
        Class::Entries(reading, found) => {
            // A theme with entries of its own is a neighbour of this heading, not above it.
            if !place.under_aim
                && place.headed.is_none()
                && place.mode == Mode::Open
                && reader.out.items.len() > place.first_item
            {
                place.theme = None;
            }
            place.mode = Mode::Entries;
            place.headed = Some(Status { word: Some(text.to_owned()), reading });
            if folded(text) == "ongoing" {
                place.period = None;
                place.headed_when = dates::word_for_date(text);
                return;
            }
            place.headed_when = found
                .filter(|found| found.when.latest.is_some() || found.when.earliest.is_some())
                .map(|found| found.when);
        }
        Class::Measures => place.mode = Mode::Measures,
        Class::Updates => place.mode = Mode::Updates,
        Class::Notes => {
            place.mode = Mode::Notes;
            place.period = None;
        }
        Class::Counts => place.mode = Mode::Counts,
        Class::Transparent => {
            place.mode = if matches!(place.mode, Mode::Notes) { Mode::Open } else { place.mode };
            place.headed = None;
        }
        Class::Theme => theme(reader, place, at, block, text, numbered),
    }
}

/// "11 March" under "March 2020": a day of the timeline, not a period of its own.
fn day(place: &mut Place, found: &Found) -> bool {
    let span = place.period.as_ref().and_then(|(_, when)| dates::span_of(when));
    let days = found.yearless.zip(span).and_then(|(yearless, span)| yearless.inside(span));
    let Some(days) = days.filter(|days| days.days() < 28) else { return false };
    let precision = if days.days() == 1 { Precision::Day } else { Precision::Range };
    let kind = if days.days() == 1 { crate::model::Kind::On } else { crate::model::Kind::Range };
    place.day = Some(When { text: found.when.text.clone(), ..dates::when_of(days, precision, kind) });
    place.mode = Mode::Entries;
    true
}

fn period(reader: &mut Reader<'_>, place: &mut Place, text: &str, found: &Found) {
    let when = reader.page.period(found);
    if let Some(doubt) = found.doubt.as_ref().filter(|doubt| doubt.code == "ambiguous_date") {
        reader.remark(
            "ambiguous_date",
            format!("The heading \"{text}\" can be counted in more than one way."),
            doubt.choices.clone(),
        );
    }
    let index = open_period(reader, text.trim(), &when);
    let mut when = when;
    when.text = Some(text.trim().to_owned());
    if !reader.page.periods_repeat && place.theme_in_period {
        place.theme = None;
        place.theme_in_period = false;
    }
    place.period = Some((index, when));
    place.day = None;
    place.mode = Mode::Entries;
    place.headed = None;
    place.headed_when = None;
}

/// The period of this label, new or met before.
pub(super) fn open_period(reader: &mut Reader<'_>, label: &str, when: &When) -> usize {
    if let Some(known) = reader.out.periods.iter().position(|period| period.label == label) {
        return known;
    }
    // A page of more periods than this is no plan; the rest share the last.
    if reader.out.periods.len() >= 1_000 {
        return reader.out.periods.len() - 1;
    }
    reader.out.periods.push(Period {
        label: label.to_owned(),
        earliest: when.earliest,
        latest: when.latest,
        entries: 0,
    });
    reader.out.periods.len() - 1
}

fn theme(reader: &mut Reader<'_>, place: &mut Place, at: usize, block: &Block, text: &str, numbered: bool) {
    if !numbered && entry_heading(reader, place, at, text) {
        let (shown, bracket) = without_bracket(text);
        let found = bracket.as_deref().and_then(dates::whole).or_else(|| dates::find(text).into_iter().next());
        let dated = found.map(|found| super::dating::Dated {
            when: When {
                kind: if found.when.kind == crate::model::Kind::In { crate::model::Kind::On } else { found.when.kind },
                ..found.when
            },
            ..Default::default()
        });
        let draft = Draft {
            text: shown,
            section: place.theme.clone(),
            first: block.first,
            last: block.last,
            dated: Some(dated.unwrap_or_default()),
            ..Draft::default()
        };
        place.entry = reader.enter(draft);
        if let Some(item) =
            place.entry.filter(|_| opens(text, &below(reader, at))).and_then(|at| reader.out.items.get_mut(at))
        {
            item.nature = crate::model::Nature::Opening;
        }
        place.mode = Mode::Open;
        place.headed = None;
        return;
    }
    if let Some(number) = headings::bare_number(text).filter(|_| card_below(reader, at)) {
        place.card_number = Some(number.to_owned());
        return;
    }
    if heads_card(reader, at) {
        place.card_title = Some(text.to_owned());
        return;
    }
    place.theme = Some(text.trim_end_matches(':').to_owned());
    place.unnamed = headings::generic(text);
    place.theme_in_period = place.period.is_some();
    place.under_aim = numbered || place.under_aim && reader.page.numbered_aims;
    place.first_item = reader.out.items.len();
    place.headed = None;
    place.headed_when = None;
    if !place.theme_in_period || matches!(place.mode, Mode::Notes | Mode::Measures | Mode::Updates | Mode::Counts) {
        place.mode = Mode::Open;
    }
}

fn bullet(reader: &mut Reader<'_>, place: &mut Place, block: &Block, depth: u8, mark: Option<&str>, text: &str) {
    if let Some(entry) = place.entry {
        reader.ledger.set(block.first, block.last, Fate::Item);
        prose::told_of(reader, entry, text);
        return;
    }
    if place.explains {
        return reader.ledger.set(block.first, block.last, Fate::Note);
    }
    match place.mode {
        Mode::Notes => return reader.ledger.set(block.first, block.last, Fate::Note),
        Mode::Measures | Mode::Updates => return beside(reader, place, block, text),
        Mode::Counts => {
            super::plan::counts(reader, text);
            return reader.ledger.set(block.first, block.last, Fate::Note);
        }
        Mode::Open | Mode::Entries => {}
    }
    if depth > 0
        && let Some(parent) = place.parent.filter(|_| nested_note(reader, place, text))
    {
        reader.ledger.set(block.first, block.last, Fate::Item);
        if let Some(item) = reader.out.items.get_mut(parent) {
            item.updates.push(update(text));
        }
        return;
    }
    if nothing(text) || bare_lead(text) || place.day_entry.is_some() || dates::whole(text).is_some() {
        let fate = if place.day_entry.is_some() { Fate::Item } else { Fate::Note };
        reader.ledger.set(block.first, block.last, fate);
        if let Some(item) = place.day_entry.and_then(|at| reader.out.items.get_mut(at)) {
            item.updates.push(update(text));
        }
        return;
    }
    // Contents lists and introductions stand before the first heading that holds anything.
    if place.theme.is_none() && place.period.is_none() && place.mode == Mode::Open && introductory(reader, block) {
        return reader.ledger.set(block.first, block.last, Fate::Note);
    }
    if super::plan::counts(reader, text) {
        return reader.ledger.set(block.first, block.last, Fate::Note);
    }
    let made = add(reader, place, block, text, mark);
    if depth == 0 {
        place.parent = made;
    }
}

/// "None" under a heading that asks for something.
fn nothing(text: &str) -> bool {
    matches!(
        folded(text).as_str(),
        "none" | "nil" | "n" | "n a" | "no" | "not applicable" | "none this time" | "none reported"
    )
}

/// "By end of": the page breaks off before the entry says anything.
fn bare_lead(text: &str) -> bool {
    crate::words::words(text)
        .iter()
        .all(|word| matches!(word.lower.as_str(), "by" | "the" | "end" | "of" | "in" | "from" | "we" | "will" | "have"))
}

/// A deeper bullet belongs to the one above unless that one ends with a colon and only leads it in.
fn nested_note(reader: &Reader<'_>, place: &Place, _text: &str) -> bool {
    place.parent.and_then(|at| reader.out.items.get(at)).is_some_and(|item| !item.text.ends_with(':'))
}

fn introductory(reader: &Reader<'_>, block: &Block) -> bool {
    block.first < reader.page.entries_begin
}

/// Measures and positions stated for a section belong to its entry when there is exactly one.
fn beside(reader: &mut Reader<'_>, place: &Place, block: &Block, text: &str) {
    let from = place.first_item;
    let only = reader.out.items.len() == from + 1 && place.theme.is_some();
    if !only {
        reader.ledger.set(block.first, block.last, Fate::Note);
        let section = place.theme.clone().unwrap_or_else(|| "the page".to_owned());
        if reader.out.items.len() > from {
            reader.remark(
                "stated_for_a_section",
                format!("Success measures or positions are stated for \"{section}\" as a whole, not for one entry."),
                Vec::new(),
            );
        }
        return;
    }
    reader.ledger.set(block.first, block.last, Fate::Item);
    if let Some(item) = reader.out.items.get_mut(from) {
        if place.mode == Mode::Measures {
            item.measures.push(text.to_owned());
        } else {
            item.updates.push(update(text));
        }
    }
}

/// Makes an entry of a line under the headings that hold.
pub(super) fn add(
    reader: &mut Reader<'_>,
    place: &mut Place,
    block: &Block,
    text: &str,
    mark: Option<&str>,
) -> Option<usize> {
    let theme =
        place.theme.clone().filter(|_| place.period.is_none() || reader.page.themes_among_periods || place.under_aim);
    let section = theme.or_else(|| place.period.as_ref().map(|(_, when)| when.text.clone().unwrap_or_default()));
    let section = section.or_else(|| place.headed.as_ref().and_then(|status| status.word.clone()));
    let period = place.period.as_ref().map(|(_, when)| when.clone()).or_else(|| place.headed_when.clone());
    let mut period = place.day.clone().or(period);
    let mut text = text.to_owned();
    if let Some((days, rest)) = period.as_ref().and_then(|period| led_by_season(&text, period)) {
        (period, text) = (Some(days), rest);
    } else if let Some((lead, rest)) = led_by_date(&text) {
        text = rest;
        let narrower = period.as_ref().and_then(dates::span_of);
        let inside = lead.yearless.zip(narrower).and_then(|(yearless, span)| yearless.inside(span));
        let resolved = match inside {
            Some(days) => {
                let precision = match lead.yearless {
                    _ if days.days() == 1 => Precision::Day,
                    Some(dates::Yearless::Days(..) | dates::Yearless::Months(..)) => Precision::Range,
                    Some(dates::Yearless::Term(_)) => Precision::Term,
                    _ => Precision::Month,
                };
                When { text: lead.when.text.clone(), ..dates::when_of(days, precision, lead.when.kind) }
            }
            None => lead.when.clone(),
        };
        if resolved.earliest.is_some() || resolved.latest.is_some() {
            period = Some(resolved);
        }
    }
    if let Some((index, _)) = &place.period
        && let Some(period) = reader.out.periods.get_mut(*index)
    {
        period.entries += 1;
    }
    let draft = Draft {
        text,
        reference: mark
            .filter(|mark| mark.contains('.') || mark.chars().all(|sign| sign.is_ascii_digit()))
            .map(str::to_owned),
        section,
        first: block.first,
        last: block.last,
        period,
        headed: place.headed.clone(),
        ..Draft::default()
    };
    reader.enter(draft)
}

/// "Spring - Consultation opens" under "2024": the season of the year above.
fn led_by_season(text: &str, period: &When) -> Option<(When, String)> {
    let year = period.earliest.filter(|_| period.precision == Precision::Year)?.year();
    let (season, rest) = text.split_once([':', '-', '–'])?;
    let known = matches!(season.trim().to_lowercase().as_str(), "spring" | "summer" | "autumn" | "winter");
    let found = dates::whole(&format!("{} {year}", season.trim())).filter(|_| known)?;
    let words = format!("{} / {}", period.text.clone().unwrap_or_default(), season.trim());
    Some((When { text: Some(words), ..found.when }, rest.trim().to_owned()))
}

/// "12 March 2024 – Board agreed …", "March 2024: …", "4 March Workshop".
pub(super) fn led_by_date(text: &str) -> Option<(Found, String)> {
    let found = dates::find(text).into_iter().next().filter(|found| found.start == 0)?;
    let rest = text.get(found.end..)?;
    let cut = rest.trim_start();
    let signed = cut.starts_with([':', '-', '–', '—', '|']);
    let day = found.when.precision == Precision::Day
        || matches!(found.yearless, Some(dates::Yearless::Day(..) | dates::Yearless::Days(..)));
    let body = cut.trim_start_matches([':', '-', '–', '—', '|', ',', ' ']).trim();
    let capital = body.chars().next().is_some_and(char::is_uppercase);
    let preposition = found.when.text.as_deref().is_some_and(|text| {
        text.starts_with(|sign: char| sign.is_uppercase() && !sign.is_ascii_digit())
            && matches!(text.split(' ').next(), Some("In" | "By" | "From" | "Since" | "During" | "On" | "Between"))
    });
    (!body.is_empty() && !preposition && (signed || day && capital)).then(|| (found, body.to_owned()))
}
