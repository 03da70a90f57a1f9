//! From a checked paper to PDF: letters, typst, the two standards.

mod faces;
mod letters;
mod room;
mod standards;

use std::path::PathBuf;

use serde::Serialize;
use serde_json::{Value, json};
use typst::{comemo, diag::SourceDiagnostic};
use typst_layout::PagedDocument;

use crate::NotTypeset;
use faces::Faces;
use room::Room;

/// Text of one paper at most. A pack of 200 pages has about 600,000 bytes; typst takes seconds for ten times that.
const MOST_BYTES: usize = 4_000_000;

/// Letters that no face has are found after typesetting. Once is nearly always enough: what stands in for them is in
/// the faces the program carries.
const ROUNDS: usize = 4;

pub(crate) struct Engine {
    faces: Faces,
}

impl Engine {
    pub(crate) fn with_fonts_from(folders: &[PathBuf]) -> Self {
        Self { faces: Faces::found_in(folders) }
    }

    /// The paper as PDF. The same paper and the same fonts give the same bytes.
    pub(crate) fn print<P: Serialize>(&self, template: &'static str, paper: &P) -> Result<Vec<u8>, NotTypeset> {
        let mut paper = serde_json::to_value(paper).map_err(|wrong| NotTypeset::Standard(wrong.to_string()))?;
        letters::clean(&mut paper);
        let bytes = letters::amount(&paper);
        if bytes > MOST_BYTES {
            return Err(NotTypeset::TooLong { bytes, most: MOST_BYTES });
        }
        let made = self.typeset(template, paper).and_then(|document| standards::export(&document));
        // What typst remembers of a private paper is not kept until the next one.
        comemo::evict(0);
        made
    }

    /// Lays the paper out until every letter of it has a glyph.
    fn typeset(&self, template: &'static str, mut paper: Value) -> Result<PagedDocument, NotTypeset> {
        let mut replaced = Vec::new();
        for _ in 0..ROUNDS {
            let room = Room::new(&self.faces, template, json!({ "paper": paper, "replaced": replaced }).to_string())?;
            let document: PagedDocument = typst::compile(&room).output.map_err(|wrong| refusal(&wrong))?;
            let missing = letters::without_glyph(&document);
            if missing.is_empty() {
                return Ok(document);
            }
            letters::replace(&mut paper, &missing);
            replaced.extend(missing.iter().map(|letter| letters::code_points(letter)));
        }
        let reason =
            "its fonts lack letters that cannot be replaced; install Liberation Sans or DejaVu Sans".to_owned();
        Err(NotTypeset::Wrong { place: "the text".to_owned(), reason })
    }
}

/// What the engine said, without what it quotes: errors are logged, and a paper's text is not.
fn refusal(wrong: &[SourceDiagnostic]) -> NotTypeset {
    let said = |one: &SourceDiagnostic| one.message.split('`').step_by(2).collect::<Vec<_>>().join("…");
    NotTypeset::Standard(wrong.iter().map(said).collect::<Vec<_>>().join("; "))
}
