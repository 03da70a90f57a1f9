use db::{InstantCol, Tx, on, sql};
use jiff::Timestamp;
use permission::PersonId;
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    model::{Invitation, PromisedRole},
    secret::SecretDigest,
};

#[derive(sqlx::FromRow)]
struct InvitationRow {
    invitation_id: Uuid,
    organisation_key: String,
    roles: Json<Vec<PromisedRole>>,
    name: String,
    email: Option<String>,
    person_id: Option<Uuid>,
    made_by: Option<Uuid>,
    ends_at: InstantCol,
    confirmed_at: Option<InstantCol>,
}

impl From<InvitationRow> for Invitation {
    fn from(row: InvitationRow) -> Self {
        Self {
            id: row.invitation_id,
            organisation: row.organisation_key,
            roles: row.roles.0,
            name: row.name,
            email: row.email,
            back_to: row.person_id.map(PersonId),
            made_by: row.made_by.map(PersonId),
            ends_at: row.ends_at.0,
            confirmed: row.confirmed_at.is_some(),
        }
    }
}

pub(crate) async fn add_invitation(
    tx: &mut Tx,
    invitation: &Invitation,
    digest: &SecretDigest,
    area_epoch: i64,
    now: Timestamp,
) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO invitation (area_id, invitation_id, code_digest, organisation_key, roles, name, email,
            person_id, made_by, made_at, ends_at, area_epoch)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(invitation.id)
        .bind(digest.0.as_slice())
        .bind(&invitation.organisation)
        .bind(Json(&invitation.roles))
        .bind(&invitation.name)
        .bind(&invitation.email)
        .bind(invitation.back_to.map(|person| person.0))
        .bind(invitation.made_by.map(|person| person.0))
        .bind(InstantCol(now))
        .bind(InstantCol(invitation.ends_at))
        .bind(area_epoch)
        .execute(conn)
        .await
        .map(|_| ()))
}

/// The invitation with this code that nobody used, withdrew or ended, whatever the hour.
pub(crate) async fn open_invitation(tx: &mut Tx, digest: &SecretDigest) -> sqlx::Result<Option<Invitation>> {
    const SQL: &str = sql!(
        "SELECT i.invitation_id, i.organisation_key, i.roles, i.name, i.email, i.person_id, i.made_by, i.ends_at,
            i.confirmed_at
         FROM invitation i LEFT JOIN account_epoch a ON a.area_id = i.area_id
         WHERE i.area_id = $1 AND i.code_digest = $2 AND i.used_at IS NULL AND i.withdrawn_at IS NULL
           AND i.area_epoch = COALESCE(a.epoch, 0)"
    );
    let area = tx.area_key();
    let row: Option<InvitationRow> =
        on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(digest.0.as_slice()).fetch_optional(conn).await)?;
    Ok(row.map(Invitation::from))
}

/// Every invitation that waits, newest last.
pub(crate) async fn open_invitations(tx: &mut Tx, now: Timestamp) -> sqlx::Result<Vec<Invitation>> {
    const SQL: &str = sql!(
        "SELECT i.invitation_id, i.organisation_key, i.roles, i.name, i.email, i.person_id, i.made_by, i.ends_at,
            i.confirmed_at
         FROM invitation i LEFT JOIN account_epoch a ON a.area_id = i.area_id
         WHERE i.area_id = $1 AND i.used_at IS NULL AND i.withdrawn_at IS NULL
           AND i.area_epoch = COALESCE(a.epoch, 0) AND i.ends_at > $2
         ORDER BY i.invitation_id"
    );
    let area = tx.area_key();
    let rows: Vec<InvitationRow> =
        on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(InstantCol(now)).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(Invitation::from).collect())
}

/// Marks an invitation used, unless somebody was quicker: `false`.
pub(crate) async fn use_invitation(tx: &mut Tx, id: Uuid, by: PersonId, now: Timestamp) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE invitation SET used_at = $3, used_by = $4
         WHERE area_id = $1 AND invitation_id = $2 AND used_at IS NULL AND withdrawn_at IS NULL"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(id)
        .bind(InstantCol(now))
        .bind(by.0)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1))
}

/// Withdraws an invitation that nobody used; says whether there was one.
pub(crate) async fn withdraw_invitation(tx: &mut Tx, id: Uuid, now: Timestamp) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE invitation SET withdrawn_at = $3
         WHERE area_id = $1 AND invitation_id = $2 AND used_at IS NULL AND withdrawn_at IS NULL"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(id)
        .bind(InstantCol(now))
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1))
}

/// Notes who confirmed a way back.
pub(crate) async fn confirm_invitation(tx: &mut Tx, id: Uuid, by: PersonId, now: Timestamp) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "UPDATE invitation SET confirmed_at = $3, confirmed_by = $4
         WHERE area_id = $1 AND invitation_id = $2 AND confirmed_at IS NULL"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(id)
        .bind(InstantCol(now))
        .bind(by.0)
        .execute(conn)
        .await
        .map(|_| ()))
}

/// Withdraws every way back into one account.
pub(crate) async fn withdraw_ways_back(tx: &mut Tx, person: PersonId, now: Timestamp) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "UPDATE invitation SET withdrawn_at = $3
         WHERE area_id = $1 AND person_id = $2 AND used_at IS NULL AND withdrawn_at IS NULL"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(person.0).bind(InstantCol(now)).execute(conn).await.map(|_| ()))
}

/// Withdraws whatever somebody made that nobody used.
pub(crate) async fn withdraw_invitations_by(tx: &mut Tx, maker: PersonId, now: Timestamp) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "UPDATE invitation SET withdrawn_at = $3
         WHERE area_id = $1 AND made_by = $2 AND used_at IS NULL AND withdrawn_at IS NULL"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(maker.0).bind(InstantCol(now)).execute(conn).await.map(|_| ()))
}

/// Who took up whose invitation; ways back into an account bring nobody in and are left out.
pub(crate) async fn taken_invitations(tx: &mut Tx) -> sqlx::Result<Vec<(PersonId, PersonId)>> {
    const SQL: &str = sql!(
        "SELECT used_by, made_by FROM invitation
         WHERE area_id = $1 AND person_id IS NULL AND used_by IS NOT NULL AND made_by IS NOT NULL
         ORDER BY invitation_id"
    );
    let area = tx.area_key();
    let rows: Vec<(Uuid, Uuid)> = on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(by, maker)| (PersonId(by), PersonId(maker))).collect())
}
