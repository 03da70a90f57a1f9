//! Statements: every SQL text goes through `sql!`, so that one test can prepare it on both engines.

use super::Fault;
use crate::scan::{Kind, line_of, spans, words};
use crate::source::{Source, Tree};

/// Only the database room may run text that is not in the list: migrations and the engines' own
/// catalogues.
const FREE: &[&str] = &["crates/db/", "crates/testing/", "xtask/"];
const RUNS: &[&str] = &["query", "query_as", "query_scalar", "query_with", "query_as_with", "query_scalar_with"];
/// How an SQL text begins.
const OPENINGS: &[&str] = &["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "WITH RECURSIVE "];

fn bound(tree: &Tree) -> impl Iterator<Item = &Source> {
    tree.of(&["rs"]).filter(|file| !file.is_test() && !FREE.iter().any(|free| file.path.starts_with(free)))
}

/// No statement is run or kept outside `sql!`.
pub(super) fn statements(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in bound(tree) {
        let code = file.code();
        for (at, word) in words(&code) {
            let what = if word == "raw_sql" || word == "AssertSqlSafe" {
                format!("`{word}` belongs to the database room; write the statement with `sql!`")
            } else if RUNS.contains(&word) && runs_a_literal(&code[at + word.len()..]) {
                "this statement is not in the list that both engines prepare; write it with `sql!`".to_owned()
            } else {
                continue;
            };
            faults.push(Fault::new(&file.path, line_of(&code, at), what));
        }
        for (at, text, listed) in texts(file, &code) {
            if !listed && OPENINGS.iter().any(|opening| text.starts_with(opening)) {
                let what = "an SQL text outside `sql!` is prepared by no test";
                faults.push(Fault::new(&file.path, line_of(&code, at), what));
            }
        }
    }
    faults
}

/// Whether a call's first argument is written out or put together on the spot.
fn runs_a_literal(after: &str) -> bool {
    let Some(arguments) = after[named_types(after)..].strip_prefix('(') else {
        return false;
    };
    let argument = arguments.trim_start().trim_start_matches('&');
    ["\"", "r\"", "r#", "format!", "concat!"].iter().any(|start| argument.starts_with(start))
}

/// How long the types between a call's name and its arguments are: `::<_, (i64, String)>`.
fn named_types(after: &str) -> usize {
    if !after.starts_with("::<") {
        return 0;
    }
    let mut depth = 0;
    for (at, c) in after.char_indices().skip(2) {
        match c {
            '<' => depth += 1,
            '>' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return at + 1;
        }
    }
    0
}

/// The texts of a file that stand in code: where, their inside, and whether `sql!` holds them.
pub(super) fn texts<'a>(file: &'a Source, code: &'a str) -> impl Iterator<Item = (usize, &'a str, bool)> {
    spans(&file.text)
        .into_iter()
        .filter(|(kind, span)| *kind == Kind::Text && !code[span.clone()].trim().is_empty())
        .map(|(_, span)| {
            let inside = file.text[span.clone()].trim_start_matches(['r', '#']).trim_end_matches('#').trim_matches('"');
            let listed = code[..span.start].trim_end().ends_with("sql!(");
            (span.start, inside.trim_start(), listed)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::tree;

    fn faults(text: &str) -> usize {
        statements(&tree(&[("crates/roadmap/src/store.rs", text)])).len()
    }

    #[test]
    fn a_statement_written_into_the_call_is_refused() {
        assert_eq!(faults("fn a() { sqlx::query(\"DROP TABLE x\") }"), 1);
        assert_eq!(faults("fn a() { sqlx::query_as::<_, (i64, String)>(\"VALUES (1)\") }"), 1);
        assert_eq!(faults("fn a() { sqlx::query(&format!(\"x\")) }"), 1);
        assert_eq!(faults("fn a() { sqlx::query_scalar(SQL) }"), 0);
    }

    #[test]
    fn raw_text_is_for_the_database_room_only() {
        let text = "fn a() { sqlx::raw_sql(TEXT) }";
        assert_eq!(faults(text), 1);
        assert_eq!(statements(&tree(&[("crates/db/src/migrate.rs", text)])), []);
    }

    #[test]
    fn a_statement_kept_outside_the_list_is_refused() {
        assert_eq!(faults("const A: &str = \"SELECT a FROM b\";"), 1);
        assert_eq!(faults("const A: &str = sql!(\n  \"SELECT a FROM b\"\n);"), 0);
        assert_eq!(faults("// \"SELECT a FROM b\"\n"), 0);
    }
}
