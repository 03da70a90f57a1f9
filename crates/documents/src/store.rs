use db::{InstantCol, Tx, on, sql};
use jiff::Timestamp;
use kernel::Actor;
use uuid::Uuid;

use crate::{Card, Chosen, Media, Sensitivity, StoredDocument, Withdrawal, model::About};

/// What stands where a key or a card was.
const NOTHING: &[u8] = &[];

/// A row of the table, still sealed.
#[derive(sqlx::FromRow)]
pub(crate) struct DocumentRow {
    pub(crate) document_id: Uuid,
    pub(crate) address: String,
    slot: i64,
    pub(crate) wrapped_key: Vec<u8>,
    pub(crate) card: Vec<u8>,
    pub(crate) media_type: String,
    pub(crate) bytes: i64,
    pub(crate) sensitivity: String,
    pub(crate) subject_kind: String,
    pub(crate) subject_key: String,
    added_by: String,
    added_at: InstantCol,
    pub(crate) version: i64,
    withdrawn_at: Option<InstantCol>,
    withdrawn_by: Option<String>,
    withdrawn_because: Option<String>,
    shredded_at: Option<InstantCol>,
}

impl DocumentRow {
    pub(crate) fn slot(&self) -> Option<u32> {
        u32::try_from(self.slot).ok()
    }

    pub(crate) fn is_withdrawn(&self) -> bool {
        self.withdrawn_at.is_some()
    }

    pub(crate) fn is_shredded(&self) -> bool {
        self.shredded_at.is_some()
    }

    /// The document, with what its card said when it could be opened.
    pub(crate) fn with_card(self, card: Option<Card>) -> sqlx::Result<StoredDocument> {
        let odd = |what: &str| sqlx::Error::Decode(format!("{what} of document {}", self.document_id).into());
        Ok(StoredDocument {
            id: self.document_id,
            media: Media::of_type(&self.media_type).ok_or_else(|| odd("media type"))?,
            bytes: u64::try_from(self.bytes).map_err(|_| odd("size"))?,
            sensitivity: Sensitivity::of_word(&self.sensitivity).ok_or_else(|| odd("sensitivity"))?,
            withdrawn: self.withdrawn_at.map(|at| Withdrawal {
                at: at.0,
                by: self.withdrawn_by.unwrap_or_default(),
                because: self.withdrawn_because.unwrap_or_default(),
            }),
            about: About { kind: self.subject_kind, key: self.subject_key },
            card,
            added_by: self.added_by,
            added_at: self.added_at.0,
            version: self.version,
            shredded_at: self.shredded_at.map(|at| at.0),
        })
    }
}

/// The area's key as it is wrapped, if it has one.
pub(crate) async fn area_key(tx: &mut Tx) -> sqlx::Result<Option<Vec<u8>>> {
    const SQL: &str = sql!("SELECT wrapped FROM document_key WHERE area_id = $1");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_scalar(SQL).bind(area).fetch_optional(conn).await)
}

/// Gives the area this key, unless another transaction was quicker.
pub(crate) async fn add_area_key(tx: &mut Tx, wrapped: &[u8], at: Timestamp) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO document_key (area_id, wrapped, made_at) VALUES ($1, $2, $3)
         ON CONFLICT (area_id) DO NOTHING"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(wrapped)
        .bind(InstantCol(at))
        .execute(conn)
        .await
        .map(|_| ()))
}

/// Takes the area's key out.
pub(crate) async fn remove_area_key(tx: &mut Tx) -> sqlx::Result<()> {
    const SQL: &str = sql!("DELETE FROM document_key WHERE area_id = $1");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).execute(conn).await.map(|_| ()))
}

/// Holds a content until the transaction ends, so that nobody removes it meanwhile; `false` when there is none.
pub(crate) async fn hold_content(tx: &mut Tx, address: &str) -> sqlx::Result<bool> {
    const SQL: &str = sql!("UPDATE document_content SET chunks = chunks WHERE area_id = $1 AND address = $2");
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(address)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Adds a content without its chunks; `false` when another transaction was quicker.
pub(crate) async fn add_content(tx: &mut Tx, address: &str, bytes: i64, chunks: i64) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "INSERT INTO document_content (area_id, address, bytes, chunks) VALUES ($1, $2, $3, $4)
         ON CONFLICT (area_id, address) DO NOTHING"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(address)
        .bind(bytes)
        .bind(chunks)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

pub(crate) async fn add_chunk(tx: &mut Tx, address: &str, number: i64, sealed: &[u8]) -> sqlx::Result<()> {
    const SQL: &str = sql!("INSERT INTO document_chunk (area_id, address, number, sealed) VALUES ($1, $2, $3, $4)");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(address)
        .bind(number)
        .bind(sealed)
        .execute(conn)
        .await
        .map(|_| ()))
}

/// How many bytes and chunks a content has.
pub(crate) async fn content(tx: &mut Tx, address: &str) -> sqlx::Result<Option<(i64, i64)>> {
    const SQL: &str = sql!("SELECT bytes, chunks FROM document_content WHERE area_id = $1 AND address = $2");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(address).fetch_optional(conn).await)
}

