//! The last word of an address of a paper: which one, and in what form.

use std::str::FromStr;

use documents::Media;

/// A file that is asked for, such as `3.pdf`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Which one.
    pub(crate) which: String,
    /// In what form.
    pub(crate) media: Media,
}

/// The last word of the address names no form that papers have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a paper; it ends with .pdf, .docx, .xlsx or .csv")]
pub(crate) struct NotAPaper(String);

impl FromStr for Wanted {
    type Err = NotAPaper;

    fn from_str(text: &str) -> Result<Self, NotAPaper> {
        let parts = || {
            let (which, ending) = text.rsplit_once('.')?;
            let forms = [Media::Pdf, Media::Docx, Media::Xlsx, Media::Csv];
            let media = forms.into_iter().find(|media| media.endings()[0] == ending)?;
            (!which.is_empty()).then(|| Self { which: which.to_owned(), media })
        };
        parts().ok_or_else(|| NotAPaper(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_is_named_by_what_it_is_and_its_form() {
        let wanted = |which: &str, media| Ok(Wanted { which: which.to_owned(), media });
        assert_eq!("3.pdf".parse(), wanted("3", Media::Pdf));
        assert_eq!("board-2026.1.xlsx".parse(), wanted("board-2026.1", Media::Xlsx));
        for odd in ["3", "3.exe", ".pdf", "3.PDF", ""] {
            assert_eq!(odd.parse::<Wanted>(), Err(NotAPaper(odd.to_owned())));
        }
    }
}
