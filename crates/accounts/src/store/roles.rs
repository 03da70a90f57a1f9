use db::{DateCol, Tx, on, sql};
use jiff::civil::Date;
use permission::PersonId;
use uuid::Uuid;

use crate::model::RoleHeld;

#[derive(sqlx::FromRow)]
struct RoleRow {
    role_id: Uuid,
    person_id: Uuid,
    organisation_key: String,
    role: String,
    from_on: DateCol,
    until_on: Option<DateCol>,
}

impl RoleRow {
    fn into_held(self) -> sqlx::Result<RoleHeld> {
        Ok(RoleHeld {
            id: self.role_id,
            person: PersonId(self.person_id),
            role: super::role(&self.role)?,
            organisation: self.organisation_key,
            from: self.from_on.0,
            until: self.until_on.map(|day| day.0),
        })
    }
}

pub(crate) async fn give_role(tx: &mut Tx, held: &RoleHeld) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO held_role (area_id, role_id, person_id, organisation_key, role, from_on, until_on, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1)"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(held.id)
        .bind(held.person.0)
        .bind(&held.organisation)
        .bind(held.role.word())
        .bind(DateCol(held.from))
        .bind(held.until.map(DateCol))
        .execute(conn)
        .await
        .map(|_| ()))
}

/// Every role of everybody, by organisation and role.
pub(crate) async fn roles(tx: &mut Tx) -> sqlx::Result<Vec<RoleHeld>> {
    const SQL: &str = sql!(
        "SELECT role_id, person_id, organisation_key, role, from_on, until_on FROM held_role
         WHERE area_id = $1 ORDER BY organisation_key, role, from_on, role_id"
    );
    let area = tx.area_key();
    let rows: Vec<RoleRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
    rows.into_iter().map(RoleRow::into_held).collect()
}

/// The roles of one person, in the same order.
pub(crate) async fn roles_of(tx: &mut Tx, person: PersonId) -> sqlx::Result<Vec<RoleHeld>> {
    const SQL: &str = sql!(
        "SELECT role_id, person_id, organisation_key, role, from_on, until_on FROM held_role
         WHERE area_id = $1 AND person_id = $2 ORDER BY organisation_key, role, from_on, role_id"
    );
    let area = tx.area_key();
    let rows: Vec<RoleRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(person.0).fetch_all(conn).await)?;
    rows.into_iter().map(RoleRow::into_held).collect()
}

pub(crate) async fn role_held(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<RoleHeld>> {
    const SQL: &str = sql!(
        "SELECT role_id, person_id, organisation_key, role, from_on, until_on FROM held_role
         WHERE area_id = $1 AND role_id = $2"
    );
    let area = tx.area_key();
    let row: Option<RoleRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(id).fetch_optional(conn).await)?;
    row.map(RoleRow::into_held).transpose()
}

/// Sets the last day of a role.
pub(crate) async fn end_role(tx: &mut Tx, id: Uuid, last_day: Date) -> sqlx::Result<()> {
    const SQL: &str =
        sql!("UPDATE held_role SET until_on = $3, version = version + 1 WHERE area_id = $1 AND role_id = $2");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(id).bind(DateCol(last_day)).execute(conn).await.map(|_| ()))
}
