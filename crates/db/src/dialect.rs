//! What every statement must keep to: the shared dialect, and its area.
//!
//! Preparing a text on both engines finds what one of them cannot read. What both read and *mean
//! differently* is found here, in the text.

use std::collections::BTreeSet;

use crate::{MIGRATIONS, Texts};

/// A fault in the words of a statement: these tokens in a row, and why not.
type Fault = (&'static [&'static str], &'static str);

/// Tokens in capitals; a string is the token `'`, a quoted name the token `"`.
const FAULTS: &[Fault] = &[
    (&["CURRENT_DATE"], "CURRENT_DATE: dates come from the clock as parameters"),
    (&["CURRENT_TIME"], "CURRENT_TIME: times come from the clock as parameters"),
    (&["CURRENT_TIMESTAMP"], "CURRENT_TIMESTAMP: times come from the clock as parameters"),
    (&["LOCALTIME"], "LOCALTIME: times come from the clock as parameters"),
    (&["LOCALTIMESTAMP"], "LOCALTIMESTAMP: times come from the clock as parameters"),
    (&["NOW", "("], "now(): times come from the clock as parameters"),
    (&["DATE", "("], "date(): a date is worked out in Rust"),
    (&["TIME", "("], "time(): a time is worked out in Rust"),
    (&["DATETIME", "("], "datetime(): a time is worked out in Rust"),
    (&["JULIANDAY", "("], "julianday(): a date is worked out in Rust"),
    (&["UNIXEPOCH", "("], "unixepoch(): a time is worked out in Rust"),
    (&["STRFTIME", "("], "strftime(): dates are written in Rust"),
    (&["TO_CHAR", "("], "to_char(): dates are written in Rust"),
    (&["EXTRACT", "("], "EXTRACT: dates are taken apart in Rust"),
    (&["INTERVAL"], "INTERVAL: a cut-off is worked out in Rust"),
    (&["RANDOM", "("], "random(): chance comes from the kernel"),
    (&["AVG", "("], "AVG: averages are made in Rust, where they have tests"),
    (&["ROUND", "("], "ROUND: rounding is done in Rust, where it has tests"),
    (&["TOTAL", "("], "TOTAL: pence and counts stay integers"),
    (&["REAL"], "REAL: pence and counts stay integers"),
    (&["FLOAT"], "FLOAT: pence and counts stay integers"),
    (&["DOUBLE"], "DOUBLE: pence and counts stay integers"),
    (&["NUMERIC"], "NUMERIC: pence and counts stay integers"),
    (&["DECIMAL"], "DECIMAL: pence and counts stay integers"),
    (&["ILIKE"], "ILIKE: lower both sides and use LIKE with ESCAPE"),
    (&["GLOB"], "GLOB: lower both sides and use LIKE with ESCAPE"),
    (&["REGEXP"], "REGEXP: text is matched in Rust"),
    (&["SIMILAR", "TO"], "SIMILAR TO: text is matched in Rust"),
    (&["COLLATE"], "COLLATE: names are sorted in Rust or by a stored key"),
    (&["OFFSET"], "OFFSET: pages go on after a key"),
    (&["LATERAL"], "LATERAL: not in SQLite"),
    (&["ARRAY", "["], "arrays: not in SQLite"),
    (&["ANY", "("], "ANY: arrays are not in SQLite"),
    (&["DISTINCT", "ON"], "DISTINCT ON: not in SQLite"),
    (&["SKIP", "LOCKED"], "SKIP LOCKED: update where a condition still holds, and look at the row count"),
    (&["FOR", "UPDATE"], "FOR UPDATE: update where the version still holds, and look at the row count"),
    (&["FOR", "SHARE"], "FOR SHARE: update where the version still holds, and look at the row count"),
    (&["AS", "(", "INSERT"], "a CTE that changes rows: not in SQLite"),
    (&["AS", "(", "UPDATE"], "a CTE that changes rows: not in SQLite"),
    (&["AS", "(", "DELETE"], "a CTE that changes rows: not in SQLite"),
    (&["AS", "DATE", ")"], "CAST AS DATE: SQLite makes a number of it"),
    (&["AS", "TIMESTAMP", ")"], "CAST AS TIMESTAMP: SQLite makes a number of it"),
    (&["AS", "TIMESTAMPTZ", ")"], "CAST AS TIMESTAMPTZ: SQLite makes a number of it"),
    (&["AS", "UUID", ")"], "CAST AS UUID: SQLite makes a number of it"),
    (&["AS", "BOOLEAN", ")"], "CAST AS BOOLEAN: SQLite makes a number of it"),
    (&["AS", "JSONB", ")"], "CAST AS JSONB: SQLite makes a number of it"),
    (&["INSERT", "OR"], "INSERT OR: use ON CONFLICT"),
    (&["REPLACE", "INTO"], "REPLACE INTO: use ON CONFLICT"),
    (&["ROWID"], "ROWID: identifiers are made in the program"),
    (&["AUTOINCREMENT"], "AUTOINCREMENT: identifiers are made in the program"),
    (&["SERIAL"], "SERIAL: identifiers are made in the program"),
    (&["BIGSERIAL"], "BIGSERIAL: identifiers are made in the program"),
    (&["GENERATED"], "GENERATED: what is stored was bound"),
    (&["CREATE", "SEQUENCE"], "SEQUENCE: identifiers are made in the program"),
    (&["NEXTVAL", "("], "nextval(): identifiers are made in the program"),
    (&["TRIGGER"], "TRIGGER: rules stand in Rust"),
    (&["CREATE", "EXTENSION"], "EXTENSION: any PostgreSQL will do"),
    (&["STRICT"], "STRICT: SQLite then refuses PostgreSQL's type names"),
    (&["PRAGMA"], "PRAGMA: reaches one connection of the pool only"),
    (&[":", ":"], "::, a cast of PostgreSQL's: use CAST"),
    (&["?"], "?: parameters are written $1"),
    (&["X", "'"], "X'..': bytes are parameters; PostgreSQL reads bits"),
    (&["\""], "double quotes: SQLite takes a misspelt name for a string"),
    (&["`"], "backticks: not in PostgreSQL"),
];

