use db::{InstantCol, Tx, on, sql};
use jiff::Timestamp;
use permission::PersonId;
use sqlx::types::Json;
use uuid::Uuid;

use crate::secret::SecretDigest;

/// What a sign-in under way remembers.
#[derive(Debug)]
pub(crate) struct Ceremony {
    pub(crate) person: Option<PersonId>,
    pub(crate) kind: String,
    pub(crate) state: serde_json::Value,
    pub(crate) ends_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct CeremonyRow {
    person_id: Option<Uuid>,
    kind: String,
    state: Json<serde_json::Value>,
    ends_at: InstantCol,
}

pub(crate) async fn keep_ceremony(
    tx: &mut Tx,
    digest: &SecretDigest,
    browser: &SecretDigest,
    ceremony: &Ceremony,
) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO ceremony (area_id, ceremony_digest, browser_digest, person_id, kind, state, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(digest.0.as_slice())
        .bind(browser.0.as_slice())
        .bind(ceremony.person.map(|person| person.0))
        .bind(&ceremony.kind)
        .bind(Json(&ceremony.state))
        .bind(InstantCol(ceremony.ends_at))
        .execute(conn)
        .await
        .map(|_| ()))
}

/// Takes a ceremony that this browser began: it is then gone, so that nothing is answered twice.
pub(crate) async fn take_ceremony(
    tx: &mut Tx,
    digest: &SecretDigest,
    browser: &SecretDigest,
) -> sqlx::Result<Option<Ceremony>> {
    const SQL: &str = sql!(
        "DELETE FROM ceremony WHERE area_id = $1 AND ceremony_digest = $2 AND browser_digest = $3
         RETURNING person_id, kind, state, ends_at"
    );
    let area = tx.area_key();
    let row: Option<CeremonyRow> = on!(tx, conn => sqlx::query_as(SQL)
        .bind(area)
        .bind(digest.0.as_slice())
        .bind(browser.0.as_slice())
        .fetch_optional(conn)
        .await)?;
    Ok(row.map(|row| Ceremony {
        person: row.person_id.map(PersonId),
        kind: row.kind,
        state: row.state.0,
        ends_at: row.ends_at.0,
    }))
}

/// Drops what was begun and never finished.
pub(crate) async fn forget_ceremonies(tx: &mut Tx, now: Timestamp) -> sqlx::Result<()> {
    const SQL: &str = sql!("DELETE FROM ceremony WHERE area_id = $1 AND ends_at <= $2");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(InstantCol(now)).execute(conn).await.map(|_| ()))
}

/// Drops every sign-in under way, whatever the hour.
pub(crate) async fn forget_every_ceremony(tx: &mut Tx) -> sqlx::Result<()> {
    const SQL: &str = sql!("DELETE FROM ceremony WHERE area_id = $1");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).execute(conn).await.map(|_| ()))
}
