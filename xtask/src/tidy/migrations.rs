//! Migrations: plain tables that both engines, and later several servers, can hold.

use super::Fault;
use crate::scan::words;
use crate::source::{Source, Tree};

const FOLDER: &str = "crates/db/migrations/";
const LIST: &str = "crates/db/src/migrate.rs";
/// What only one engine has, or what would keep a table from being split by area later.
const FORBIDDEN: &[&str] = &[
    "CREATE TRIGGER",
    "CREATE SEQUENCE",
    "CREATE EXTENSION",
    "CREATE FUNCTION",
    "CREATE PROCEDURE",
    "CREATE OR REPLACE",
    "NEXTVAL",
    "SERIAL",
    "BIGSERIAL",
    "SMALLSERIAL",
    "AUTOINCREMENT",
    "AUTO_INCREMENT",
    "AS IDENTITY",
    "STRICT",
];
/// The types that sqlx binds alike on both engines, by `PostgreSQL`'s names.
const TYPES: &[&str] = &["UUID", "DATE", "TIMESTAMPTZ", "BOOLEAN", "BIGINT", "INTEGER", "TEXT", "JSONB", "BYTEA"];
/// Words that open a constraint where a column could stand.
const CONSTRAINTS: &[&str] = &["CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK"];

fn steps(tree: &Tree) -> impl Iterator<Item = &Source> {
    tree.of(&["sql"]).filter(|file| file.path.starts_with(FOLDER))
}

/// The text in capitals without its `--` comments, every line in its place.
fn bare(text: &str) -> String {
    text.lines()
        .map(|line| line.split_once("--").map_or(line, |(sql, _)| sql).to_uppercase())
        .collect::<Vec<_>>()
        .join("\n")
}

/// No step uses what one engine lacks, and every column has a shared type.
pub(super) fn texts(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in steps(tree) {
        let text = bare(&file.text);
        for (line, row) in text.lines().enumerate() {
            let row: Vec<&str> = words(row).map(|(_, word)| word).collect();
            let row = format!(" {} ", row.join(" "));
            for word in FORBIDDEN {
                if row.contains(&format!(" {word} ")) {
                    let what = format!("{word} has no place in a migration");
                    faults.push(Fault::new(&file.path, line + 1, what));
                }
            }
        }
        for table in tables(&text) {
            for column in table.columns() {
                if !TYPES.contains(&column.1) {
                    let what = format!("column {} has type {}; use one of {}", column.0, column.1, TYPES.join(", "));
                    faults.push(Fault::new(&file.path, table.line, what));
                }
            }
        }
        for (line, row) in text.lines().enumerate() {
            let Some((_, added)) = row.split_once("ADD COLUMN ") else { continue };
            let kind = added.split_whitespace().nth(1).unwrap_or("").trim_end_matches(';');
            if !TYPES.contains(&kind) {
                faults.push(Fault::new(&file.path, line + 1, format!("the added column has type {kind}")));
            }
        }
    }
    faults
}

/// A `CREATE TABLE`, in capitals.
struct Table {
    name: String,
    line: usize,
    /// Its parts between the outer commas.
    parts: Vec<String>,
}

impl Table {
    /// Name and type of every column.
    fn columns(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parts.iter().filter_map(|part| {
            let mut words = part.split_whitespace();
            let name = words.next()?;
            let opens = name.split('(').next().unwrap_or(name);
            (!CONSTRAINTS.contains(&opens)).then(|| (name, words.next().unwrap_or("")))
        })
    }

    /// The columns of every primary, unique or foreign key, as written.
    fn keys(&self) -> impl Iterator<Item = Vec<&str>> {
        self.parts.iter().filter_map(|part| {
            let key = ["PRIMARY KEY", "UNIQUE", "FOREIGN KEY"].iter().find_map(|word| part.split_once(word))?;
            let listed = key.1.trim_start().strip_prefix('(').and_then(|rest| rest.split_once(')'));
            Some(match listed {
                Some((names, _)) => names.split(',').map(str::trim).collect(),
                None => part.split_whitespace().take(1).collect(),
            })
        })
    }
}

/// The tables a text in capitals creates.
fn tables(text: &str) -> Vec<Table> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find("CREATE TABLE") {
        let start = from + at;
        from = start + "CREATE TABLE".len();
        let Some(open) = text[from..].find('(') else { break };
        let name = text[from..from + open].replace("IF NOT EXISTS", "").trim().to_owned();
        found.push(Table { name, line: crate::scan::line_of(text, start), parts: parts(&text[from + open + 1..]) });
    }
    found
}

/// What stands between the outer commas, up to the closing bracket.
fn parts(inside: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0;
    for c in inside.chars() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => break,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts.iter().map(|part| part.trim().to_owned()).collect()
}

