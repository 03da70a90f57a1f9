//! One release: a set of pages frozen together under a label.

use std::{collections::BTreeMap, sync::Arc};

use jiff::{Timestamp, civil::Date};

use crate::Frozen;

/// Pages frozen together, numbered in their series, with the signed list of what they are.
#[derive(Debug)]
pub struct Release {
    /// The series it continues, such as `roadmap`.
    pub series: String,
    /// Its place in the series, from 1.
    pub number: u32,
    /// Its word in permanent addresses, unique in the area, such as `2` or `site-1`.
    pub label: String,
    /// What it is called, such as `Edition 2`.
    pub title: String,
    /// When it was released.
    pub released_at: Timestamp,
    /// The day its statements are true of.
    pub as_at: Date,
    /// Set when it may no longer be read.
    pub withdrawn: Option<Withdrawn>,
    /// Every page by its path inside the area. Empty when withdrawn.
    pub pages: BTreeMap<String, Arc<Frozen>>,
    /// Paths whose stored bytes no longer match what was signed; they are not served.
    pub held_back: Vec<String>,
    /// The signed list of the pages.
    pub manifest: Arc<Frozen>,
    /// The signature of that list, as text.
    pub signature: Arc<Frozen>,
}

/// Why a release may no longer be read, and what stood in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// The reason, as the public reads it.
    pub reason: String,
    /// Every path it held.
    pub paths: Vec<String>,
}
