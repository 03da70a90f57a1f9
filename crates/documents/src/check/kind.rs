use super::{Finding, What};

/// The kinds of file that are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Media {
    /// PDF.
    Pdf,
    /// Word.
    Docx,
    /// Excel.
    Xlsx,
    /// A table as text.
    Csv,
    /// Text.
    Text,
    /// A picture, PNG.
    Png,
    /// A picture, JPEG.
    Jpeg,
}

impl Media {
    /// Every kind.
    pub const ALL: [Self; 7] = [Self::Pdf, Self::Docx, Self::Xlsx, Self::Csv, Self::Text, Self::Png, Self::Jpeg];

    /// The media type of answers and rows.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// The endings of names, the usual one first.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Csv => &["csv"],
            Self::Text => &["txt"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
        }
    }

    /// The kind of this media type.
    pub fn of_type(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|media| media.as_str() == text)
    }

    fn of_ending(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        Self::ALL.into_iter().find(|media| media.endings().contains(&ending.to_ascii_lowercase().as_str()))
    }
}

/// A name without folders, control characters, signs that turn the direction of writing, and endless length.
pub(crate) fn tidied(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let turning = |sign: char| matches!(sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let kept: String = last.chars().filter(|sign| !sign.is_control() && !turning(*sign)).collect();
    let kept = kept.trim().trim_start_matches('.');
    let count = kept.chars().count();
    // The end says the kind, so a long name is cut in its beginning.
    kept.chars().skip(count.saturating_sub(150)).collect()
}

/// What the bytes are; the name must agree.
pub(super) fn of(bytes: &[u8], name: &str) -> Result<Media, Finding> {
    let named = Media::of_ending(name);
    let media = by_signature(bytes, named)?;
    if named != Some(media) {
        return Err(Finding::new(What::NameDiffers, format!("it is {}", media.endings()[0].to_uppercase())));
    }
    match other_kind(bytes, media) {
        Some(other) => Err(Finding::new(What::TwoKinds, other)),
        None => Ok(media),
    }
}

fn by_signature(bytes: &[u8], named: Option<Media>) -> Result<Media, Finding> {
    if bytes.starts_with(b"%PDF-") {
        return Ok(Media::Pdf);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok(Media::Png);
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Ok(Media::Jpeg);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return super::package::kind(bytes);
    }
    // The container of Office before 2007, and of locked files after it (MS-OFFCRYPTO).
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Err(Finding::new(What::LockedOrOld, ""));
    }
    super::plain::kind(bytes, named)
}

/// A second kind of file in the same bytes: what another program would take it for.
fn other_kind(bytes: &[u8], media: Media) -> Option<&'static str> {
    let head = bytes.get(..1024.min(bytes.len())).unwrap_or_default();
    let tail = bytes.get(bytes.len().saturating_sub(66_000)..).unwrap_or_default();
    let packaged = matches!(media, Media::Docx | Media::Xlsx);
    // Readers look for a PDF in the first 1,024 bytes, and for an archive from the end.
    if media != Media::Pdf && holds(head, b"%PDF-") {
        return Some("a PDF begins inside it");
    }
    if !packaged && (holds(tail, b"PK\x05\x06") || holds(tail, b"PK\x06\x06")) {
        return Some("an archive ends inside it");
    }
    let lower = head.to_ascii_lowercase();
    let marks: [&[u8]; 6] = [b"<!doctype html", b"<html", b"<script", b"<svg", b"<?php", b"<iframe"];
    if media != Media::Text && media != Media::Csv && marks.iter().any(|mark| holds(&lower, mark)) {
        return Some("a web page begins inside it");
    }
    if matches!(media, Media::Png | Media::Jpeg | Media::Pdf) && holds(tail, b"Rar!\x1a\x07") {
        return Some("an archive begins inside it");
    }
    None
}

/// Whether the bytes hold this mark anywhere.
pub(super) fn holds(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_its_folders_and_tricks() {
        assert_eq!(tidied("C:\\Users\\x\\plan.pdf"), "plan.pdf");
        assert_eq!(tidied("../../etc/passwd"), "passwd");
        assert_eq!(tidied("invoice\u{202e}fdp.exe\r\n"), "invoicefdp.exe");
        assert_eq!(tidied(".htaccess"), "htaccess");
        let long = format!("{}.pdf", "a".repeat(400));
        assert!(tidied(&long).ends_with("a.pdf") && tidied(&long).len() == 150);
    }
}
