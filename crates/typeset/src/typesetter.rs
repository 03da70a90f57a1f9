use std::{path::PathBuf, sync::LazyLock};

use crate::{EditionPaper, HighlightReport, MeetingPack, NotTypeset, PlainPaper, engine::Engine};

/// Where systems keep their fonts; what does not exist is passed over.
pub const FONT_FOLDERS: [&str; 3] = ["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts"];

/// The one that the free functions share: reading fonts costs more than a short paper.
static SHARED: LazyLock<Typesetter> = LazyLock::new(|| Typesetter::with_fonts_from(&FONT_FOLDERS.map(PathBuf::from)));

/// Makes papers, with the fonts found once at its start.
pub struct Typesetter(Engine);

impl Typesetter {
    /// Looks for Liberation Sans, and for faces with more letters, in folders and the folders inside them. Without any,
    /// papers are set in faces that the program carries itself.
    pub fn with_fonts_from(folders: &[PathBuf]) -> Self {
        Self(Engine::with_fonts_from(folders))
    }

    /// An edition as PDF.
    pub fn edition(&self, paper: &EditionPaper) -> Result<Vec<u8>, NotTypeset> {
        paper.check()?;
        self.0.print("edition", paper)
    }

    /// A theme's report as PDF.
    pub fn highlight_report(&self, paper: &HighlightReport) -> Result<Vec<u8>, NotTypeset> {
        paper.check()?;
        self.0.print("highlight", paper)
    }

    /// A meeting's papers as one PDF.
    pub fn meeting_pack(&self, paper: &MeetingPack) -> Result<Vec<u8>, NotTypeset> {
        paper.check()?;
        self.0.print("meeting", paper)
    }

    /// A strategy or a letter as PDF.
    pub fn plain_paper(&self, paper: &PlainPaper) -> Result<Vec<u8>, NotTypeset> {
        paper.check()?;
        self.0.print("plain", paper)
    }
}

/// An edition as PDF, in the system's fonts ([`FONT_FOLDERS`]).
pub fn edition(paper: &EditionPaper) -> Result<Vec<u8>, NotTypeset> {
    SHARED.edition(paper)
}

/// A theme's report as PDF, in the system's fonts ([`FONT_FOLDERS`]).
pub fn highlight_report(paper: &HighlightReport) -> Result<Vec<u8>, NotTypeset> {
    SHARED.highlight_report(paper)
}

/// A meeting's papers as one PDF, in the system's fonts ([`FONT_FOLDERS`]).
pub fn meeting_pack(paper: &MeetingPack) -> Result<Vec<u8>, NotTypeset> {
    SHARED.meeting_pack(paper)
}

/// A strategy or a letter as PDF, in the system's fonts ([`FONT_FOLDERS`]).
pub fn plain_paper(paper: &PlainPaper) -> Result<Vec<u8>, NotTypeset> {
    SHARED.plain_paper(paper)
}
