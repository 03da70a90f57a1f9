//! Tables: which row names the columns, and whether columns are periods, fields or figures.

use super::{
    Reader, figures,
    ledger::Fate,
    records::{self, Named},
    walk::{self, Place},
};
use crate::{
    block::{Block, Body, Row, Table},
    dates,
    fields::{self, Field},
    headings,
    model::{Precision, Status, StatusReading, When},
    status,
};

/// Reads a table under the headings that hold.
pub(super) fn read(reader: &mut Reader<'_>, place: &mut Place, table: &Table) {
    reader.flattened |= table.flattened;
    let rows: Vec<&Row> = table
        .rows
        .iter()
        .filter(|row| {
            let rule = row
                .cells
                .iter()
                .all(|cell| cell.trim().is_empty() || cell.chars().all(|sign| matches!(sign, '-' | ':' | '=' | ' ')));
            let lone_dash = row.cells.iter().any(|cell| cell.trim() == "-") && row.cells.len() > 1 && row.filled() == 1;
            let empty = rule && !lone_dash;
            if empty {
                reader.ledger.set(row.first, row.last, Fate::Note);
            }
            !empty
        })
        .collect();
    if vertical(reader, place, &rows) {
        return;
    }
    let Some((at, kind)) = header(&rows) else { return unnamed(reader, place, &rows) };
    for row in rows.iter().take(at) {
        title_row(reader, place, row);
    }
    let Some(head) = rows.get(at) else { return };
    reader.ledger.set(head.first, head.last, Fate::Heading);
    let body = rows.get(at + 1..).unwrap_or_default();
    let whole = body.len() - usize::from(table.cut.is_some() && !body.is_empty());
    let (full, tail) = body.split_at(whole);
    match kind {
        Header::Columns => columns(reader, place, head, full),
        Header::Named => named(reader, place, head, full),
        Header::Figures => figures::table(reader, place, head, full),
    }
    if let (Some(row), Some(words)) = (tail.first(), &table.cut) {
        cut_row(reader, head, row, full.len() + 1, words);
    }
}

/// What the names of the columns are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Header {
    /// Each column is a list of entries: a period, or "what we have done".
    Columns,
    /// Each column is a part of a record.
    Named,
    /// Rows are figures.
    Figures,
}

fn header(rows: &[&Row]) -> Option<(usize, Header)> {
    rows.iter().take(6).enumerate().find_map(|(at, row)| {
        let names: Vec<&String> = row.cells.iter().filter(|cell| !cell.trim().is_empty()).collect();
        if names.len() < 2 {
            return None;
        }
        let known: Vec<Option<Field>> = row.cells.iter().map(|cell| fields::column(cell)).collect();
        let periods = row.cells.iter().filter(|cell| dates::whole(cell).is_some()).count();
        let entry_columns = row.cells.iter().filter(|cell| entry_column(cell).is_some()).count();
        let body = rows.get(at + 1..).unwrap_or_default();
        let count = known.iter().flatten().count();
        let has = |field: Field| known.contains(&Some(field));
        let figures = has(Field::Baseline)
            || has(Field::Target)
            || has(Field::Milestone)
            || has(Field::Value)
            || has(Field::Indicator) && (periods > 0 || has(Field::Actual) || has(Field::Period));
        let numeric = periods >= 2 && mostly_figures(body, row);
        if numeric || figures && (has(Field::Indicator) || !has(Field::Text) && !has(Field::Due)) && count >= 1 {
            return Some((at, Header::Figures));
        }
        if periods >= 2 && periods + 1 >= names.len()
            || entry_columns >= 2 && !has(Field::Due) && !has(Field::Text)
            || periods + entry_columns >= 2 && !has(Field::Text) && !has(Field::Due)
        {
            return Some((at, Header::Columns));
        }
        (count >= 2 && count * 2 >= names.len()).then_some((at, Header::Named))
    })
}

/// "What we have done", "By next term we will have": a column of entries with a status.
fn entry_column(cell: &str) -> Option<(StatusReading, Option<When>)> {
    if let Some(Field::Entries(reading)) = fields::exact(cell) {
        return Some((reading, None));
    }
    match headings::class(cell) {
        headings::Class::Entries(reading, found) => Some((reading, found.map(|found| found.when))),
        _ => None,
    }
}

