use serde::{Deserialize, Serialize};

use crate::{Block, Confidence, DateMove, Imprint, NotTypeset, check};

/// An edition of a roadmap or plan, as it was released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditionPaper {
    /// What stands on every page.
    pub imprint: Imprint,
    /// Such as `SEND improvement roadmap`. Must not be empty.
    pub title: String,
    /// What a reader should know first.
    #[serde(default)]
    pub summary: Vec<Block>,
    /// What changed since the edition before, one sentence each.
    #[serde(default)]
    pub changes: Vec<String>,
    /// The promises, in groups.
    #[serde(default)]
    pub sections: Vec<EditionSection>,
}

/// Promises under one heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditionSection {
    /// Must not be empty.
    pub heading: String,
    /// Text before the first promise.
    #[serde(default)]
    pub introduction: Vec<Block>,
    /// The promises.
    #[serde(default)]
    pub entries: Vec<EditionEntry>,
}

/// One promise as the edition tells it. The four judgements are independent, and each may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditionEntry {
    /// What was promised. Must not be empty.
    pub title: String,
    /// The plan's own number for it.
    #[serde(default)]
    pub reference: String,
    /// What it means, as published.
    #[serde(default)]
    pub text: String,
    /// Bodies and posts that answer for it; never a person's name.
    #[serde(default)]
    pub owners: Vec<String>,
    /// When, in the words published.
    #[serde(default)]
    pub due: String,
    /// How far the work is.
    #[serde(default)]
    pub delivery: String,
    /// How sure the partnership is.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// What those who oversee say.
    #[serde(default)]
    pub oversight: String,
    /// What families say.
    #[serde(default)]
    pub families: String,
    /// How its date moved.
    #[serde(default)]
    pub moves: Vec<DateMove>,
}

impl EditionPaper {
    pub(crate) fn check(&self) -> Result<(), NotTypeset> {
        check::imprint(&self.imprint)?;
        check::present(&self.title, "the edition's title")?;
        check::blocks(&self.summary, "the summary")?;
        for (at, section) in (1..).zip(&self.sections) {
            let place = format!("section {at}");
            check::present(&section.heading, &format!("{place}, heading"))?;
            check::blocks(&section.introduction, &format!("{place}, introduction"))?;
            for (at, entry) in (1..).zip(&section.entries) {
                check::present(&entry.title, &format!("{place}, entry {at}, title"))?;
            }
        }
        Ok(())
    }
}
