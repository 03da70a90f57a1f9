//! Our own sentences can be read by a child of eleven.

use std::{fs, path::Path};

/// The text a template prints of its own: markup and logic left out, what it fills in counted as one short word.
fn own_text(template: &str) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['<', '{']) {
        text.push_str(&rest[..at]);
        let (end, put) = if rest[at..].starts_with("{{") {
            ("}}", "it")
        } else if rest[at..].starts_with("{%") {
            ("%}", " ")
        } else {
            (
                ">",
                if ["</p", "</li", "</h", "<br", "</td", "</dt"].iter().any(|tag| rest[at..].starts_with(tag)) {
                    ". "
                } else {
                    ""
                },
            )
        };
        text.push_str(put);
        rest = rest[at..].find(end).map_or("", |found| &rest[at + found + end.len()..]);
    }
    text.push_str(rest);
    text
}

fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let mut count = 0;
    let mut in_vowel = false;
    for letter in word.chars() {
        let vowel = "aeiouy".contains(letter);
        count += usize::from(vowel && !in_vowel);
        in_vowel = vowel;
    }
    let silent = word.ends_with('e') && !word.ends_with("le")
        || word.ends_with("ed") && !word.ends_with("ted") && !word.ends_with("ded");
    count.saturating_sub(usize::from(silent && count > 1)).max(1)
}

/// The school year (United States grade) in which a text can be read, after Flesch and Kincaid; 7 is age 12 to 13, 5 is
/// age 10 to 11.
#[expect(clippy::cast_precision_loss, reason = "a text has few words")]
fn grade(text: &str) -> f64 {
    let sentences =
        text.split(['.', '!', '?', ':']).filter(|sentence| sentence.chars().any(char::is_alphabetic)).count().max(1);
    let words: Vec<&str> = text
        .split(|letter: char| !letter.is_alphanumeric() && letter != '\'')
        .filter(|word| word.chars().any(char::is_alphabetic))
        .collect();
    let spoken: usize = words.iter().map(|word| syllables(word)).sum();
    let (words, sentences) = (words.len().max(1) as f64, sentences as f64);
    0.39 * words / sentences + 11.8 * spoken as f64 / words - 15.59
}

#[test]
fn the_measure_tells_a_plain_sentence_from_an_official_one() {
    assert!(grade("The cat sat on the mat. It was warm.") < 2.0);
    assert!(
        grade(
            "The aforementioned multi-agency partnership operationalised its transformational commissioning priorities."
        ) > 15.0
    );
    assert_eq!(
        [syllables("made"), syllables("table"), syllables("moved"), syllables("wanted"), syllables("inspector")],
        [1, 2, 1, 2, 3]
    );
}

#[test]
fn every_page_of_ours_can_be_read_by_a_child_of_eleven() {
    let folder = Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("templates/roadmap");
    let mut measured = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "html") {
            continue;
        }
        let text = own_text(&fs::read_to_string(&path).unwrap());
        if text.split_whitespace().count() < 25 {
            continue;
        }
        // The statement has to name its regulations in full.
        let limit = if path.ends_with("accessibility.html") { 9.0 } else { 7.0 };
        assert!(grade(&text) <= limit, "{} has grade {:.1}: {text}", path.display(), grade(&text));
        measured += 1;
    }
    assert!(measured >= 12, "only {measured} templates were measured");
}

#[test]
fn the_meaning_of_a_word_is_easier_than_the_word() {
    let all =
        |text: fn(&roadmap::site::Term) -> &str| roadmap::site::terms().iter().map(text).collect::<Vec<_>>().join(" ");
    let (plain, easy) = (all(|term| &term.plain), all(|term| &term.easy));
    assert!(grade(&plain) <= 8.0, "plain: {:.1}", grade(&plain));
    assert!(grade(&easy) <= 5.0, "easy: {:.1}", grade(&easy));
}
