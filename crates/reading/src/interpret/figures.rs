//! Figures: tables of indicators with baselines, targets and milestones, and before-and-after in prose.

use super::{Reader, ledger::Fate, walk::Place};
use crate::{
    block::{Block, Row},
    dates,
    fields::{self, Field},
    model::{Figure, Kpi, Milestone},
    words::{collapsed, words},
};

/// Figures one page may give.
pub(super) const FIGURES: usize = 2_000;

/// The first number of a cell: `94.7%`, `1,565`, `£2.6m`, `30.5 weeks`. A year alone is none.
pub(super) fn number(text: &str) -> Option<f64> {
    let start = text.find(|sign: char| sign.is_ascii_digit())?;
    let rest = text.get(start..)?;
    let end = rest.find(|sign: char| !(sign.is_ascii_digit() || sign == '.' || sign == ',')).unwrap_or(rest.len());
    let digits: String = rest.get(..end)?.trim_end_matches(['.', ',']).chars().filter(|sign| *sign != ',').collect();
    let before = text.get(..start)?.chars().next_back();
    if before.is_some_and(char::is_alphabetic) {
        return None;
    }
    let value: f64 = digits.parse().ok()?;
    let negative =
        matches!(before, Some('-' | '−')) && text.get(..start)?.trim_end_matches(['-', '−']).trim().is_empty();
    Some(if negative { -value } else { value })
}

/// A cell as a figure: its words, its number unless it says that there is none, and its period in brackets.
fn figure(text: &str) -> Figure {
    let text = collapsed(text);
    let bracket = text.find('(').and_then(|open| Some((open, open + text.get(open..)?.find(')')?)));
    let inner = bracket
        .and_then(|(open, close)| text.get(open + 1..close))
        .filter(|inner| dates::whole(inner).is_some() || !dates::find(inner).is_empty());
    let outside = match (bracket, inner) {
        (Some((open, close)), Some(_)) => {
            format!("{}{}", text.get(..open).unwrap_or_default(), text.get(close + 1..).unwrap_or_default())
        }
        _ => text.clone(),
    };
    let lower = outside.to_lowercase();
    // "England average 21/22" is a comparator and "not collected" is no figure; neither is a number.
    let wordy = lower.contains("average")
        || lower.contains("not collected")
        || lower.contains("tbc")
        || lower.contains("baseline")
        || lower.contains(crate::text::RUN_TOGETHER)
        || lower.starts_with("n/a")
        || dates::whole(&outside).is_some();
    Figure { value: number(&outside).filter(|_| !wordy), period: inner.map(str::to_owned), text }
}

/// What stands beside a number: `%`, `weeks`, `£`.
pub(super) fn unit(text: &str) -> Option<String> {
    if text.contains('%') || text.to_lowercase().contains("per cent") {
        return Some("%".to_owned());
    }
    if text.contains('£') {
        return Some("£".to_owned());
    }
    let known = [
        "weeks", "days", "months", "places", "plans", "children", "schools", "requests", "pupils", "hours", "families",
        "appeals", "workers",
    ];
    let mut parts = text.split_whitespace().skip_while(|word| !word.starts_with(|sign: char| sign.is_ascii_digit()));
    let beside = parts.nth(1)?.trim_matches(|sign: char| !sign.is_alphabetic()).to_lowercase();
    known.contains(&beside.as_str()).then_some(beside)
}

/// The period a column's name gives: "Baseline (July 2022)", "Milestone 1 - March 2025", "Actual Mar 25".
fn period_of(name: &str) -> Option<String> {
    // "Q3" alone: a quarter of whatever year the page is about.
    let plain = name.trim().to_lowercase();
    let quarter = plain.strip_prefix("quarter ").or_else(|| plain.strip_prefix('q')).unwrap_or_default();
    if matches!(quarter.trim(), "1" | "2" | "3" | "4") {
        return Some(name.trim().to_owned());
    }
    if dates::whole(name).is_some() {
        return Some(name.trim().to_owned());
    }
    if let Some(found) = dates::find(name).into_iter().next() {
        return found.when.text;
    }
    // "Actual March": the month alone still says which column it belongs with.
    let tail = name.split_once(" - ").map(|(_, tail)| tail).or_else(|| name.split_once(' ').map(|(_, tail)| tail))?;
    dates::whole(tail.trim_matches(['(', ')'])).map(|_| tail.trim().to_owned())
}

