//! Excel workbooks, streamed cell by cell: nothing is allocated by what a sheet declares about itself.

use std::collections::HashMap;

use jiff::{ToSpan, civil::date};
use quick_xml::events::{BytesStart, Event};

use super::{
    docx::resolved,
    package::{Package, broken, each_event},
    too_large,
};
use crate::{
    block::{Block, Body, Document, Row, Table},
    error::Unreadable,
    limits,
    words::collapsed,
};

/// Sheets read from one workbook.
const SHEETS: usize = 40;
/// Merged ranges applied on one sheet.
const MERGES: usize = 4_000;

/// How a number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Number,
    Percent,
    Day,
    Month,
}

struct Book {
    strings: Vec<String>,
    shown: Vec<Shown>,
    from_1904: bool,
    kept: usize,
    cells: usize,
}

/// Reads every sheet. "Lines" of the accounting are the rows with words, sheet after sheet.
pub(super) fn document(package: &mut Package<'_>) -> Result<Document, Unreadable> {
    let (sheets, from_1904) = sheets(package)?;
    let mut book = Book { strings: strings(package)?, shown: formats(package)?, from_1904, kept: 0, cells: 0 };
    let mut document = Document::default();
    let several = sheets.len() > 1;
    for (title, part) in sheets.into_iter().take(SHEETS) {
        let rows = sheet(package, &part, &mut book, document.total + usize::from(several))?;
        if rows.is_empty() {
            continue;
        }
        if several {
            document.total += 1;
            let plain = title.to_lowercase();
            let named = !plain.starts_with("sheet");
            let body = if named { Body::Heading { level: 2, text: title } } else { Body::Furniture(title) };
            document.blocks.push(Block { body, first: document.total, last: document.total, gap: true });
        }
        let (first, last) = (rows.first().map_or(1, |row| row.first), rows.last().map_or(1, |row| row.last));
        document.total = last;
        document.blocks.push(Block {
            body: Body::Table(Table { rows, flattened: false, cut: None }),
            first,
            last,
            gap: true,
        });
    }
    Ok(document)
}

fn value(tag: &BytesStart<'_>, key: &str) -> Option<String> {
    tag.attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.as_ref() == key)
        .map(|attribute| attribute.value.to_string())
}

/// Names and parts of the sheets, in the workbook's order, and whether days count from 1904.
fn sheets(package: &mut Package<'_>) -> Result<(Vec<(String, String)>, bool), Unreadable> {
    let name = package.name().to_owned();
    let mut targets: HashMap<String, String> = HashMap::new();
    let rels = "xl/_rels/workbook.xml.rels";
    if package.has(rels) {
        let xml = package.part(rels)?;
        each_event(&name, rels, &xml, |event| {
            if let Event::Start(tag) = event
                && let (Some(id), Some(target)) = (value(tag, "Id"), value(tag, "Target"))
            {
                let target = target.trim_start_matches('/').to_owned();
                targets.insert(id, if target.starts_with("xl/") { target } else { format!("xl/{target}") });
            }
            Ok(())
        })?;
    }
    let part = "xl/workbook.xml";
    let xml = package.part(part)?;
    let mut found = Vec::new();
    let mut from_1904 = false;
    each_event(&name, part, &xml, |event| {
        if let Event::Start(tag) = event {
            match tag.local_name().as_ref() {
                "workbookPr" => from_1904 = value(tag, "date1904").is_some_and(|flag| flag == "1" || flag == "true"),
                "sheet" if value(tag, "state").is_none_or(|state| state == "visible") => {
                    let title = value(tag, "name").unwrap_or_default().replace("&amp;", "&");
                    let target = value(tag, "r:id")
                        .and_then(|id| targets.get(&id).cloned())
                        .unwrap_or_else(|| format!("xl/worksheets/sheet{}.xml", found.len() + 1));
                    found.push((title, target));
                }
                _ => {}
            }
        }
        Ok(())
    })?;
    found.retain(|(_, part)| package.has(part));
    if found.is_empty() {
        return Err(broken(&name, part, "it names no sheet that is in the package"));
    }
    Ok((found, from_1904))
}

