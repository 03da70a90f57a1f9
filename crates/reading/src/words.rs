//! Small tools on words shared by the classifiers.

/// The words of a text in lower case, without punctuation, with the byte where each begins and ends.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut out = Vec::new();
    let mut begin: Option<usize> = None;
    for (at, sign) in text.char_indices() {
        let digit = |at: Option<usize>| at.and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_digit);
        // "2,440" is one number.
        let thousands = sign == ',' && digit(at.checked_sub(1)) && digit(Some(at + 1));
        let inside = thousands
            || sign.is_alphanumeric()
            || matches!(sign, '\'' | '\u{2019}' | '-' | '\u{2010}' | '\u{2011}' | '%' | '£');
        match (begin, inside) {
            (None, true) => begin = Some(at),
            (Some(from), false) => {
                push(&mut out, text, from, at);
                begin = None;
            }
            _ => {}
        }
    }
    if let Some(from) = begin {
        push(&mut out, text, from, text.len());
    }
    out
}

/// One word with its place.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    pub(crate) lower: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

fn push(out: &mut Vec<Word>, text: &str, from: usize, to: usize) {
    let raw = text.get(from..to).unwrap_or_default();
    let lower = raw.to_lowercase();
    let lower = if lower.contains('\u{2019}') { lower.replace('\u{2019}', "'") } else { lower };
    if lower.chars().any(char::is_alphanumeric) || lower == "£" {
        out.push(Word { lower, start: from, end: to });
    }
}

/// Where a phrase of whole words occurs in a list of words, from a position on.
pub(crate) fn phrase_at(words: &[Word], phrase: &str, from: usize) -> Option<(usize, usize)> {
    // Thousands of phrases are sought in every sentence: most fail at their first word.
    let (first, rest) = phrase.split_once(' ').unwrap_or((phrase, ""));
    (from..words.len()).find_map(|at| {
        if words.get(at)?.lower != first {
            return None;
        }
        let mut next = at + 1;
        for part in rest.split_terminator(' ') {
            if words.get(next).is_none_or(|word| word.lower != part) {
                return None;
            }
            next += 1;
        }
        Some((at, next))
    })
}

/// Whether any of the phrases occurs as whole words.
pub(crate) fn has_any(words: &[Word], phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| phrase_at(words, phrase, 0).is_some())
}

/// Lower case, one space between words, no punctuation: what two spellings of one text share.
pub(crate) fn folded(text: &str) -> String {
    let parts: Vec<String> = words(text).into_iter().map(|word| word.lower).collect();
    parts.join(" ")
}

/// White space of any kind becomes one space.
pub(crate) fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number in digits or in English words up to ninety-nine.
pub(crate) fn number(word: &str) -> Option<u32> {
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    const UNITS: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    let plain: String = word.chars().filter(|sign| *sign != ',').collect();
    if !plain.is_empty() && plain.chars().all(|sign| sign.is_ascii_digit()) {
        return plain.parse().ok();
    }
    let at =
        |list: &[&str], word: &str| list.iter().position(|name| *name == word).and_then(|at| u32::try_from(at).ok());
    if let Some(unit) = at(&UNITS, word) {
        return Some(unit);
    }
    let (tens, unit) = word.split_once('-').unwrap_or((word, "zero"));
    Some((at(&TENS, tens)? + 2) * 10 + at(&UNITS[..10], unit)?)
}

/// Sentences of a paragraph, each with its final stop. Stops inside numbers and short forms do not end one.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut from = 0;
    let bytes = text.as_bytes();
    for (at, sign) in text.char_indices() {
        if !matches!(sign, '.' | '!' | '?' | ';') {
            continue;
        }
        let end = at + sign.len_utf8();
        let space_follows = bytes.get(end).is_none_or(u8::is_ascii_whitespace);
        let rest = text.get(end..).unwrap_or_default().trim_start();
        // A semicolon parts two dated halves ("in May we …; by June we will …").
        let begins = sign == ';'
            || rest
                .chars()
                .next()
                .is_none_or(|next| next.is_uppercase() || next.is_ascii_digit() || "\"'“‘(£".contains(next));
        let last_word =
            text.get(from..at).and_then(|part| part.split_whitespace().next_back()).unwrap_or_default().to_lowercase();
        let short = matches!(
            last_word.as_str(),
            "e.g"
                | "i.e"
                | "no"
                | "dr"
                | "mr"
                | "mrs"
                | "ms"
                | "st"
                | "approx"
                | "inc"
                | "vs"
                | "sept"
                | "oct"
                | "nov"
                | "dec"
                | "jan"
                | "feb"
        );
        if space_follows && begins && !(sign == '.' && short) {
            let sentence = text.get(from..end).unwrap_or_default().trim();
            if !sentence.is_empty() {
                out.push(sentence);
            }
            from = end;
        }
    }
    let tail = text.get(from..).unwrap_or_default().trim();
    if !tail.is_empty() {
        out.push(tail);
    }
    out
}
