//! What may come in: told from the bytes, never from the name.
//!
//! Seven kinds are accepted. For [`Purpose::Hold`] nothing may run, fetch, unpack without end or be two
//! kinds at once. For [`Purpose::Publish`] nothing may be hidden either: half of what public bodies gave
//! away by accident was in sheets, comments and changes that nobody saw on the screen.
//!
//! Not seen: words under a black box or in white on white, what a picture shows, and what the visible words
//! themselves say. A second person looks at what is to be public.

mod finding;
mod formats;
mod kind;
mod package;
mod parts;
mod pdf;
mod pdf_tokens;
mod picture;
mod plain;
mod workbook;
mod xml;

pub use finding::{Finding, What};
pub use kind::Media;
pub(crate) use kind::tidied;

/// The most bytes of a file.
pub const MOST_BYTES: usize = 25 << 20;
/// The most findings that are told; a file with more is no better for the rest.
const MOST_FINDINGS: usize = 20;

/// What a file is to be accepted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// To be kept and read by those who may.
    Hold,
    /// To be read by anybody.
    Publish,
}

/// A file that passed its check. Only [`check()`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    name: String,
    media: Media,
    bytes: Vec<u8>,
    purpose: Purpose,
}

impl Checked {
    /// Its name without folders and control characters.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is.
    pub fn media(&self) -> Media {
        self.media
    }

    /// Its bytes; those of a picture were written anew and hold the picture only.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What it was accepted for.
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }
}

/// Looks at a file and accepts it for a purpose, or says everything that stands against it.
///
/// The work is bounded in time and memory, and takes no more than a few seconds for the worst file; call it
/// where it holds up nobody else.
pub fn check(bytes: Vec<u8>, name: &str, purpose: Purpose) -> Result<Checked, Vec<Finding>> {
    let name = kind::tidied(name);
    let refused = |finding: Finding| vec![finding];
    if bytes.is_empty() {
        return Err(refused(Finding::new(What::Empty, "")));
    }
    if bytes.len() > MOST_BYTES {
        return Err(refused(Finding::new(What::TooLarge, "the limit is 25 MiB")));
    }
    let media = kind::of(&bytes, &name).map_err(refused)?;
    let mut found = Findings { purpose, list: Vec::new() };
    let bytes = match media {
        Media::Png | Media::Jpeg => picture::written_anew(&bytes, media).map_err(refused)?,
        _ => {
            let looked = match media {
                Media::Pdf => pdf::look(&bytes, &mut found),
                Media::Docx | Media::Xlsx => package::look(&bytes, media, &mut found),
                _ => plain::look(&bytes, media, &mut found),
            };
            looked.map_err(refused)?;
            bytes
        }
    };
    if found.list.is_empty() { Ok(Checked { name, media, bytes, purpose }) } else { Err(found.list) }
}

/// What was found so far. A check goes on after a finding, so that a person hears of all of them at once.
struct Findings {
    purpose: Purpose,
    list: Vec<Finding>,
}

impl Findings {
    /// Something that is refused for every purpose.
    fn always(&mut self, what: What, place: &str) {
        let known = self.list.iter().any(|finding| finding.what == what && finding.place == place);
        if !known && self.list.len() < MOST_FINDINGS {
            self.list.push(Finding::new(what, place));
        }
    }

    /// Something that is refused for publication only.
    fn hidden(&mut self, what: What, place: &str) {
        if self.purpose == Purpose::Publish {
            self.always(what, place);
        }
    }
}
