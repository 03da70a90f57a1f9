//! Sizes: a file fits a few screens and a function one.

use super::Fault;
use crate::scan::{self, Kind};
use crate::source::{Source, Tree};

const LONGEST_FILE: usize = 500;
const LONGEST_FUNCTION: usize = 70;
/// Nine functions of ten are shorter than this.
const USUAL_FUNCTION: usize = 35;
const MEASURED: &[&str] = &["rs", "html", "css", "js", "mjs"];

fn measured(tree: &Tree) -> impl Iterator<Item = (&Source, usize)> {
    tree.of(MEASURED).filter(|file| !file.is_test()).map(|file| (file, length(file)))
}

/// Lines of a file; its test modules are not counted, tests may be long.
fn length(file: &Source) -> usize {
    let all = file.text.lines().count();
    if file.kind() != "rs" {
        return all;
    }
    let code = scan::code(&file.text);
    let kept = file.code();
    let tests = code.lines().zip(kept.lines()).filter(|(before, after)| before != after).count();
    all - tests
}

/// No file outside the tests is longer than 500 lines.
pub(super) fn files(tree: &Tree) -> Vec<Fault> {
    measured(tree)
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(file, lines)| {
            let what = format!("{lines} lines; cut it so that none is longer than {LONGEST_FILE}");
            Fault::new(&file.path, 1, what)
        })
        .collect()
}

/// No function is longer than 70 lines, and nine of ten are shorter than 35.
pub(super) fn functions(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut lengths = Vec::new();
    for file in tree.of(&["rs"]).filter(|file| !file.is_test()) {
        for function in scan::functions(&file.code()) {
            lengths.push(function.lines);
            if function.lines > LONGEST_FUNCTION {
                let what = format!("`{}` has {} lines of {LONGEST_FUNCTION}", function.name, function.lines);
                faults.push(Fault::new(&file.path, function.line, what));
            }
        }
    }
    let usual = part(&mut lengths, 90);
    if usual >= USUAL_FUNCTION {
        let what = format!("one function in ten has {usual} lines or more, not under {USUAL_FUNCTION}");
        faults.push(Fault::new("crates", 1, what));
    }
    faults
}

/// The value that `percent` of the values do not exceed; 0 of none.
fn part(values: &mut [usize], percent: usize) -> usize {
    values.sort_unstable();
    let at = values.len() * percent / 100;
    values.get(at.min(values.len().saturating_sub(1))).copied().unwrap_or(0)
}

/// The sizes as they stand, for people: median, longest, share of comments.
pub(super) fn report(tree: &Tree) -> String {
    let mut lengths: Vec<usize> = measured(tree).map(|(_, lines)| lines).collect();
    let longest = lengths.iter().max().copied().unwrap_or(0);
    let (mut comments, mut lines) = (0, 0);
    for file in tree.of(&["rs"]).filter(|file| !file.is_test()) {
        let (of_comments, of_all) = comment_lines(&file.text);
        comments += of_comments;
        lines += of_all;
    }
    format!(
        "{} source files: median {} lines, longest {longest}; {} % of Rust lines are comments",
        lengths.len(),
        part(&mut lengths, 50),
        comments * 100 / lines.max(1),
    )
}

/// Lines that are only comment, and lines that are not blank.
fn comment_lines(source: &str) -> (usize, usize) {
    let mut blanked = source.as_bytes().to_vec();
    for (_, span) in scan::spans(source).into_iter().filter(|(kind, _)| *kind == Kind::Comment) {
        for byte in &mut blanked[span] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }
    let filled =
        |text: &[u8]| text.split(|b| *b == b'\n').filter(|line| !line.iter().all(u8::is_ascii_whitespace)).count();
    let all = filled(source.as_bytes());
    (all - filled(&blanked), all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::tree;

    #[test]
    fn a_file_of_501_lines_is_too_long_unless_it_is_a_test() {
        let long = "// x\n".repeat(501);
        assert_eq!(files(&tree(&[("crates/a/src/a.rs", &long)])).len(), 1);
        assert_eq!(files(&tree(&[("crates/a/tests/a.rs", &long)])), []);
    }

    #[test]
    fn the_test_module_of_a_file_is_not_counted() {
        let tests = format!("fn a() {{}}\n#[cfg(test)]\nmod tests {{\n{}}}\n", "fn b() {}\n".repeat(501));
        assert_eq!(files(&tree(&[("crates/a/src/a.rs", &tests)])), []);
    }

    #[test]
    fn a_function_of_71_lines_is_too_long() {
        let long = format!("fn a() {{\n{}}}\n{}", "x();\n".repeat(69), "fn b() {}\n".repeat(20));
        let faults = functions(&tree(&[("crates/a/src/a.rs", &long)]));
        assert_eq!(faults, [Fault::new("crates/a/src/a.rs", 1, "`a` has 71 lines of 70")]);
    }

    #[test]
    fn a_house_of_middling_functions_is_refused() {
        let middling = format!("fn a() {{\n{}}}\n", "x();\n".repeat(33)).repeat(5);
        assert_eq!(functions(&tree(&[("crates/a/src/a.rs", &middling)])).len(), 1);
    }

    #[test]
    fn comments_are_counted_apart_from_addresses_in_texts() {
        assert_eq!(comment_lines("// a\nlet b = \"//c\"; // d\n\n/* e\n f */\n"), (3, 4));
    }
}
