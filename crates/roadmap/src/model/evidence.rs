//! What shows that something happened, and who may see it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::status::{UnknownWord, words};

words! {
    /// What kind of proof it is.
    EvidenceKind, "the kinds of evidence",
    /// A report, minutes, a page.
    Document "document" "Document",
    /// Figures with their definition, period and source.
    Data "data" "Data",
    /// What happened to one family or school, told with leave and without names.
    CaseStudy "case_study" "Case study",
    /// What somebody said of their own experience.
    Testimony "testimony" "Testimony",
    /// Files looked at against a standard.
    Audit "audit" "Audit",
    /// Many people asked the same questions.
    Survey "survey" "Survey",
}

impl EvidenceKind {
    /// The kind of a word, also of those that programme files and editions used before there was a fixed list.
    pub fn of_word(word: &str) -> Result<Self, UnknownWord> {
        match word {
            "report" | "minutes" | "page" => Ok(Self::Document),
            "figures" => Ok(Self::Data),
            word => word.parse(),
        }
    }
}

words! {
    /// Who may see evidence.
    #[derive(Default)]
    Sensitivity, "the ranges of evidence",
    /// Everybody, once an edition is released.
    #[default]
    Public "public" "For everybody",
    /// The organisations of the partnership.
    Partnership "partnership" "For the partnership",
    /// The programme office.
    Office "office" "For the office",
}

/// Something that shows what happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WrittenEvidence", into = "WrittenEvidence")]
pub struct Evidence {
    /// Stable word.
    pub key: String,
    /// What it is.
    pub title: String,
    /// What kind of proof it is.
    pub kind: EvidenceKind,
    /// The day it speaks of or came out.
    pub on: Option<Date>,
    /// Where it can be read.
    pub address: Option<String>,
    /// What it shows, in a sentence; figures with their definition, period and source.
    pub shows: Option<String>,
    /// Who may see it.
    pub sensitivity: Sensitivity,
    /// The document the office holds of it; in no edition.
    pub document: Option<Uuid>,
    /// Key of the evidence it takes the place of.
    pub supersedes: Option<String>,
}

impl Evidence {
    /// Whether an edition shows it.
    pub fn is_public(&self) -> bool {
        self.sensitivity == Sensitivity::Public
    }
}

/// Evidence as files and editions write it. Those of the first format know only `private`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEvidence {
    key: String,
    title: String,
    kind: String,
    #[serde(default)]
    on: Option<Date>,
    #[serde(default)]
    address: Option<String>,
    #[serde(default)]
    shows: Option<String>,
    #[serde(default)]
    private: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sensitivity: Option<Sensitivity>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    document: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    supersedes: Option<String>,
}

impl TryFrom<WrittenEvidence> for Evidence {
    type Error = UnknownWord;

    fn try_from(written: WrittenEvidence) -> Result<Self, UnknownWord> {
        let held_back = if written.private { Sensitivity::Office } else { Sensitivity::Public };
        Ok(Self {
            key: written.key,
            title: written.title,
            kind: EvidenceKind::of_word(&written.kind)?,
            on: written.on,
            address: written.address,
            shows: written.shows,
            // `private` cannot be taken back by the other field: that would publish what somebody held back.
            sensitivity: match written.sensitivity {
                Some(said) if !(written.private && said == Sensitivity::Public) => said,
                _ => held_back,
            },
            document: written.document,
            supersedes: written.supersedes,
        })
    }
}

impl From<Evidence> for WrittenEvidence {
    fn from(evidence: Evidence) -> Self {
        let private = !evidence.is_public();
        Self {
            key: evidence.key,
            title: evidence.title,
            kind: evidence.kind.word().to_owned(),
            on: evidence.on,
            address: evidence.address,
            shows: evidence.shows,
            private,
            // `private` alone means the office; only what it cannot say is written beside it.
            sensitivity: Some(evidence.sensitivity).filter(|said| *said == Sensitivity::Partnership),
            document: evidence.document,
            supersedes: evidence.supersedes,
        }
    }
}