/// Under columns of periods, numbers make figures and words make entries.
fn mostly_figures(body: &[&Row], head: &Row) -> bool {
    let cells: Vec<&String> = body
        .iter()
        .take(20)
        .flat_map(|row| {
            row.cells.iter().zip(&head.cells).filter(|(_, name)| dates::whole(name).is_some()).map(|(cell, _)| cell)
        })
        .filter(|cell| !cell.trim().is_empty())
        .collect();
    let numbers =
        cells.iter().filter(|cell| figures::number(cell).is_some() && cell.split_whitespace().count() <= 4).count();
    !cells.is_empty() && numbers * 2 > cells.len()
}

fn title_row(reader: &mut Reader<'_>, place: &mut Place, row: &Row) {
    reader.ledger.set(row.first, row.last, Fate::Heading);
    let words: Vec<&String> = row.cells.iter().filter(|cell| !cell.trim().is_empty()).collect();
    if let [only] = words.as_slice() {
        if reader.out.plan.title.is_none() && super::plan::titled(only) {
            reader.out.plan.title = Some((*only).clone());
        } else if reader.out.plan.title.as_ref() != Some(only) && only.len() < 160 {
            place.theme = Some((*only).clone());
        }
    }
}

/// Cells of one row under columns of periods are not related: each is an entry of its column.
fn columns(reader: &mut Reader<'_>, place: &mut Place, head: &Row, body: &[&Row]) {
    let saved = place.clone();
    let mut plans: Vec<Option<Place>> = Vec::new();
    for name in &head.cells {
        let mut column = saved.clone();
        let plan = if let Some(found) = dates::whole(name) {
            let mut when = reader.page.period(&found);
            let index = walk::open_period(reader, name.trim(), &when);
            when.text = Some(name.trim().to_owned());
            column.period = Some((index, when));
            Some(column)
        } else if let Some((reading, when)) = entry_column(name) {
            column.headed = Some(Status { word: Some(name.clone()), reading });
            column.headed_when = when;
            column.theme = column.theme.or_else(|| Some(name.clone()));
            Some(column)
        } else {
            None
        };
        plans.push(plan);
    }
    for row in body {
        reader.ledger.set(row.first, row.last, Fate::Item);
        let label = row.cells.first().filter(|_| matches!(plans.first(), Some(None))).filter(|cell| !cell.is_empty());
        for (cell, column) in row.cells.iter().zip(&mut plans) {
            let Some(column) = column else { continue };
            if let Some(label) = label {
                column.theme = Some(label.clone());
            }
            // A cell can hold a list of its own.
            for line in cell.split('\n').filter(|line| !line.trim().is_empty() && line.trim() != "-") {
                let text = line.trim().trim_start_matches(['•', '·', '▪', '*']).trim();
                let block = Block { body: Body::Para(text.to_owned()), first: row.first, last: row.last, gap: false };
                walk::add(reader, column, &block, text, None);
            }
        }
    }
    last_cell(reader, body);
}

/// Every cell ends with a full stop but the very last: it may have been cut.
fn last_cell(reader: &mut Reader<'_>, body: &[&Row]) {
    let cells: Vec<&str> =
        body.iter().flat_map(|row| row.cells.iter()).map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let Some((last, others)) = cells.split_last() else { return };
    let stopped = others.iter().filter(|cell| cell.ends_with('.')).count();
    let ends_page = reader.document.blocks.last().is_some_and(|block| matches!(block.body, Body::Table(_)));
    if others.len() >= 3 && stopped * 10 >= others.len() * 9 && !last.ends_with('.') && ends_page {
        let item = reader.out.items.len().saturating_sub(1);
        reader.ask(
            "last_cell_cut",
            item,
            format!("The last cell, \"{last}\", has no full stop where all others have one: it may be cut short."),
            Vec::new(),
        );
    }
}