fn strings(package: &mut Package<'_>) -> Result<Vec<String>, Unreadable> {
    let part = "xl/sharedStrings.xml";
    if !package.has(part) {
        return Ok(Vec::new());
    }
    let name = package.name().to_owned();
    let xml = package.part(part)?;
    let mut out: Vec<String> = Vec::new();
    let (mut text, mut inside, mut phonetic) = (String::new(), false, false);
    each_event(&name, part, &xml, |event| {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "si" => text.clear(),
                "t" => inside = !phonetic,
                "rPh" => phonetic = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "si" => out.push(std::mem::take(&mut text)),
                "t" => inside = false,
                "rPh" => phonetic = false,
                _ => {}
            },
            Event::Text(more) if inside => text.push_str(more),
            Event::GeneralRef(reference) if inside => text.push_str(&resolved(reference)),
            _ => {}
        }
        if out.len() > limits::CELLS {
            return Err(too_large(&name, part, "60,000 texts"));
        }
        Ok(())
    })?;
    Ok(out)
}

/// How the cells of each style show a number.
fn formats(package: &mut Package<'_>) -> Result<Vec<Shown>, Unreadable> {
    let part = "xl/styles.xml";
    if !package.has(part) {
        return Ok(Vec::new());
    }
    let name = package.name().to_owned();
    let xml = package.part(part)?;
    let mut own: HashMap<u32, String> = HashMap::new();
    let mut shown = Vec::new();
    let mut in_cells = false;
    each_event(&name, part, &xml, |event| {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "numFmt" => {
                    if let (Some(id), Some(code)) =
                        (value(tag, "numFmtId").and_then(|id| id.parse().ok()), value(tag, "formatCode"))
                    {
                        own.insert(id, code);
                    }
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells && shown.len() < 10_000 => {
                    let id = value(tag, "numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                    shown.push(format_of(id, own.get(&id).map(String::as_str)));
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => in_cells = false,
            _ => {}
        }
        Ok(())
    })?;
    Ok(shown)
}

/// ECMA-376 part 1, 18.8.30: the built-in formats, and the letters of one's own.
fn format_of(id: u32, code: Option<&str>) -> Shown {
    match id {
        9 | 10 => return Shown::Percent,
        14..=16 | 22 => return Shown::Day,
        17 => return Shown::Month,
        _ => {}
    }
    let Some(code) = code else { return Shown::Number };
    let lower = code.to_lowercase().replace("[red]", "").replace("general", "");
    let bare: String = lower.split('"').step_by(2).collect();
    if bare.contains('%') {
        return Shown::Percent;
    }
    match (bare.contains('y'), bare.contains('d'), bare.contains('m')) {
        (_, true, true) => Shown::Day,
        (true, false, true) => Shown::Month,
        _ => Shown::Number,
    }
}

#[derive(Default)]
struct Cell {
    column: usize,
    kind: String,
    style: usize,
    text: String,
}

fn sheet(package: &mut Package<'_>, part: &str, book: &mut Book, before: usize) -> Result<Vec<Row>, Unreadable> {
    let name = package.name().to_owned();
    let xml = package.part(part)?;
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    let mut merges: Vec<(usize, usize, usize)> = Vec::new();
    let (mut number, mut row, mut cell, mut inside) = (0usize, Vec::new(), Cell::default(), false);
    each_event(&name, part, &xml, |event| {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "row" => {
                    number = value(tag, "r").and_then(|row| row.parse().ok()).unwrap_or(number + 1);
                    row = Vec::new();
                }
                "c" => {
                    let column = value(tag, "r").and_then(|place| column_of(&place)).unwrap_or(row.len());
                    cell = Cell {
                        column,
                        kind: value(tag, "t").unwrap_or_default(),
                        style: value(tag, "s").and_then(|style| style.parse().ok()).unwrap_or(0),
                        text: String::new(),
                    };
                }
                "v" | "t" => inside = true,
                "mergeCell" if merges.len() < MERGES => {
                    merges.extend(value(tag, "ref").and_then(|range| downward(&range)));
                }
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "v" | "t" => inside = false,
                "c" => keep(book, &mut row, std::mem::take(&mut cell)),
                "row" if row.iter().any(|cell: &String| !cell.is_empty()) => {
                    rows.push((number, std::mem::take(&mut row)));
                }
                _ => {}
            },
            Event::Text(more) if inside => cell.text.push_str(more),
            Event::GeneralRef(reference) if inside => cell.text.push_str(&resolved(reference)),
            _ => {}
        }
        if book.kept > limits::KEPT_BYTES || book.cells > limits::CELLS || rows.len() > limits::LINES {
            return Err(too_large(&name, part, "4 MiB of text, 60,000 cells or 20,000 rows"));
        }
        Ok(())
    })?;
    merge_down(&mut rows, &merges);
    let width = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    Ok(rows
        .into_iter()
        .enumerate()
        .map(|(at, (_, mut cells))| {
            if width * 2 < 400 {
                cells.resize(width.max(cells.len()), String::new());
            }
            Row { cells, first: before + at + 1, last: before + at + 1 }
        })
        .collect())
}

