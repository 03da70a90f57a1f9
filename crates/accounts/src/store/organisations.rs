use db::{Tx, on, sql};
use permission::Role;
use sqlx::types::Json;

use crate::model::Organisation;

#[derive(sqlx::FromRow)]
struct OrganisationRow {
    organisation_key: String,
    name: String,
    grants: Json<Vec<String>>,
    version: i64,
}

impl OrganisationRow {
    fn into_organisation(self) -> sqlx::Result<Organisation> {
        let grants: sqlx::Result<_> = self.grants.0.iter().map(|word| super::role(word)).collect();
        Ok(Organisation { key: self.organisation_key, name: self.name, grants: grants?, version: self.version })
    }
}

fn words(grants: &[Role]) -> Json<Vec<&'static str>> {
    Json(grants.iter().map(|role| role.word()).collect())
}

/// Adds an organisation; `false` where its key is taken.
pub(crate) async fn add_organisation(tx: &mut Tx, organisation: &Organisation) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "INSERT INTO organisation (area_id, organisation_key, name, grants, version) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (area_id, organisation_key) DO NOTHING"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(&organisation.key)
        .bind(&organisation.name)
        .bind(words(&organisation.grants))
        .bind(organisation.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1))
}

pub(crate) async fn organisation(tx: &mut Tx, key: &str) -> sqlx::Result<Option<Organisation>> {
    const SQL: &str = sql!(
        "SELECT organisation_key, name, grants, version FROM organisation
         WHERE area_id = $1 AND organisation_key = $2"
    );
    let area = tx.area_key();
    let row: Option<OrganisationRow> =
        on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(key).fetch_optional(conn).await)?;
    row.map(OrganisationRow::into_organisation).transpose()
}

/// Every organisation, by key.
pub(crate) async fn organisations(tx: &mut Tx) -> sqlx::Result<Vec<Organisation>> {
    const SQL: &str = sql!(
        "SELECT organisation_key, name, grants, version FROM organisation
         WHERE area_id = $1 ORDER BY organisation_key"
    );
    let area = tx.area_key();
    let rows: Vec<OrganisationRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
    rows.into_iter().map(OrganisationRow::into_organisation).collect()
}

/// Writes name and grants where the version is still the same; says whether it was.
pub(crate) async fn write_organisation(tx: &mut Tx, organisation: &Organisation) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE organisation SET name = $3, grants = $4, version = version + 1
         WHERE area_id = $1 AND organisation_key = $2 AND version = $5"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(&organisation.key)
        .bind(&organisation.name)
        .bind(words(&organisation.grants))
        .bind(organisation.version)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1))
}
