//! Bytes into text. UTF-8 is expected; UTF-16 is known by its mark or its zeros, Windows-1252 is the last guess.

use crate::error::Unreadable;

/// The text, and the name of the encoding when it had to be guessed.
pub(super) fn text(name: &str, bytes: &[u8]) -> Result<(String, Option<&'static str>), Unreadable> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return checked(
            name,
            String::from_utf8_lossy(rest).into_owned(),
            (std::str::from_utf8(rest).is_err()).then_some("UTF-8 with damaged characters"),
        );
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return checked(
            name,
            utf16(bytes.get(2..).unwrap_or_default(), bytes.starts_with(b"\xff\xfe")),
            Some("UTF-16"),
        );
    }
    if let Some(little) = zeros_of_utf16(bytes) {
        return checked(name, utf16(bytes, little), Some("UTF-16 without its mark"));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => checked(name, text.to_owned(), None),
        Err(_) => checked(name, bytes.iter().map(|byte| windows_1252(*byte)).collect(), Some("Windows-1252")),
    }
}

/// Text holds no control characters but tabs, line ends and page breaks.
fn checked(
    name: &str,
    text: String,
    guess: Option<&'static str>,
) -> Result<(String, Option<&'static str>), Unreadable> {
    let mut odd = 0usize;
    let mut line = 1usize;
    let mut first = None;
    for sign in text.chars() {
        line += usize::from(sign == '\n');
        if sign == '\0' {
            return Err(Unreadable::NotText { name: name.to_owned(), reason: format!("line {line} holds zero bytes") });
        }
        if sign.is_control() && !matches!(sign, '\n' | '\r' | '\t' | '\u{c}' | '\u{b}' | '\u{85}') || sign == '\u{fffd}'
        {
            odd += 1;
            first.get_or_insert(line);
        }
    }
    if odd > 8 && odd * 20 > text.chars().count() {
        return Err(Unreadable::NotText {
            name: name.to_owned(),
            reason: format!("{odd} characters from line {} on are not letters", first.unwrap_or(1)),
        });
    }
    Ok((text, guess))
}

fn utf16(bytes: &[u8], little: bool) -> String {
    let units = bytes.chunks_exact(2).map(|pair| {
        let pair = [pair[0], pair[1]];
        if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
    });
    char::decode_utf16(units).map(|sign| sign.unwrap_or('\u{fffd}')).collect()
}

/// English text in UTF-16 has a zero in nearly every pair, always on the same side.
fn zeros_of_utf16(bytes: &[u8]) -> Option<bool> {
    let sample = bytes.get(..bytes.len().min(2_000))?;
    let pairs = sample.len() / 2;
    if pairs < 8 {
        return None;
    }
    let low = sample.chunks_exact(2).filter(|pair| pair[0] == 0).count();
    let high = sample.chunks_exact(2).filter(|pair| pair[1] == 0).count();
    if high * 10 > pairs * 8 && low * 10 < pairs {
        return Some(true);
    }
    (low * 10 > pairs * 8 && high * 10 < pairs).then_some(false)
}

/// The signs Windows puts where Latin-1 has control characters.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}