/// "C12" stands in column 2. Columns beyond the limit are not kept.
fn column_of(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let number =
        letters.take(4).fold(0usize, |sum, letter| sum * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1)
}

/// A merged range of one column: the column, its first and its last row.
fn downward(range: &str) -> Option<(usize, usize, usize)> {
    let (from, to) = range.split_once(':')?;
    let row = |place: &str| place.trim_start_matches(|sign: char| sign.is_ascii_alphabetic()).parse::<usize>().ok();
    let (column, first, last) = (column_of(from)?, row(from)?, row(to)?);
    (last > first && column_of(to) == Some(column)).then_some((column, first, last))
}

fn merge_down(rows: &mut [(usize, Vec<String>)], merges: &[(usize, usize, usize)]) {
    for (column, first, last) in merges {
        let Ok(at) = rows.binary_search_by_key(first, |(number, _)| *number) else { continue };
        let words = rows.get(at).and_then(|(_, cells)| cells.get(*column)).cloned().unwrap_or_default();
        if words.len() > 400 {
            continue;
        }
        for (number, cells) in rows.iter_mut().skip(at + 1).take(500) {
            if *number > *last {
                break;
            }
            if let Some(cell) = cells.get_mut(*column).filter(|cell| cell.is_empty()) {
                cell.clone_from(&words);
            }
        }
    }
}

fn keep(book: &mut Book, row: &mut Vec<String>, cell: Cell) {
    if cell.column >= limits::COLUMNS || cell.column < row.len() {
        return;
    }
    let words = match cell.kind.as_str() {
        "s" => cell.text.trim().parse::<usize>().ok().and_then(|at| book.strings.get(at)).cloned().unwrap_or_default(),
        // A formula's stored answer is what the page shows; an error is none.
        "e" => String::new(),
        "b" => {
            if cell.text.trim() == "1" {
                "yes".to_owned()
            } else {
                "no".to_owned()
            }
        }
        "str" | "inlineStr" => cell.text,
        _ => number_shown(book, cell.style, cell.text.trim()),
    };
    let words = words.split('\n').map(collapsed).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    if words.is_empty() || words.len() > limits::CELL_BYTES {
        return;
    }
    row.resize(cell.column, String::new());
    book.kept += words.len();
    book.cells += 1;
    row.push(words);
}

/// A number as its style shows it: days as "31 July 2024", months as "July 2024", shares with their sign.
fn number_shown(book: &Book, style: usize, text: &str) -> String {
    let Ok(number) = text.parse::<f64>() else { return text.to_owned() };
    match book.shown.get(style).copied().unwrap_or(Shown::Number) {
        Shown::Number => text.to_owned(),
        Shown::Percent => {
            let share = (number * 10_000.0).round() / 100.0;
            format!("{share}%")
        }
        dated => {
            // Day 60 of Excel's calendar is 29 February 1900, which never was; plans begin later.
            let start = if book.from_1904 { date(1904, 1, 1) } else { date(1899, 12, 30) };
            let whole =
                if (1.0..100_000.0).contains(&number) { format!("{number:.0}").parse::<i32>().ok() } else { None };
            let form = if dated == Shown::Month { "%B %Y" } else { "%-d %B %Y" };
            whole
                .and_then(|days| start.checked_add(days.days()).ok())
                .map_or_else(|| text.to_owned(), |day| day.strftime(form).to_string())
        }
    }
}
