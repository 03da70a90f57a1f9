use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Checked, Media};

/// Who a document is for. The slices decide what each word permits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sensitivity {
    /// Anybody may read it, once it is published.
    Public,
    /// The partners of the area.
    Partnership,
    /// The office that runs the programme.
    Office,
    /// The members of the board it was put before.
    Board,
}

impl Sensitivity {
    /// Every sensitivity, the most open first.
    pub const ALL: [Self; 4] = [Self::Public, Self::Partnership, Self::Office, Self::Board];

    /// The word in forms, rows and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Partnership => "partnership",
            Self::Office => "office",
            Self::Board => "board",
        }
    }

    /// The sensitivity of this word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sensitivity| sensitivity.as_str() == word)
    }
}

/// What a document belongs to, in the words of the slice that holds it: `("evidence", "kept-promise-3")`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct About {
    /// The kind of thing.
    pub kind: String,
    /// Which of its kind.
    pub key: String,
}

/// What people wrote about a document. Sealed: in the database neither word can be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The file's name as it was given, without folders and control characters.
    pub name: String,
    /// A remark; may be empty.
    pub note: String,
}

/// A checked file to be kept.
#[derive(Debug, Clone)]
pub struct NewDocument<'a> {
    /// The file.
    pub file: &'a Checked,
    /// What it belongs to.
    pub about: About,
    /// Who it is for.
    pub sensitivity: Sensitivity,
    /// A remark; may be empty, at most 2,000 characters.
    pub note: String,
}

/// Which documents a list shows, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Those of these ranges; none where there are none.
    pub sensitivities: Vec<Sensitivity>,
    /// Those of this kind; every kind where none is named.
    pub media: Option<Media>,
    /// Those older than this document, which the page before ended with.
    pub before: Option<Uuid>,
    /// At most so many.
    pub most: u16,
}

/// What may be changed about a document. Its content never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// Who it is for from now on.
    pub sensitivity: Sensitivity,
    /// The remark from now on.
    pub note: String,
}

/// A document as it is kept, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDocument {
    /// Names it in addresses and in the audit record.
    pub id: Uuid,
    /// What it belongs to.
    pub about: About,
    /// What its bytes were found to be.
    pub media: Media,
    /// Size of its content.
    pub bytes: u64,
    /// Who it is for.
    pub sensitivity: Sensitivity,
    /// Its name and note; none once its key was destroyed.
    pub card: Option<Card>,
    /// Who added it, as the audit record names them.
    pub added_by: String,
    /// When.
    pub added_at: Timestamp,
    /// Grows with every change; whoever changes it names the one they saw.
    pub version: i64,
    /// Set once it is no longer to be read.
    pub withdrawn: Option<Withdrawal>,
    /// When its destruction was decided.
    pub shredded_at: Option<Timestamp>,
}

/// That a document is no longer to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// When.
    pub at: Timestamp,
    /// By whom, as the audit record names them.
    pub by: String,
    /// Why, in words for those who ask for it.
    pub because: String,
}