pub(crate) async fn chunk(tx: &mut Tx, address: &str, number: i64) -> sqlx::Result<Option<Vec<u8>>> {
    const SQL: &str = sql!("SELECT sealed FROM document_chunk WHERE area_id = $1 AND address = $2 AND number = $3");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_scalar(SQL).bind(area).bind(address).bind(number).fetch_optional(conn).await)
}

/// Takes a content and its chunks out.
pub(crate) async fn remove_content(tx: &mut Tx, address: &str) -> sqlx::Result<()> {
    const CHUNKS: &str = sql!("DELETE FROM document_chunk WHERE area_id = $1 AND address = $2");
    const CONTENT: &str = sql!("DELETE FROM document_content WHERE area_id = $1 AND address = $2");
    let area = tx.area_key();
    for text in [CHUNKS, CONTENT] {
        on!(tx, conn => sqlx::query(text).bind(area).bind(address).execute(conn).await.map(|_| ()))?;
    }
    Ok(())
}

/// Takes every content of the area out.
pub(crate) async fn remove_contents(tx: &mut Tx) -> sqlx::Result<()> {
    const CHUNKS: &str = sql!("DELETE FROM document_chunk WHERE area_id = $1");
    const CONTENTS: &str = sql!("DELETE FROM document_content WHERE area_id = $1");
    let area = tx.area_key();
    for text in [CHUNKS, CONTENTS] {
        on!(tx, conn => sqlx::query(text).bind(area).execute(conn).await.map(|_| ()))?;
    }
    Ok(())
}

