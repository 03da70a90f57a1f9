//! What each edition froze.

use db::{DateCol, InstantCol, Tx, on, sql};
use jiff::Timestamp;
use sqlx::types::Json;

use crate::model::Content;

/// Every edition's content, oldest first.
pub async fn editions(tx: &mut Tx) -> sqlx::Result<Vec<Content>> {
    const SQL: &str = sql!("SELECT content FROM edition WHERE area_id = $1 ORDER BY number");
    let area = tx.area_key();
    let rows: Vec<Json<Content>> = on!(tx, conn => sqlx::query_scalar(SQL).bind(area).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|json| json.0).collect())
}

/// Keeps what an edition froze. A number can be used once only.
pub async fn keep_edition(tx: &mut Tx, content: &Content, at: Timestamp) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO edition (area_id, number, title, as_at, content, released_at) VALUES ($1, $2, $3, $4, $5, $6)"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(i64::from(content.number))
        .bind(&content.title)
        .bind(DateCol(content.as_at))
        .bind(Json(content))
        .bind(InstantCol(at))
        .execute(conn)
        .await
        .map(|_| ()))
}
