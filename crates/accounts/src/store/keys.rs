use db::{InstantCol, Tx, on, sql};
use jiff::Timestamp;
use permission::PersonId;
use sqlx::types::Json;
use uuid::Uuid;
use webauthn_rs::prelude::Passkey;

use crate::{model::PasskeyListed, secret::SecretDigest};

/// A passkey with its public key.
pub(crate) struct StoredPasskey {
    pub(crate) id: Uuid,
    pub(crate) person: PersonId,
    pub(crate) key: Passkey,
}

#[derive(sqlx::FromRow)]
struct KeyRow {
    passkey_id: Uuid,
    person_id: Uuid,
    credential: Json<Passkey>,
}

impl From<KeyRow> for StoredPasskey {
    fn from(row: KeyRow) -> Self {
        Self { id: row.passkey_id, person: PersonId(row.person_id), key: row.credential.0 }
    }
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    passkey_id: Uuid,
    name: String,
    made_at: InstantCol,
    used_at: Option<InstantCol>,
}

pub(crate) async fn add_passkey(tx: &mut Tx, stored: &StoredPasskey, name: &str, now: Timestamp) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "INSERT INTO passkey (area_id, passkey_id, credential_id, person_id, name, credential, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (area_id, credential_id) DO NOTHING"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(stored.id)
        .bind(stored.key.cred_id().as_slice())
        .bind(stored.person.0)
        .bind(name)
        .bind(Json(&stored.key))
        .bind(InstantCol(now))
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1))
}

/// The passkey a device names.
pub(crate) async fn passkey(tx: &mut Tx, credential: &[u8]) -> sqlx::Result<Option<StoredPasskey>> {
    const SQL: &str =
        sql!("SELECT passkey_id, person_id, credential FROM passkey WHERE area_id = $1 AND credential_id = $2");
    let area = tx.area_key();
    let row: Option<KeyRow> =
        on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(credential).fetch_optional(conn).await)?;
    Ok(row.map(StoredPasskey::from))
}

/// The keys of one person, so that a device does not make a second for the same.
pub(crate) async fn passkeys_of(tx: &mut Tx, person: PersonId) -> sqlx::Result<Vec<StoredPasskey>> {
    const SQL: &str = sql!(
        "SELECT passkey_id, person_id, credential FROM passkey
         WHERE area_id = $1 AND person_id = $2 ORDER BY passkey_id"
    );
    let area = tx.area_key();
    let rows: Vec<KeyRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(person.0).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(StoredPasskey::from).collect())
}

/// The same as their owner sees them.
pub(crate) async fn passkey_list(tx: &mut Tx, person: PersonId) -> sqlx::Result<Vec<PasskeyListed>> {
    const SQL: &str = sql!(
        "SELECT passkey_id, name, made_at, used_at FROM passkey
         WHERE area_id = $1 AND person_id = $2 ORDER BY passkey_id"
    );
    let area = tx.area_key();
    let rows: Vec<ListedRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(person.0).fetch_all(conn).await)?;
    let listed = |row: ListedRow| PasskeyListed {
        id: row.passkey_id,
        name: row.name,
        made_at: row.made_at.0,
        used_at: row.used_at.map(|at| at.0),
    };
    Ok(rows.into_iter().map(listed).collect())
}

/// Notes a use, with the counter the device sent.
pub(crate) async fn passkey_used(tx: &mut Tx, stored: &StoredPasskey, now: Timestamp) -> sqlx::Result<()> {
    const SQL: &str = sql!("UPDATE passkey SET credential = $3, used_at = $4 WHERE area_id = $1 AND passkey_id = $2");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(stored.id)
        .bind(Json(&stored.key))
        .bind(InstantCol(now))
        .execute(conn)
        .await
        .map(|_| ()))
}

/// Removes one key of a person; says whether it was theirs.
pub(crate) async fn remove_passkey(tx: &mut Tx, person: PersonId, id: Uuid) -> sqlx::Result<bool> {
    const SQL: &str = sql!("DELETE FROM passkey WHERE area_id = $1 AND person_id = $2 AND passkey_id = $3");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(person.0)
        .bind(id)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1))
}

