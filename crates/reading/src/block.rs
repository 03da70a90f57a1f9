//! The one form every file is brought into before anything is interpreted.

/// A page as a run of blocks, with what was met on the way.
#[derive(Debug, Clone, Default)]
pub(crate) struct Document {
    /// Blocks in page order.
    pub(crate) blocks: Vec<Block>,
    /// The address, when the file begins with one.
    pub(crate) source: Option<String>,
    /// Lines, rows or paragraphs of the source.
    pub(crate) total: usize,
    /// Those of them that were empty.
    pub(crate) blank: usize,
    /// Remarks that belong to the whole page: code, text, choices.
    pub(crate) remarks: Vec<(&'static str, String, Vec<String>)>,
}

/// One block and the source lines it came from, counted from 1.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub(crate) body: Body,
    pub(crate) first: usize,
    pub(crate) last: usize,
    /// An empty line stood before it.
    pub(crate) gap: bool,
}

/// What a block is.
#[derive(Debug, Clone)]
pub(crate) enum Body {
    /// A heading; level 0 when the source does not say.
    Heading { level: u8, text: String },
    /// A paragraph, or a line whose part has to be found out.
    Para(String),
    /// A list entry; `mark` is its number when it has one.
    Bullet { depth: u8, mark: Option<String>, text: String },
    /// A labelled value, as on a card.
    Field { label: String, text: String },
    /// A table with the source line of each row.
    Table(Table),
    /// A line that carries no content: a rule, navigation, a cookie notice.
    Furniture(String),
}

/// A table as cells.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    pub(crate) rows: Vec<Row>,
    /// Rows were one line with no sign between cells; owners may touch the next cell.
    pub(crate) flattened: bool,
    /// The last row stops before its end.
    pub(crate) cut: Option<String>,
}

/// A row and the line it stands on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    pub(crate) cells: Vec<String>,
    pub(crate) first: usize,
    pub(crate) last: usize,
}

impl Block {
    pub(crate) fn new(body: Body, line: usize) -> Self {
        Self { body, first: line, last: line, gap: false }
    }

    /// Its words, when it is not a table.
    pub(crate) fn text(&self) -> &str {
        match &self.body {
            Body::Heading { text, .. }
            | Body::Bullet { text, .. }
            | Body::Field { text, .. }
            | Body::Para(text)
            | Body::Furniture(text) => text,
            Body::Table(_) => "",
        }
    }
}

impl Row {
    pub(crate) fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.trim().is_empty()).count()
    }
}
