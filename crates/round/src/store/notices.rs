//! Who was told what.

use db::{InstantCol, Tx, on, sql};
use jiff::Timestamp;
use permission::PersonId;

use crate::model::RoundId;

/// Remembers that somebody is told about something, unless they were before: `false`.
pub(crate) async fn note_told(
    tx: &mut Tx,
    round: RoundId,
    about: &str,
    person: PersonId,
    at: Timestamp,
) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "INSERT INTO round_notice (area_id, round_id, stage, kind, addressee, told_at)
         VALUES ($1, $2, $3, 'person', $4, $5)
         ON CONFLICT (area_id, round_id, stage, kind, addressee) DO NOTHING"
    );
    let area = tx.area_key();
    let done = on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(round.0).bind(about).bind(person.to_string()).bind(InstantCol(at))
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}
