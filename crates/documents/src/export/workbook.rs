use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{Cell, ExportError, Table, safe::plain};

/// The most characters a cell of a workbook holds.
const CELL: usize = 32_767;
/// The most rows of a sheet, with its heading.
const ROWS: usize = 1_048_576;
/// The most columns of a sheet.
const COLUMNS: usize = 16_384;

/// The tables as a workbook, one sheet each. Every cell has its type: words are words, whatever they begin with.
pub fn xlsx(title: &str, dated: Date, tables: &[Table]) -> Result<Vec<u8>, ExportError> {
    if tables.is_empty() {
        return Err(ExportError::NoTable);
    }
    let mut workbook = Workbook::new();
    let made =
        ExcelDateTime::from_ymd(u16::try_from(dated.year()).unwrap_or(1900), small(dated.month()), small(dated.day()));
    // Named by nobody, dated by the caller: the library would take the machine's clock.
    let properties =
        DocProperties::new().set_title(plain(title)).set_author("").set_creation_datetime(&made.map_err(failed)?);
    workbook.set_properties(&properties);
    let mut names = Vec::new();
    for table in tables {
        check_size(table)?;
        let name = sheet_name(&table.title, &names);
        let sheet = workbook.add_worksheet();
        sheet.set_name(&name).map_err(failed)?;
        names.push(name.to_lowercase());
        write(sheet, table).map_err(failed)?;
    }
    workbook.save_to_buffer().map_err(failed)
}

#[expect(clippy::needless_pass_by_value, reason = "it stands where errors are handed on by value")]
fn failed(error: XlsxError) -> ExportError {
    ExportError::Writing(error.to_string())
}

fn small(number: i8) -> u8 {
    u8::try_from(number).unwrap_or(1)
}

fn check_size(table: &Table) -> Result<(), ExportError> {
    let too_large = |what| Err(ExportError::TooLarge { table: table.title.clone(), what });
    if table.rows.len() >= ROWS {
        return too_large("more than 1,048,575 rows");
    }
    if table.headings.len() > COLUMNS || table.rows.iter().any(|row| row.len() > COLUMNS) {
        return too_large("more than 16,384 columns");
    }
    let long = |cell: &Cell| matches!(cell, Cell::Text(text) if text.chars().count() > CELL);
    if table.rows.iter().flatten().any(long) || table.headings.iter().any(|heading| heading.chars().count() > CELL) {
        return too_large("a cell of more than 32,767 characters");
    }
    Ok(())
}

fn write(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    // With the mark that says "text" to a person who edits the cell, too.
    let words = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_quote_prefix();
    let heading = words.clone().set_bold();
    let day = Format::new().set_num_format("d mmmm yyyy").set_align(FormatAlign::Top);
    for (column, text) in (0u16..).zip(&table.headings) {
        sheet.write_string_with_format(0, column, plain(text), &heading)?;
        sheet.set_column_width(column, width(table, usize::from(column)))?;
    }
    for (row, cells) in (1u32..).zip(&table.rows) {
        for (column, cell) in (0u16..).zip(cells) {
            match cell {
                Cell::Text(text) => drop(sheet.write_string_with_format(row, column, plain(text), &words)?),
                Cell::Whole(number) => drop(write_whole(sheet, (row, column), *number, &words)?),
                Cell::Day(date) => {
                    let at = ExcelDateTime::parse_from_str(&date.to_string());
                    match at {
                        Ok(at) => drop(sheet.write_datetime_with_format(row, column, &at, &day)?),
                        // Before 1900 a workbook has no days.
                        Err(_) => drop(sheet.write_string_with_format(row, column, date.to_string(), &words)?),
                    }
                }
                Cell::Empty => {}
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

/// A workbook's numbers have 15 digits; a longer one is written as words rather than rounded.
fn write_whole<'a>(
    sheet: &'a mut Worksheet,
    (row, column): (u32, u16),
    number: i64,
    words: &Format,
) -> Result<&'a mut Worksheet, XlsxError> {
    match i32::try_from(number) {
        Ok(exact) => sheet.write_number(row, column, exact),
        Err(_) if number.unsigned_abs() < 1_000_000_000_000_000 => {
            sheet.write_number(row, column, number.to_string().parse().unwrap_or(0.0))
        }
        Err(_) => sheet.write_string_with_format(row, column, number.to_string(), words),
    }
}

/// As wide as its words, within reason.
fn width(table: &Table, column: usize) -> f64 {
    let longest = |text: &str| text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    let cell = |row: &Vec<Cell>| match row.get(column) {
        Some(Cell::Text(text)) => longest(text),
        Some(Cell::Day(_)) => 18,
        _ => 8,
    };
    let words = table.rows.iter().take(500).map(cell).chain([longest(&table.headings[column])]).max().unwrap_or(0);
    f64::from(u32::try_from(words.clamp(10, 60)).unwrap_or(60)) + 2.0
}

/// A name that a sheet may have, unlike those before: 31 characters, and none of the signs of formulas.
fn sheet_name(title: &str, taken: &[String]) -> String {
    let sign =
        |sign: char| if matches!(sign, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'' | '\n') { ' ' } else { sign };
    let name: String = plain(title).chars().map(sign).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    // Names are counted in UTF-16; "History" is one that Excel keeps for itself.
    let name = if name.is_empty() || name.eq_ignore_ascii_case("history") { format!("Table {name}") } else { name };
    let cut = |most: usize| {
        let mut units = 0;
        let fits = |sign: &char| {
            units += sign.len_utf16();
            units <= most
        };
        name.chars().take_while(fits).collect::<String>().trim().to_owned()
    };
    let mut candidate = cut(31);
    let mut count = 2usize;
    while taken.contains(&candidate.to_lowercase()) {
        candidate = format!("{} {count}", cut(24));
        count += 1;
    }
    candidate
}
