//! The entries as a table for spreadsheets (RFC 4180).

use super::dictionary::COLUMNS;
use crate::{model::Node, site::context::Site};

/// One row for each entry, in page order; the columns are those of the dictionary by construction.
pub(crate) fn csv(site: &Site) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory cannot fail, and every row has as many cells as there are columns.
    let mut written = writer.write_record(COLUMNS.iter().map(|column| column.name));
    for entry in site.content.entries() {
        written = written.and_then(|()| writer.write_record(row(site, entry)));
    }
    debug_assert!(written.is_ok(), "{written:?}");
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// The cells of one entry, each made harmless.
fn row(site: &Site, entry: &Node) -> Vec<String> {
    COLUMNS.iter().map(|column| harmless((column.value)(site, entry))).collect()
}

/// Spreadsheets run a cell that begins with one of these signs as a formula; an apostrophe keeps it text.
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}
