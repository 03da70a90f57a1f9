//! What a slice hands over to be released.

use jiff::civil::Date;

/// Pages to be released together.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The series they continue: a lower-case word such as `roadmap`, `site` or `notices`.
    pub series: String,
    /// How the release gets its word in permanent addresses.
    pub label: LabelRule,
    /// What the release is called, such as `Edition 2`.
    pub title: String,
    /// The day its statements are true of.
    pub as_at: Date,
    /// What changed and why, as the public may read it; may be empty.
    pub note: String,
    /// The pages.
    pub pages: Vec<DraftPage>,
    /// The number of the release the drafter compared with, 0 for none: when another came since, the draft is refused.
    /// `None` when it does not matter.
    pub follows: Option<u32>,
    /// Release it although nothing differs from the release before.
    pub even_if_unchanged: bool,
}

/// How a release gets its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelRule {
    /// The number alone, such as `2`. Only one series of an area can do so.
    Number,
    /// The series and the number, such as `site-2`.
    SeriesAndNumber,
}

/// One page or file of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftPage {
    /// Its path inside the area, without a slash at either end; empty for the area's first page.
    pub path: String,
    /// Its media type, such as `text/html; charset=utf-8`.
    pub media_type: String,
    /// Its bytes.
    pub body: Vec<u8>,
}

impl Draft {
    /// A draft of these pages, with an empty note, that follows whatever is there.
    pub fn new(series: &str, label: LabelRule, title: &str, as_at: Date, pages: Vec<DraftPage>) -> Self {
        Self {
            series: series.to_owned(),
            label,
            title: title.to_owned(),
            as_at,
            note: String::new(),
            pages,
            follows: None,
            even_if_unchanged: false,
        }
    }

    /// The label the release of this number would have.
    pub(crate) fn label_of(&self, number: u32) -> String {
        match self.label {
            LabelRule::Number => number.to_string(),
            LabelRule::SeriesAndNumber => format!("{}-{number}", self.series),
        }
    }
}

impl DraftPage {
    /// A page of HTML.
    pub fn html(path: &str, document: String) -> Self {
        Self { path: path.to_owned(), media_type: "text/html; charset=utf-8".to_owned(), body: document.into_bytes() }
    }

    /// A file of this media type.
    pub fn file(path: &str, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { path: path.to_owned(), media_type: media_type.to_owned(), body: body.into() }
    }
}