/// Rows are records; a section's name is carried down over empty cells.
fn named(reader: &mut Reader<'_>, place: &mut Place, head: &Row, body: &[&Row]) {
    let mut columns: Vec<Option<Field>> = head.cells.iter().map(|name| fields::column(name)).collect();
    settle_names(&mut columns, head, body);
    let mut carried: Vec<String> = vec![String::new(); columns.len()];
    for row in body {
        if row.filled() == 1
            && columns.len() >= 3
            && row.cells.first().is_some_and(|cell| !cell.is_empty())
            && row.cells.first().is_none_or(|cell| cell.len() <= 200)
        {
            section_row(reader, place, row);
            continue;
        }
        // A header repeated on the next page of a document.
        if row.cells == head.cells {
            reader.ledger.set(row.first, row.last, Fate::Heading);
            continue;
        }
        let mut parts = Vec::new();
        for (at, name) in head.cells.iter().enumerate() {
            let cell = row.cells.get(at).cloned().unwrap_or_default();
            let field = columns.get(at).copied().flatten().unwrap_or(Field::Notes);
            let mut text = cell;
            if field == Field::Section {
                if text.trim().is_empty() {
                    text = carried.get(at).cloned().unwrap_or_default();
                } else if let Some(slot) = carried.get_mut(at) {
                    slot.clone_from(&text);
                }
            }
            parts.push(Named { field, name: name.clone(), text });
        }
        let made = records::record(reader, place, &parts, row.first, row.last, None);
        if let (Some(index), true) = (made, reader.flattened) {
            unparted(reader, index, &columns);
        }
    }
    last_cell(reader, body);
}

/// A flattened row whose owner could not be told from the next cell.
fn unparted(reader: &mut Reader<'_>, index: usize, columns: &[Option<Field>]) {
    let owners = columns.iter().any(|field| matches!(field, Some(Field::Owner(_))));
    if owners && reader.out.items.get(index).is_some_and(|item| item.owners.is_empty()) {
        reader.ask(
            "owner_unclear",
            index,
            "The owner and the next cell stand together without a sign, and no known name begins them.".to_owned(),
            Vec::new(),
        );
    }
}

/// When no column is named as the entry's words, an aim, outcome or the first column of prose is.
fn settle_names(columns: &mut [Option<Field>], head: &Row, body: &[&Row]) {
    if columns.contains(&Some(Field::Text)) {
        return;
    }
    let entries = columns.iter().position(|field| matches!(field, Some(Field::Entries(_))));
    let prose =
        |at: usize| body.iter().filter_map(|row| row.cells.get(at)).map(std::string::String::len).sum::<usize>();
    let unknown = columns
        .iter()
        .enumerate()
        .filter(|(at, field)| field.is_none() && head.cells.get(*at).is_some_and(|name| !name.is_empty()))
        .max_by_key(|(at, _)| prose(*at))
        .map(|(at, _)| at);
    let fallback = columns
        .iter()
        .position(|field| matches!(field, Some(Field::Section | Field::Measure | Field::Indicator | Field::Update)));
    if let Some(slot) = entries.or(unknown).or(fallback).and_then(|at| columns.get_mut(at)) {
        *slot = Some(Field::Text);
    }
}

fn section_row(reader: &mut Reader<'_>, place: &mut Place, row: &Row) {
    reader.ledger.set(row.first, row.last, Fate::Heading);
    let text = row.cells.iter().find(|cell| !cell.is_empty()).cloned().unwrap_or_default();
    if let headings::Class::Period(found) = headings::class(&text) {
        let mut when = reader.page.period(&found);
        let index = walk::open_period(reader, &text, &when);
        when.text = Some(text);
        place.period = Some((index, when));
    } else {
        place.theme = Some(text);
    }
}

fn cut_row(reader: &mut Reader<'_>, head: &Row, row: &Row, number: usize, words: &str) {
    reader.ledger.set(row.first, row.last, Fate::Note);
    let column = row
        .cells
        .iter()
        .rposition(|cell| !cell.is_empty())
        .and_then(|at| head.cells.get(at))
        .map_or("cells", String::as_str);
    let shown: String = row.cells.join(" | ").chars().take(120).collect();
    reader.out.incomplete_tail = Some(format!("row {number} is cut off in its {}: \"{shown}\"", column.to_lowercase()));
    reader.remark(
        "incomplete_tail",
        format!("The page stops inside a row ({words}); it was not counted as an entry: \"{shown}\"."),
        Vec::new(),
    );
}

