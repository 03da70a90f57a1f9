//! The standards every file keeps.

use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::refusal;
use crate::NotTypeset;

/// For people who have papers read to them, and for archives that must open them in fifty years.
const KEPT: [PdfStandard; 2] = [PdfStandard::Ua_1, PdfStandard::A_2a];

/// Writes the file, or says which rule the paper would break.
pub(super) fn export(document: &PagedDocument) -> Result<Vec<u8>, NotTypeset> {
    let standards = PdfStandards::new(&KEPT).map_err(|wrong| NotTypeset::Standard(wrong.message().to_string()))?;
    let creator = Smart::Custom(Some("Waymark".to_owned()));
    let options = PdfOptions { standards, creator, ..PdfOptions::default() };
    typst_pdf::pdf(document, &options).map_err(|wrong| refusal(&wrong))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{faces::Faces, room::Room};

    /// Whatever the templates forget, the exporter notices.
    #[test]
    fn a_file_without_title_date_or_alternative_text_is_not_written() {
        let faces = Faces::found_in(&[]);
        for (template, named) in [("untitled", "title"), ("undated", "date"), ("unspoken", "alt")] {
            let room = Room::new(&faces, template, "{}".to_owned()).unwrap();
            let document: PagedDocument = typst::compile(&room).output.unwrap();
            let refused = export(&document).unwrap_err().to_string();
            assert!(refused.contains(named), "{template}: {refused}");
        }
    }
}
