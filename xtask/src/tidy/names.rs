//! Names say what a thing is; words that fit anything are refused.

use super::Fault;
use crate::scan::{line_of, words};
use crate::source::Tree;

/// Words that say nothing about the thing they name.
const FORBIDDEN: &[&str] = &[
    "manager",
    "helper",
    "util",
    "service",
    "handler",
    "processor",
    "data",
    "info",
    "object",
    "impl",
    "common",
    "misc",
    "base",
];

/// Names of things outside, which are called so there.
const CALLED_SO: &[(&str, &str)] = &[
    ("service_navigation", "a component of the GOV.UK Design System"),
    ("service_link", "the link of its header"),
    ("service_name", "the name in its header"),
    ("service_url", "the address in its header"),
    ("service_change", "a nature of a commitment: what changes for families"),
    ("type_info", "a method that sqlx asks of every column type"),
    ("open_data", "what the law and the public call published data sets"),
    ("data_set", "what is published as open data"),
    ("data_dictionary", "the table that explains an open data set"),
    ("in_service", "the opposite of a demonstration"),
    ("database", "one word"),
];

const DECLARES: &[&str] = &["fn", "struct", "enum", "trait", "mod", "type", "const", "static", "macro_rules", "union"];

/// No type, function, module or file is named by a word that fits anything.
pub(super) fn names(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in tree.of(&["rs"]) {
        let stem = file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs");
        if let Some(word) = forbidden(stem) {
            faults.push(Fault::new(&file.path, 1, refused(stem, word)));
        }
        let code = file.code();
        let mut declared = false;
        for (at, name) in words(&code) {
            if declared && let Some(word) = forbidden(name) {
                faults.push(Fault::new(&file.path, line_of(&code, at), refused(name, word)));
            }
            declared = DECLARES.contains(&name);
        }
    }
    faults
}

fn refused(name: &str, word: &str) -> String {
    format!("`{name}` says \"{word}\", which fits anything; name it by what it answers")
}

/// The forbidden word in a name, if there is one.
fn forbidden(name: &str) -> Option<&'static str> {
    let mut snake = snake(name);
    for (called, _why) in CALLED_SO {
        snake = snake.replace(called, "");
    }
    snake
        .split('_')
        .find_map(|part| FORBIDDEN.iter().copied().find(|word| part == *word || part.strip_suffix('s') == Some(word)))
}

/// `OpenError` and `OPEN_ERROR` as `open_error`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    let mut lower_before = false;
    for c in name.chars() {
        if c.is_uppercase() && lower_before {
            snake.push('_');
        }
        lower_before = c.is_lowercase() || c.is_ascii_digit();
        snake.extend(c.to_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::tree;

    fn refused_in(text: &str) -> usize {
        names(&tree(&[("crates/a/src/a.rs", text)])).len()
    }

    #[test]
    fn a_name_that_fits_anything_is_refused() {
        for text in
            ["struct CaseManager;", "fn case_info() {}", "mod utils {}", "enum DataKind {}", "const BASE: u8 = 1;"]
        {
            assert_eq!(refused_in(text), 1, "{text}");
        }
        assert_eq!(names(&tree(&[("crates/a/src/helpers.rs", "")])).len(), 1);
    }

    #[test]
    fn a_word_inside_another_word_and_a_name_given_elsewhere_are_kept() {
        for text in [
            "struct Database;",
            "struct ServiceNavigation;",
            "fn open_data() {}",
            "fn update() {}",
            "// struct Manager;",
            "fn a(data: &str) {}",
        ] {
            assert_eq!(refused_in(text), 0, "{text}");
        }
    }
}
