use db::{Db, EngineTx, area_tables};
use kernel::AreaId;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Executor, PgConnection, Row, SqliteConnection};
use uuid::Uuid;

/// Where an engine would look through a table of areas otherwise than by an index that begins with the area, each as
/// the engine says it; none when the statement costs the same however many areas there are.
///
/// Asked as for large tables: a server with three rows would rightly read them all.
pub async fn beside_the_index(db: &Db, text: &'static str) -> Vec<String> {
    let mut tx = db.write(AreaId(Uuid::nil())).await.expect("a transaction");
    match tx.engine() {
        EngineTx::Sqlite(tx) => in_file(tx, text).await,
        EngineTx::Postgres(tx) => on_server(tx, text).await,
    }
}

async fn in_file(connection: &mut SqliteConnection, text: &str) -> Vec<String> {
    let asked = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {text}"));
    let rows = sqlx::query(asked).fetch_all(connection).await.expect("a plan");
    let lines = rows.iter().map(|row| row.get::<String, _>("detail"));
    // The list of areas itself is searched by its own keys.
    let is_search = |line: &str| line.starts_with("SEARCH ") && !line.starts_with("SEARCH area ");
    lines.filter(|line| is_scan(line, text) || (is_search(line) && !line.contains("area_id=?"))).collect()
}

/// Whether a line reads a whole table of areas; it names the table as the statement does.
fn is_scan(line: &str, text: &str) -> bool {
    let Some(name) = line.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next()) else { return false };
    let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').collect();
    let before = words.windows(2).find(|pair| pair[1] == name && area_tables().contains(pair[0]));
    area_tables().contains(name) || before.is_some()
}

async fn on_server(connection: &mut PgConnection, text: &str) -> Vec<String> {
    let highest = (1..40).rev().find(|number| text.contains(&format!("${number}"))).unwrap_or(0);
    let nulls = if highest == 0 { String::new() } else { format!("({})", vec!["NULL"; highest].join(", ")) };
    for text in [
        "SET LOCAL enable_seqscan = off".to_owned(),
        "SET LOCAL plan_cache_mode = force_generic_plan".to_owned(),
        format!("PREPARE looked_at AS {text}"),
    ] {
        connection.execute(AssertSqlSafe(text)).await.expect("the server obeys");
    }
    let asked = AssertSqlSafe(format!("EXPLAIN (FORMAT JSON, COSTS OFF) EXECUTE looked_at{nulls}"));
    let plan: Value = sqlx::query_scalar(asked).fetch_one(&mut *connection).await.expect("a plan");
    connection.execute("DEALLOCATE looked_at").await.expect("the server forgets it");
    let mut found = Vec::new();
    walk(&plan, &area_tables(), &mut found);
    found
}

/// Every step of a plan, however deep.
fn walk(step: &Value, tables: &std::collections::BTreeSet<String>, found: &mut Vec<String>) {
    match step {
        Value::Array(steps) => steps.iter().for_each(|step| walk(step, tables, found)),
        Value::Object(said) => {
            let word = |name: &str| said.get(name).and_then(Value::as_str).unwrap_or_default();
            let (kind, table) = (word("Node Type"), word("Relation Name"));
            let by_area = [word("Index Cond"), word("Recheck Cond")].iter().any(|cond| cond.contains("area_id"));
            if kind.contains("Scan") && tables.contains(table) && !by_area {
                found.push(format!("{kind} on {table}"));
            }
            said.values().for_each(|step| walk(step, tables, found));
        }
        _ => {}
    }
}
