//! Enough of Rust's lexical rules to tell code from comments and texts.
//!
//! The rules of the house look at names, braces and statements; a brace inside a string must not
//! count as one. The shapes follow the Rust Reference, chapter "Tokens".

use std::ops::Range;

/// What a stretch of source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// From `//` to the end of the line, or between `/*` and its own `*/`.
    Comment,
    /// A string or character literal, with its delimiters.
    Text,
}

/// The comments and texts of a source file; everything between them is code.
pub(crate) fn spans(source: &str) -> Vec<(Kind, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < source.len() {
        let rest = &source[at..];
        let fresh = !source[..at].ends_with(is_name);
        let span = if rest.starts_with("//") {
            Some((Kind::Comment, rest.find('\n').unwrap_or(rest.len())))
        } else if rest.starts_with("/*") {
            Some((Kind::Comment, block_comment(rest)))
        } else if rest.starts_with('"') {
            Some((Kind::Text, quoted(rest, '"')))
        } else if rest.starts_with('\'') {
            character(rest).map(|length| (Kind::Text, length))
        } else if fresh {
            raw_text(rest).map(|length| (Kind::Text, length))
        } else {
            None
        };
        if let Some((kind, length)) = span {
            found.push((kind, at..at + length));
            at += length;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

/// Whether a character can stand inside a name.
pub(crate) fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        let here = &rest[at..];
        let step = if here.starts_with("/*") {
            depth += 1;
            2
        } else if here.starts_with("*/") {
            depth -= 1;
            2
        } else {
            here.chars().next().map_or(1, char::len_utf8)
        };
        at += step;
        if depth == 0 {
            break;
        }
    }
    at
}

/// The length of a literal that ends at the first `end` not escaped by a backslash.
fn quoted(rest: &str, end: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == end {
            return at + c.len_utf8();
        }
    }
    rest.len()
}

/// A character literal, or `None` for a lifetime.
fn character(rest: &str) -> Option<usize> {
    let mut inside = rest.chars().skip(1);
    match (inside.next()?, inside.next()?) {
        ('\\', _) => Some(quoted(rest, '\'')),
        (c, '\'') => Some(2 + c.len_utf8()),
        _ => None,
    }
}

/// `r"…"`, `r#"…"#`, `br"…"`; a raw name such as `r#type` is code.
fn raw_text(rest: &str) -> Option<usize> {
    let bare = rest.strip_prefix("br").or_else(|| rest.strip_prefix("cr")).or_else(|| rest.strip_prefix('r'))?;
    let marks = bare.len() - bare.trim_start_matches('#').len();
    let inside = bare[marks..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(marks));
    let opening = rest.len() - inside.len();
    Some(inside.find(&end).map_or(rest.len(), |at| opening + at + end.len()))
}

/// The source with comments and the insides of texts blanked, every byte and line in its place.
pub(crate) fn code(source: &str) -> String {
    let mut bytes = source.as_bytes().to_vec();
    for (kind, span) in spans(source) {
        let edge = usize::from(kind == Kind::Text);
        let inside = span.start + edge..span.end.saturating_sub(edge).max(span.start + edge);
        for byte in &mut bytes[inside] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Code with the modules under `#[cfg(test)]` blanked too.
pub(crate) fn code_without_tests(source: &str) -> String {
    let mut code = code(source).into_bytes();
    while let Some(start) = find(&code, b"#[cfg(test)]") {
        let Some(open) = code[start..].iter().position(|b| matches!(b, b'{' | b';')) else {
            break;
        };
        let end = if code[start + open] == b'{' { closing(&code, start + open) } else { start + open };
        for byte in &mut code[start..=end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }
    String::from_utf8_lossy(&code).into_owned()
}

fn find(code: &[u8], what: &[u8]) -> Option<usize> {
    code.windows(what.len()).position(|window| window == what)
}

/// Where the brace opened at `open` closes; the last byte when it never does.
fn closing(code: &[u8], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in code.iter().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    code.len() - 1
}

/// A function with a body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Function {
    /// Its name.
    pub(crate) name: String,
    /// The line of its `fn`, from 1.
    pub(crate) line: usize,
    /// Lines from `fn` to the closing brace, both counted.
    pub(crate) lines: usize,
}

/// Every function with a body in code that has gone through [`code`].
pub(crate) fn functions(code: &str) -> Vec<Function> {
    words(code)
        .filter(|(_, word)| *word == "fn")
        .filter_map(|(at, _)| {
            let after = code[at + 2..].trim_start();
            let name: String = after.chars().take_while(|c| is_name(*c)).collect();
            let open = body(code, at)?;
            let end = closing(code.as_bytes(), open);
            (!name.is_empty()).then(|| Function {
                name,
                line: line_of(code, at),
                lines: line_of(code, end) - line_of(code, at) + 1,
            })
        })
        .collect()
}

/// Where the body of the function declared at `at` opens.
fn body(code: &str, at: usize) -> Option<usize> {
    let mut depth = 0_i32;
    for (offset, c) in code[at..].char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '{' if depth == 0 => return Some(at + offset),
            ';' if depth == 0 => return None,
            _ => {}
        }
        if depth < 0 {
            return None;
        }
    }
    None
}

/// Every name-like word of a code and where it begins.
pub(crate) fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + code[at..].find(is_name)?;
        let rest = &code[start..];
        let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        at = start + length;
        Some((start, &rest[..length]))
    })
}

/// The line, from 1, on which a byte stands.
pub(crate) fn line_of(source: &str, at: usize) -> usize {
    source.as_bytes()[..at].split(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brace_in_a_text_a_comment_or_a_character_is_not_a_brace() {
        let source =
            "fn a() { let x = \"}\\\"}\"; let y = '}'; /* } /* } */ */ // }\n let z = r#\"}\"}\"#; }\nfn b() {}";
        let lengths: Vec<_> = functions(&code(source)).into_iter().map(|f| (f.name, f.line, f.lines)).collect();
        assert_eq!(lengths, [("a".into(), 1, 2), ("b".into(), 3, 1)]);
    }

    #[test]
    fn a_lifetime_opens_no_text() {
        assert_eq!(spans("fn a<'x>(b: &'x str) -> &'x str { b }"), []);
        assert_eq!(spans("let c = 'é';").len(), 1);
        assert_eq!(spans("let c = '\\'';").len(), 1);
    }

    #[test]
    fn a_raw_name_is_code_and_a_raw_text_is_not() {
        assert_eq!(spans("let r#type = attr\"\"").len(), 1);
        assert_eq!(code("r#\"a { b\"#"), "r#      \"#".replace("#  ", "   ").replace("\"#", " #"));
    }

    #[test]
    fn a_declaration_without_a_body_and_a_pointer_type_are_no_functions() {
        assert_eq!(functions("trait A { fn a(&self) -> [u8; 4]; } type B = fn(u8);"), []);
    }

    #[test]
    fn test_modules_are_left_out() {
        let source = "fn a() {}\n#[cfg(test)]\nmod tests {\n fn b() {}\n}\nfn c() {}";
        let names: Vec<_> = functions(&code_without_tests(source)).into_iter().map(|f| f.name).collect();
        assert_eq!(names, ["a", "c"]);
    }
}
