//! Word and Excel files are zip packages of XML parts. Everything is unpacked behind limits.

use std::io::{Cursor, Read};

use quick_xml::{Reader, events::Event};
use zip::ZipArchive;

use crate::{block::Document, error::Unreadable, limits};

/// A package, and how much of it may still be unpacked.
pub(super) struct Package<'a> {
    name: &'a str,
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: usize,
}

pub(super) fn document(name: &str, bytes: &[u8]) -> Result<Document, Unreadable> {
    if bytes.len() > limits::CONTAINER_BYTES {
        return Err(super::too_large(name, "the file", "8 MiB"));
    }
    let archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|fault| broken(name, "the package", &fault.to_string()))?;
    if archive.len() > limits::PARTS {
        return Err(super::too_large(name, "the package", "2,000 parts"));
    }
    let mut package = Package { name, archive, left: limits::UNPACKED_BYTES };
    if package.has("word/document.xml") {
        return super::docx::document(&mut package);
    }
    if package.has("xl/workbook.xml") {
        return super::xlsx::document(&mut package);
    }
    Err(Unreadable::NotText {
        name: name.to_owned(),
        reason: "it is an archive without a Word or Excel document in it".to_owned(),
    })
}

pub(super) fn broken(name: &str, part: &str, reason: &str) -> Unreadable {
    Unreadable::Broken { name: name.to_owned(), part: part.to_owned(), reason: reason.to_owned() }
}

impl Package<'_> {
    pub(super) fn name(&self) -> &str {
        self.name
    }

    pub(super) fn has(&self, part: &str) -> bool {
        self.archive.index_for_name(part).is_some()
    }

    /// Unpacks a part. What the directory says of its size is not believed.
    pub(super) fn part(&mut self, part: &str) -> Result<String, Unreadable> {
        let name = self.name;
        let mut file = self.archive.by_name(part).map_err(|fault| broken(name, part, &fault.to_string()))?;
        let packed = file.compressed_size().max(1);
        let limit = limits::PART_BYTES.min(self.left);
        let mut bytes = Vec::new();
        let read = file
            .by_ref()
            .take(limit as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|fault| broken(name, part, &fault.to_string()))?;
        if read > limit {
            return Err(super::too_large(name, part, "8 MiB unpacked, or all parts together 16 MiB"));
        }
        if read > 1 << 20 && read as u64 / packed > limits::RATIO {
            return Err(super::too_large(name, part, "200 times its packed size"));
        }
        drop(file);
        self.left = self.left.saturating_sub(read);
        let text = String::from_utf8(bytes).map_err(|_| broken(name, part, "it is not UTF-8"))?;
        Ok(text)
    }
}

/// Runs over the XML of a part; a document type, deep nesting and damage are refused.
pub(super) fn each_event<'x>(
    name: &str,
    part: &str,
    xml: &'x str,
    mut take: impl FnMut(&Event<'x>) -> Result<(), Unreadable>,
) -> Result<(), Unreadable> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut depth = 0usize;
    loop {
        let event = reader
            .read_event()
            .map_err(|fault| broken(name, part, &format!("at byte {}: {fault}", reader.error_position())))?;
        match &event {
            Event::DocType(_) => {
                return Err(broken(name, part, "it declares a document type, which office files never do"));
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof => return Ok(()),
            _ => {}
        }
        if depth > limits::DEPTH {
            return Err(broken(name, part, "its elements are nested more than 256 deep"));
        }
        take(&event)?;
    }
}
