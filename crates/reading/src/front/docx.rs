//! Word documents: paragraphs with their styles, lists and tables.

use quick_xml::events::{BytesStart, Event};

use super::{
    package::{Package, each_event},
    too_large,
};
use crate::{
    block::{Block, Body, Document, Row, Table},
    error::Unreadable,
    fields, headings, limits,
    words::collapsed,
};

#[derive(Default)]
struct State {
    document: Document,
    text: String,
    style: String,
    list: Option<u8>,
    outline: Option<u8>,
    tables: usize,
    rows: Vec<Row>,
    row: Vec<String>,
    cell: String,
    grid: usize,
    merged: bool,
    in_text: bool,
    kept: usize,
    cells: usize,
}

/// Reads the body of a Word document. "Lines" of the accounting are its paragraphs and table rows.
pub(super) fn document(package: &mut Package<'_>) -> Result<Document, Unreadable> {
    let part = "word/document.xml";
    let xml = package.part(part)?;
    let name = package.name().to_owned();
    let mut state = State::default();
    each_event(&name, part, &xml, |event| {
        match event {
            Event::Start(tag) => state.open(tag),
            Event::End(tag) => state.close(tag.local_name().as_ref()),
            Event::Text(text) if state.in_text => state.text.push_str(text),
            Event::GeneralRef(reference) if state.in_text => state.text.push_str(&resolved(reference)),
            _ => {}
        }
        if state.kept > limits::KEPT_BYTES
            || state.document.total > limits::LINES
            || state.cells > limits::CELLS
            || state.text.len() > limits::LINE_BYTES * 4
        {
            return Err(too_large(&name, part, "4 MiB of text, 20,000 paragraphs or 60,000 cells"));
        }
        Ok(())
    })?;
    Ok(state.document)
}

/// The five named entities of XML and numbered signs; any other name gives nothing.
pub(super) fn resolved(reference: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(sign)) = reference.resolve_char_ref() {
        return sign.to_string();
    }
    match &**reference {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
    .to_owned()
}

fn value(tag: &BytesStart<'_>, key: &str) -> Option<String> {
    tag.attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == key)
        .map(|attribute| attribute.value.to_string())
}

impl State {
    fn open(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "p" => {
                if self.tables == 0 {
                    self.text.clear();
                }
                self.style.clear();
                self.list = None;
                self.outline = None;
            }
            "pStyle" => self.style = value(tag, "val").unwrap_or_default().to_lowercase(),
            "ilvl" => self.list = value(tag, "val").and_then(|level| level.parse().ok()),
            "numPr" => self.list = Some(self.list.unwrap_or(0)),
            "outlineLvl" => self.outline = value(tag, "val").and_then(|level| level.parse().ok()),
            "t" => self.in_text = true,
            "tab" if self.tables == 0 => self.text.push('\t'),
            "br" | "cr" | "tab" => self.text.push(' '),
            "tbl" => self.tables += 1,
            "tr" if self.tables == 1 => self.row.clear(),
            "tc" if self.tables == 1 => {
                self.cell.clear();
                self.grid = 1;
                self.merged = false;
            }
            "gridSpan" => {
                self.grid = value(tag, "val").and_then(|span| span.parse().ok()).unwrap_or(1).clamp(1, limits::COLUMNS);
            }
            "vMerge" => self.merged = value(tag, "val").is_none_or(|kind| kind == "continue"),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "t" => self.in_text = false,
            "p" if self.tables > 0 => {
                let words = collapsed(&std::mem::take(&mut self.text));
                if !words.is_empty() && self.cell.len() < limits::CELL_BYTES {
                    if !self.cell.is_empty() {
                        self.cell.push('\n');
                    }
                    self.kept += words.len();
                    self.cell.push_str(&words);
                }
            }
            "p" => self.paragraph(),
            "tc" if self.tables == 1 => self.close_cell(),
            "tr" if self.tables == 1 => {
                let cells = std::mem::take(&mut self.row);
                if cells.iter().any(|cell| !cell.is_empty()) {
                    self.document.total += 1;
                    self.rows.push(Row { cells, first: self.document.total, last: self.document.total });
                }
            }
            "tbl" => {
                self.tables = self.tables.saturating_sub(1);
                let rows = if self.tables == 0 { std::mem::take(&mut self.rows) } else { Vec::new() };
                if let (Some(first), Some(last)) = (rows.first().map(|row| row.first), rows.last().map(|row| row.last))
                {
                    self.document.blocks.push(Block {
                        body: Body::Table(Table { rows, flattened: false, cut: None }),
                        first,
                        last,
                        gap: true,
                    });
                }
            }
            _ => {}
        }
    }

    fn close_cell(&mut self) {
        let above = self.rows.last().and_then(|row| row.cells.get(self.row.len())).cloned().unwrap_or_default();
        let cell = std::mem::take(&mut self.cell);
        // A cell merged downwards holds its words in the first row only.
        let cell = if self.merged && cell.is_empty() { above } else { cell };
        self.kept += cell.len();
        self.row.push(cell);
        for _ in 1..self.grid {
            self.row.push(String::new());
        }
        self.cells += self.grid;
    }

    fn paragraph(&mut self) {
        let text = collapsed(&std::mem::take(&mut self.text));
        if text.is_empty() {
            return;
        }
        self.kept += text.len();
        self.document.total += 1;
        let heading = self
            .style
            .strip_prefix("heading")
            .and_then(|level| level.trim().parse::<u8>().ok())
            .or(self.outline.filter(|level| *level < 9).map(|level| level + 1));
        let body = if headings::furniture(&text) {
            Body::Furniture(text)
        } else if self.style == "title" {
            Body::Heading { level: 1, text }
        } else if let Some(level) = heading {
            Body::Heading { level: level.clamp(1, 6), text: text.trim_end_matches(':').to_owned() }
        } else if let Some(depth) = self.list.or_else(|| self.style.starts_with("listbullet").then_some(0)) {
            Body::Bullet { depth: depth.min(8), mark: None, text }
        } else {
            match text
                .split_once(':')
                .filter(|(label, value)| fields::exact(label).is_some() && !value.trim().is_empty())
            {
                Some((label, value)) => Body::Field { label: label.to_owned(), text: value.trim().to_owned() },
                None => Body::Para(text),
            }
        };
        self.document.blocks.push(Block { body, first: self.document.total, last: self.document.total, gap: true });
    }
}
