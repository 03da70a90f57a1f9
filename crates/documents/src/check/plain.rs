//! Text and tables as text.

use std::collections::BTreeSet;

use super::{Finding, Findings, Media, What};

/// The most bytes of a line; longer ones are no text for people.
const LINE: usize = 1 << 20;

/// What kind of text these bytes are, if any. Only the name tells a table from text.
pub(super) fn kind(bytes: &[u8], named: Option<Media>) -> Result<Media, Finding> {
    let text = text(bytes)?;
    let begin = text.trim_start().chars().take(200).collect::<String>().to_lowercase();
    // A browser that looks at content would show these as a page.
    let marks = ["<!doctype", "<html", "<script", "<svg", "<?xml", "<?php", "<body", "<head", "<iframe", "<img"];
    if marks.iter().any(|mark| begin.contains(mark)) || text.to_lowercase().contains("<script") {
        return Err(Finding::new(What::WebPage, ""));
    }
    if begin.starts_with("#!") || begin.starts_with("{\\rtf") {
        return Err(Finding::new(What::UnknownKind, ""));
    }
    Ok(if named == Some(Media::Csv) { Media::Csv } else { Media::Text })
}

/// The bytes as text: UTF-8, without control characters but tabs and line ends.
fn text(bytes: &[u8]) -> Result<&str, Finding> {
    let unknown = || Finding::new(What::UnknownKind, "");
    let text = std::str::from_utf8(bytes).map_err(|fault| {
        let before = bytes.get(..fault.valid_up_to()).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count();
        // Mostly letters, so meant as text: then the remedy is to save it as UTF-8.
        if fault.valid_up_to() > 40 {
            Finding::new(What::Damaged, format!("line {line} is not UTF-8 text"))
        } else {
            unknown()
        }
    })?;
    let odd = |sign: char| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t' | '\u{c}');
    if text.chars().any(odd) { Err(unknown()) } else { Ok(text) }
}

pub(super) fn look(bytes: &[u8], media: Media, found: &mut Findings) -> Result<(), Finding> {
    let text = text(bytes)?;
    if let Some(line) = text.lines().position(|line| line.len() > LINE) {
        return Err(Finding::new(What::TooLarge, format!("line {} is longer than 1 MiB", line + 1)));
    }
    if media == Media::Csv { cells(text.trim_start_matches('\u{feff}'), found) } else { Ok(()) }
}

fn cells(text: &str, found: &mut Findings) -> Result<(), Finding> {
    // As a program that knows commas only would cut it, and as one that counts signs.
    for separator in BTreeSet::from([b',', counted(text)]) {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut record = csv::StringRecord::new();
        loop {
            let line = reader.position().line();
            match reader.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(_) => return Err(Finding::new(What::Damaged, format!("line {line}"))),
            }
            for cell in record.iter().filter(|cell| crate::export::is_formula(cell)) {
                let place = format!("line {line}");
                // What calls or fetches is refused even to hold; "=A1+B1" is dangerous to nobody.
                if cell.contains(['(', '|', '!']) {
                    found.always(What::LiveField, &place);
                } else {
                    found.hidden(What::Formula, &place);
                }
            }
        }
    }
    Ok(())
}

/// The sign that stands most often outside quotes in the beginning; a comma when there is none.
fn counted(text: &str) -> u8 {
    let mut counts = [(b',', 0usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.bytes().take(8_000) {
        quoted ^= byte == b'"';
        counts.iter_mut().filter(|(sign, _)| !quoted && *sign == byte).for_each(|(_, count)| *count += 1);
    }
    // Of equals the last is taken, so the comma comes last.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(sign, _)| sign)
}
