//! The stable addresses of the site's pages inside their area.

use std::fmt::Write as _;

use web::Place;

/// The roadmap itself.
pub(crate) const ROADMAP: &str = "roadmap";
/// What changed since the last edition.
pub(crate) const CHANGES: &str = "roadmap/changes";
/// What the other plans promise.
pub(crate) const COMMITMENTS: &str = "roadmap/commitments";
/// All findings of inspections.
pub(crate) const FINDINGS: &str = "roadmap/findings";
/// Every explained word.
pub(crate) const GLOSSARY: &str = "glossary";

/// The page of an entry, whether it still stands on the roadmap or not.
pub fn entry(key: &str) -> String {
    format!("roadmap/entries/{}", segment(key))
}

/// The page of a promise in another plan, or of a look from outside.
pub fn commitment(key: &str) -> String {
    format!("{COMMITMENTS}/{}", segment(key))
}

/// The page of a finding.
pub fn finding(key: &str) -> String {
    format!("roadmap/findings/{}", segment(key))
}

/// The page of a theme.
pub(crate) fn theme(key: &str) -> String {
    format!("roadmap/themes/{}", segment(key))
}

/// The page of an organisation.
pub(crate) fn partner(key: &str) -> String {
    format!("roadmap/partners/{}", segment(key))
}

/// The changes between two editions, by their numbers.
pub(crate) fn changes_between(earlier: u32, later: u32) -> String {
    format!("roadmap/changes/{earlier}-to-{later}")
}

/// A key as one segment of an address and as an identifier on a page. Keys of plain letters stay as they are; any
/// other letter is spelled by its number between tildes, so two keys never share an address.
pub(crate) fn segment(key: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    let mut out = String::with_capacity(key.len());
    for letter in key.chars() {
        if plain(letter) || (letter == '.' && !out.is_empty()) {
            out.push(letter);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "~{:x}~", u32::from(letter));
        }
    }
    if out.is_empty() { "~".to_owned() } else { out }
}

/// The place of a path made by this module; it is always sound, because every part went through [`segment`].
pub(crate) fn place(path: &str) -> Place {
    Place::new(path).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_ordinary_key_is_its_own_address() {
        assert_eq!(entry("e-0012"), "roadmap/entries/e-0012");
        assert_eq!(segment("../x"), "~2e~.~2f~x");
    }

    proptest! {
        #[test]
        fn every_key_has_an_address_of_its_own(one in ".{0,12}", other in ".{0,12}") {
            prop_assert!(Place::new(&entry(&one)).is_ok());
            prop_assert_eq!(one == other, segment(&one) == segment(&other));
        }
    }
}
