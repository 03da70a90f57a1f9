//! An answer that says everything a slip asks for.

use jiff::civil::Date;
use roadmap::model::{Confidence, Delivery, When};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A whole answer about one commitment; made from a [`super::Sheet`] alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// What happened in the period.
    pub happened: String,
    /// How far it is.
    pub delivery: Delivery,
    /// The day it was done, when it is.
    pub done_on: Option<Date>,
    /// What shows it.
    pub evidence: EvidenceGiven,
    /// Another date, when it moves.
    pub moved: Option<Moved>,
    /// How sure they are.
    pub confidence: Confidence,
    /// Why, in a sentence.
    pub confidence_because: String,
    /// What help is wanted.
    pub help: Option<String>,
}

/// What shows that it is so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EvidenceGiven {
    /// A page or file that everybody can read.
    Link {
        /// What it is.
        title: String,
        /// Where it is, beginning with `http`.
        address: String,
    },
    /// A document in the office's store; not for the public.
    Document {
        /// What it is.
        title: String,
        /// The document.
        document: Uuid,
    },
    /// Nothing yet.
    NoneYet {
        /// Why not.
        because: String,
    },
}

/// A date that is to move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// Where to.
    pub to: When,
    /// Why.
    pub because: String,
}

impl EvidenceGiven {
    /// Whether nothing was given yet.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::NoneYet { .. })
    }

    /// What it is, or why there is none, for a reader.
    pub fn words(&self) -> &str {
        match self {
            Self::Link { title, .. } | Self::Document { title, .. } => title,
            Self::NoneYet { because } => because,
        }
    }
}
