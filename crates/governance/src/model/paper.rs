//! Papers: blocks of text and tables, or a document that is kept elsewhere.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    check::{LINE, LIST, Wrong, line, maybe_line, text},
    kept::{Dated, Event, Kept, Kind, Matter, Reference, Refers, To, not_before},
};

/// A part of a paper, in the order it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "snake_case", deny_unknown_fields)]
pub enum Block {
    /// A heading inside the paper.
    Heading {
        /// Its words.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Its words.
        text: String,
    },
    /// A list of points.
    Points {
        /// One each.
        points: Vec<String>,
    },
    /// A table with one row of headings.
    Table {
        /// What it shows.
        caption: String,
        /// Headings of the columns.
        head: Vec<String>,
        /// Rows, each as long as `head`.
        rows: Vec<Vec<String>>,
    },
}

impl Block {
    fn check(&self) -> Result<(), Wrong> {
        match self {
            Self::Heading { text } => line("blocks", text),
            Self::Paragraph { text: words } => text("blocks", words),
            Self::Points { points } if points.is_empty() || points.len() > LIST => {
                Err(Wrong::new("blocks", format!("a list has 1 to {LIST} points")))
            }
            Self::Points { points } => points.iter().try_for_each(|point| text("blocks", point)),
            Self::Table { caption, head, rows } => {
                line("blocks", caption)?;
                let uneven = rows.iter().position(|row| row.len() != head.len());
                if head.is_empty() || rows.len() > LIST {
                    return Err(Wrong::new("blocks", format!("a table has headings and at most {LIST} rows")));
                }
                if let Some(row) = uneven {
                    let (row, columns) = (row + 1, head.len());
                    return Err(Wrong::new("blocks", format!("row {row} of {caption:?} must have {columns} cells")));
                }
                let mut cells = head.iter().chain(rows.iter().flatten());
                cells.try_for_each(|cell| maybe_line("blocks", Some(cell)))
            }
        }
    }
}

/// What is written about a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Key of the board.
    pub board: String,
    /// Key of the meeting it was written for.
    pub meeting: String,
    /// Key of the agenda item, when it belongs to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Its title.
    pub title: String,
    /// The day it bears.
    pub on: Date,
    /// Its text, when it was written here.
    #[serde(default)]
    pub blocks: Vec<Block>,
    /// Identifier of the document, when it is a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
}

/// What can happen to a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum PaperEvent {
    /// It was taken back.
    Withdrawn {
        /// Why.
        reason: String,
    },
}

impl Event for PaperEvent {
    fn word(&self) -> &'static str {
        "withdrawn"
    }
}

impl Matter for Paper {
    type Event = PaperEvent;
    const KIND: Kind = Kind::Paper;

    fn title(&self) -> String {
        self.title.clone()
    }

    fn since(&self) -> Date {
        self.on
    }

    fn check(&self) -> Result<(), Wrong> {
        line("title", &self.title)?;
        if self.blocks.is_empty() == self.document.is_none() {
            return Err(Wrong::new("blocks", "write the paper here or name a document, one of the two"));
        }
        if self.document.as_ref().is_some_and(|document| document.chars().count() > LINE) {
            return Err(Wrong::new("document", "this is not the identifier of a document"));
        }
        if self.blocks.len() > LIST {
            return Err(Wrong::new("blocks", format!("at most {LIST} parts; put the rest in a document")));
        }
        self.blocks.iter().try_for_each(Block::check)
    }

    fn admits(&self, past: &[Dated<PaperEvent>], next: &Dated<PaperEvent>) -> Result<(), Wrong> {
        not_before(past, self.on, next.on)?;
        if !past.is_empty() {
            return Err(Wrong::new("on", "it was withdrawn already"));
        }
        let PaperEvent::Withdrawn { reason } = &next.event;
        text("reason", reason)
    }

    fn refers(&self) -> Vec<Reference> {
        Refers::default()
            .one("board", To::Kept(Kind::Board), &self.board)
            .one("meeting", To::Kept(Kind::Meeting), &self.meeting)
            .one("item", To::Kept(Kind::Item), &self.item)
            .0
    }

    fn board(&self) -> Option<&str> {
        Some(&self.board)
    }

    fn meeting(&self) -> Option<&str> {
        Some(&self.meeting)
    }
}

impl Kept<Paper> {
    /// Whether members should still read it.
    pub fn stands(&self) -> bool {
        self.past.is_empty()
    }
}
