//! The shared dialect, held against every statement in the sources.
//!
//! The list of words is the database room's own (`crates/db/src/dialect.rs`), read from its source,
//! so that this task needs no build of the database and there is one list only. The tests of the
//! program hold the same list, and its finer rules, against the statements as they are linked.

use super::Fault;
use super::statements::texts;
use crate::scan::{is_name, line_of};
use crate::source::Tree;

const LIST: &str = "crates/db/src/dialect.rs";
const LIST_BEGINS: &str = "const FAULTS: &[Fault] = &[";

/// Words that one after another are a fault, and why.
type Refused = (Vec<String>, String);

/// Every statement in `sql!` reads the same on both engines.
pub(super) fn dialect(tree: &Tree) -> Vec<Fault> {
    let Some(room) = tree.at(LIST) else { return Vec::new() };
    let list = refused(&room.text);
    if list.is_empty() {
        return vec![Fault::new(LIST, 1, format!("the list `{LIST_BEGINS}` cannot be read"))];
    }
    let mut faults = Vec::new();
    for file in tree.of(&["rs"]).filter(|file| !file.is_test()) {
        let code = file.code();
        for (at, text, listed) in texts(file, &code) {
            if !listed {
                continue;
            }
            let tokens = tokens(text);
            for (words, why) in &list {
                if tokens.windows(words.len()).any(|window| window == words) {
                    faults.push(Fault::new(&file.path, line_of(&code, at), why));
                }
            }
        }
    }
    faults
}

/// The entries of the list, one a line: `(&["SKIP", "LOCKED"], "why"),`.
fn refused(source: &str) -> Vec<Refused> {
    let Some((_, list)) = source.split_once(LIST_BEGINS) else { return Vec::new() };
    list.lines()
        .take_while(|line| !line.starts_with("];"))
        .filter_map(|line| {
            let (words, why) = line.trim().strip_prefix("(&[\"")?.split_once("\"], \"")?;
            let words = words.split("\", \"").map(|word| word.replace("\\\"", "\"")).collect();
            Some((words, why.trim_end_matches("\"),").to_owned()))
        })
        .collect()
}

/// Words in capitals and single signs; what stands between quotes is left out.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut quote = None;
    let mut open = false;
    for c in text.chars() {
        if let Some(end) = quote {
            quote = (c != end).then_some(end);
            continue;
        }
        let part = is_name(c) || c == '$';
        match tokens.last_mut() {
            Some(word) if open && part => word.extend(c.to_uppercase()),
            _ if c.is_whitespace() => {}
            _ => tokens.push(c.to_uppercase().collect()),
        }
        open = part;
        quote = matches!(c, '\'' | '"').then_some(c);
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::tree;

    const ROOM: &str = "const FAULTS: &[Fault] = &[\n    (&[\"NOW\", \"(\"], \"now(): from the clock\"),\n    (&[\"\\\"\"], \"double quotes\"),\n];\n";

    fn faults(statement: &str) -> Vec<String> {
        let store = format!("const A: &str = sql!(\n    {statement}\n);");
        let house = tree(&[(LIST, ROOM), ("crates/roadmap/src/store.rs", &store)]);
        dialect(&house).into_iter().map(|fault| fault.what).collect()
    }

    #[test]
    fn a_statement_that_means_two_things_is_refused() {
        assert_eq!(faults("\"SELECT a FROM b WHERE day < now()\""), ["now(): from the clock"]);
        assert_eq!(faults("\"SELECT a FROM b WHERE c = 'now()' AND nowhere = $1\""), [""; 0]);
        assert_eq!(faults("r#\"SELECT \"a\" FROM b\"#"), ["double quotes"]);
    }

    #[test]
    fn a_list_that_has_moved_away_is_not_taken_for_an_empty_one() {
        assert_eq!(dialect(&tree(&[(LIST, "const WORDS: &[Word] = &[];")])).len(), 1);
    }

    #[test]
    fn the_list_of_the_database_room_can_be_read() {
        let source = std::fs::read_to_string(crate::source::root().join(LIST)).unwrap();
        assert!(refused(&source).len() > 40);
    }
}
