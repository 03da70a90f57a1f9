//! Files opened again by readers that are not their writers.

use std::io::{Cursor, Read};

use calamine::{Reader, Xlsx};
use testing::Reply;

/// The text of a PDF without white space: line ends are the layout's business.
pub(crate) fn pdf_text(reply: &Reply) -> String {
    let document = lopdf::Document::load_mem(&reply.bytes).expect("a PDF");
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    document.extract_text(&pages).unwrap().split_whitespace().collect()
}

/// Asserts that a PDF holds these words, wherever its lines end.
pub(crate) fn assert_says(reply: &Reply, words: &[&str]) {
    let text = pdf_text(reply);
    for word in words {
        let close: String = word.split_whitespace().collect();
        assert!(text.contains(&close), "{word:?} in {text}");
    }
}

/// The parts of a package (Word or Excel) by name, as text.
pub(crate) fn parts_of(reply: &Reply) -> Vec<(String, String)> {
    let mut package = zip::ZipArchive::new(Cursor::new(&reply.bytes)).expect("a package");
    let mut parts = Vec::new();
    for place in 0..package.len() {
        let mut part = package.by_index(place).unwrap();
        let mut text = String::new();
        if part.read_to_string(&mut text).is_ok() {
            parts.push((part.name().unwrap().into_owned(), text));
        }
    }
    parts
}

/// The words of every cell of a workbook, which must hold no formula.
pub(crate) fn cells(reply: &Reply) -> Vec<String> {
    for (name, text) in parts_of(reply) {
        assert!(!text.contains("<f>") && !text.contains("<f "), "a formula in {name}");
    }
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(reply.bytes.clone())).expect("a workbook");
    let names = workbook.sheet_names();
    let mut cells = Vec::new();
    for name in names {
        let sheet = workbook.worksheet_range(&name).unwrap();
        cells.extend(sheet.used_cells().map(|(_, _, cell)| cell.to_string()));
    }
    cells
}
