//! Words, numbers and signs of a phrase, with the place each was found.

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// Letters, in lower case.
    Word(String),
    /// Digits: their value and how many there were.
    Number(u32, usize),
    /// Anything else but white space.
    Sign(char),
}

/// A token and its bytes in the text.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) part: Part,
    pub(super) start: usize,
    pub(super) end: usize,
    /// The word began with a capital letter.
    pub(super) capital: bool,
    /// White space stood before it.
    pub(super) spaced: bool,
}

/// Longest text that is searched for dates; a longer cell is read up to here.
const SEARCHED: usize = 8_000;

/// Cuts a text into tokens. Every index is on a character border.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut spaced = true;
    for (start, sign) in text.char_indices() {
        if start > SEARCHED {
            break;
        }
        let end = start + sign.len_utf8();
        if sign.is_whitespace() {
            spaced = true;
            continue;
        }
        let joined = out.last_mut().filter(|last| !spaced && last.end == start);
        if !grown(joined, sign, end) {
            out.push(begun(sign, start, end, spaced));
        }
        spaced = false;
    }
    out
}

fn begun(sign: char, start: usize, end: usize, spaced: bool) -> Token {
    let part = match sign.to_digit(10) {
        Some(digit) => Part::Number(digit, 1),
        None if sign.is_alphabetic() => Part::Word(sign.to_lowercase().collect()),
        None => Part::Sign(plain(sign)),
    };
    Token { part, start, end, capital: sign.is_uppercase(), spaced }
}

/// Adds a letter to a word or a digit to a number; false when it begins something new.
fn grown(last: Option<&mut Token>, sign: char, end: usize) -> bool {
    let Some(last) = last else { return false };
    match (&mut last.part, sign.to_digit(10)) {
        (Part::Word(word), None) if sign.is_alphabetic() => word.extend(sign.to_lowercase()),
        // Nine digits are beyond any date; the rest only has to stay one token.
        (Part::Number(value, count), Some(digit)) => {
            *value = value.saturating_mul(10).saturating_add(digit);
            *count += 1;
        }
        _ => return false,
    }
    last.end = end;
    true
}

/// One sign for each family of dashes and apostrophes.
fn plain(sign: char) -> char {
    match sign {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2018}' | '\u{2019}' => '\'',
        other => other,
    }
}