const BARE_SUM: &str = "SUM: write CAST(SUM(x) AS BIGINT), the engines' types differ";
const BARE_LIKE: &str = "LIKE: write LOWER(x) LIKE $1 ESCAPE '!', the engines' rules differ";

/// The words of a statement or migration that parse on both engines and mean different things, or
/// that our house does without; each with its reason.
///
/// Not seen here: an `ORDER BY` over nulls without `NULLS LAST`, because the text alone does not
/// say what may be null.
pub fn dialect_faults(text: &str) -> Vec<&'static str> {
    let tokens = tokens(text);
    let mut faults = Vec::new();
    for (words, why) in FAULTS {
        let met = |window: &[String]| words.iter().zip(window).all(|(word, token)| word == token);
        if tokens.windows(words.len()).any(met) {
            faults.push(*why);
        }
    }
    for (place, token) in tokens.iter().enumerate() {
        let before = &tokens[..place];
        if token == "SUM" && tokens.get(place + 1).is_some_and(|next| next == "(") {
            let cast = before.ends_with(&["CAST".to_owned(), "(".to_owned()]);
            faults.extend((!cast).then_some(BARE_SUM));
        }
        if token == "LIKE" {
            // LIKE, its pattern (a parameter or a string), then ESCAPE; and LOWER(…) before it.
            let escaped = tokens[place..].iter().take(5).any(|token| token == "ESCAPE");
            let lowered = before.last().is_some_and(|last| last == ")") && lowers(before);
            faults.extend((!escaped || !lowered).then_some(BARE_LIKE));
        }
    }
    faults
}

/// Whether the parenthesis that ends these tokens is that of `LOWER(…)`.
fn lowers(before: &[String]) -> bool {
    let mut depth = 0;
    for (place, token) in before.iter().enumerate().rev() {
        match token.as_str() {
            ")" => depth += 1,
            "(" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return place > 0 && before[place - 1] == "LOWER";
        }
    }
    false
}

/// Words in capitals and single signs; strings, quoted names and comments without their content.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' | '"' => {
                tokens.push(letter.to_string());
                letters.by_ref().find(|next| *next == letter);
            }
            '-' if letters.peek() == Some(&'-') => {
                letters.by_ref().find(|next| *next == '\n');
            }
            _ if letter.is_alphanumeric() || letter == '_' || letter == '$' => {
                let mut word = letter.to_uppercase().to_string();
                while let Some(next) = letters.next_if(|n| n.is_alphanumeric() || *n == '_') {
                    word.extend(next.to_uppercase());
                }
                tokens.push(word);
            }
            _ if letter.is_whitespace() => {}
            _ => tokens.push(letter.to_string()),
        }
    }
    tokens
}

/// The tables that have an `area_id`, read from the migrations; in small letters.
pub fn area_tables() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for migration in MIGRATIONS {
        let (Texts::Same(text) | Texts::Pair { postgres: text, .. }) = migration.texts;
        let words = tokens(text);
        let mut creating = None;
        for (place, word) in words.iter().enumerate() {
            let before = &words[..place];
            if before.ends_with(&["CREATE".to_owned(), "TABLE".to_owned()]) {
                creating = Some(word.to_lowercase());
            }
            match (word.as_str(), &creating) {
                ("AREA_ID", Some(table)) => {
                    names.insert(table.clone());
                }
                (";", _) => creating = None,
                _ => {}
            }
        }
    }
    names
}

/// Whether a statement touches a table of areas without saying which area: it neither compares
/// `area_id` with a parameter nor inserts it.
pub fn area_less(statement: &str) -> bool {
    let words = tokens(statement);
    let tables = area_tables();
    if !words.iter().any(|word| tables.contains(&word.to_lowercase())) {
        return false;
    }
    let compared =
        words.windows(3).any(|window| window[0] == "AREA_ID" && window[1] == "=" && window[2].starts_with('$'));
    let inserted = words
        .windows(5)
        .any(|window| window[0] == "INSERT" && window[1] == "INTO" && window[3] == "(" && window[4] == "AREA_ID");
    !compared && !inserted
}
