//! What no paper can be without, and what cannot be printed. Each refusal names its place.

use crate::{Block, Fact, Imprint, NotTypeset, Table};

/// Years a paper can carry: PDF writes them with four digits (ISO 32000-1, 7.9.4).
const YEARS: std::ops::RangeInclusive<i16> = 1900..=9999;

/// Addresses a reader may follow from paper. `javascript:` and `file:` are none.
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

/// Columns that still can be read on a page 21 cm wide.
const MOST_COLUMNS: usize = 10;

pub(crate) fn imprint(imprint: &Imprint) -> Result<(), NotTypeset> {
    present(&imprint.area, "the area's name")?;
    if YEARS.contains(&imprint.dated.year()) {
        return Ok(());
    }
    let reason = format!("its year is {}; PDF writes years from 1900 to 9999", imprint.dated.year());
    Err(NotTypeset::Wrong { place: "the date".to_owned(), reason })
}

/// An empty heading is announced as nothing by a screen reader (PDF/UA-1, 7.4), so it is refused before it is printed.
pub(crate) fn present(text: &str, place: &str) -> Result<(), NotTypeset> {
    if text.chars().all(is_invisible) {
        return Err(NotTypeset::Missing {
            place: place.to_owned(),
            remedy: "write it, or leave out what it belongs to",
        });
    }
    Ok(())
}

pub(crate) fn facts(rows: &[Fact], place: &str) -> Result<(), NotTypeset> {
    (1..).zip(rows).try_for_each(|(at, row)| present(&row.name, &format!("{place}, row {at}, name")))
}

pub(crate) fn blocks(blocks: &[Block], place: &str) -> Result<(), NotTypeset> {
    (1..).zip(blocks).try_for_each(|(at, each)| block(each, &format!("{place}, block {at}")))
}

fn block(block: &Block, place: &str) -> Result<(), NotTypeset> {
    match block {
        Block::Heading { text, level } => heading(text, *level, place),
        Block::Facts { rows } => facts(rows, place),
        Block::Table(given) => table(given, place),
        Block::Link { text, address } => link(text, address, place),
        Block::Bars(bars) => {
            present(&bars.title, &format!("{place}, title"))?;
            (1..).zip(&bars.bars).try_for_each(|(at, bar)| present(&bar.label, &format!("{place}, bar {at}")))
        }
        Block::Paragraph { .. }
        | Block::Bullets { .. }
        | Block::Numbered { .. }
        | Block::Standing(_)
        | Block::DateMoves { .. }
        | Block::Quote { .. } => Ok(()),
    }
}

fn heading(text: &str, level: u8, place: &str) -> Result<(), NotTypeset> {
    present(text, &format!("{place}, heading"))?;
    if (1..=3).contains(&level) {
        return Ok(());
    }
    let reason = format!("its heading has level {level}; use 1, 2 or 3");
    Err(NotTypeset::Wrong { place: place.to_owned(), reason })
}

fn table(table: &Table, place: &str) -> Result<(), NotTypeset> {
    let wrong = |reason| Err(NotTypeset::Wrong { place: place.to_owned(), reason });
    let width = table.columns.len();
    if width == 0 || width > MOST_COLUMNS {
        return wrong(format!("the table has {width} columns; 1 to {MOST_COLUMNS} can be printed"));
    }
    for (at, column) in (1..).zip(&table.columns) {
        present(column, &format!("{place}, heading of column {at}"))?;
    }
    match (1..).zip(&table.rows).find(|(_, row)| row.len() != width) {
        None => Ok(()),
        Some((at, row)) => wrong(format!("row {at} has {} cells and the table {width} columns", row.len())),
    }
}

fn link(text: &str, address: &str, place: &str) -> Result<(), NotTypeset> {
    present(text, &format!("{place}, words of the link"))?;
    let known = SCHEMES.iter().any(|scheme| address.len() > scheme.len() && address.starts_with(scheme));
    if known && address.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(());
    }
    let reason = format!("{address:?} is not an https, http or mailto address in plain letters (RFC 3986)");
    Err(NotTypeset::Wrong { place: place.to_owned(), reason })
}

/// Space, control letters and letters that leave no mark.
pub(crate) fn is_invisible(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}')
        || matches!(letter, '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(letter, '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}')
        || matches!(letter, '\u{e0000}'..='\u{e0fff}')
}
