//! Entries written: a row as it stands, and a row for the version.

use db::{InstantCol, Tx, on, sql};
use jiff::Timestamp;
use sqlx::types::Json;

use super::entries::since;
use crate::model::{Kept, Matter};

/// How a version came about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written<'a> {
    /// The deed's word.
    pub(crate) deed: &'a str,
    /// Who did it, by role and reference.
    pub(crate) by: &'a str,
    /// When.
    pub(crate) at: Timestamp,
}

/// Adds an entry; `false` where its key is taken.
pub(crate) async fn insert<M: Matter>(tx: &mut Tx, kept: &Kept<M>, written: Written<'_>) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "INSERT INTO governance_entry (area_id, kind, entry_key, board_key, meeting_key, since, about, past, extract,
            version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING"
    );
    let (area, about) = (tx.area_key(), &kept.about);
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(M::KIND.word()).bind(&kept.key).bind(about.board()).bind(about.meeting()).bind(since(kept))
        .bind(Json(about)).bind(Json(&kept.past)).bind(kept.extract.as_ref().map(Json)).bind(kept.version)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    if rows == 1 {
        keep_version(tx, kept, written).await?;
    }
    Ok(rows == 1)
}

/// Writes the next version of an entry; `false` where somebody else wrote it first.
pub(crate) async fn replace<M: Matter>(tx: &mut Tx, next: &Kept<M>, written: Written<'_>) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE governance_entry SET board_key = $4, meeting_key = $5, since = $6, about = $7, past = $8, extract = $9,
            version = version + 1
         WHERE area_id = $1 AND kind = $2 AND entry_key = $3 AND version = $10"
    );
    let (area, about) = (tx.area_key(), &next.about);
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(M::KIND.word()).bind(&next.key).bind(about.board()).bind(about.meeting()).bind(since(next))
        .bind(Json(about)).bind(Json(&next.past)).bind(next.extract.as_ref().map(Json)).bind(next.version - 1)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    if rows == 1 {
        keep_version(tx, next, written).await?;
    }
    Ok(rows == 1)
}

async fn keep_version<M: Matter>(tx: &mut Tx, kept: &Kept<M>, written: Written<'_>) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO governance_version (area_id, kind, entry_key, version, about, past, extract, deed, recorded_by,
            recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(M::KIND.word()).bind(&kept.key).bind(kept.version).bind(Json(&kept.about))
        .bind(Json(&kept.past)).bind(kept.extract.as_ref().map(Json)).bind(written.deed).bind(written.by)
        .bind(InstantCol(written.at))
        .execute(conn).await.map(|_| ()))
}
