//! Every statement keeps to the shared dialect and names its area.

use audit as _;
use db::{MIGRATIONS, STATEMENTS, Texts, area_less, area_tables, dialect_faults};
use jobs as _;

#[test]
fn every_statement_names_its_area() {
    assert!(STATEMENTS.len() > 20, "only {} statements are registered", STATEMENTS.len());
    for statement in STATEMENTS {
        let place = format!("{}:{}", statement.file, statement.line);
        assert!(!area_less(statement.text), "{place} forgets its area");
    }
}

#[test]
fn a_statement_that_forgets_its_area_is_found() {
    for forgetful in [
        "SELECT kind FROM job WHERE run_at <= $1",
        "SELECT kind FROM Job",
        "DELETE FROM audit_entry WHERE sequence = $1",
        "UPDATE receipt SET status = $1 WHERE receipt_key = $2",
        "INSERT INTO audit_head (sequence, hash) VALUES ($1, $2)",
        "SELECT kind FROM job WHERE area_id = job.area_id",
        "SELECT area_id FROM job GROUP BY area_id",
        "SELECT kind FROM job WHERE kind = 'area_id = $1'",
    ] {
        assert!(area_less(forgetful), "{forgetful} passed");
    }
    for mindful in [
        "SELECT slug FROM area",
        "SELECT kind FROM job WHERE area_id = $1",
        "SELECT j.kind FROM job AS j WHERE j.area_id = $1",
        "INSERT INTO job (area_id, kind) VALUES ($1, $2)",
    ] {
        assert!(!area_less(mindful), "{mindful} was refused");
    }
}

#[test]
fn the_tables_of_areas_are_read_from_the_migrations() {
    let tables = area_tables();
    for table in ["audit_entry", "audit_head", "job", "job_schedule", "receipt"] {
        assert!(tables.contains(table), "{table} is missing from {tables:?}");
    }
    assert!(!tables.contains("area"));
}

#[test]
fn every_statement_and_migration_keeps_to_the_shared_dialect() {
    for statement in STATEMENTS {
        let place = format!("{}:{}", statement.file, statement.line);
        assert_eq!(dialect_faults(statement.text), [""; 0], "{place}");
    }
    for migration in MIGRATIONS {
        if let Texts::Same(text) = migration.texts {
            assert_eq!(dialect_faults(text), [""; 0], "{}", migration.name);
        }
    }
}

