//! The world typst sees: our templates, one paper, the fonts. There is no other file, no network and no clock in it.

use std::{collections::HashMap, sync::LazyLock};

use typst::{
    Feature, Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use super::faces::Faces;
use crate::NotTypeset;

/// The templates, by the name they import each other.
const TEMPLATES: &[(&str, &str)] = &[
    ("blocks", include_str!("../../templates/blocks.typ")),
    ("edition", include_str!("../../templates/edition.typ")),
    ("frame", include_str!("../../templates/frame.typ")),
    ("highlight", include_str!("../../templates/highlight.typ")),
    ("meeting", include_str!("../../templates/meeting.typ")),
    ("plain", include_str!("../../templates/plain.typ")),
    ("tables", include_str!("../../templates/tables.typ")),
    ("words", include_str!("../../templates/words.typ")),
    // What must be refused, for the tests of this room and of the standards.
    #[cfg(test)]
    ("untitled", "#set document(date: datetime(year: 2026, month: 12, day: 1))\nNo title."),
    #[cfg(test)]
    ("undated", "#set document(title: \"T\", date: none)\nNo date."),
    #[cfg(test)]
    ("unspoken", "#set document(title: \"T\", date: datetime(year: 2026, month: 12, day: 1))\n#figure(rect())"),
    #[cfg(test)]
    ("reading", "#read(\"/etc/hostname\")"),
    #[cfg(test)]
    ("including", "#include \"/etc/hostname\""),
    #[cfg(test)]
    ("fetching", "#import \"@preview/anything:0.1.0\": *"),
    #[cfg(test)]
    ("asking", "#datetime.today()"),
];

/// Parsed once; papers come as data.
static SOURCES: LazyLock<HashMap<FileId, Source>> = LazyLock::new(|| {
    let parse = |(name, text): &(&str, &str)| {
        let id = file(&format!("{name}.typ")).ok()?;
        Some((id, Source::new(id, (*text).to_owned())))
    };
    TEMPLATES.iter().filter_map(parse).collect()
});

/// Row headings of a table are an extra of this version of typst.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    LazyHash::new(Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build())
});

pub(super) struct Room<'a> {
    faces: &'a Faces,
    main: FileId,
    paper_id: FileId,
    paper: Bytes,
}

/// A name inside the room.
fn file(name: &str) -> Result<FileId, NotTypeset> {
    let path = VirtualPath::new(name).map_err(|wrong| NotTypeset::Standard(wrong.to_string()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl<'a> Room<'a> {
    /// A room with one template at its head and one paper as JSON.
    pub(super) fn new(faces: &'a Faces, template: &str, paper: String) -> Result<Self, NotTypeset> {
        let (main, paper_id) = (file(&format!("{template}.typ"))?, file("paper.json")?);
        Ok(Self { faces, main, paper_id, paper: Bytes::from_string(paper) })
    }
}

impl World for Room<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.faces.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        SOURCES.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.paper_id { Ok(self.paper.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.faces.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use typst_layout::PagedDocument;

    use super::*;

    #[test]
    fn a_template_can_open_no_file_no_package_and_no_clock() {
        let faces = Faces::found_in(&[]);
        for template in ["reading", "including", "fetching", "asking"] {
            let room = Room::new(&faces, template, "{}".to_owned()).unwrap();
            assert!(typst::compile::<PagedDocument>(&room).output.is_err(), "{template} was let through");
        }
    }
}
