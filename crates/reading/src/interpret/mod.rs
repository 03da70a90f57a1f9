//! Blocks into a proposed reading: one interpretation behind every file format.

mod cut;
mod dating;
mod draft;
mod figures;
mod finish;
mod heads;
mod ledger;
mod page;
mod plan;
mod prose;
mod questions;
mod records;
mod table;
mod told;
mod walk;

use crate::{
    Options,
    block::Document,
    model::{Reading, Warning},
};
use ledger::Ledger;
use page::Page;

/// Entries one page may give; a longer list is a database, not a plan.
const ENTRIES: usize = 5_000;

/// The reading under construction.
struct Reader<'a> {
    document: &'a Document,
    page: Page,
    out: Reading,
    ledger: Ledger,
    /// A column or cell was cut from a flattened row.
    flattened: bool,
}

/// Reads a document.
pub(crate) fn interpret(document: &Document, options: Options) -> Reading {
    let mut reader = Reader {
        document,
        page: Page::survey(document, options),
        out: Reading::default(),
        ledger: Ledger::of(document),
        flattened: false,
    };
    plan::read(&mut reader);
    walk::walk(&mut reader);
    finish::finish(&mut reader);
    for (code, text, choices) in &document.remarks {
        reader.out.warnings.push(Warning { code, item: None, text: text.clone(), choices: choices.clone() });
    }
    reader.out.lines = reader.ledger.close();
    let unread = reader.out.lines.unread.len();
    if unread > 0 {
        let text = format!("{unread} lines could not be placed; they are listed with their numbers.");
        reader.out.warnings.push(Warning { code: "unread_lines", item: None, text, choices: Vec::new() });
    }
    reader.out
}

impl Reader<'_> {
    /// A question or remark about an entry.
    fn ask(&mut self, code: &'static str, item: usize, text: String, choices: Vec<String>) {
        if let Some(entry) = self.out.items.get_mut(item)
            && !entry.warnings.iter().any(|known| known == code)
        {
            entry.warnings.push(code.to_owned());
        }
        self.out.warnings.push(Warning { code, item: Some(item), text, choices });
    }

    /// A question or remark about the page, once for each code.
    fn remark(&mut self, code: &'static str, text: String, choices: Vec<String>) {
        if !self.out.warnings.iter().any(|known| known.code == code && known.item.is_none()) {
            self.out.warnings.push(Warning { code, item: None, text, choices });
        }
    }
}