/// Reads rows of figures.
pub(super) fn table(reader: &mut Reader<'_>, place: &Place, head: &Row, body: &[&Row]) {
    let columns: Vec<Option<Field>> = head.cells.iter().map(|name| fields::column(name)).collect();
    let name_at = columns
        .iter()
        .position(|field| *field == Some(Field::Indicator))
        .or_else(|| columns.iter().position(|field| *field == Some(Field::Text)))
        .unwrap_or(usize::from(columns.first() == Some(&Some(Field::Ref))));
    let mut section = place.theme.clone();
    for row in body {
        let name = row.cells.get(name_at).map(|cell| collapsed(cell)).unwrap_or_default();
        if row.filled() <= 1 || name.is_empty() {
            let words = collapsed(&row.cells.join(" "));
            let note =
                words.starts_with(['*', '†', '^']) || words.len() > 120 || words.to_lowercase().starts_with("note");
            reader.ledger.set(row.first, row.last, if note { Fate::Note } else { Fate::Heading });
            if !note && !words.is_empty() {
                section = Some(words);
            }
            continue;
        }
        if reader.out.kpis.len() >= FIGURES {
            reader.remark("too_many_figures", format!("Only the first {FIGURES} figures were read."), Vec::new());
            return;
        }
        reader.ledger.set(row.first, row.last, Fate::Item);
        let kpi = row_figures(head, row, &columns, name_at, &name, section.clone());
        changed_units(reader, &kpi, row);
        reader.out.kpis.push(kpi);
    }
}

fn row_figures(
    head: &Row,
    row: &Row,
    columns: &[Option<Field>],
    name_at: usize,
    name: &str,
    section: Option<String>,
) -> Kpi {
    let mut kpi = Kpi { name: name.to_owned(), section, ..Kpi::default() };
    let mut latest: Option<Figure> = None;
    for (at, title) in head.cells.iter().enumerate() {
        let cell = row.cells.get(at).map(|cell| collapsed(cell)).unwrap_or_default();
        if at == name_at || cell.is_empty() {
            continue;
        }
        let mut read = figure(&cell);
        let column_period = period_of(title);
        if read.period.is_none() {
            read.period.clone_from(&column_period);
        }
        match columns.get(at).copied().flatten() {
            Some(Field::Baseline) => kpi.baseline = Some(read),
            Some(Field::Target) => kpi.target = Some(read),
            Some(Field::Milestone) => {
                kpi.milestones.push(Milestone { label: title.clone(), target: Some(read), actual: None });
            }
            Some(Field::Actual) => {
                if read.value.is_some() {
                    latest = Some(read.clone());
                }
                match kpi.milestones.last_mut().filter(|last| last.actual.is_none()) {
                    Some(last) => last.actual = Some(read),
                    None => kpi.milestones.push(Milestone { label: title.clone(), target: None, actual: Some(read) }),
                }
            }
            Some(Field::Value) => {
                latest = Some(read);
            }
            Some(Field::Unit) => kpi.unit = Some(cell),
            Some(Field::Period) => kpi.period = Some(cell),
            Some(Field::Ref) => {}
            None if column_period.is_some() => {
                if read.value.is_some() {
                    latest = Some(read.clone());
                }
                kpi.readings.push(read);
            }
            _ => {
                kpi.notes = Some(
                    kpi.notes.take().map_or(format!("{title}: {cell}"), |notes| format!("{notes}; {title}: {cell}")),
                );
            }
        }
    }
    let shown =
        latest.or_else(|| kpi.baseline.clone().filter(|_| kpi.milestones.is_empty() && kpi.readings.is_empty()));
    if let Some(shown) = shown {
        kpi.value = shown.value;
        kpi.unit = kpi.unit.or_else(|| unit(&shown.text));
        kpi.period = kpi.period.or(shown.period);
    }
    kpi.unit = kpi
        .unit
        .or_else(|| row.cells.iter().enumerate().filter(|(at, _)| *at != name_at).find_map(|(_, cell)| unit(cell)))
        .or_else(|| unit(name));
    kpi.as_published =
        row.cells.iter().map(|cell| collapsed(cell)).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" | ");
    kpi
}

/// A row that counts percent in one column and people in the next is no one figure.
fn changed_units(reader: &mut Reader<'_>, kpi: &Kpi, row: &Row) {
    let figures: Vec<&String> = row
        .cells
        .iter()
        .skip(1)
        .filter(|cell| {
            number(cell).is_some() && !cell.to_lowercase().contains("average") && dates::whole(cell).is_none()
        })
        .collect();
    let percent = figures.iter().filter(|cell| cell.contains('%')).count();
    let weeks = figures.iter().filter(|cell| cell.contains("week") || cell.contains("day")).count();
    let mixed = percent > 0 && (weeks > 0 || figures.len() - percent >= 2 && percent >= 2);
    if mixed {
        reader.remark("kpi_unit_changes", format!("\"{}\" changes its unit between columns.", kpi.name), Vec::new());
    }
    if row.cells.iter().any(|cell| cell.contains(crate::text::RUN_TOGETHER)) {
        let text = format!("Figures of \"{}\" stand together without a sign or are fewer than the columns.", kpi.name);
        reader.remark("figures_run_together", text, Vec::new());
    }
    if row.cells.iter().any(|cell| cell.to_lowercase().contains("projected")) {
        let text = format!("Some figures of \"{}\" are projections, not yet counted.", kpi.name);
        reader.remark("figure_projected", text, Vec::new());
    }
    let compared = kpi.target.as_ref().is_some_and(|target| {
        let lower = target.text.to_lowercase();
        lower.contains("average") || lower.contains("national")
    });
    if compared {
        let text = format!("The target of \"{}\" is an average of elsewhere, not one of its own.", kpi.name);
        reader.remark("target_is_average", text, Vec::new());
    }
    if row.cells.iter().skip(1).any(|cell| matches!(cell.trim(), "-" | "–" | "*")) {
        let text = format!("\"{}\" has cells without a figure; they are missing, not nought.", kpi.name);
        reader.remark("figure_missing", text, Vec::new());
    }
    if row.cells.iter().any(|cell| cell.to_lowercase().contains("not collected")) {
        reader.remark(
            "figure_not_collected",
            format!("\"{}\" has a period for which nothing was collected.", kpi.name),
            Vec::new(),
        );
    }
}

