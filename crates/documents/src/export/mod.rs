//! What we give out as a table or a paper: flat, typed, without a formula, without anything hidden.
//!
//! A spreadsheet works out a cell that begins like a formula, whoever wrote it; a name typed into a form by a
//! stranger must not run on the desk of the officer who opens the list (CWE-1236).

mod bundle;
mod csv;
mod safe;
mod word;
mod word_parts;
mod workbook;

use jiff::civil::Date;

pub use bundle::{Bundled, bundle};
pub use csv::csv;
pub(crate) use safe::is_formula;
pub use word::docx;
pub use workbook::xlsx;

/// One cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words, whatever they look like.
    Text(String),
    /// A count, or an amount in pence.
    Whole(i64),
    /// A day.
    Day(Date),
    /// Nothing.
    Empty,
}

/// Rows under headings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// What the table shows: its caption, and the name of its sheet.
    pub title: String,
    /// What each column holds.
    pub headings: Vec<String>,
    /// The rows; one that is shorter than the headings ends with empty cells.
    pub rows: Vec<Vec<Cell>>,
}

/// A paper: what a Word document or workbook is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its title, on the first page and in its properties.
    pub title: String,
    /// The language of its words, such as `en-GB` (BCP 47), for those who have it read aloud.
    pub language: String,
    /// The day it stands for.
    pub dated: Date,
    /// What it says, in order.
    pub blocks: Vec<Block>,
}

/// A part of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 to 6, the title being above them all.
        level: u8,
        /// Its words.
        text: String,
    },
    /// A paragraph; a line end in it stays one.
    Paragraph(String),
    /// A list.
    List {
        /// Whether its items are counted.
        numbered: bool,
        /// Its items.
        items: Vec<String>,
    },
    /// A table with its caption.
    Table(Table),
}

/// Why an export was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A workbook needs a sheet.
    #[error("there is no table to write; choose at least one")]
    NoTable,
    /// More than a spreadsheet holds.
    #[error("the table {table:?} has {what}; narrow the choice and write it again")]
    TooLarge {
        /// The table's title.
        table: String,
        /// What there is too much of, and the limit.
        what: &'static str,
    },
    /// The file could not be put together.
    #[error("the export could not be written: {0}")]
    Writing(String),
}
