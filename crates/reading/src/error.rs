//! Why a file could not be read, where, and what helps.

use thiserror::Error;

/// A file that gives no reading. Each sentence names the place and the remedy.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// The file cannot be opened.
    #[error("{name} cannot be opened: {reason}. Check the name and that you may read it.")]
    NotOpened {
        /// The file's name.
        name: String,
        /// What the system says.
        reason: String,
    },
    /// The file holds nothing.
    #[error("{name} is empty. Save the page again with its text.")]
    Empty {
        /// The file's name.
        name: String,
    },
    /// The file, or what it unpacks to, is larger than a plan can be.
    #[error("{name}: {part} is larger than {limit}. Save only the pages that hold the plan, or split it.")]
    TooLarge {
        /// The file's name.
        name: String,
        /// What is too large.
        part: String,
        /// The limit in words.
        limit: String,
    },
    /// The content is no text and no kind of file that is read.
    #[error("{name} is not text: {reason}. Save it as .txt, .html, .csv, .xlsx or .docx.")]
    NotText {
        /// The file's name.
        name: String,
        /// What was found instead.
        reason: String,
    },
    /// A container is damaged or built to harm.
    #[error("{name}, {part}: {reason}. Open it in its own program and save it again.")]
    Broken {
        /// The file's name.
        name: String,
        /// The part inside it.
        part: String,
        /// What is wrong.
        reason: String,
    },
}
