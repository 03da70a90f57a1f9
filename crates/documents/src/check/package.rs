//! Word and Excel files are zip packages. Nothing may be between, before or behind the parts that the directory names,
//! and each is unpacked behind limits.

use std::io::{Cursor, Read};

use zip::{CompressionMethod, ZipArchive};

use super::{Finding, Findings, Media, What, parts};

/// Parts in a package.
const PARTS: usize = 4_000;
/// Bytes one part may unpack to.
const PART_BYTES: usize = 32 << 20;
/// Bytes all parts together may unpack to.
const UNPACKED_BYTES: usize = 96 << 20;
/// How many times larger than packed a part above 1 MiB may be; text in XML reaches 30.
const RATIO: u64 = 200;
/// Bytes of the record that ends an archive, when it has no remark.
const END: usize = 22;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Which kind of package it is, by the part that every reader opens first.
pub(super) fn kind(bytes: &[u8]) -> Result<Media, Finding> {
    let archive = open(bytes)?;
    match (archive.index_for_name("word/document.xml"), archive.index_for_name("xl/workbook.xml")) {
        (Some(_), None) => Ok(Media::Docx),
        (None, Some(_)) => Ok(Media::Xlsx),
        (Some(_), Some(_)) => Err(Finding::new(What::TwoKinds, "Word and Excel")),
        (None, None) => Err(Finding::new(What::UnknownKind, "an archive")),
    }
}

fn open(bytes: &[u8]) -> Result<Archive<'_>, Finding> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|_| Finding::new(What::Damaged, "the package"))
}

pub(super) fn look(bytes: &[u8], media: Media, found: &mut Findings) -> Result<(), Finding> {
    let mut archive = open(bytes)?;
    if archive.len() > PARTS {
        return Err(Finding::new(What::TooLarge, "more than 4,000 parts"));
    }
    check_layout(bytes, &mut archive)?;
    let mut left = UNPACKED_BYTES;
    for index in 0..archive.len() {
        let (name, part) = unpacked(&mut archive, index, left)?;
        left = left.saturating_sub(part.len());
        parts::look(&name, &part, media, found)?;
    }
    Ok(())
}

/// The parts follow one another from the first byte to the directory, and the directory to the last byte.
///
/// A gap is room for a second file; two directories show two readers two packages.
fn check_layout(bytes: &[u8], archive: &mut Archive<'_>) -> Result<(), Finding> {
    let odd = |what: &str| Finding::new(What::TwoKinds, what);
    let end = bytes.len().checked_sub(END).and_then(|at| bytes.get(at..)).unwrap_or_default();
    if !end.starts_with(b"PK\x05\x06") {
        return Err(odd("something follows the package"));
    }
    let listed = usize::from(u16::from_le_bytes([number(end, 10), number(end, 11)]));
    if listed != archive.len() {
        return Err(odd("two parts have the same name"));
    }
    let mut spans = Vec::new();
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).map_err(|_| Finding::new(What::Damaged, "the package"))?;
        let from = file.header_start();
        let begin = file.data_start().unwrap_or(from);
        let named = file.name().is_ok_and(|name| header_agrees(bytes, from, &name, file.compression()));
        if !named {
            return Err(odd("a part has two names"));
        }
        spans.push((from, begin + file.compressed_size()));
    }
    spans.sort_unstable();
    spans.push((archive.central_directory_start(), 0));
    let mut reached = 0;
    for (from, to) in spans {
        // After a part its sizes may stand once more: 12, 16, 20 or 24 bytes.
        let gap = from.checked_sub(reached).ok_or_else(|| odd("two parts lie over one another"))?;
        if !matches!(gap, 0 | 12 | 16 | 20 | 24) || reached == 0 && gap != 0 {
            return Err(odd("something lies between the parts"));
        }
        reached = to;
    }
    Ok(())
}

fn number(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or_default()
}

/// Whether the header in front of a part says the same as the directory.
fn header_agrees(bytes: &[u8], from: u64, name: &str, method: CompressionMethod) -> bool {
    let Some(header) = usize::try_from(from).ok().and_then(|from| bytes.get(from..)) else { return false };
    let length = usize::from(u16::from_le_bytes([number(header, 26), number(header, 27)]));
    let coded = u16::from_le_bytes([number(header, 8), number(header, 9)]);
    let same = match method {
        CompressionMethod::Stored => coded == 0,
        CompressionMethod::Deflated => coded == 8,
        _ => false,
    };
    header.starts_with(b"PK\x03\x04") && same && header.get(30..30 + length) == Some(name.as_bytes())
}

/// Unpacks a part. What the directory says of its size is not believed.
fn unpacked(archive: &mut Archive<'_>, index: usize, left: usize) -> Result<(String, Vec<u8>), Finding> {
    let damaged = |place: &str| Finding::new(What::Damaged, place);
    let mut file = archive.by_index(index).map_err(|error| match error {
        zip::result::ZipError::UnsupportedArchive(_) => Finding::new(What::LockedOrOld, "a part of the package"),
        _ => damaged("the package"),
    })?;
    let name = file.name().map_err(|_| damaged("the package"))?.into_owned();
    if file.is_symlink() || file.enclosed_name().is_none() || name.contains(['\\', ':']) || name.starts_with('/') {
        return Err(Finding::new(What::TwoKinds, "a part points outside the package"));
    }
    let packed = file.compressed_size().max(1);
    let limit = PART_BYTES.min(left);
    let mut part = Vec::new();
    let read = file.by_ref().take(limit as u64 + 1).read_to_end(&mut part).map_err(|_| damaged(&name))?;
    if read > limit || read > 1 << 20 && read as u64 / packed > RATIO {
        return Err(Finding::new(What::Bomb, name));
    }
    Ok((name, part))
}