/// One text for each fault, and how its reason begins.
const FAULTY: &[(&str, &str)] = &[
    ("SELECT a FROM t WHERE day < CURRENT_DATE - 140", "CURRENT_DATE"),
    ("SELECT a FROM t WHERE at < current_time", "CURRENT_TIME:"),
    ("SELECT a FROM t WHERE at < current_timestamp", "CURRENT_TIMESTAMP"),
    ("SELECT LOCALTIME", "LOCALTIME:"),
    ("SELECT LOCALTIMESTAMP", "LOCALTIMESTAMP"),
    ("SELECT now()", "now()"),
    ("SELECT date(at) FROM t", "date()"),
    ("SELECT time (at) FROM t", "time()"),
    ("SELECT datetime(at) FROM t", "datetime()"),
    ("SELECT julianday(day) FROM t", "julianday()"),
    ("SELECT unixepoch(at) FROM t", "unixepoch()"),
    ("SELECT strftime('%Y', day) FROM t", "strftime()"),
    ("SELECT to_char(day, 'YYYY') FROM t", "to_char()"),
    ("SELECT EXTRACT(YEAR FROM day) FROM t", "EXTRACT"),
    ("SELECT day + INTERVAL '1 day' FROM t", "INTERVAL"),
    ("SELECT a FROM t ORDER BY random()", "random()"),
    ("SELECT AVG(a) FROM t", "AVG"),
    ("SELECT ROUND(a) FROM t", "ROUND"),
    ("SELECT TOTAL(a) FROM t", "TOTAL"),
    ("SELECT CAST(a AS REAL) FROM t", "REAL"),
    ("SELECT CAST(a AS FLOAT) FROM t", "FLOAT"),
    ("SELECT CAST(a AS DOUBLE PRECISION) FROM t", "DOUBLE"),
    ("SELECT CAST(a AS NUMERIC) FROM t", "NUMERIC"),
    ("SELECT CAST(a AS DECIMAL) FROM t", "DECIMAL"),
    ("SELECT SUM(a) FROM t", "SUM"),
    ("SELECT COALESCE(SUM(a), 0) FROM t", "SUM"),
    ("SELECT a FROM t WHERE a LIKE $1", "LIKE"),
    ("SELECT a FROM t WHERE LOWER(a) LIKE $1", "LIKE"),
    ("SELECT a FROM t WHERE a LIKE $1 ESCAPE '!'", "LIKE"),
    ("SELECT a FROM t WHERE UPPER(a) LIKE $1 ESCAPE '!'", "LIKE"),
    ("SELECT a FROM t WHERE a ILIKE $1", "ILIKE"),
    ("SELECT a FROM t WHERE a GLOB $1", "GLOB"),
    ("SELECT a FROM t WHERE a REGEXP $1", "REGEXP"),
    ("SELECT a FROM t WHERE a SIMILAR TO $1", "SIMILAR TO"),
    ("SELECT a FROM t ORDER BY a COLLATE NOCASE", "COLLATE"),
    ("SELECT a FROM t ORDER BY a LIMIT 10 OFFSET 20", "OFFSET"),
    ("SELECT a FROM t, LATERAL (SELECT 1) AS u", "LATERAL"),
    ("SELECT ARRAY[1, 2]", "arrays"),
    ("SELECT a FROM t WHERE a = ANY($1)", "ANY"),
    ("SELECT DISTINCT ON (a) a, b FROM t", "DISTINCT ON"),
    ("SELECT a FROM t LIMIT 1 SKIP LOCKED", "SKIP LOCKED"),
    ("SELECT a FROM t FOR UPDATE", "FOR UPDATE"),
    ("SELECT a FROM t FOR SHARE", "FOR SHARE"),
    ("WITH x AS (INSERT INTO t (a) VALUES (1) RETURNING a) SELECT a FROM x", "a CTE"),
    ("WITH x AS (UPDATE t SET a = 1 RETURNING a) SELECT a FROM x", "a CTE"),
    ("WITH x AS (DELETE FROM t RETURNING a) SELECT a FROM x", "a CTE"),
    ("SELECT CAST(a AS DATE) FROM t", "CAST AS DATE"),
    ("SELECT CAST(a AS TIMESTAMP) FROM t", "CAST AS TIMESTAMP:"),
    ("SELECT CAST(a AS TIMESTAMPTZ) FROM t", "CAST AS TIMESTAMPTZ"),
    ("SELECT CAST(a AS UUID) FROM t", "CAST AS UUID"),
    ("SELECT CAST(a AS BOOLEAN) FROM t", "CAST AS BOOLEAN"),
    ("SELECT CAST(a AS JSONB) FROM t", "CAST AS JSONB"),
    ("INSERT OR IGNORE INTO t (a) VALUES (1)", "INSERT OR"),
    ("REPLACE INTO t (a) VALUES (1)", "REPLACE INTO"),
    ("SELECT rowid FROM t", "ROWID"),
    ("CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT)", "AUTOINCREMENT"),
    ("CREATE TABLE t (a SERIAL PRIMARY KEY)", "SERIAL"),
    ("CREATE TABLE t (a BIGSERIAL PRIMARY KEY)", "BIGSERIAL"),
    ("CREATE TABLE t (a INTEGER, b INTEGER GENERATED ALWAYS AS (a + 1) STORED)", "GENERATED"),
    ("CREATE SEQUENCE s", "SEQUENCE"),
    ("SELECT nextval('s')", "nextval()"),
    ("CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END", "TRIGGER"),
    ("CREATE EXTENSION hstore", "EXTENSION"),
    ("CREATE TABLE t (a INTEGER) STRICT", "STRICT"),
    ("PRAGMA foreign_keys = ON", "PRAGMA"),
    ("SELECT a::TEXT FROM t", "::"),
    ("SELECT a FROM t WHERE b = ?", "?"),
    ("SELECT a FROM t WHERE b = X'00'", "X'..'"),
    ("SELECT a FROM t WHERE b = \"word\"", "double quotes"),
    ("SELECT `a` FROM t", "backticks"),
];

#[test]
fn each_foreign_word_is_found_once_and_by_its_name() {
    for (text, name) in FAULTY {
        let found = dialect_faults(text);
        assert!(found.len() == 1 && found[0].starts_with(name), "{text}: {found:?}");
    }
}

#[test]
fn the_words_of_the_dialect_and_words_inside_strings_pass() {
    for text in [
        "SELECT CAST(SUM(pence) AS BIGINT) FROM t WHERE area_id = $1",
        "SELECT a FROM t WHERE LOWER(a) LIKE $1 ESCAPE '!'",
        "SELECT a FROM t WHERE LOWER(COALESCE(a, '')) LIKE $1 ESCAPE '!' ORDER BY a NULLS LAST",
        "SELECT a FROM t WHERE note = 'now() and \"then\" ?' -- CURRENT_DATE",
        "SELECT date, published_on AS date FROM t WHERE (requested_on, id) > ($1, $2)",
        "SELECT note ->> 'key' FROM t WHERE a IS DISTINCT FROM $1",
        "SELECT COUNT(*) FILTER (WHERE a = 1) FROM t",
        "INSERT INTO t (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET a = EXCLUDED.a RETURNING a",
        "WITH RECURSIVE up AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM up WHERE n < 9) SELECT n FROM up",
    ] {
        assert_eq!(dialect_faults(text), [""; 0], "{text}");
    }
}
