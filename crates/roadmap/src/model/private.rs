//! Words beside the plan that the public never reads.

use std::fmt;

/// The office's own words on a node.
///
/// The type cannot be serialised, so that no edition, data set, audit entry or log line can contain it: a program that
/// tried would not compile.
///
/// ```compile_fail
/// let words = roadmap::model::PrivateText::new("the landlord may sell");
/// serde_json::to_string(&words).map(drop).unwrap();
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct PrivateText(String);

impl PrivateText {
    /// The words, or nothing when there are none but spaces.
    pub fn new(words: &str) -> Option<Self> {
        let words = words.trim();
        (!words.is_empty()).then(|| Self(words.to_owned()))
    }

    /// The words, for somebody who may read what is not public, and for the table that keeps them.
    pub fn for_the_office(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PrivateText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateText(..)")
    }
}
