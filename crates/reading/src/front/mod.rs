//! From bytes to blocks: what kind of file it is, and the reader for it.

mod csv;
mod decode;
mod docx;
mod html;
mod package;
mod xlsx;

use crate::{block::Document, error::Unreadable, limits, text};

/// Brings a file into blocks. The bytes decide what it is; the name only tells CSV and HTML from plain text.
pub(crate) fn document(name: &str, bytes: &[u8]) -> Result<Document, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty { name: name.to_owned() });
    }
    if bytes.starts_with(b"PK") {
        return package::document(name, bytes);
    }
    refuse_known_binaries(name, bytes)?;
    if bytes.len() > limits::TEXT_BYTES {
        return Err(too_large(name, "the file", "2 MiB"));
    }
    let (content, guess) = decode::text(name, bytes)?;
    if content.trim().is_empty() {
        return Err(Unreadable::Empty { name: name.to_owned() });
    }
    refuse_bare_xml(name, &content)?;
    let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let mut document = if html::looks_like(&content) || matches!(ending.as_str(), "html" | "htm") {
        html::document(name, &content)?
    } else if matches!(ending.as_str(), "csv" | "tsv") {
        csv::document(name, &content)?
    } else {
        check_lines(name, &content)?;
        text::document(&content)
    };
    if let Some(encoding) = guess {
        document.remarks.push((
            "encoding_guessed",
            format!("The file is not UTF-8; it was read as {encoding}. Check dashes, quotes and pound signs."),
            Vec::new(),
        ));
    }
    Ok(document)
}

pub(crate) fn too_large(name: &str, part: &str, limit: &str) -> Unreadable {
    Unreadable::TooLarge { name: name.to_owned(), part: part.to_owned(), limit: limit.to_owned() }
}

fn refuse_known_binaries(name: &str, bytes: &[u8]) -> Result<(), Unreadable> {
    const KNOWN: &[(&[u8], &str)] = &[
        (b"%PDF", "it is a PDF"),
        (b"\xd0\xcf\x11\xe0", "it is an old Word or Excel file (.doc, .xls)"),
        (b"\x89PNG", "it is a picture"),
        (b"\xff\xd8\xff", "it is a picture"),
        (b"GIF8", "it is a picture"),
        (b"\x1f\x8b", "it is a gzip archive"),
        (b"7z\xbc\xaf", "it is a 7z archive"),
        (b"Rar!", "it is a rar archive"),
        (b"\x7fELF", "it is a program"),
        (b"MZ", "it is a program"),
        (b"{\\rtf", "it is a rich text file (.rtf)"),
    ];
    match KNOWN.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        Some((magic, _)) if *magic == b"MZ" && !bytes.contains(&0) => Ok(()),
        Some((_, reason)) => Err(Unreadable::NotText { name: name.to_owned(), reason: (*reason).to_owned() }),
        None => Ok(()),
    }
}

/// A page may be XHTML; any other XML is no page, and one that declares entities may be built to swell.
fn refuse_bare_xml(name: &str, content: &str) -> Result<(), Unreadable> {
    let start = content.trim_start().as_bytes();
    let begins = |wanted: &[u8]| start.len() >= wanted.len() && start[..wanted.len()].eq_ignore_ascii_case(wanted);
    if !begins(b"<?xml") && !begins(b"<!doctype") {
        return Ok(());
    }
    let holds = |wanted: &[u8]| start.windows(wanted.len()).any(|found| found.eq_ignore_ascii_case(wanted));
    if holds(b"<!entity") {
        let reason = "it declares entities of its own, which no page needs".to_owned();
        return Err(Unreadable::Broken { name: name.to_owned(), part: "its document type".to_owned(), reason });
    }
    if begins(b"<?xml") && !holds(b"<html") {
        let reason = "it is XML, but not a page".to_owned();
        return Err(Unreadable::NotText { name: name.to_owned(), reason });
    }
    Ok(())
}

fn check_lines(name: &str, content: &str) -> Result<(), Unreadable> {
    for (at, line) in content.lines().enumerate() {
        if at >= limits::LINES {
            return Err(too_large(name, "the text", "20,000 lines"));
        }
        if line.len() > limits::LINE_BYTES {
            return Err(too_large(name, &format!("line {}", at + 1), "64 KiB"));
        }
    }
    Ok(())
}
