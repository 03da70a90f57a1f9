use std::borrow::Cow;

/// Signs that make a spreadsheet work a cell out, in both widths: programs for East Asian text fold the wide
/// ones into the others.
const SIGNS: &[char] = &['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠', '\u{2212}'];

/// Whether a spreadsheet that opens this as text would take it for a formula.
///
/// Blanks in front do not help: some programs cut them off. A plain number with its sign is none.
pub(crate) fn is_formula(cell: &str) -> bool {
    let blank = |sign: char| sign == ' ' || sign == '\u{a0}' || sign == '\u{feff}' || sign == '\n';
    let begin = cell.trim_start_matches(blank);
    begin.starts_with(SIGNS) && !is_number(begin)
}

fn is_number(text: &str) -> bool {
    let Some(digits) = text.strip_prefix(['-', '+']) else { return false };
    digits.starts_with(|sign: char| sign.is_ascii_digit())
        && digits.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '.' | ',' | '%' | ' '))
}

/// The cell with an apostrophe in front when it would be taken for a formula: every spreadsheet shows it as text.
pub(super) fn neutral(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The words without signs that XML and readers cannot take; a tab becomes a blank, line ends become one kind.
pub(super) fn plain(words: &str) -> String {
    let odd = |sign: char| {
        sign.is_control() || matches!(sign, '\u{fffe}' | '\u{ffff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    words
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\t', " ")
        .chars()
        .filter(|sign| *sign == '\n' || !odd(*sign))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_a_formula_is_told_from_a_number() {
        for formula in
            ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠a", " =1", "\n=1", "-1+1", "+"]
        {
            assert!(is_formula(formula), "{formula:?}");
        }
        for plain in ["", "a=b", "-5", "+3.5%", "-1,000", "1-2", "\u{2013} a dash"] {
            assert!(!is_formula(plain), "{plain:?}");
        }
    }
}
