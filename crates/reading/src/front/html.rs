//! HTML into blocks, straight from the tokenizer: no tree is built, so depth costs nothing.

use std::cell::RefCell;

use html5ever::{
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts, states::RawKind,
    },
};

use super::{package::broken, too_large};
use crate::{
    block::{Block, Body, Document, Row, Table},
    error::Unreadable,
    fields, headings, limits,
    words::collapsed,
};

/// Whether a text is a web page.
pub(super) fn looks_like(content: &str) -> bool {
    let head: String =
        content.trim_start_matches('\u{feff}').trim_start().chars().take(400).collect::<String>().to_lowercase();
    head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || head.starts_with("<!--") && head.contains("<html")
        || head.starts_with("<body")
        || head.starts_with("<div")
        || head.starts_with("<main")
        || head.starts_with("<h1")
        || head.starts_with("<table")
}

/// Reads a page. "Lines" of the accounting are its blocks and table rows, in order.
pub(super) fn document(name: &str, content: &str) -> Result<Document, Unreadable> {
    let lower = content.get(..content.len().min(2_000)).unwrap_or_default().to_lowercase();
    if lower.contains("<!entity") {
        return Err(broken(name, "the head of the page", "it declares entities, which web pages never do"));
    }
    if let Some(at) = crowded_tag(content) {
        return Err(too_large(name, &format!("the tag at byte {at}"), "1,000 attributes"));
    }
    let sink = Sink(RefCell::new(State::default()));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    // Pieces keep the tokenizer's own copies small.
    let mut rest = content;
    while !rest.is_empty() {
        let cut = (0..=rest.len().min(16_384)).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(cut.max(1).min(rest.len()));
        queue.push_back(StrTendril::from_slice(piece));
        let _ = tokenizer.feed(&queue);
        rest = after;
        if tokenizer.sink.0.borrow().full {
            return Err(too_large(name, "the page", "20,000 blocks or 60,000 cells"));
        }
    }
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    let mut state = tokenizer.sink.0.into_inner();
    state.flush();
    state.close_table();
    Ok(Document { total: state.ordinal, blocks: state.blocks, ..Document::default() })
}

/// Where a tag with more attributes than any page needs begins; the tokenizer compares each with all others.
fn crowded_tag(content: &str) -> Option<usize> {
    let mut open: Option<(usize, usize)> = None;
    for (at, byte) in content.bytes().enumerate() {
        open = match (open, byte) {
            (None, b'<') => Some((at, 0)),
            (Some(_), b'>') => None,
            (Some((start, gaps)), byte) if byte.is_ascii_whitespace() || matches!(byte, b'/' | b'"' | b'\'') => {
                Some((start, gaps + 1))
            }
            (other, _) => other,
        };
        if open.is_some_and(|(_, gaps)| gaps > 4_000) {
            return open.map(|(start, _)| start);
        }
    }
    None
}

struct Sink(RefCell<State>);

/// What the text being gathered will become.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Role {
    #[default]
    Para,
    Heading(u8),
    Bullet,
    Label,
    Value,
}

#[derive(Default)]
struct State {
    blocks: Vec<Block>,
    ordinal: usize,
    text: String,
    role: Role,
    lists: u8,
    /// Open elements whose text is not content.
    silent: Vec<String>,
    /// Open elements of the page's frame.
    frame: usize,
    label: Option<String>,
    tables: usize,
    rows: Vec<Row>,
    row: Vec<String>,
    /// Cells that reach down into later rows: column, rows left, words.
    down: Vec<(usize, usize, String)>,
    span: (usize, usize),
    in_cell: bool,
    cells: usize,
    full: bool,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => state.gather(&text),
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                if tag.kind == TagKind::StartTag {
                    state.open(&name, &tag);
                    return match name.as_str() {
                        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
                        "style" | "noscript" | "iframe" => TokenSinkResult::RawData(RawKind::Rawtext),
                        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
                        _ => TokenSinkResult::Continue,
                    };
                }
                state.close(&name);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

const SILENT: &[&str] =
    &["script", "style", "noscript", "title", "template", "svg", "select", "button", "iframe", "textarea"];
const FRAME: &[&str] = &["nav", "footer", "aside"];

impl State {
    fn gather(&mut self, text: &str) {
        if self.silent.is_empty() && self.text.len() + text.len() <= limits::CELL_BYTES * 4 {
            self.text.push_str(text);
        }
    }

    fn open(&mut self, name: &str, tag: &Tag) {
        self.full |= self.ordinal > limits::LINES || self.cells > limits::CELLS;
        if SILENT.contains(&name) && !tag.self_closing && self.silent.len() < 8 {
            self.silent.push(name.to_owned());
            return;
        }
        if FRAME.contains(&name) {
            self.flush();
            self.frame += 1;
            return;
        }
        match name {
            "table" => self.open_table(),
            _ if self.tables > 0 => self.open_in_table(name, tag),
            "br" if self.role == Role::Para => self.flush(),
            "br" => self.text.push(' '),
            "ul" | "ol" => {
                self.flush();
                self.lists = self.lists.saturating_add(1);
            }
            "li" => self.begin(Role::Bullet),
            "dt" => self.begin(Role::Label),
            "dd" => self.begin(Role::Value),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.begin(Role::Heading(name.as_bytes().get(1).map_or(2, |digit| digit - b'0')));
            }
            "summary" | "caption" | "legend" => self.begin(Role::Heading(4)),
            "p" | "div" | "section" | "article" | "header" | "main" | "blockquote" | "hr" | "form" | "figure"
            | "details" | "address" | "pre"
                // A paragraph inside a list entry is that entry's words.
                if (self.role != Role::Bullet || !self.text.trim().is_empty()) => {
                    self.flush();
                }
            _ => {}
        }
    }

