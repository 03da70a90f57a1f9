//! The list of areas this database serves.

use kernel::{Area, AreaId, AreaProfile, Slug};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{InstantCol, Registry, Tx, on, sql};

/// Nothing is known under this word.
#[derive(Debug, thiserror::Error)]
#[error("there is no area {0:?} in this database; `waymark area list` shows those there are")]
pub struct NoSuchArea(pub String);

#[derive(sqlx::FromRow)]
struct AreaRow {
    id: Uuid,
    slug: String,
    name: String,
    profile: Json<AreaProfile>,
}

impl AreaRow {
    fn into_area(self) -> sqlx::Result<Area> {
        let slug: Slug = self.slug.parse().map_err(|error| sqlx::Error::Decode(Box::new(error)))?;
        Ok(Area { id: AreaId(self.id), slug, name: self.name, profile: self.profile.0 })
    }
}

/// Every area, by name of address.
pub async fn areas(tx: &mut Registry) -> sqlx::Result<Vec<Area>> {
    const SQL: &str = sql!("SELECT id, slug, name, profile FROM area ORDER BY slug");
    let rows: Vec<AreaRow> = on!(tx, conn => sqlx::query_as(SQL).fetch_all(conn).await)?;
    rows.into_iter().map(AreaRow::into_area).collect()
}

/// The area of this word in addresses.
pub async fn area_by_slug(tx: &mut Registry, slug: &Slug) -> sqlx::Result<Option<Area>> {
    const SQL: &str = sql!("SELECT id, slug, name, profile FROM area WHERE slug = $1");
    let row: Option<AreaRow> = on!(tx, conn => sqlx::query_as(SQL).bind(slug.as_str()).fetch_optional(conn).await)?;
    row.map(AreaRow::into_area).transpose()
}

/// The area a transaction was opened for.
pub async fn area_of(tx: &mut Tx) -> sqlx::Result<Area> {
    const SQL: &str = sql!("SELECT id, slug, name, profile FROM area WHERE id = $1");
    let area = tx.area_key();
    let row: AreaRow = on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_one(conn).await)?;
    row.into_area()
}

/// Adds an area, or gives an area of the same word its new name and profile.
pub async fn register_area(tx: &mut Registry, area: &Area, at: jiff::Timestamp) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO area (id, slug, name, profile, registered_at, version) VALUES ($1, $2, $3, $4, $5, 1)
         ON CONFLICT (slug) DO UPDATE SET name = EXCLUDED.name, profile = EXCLUDED.profile, version = area.version + 1"
    );
    on!(tx, conn => sqlx::query(SQL)
        .bind(area.id.0)
        .bind(area.slug.as_str())
        .bind(&area.name)
        .bind(Json(&area.profile))
        .bind(InstantCol(at))
        .execute(conn)
        .await
        .map(|_| ()))
}
