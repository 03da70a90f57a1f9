//! List entries by whatever sign begins them.

use super::Line;
use crate::words::collapsed;

/// Signs that begin a list entry when white space follows, or when they can mean nothing else.
const SIGNS: &[char] =
    &['•', '▪', '●', '○', '◦', '‣', '·', '■', '□', '►', '➢', '✓', '✔', '⁃', '∙', '★', '☑', '▸', '➔', '→'];

/// The number, if any, and the words of a list entry.
pub(super) fn mark(text: &str) -> Option<(Option<String>, String)> {
    let first = text.chars().next()?;
    let rest = text.get(first.len_utf8()..)?;
    if SIGNS.contains(&first) {
        return Some((None, collapsed(rest)));
    }
    let spaced = rest.starts_with([' ', '\t']);
    if spaced && matches!(first, '-' | '*' | '–' | '—' | '+') && !rest.trim().is_empty() {
        return Some((None, collapsed(rest)));
    }
    // The letter o is what Word's second bullet becomes in plain text.
    if first == 'o' && (rest.starts_with('\t') || rest.starts_with("  ")) {
        return Some((None, collapsed(rest)));
    }
    number(text)
}

/// "1.", "1)", "1.1", "(a)", "iv."
fn number(text: &str) -> Option<(Option<String>, String)> {
    let (head, rest) = text.split_once([' ', '\t'])?;
    let rest = collapsed(rest);
    if rest.is_empty() {
        return None;
    }
    let core = head.trim_start_matches('(').trim_end_matches([')', '.']);
    let closed = head.len() > core.len();
    let dotted = core.contains('.')
        && core.split('.').all(|part| (1..=2).contains(&part.len()) && part.chars().all(|sign| sign.is_ascii_digit()));
    let digits = core.len() <= 2 && !core.is_empty() && core.chars().all(|sign| sign.is_ascii_digit());
    let letter = core.len() == 1 && core.chars().all(|sign| sign.is_ascii_lowercase());
    let roman = core.len() <= 4 && core.chars().all(|sign| matches!(sign, 'i' | 'v' | 'x'));
    let capital_follows = rest.chars().next().is_some_and(|sign| sign.is_uppercase() || sign == '"' || sign == '“');
    // "4.5 weeks" and "12 people" are figures; "1.1 Publish" and "12. Publish" are numbers of entries.
    let fits = dotted && (capital_follows || closed) || (digits || letter || roman) && closed && !core.is_empty();
    fits.then(|| (Some(core.to_owned()), rest))
}

/// Adds the lines a list entry runs on to: no empty line between, no mark, indented or in lower case.
pub(super) fn continued(lines: &[Line<'_>], at: usize, text: String) -> (String, usize) {
    let mut text = text;
    let mut next = at + 1;
    let indent = lines.get(at).map_or(0, Line::indent);
    while let Some(more) = lines.get(next) {
        let lower = more.text.chars().next().is_some_and(char::is_lowercase);
        let hangs = more.indent() > indent;
        if more.gap || mark(more.text).is_some() || !(lower || hangs && !text.ends_with('.')) || more.text.contains('|')
        {
            break;
        }
        text.push(' ');
        text.push_str(&collapsed(more.text));
        next += 1;
    }
    (text, next)
}