/// Words between a figure's name and its two values.
const CHANGES: &[&str] = &[
    "rose",
    "risen",
    "increased",
    "improved",
    "fell",
    "fallen",
    "reduced",
    "decreased",
    "grew",
    "grown",
    "went",
    "gone",
    "moved",
    "dropped",
    "cut",
    "up",
    "down",
    "changed",
    "has",
    "have",
    "is",
];

/// "… rose from 4.5% in 2023 to 28% in June 2024": a figure before and after. Gives the sentences that tell of none.
pub(super) fn in_prose(reader: &mut Reader<'_>, place: &Place, block: &Block, text: &str) -> String {
    let mut left: Vec<&str> = Vec::new();
    for sentence in crate::words::sentences(text) {
        match change(sentence, place.theme.clone()).filter(|_| reader.out.kpis.len() < FIGURES) {
            Some(kpi) => {
                if kpi.period.is_none() {
                    reader.remark(
                        "figure_without_period",
                        format!("The page does not say when \"{}\" had its latest figure.", kpi.name),
                        Vec::new(),
                    );
                }
                reader.out.kpis.push(kpi);
                reader.ledger.set(block.first, block.last, Fate::Item);
            }
            None => left.push(sentence),
        }
    }
    left.join(" ")
}

/// A sentence that gives one figure twice or more: where it was and where it is.
pub(super) fn change(sentence: &str, section: Option<String>) -> Option<Kpi> {
    let list = words(sentence);
    let from = list.iter().position(|word| word.lower == "from")?;
    let mut values: Vec<(usize, f64)> = Vec::new();
    for (at, word) in list.iter().enumerate().skip(from) {
        let led = list.get(at.wrapping_sub(1)).is_some_and(|lead| {
            matches!(lead.lower.as_str(), "from" | "to" | "about" | "around" | "nearly" | "than" | "just")
        });
        let joined = sentence.get(word.start..)?;
        let value = number(joined.split_whitespace().next().unwrap_or_default());
        let year = value.is_some_and(|value| (1990.0..2060.0).contains(&value))
            && !joined.split_whitespace().next().is_some_and(|word| word.contains('%'));
        if let (Some(value), true, false) = (value, led, year) {
            let dated = dates::find(sentence).iter().any(|found| found.start <= word.start && word.start < found.end);
            if !dated {
                values.push((at, value));
            }
        }
    }
    let (&(first_at, first), &(last_at, value)) = (values.first()?, values.last()?);
    if values.len() < 2 {
        return None;
    }
    let name_end = list.iter().take(from).rposition(|word| {
        !CHANGES.contains(&word.lower.as_str())
            && !matches!(word.lower.as_str(), "been" | "significantly" | "sharply" | "steadily")
    })?;
    let name = sentence.get(list.first()?.start..list.get(name_end)?.end)?.to_owned();
    let period_after = |at: usize, until: usize| {
        let start = list.get(at)?.start;
        let end = list.get(until).map_or(sentence.len(), |word| word.start);
        dates::find(sentence)
            .into_iter()
            .find(|found| found.start >= start && found.start < end)
            .and_then(|found| found.when.text)
            .map(|words| words.trim_start_matches("in ").to_owned())
    };
    let piece = |at: usize| {
        list.get(at)
            .and_then(|word| sentence.get(word.start..))
            .map(|rest| {
                let mut parts = rest.split_whitespace();
                let value = parts.next().unwrap_or_default();
                let beside = parts.next().filter(|next| unit(&format!("1 {next}")).is_some());
                beside
                    .map_or(value.to_owned(), |next| format!("{value} {next}"))
                    .trim_end_matches(['.', ',', ';'])
                    .to_owned()
            })
            .unwrap_or_default()
    };
    let second_at = values.get(1).map_or(last_at, |(at, _)| *at);
    Some(Kpi {
        name,
        value: Some(value),
        unit: unit(&piece(last_at)).or_else(|| unit(&piece(first_at))),
        period: period_after(last_at, list.len()),
        as_published: sentence.to_owned(),
        section,
        baseline: Some(Figure { text: piece(first_at), value: Some(first), period: period_after(first_at, second_at) }),
        readings: values
            .iter()
            .skip(1)
            .take(values.len() - 2)
            .map(|(at, value)| Figure { text: piece(*at), value: Some(*value), period: None })
            .collect(),
        ..Kpi::default()
    })
}
