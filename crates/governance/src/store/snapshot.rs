//! Snapshots: written once, read for ever.

use db::{DateCol, InstantCol, Tx, on, sql};
use jiff::{Timestamp, civil::Date};

/// A snapshot in the list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotRow {
    /// Stable word.
    pub key: String,
    /// What it was taken for.
    pub title: String,
    /// The day it shows.
    pub as_at: Date,
    /// SHA-256 over its bytes, in hexadecimal digits.
    pub digest: String,
    /// When it was taken.
    pub taken_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    snapshot_key: String,
    title: String,
    as_at: DateCol,
    digest: String,
    taken_at: InstantCol,
}

/// Every snapshot, the newest first.
pub async fn snapshots(tx: &mut Tx) -> sqlx::Result<Vec<SnapshotRow>> {
    const SQL: &str = sql!(
        "SELECT snapshot_key, title, as_at, digest, taken_at FROM governance_snapshot
         WHERE area_id = $1 ORDER BY taken_at DESC, snapshot_key DESC"
    );
    let area = tx.area_key();
    let rows: Vec<Row> = on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
    let model = |row: Row| SnapshotRow {
        key: row.snapshot_key,
        title: row.title,
        as_at: row.as_at.0,
        digest: row.digest,
        taken_at: row.taken_at.0,
    };
    Ok(rows.into_iter().map(model).collect())
}

/// The bytes of a snapshot and the digest kept beside them.
pub async fn snapshot(tx: &mut Tx, key: &str) -> sqlx::Result<Option<(Vec<u8>, String)>> {
    const SQL: &str = sql!("SELECT content, digest FROM governance_snapshot WHERE area_id = $1 AND snapshot_key = $2");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(key).fetch_optional(conn).await)
}

/// Keeps a snapshot; `false` where its key is taken.
pub(crate) async fn keep_snapshot(tx: &mut Tx, row: &SnapshotRow, content: &[u8]) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "INSERT INTO governance_snapshot (area_id, snapshot_key, title, as_at, content, digest, taken_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(&row.key).bind(&row.title).bind(DateCol(row.as_at)).bind(content).bind(&row.digest)
        .bind(InstantCol(row.taken_at))
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