/// The documents that hold this content and are not shredded.
pub(crate) async fn holders(tx: &mut Tx, address: &str) -> sqlx::Result<Vec<DocumentRow>> {
    const SQL: &str = sql!(
        "SELECT document_id, address, slot, wrapped_key, card, media_type, bytes, sensitivity, subject_kind,
                subject_key, added_by, added_at, version, withdrawn_at, withdrawn_by, withdrawn_because, shredded_at
         FROM document
         WHERE area_id = $1 AND address = $2 AND shredded_at IS NULL
         ORDER BY document_id"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(address).fetch_all(conn).await)
}

pub(crate) async fn document(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<DocumentRow>> {
    const SQL: &str = sql!(
        "SELECT document_id, address, slot, wrapped_key, card, media_type, bytes, sensitivity, subject_kind,
                subject_key, added_by, added_at, version, withdrawn_at, withdrawn_by, withdrawn_because, shredded_at
         FROM document
         WHERE area_id = $1 AND document_id = $2"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(id).fetch_optional(conn).await)
}

/// The documents that belong to a thing, oldest first.
pub(crate) async fn documents_about(tx: &mut Tx, about: &About) -> sqlx::Result<Vec<DocumentRow>> {
    const SQL: &str = sql!(
        "SELECT document_id, address, slot, wrapped_key, card, media_type, bytes, sensitivity, subject_kind,
                subject_key, added_by, added_at, version, withdrawn_at, withdrawn_by, withdrawn_because, shredded_at
         FROM document
         WHERE area_id = $1 AND subject_kind = $2 AND subject_key = $3
         ORDER BY document_id"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(&about.kind).bind(&about.key).fetch_all(conn).await)
}

/// Documents of these ranges, of this kind where one is named, newest first, older than `before`.
pub(crate) async fn chosen(tx: &mut Tx, chosen: &Chosen) -> sqlx::Result<Vec<DocumentRow>> {
    const SQL: &str = sql!(
        "SELECT document_id, address, slot, wrapped_key, card, media_type, bytes, sensitivity, subject_kind,
                subject_key, added_by, added_at, version, withdrawn_at, withdrawn_by, withdrawn_because, shredded_at
         FROM document
         WHERE area_id = $1 AND sensitivity IN ($2, $3, $4, $5) AND (media_type = $6 OR $6 = '') AND document_id < $7
         ORDER BY document_id DESC
         LIMIT $8"
    );
    let area = tx.area_key();
    // A range that is not asked for is a word that no row has.
    let range = |place: usize| chosen.sensitivities.get(place).map_or("", |range| range.as_str());
    on!(tx, conn => sqlx::query_as(SQL)
        .bind(area)
        .bind(range(0))
        .bind(range(1))
        .bind(range(2))
        .bind(range(3))
        .bind(chosen.media.map_or("", Media::as_str))
        .bind(chosen.before.unwrap_or(Uuid::max()))
        .bind(i64::from(chosen.most))
        .fetch_all(conn)
        .await)
}

/// Documents that a person handed in, signed in or by a token of theirs, newest first, older than `before`.
pub(crate) async fn handed_in_by(
    tx: &mut Tx,
    person: Uuid,
    before: Option<Uuid>,
    most: u16,
) -> sqlx::Result<Vec<DocumentRow>> {
    const SQL: &str = sql!(
        "SELECT document_id, address, slot, wrapped_key, card, media_type, bytes, sensitivity, subject_kind,
                subject_key, added_by, added_at, version, withdrawn_at, withdrawn_by, withdrawn_because, shredded_at
         FROM document
         WHERE area_id = $1 AND substr(added_by, 1, 44) = $2 AND document_id < $3
         ORDER BY document_id DESC
         LIMIT $4"
    );
    let area = tx.area_key();
    // 44 letters: a token of theirs is named after them.
    let by_them = Actor::Person(person).to_string();
    on!(tx, conn => sqlx::query_as(SQL)
        .bind(area)
        .bind(by_them)
        .bind(before.unwrap_or(Uuid::max()))
        .bind(i64::from(most))
        .fetch_all(conn)
        .await)
}

pub(crate) async fn is_slot_taken(tx: &mut Tx, slot: u32) -> sqlx::Result<bool> {
    const SQL: &str = sql!("SELECT slot FROM document WHERE area_id = $1 AND slot = $2");
    let area = tx.area_key();
    let taken: Option<i64> = on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(area)
        .bind(i64::from(slot))
        .fetch_optional(conn)
        .await)?;
    Ok(taken.is_some())
}

/// What a new row says that the document itself does not.
pub(crate) struct Sealed<'a> {
    pub(crate) address: &'a str,
    pub(crate) slot: u32,
    pub(crate) wrapped_key: &'a [u8],
    pub(crate) card: &'a [u8],
}

pub(crate) async fn add_document(tx: &mut Tx, document: &StoredDocument, sealed: &Sealed<'_>) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO document (area_id, document_id, address, slot, wrapped_key, card, media_type, bytes, sensitivity,
                               subject_kind, subject_key, added_by, added_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(document.id)
        .bind(sealed.address)
        .bind(i64::from(sealed.slot))
        .bind(sealed.wrapped_key)
        .bind(sealed.card)
        .bind(document.media.as_str())
        .bind(i64::try_from(document.bytes).unwrap_or(i64::MAX))
        .bind(document.sensitivity.as_str())
        .bind(&document.about.kind)
        .bind(&document.about.key)
        .bind(&document.added_by)
        .bind(InstantCol(document.added_at))
        .bind(document.version)
        .execute(conn)
        .await
        .map(|_| ()))
}

/// Writes a new card and sensitivity, if the version still holds.
pub(crate) async fn amend(
    tx: &mut Tx,
    id: Uuid,
    version: i64,
    sensitivity: Sensitivity,
    card: &[u8],
) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE document SET sensitivity = $4, card = $5, version = version + 1
         WHERE area_id = $1 AND document_id = $2 AND version = $3 AND shredded_at IS NULL"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(id)
        .bind(version)
        .bind(sensitivity.as_str())
        .bind(card)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Takes a document back, if the version still holds. A reason that was given before stays.
pub(crate) async fn withdraw(tx: &mut Tx, id: Uuid, version: i64, withdrawal: &Withdrawal) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE document
         SET withdrawn_at = COALESCE(withdrawn_at, $4), withdrawn_by = COALESCE(withdrawn_by, $5),
             withdrawn_because = COALESCE(withdrawn_because, $6), version = version + 1
         WHERE area_id = $1 AND document_id = $2 AND version = $3"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(id)
        .bind(version)
        .bind(InstantCol(withdrawal.at))
        .bind(&withdrawal.by)
        .bind(&withdrawal.because)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Empties a document of all that could open it.
pub(crate) async fn empty(tx: &mut Tx, id: Uuid, at: Timestamp) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "UPDATE document SET shredded_at = $3, wrapped_key = $4, card = $4
         WHERE area_id = $1 AND document_id = $2 AND shredded_at IS NULL"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(id)
        .bind(InstantCol(at))
        .bind(NOTHING)
        .execute(conn)
        .await
        .map(|_| ()))
}

/// Takes back and empties every document of the area; how many there were.
pub(crate) async fn empty_all(tx: &mut Tx, withdrawal: &Withdrawal) -> sqlx::Result<u64> {
    const SQL: &str = sql!(
        "UPDATE document
         SET shredded_at = $2, wrapped_key = $3, card = $3, version = version + 1,
             withdrawn_at = COALESCE(withdrawn_at, $2), withdrawn_by = COALESCE(withdrawn_by, $4),
             withdrawn_because = COALESCE(withdrawn_because, $5)
         WHERE area_id = $1 AND shredded_at IS NULL"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(InstantCol(withdrawal.at))
        .bind(NOTHING)
        .bind(&withdrawal.by)
        .bind(&withdrawal.because)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))
}

/// The documents whose destruction was decided and whose secrets may still be in the key file.
pub(crate) async fn to_destroy(tx: &mut Tx) -> sqlx::Result<Vec<(Uuid, i64)>> {
    const SQL: &str = sql!(
        "SELECT document_id, slot FROM document
         WHERE area_id = $1 AND shredded_at IS NOT NULL AND destroyed_at IS NULL
         ORDER BY document_id"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)
}

pub(crate) async fn mark_destroyed(tx: &mut Tx, id: Uuid, at: Timestamp) -> sqlx::Result<()> {
    const SQL: &str = sql!("UPDATE document SET destroyed_at = $3 WHERE area_id = $1 AND document_id = $2");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(id).bind(InstantCol(at)).execute(conn).await.map(|_| ()))
}