/// A table of two columns whose first holds labels is a card on its side.
fn vertical(reader: &mut Reader<'_>, place: &mut Place, rows: &[&Row]) -> bool {
    let two = rows.iter().all(|row| row.filled() <= 2 && row.cells.len() >= 2);
    let labels = rows
        .iter()
        .filter(|row| {
            row.cells.first().is_some_and(|cell| {
                fields::exact(cell).is_some() || cell.split(' ').count() == 2 && cell.starts_with("Action ")
            })
        })
        .count();
    if !two || rows.len() < 3 || labels * 3 < rows.len() * 2 {
        return false;
    }
    let mut parts: Vec<Named> = Vec::new();
    let (mut first, mut last) = (0, 0);
    for row in rows {
        let name = row.cells.first().cloned().unwrap_or_default();
        let text = row.cells.get(1).cloned().unwrap_or_default();
        let field =
            fields::exact(&name).unwrap_or(if name.starts_with("Action ") { Field::Text } else { Field::Notes });
        if parts.first().is_some_and(|known| known.field == field)
            || field == Field::Text && parts.iter().any(|known| known.field == field)
        {
            records::record(reader, place, &std::mem::take(&mut parts), first, last, None);
            first = 0;
        }
        if first == 0 {
            first = row.first;
        }
        last = row.last;
        parts.push(Named { field, name, text });
    }
    let title = place.theme.clone().filter(|_| !parts.iter().any(|part| part.field == Field::Text));
    records::record(reader, place, &parts, first, last, title.as_deref());
    true
}

/// No row names the columns: their cells say what they are, or nothing does.
fn unnamed(reader: &mut Reader<'_>, place: &mut Place, rows: &[&Row]) {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let share = |at: usize, fits: &dyn Fn(&str) -> bool| {
        let cells: Vec<&String> =
            rows.iter().filter_map(|row| row.cells.get(at)).filter(|cell| !cell.is_empty()).collect();
        !cells.is_empty() && cells.iter().filter(|cell| fits(cell)).count() * 10 >= cells.len() * 6
    };
    let due =
        (0..width).find(|at| share(*at, &|cell| dates::whole(cell).is_some() || dates::word_for_date(cell).is_some()));
    let state = (0..width).find(|at| {
        share(*at, &|cell| {
            cell.split_whitespace().count() <= 4 && status::of_cell(cell).status.reading != StatusReading::NotStated
        })
    });
    let text = (0..width)
        .find(|at| Some(*at) != due && Some(*at) != state && share(*at, &|cell| cell.split_whitespace().count() >= 3));
    let (Some(text), true) = (text, due.is_some() || state.is_some()) else { return loose(reader, place, rows) };
    reader.remark(
        "columns_guessed",
        "A table has no row of column names; its dates and status words were recognised by their form.".to_owned(),
        Vec::new(),
    );
    for row in rows {
        let parts: Vec<Named> = row
            .cells
            .iter()
            .enumerate()
            .map(|(at, cell)| {
                let field = if at == text {
                    Field::Text
                } else if Some(at) == due {
                    Field::Due
                } else if Some(at) == state {
                    Field::Status
                } else {
                    Field::Notes
                };
                Named { field, name: format!("column {}", at + 1), text: cell.clone() }
            })
            .collect();
        records::record(reader, place, &parts, row.first, row.last, None);
    }
}

/// Rows of a page's layout, not of a table: under a heading of entries they are entries, elsewhere unread.
fn loose(reader: &mut Reader<'_>, place: &mut Place, rows: &[&Row]) {
    let entries =
        place.period.as_ref().is_some_and(|(_, when)| when.precision != Precision::None) || place.headed.is_some();
    for row in rows {
        if entries {
            for cell in row.cells.iter().filter(|cell| cell.split_whitespace().count() >= 3) {
                let block = Block { body: Body::Para(cell.clone()), first: row.first, last: row.last, gap: false };
                walk::add(reader, place, &block, cell, None);
            }
        }
    }
}
