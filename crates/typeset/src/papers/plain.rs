use serde::{Deserialize, Serialize};

use crate::{Block, Imprint, NotTypeset, check};

/// A strategy, a letter to those who oversee, terms of reference: a title and text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlainPaper {
    /// What stands on every page.
    pub imprint: Imprint,
    /// Must not be empty.
    pub title: String,
    /// A line below the title.
    #[serde(default)]
    pub subtitle: String,
    /// The sender's own reference.
    #[serde(default)]
    pub reference: String,
    /// Whom it is written to, line by line.
    #[serde(default)]
    pub addressed_to: Vec<String>,
    /// Whether a list of contents with page numbers follows the title.
    #[serde(default)]
    pub contents: bool,
    /// Its text.
    #[serde(default)]
    pub blocks: Vec<Block>,
    /// Who signs, line by line.
    #[serde(default)]
    pub signed: Vec<String>,
}

impl PlainPaper {
    pub(crate) fn check(&self) -> Result<(), NotTypeset> {
        check::imprint(&self.imprint)?;
        check::present(&self.title, "the title")?;
        check::blocks(&self.blocks, "the text")
    }
}
