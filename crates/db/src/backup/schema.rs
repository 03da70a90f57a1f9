//! The tables as the engine itself describes them.

use std::collections::{BTreeMap, BTreeSet};

use super::ArchiveError;
use crate::{Registry, on, transaction::EngineTx};

/// The types our migrations use, under one name for both engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Uuid,
    Date,
    Instant,
    Truth,
    Integer,
    Text,
    Json,
    Bytes,
}

impl Kind {
    const NAMES: [(Self, &'static [&'static str]); 8] = [
        (Self::Uuid, &["UUID"]),
        (Self::Date, &["DATE"]),
        (Self::Instant, &["TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE"]),
        (Self::Truth, &["BOOLEAN"]),
        (Self::Integer, &["BIGINT", "INTEGER", "SMALLINT"]),
        (Self::Text, &["TEXT"]),
        (Self::Json, &["JSONB"]),
        (Self::Bytes, &["BYTEA"]),
    ];

    fn named(declared: &str) -> Option<Self> {
        let declared = declared.to_uppercase();
        let known = Self::NAMES.iter().find(|(_, names)| names.contains(&declared.as_str()));
        known.map(|(kind, _)| *kind)
    }

    /// The name in the archive.
    pub(super) fn name(self) -> &'static str {
        let known = Self::NAMES.iter().find(|(kind, _)| *kind == self);
        known.map_or("", |(_, names)| names[0])
    }
}

#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    /// The primary key's columns, in its order.
    pub(super) key: Vec<String>,
    /// Tables that must be filled before this one.
    points_to: BTreeSet<String>,
}

impl Table {
    /// The place of `area_id`, if the table belongs to areas.
    pub(super) fn area_column(&self) -> Option<usize> {
        self.columns.iter().position(|column| column.name == "area_id")
    }
}

/// The record of applied steps is no content: it stands in the header.
const STEPS_TABLE: &str = "migration";
/// That this database was filled by a restore is true of it alone, and not of one restored from its backup.
const RESTORATION_TABLE: &str = "restoration";

/// Every table, those pointed to before those that point.
pub(super) async fn tables(tx: &mut Registry) -> Result<Vec<Table>, ArchiveError> {
    let columns = columns(tx).await?;
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    let mut keys: BTreeMap<String, Vec<(i64, String)>> = BTreeMap::new();
    for (table, column, declared, place_in_key) in columns {
        if place_in_key > 0 {
            keys.entry(table.clone()).or_default().push((place_in_key, column.clone()));
        }
        let Some(kind) = Kind::named(&declared) else {
            return Err(ArchiveError::UnknownType { table, column, declared });
        };
        let entry = tables.entry(table.clone()).or_insert_with(|| Table {
            name: table,
            columns: Vec::new(),
            key: Vec::new(),
            points_to: BTreeSet::new(),
        });
        entry.columns.push(Column { name: column, kind });
    }
    for (table, mut key) in keys {
        key.sort();
        if let Some(table) = tables.get_mut(&table) {
            table.key = key.into_iter().map(|(_, column)| column).collect();
        }
    }
    if let Some(table) = tables.values().find(|table| table.key.is_empty()) {
        return Err(ArchiveError::NoKey(table.name.clone()));
    }
    for (table, target) in pointers(tx).await? {
        if let Some(table) = tables.get_mut(&table) {
            table.points_to.insert(target);
        }
    }
    Ok(in_order(tables))
}

/// Puts the tables that are pointed to first. Tables that point at each other stay in the order of
/// their names: a restore checks pointers at its end.
fn in_order(mut tables: BTreeMap<String, Table>) -> Vec<Table> {
    let mut ordered = Vec::new();
    while !tables.is_empty() {
        let free =
            |table: &&Table| table.points_to.iter().all(|target| *target == table.name || !tables.contains_key(target));
        let next = tables.values().find(free).or(tables.values().next());
        let next = next.map(|table| table.name.clone()).unwrap_or_default();
        ordered.extend(tables.remove(&next));
    }
    ordered
}

/// Table, column, declared type, and the place in the primary key from 1, or 0.
async fn columns(tx: &mut Registry) -> sqlx::Result<Vec<(String, String, String, i64)>> {
    const SQLITE: &str = "SELECT t.name, c.name, c.type, c.pk
        FROM pragma_table_list AS t JOIN pragma_table_info(t.name) AS c
        WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT GLOB 'sqlite_*' AND t.name NOT IN ($1, $2)
        ORDER BY t.name, c.cid";
    // Columns the server computes itself are not content.
    const POSTGRES: &str =
        "SELECT CAST(c.relname AS TEXT), CAST(a.attname AS TEXT), format_type(a.atttypid, a.atttypmod),
               CAST(COALESCE(array_position(CAST(i.indkey AS INT2[]), a.attnum) + 1, 0) AS BIGINT)
        FROM pg_class AS c
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        LEFT JOIN pg_index AS i ON i.indrelid = c.oid AND i.indisprimary
        WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND c.relname NOT IN ($1, $2)
        ORDER BY c.relname, a.attnum";
    let text = by_engine(tx, SQLITE, POSTGRES);
    on!(tx, conn => sqlx::query_as(text).bind(STEPS_TABLE).bind(RESTORATION_TABLE).fetch_all(conn).await)
}

/// Which table points to which.
async fn pointers(tx: &mut Registry) -> sqlx::Result<Vec<(String, String)>> {
    const SQLITE: &str = "SELECT DISTINCT t.name, f.\"table\"
        FROM pragma_table_list AS t JOIN pragma_foreign_key_list(t.name) AS f
        WHERE t.schema = 'main' AND t.type = 'table'";
    const POSTGRES: &str = "SELECT DISTINCT CAST(c.relname AS TEXT), CAST(f.relname AS TEXT)
        FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid JOIN pg_class AS f ON f.oid = k.confrelid
        WHERE k.contype = 'f' AND c.relnamespace = current_schema()::regnamespace";
    let text = by_engine(tx, SQLITE, POSTGRES);
    on!(tx, conn => sqlx::query_as(text).fetch_all(conn).await)
}

/// The steps applied to this database, in order.
pub(super) async fn steps(tx: &mut Registry) -> sqlx::Result<Vec<String>> {
    const SQL: &str = "SELECT name FROM migration ORDER BY number";
    on!(tx, conn => sqlx::query_scalar(SQL).fetch_all(conn).await)
}

pub(super) fn by_engine<T>(tx: &mut Registry, sqlite: T, postgres: T) -> T {
    match tx.engine() {
        EngineTx::Sqlite(_) => sqlite,
        EngineTx::Postgres(_) => postgres,
    }
}
