use serde::{Deserialize, Serialize};

/// One piece of a paper's own text. All text in it is plain; a line break in it stays a line break, and an empty line
/// begins a new paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Block {
    /// A heading inside the paper.
    Heading {
        /// Its words. Must not be empty.
        text: String,
        /// 1 to 3, counted below the heading the block stands under. A level is never skipped in print.
        level: u8,
    },
    /// Running text.
    Paragraph {
        /// Its words.
        text: String,
    },
    /// A list in which the order does not matter.
    Bullets {
        /// One text for each point.
        items: Vec<String>,
    },
    /// A list in which the order matters.
    Numbered {
        /// One text for each step.
        items: Vec<String>,
    },
    /// Rows and columns.
    Table(Table),
    /// Names and what belongs to them, one below the other.
    Facts {
        /// The rows, in the order given.
        rows: Vec<Fact>,
    },
    /// A judgement in a colour and in words.
    Standing(Standing),
    /// Dates that moved.
    DateMoves {
        /// The moves, in the order given.
        rows: Vec<DateMove>,
    },
    /// Counts drawn as bars.
    Bars(Bars),
    /// A place to read on.
    Link {
        /// What it leads to.
        text: String,
        /// An `https:`, `http:` or `mailto:` address.
        address: String,
    },
    /// Somebody's own words.
    Quote {
        /// The words.
        text: String,
        /// Who said them, as they agreed to be named; empty for nobody.
        #[serde(default)]
        source: String,
    },
}

/// Rows and columns. Every row has as many cells as there are headings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// What it shows; empty when the text before it says so.
    #[serde(default)]
    pub caption: String,
    /// The headings of its columns.
    pub columns: Vec<String>,
    /// Its cells, row by row.
    pub rows: Vec<Vec<String>>,
}

/// A name and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Such as `Held at`. Must not be empty.
    pub name: String,
    /// Such as `County Hall`; empty prints as "not given".
    pub value: String,
}

/// How sure the partnership is (blue, red, amber, green). Printed in words; the colour only repeats them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Complete and working as usual.
    Blue,
    /// On track.
    Green,
    /// At risk.
    Amber,
    /// Off track.
    Red,
}

/// A judgement, with the one before it and the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// What is judged; empty when the heading above says so.
    #[serde(default)]
    pub about: String,
    /// The judgement.
    pub now: Confidence,
    /// The judgement last time.
    #[serde(default)]
    pub before: Option<Confidence>,
    /// Why; empty when nobody said.
    #[serde(default)]
    pub reason: String,
}

/// A date that moved. Dates are the words as published: "autumn term 2026" is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateMove {
    /// What was promised for that date; empty when the heading above says so.
    #[serde(default)]
    pub what: String,
    /// The date before; empty when there was none.
    pub old: String,
    /// The date now; empty when none is set.
    pub new: String,
    /// Why it moved; empty when nobody said.
    #[serde(default)]
    pub reason: String,
    /// Who agreed; empty when nobody had to.
    #[serde(default)]
    pub agreed_by: String,
}

/// Counts drawn as bars, with the same counts printed beside them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bars {
    /// What is counted. Must not be empty.
    pub title: String,
    /// What somebody who cannot see it should know; empty for a sentence made of the counts.
    #[serde(default)]
    pub alternative: String,
    /// The bars, top first.
    pub bars: Vec<Bar>,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bar {
    /// What it stands for. Must not be empty.
    pub label: String,
    /// How many.
    pub count: u32,
}
