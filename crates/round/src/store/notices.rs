//! Who was told what.

use db::{InstantCol, Tx, on, sql};
use jiff::Timestamp;

use crate::{
    model::{Addressee, RoundId},
    reconcile::Stage,
};

/// Remembers that somebody is told, unless they were before: `false`.
pub(crate) async fn note_told(
    tx: &mut Tx,
    round: RoundId,
    stage: Stage,
    addressee: &Addressee,
    at: Timestamp,
) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "INSERT INTO round_notice (area_id, round_id, stage, kind, addressee, told_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (area_id, round_id, stage, kind, addressee) DO NOTHING"
    );
    let area = tx.area_key();
    let (kind, key) = columns(addressee);
    let done = on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(round.0).bind(stage.word()).bind(kind).bind(&key).bind(InstantCol(at))
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Kind and key of an addressee, as columns hold them.
fn columns(addressee: &Addressee) -> (&'static str, String) {
    match addressee {
        Addressee::Organisation(key) => ("organisation", key.clone()),
        Addressee::Person(person) => ("person", person.to_string()),
    }
}
