//! `cargo xtask tidy`: the rules of the house that no compiler checks.
//!
//! Each rule is a pure function over the committed files and has a test with a text that breaks
//! it. The limits and their reasons are in CONTRIBUTING.md.

mod dialect;
mod links;
mod manifests;
mod migrations;
mod names;
mod sizes;
mod statements;
mod templates;
mod words;

use crate::say::say;
use crate::source::{Tree, root};

/// One breach of one rule.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The file.
    path: String,
    /// The line, from 1; 1 also for a fault of the whole file.
    line: usize,
    /// What is wrong and what to do instead.
    what: String,
}

impl Fault {
    fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into() }
    }
}

type Rule = fn(&Tree) -> Vec<Fault>;

/// Every rule, by the name a person sees.
const RULES: &[(&str, Rule)] = &[
    ("file sizes", sizes::files),
    ("function lengths", sizes::functions),
    ("names", names::names),
    ("statements", statements::statements),
    ("dialect", dialect::dialect),
    ("migrations", migrations::texts),
    ("migration sequence", migrations::sequence),
    ("keys begin with the area", migrations::keys),
    ("reasons for dependencies", manifests::reasons),
    ("what a room must not know", manifests::rooms),
    ("lock files", manifests::locks),
    ("paths of one machine", words::paths),
    ("stubs", words::stubs),
    ("ignored tests", words::ignored),
    ("templates", templates::inline),
    ("links between documents", links::links),
];

/// Checks every rule; the answer is how many kept and how many broke.
pub(crate) fn tidy() -> Result<(usize, usize), String> {
    let tree = Tree::read(&root())?;
    let mut broken = 0;
    for (name, rule) in RULES {
        let faults = rule(&tree);
        if faults.is_empty() {
            continue;
        }
        broken += 1;
        say(format!("{name}:"));
        for fault in faults {
            say(format!("  {}:{}: {}", fault.path, fault.line, fault.what));
        }
    }
    say(sizes::report(&tree));
    say(format!("tidy: {} rules kept, {broken} broken", RULES.len() - broken));
    Ok((RULES.len() - broken, broken))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::tree;

    #[test]
    fn an_empty_house_breaks_no_rule() {
        for (name, rule) in RULES {
            assert_eq!(rule(&tree(&[])), [], "{name}");
        }
    }
}
