//! Every SQL text of this room.

use std::collections::{BTreeMap, BTreeSet};

use db::{InstantCol, Tx, on, sql};
use jiff::Timestamp;
use kernel::Actor;
use sqlx::types::Json;

use crate::{Manifest, NotAManifest, packing::Packed};

/// A release as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct StoredRelease {
    pub(crate) series: String,
    pub(crate) number: i64,
    pub(crate) label: String,
    pub(crate) manifest: Vec<u8>,
    pub(crate) signature: String,
    pub(crate) links: Json<BTreeMap<String, String>>,
    pub(crate) released_by: String,
    pub(crate) withdrawn_at: Option<InstantCol>,
    pub(crate) withdrawn_because: Option<String>,
}

/// One release in a list of releases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseRow {
    /// What was signed, without its pages.
    pub manifest: Manifest,
    /// Who released it, by role.
    pub released_by: String,
    /// When it was withdrawn, and why.
    pub withdrawn: Option<(Timestamp, String)>,
}

/// Where a release stands, without its list of pages.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct Outline {
    pub(crate) series: String,
    pub(crate) number: i64,
    pub(crate) label: String,
    pub(crate) withdrawn_at: Option<InstantCol>,
}

/// Stored bytes and their copies.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct StoredContent {
    pub(crate) digest: String,
    pub(crate) identity: Vec<u8>,
    pub(crate) gzip: Option<Vec<u8>>,
    pub(crate) brotli: Option<Vec<u8>>,
}

/// The area's releases, in the order of series and number, for lists of what was published.
pub async fn releases(tx: &mut Tx) -> Result<Vec<ReleaseRow>, ReadError> {
    let stored = stored_releases(tx).await?;
    let row = |stored: StoredRelease| {
        let mut manifest = Manifest::read(&stored.manifest)?;
        manifest.pages = Vec::new();
        let because = stored.withdrawn_because.unwrap_or_default();
        let withdrawn = stored.withdrawn_at.map(|at| (at.0, because));
        Ok(ReleaseRow { manifest, released_by: stored.released_by, withdrawn })
    };
    stored.into_iter().map(row).collect()
}

/// The signed list of the release of that label, withdrawn or not.
pub async fn manifest_of(tx: &mut Tx, label: &str) -> Result<Option<Manifest>, ReadError> {
    let stored = release_labelled(tx, label).await?;
    Ok(stored.map(|stored| Manifest::read(&stored.manifest)).transpose()?)
}

/// Why releases could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A stored list is damaged.
    #[error(transparent)]
    Manifest(#[from] NotAManifest),
    /// The engine's own message.
    #[error("the releases could not be read: {0}")]
    Engine(#[from] sqlx::Error),
}

pub(crate) async fn stored_releases(tx: &mut Tx) -> sqlx::Result<Vec<StoredRelease>> {
    const SQL: &str = sql!(
        "SELECT series, number, label, manifest, signature, links, released_by, withdrawn_at, withdrawn_because
         FROM publication_release WHERE area_id = $1 ORDER BY series, number"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)
}

pub(crate) async fn outlines(tx: &mut Tx) -> sqlx::Result<Vec<Outline>> {
    const SQL: &str = sql!(
        "SELECT series, number, label, withdrawn_at FROM publication_release WHERE area_id = $1 ORDER BY series, number"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)
}

pub(crate) async fn release_labelled(tx: &mut Tx, label: &str) -> sqlx::Result<Option<StoredRelease>> {
    const SQL: &str = sql!(
        "SELECT series, number, label, manifest, signature, links, released_by, withdrawn_at, withdrawn_because
         FROM publication_release WHERE area_id = $1 AND label = $2"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(label).fetch_optional(conn).await)
}

pub(crate) async fn add_release(tx: &mut Tx, release: &StoredRelease) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO publication_release (area_id, series, number, label, manifest, signature, links, released_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(&release.series)
        .bind(release.number)
        .bind(&release.label)
        .bind(&release.manifest)
        .bind(&release.signature)
        .bind(&release.links)
        .bind(&release.released_by)
        .execute(conn)
        .await
        .map(|_| ()))
}

/// Marks a release as withdrawn; false when none of that label stood.
pub(crate) async fn withdraw(
    tx: &mut Tx,
    label: &str,
    actor: &Actor,
    because: &str,
    at: Timestamp,
) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE publication_release SET withdrawn_at = $3, withdrawn_by = $4, withdrawn_because = $5
         WHERE area_id = $1 AND label = $2 AND withdrawn_at IS NULL"
    );
    let area = tx.area_key();
    let changed = on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(label)
        .bind(InstantCol(at))
        .bind(actor.to_string())
        .bind(because)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

pub(crate) async fn known_digests(tx: &mut Tx) -> sqlx::Result<BTreeSet<String>> {
    const SQL: &str = sql!("SELECT digest FROM publication_content WHERE area_id = $1");
    let area = tx.area_key();
    let known: Vec<String> = on!(tx, conn => sqlx::query_scalar(SQL).bind(area).fetch_all(conn).await)?;
    Ok(known.into_iter().collect())
}

pub(crate) async fn add_content(tx: &mut Tx, digest: &str, body: &[u8], packed: &Packed) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO publication_content (area_id, digest, identity, gzip, brotli) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (area_id, digest) DO NOTHING"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area)
        .bind(digest)
        .bind(body)
        .bind(packed.gzip.as_deref())
        .bind(packed.brotli.as_deref())
        .execute(conn)
        .await
        .map(|_| ()))
}

pub(crate) async fn content(tx: &mut Tx, digest: &str) -> sqlx::Result<Option<StoredContent>> {
    const SQL: &str =
        sql!("SELECT digest, identity, gzip, brotli FROM publication_content WHERE area_id = $1 AND digest = $2");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(digest).fetch_optional(conn).await)
}

/// The next stored bytes after this digest, at most `most`.
pub(crate) async fn content_after(tx: &mut Tx, digest: &str, most: i64) -> sqlx::Result<Vec<StoredContent>> {
    const SQL: &str = sql!(
        "SELECT digest, identity, gzip, brotli FROM publication_content
         WHERE area_id = $1 AND digest > $2 ORDER BY digest LIMIT $3"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(digest).bind(most).fetch_all(conn).await)
}

/// Counts one more change of what the public may read. Until the transaction ends, the area's other writers wait here,
/// so that a number is never given twice.
pub(crate) async fn next_turn(tx: &mut Tx) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO publication_turn (area_id, turn) VALUES ($1, 1)
         ON CONFLICT (area_id) DO UPDATE SET turn = publication_turn.turn + 1"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).execute(conn).await.map(|_| ()))
}

/// How often what the public may read has changed.
pub(crate) async fn turn(tx: &mut Tx) -> sqlx::Result<i64> {
    const SQL: &str = sql!("SELECT turn FROM publication_turn WHERE area_id = $1");
    let area = tx.area_key();
    let turn: Option<i64> = on!(tx, conn => sqlx::query_scalar(SQL).bind(area).fetch_optional(conn).await)?;
    Ok(turn.unwrap_or(0))
}
