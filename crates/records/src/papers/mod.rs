//! What is printed, as pure functions: what other rooms hold becomes a paper, and a paper becomes bytes of a form.

mod edition;
mod highlight;
mod logs;
mod meeting;
mod tables;
mod words;

pub use edition::edition_pdf;
pub(crate) use edition::{Standing, edition};
pub(crate) use highlight::highlight;
pub(crate) use logs::{actions, decisions, risks};
pub(crate) use meeting::{Front, meeting, referenced};

use documents::{Media, export, export::ExportError};
use jiff::civil::Date;
use typeset::{EditionPaper, HighlightReport, NotTypeset};

/// Why there is no file. Nothing was made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotMade {
    /// The paper cannot be typeset; the message names the place.
    #[error(transparent)]
    Typeset(#[from] NotTypeset),
    /// The table or text cannot be written.
    #[error(transparent)]
    Export(#[from] ExportError),
}

/// The forms of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// To be read and kept.
    Pdf,
    /// To be worked in.
    Word,
    /// To be sorted and counted.
    Workbook,
}

impl Form {
    /// The form of a kind of file; `None` for one that no paper has.
    pub(crate) fn of(media: Media) -> Option<Self> {
        match media {
            Media::Pdf => Some(Self::Pdf),
            Media::Docx => Some(Self::Word),
            Media::Xlsx => Some(Self::Workbook),
            Media::Csv | Media::Text | Media::Png | Media::Jpeg => None,
        }
    }
}

/// A paper that is given out in several forms.
pub(crate) enum Paper {
    /// An edition, released or not.
    Edition(Box<EditionPaper>),
    /// A theme's report.
    Highlight(Box<HighlightReport>),
}

impl Paper {
    /// The day printed on it.
    fn dated(&self) -> Date {
        match self {
            Self::Edition(paper) => paper.imprint.dated,
            Self::Highlight(paper) => paper.imprint.dated,
        }
    }

    /// Its bytes in a form.
    pub(crate) fn printed(&self, form: Form) -> Result<Vec<u8>, NotMade> {
        match (form, self) {
            (Form::Pdf, Self::Edition(paper)) => Ok(typeset::edition(paper)?),
            (Form::Pdf, Self::Highlight(paper)) => Ok(typeset::highlight_report(paper)?),
            (Form::Word, _) => Ok(export::docx(&words::document(self))?),
            (Form::Workbook, _) => Ok(export::xlsx(&words::title(self), self.dated(), &tables::tables(self))?),
        }
    }
}

/// How sure somebody is, as papers count it.
pub(crate) fn confidence(held: roadmap::model::Confidence) -> typeset::Confidence {
    match held {
        roadmap::model::Confidence::Blue => typeset::Confidence::Blue,
        roadmap::model::Confidence::Green => typeset::Confidence::Green,
        roadmap::model::Confidence::Amber => typeset::Confidence::Amber,
        roadmap::model::Confidence::Red => typeset::Confidence::Red,
    }
}

/// The words for how sure somebody is; empty when nobody said.
pub(crate) fn sureness(held: Option<typeset::Confidence>) -> &'static str {
    use roadmap::model::Confidence::{Amber, Blue, Green, Red};
    let told = held.map(|held| match held {
        typeset::Confidence::Blue => Blue,
        typeset::Confidence::Green => Green,
        typeset::Confidence::Amber => Amber,
        typeset::Confidence::Red => Red,
    });
    told.map_or("", roadmap::model::Confidence::plain)
}
