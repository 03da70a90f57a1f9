//! Editions prepared and not yet released, and those that were.

use db::{InstantCol, Tx, on, sql};
use jiff::Timestamp;
use permission::PersonId;
use sqlx::types::Json;
use uuid::Uuid;

use super::unreadable;
use crate::{
    edition::{DraftId, DraftState, EditionDraft, Prepared},
    model::RoundId,
};

#[derive(sqlx::FromRow)]
struct DraftRow {
    draft_id: Uuid,
    round_id: Uuid,
    title: String,
    note: String,
    content: Json<Prepared>,
    digest: String,
    prepared_by: Uuid,
    prepared_at: InstantCol,
    state: String,
    released_by: Option<Uuid>,
    edition: Option<i64>,
    version: i64,
}

impl TryFrom<DraftRow> for EditionDraft {
    type Error = sqlx::Error;

    fn try_from(row: DraftRow) -> sqlx::Result<Self> {
        let edition = row.edition.and_then(|number| u32::try_from(number).ok());
        let state = match (row.state.as_str(), row.released_by, edition) {
            ("waiting", ..) => DraftState::Waiting,
            ("set_aside", ..) => DraftState::SetAside,
            ("released", Some(by), Some(edition)) => DraftState::Released { by: PersonId(by), edition },
            (word, ..) => return Err(unreadable("state of a draft", word)),
        };
        Ok(Self {
            id: DraftId(row.draft_id),
            round: RoundId(row.round_id),
            title: row.title,
            note: row.note,
            prepared: row.content.0,
            digest: row.digest,
            prepared_by: PersonId(row.prepared_by),
            prepared_at: row.prepared_at.0,
            state,
            version: row.version,
        })
    }
}

/// One draft.
pub(crate) async fn draft(tx: &mut Tx, id: DraftId) -> sqlx::Result<Option<EditionDraft>> {
    const SQL: &str = sql!(
        "SELECT draft_id, round_id, title, note, content, digest, prepared_by, prepared_at, state, released_by, edition,
            version
         FROM edition_draft WHERE area_id = $1 AND draft_id = $2"
    );
    let area = tx.area_key();
    let row: Option<DraftRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(id.0).fetch_optional(conn).await)?;
    row.map(TryFrom::try_from).transpose()
}

/// The draft of a round that waits or was released, if there is one.
pub(crate) async fn latest_draft(tx: &mut Tx, round: RoundId) -> sqlx::Result<Option<EditionDraft>> {
    const SQL: &str = sql!(
        "SELECT draft_id, round_id, title, note, content, digest, prepared_by, prepared_at, state, released_by, edition,
            version
         FROM edition_draft WHERE area_id = $1 AND round_id = $2 AND state <> 'set_aside'"
    );
    let area = tx.area_key();
    let row: Option<DraftRow> =
        on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(round.0).fetch_optional(conn).await)?;
    row.map(TryFrom::try_from).transpose()
}

/// Writes a draft that was prepared, at version 1.
pub(crate) async fn add_draft(tx: &mut Tx, draft: &EditionDraft) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO edition_draft (area_id, draft_id, round_id, title, note, content, digest, prepared_by, prepared_at,
            state, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', 1)"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(draft.id.0).bind(draft.round.0).bind(&draft.title).bind(&draft.note)
        .bind(Json(&draft.prepared)).bind(&draft.digest).bind(draft.prepared_by.0).bind(InstantCol(draft.prepared_at))
        .execute(conn).await.map(|_| ()))
}

/// Sets aside every draft of a round that waits: another takes its place.
pub(crate) async fn set_aside_drafts(tx: &mut Tx, round: RoundId) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "UPDATE edition_draft SET state = 'set_aside', version = version + 1
         WHERE area_id = $1 AND round_id = $2 AND state = 'waiting'"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(round.0).execute(conn).await.map(|_| ()))
}

/// Marks a draft as released, unless somebody changed it since: `false`.
pub(crate) async fn mark_released(
    tx: &mut Tx,
    draft: &EditionDraft,
    by: PersonId,
    edition: u32,
    at: Timestamp,
) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE edition_draft SET state = 'released', released_by = $4, released_at = $5, edition = $6,
            version = version + 1
         WHERE area_id = $1 AND draft_id = $2 AND version = $3 AND state = 'waiting'"
    );
    let area = tx.area_key();
    let done = on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(draft.id.0).bind(draft.version).bind(by.0).bind(InstantCol(at)).bind(i64::from(edition))
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}
