use db::{InstantCol, Tx, on, sql};
use jiff::Timestamp;
use permission::PersonId;
use uuid::Uuid;

use crate::model::Person;

#[derive(sqlx::FromRow)]
struct PersonRow {
    person_id: Uuid,
    name: String,
    email: Option<String>,
    version: i64,
}

impl From<PersonRow> for Person {
    fn from(row: PersonRow) -> Self {
        Self { id: PersonId(row.person_id), name: row.name, email: row.email, version: row.version }
    }
}

pub(crate) async fn add_person(tx: &mut Tx, person: &Person, now: Timestamp) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO person (area_id, person_id, name, email, joined_at, epoch, version)
         VALUES ($1, $2, $3, $4, $5, 0, $6)"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(person.id.0)
        .bind(&person.name)
        .bind(&person.email)
        .bind(InstantCol(now))
        .bind(person.version)
        .execute(conn)
        .await
        .map(|_| ()))
}

pub(crate) async fn person(tx: &mut Tx, person: PersonId) -> sqlx::Result<Option<Person>> {
    const SQL: &str = sql!("SELECT person_id, name, email, version FROM person WHERE area_id = $1 AND person_id = $2");
    let area = tx.area_key();
    let row: Option<PersonRow> =
        on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(person.0).fetch_optional(conn).await)?;
    Ok(row.map(Person::from))
}

/// Everybody with an account, in the order they joined.
pub(crate) async fn people(tx: &mut Tx) -> sqlx::Result<Vec<Person>> {
    const SQL: &str = sql!("SELECT person_id, name, email, version FROM person WHERE area_id = $1 ORDER BY person_id");
    let area = tx.area_key();
    let rows: Vec<PersonRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(Person::from).collect())
}

/// Writes name and address where the version is still the same; says whether it was.
pub(crate) async fn write_person(tx: &mut Tx, person: &Person) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE person SET name = $3, email = $4, version = version + 1
         WHERE area_id = $1 AND person_id = $2 AND version = $5"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(person.id.0)
        .bind(&person.name)
        .bind(&person.email)
        .bind(person.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1))
}
