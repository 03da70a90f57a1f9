//! The statements that read and write a table's cells as texts, on each engine.

use uuid::Uuid;

use super::schema::{Column, Kind, Table};
use crate::{Registry, on, transaction::EngineTx};

/// Which engine a statement is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub(super) fn of(tx: &mut Registry) -> Self {
        match tx.engine() {
            EngineTx::Sqlite(_) => Self::Sqlite,
            EngineTx::Postgres(_) => Self::Postgres,
        }
    }
}

/// Reads every row of a table in the order of its key; of one area when `of_area`.
pub(super) fn reading(table: &Table, engine: Engine, of_area: bool) -> String {
    let cells: Vec<String> = table.columns.iter().map(|column| as_text(column, engine)).collect();
    let order: Vec<String> = table.key.iter().map(|name| in_byte_order(table, name, engine)).collect();
    let which = if of_area { " WHERE area_id = $1" } else { "" };
    format!("SELECT {} FROM \"{}\"{which} ORDER BY {}", cells.join(", "), table.name, order.join(", "))
}

/// Texts sort by their bytes on both engines, not by the server's language. With the table's name
/// before it, because PostgreSQL would take the bare name for the cell's text, where 10 sorts
/// before 2.
fn in_byte_order(table: &Table, name: &str, engine: Engine) -> String {
    let column = table.columns.iter().find(|column| column.name == name);
    let place = format!("\"{}\".\"{name}\"", table.name);
    match (column.map(|column| column.kind), engine) {
        (Some(Kind::Text), Engine::Postgres) => format!("{place} COLLATE \"C\""),
        _ => place,
    }
}

fn as_text(column: &Column, engine: Engine) -> String {
    let name = format!("\"{}\"", column.name);
    match (column.kind, engine) {
        (Kind::Uuid | Kind::Bytes, Engine::Sqlite) => {
            format!("CASE WHEN {name} IS NULL THEN NULL ELSE lower(hex({name})) END")
        }
        (Kind::Uuid, Engine::Postgres) => format!("replace(CAST({name} AS TEXT), '-', '')"),
        (Kind::Bytes, Engine::Postgres) => format!("encode({name}, 'hex')"),
        (Kind::Date, Engine::Postgres) => format!("to_char({name}, 'YYYY-MM-DD')"),
        (Kind::Instant, Engine::Postgres) => {
            format!("to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")
        }
        (Kind::Truth, Engine::Postgres) => format!("CAST(CAST({name} AS INTEGER) AS TEXT)"),
        _ => format!("CAST({name} AS TEXT)"),
    }
}

/// Adds one row, given as texts in the order of the table's columns.
pub(super) fn writing(table: &Table, engine: Engine) -> String {
    let names: Vec<String> = table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let values: Vec<String> =
        table.columns.iter().enumerate().map(|(index, column)| from_text(column.kind, index + 1, engine)).collect();
    let (names, values) = (names.join(", "), values.join(", "));
    format!("INSERT INTO \"{}\" ({names}) VALUES ({values})", table.name)
}

fn from_text(kind: Kind, number: usize, engine: Engine) -> String {
    match (kind, engine) {
        (Kind::Uuid | Kind::Bytes, Engine::Sqlite) => format!("unhex(${number})"),
        (Kind::Truth | Kind::Integer, Engine::Sqlite) => format!("CAST(${number} AS INTEGER)"),
        (_, Engine::Sqlite) | (Kind::Text, Engine::Postgres) => format!("${number}"),
        (Kind::Bytes, Engine::Postgres) => format!("decode(${number}, 'hex')"),
        (Kind::Truth, Engine::Postgres) => format!("CAST(CAST(${number} AS INTEGER) AS BOOLEAN)"),
        (Kind::Integer, Engine::Postgres) => format!("CAST(${number} AS BIGINT)"),
        (kind, Engine::Postgres) => format!("CAST(${number} AS {})", kind.name()),
    }
}

/// Lets the server's row security show the rows of this area; the embedded engine has none.
pub(super) async fn stand_for(tx: &mut Registry, area: Uuid) -> sqlx::Result<()> {
    if Engine::of(tx) == Engine::Sqlite {
        return Ok(());
    }
    let text = "SELECT set_config('waymark.area', $1, true)";
    on!(tx, conn => sqlx::query(text).bind(area.to_string()).execute(conn).await.map(|_| ()))
}

/// What a reading is divided into: the whole table, or on the server, which shows the rows of no
/// area unless it is named, one area after the other in the order of the key.
pub(super) async fn scopes(tx: &mut Registry, table: &Table) -> sqlx::Result<Vec<Option<Uuid>>> {
    const SQL: &str = "SELECT id FROM area ORDER BY id";
    if Engine::of(tx) == Engine::Sqlite || table.area_column().is_none() {
        return Ok(vec![None]);
    }
    let areas: Vec<Uuid> = on!(tx, conn => sqlx::query_scalar(SQL).fetch_all(conn).await)?;
    Ok(areas.into_iter().map(Some).collect())
}