/// Every key of a table that belongs to an area begins with `area_id`.
pub(super) fn keys(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in steps(tree) {
        let text = bare(&file.text);
        for table in tables(&text) {
            if !table.columns().any(|(name, _)| name == "AREA_ID") {
                continue;
            }
            for key in table.keys().filter(|key| key.first() != Some(&"AREA_ID")) {
                let what =
                    format!("table {} has a key on ({}) that does not begin with area_id", table.name, key.join(", "));
                faults.push(Fault::new(&file.path, table.line, what.to_lowercase()));
            }
            if !table.parts.iter().any(|part| part.contains("PRIMARY KEY")) {
                let what = format!("table {} has no primary key", table.name.to_lowercase());
                faults.push(Fault::new(&file.path, table.line, what));
            }
        }
    }
    faults
}

/// Steps are numbered from 1 without gaps, and each is in the list that runs them.
pub(super) fn sequence(tree: &Tree) -> Vec<Fault> {
    let listed = tree.at(LIST).map_or("", |file| &file.text);
    let mut faults = Vec::new();
    let mut numbers: Vec<usize> = Vec::new();
    for file in steps(tree) {
        let stem = file.path[FOLDER.len()..].split('.').next().unwrap_or_default();
        let number: usize = stem.split('_').next().and_then(|n| n.parse().ok()).unwrap_or(0);
        numbers.push(number);
        if !listed.contains(&format!("{number} \"{stem}\"")) {
            faults.push(Fault::new(&file.path, 1, format!("`{number} \"{stem}\"` is not listed in {LIST}")));
        }
    }
    numbers.dedup();
    if numbers.iter().enumerate().any(|(at, number)| *number != at + 1) {
        faults.push(Fault::new(FOLDER, 1, format!("steps are numbered {numbers:?}, not from 1 without gaps")));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::tree;

    fn step(text: &str) -> Tree {
        tree(&[("crates/db/migrations/0001_a.sql", text)])
    }

    #[test]
    fn what_only_one_engine_has_is_refused() {
        for text in [
            "CREATE TRIGGER a AFTER INSERT ON b;",
            "CREATE SEQUENCE a;",
            "CREATE EXTENSION a;",
            "CREATE TABLE a (id SERIAL PRIMARY KEY);",
            "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT);",
            "CREATE TABLE a (id VARCHAR(20) PRIMARY KEY);",
            "ALTER TABLE a ADD COLUMN b REAL;",
        ] {
            assert!(!texts(&step(text)).is_empty(), "{text}");
        }
        let kept =
            "-- a trigger is not needed\nCREATE TABLE a (id UUID NOT NULL, PRIMARY KEY (id), CHECK (id <> 'x'));";
        assert_eq!(texts(&step(kept)), []);
    }

    #[test]
    fn a_key_that_forgets_the_area_is_refused() {
        for text in [
            "CREATE TABLE a (area_id UUID, b TEXT, PRIMARY KEY (b, area_id));",
            "CREATE TABLE a (area_id UUID, b TEXT UNIQUE, PRIMARY KEY (area_id, b));",
            "CREATE TABLE a (area_id UUID, b TEXT PRIMARY KEY);",
            "CREATE TABLE a (area_id UUID, b TEXT, PRIMARY KEY (area_id, b), FOREIGN KEY (b) REFERENCES c (b));",
            "CREATE TABLE a (area_id UUID, b TEXT);",
        ] {
            assert_eq!(keys(&step(text)).len(), 1, "{text}");
        }
        let kept = "CREATE TABLE a (area_id UUID NOT NULL, b TEXT, PRIMARY KEY (area_id, b), UNIQUE (area_id, b));";
        assert_eq!(keys(&step(kept)), []);
    }

    #[test]
    fn a_gap_in_the_sequence_and_a_step_nobody_runs_are_refused() {
        let list = (LIST, "steps![1 \"0001_a\", 3 \"0003_c\"]");
        let gap = tree(&[list, ("crates/db/migrations/0001_a.sql", ""), ("crates/db/migrations/0003_c.sql", "")]);
        assert_eq!(sequence(&gap).len(), 1);
        let unlisted = tree(&[list, ("crates/db/migrations/0001_a.sql", ""), ("crates/db/migrations/0002_b.sql", "")]);
        assert_eq!(sequence(&unlisted).len(), 1);
        let pair = tree(&[
            list,
            ("crates/db/migrations/0001_a.postgres.sql", ""),
            ("crates/db/migrations/0001_a.sqlite.sql", ""),
        ]);
        assert_eq!(sequence(&pair), []);
    }
}
