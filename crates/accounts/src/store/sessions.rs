use db::{DateCol, InstantCol, Tx, on, sql};
use jiff::Timestamp;
use permission::{HeldRole, PersonId};
use uuid::Uuid;

use super::Epochs;
use crate::{
    model::{Means, Session},
    secret::SecretDigest,
};

/// A session with whose it is and what they may do, read in one statement.
pub(crate) struct SessionFound {
    pub(crate) session: Session,
    pub(crate) name: String,
    pub(crate) roles: Vec<HeldRole>,
}

#[derive(sqlx::FromRow)]
struct SessionRow {
    session_id: Uuid,
    person_id: Uuid,
    means: String,
    began_at: InstantCol,
    seen_at: InstantCol,
    stepped_up_at: Option<InstantCol>,
}

impl SessionRow {
    fn into_session(self) -> sqlx::Result<Session> {
        Ok(Session {
            id: self.session_id,
            person: PersonId(self.person_id),
            means: Means::of(&self.means).ok_or_else(|| super::unknown("way to sign in", &self.means))?,
            began_at: self.began_at.0,
            seen_at: self.seen_at.0,
            stepped_up_at: self.stepped_up_at.map(|at| at.0),
        })
    }
}

/// One row per role held; a single one with nothing in it where none is.
#[derive(sqlx::FromRow)]
struct FoundRow {
    #[sqlx(flatten)]
    session: SessionRow,
    name: String,
    #[sqlx(flatten)]
    role: RoleOfFound,
}

/// The role in a row that may hold none.
#[derive(sqlx::FromRow)]
pub(super) struct RoleOfFound {
    organisation_key: Option<String>,
    role: Option<String>,
    from_on: Option<DateCol>,
    until_on: Option<DateCol>,
}

impl RoleOfFound {
    pub(super) fn into_held(self) -> sqlx::Result<Option<HeldRole>> {
        let (Some(organisation), Some(role), Some(from)) = (self.organisation_key, self.role, self.from_on) else {
            return Ok(None);
        };
        let until = self.until_on.map(|day| day.0);
        Ok(Some(HeldRole { role: super::role(&role)?, organisation, from: from.0, until }))
    }
}

pub(crate) async fn add_session(
    tx: &mut Tx,
    session: &Session,
    digest: &SecretDigest,
    epochs: Epochs,
) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO office_session (area_id, session_id, session_digest, person_id, person_epoch, area_epoch, means,
            began_at, seen_at, stepped_up_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(session.id)
        .bind(digest.0.as_slice())
        .bind(session.person.0)
        .bind(epochs.person_epoch)
        .bind(epochs.area_epoch)
        .bind(session.means.word())
        .bind(InstantCol(session.began_at))
        .bind(InstantCol(session.seen_at))
        .bind(session.stepped_up_at.map(InstantCol))
        .execute(conn)
        .await
        .map(|_| ()))
}

/// The session with this secret, if neither its person nor its area began a new epoch since.
pub(crate) async fn session_found(tx: &mut Tx, digest: &SecretDigest) -> sqlx::Result<Option<SessionFound>> {
    const SQL: &str = sql!(
        "SELECT s.session_id, s.person_id, s.means, s.began_at, s.seen_at, s.stepped_up_at, p.name,
            r.organisation_key, r.role, r.from_on, r.until_on
         FROM office_session s
         JOIN person p ON p.area_id = s.area_id AND p.person_id = s.person_id AND p.epoch = s.person_epoch
         LEFT JOIN account_epoch a ON a.area_id = s.area_id
         LEFT JOIN held_role r ON r.area_id = s.area_id AND r.person_id = s.person_id
         WHERE s.area_id = $1 AND s.session_digest = $2 AND s.area_epoch = COALESCE(a.epoch, 0)
         ORDER BY r.role_id NULLS LAST"
    );
    let area = tx.area_key();
    let rows: Vec<FoundRow> =
        on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(digest.0.as_slice()).fetch_all(conn).await)?;
    let mut found: Option<SessionFound> = None;
    for row in rows {
        let role = row.role.into_held()?;
        if let Some(found) = &mut found {
            found.roles.extend(role);
        } else {
            let session = row.session.into_session()?;
            found = Some(SessionFound { session, name: row.name, roles: role.into_iter().collect() });
        }
    }
    Ok(found)
}

/// Notes that a session was seen.
pub(crate) async fn session_seen(tx: &mut Tx, id: Uuid, now: Timestamp) -> sqlx::Result<()> {
    const SQL: &str = sql!("UPDATE office_session SET seen_at = $3 WHERE area_id = $1 AND session_id = $2");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(id).bind(InstantCol(now)).execute(conn).await.map(|_| ()))
}

/// Gives a session a new secret and notes the proof; `false` where it ended meanwhile.
pub(crate) async fn renew_session(tx: &mut Tx, id: Uuid, digest: &SecretDigest, now: Timestamp) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE office_session SET session_digest = $3, stepped_up_at = $4, seen_at = $4
         WHERE area_id = $1 AND session_id = $2"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(id)
        .bind(digest.0.as_slice())
        .bind(InstantCol(now))
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1))
}

/// Somebody's sessions of the present epochs, oldest first.
pub(crate) async fn sessions_of(tx: &mut Tx, person: PersonId, epochs: Epochs) -> sqlx::Result<Vec<Session>> {
    const SQL: &str = sql!(
        "SELECT session_id, person_id, means, began_at, seen_at, stepped_up_at FROM office_session
         WHERE area_id = $1 AND person_id = $2 AND person_epoch = $3 AND area_epoch = $4 ORDER BY session_id"
    );
    let area = tx.area_key();
    let rows: Vec<SessionRow> = on!(tx, conn => sqlx::query_as(SQL)
        .bind(area)
        .bind(person.0)
        .bind(epochs.person_epoch)
        .bind(epochs.area_epoch)
        .fetch_all(conn)
        .await)?;
    rows.into_iter().map(SessionRow::into_session).collect()
}

/// Ends one session; says whether there was one.
pub(crate) async fn remove_session(tx: &mut Tx, person: PersonId, id: Uuid) -> sqlx::Result<bool> {
    const SQL: &str = sql!("DELETE FROM office_session WHERE area_id = $1 AND person_id = $2 AND session_id = $3");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(person.0)
        .bind(id)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1))
}

/// Drops sessions that began or were last seen too long ago.
pub(crate) async fn forget_sessions(tx: &mut Tx, begun: Timestamp, seen: Timestamp) -> sqlx::Result<()> {
    const SQL: &str = sql!("DELETE FROM office_session WHERE area_id = $1 AND (began_at <= $2 OR seen_at <= $3)");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(InstantCol(begun))
        .bind(InstantCol(seen))
        .execute(conn)
        .await
        .map(|_| ()))
}
