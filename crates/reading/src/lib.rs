//! Reads published roadmaps and plans: bytes in, a proposed reading out.
//!
//! Plain text, HTML, CSV, xlsx and docx are brought into one form, a run of blocks, and one
//! interpretation stands behind all of them. The crate knows no database, no socket and no current
//! time. What a page leaves open stays `null` and becomes a [`Warning`] with choices; every source
//! line ends as an entry, a heading, a note or `unread`.

mod areas;
mod block;
mod dates;
mod diff;
mod error;
mod fields;
mod front;
mod headings;
mod interpret;
mod limits;
mod model;
mod nature;
mod owners;
mod places;
mod show;
mod status;
mod text;
mod words;

use std::{fs::File, io::Read, path::Path};

pub use diff::{Change, ChangeKind, Diff, Side, diff, partners};
pub use error::Unreadable;
pub use model::*;

/// What month headings three months apart are taken for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PeriodLabels {
    /// Each begins its quarter; a warning offers the other reading.
    #[default]
    Quarter,
    /// Each is its month.
    Month,
}

/// Choices a person can make before reading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// What month headings three months apart are taken for.
    pub period_labels: PeriodLabels,
}

/// Reads a file. Its size is looked at before its content.
pub fn read_path(path: &Path, options: &Options) -> Result<Reading, Unreadable> {
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let not_opened = |fault: std::io::Error| Unreadable::NotOpened { name: name.clone(), reason: fault.to_string() };
    let file = File::open(path).map_err(not_opened)?;
    let length = file.metadata().map_err(not_opened)?.len();
    if length > limits::CONTAINER_BYTES as u64 {
        return Err(front::too_large(&name, "the file", "8 MiB (2 MiB for text)"));
    }
    // A file can grow, and a device has no length: the limit holds while reading too.
    let mut bytes = Vec::new();
    file.take(limits::CONTAINER_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(not_opened)?;
    read_bytes(&name, &bytes, options)
}

/// Reads the bytes of a file. The content decides what kind of file it is; the name helps with CSV and HTML.
pub fn read_bytes(name: &str, bytes: &[u8], options: &Options) -> Result<Reading, Unreadable> {
    Ok(interpret::interpret(&front::document(name, bytes)?, *options))
}