/// Removes every key of a person: passkeys, linked sign-ins and recovery codes.
pub(crate) async fn remove_keys(tx: &mut Tx, person: PersonId) -> sqlx::Result<()> {
    const PASSKEYS: &str = sql!("DELETE FROM passkey WHERE area_id = $1 AND person_id = $2");
    const IDENTITIES: &str = sql!("DELETE FROM outside_identity WHERE area_id = $1 AND person_id = $2");
    let area = tx.area_key();
    for text in [PASSKEYS, IDENTITIES] {
        on!(tx, conn => sqlx::query(text).bind(area).bind(person.0).execute(conn).await.map(|_| ()))?;
    }
    remove_recovery_codes(tx, person).await
}

/// Who is known under this account of an outside sign-in.
pub(crate) async fn person_outside(tx: &mut Tx, issuer: &str, subject: &str) -> sqlx::Result<Option<PersonId>> {
    const SQL: &str =
        sql!("SELECT person_id FROM outside_identity WHERE area_id = $1 AND issuer = $2 AND subject = $3");
    let area = tx.area_key();
    let found: Option<Uuid> = on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(area)
        .bind(issuer)
        .bind(subject)
        .fetch_optional(conn)
        .await)?;
    Ok(found.map(PersonId))
}

/// Links an outside account to a person; `false` where it is linked already.
pub(crate) async fn link_outside(
    tx: &mut Tx,
    issuer: &str,
    subject: &str,
    person: PersonId,
    now: Timestamp,
) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "INSERT INTO outside_identity (area_id, issuer, subject, person_id, linked_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (area_id, issuer, subject) DO NOTHING"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(issuer)
        .bind(subject)
        .bind(person.0)
        .bind(InstantCol(now))
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1))
}

/// Lets somebody's accounts at an issuer go; says whether there was one.
pub(crate) async fn unlink_outside(tx: &mut Tx, person: PersonId, issuer: &str) -> sqlx::Result<bool> {
    const SQL: &str = sql!("DELETE FROM outside_identity WHERE area_id = $1 AND person_id = $2 AND issuer = $3");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(person.0)
        .bind(issuer)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() > 0))
}

/// The issuers at which somebody has a linked account.
pub(crate) async fn issuers_of(tx: &mut Tx, person: PersonId) -> sqlx::Result<Vec<String>> {
    const SQL: &str =
        sql!("SELECT issuer FROM outside_identity WHERE area_id = $1 AND person_id = $2 ORDER BY linked_at, issuer");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_scalar(SQL).bind(area).bind(person.0).fetch_all(conn).await)
}

pub(crate) async fn add_recovery_code(
    tx: &mut Tx,
    person: PersonId,
    digest: &SecretDigest,
    now: Timestamp,
) -> sqlx::Result<()> {
    const SQL: &str =
        sql!("INSERT INTO recovery_code (area_id, code_digest, person_id, made_at) VALUES ($1, $2, $3, $4)");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(digest.0.as_slice())
        .bind(person.0)
        .bind(InstantCol(now))
        .execute(conn)
        .await
        .map(|_| ()))
}

pub(crate) async fn remove_recovery_codes(tx: &mut Tx, person: PersonId) -> sqlx::Result<()> {
    const SQL: &str = sql!("DELETE FROM recovery_code WHERE area_id = $1 AND person_id = $2");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(person.0).execute(conn).await.map(|_| ()))
}

/// Removes every sheet of recovery codes of the area.
pub(crate) async fn remove_every_recovery_code(tx: &mut Tx) -> sqlx::Result<()> {
    const SQL: &str = sql!("DELETE FROM recovery_code WHERE area_id = $1");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).execute(conn).await.map(|_| ()))
}

/// How many codes of a person's sheet are left.
pub(crate) async fn recovery_codes_left(tx: &mut Tx, person: PersonId) -> sqlx::Result<i64> {
    const SQL: &str =
        sql!("SELECT COUNT(*) FROM recovery_code WHERE area_id = $1 AND person_id = $2 AND used_at IS NULL");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_scalar(SQL).bind(area).bind(person.0).fetch_one(conn).await)
}

/// Uses a code up, and says whose it was; `None` where there is no such code, or it was used.
pub(crate) async fn use_recovery_code(
    tx: &mut Tx,
    digest: &SecretDigest,
    now: Timestamp,
) -> sqlx::Result<Option<PersonId>> {
    const SQL: &str = sql!(
        "UPDATE recovery_code SET used_at = $3
         WHERE area_id = $1 AND code_digest = $2 AND used_at IS NULL RETURNING person_id"
    );
    let area = tx.area_key();
    let found: Option<Uuid> = on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(area)
        .bind(digest.0.as_slice())
        .bind(InstantCol(now))
        .fetch_optional(conn)
        .await)?;
    Ok(found.map(PersonId))
}
