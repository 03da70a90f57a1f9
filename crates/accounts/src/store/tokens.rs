use db::{DateCol, InstantCol, Tx, on, sql};
use jiff::{Timestamp, civil::Date};
use permission::{Action, HeldRole, PersonId};
use sqlx::types::Json;
use uuid::Uuid;

use super::{Epochs, sessions::RoleOfFound};
use crate::{
    model::{TokenListed, actions_of},
    secret::SecretDigest,
};

/// A token with whose it is and what they may do, read in one statement.
pub(crate) struct TokenFound {
    pub(crate) id: Uuid,
    pub(crate) person: PersonId,
    pub(crate) name: String,
    pub(crate) scope: Vec<Action>,
    pub(crate) last_day: Date,
    pub(crate) roles: Vec<HeldRole>,
}

#[derive(sqlx::FromRow)]
struct FoundRow {
    token_id: Uuid,
    person_id: Uuid,
    scope: Json<Vec<String>>,
    last_day: DateCol,
    name: String,
    #[sqlx(flatten)]
    role: RoleOfFound,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    token_id: Uuid,
    name: String,
    scope: Json<Vec<String>>,
    last_day: DateCol,
}

impl From<ListedRow> for TokenListed {
    fn from(row: ListedRow) -> Self {
        Self { id: row.token_id, name: row.name, scope: row.scope.0, last_day: row.last_day.0 }
    }
}

pub(crate) async fn add_token(
    tx: &mut Tx,
    person: PersonId,
    token: &TokenListed,
    digest: &SecretDigest,
    epochs: Epochs,
    now: Timestamp,
) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO program_token (area_id, token_id, token_digest, person_id, person_epoch, area_epoch, name, scope,
            made_at, last_day)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(token.id)
        .bind(digest.0.as_slice())
        .bind(person.0)
        .bind(epochs.person_epoch)
        .bind(epochs.area_epoch)
        .bind(&token.name)
        .bind(Json(&token.scope))
        .bind(InstantCol(now))
        .bind(DateCol(token.last_day))
        .execute(conn)
        .await
        .map(|_| ()))
}

/// The token with this secret, if neither its person nor its area began a new epoch since.
pub(crate) async fn token_found(tx: &mut Tx, digest: &SecretDigest) -> sqlx::Result<Option<TokenFound>> {
    const SQL: &str = sql!(
        "SELECT t.token_id, t.person_id, t.scope, t.last_day, p.name,
            r.organisation_key, r.role, r.from_on, r.until_on
         FROM program_token t
         JOIN person p ON p.area_id = t.area_id AND p.person_id = t.person_id AND p.epoch = t.person_epoch
         LEFT JOIN account_epoch a ON a.area_id = t.area_id
         LEFT JOIN held_role r ON r.area_id = t.area_id AND r.person_id = t.person_id
         WHERE t.area_id = $1 AND t.token_digest = $2 AND t.area_epoch = COALESCE(a.epoch, 0)
         ORDER BY r.role_id NULLS LAST"
    );
    let area = tx.area_key();
    let rows: Vec<FoundRow> =
        on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(digest.0.as_slice()).fetch_all(conn).await)?;
    let mut found: Option<TokenFound> = None;
    for row in rows {
        let role = row.role.into_held()?;
        match &mut found {
            Some(found) => found.roles.extend(role),
            None => {
                found = Some(TokenFound {
                    id: row.token_id,
                    person: PersonId(row.person_id),
                    name: row.name,
                    scope: actions_of(&row.scope.0),
                    last_day: row.last_day.0,
                    roles: role.into_iter().collect(),
                });
            }
        }
    }
    Ok(found)
}

/// Somebody's tokens of the present epochs, oldest first.
pub(crate) async fn tokens_of(tx: &mut Tx, person: PersonId, epochs: Epochs) -> sqlx::Result<Vec<TokenListed>> {
    const SQL: &str = sql!(
        "SELECT token_id, name, scope, last_day FROM program_token
         WHERE area_id = $1 AND person_id = $2 AND person_epoch = $3 AND area_epoch = $4 ORDER BY token_id"
    );
    let area = tx.area_key();
    let rows: Vec<ListedRow> = on!(tx, conn => sqlx::query_as(SQL)
        .bind(area)
        .bind(person.0)
        .bind(epochs.person_epoch)
        .bind(epochs.area_epoch)
        .fetch_all(conn)
        .await)?;
    Ok(rows.into_iter().map(TokenListed::from).collect())
}

/// Ends a token; says whether it was this person's.
pub(crate) async fn remove_token(tx: &mut Tx, person: PersonId, id: Uuid) -> sqlx::Result<bool> {
    const SQL: &str = sql!("DELETE FROM program_token WHERE area_id = $1 AND person_id = $2 AND token_id = $3");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(person.0)
        .bind(id)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1))
}
