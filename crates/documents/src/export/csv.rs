use super::{
    Cell, ExportError, Table,
    safe::{neutral, plain},
};

/// The table as CSV (RFC 4180): UTF-8 with its mark, so that spreadsheets read the letters right, and every cell
/// that would be a formula neutralised.
pub fn csv(table: &Table) -> Result<Vec<u8>, ExportError> {
    let failed = |error: &dyn std::fmt::Display| ExportError::Writing(error.to_string());
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .quote_style(csv::QuoteStyle::Always)
        .flexible(true)
        .from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(table.headings.iter().map(|heading| words(heading))).map_err(|error| failed(&error))?;
    for row in &table.rows {
        let width = row.len().max(table.headings.len());
        let cells = row.iter().map(shown).chain(std::iter::repeat_with(String::new));
        writer.write_record(cells.take(width)).map_err(|error| failed(&error))?;
    }
    writer.into_inner().map_err(|error| failed(&error.error()))
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => words(text),
        Cell::Whole(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Empty => String::new(),
    }
}

fn words(text: &str) -> String {
    neutral(&plain(text)).into_owned()
}
