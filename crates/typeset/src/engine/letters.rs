//! Letters a PDF may not hold, words too long for a line, and letters for which no face has a glyph.

use std::collections::BTreeSet;

use serde_json::Value;
use typst::{
    layout::{Frame, FrameItem},
    text::Glyph,
};
use typst_layout::PagedDocument;
use unicode_segmentation::UnicodeSegmentation;

use crate::check::is_invisible;

/// Stands where a letter could not be printed.
const INSTEAD: char = '\u{fffd}';

/// A place where a line may end without a hyphen.
const BREAK: char = '\u{200b}';

/// The longest word that is left whole; the longest in use in our papers is "multidisciplinary" with a few more.
const LONGEST_WORD: usize = 22;

/// How far apart the places are at which a longer one may be divided.
const PIECE: usize = 10;

/// The one field that is not shown but followed.
const FOLLOWED: &str = "address";

/// Makes every text of a paper printable, in place.
pub(super) fn clean(value: &mut Value) {
    each_text(value, &mut |text| {
        *text = divided(&text.replace("\r\n", "\n").chars().filter_map(kept).collect::<String>());
    });
}

/// How many bytes of text a paper has.
pub(super) fn amount(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(values) => values.iter().map(amount).sum(),
        Value::Object(fields) => fields.values().map(amount).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

/// Letters, with their marks, that stand on a page without a glyph. PDF/A allows none (ISO 19005-2, 6.2.11.8).
pub(super) fn without_glyph(document: &PagedDocument) -> BTreeSet<String> {
    let mut missing = BTreeSet::new();
    document.pages().iter().for_each(|page| collect(&page.frame, &mut missing));
    missing
}

/// Puts the sign for "not printable" where those letters are.
pub(super) fn replace(value: &mut Value, missing: &BTreeSet<String>) {
    let instead = |letter: &str| -> String {
        match letter {
            _ if !missing.contains(letter) => letter.to_owned(),
            _ if letter.chars().all(is_invisible) => String::new(),
            _ => INSTEAD.to_string(),
        }
    };
    each_text(value, &mut |text| *text = text.graphemes(true).map(instead).collect());
}

/// The name of a letter that cannot be shown, such as `U+1F600`.
pub(super) fn code_points(letter: &str) -> String {
    letter.chars().map(|one| format!("U+{:04X}", u32::from(one))).collect::<Vec<_>>().join(" ")
}

fn each_text(value: &mut Value, change: &mut impl FnMut(&mut String)) {
    match value {
        Value::String(text) => change(text),
        Value::Array(values) => values.iter_mut().for_each(|value| each_text(value, change)),
        Value::Object(fields) => {
            fields.iter_mut().filter(|(name, _)| *name != FOLLOWED).for_each(|(_, value)| each_text(value, change));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Nothing that PDF/A forbids (private letters, ISO 19005-2, 6.2.11.7.3), and nothing that makes a line read otherwise
/// than it was written (letters that turn the direction by force).
fn kept(letter: char) -> Option<char> {
    match letter {
        '\n' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' => Some(' '),
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => Some(INSTEAD),
        '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{fdd0}'..='\u{fdef}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffc}'
        | '\u{e0000}'..='\u{e0fff}' => None,
        _ if letter.is_control() || u32::from(letter) & 0xfffe == 0xfffe => None,
        _ => Some(letter),
    }
}

/// Lets a line end inside words that are longer than a column of a table is wide.
fn divided(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        if word.chars().count() <= LONGEST_WORD {
            whole.push_str(word);
            continue;
        }
        for (at, letter) in word.graphemes(true).enumerate() {
            if at > 0 && at % PIECE == 0 {
                whole.push(BREAK);
            }
            whole.push_str(letter);
        }
    }
    whole
}

/// Neighbours without a glyph belong together: a letter and its mark are replaced as one.
fn collect(frame: &Frame, missing: &mut BTreeSet<String>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect(&group.frame, missing),
            FrameItem::Text(run) => {
                let gaps: BTreeSet<usize> =
                    run.glyphs.iter().filter(|glyph| glyph.id == 0).flat_map(Glyph::range).collect();
                let without = run
                    .text
                    .grapheme_indices(true)
                    .filter(|(at, letter)| gaps.range(*at..at + letter.len()).next().is_some());
                missing.extend(without.map(|(_, letter)| letter.to_owned()));
            }
            FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn cleaned(text: &str) -> String {
        let mut value = json!({ "text": text });
        clean(&mut value);
        value["text"].as_str().unwrap().to_owned()
    }

    #[test]
    fn letters_that_turn_a_line_round_are_taken_out() {
        assert_eq!(cleaned("pay \u{202e}001\u{202c} pounds\u{7}\r\nnow"), "pay 001 pounds\nnow");
    }

    #[test]
    fn a_private_letter_is_shown_as_one_that_cannot_be_printed() {
        assert_eq!(cleaned("a\u{e001}b"), "a\u{fffd}b");
    }

    #[test]
    fn a_long_word_may_be_divided_and_an_ordinary_one_may_not() {
        assert_eq!(cleaned("multidisciplinary teams"), "multidisciplinary teams");
        assert_eq!(cleaned(&"x".repeat(25)), "xxxxxxxxxx\u{200b}xxxxxxxxxx\u{200b}xxxxx");
    }

    #[test]
    fn an_address_is_left_as_it_was_written() {
        let long = format!("https://example.org/{}", "x".repeat(40));
        let mut value = json!({ "address": long });
        clean(&mut value);
        assert_eq!(value["address"], json!(long));
    }

    #[test]
    fn a_letter_and_its_mark_are_replaced_together_and_the_letter_alone_is_not() {
        let mut value = json!(["e e\u{20e3} e"]);
        replace(&mut value, &BTreeSet::from(["e\u{20e3}".to_owned()]));
        assert_eq!(value, json!(["e \u{fffd} e"]));
        assert_eq!(code_points("e\u{20e3}"), "U+0065 U+20E3");
    }
}
