use db::{Tx, on, sql};
use kernel::AreaId;
use uuid::Uuid;

use crate::{Entry, Hash, genesis};

#[derive(sqlx::FromRow)]
struct EntryRow {
    area_id: Uuid,
    sequence: i64,
    recorded_at: String,
    actor: String,
    deed: String,
    subject: String,
    detail: String,
    previous: Vec<u8>,
    hash: Vec<u8>,
}

impl EntryRow {
    fn into_entry(self) -> sqlx::Result<Entry> {
        Ok(Entry {
            area: AreaId(self.area_id),
            sequence: self.sequence,
            recorded_at: self.recorded_at,
            actor: self.actor,
            deed: self.deed,
            subject: self.subject,
            detail: self.detail,
            previous: hash(self.previous)?,
            hash: hash(self.hash)?,
        })
    }
}

fn hash(bytes: Vec<u8>) -> sqlx::Result<Hash> {
    Hash::try_from(bytes).map_err(|bytes| sqlx::Error::Decode(format!("a hash of {} bytes", bytes.len()).into()))
}

/// Takes the next place in the chain: its number, and the hash of the entry before it.
///
/// The update comes first: on PostgreSQL it holds the head row until the transaction ends, so that
/// writers of one area queue up and each sees the one before it.
pub(crate) async fn next_place(tx: &mut Tx) -> sqlx::Result<(i64, Hash)> {
    const ADVANCE: &str =
        sql!("UPDATE audit_head SET sequence = sequence + 1 WHERE area_id = $1 RETURNING sequence, hash");
    const BEGIN: &str = sql!(
        "INSERT INTO audit_head (area_id, sequence, hash) VALUES ($1, 0, $2)
         ON CONFLICT (area_id) DO NOTHING"
    );
    let area = tx.area();
    let place: Option<(i64, Vec<u8>)> =
        on!(tx, conn => sqlx::query_as(ADVANCE).bind(area.0).fetch_optional(conn).await)?;
    let (sequence, previous) = if let Some(place) = place {
        place
    } else {
        // Somebody else may begin the chain at the same moment: then theirs stands.
        on!(tx, conn => sqlx::query(BEGIN)
            .bind(area.0)
            .bind(genesis(area).0.as_slice())
            .execute(conn)
            .await
            .map(|_| ()))?;
        on!(tx, conn => sqlx::query_as(ADVANCE).bind(area.0).fetch_one(conn).await)?
    };
    Ok((sequence, hash(previous)?))
}

/// Adds the entry and makes it the head.
pub(crate) async fn append(tx: &mut Tx, entry: &Entry) -> sqlx::Result<()> {
    const ADD: &str = sql!(
        "INSERT INTO audit_entry (area_id, sequence, recorded_at, actor, deed, subject, detail, previous, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    const POINT: &str = sql!("UPDATE audit_head SET hash = $2 WHERE area_id = $1");
    on!(tx, conn => sqlx::query(ADD)
        .bind(entry.area.0)
        .bind(entry.sequence)
        .bind(&entry.recorded_at)
        .bind(&entry.actor)
        .bind(&entry.deed)
        .bind(&entry.subject)
        .bind(&entry.detail)
        .bind(entry.previous.0.as_slice())
        .bind(entry.hash.0.as_slice())
        .execute(conn)
        .await
        .map(|_| ()))?;
    on!(tx, conn => sqlx::query(POINT)
        .bind(entry.area.0)
        .bind(entry.hash.0.as_slice())
        .execute(conn)
        .await
        .map(|_| ()))
}

/// What the head row says, if the area has one; `Err` inside when its hash is no hash.
pub(crate) async fn head(tx: &mut Tx) -> sqlx::Result<Option<(i64, Hash)>> {
    const SQL: &str = sql!("SELECT sequence, hash FROM audit_head WHERE area_id = $1");
    let area = tx.area_key();
    let row: Option<(i64, Vec<u8>)> = on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_optional(conn).await)?;
    // A hash of the wrong length can equal none: it shows as a head that differs.
    Ok(row.map(|(sequence, bytes)| (sequence, hash(bytes).unwrap_or(Hash([0; 32])))))
}

/// The next entries after a place, at most `limit`. One that cannot be read is an error of its own,
/// so that the verifier can name its place.
pub(crate) async fn entries_after(tx: &mut Tx, sequence: i64, limit: i64) -> sqlx::Result<Vec<sqlx::Result<Entry>>> {
    const SQL: &str = sql!(
        "SELECT area_id, sequence, recorded_at, actor, deed, subject, detail, previous, hash
         FROM audit_entry
         WHERE area_id = $1 AND sequence > $2
         ORDER BY sequence
         LIMIT $3"
    );
    let area = tx.area_key();
    on!(tx, conn => {
        let rows = sqlx::query(SQL).bind(area).bind(sequence).bind(limit).fetch_all(conn).await?;
        Ok(rows
            .iter()
            .map(|row| <EntryRow as sqlx::FromRow<_>>::from_row(row).and_then(EntryRow::into_entry))
            .collect())
    })
}

/// The entries before a place, the newest first, at most `limit`; all of them, or those of one deed or one subject.
pub(crate) async fn entries_before(
    tx: &mut Tx,
    before: i64,
    (deed, subject): (Option<&str>, Option<&str>),
    limit: i64,
) -> sqlx::Result<Vec<Entry>> {
    const SQL: &str = sql!(
        "SELECT area_id, sequence, recorded_at, actor, deed, subject, detail, previous, hash
         FROM audit_entry
         WHERE area_id = $1 AND sequence < $2
           AND (CAST($3 AS TEXT) IS NULL OR deed = $3) AND (CAST($4 AS TEXT) IS NULL OR subject = $4)
         ORDER BY sequence DESC
         LIMIT $5"
    );
    let area = tx.area_key();
    let rows: Vec<EntryRow> = on!(tx, conn => sqlx::query_as(SQL)
        .bind(area)
        .bind(before)
        .bind(deed)
        .bind(subject)
        .bind(limit)
        .fetch_all(conn)
        .await)?;
    rows.into_iter().map(EntryRow::into_entry).collect()
}
