//! Pages under review: the bytes as they came and what was decided about them.

use db::{DateCol, Tx, on, sql};
use jiff::civil::Date;
use uuid::Uuid;

/// A page under review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Brought {
    /// Identifies it.
    pub(crate) id: Uuid,
    /// Key of the plan it is about.
    pub(crate) plan: String,
    /// The name of the file, never used as a path.
    pub(crate) file_name: String,
    /// Its bytes.
    pub(crate) content: Vec<u8>,
    /// The day it was brought; it dates what the page does not.
    pub(crate) on: Date,
    /// open, applied or `put_away`.
    pub(crate) state: String,
    /// Grows with every decision.
    pub(crate) version: i64,
}

/// Keeps a page for review.
pub(crate) async fn keep_page(tx: &mut Tx, page: &Brought, actor: &str) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO plan_import (area_id, import_id, plan_key, file_name, content, brought_on, actor, state, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', 1)"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(page.id).bind(&page.plan).bind(&page.file_name).bind(&page.content).bind(DateCol(page.on))
        .bind(actor)
        .execute(conn).await.map(|_| ()))
}

#[derive(sqlx::FromRow)]
struct PageRow {
    import_id: Uuid,
    plan_key: String,
    file_name: String,
    content: Vec<u8>,
    brought_on: DateCol,
    state: String,
    version: i64,
}

/// One page under review.
pub(crate) async fn page(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<Brought>> {
    const SQL: &str = sql!(
        "SELECT import_id, plan_key, file_name, content, brought_on, state, version
         FROM plan_import WHERE area_id = $1 AND import_id = $2"
    );
    let area = tx.area_key();
    let row: Option<PageRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(id).fetch_optional(conn).await)?;
    Ok(row.map(|row| Brought {
        id: row.import_id,
        plan: row.plan_key,
        file_name: row.file_name,
        content: row.content,
        on: row.brought_on.0,
        state: row.state,
        version: row.version,
    }))
}

/// Identifier, file name, day and state of the last fifty pages, the newest first.
pub(crate) async fn pages(tx: &mut Tx) -> sqlx::Result<Vec<(Uuid, String, Date, String)>> {
    const SQL: &str = sql!(
        "SELECT import_id, file_name, brought_on, state FROM plan_import
         WHERE area_id = $1 ORDER BY import_id DESC LIMIT 50"
    );
    let area = tx.area_key();
    let rows: Vec<(Uuid, String, DateCol, String)> =
        on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(id, name, on, state)| (id, name, on.0, state)).collect())
}

/// Takes a page for a decision by somebody who saw this version; `false` when it has another by now.
pub(crate) async fn claim_page(tx: &mut Tx, id: Uuid, version: i64, state: &str) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE plan_import SET version = version + 1, state = $4
         WHERE area_id = $1 AND import_id = $2 AND version = $3"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(id).bind(version).bind(state).execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// What was decided: digest of the change or question, choice, words.
pub(crate) type Decided = (String, String, Option<String>);

/// Everything decided about a page so far.
pub(crate) async fn choices(tx: &mut Tx, id: Uuid) -> sqlx::Result<Vec<Decided>> {
    const SQL: &str = sql!(
        "SELECT digest, choice, words FROM plan_import_choice WHERE area_id = $1 AND import_id = $2 ORDER BY digest"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(id).fetch_all(conn).await)
}

/// Keeps one decision, in the place of an earlier one about the same.
pub(crate) async fn choose(tx: &mut Tx, id: Uuid, (digest, choice, words): &Decided) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO plan_import_choice (area_id, import_id, digest, choice, words) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (area_id, import_id, digest) DO UPDATE SET choice = EXCLUDED.choice, words = EXCLUDED.words"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(id).bind(digest).bind(choice).bind(words).execute(conn).await.map(|_| ()))
}