    fn begin(&mut self, role: Role) {
        self.flush();
        self.role = role;
    }

    fn close(&mut self, name: &str) {
        if self.silent.last().is_some_and(|open| open == name) {
            self.silent.pop();
            return;
        }
        if FRAME.contains(&name) {
            self.flush();
            self.frame = self.frame.saturating_sub(1);
            return;
        }
        match name {
            "table" => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 {
                    self.close_table();
                }
            }
            "td" | "th" if self.tables == 1 => self.close_cell(),
            "tr" if self.tables == 1 => self.close_row(),
            _ if self.tables > 0 => {
                if matches!(name, "p" | "li" | "div") {
                    self.text.push('\n');
                }
            }
            "ul" | "ol" => {
                self.flush();
                self.lists = self.lists.saturating_sub(1);
                self.role = Role::Para;
            }
            "li" | "dt" | "dd" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "p" | "div" | "section" | "article"
            | "summary" | "caption" | "header" => {
                self.flush();
                self.role = Role::Para;
            }
            _ => {}
        }
    }

    fn open_table(&mut self) {
        if self.tables == 0 {
            self.flush();
            self.role = Role::Para;
        }
        self.tables += 1;
    }

    fn open_in_table(&mut self, name: &str, tag: &Tag) {
        match name {
            "tr" if self.tables == 1 => self.close_row(),
            "td" | "th" if self.tables == 1 => {
                self.close_cell();
                let number = |key: &str| {
                    tag.attrs
                        .iter()
                        .find(|attribute| attribute.name.local.to_string() == key)
                        .and_then(|attribute| attribute.value.trim().parse::<usize>().ok())
                        .unwrap_or(1)
                };
                self.span = (number("colspan").clamp(1, limits::COLUMNS), number("rowspan").clamp(1, 500));
                self.text.clear();
                self.in_cell = true;
            }
            "br" | "li" | "p" | "div" => self.text.push('\n'),
            _ => {}
        }
    }

    fn close_cell(&mut self) {
        if !std::mem::take(&mut self.in_cell) {
            return;
        }
        self.fill_down();
        let words = lines(&std::mem::take(&mut self.text));
        let at = self.row.len();
        if self.row.len() + self.span.0 > limits::COLUMNS {
            return;
        }
        if self.span.1 > 1 && self.down.len() < limits::COLUMNS {
            self.down.push((at, self.span.1 - 1, words.clone()));
        }
        self.row.push(words);
        for _ in 1..self.span.0 {
            self.row.push(String::new());
        }
        self.cells += self.span.0;
    }

    /// Puts the cells that reach down from rows above where this row has come to them.
    fn fill_down(&mut self) {
        while let Some(slot) = self.down.iter_mut().find(|(at, left, _)| *at == self.row.len() && *left > 0) {
            slot.1 -= 1;
            let words = slot.2.clone();
            self.row.push(words);
        }
        self.down.retain(|(_, left, _)| *left > 0);
    }

    fn close_row(&mut self) {
        self.close_cell();
        if self.row.is_empty() {
            return;
        }
        self.fill_down();
        let cells = std::mem::take(&mut self.row);
        if cells.iter().all(String::is_empty) {
            return;
        }
        self.ordinal += 1;
        self.rows.push(Row { cells, first: self.ordinal, last: self.ordinal });
    }

    fn close_table(&mut self) {
        self.close_row();
        self.tables = 0;
        self.down.clear();
        let rows = std::mem::take(&mut self.rows);
        let (Some(first), Some(last)) = (rows.first().map(|row| row.first), rows.last().map(|row| row.last)) else {
            return;
        };
        // Tables of one column lay out a page; their cells are paragraphs.
        if rows.iter().all(|row| row.cells.len() == 1) {
            for row in rows {
                self.blocks.push(Block::new(Body::Para(collapsed(&row.cells.concat())), row.first));
            }
            return;
        }
        self.blocks.push(Block {
            body: Body::Table(Table { rows, flattened: false, cut: None }),
            first,
            last,
            gap: true,
        });
    }

    fn flush(&mut self) {
        if self.tables > 0 {
            return;
        }
        let text = collapsed(&std::mem::take(&mut self.text));
        if text.is_empty() {
            return;
        }
        self.ordinal += 1;
        let body = self.body(text);
        self.blocks.push(Block { body, first: self.ordinal, last: self.ordinal, gap: true });
        if self.role == Role::Bullet {
            self.role = Role::Para;
        }
    }

    fn body(&mut self, text: String) -> Body {
        if self.frame > 0 || headings::furniture(&text) {
            return Body::Furniture(text);
        }
        match self.role {
            Role::Heading(level) => Body::Heading { level, text: text.trim_end_matches(':').to_owned() },
            Role::Bullet => Body::Bullet { depth: self.lists.saturating_sub(1), mark: None, text },
            Role::Label => {
                self.label = Some(text.clone());
                Body::Furniture(text)
            }
            Role::Value => match self.label.clone().filter(|label| fields::exact(label).is_some()) {
                Some(label) => Body::Field { label, text },
                None => Body::Para(self.label.take().map_or(text.clone(), |label| format!("{label}: {text}"))),
            },
            Role::Para => match text
                .split_once(':')
                .filter(|(label, value)| fields::exact(label).is_some() && !value.trim().is_empty())
            {
                Some((label, value)) => Body::Field { label: label.to_owned(), text: value.trim().to_owned() },
                None => Body::Para(text),
            },
        }
    }
}

/// The lines of a cell, each without needless white space.
fn lines(text: &str) -> String {
    text.split('\n').map(collapsed).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
