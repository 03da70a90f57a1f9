//! Entries as they stand, and as they were.

use db::{DateCol, InstantCol, Tx, on, sql};
use jiff::Timestamp;
use sqlx::types::Json;

use crate::model::{Dated, Extract, Kept, Kind, Matter};

#[derive(sqlx::FromRow)]
struct EntryRow<M: Matter> {
    entry_key: String,
    version: i64,
    about: Json<M>,
    past: Json<Vec<Dated<M::Event>>>,
    extract: Option<Json<Extract>>,
}

impl<M: Matter> From<EntryRow<M>> for Kept<M> {
    fn from(row: EntryRow<M>) -> Self {
        Self {
            key: row.entry_key,
            version: row.version,
            about: row.about.0,
            past: row.past.0,
            extract: row.extract.map(|json| json.0),
        }
    }
}

/// Every entry of a kind, in the order they came into being.
pub async fn entries<M: Matter>(tx: &mut Tx) -> sqlx::Result<Vec<Kept<M>>> {
    const SQL: &str = sql!(
        "SELECT entry_key, version, about, past, extract FROM governance_entry
         WHERE area_id = $1 AND kind = $2 ORDER BY since, entry_key"
    );
    let (area, kind) = (tx.area_key(), M::KIND.word());
    let rows: Vec<EntryRow<M>> = on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(kind).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(Kept::from).collect())
}

/// Entries of a kind that belong to a board.
pub async fn of_board<M: Matter>(tx: &mut Tx, board: &str) -> sqlx::Result<Vec<Kept<M>>> {
    const SQL: &str = sql!(
        "SELECT entry_key, version, about, past, extract FROM governance_entry
         WHERE area_id = $1 AND kind = $2 AND board_key = $3 ORDER BY since, entry_key"
    );
    let (area, kind) = (tx.area_key(), M::KIND.word());
    let rows: Vec<EntryRow<M>> =
        on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(kind).bind(board).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(Kept::from).collect())
}

/// Entries of a kind that belong to a meeting.
pub async fn of_meeting<M: Matter>(tx: &mut Tx, meeting: &str) -> sqlx::Result<Vec<Kept<M>>> {
    const SQL: &str = sql!(
        "SELECT entry_key, version, about, past, extract FROM governance_entry
         WHERE area_id = $1 AND kind = $2 AND meeting_key = $3 ORDER BY since, entry_key"
    );
    let (area, kind) = (tx.area_key(), M::KIND.word());
    let rows: Vec<EntryRow<M>> =
        on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(kind).bind(meeting).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(Kept::from).collect())
}

/// One entry by its key.
pub async fn entry<M: Matter>(tx: &mut Tx, key: &str) -> sqlx::Result<Option<Kept<M>>> {
    const SQL: &str = sql!(
        "SELECT entry_key, version, about, past, extract FROM governance_entry
         WHERE area_id = $1 AND kind = $2 AND entry_key = $3"
    );
    let (area, kind) = (tx.area_key(), M::KIND.word());
    let row: Option<EntryRow<M>> =
        on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(kind).bind(key).fetch_optional(conn).await)?;
    Ok(row.map(Kept::from))
}

/// Whether there is an entry of a kind with this key.
pub(crate) async fn exists(tx: &mut Tx, kind: Kind, key: &str) -> sqlx::Result<bool> {
    const SQL: &str = sql!("SELECT version FROM governance_entry WHERE area_id = $1 AND kind = $2 AND entry_key = $3");
    let (area, kind) = (tx.area_key(), kind.word());
    let found: Option<i64> =
        on!(tx, conn => sqlx::query_scalar(SQL).bind(area).bind(kind).bind(key).fetch_optional(conn).await)?;
    Ok(found.is_some())
}

/// The keys of a kind, to find one that is free.
pub(crate) async fn keys_from(tx: &mut Tx, kind: Kind) -> sqlx::Result<Vec<String>> {
    const SQL: &str = sql!("SELECT entry_key FROM governance_entry WHERE area_id = $1 AND kind = $2");
    let (area, kind) = (tx.area_key(), kind.word());
    on!(tx, conn => sqlx::query_scalar(SQL).bind(area).bind(kind).fetch_all(conn).await)
}

/// A version of an entry, and how it came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Earlier<M: Matter> {
    /// The entry as it then was.
    pub kept: Kept<M>,
    /// The deed's word.
    pub deed: String,
    /// Who did it, by role and reference.
    pub by: String,
    /// When it was recorded.
    pub at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct EarlierRow<M: Matter> {
    #[sqlx(flatten)]
    entry: EntryRow<M>,
    deed: String,
    recorded_by: String,
    recorded_at: InstantCol,
}

/// Every version of an entry, the newest first.
pub async fn earlier<M: Matter>(tx: &mut Tx, key: &str) -> sqlx::Result<Vec<Earlier<M>>> {
    const SQL: &str = sql!(
        "SELECT entry_key, version, about, past, extract, deed, recorded_by, recorded_at FROM governance_version
         WHERE area_id = $1 AND kind = $2 AND entry_key = $3 ORDER BY version DESC"
    );
    let (area, kind) = (tx.area_key(), M::KIND.word());
    let rows: Vec<EarlierRow<M>> =
        on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(kind).bind(key).fetch_all(conn).await)?;
    let version = |row: EarlierRow<M>| Earlier {
        kept: row.entry.into(),
        deed: row.deed,
        by: row.recorded_by,
        at: row.recorded_at.0,
    };
    Ok(rows.into_iter().map(version).collect())
}

/// The day a row is sorted by.
pub(super) fn since<M: Matter>(kept: &Kept<M>) -> DateCol {
    // PostgreSQL's days begin later than the first day there is.
    DateCol(kept.about.since().max(jiff::civil::date(1900, 1, 1)))
}
