//! CSV: the separator is found by counting, cells may hold line ends.

use crate::{
    block::{Block, Body, Document, Row, Table},
    error::Unreadable,
    limits,
    words::collapsed,
};

pub(super) fn document(name: &str, content: &str) -> Result<Document, Unreadable> {
    let head = content.get(..floor(content, 8_000)).unwrap_or_default();
    let separator =
        [b',', b';', b'\t', b'|'].into_iter().max_by_key(|sign| outside_quotes(head, *sign)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(content.as_bytes());
    let mut document = Document { total: content.lines().count(), ..Document::default() };
    let mut rows: Vec<Row> = Vec::new();
    let mut cells = 0usize;
    let mut record = csv::StringRecord::new();
    loop {
        let before = usize::try_from(reader.position().line()).unwrap_or(1);
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(fault) => return Err(broken(name, before, &fault.to_string())),
        }
        let first = record.position().map_or(before, |position| usize::try_from(position.line()).unwrap_or(before));
        // A last record without a line end leaves the counter on its own line.
        let breaks: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
        let last = first + breaks;
        cells += record.len();
        if cells > limits::CELLS || record.len() > limits::COLUMNS || rows.len() >= limits::LINES {
            return Err(super::too_large(
                name,
                &format!("the table at line {first}"),
                "60,000 cells, 200 columns or 20,000 rows",
            ));
        }
        if record.iter().any(|cell| cell.len() > limits::CELL_BYTES) {
            return Err(super::too_large(name, &format!("a cell in line {first}"), "32 KiB (a quote may be missing)"));
        }
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cells = record
            .iter()
            .map(|cell| cell.split('\n').map(collapsed).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"))
            .collect();
        rows.push(Row { cells, first, last });
    }
    let (first, last) = (rows.first().map_or(1, |row| row.first), rows.last().map_or(1, |row| row.last));
    document.total = document.total.max(last);
    document.blocks.push(Block {
        body: Body::Table(Table { rows, flattened: false, cut: None }),
        first,
        last,
        gap: false,
    });
    Ok(document)
}

fn broken(name: &str, line: usize, reason: &str) -> Unreadable {
    Unreadable::Broken { name: name.to_owned(), part: format!("line {line}"), reason: reason.to_owned() }
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn outside_quotes(text: &str, sign: u8) -> usize {
    let mut quoted = false;
    text.bytes()
        .filter(|byte| {
            quoted ^= *byte == b'"';
            !quoted && *byte == sign
        })
        .count()
}
