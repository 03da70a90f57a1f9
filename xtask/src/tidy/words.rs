//! Words that do not belong in the repository: one machine's paths, stubs, ignored tests.

use super::Fault;
use crate::scan::{is_name, line_of, words};
use crate::source::Tree;

/// This file names what it refuses.
const ITSELF: &str = "xtask/src/tidy/words.rs";
/// Where one person's machine keeps things. Places a service lives in, such as `/var/lib/waymark`
/// and `/etc/waymark`, are documented and stay.
const OF_ONE_MACHINE: &[&str] = &["/home/", "/root/", "/tmp/", "/Users/"];
/// Words that say a thing is not finished.
const UNFINISHED: &[&str] = &["FIXME", "XXX", "HACK", "TODO"];
const MACROS: &[&str] = &["todo", "unimplemented"];

/// No committed file names a path of one machine.
pub(super) fn paths(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in tree.files.iter().filter(|file| file.path != ITSELF) {
        for (at, line) in file.text.lines().enumerate() {
            for path in OF_ONE_MACHINE {
                let found = line.match_indices(path).any(|(start, _)| begins_a_path(&line[..start]));
                if found {
                    faults.push(Fault::new(&file.path, at + 1, format!("{path} is a place on one machine only")));
                }
            }
        }
    }
    faults
}

/// Whether a slash after this text begins an absolute path, not the middle of an address.
fn begins_a_path(before: &str) -> bool {
    before
        .chars()
        .next_back()
        .is_none_or(|c| !is_name(c) && !matches!(c, '.' | '-' | '}' | '/' | '*' | '>' | ')' | ':'))
}

/// Nothing is left for later inside the sources.
pub(super) fn stubs(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in tree.files.iter().filter(|file| file.path != ITSELF && file.kind() != "lock") {
        for (at, word) in words(&file.text) {
            if UNFINISHED.contains(&word) {
                let what = format!("{word}: finish it, or file an issue");
                faults.push(Fault::new(&file.path, line_of(&file.text, at), what));
            }
        }
        if file.kind() != "rs" {
            continue;
        }
        let code = file.code();
        for (at, word) in words(&code) {
            if MACROS.contains(&word) && code[at + word.len()..].starts_with('!') {
                faults.push(Fault::new(&file.path, line_of(&code, at), format!("{word}! is a stub")));
            }
        }
    }
    faults
}

/// A test that is not run proves nothing.
pub(super) fn ignored(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in tree.of(&["rs"]) {
        let code = crate::scan::code(&file.text);
        for (at, _) in code.match_indices("#[ignore") {
            faults.push(Fault::new(&file.path, line_of(&code, at), "an ignored test; run it or remove it"));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::tree;

    #[test]
    fn a_path_of_one_machine_is_refused_and_an_address_is_not() {
        for text in ["open(\"/home/ada/x\")", "path=/tmp/x", "/root/x"] {
            assert_eq!(paths(&tree(&[("README.md", text)])).len(), 1, "{text}");
        }
        for text in ["https://example.org/work/x", "../work/x", "/var/lib/waymark", "{root}/tmp/x"] {
            assert_eq!(paths(&tree(&[("README.md", text)])), [], "{text}");
        }
    }

    #[test]
    fn a_stub_is_refused() {
        for text in ["fn a() { todo!() }", "fn a() { unimplemented!() }", "// FIXME later", "// TODO later"] {
            assert_eq!(stubs(&tree(&[("crates/a/src/a.rs", text)])).len(), 1, "{text}");
        }
        assert_eq!(stubs(&tree(&[("a.md", "Nothing is left to do.")])), []);
    }

    #[test]
    fn an_ignored_test_is_refused() {
        let text = "#[test]\n#[ignore = \"slow\"]\nfn a() {}";
        assert_eq!(
            ignored(&tree(&[("crates/a/tests/a.rs", text)])),
            [Fault::new("crates/a/tests/a.rs", 2, "an ignored test; run it or remove it")]
        );
    }
}
