//! How commitments leave a plan, and how a plan gives way to the one that follows it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::status::{UnknownWord, words};

words! {
    /// How a node left the plan.
    RetiredKind, "the ways to leave a plan",
    /// Given up.
    Dropped "dropped" "Dropped",
    /// Taken into another node.
    Merged "merged" "Merged into another",
    /// Its parts stand as nodes of their own.
    Split "split" "Split into several",
    /// It goes on in the plan that follows.
    Carried "carried" "Carried into the next plan",
    /// Finished with, so that nothing goes on.
    Closed "closed" "Closed",
    /// It never was a promise.
    AddedInError "added_in_error" "Added by mistake",
    /// The page no longer shows it; nobody said why.
    NoLongerPublished "no_longer_published" "No longer published",
}

/// Why and when a node left the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retired {
    /// How it left.
    pub kind: RetiredKind,
    /// The day.
    pub on: Date,
    /// Why; `None` when no reason was given.
    #[serde(default)]
    pub reason: Option<String>,
    /// Keys of the nodes it goes on in: its parts, what it was merged into, where it was carried.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub into: Vec<String>,
}

/// That a plan has given way to the one that follows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GaveWay {
    /// Key of the plan that follows.
    pub to: String,
    /// From this day.
    pub on: Date,
    /// Why.
    pub reason: String,
}
