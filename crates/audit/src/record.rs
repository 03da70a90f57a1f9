use db::Tx;
use jiff::Timestamp;
use kernel::Actor;

use crate::{
    Broken, Chain, Entry, Hash, Head, PublicKey, SignedHead, SigningKey, Verified, What, Witness, genesis, store,
};

/// How many entries are held in memory while verifying.
const PAGE: i64 = 500;

/// Why a chain was not verified.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// It is not as it was written.
    #[error(transparent)]
    Broken(#[from] Broken),
    /// It could not be read at all.
    #[error("the audit record could not be read: {0}")]
    Engine(#[from] sqlx::Error),
}

/// Adds a deed to the record of the transaction's area, in the same transaction as the deed.
///
/// `detail` holds references and figures, never a person's name or a child's circumstances. The
/// area's other writers wait until this transaction ends, so call it last.
pub async fn record(
    tx: &mut Tx,
    actor: &Actor,
    deed: &str,
    subject: &str,
    detail: &serde_json::Value,
    at: Timestamp,
) -> sqlx::Result<Entry> {
    let entry = next_entry(tx, actor, at).await?;
    seal(tx, Entry { deed: deed.to_owned(), subject: subject.to_owned(), detail: detail.to_string(), ..entry }).await
}

/// The entry that comes next, still without its deed and its hash.
async fn next_entry(tx: &mut Tx, actor: &Actor, at: Timestamp) -> sqlx::Result<Entry> {
    let (sequence, previous) = store::next_place(tx).await?;
    Ok(Entry {
        area: tx.area(),
        sequence,
        recorded_at: at.to_string(),
        actor: actor.to_string(),
        deed: String::new(),
        subject: String::new(),
        detail: String::new(),
        previous,
        hash: Hash([0; 32]),
    })
}

async fn seal(tx: &mut Tx, entry: Entry) -> sqlx::Result<Entry> {
    let entry = entry.sealed();
    store::append(tx, &entry).await?;
    Ok(entry)
}

/// Says in the record itself that entries were lost, as after a restore from a backup.
///
/// The chain goes on from its present end. `last_known` is the newest head that was kept elsewhere:
/// heads taken up to now may then name entries that are gone, and [`verify_against`] accepts them
/// and shows the gap instead. The entry bears a signature made with `key`, the installation's own,
/// over its place, its time and its words; a gap without it explains nothing.
pub async fn record_gap(
    tx: &mut Tx,
    key: &SigningKey,
    actor: &Actor,
    reason: &str,
    last_known: Option<&Head>,
    at: Timestamp,
) -> sqlx::Result<Entry> {
    let mut entry = next_entry(tx, actor, at).await?;
    "audit record".clone_into(&mut entry.subject);
    let entry = entry.admitting_gap(key, reason, last_known);
    seal(tx, entry.map_err(|error| sqlx::Error::Encode(Box::new(error)))?).await
}

/// The entry in this place of the area's chain, as it is stored.
pub async fn entry(tx: &mut Tx, sequence: i64) -> sqlx::Result<Option<Entry>> {
    let found = store::entries_after(tx, sequence - 1, 1).await?;
    let found: Option<Entry> = found.into_iter().next().transpose()?;
    Ok(found.filter(|entry| entry.sequence == sequence))
}

/// Which entries are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// Only this deed.
    pub deed: Option<&'a str>,
    /// Only what was done to this.
    pub subject: Option<&'a str>,
    /// Only entries before this place; the newest where none is named.
    pub before: Option<i64>,
}

/// The newest entries that are asked for, the last one first, at most `limit`.
pub async fn entries(tx: &mut Tx, asked: Asked<'_>, limit: i64) -> sqlx::Result<Vec<Entry>> {
    let of = (asked.deed, asked.subject);
    store::entries_before(tx, asked.before.unwrap_or(i64::MAX), of, limit).await
}

/// Verifies the whole chain of the transaction's area. Open the transaction with
/// [`db::Db::read`]: it shows one moment, and writers go on.
pub async fn verify(tx: &mut Tx) -> Result<Verified, VerifyError> {
    verify_with(tx, None).await
}

/// Verifies the chain, and that it still contains a head known from elsewhere, so that a tail cut
/// off together with the head row is seen too. `key` is the installation's: a gap explains a head
/// that no longer fits only when it was signed with it.
pub async fn verify_against(tx: &mut Tx, head: &Head, key: &PublicKey) -> Result<Verified, VerifyError> {
    verify_with(tx, Some(Witness { head, key })).await
}

async fn verify_with(tx: &mut Tx, witness: Option<Witness<'_>>) -> Result<Verified, VerifyError> {
    let head = store::head(tx).await?;
    let mut chain = Chain::start(tx.area(), witness);
    // From below the first place, so that an entry slipped in before it is met too.
    let mut after = i64::MIN;
    loop {
        let page = store::entries_after(tx, after, PAGE).await?;
        if page.is_empty() {
            return Ok(chain.finish(head)?);
        }
        for entry in page {
            let entry = entry.map_err(|error| Broken {
                sequence: chain.sequence() + 1,
                what: What::Unreadable(error.to_string()),
            })?;
            chain.check(&entry)?;
            after = entry.sequence;
        }
    }
}

/// The present end of the area's chain.
pub async fn head(tx: &mut Tx, at: Timestamp) -> sqlx::Result<Head> {
    let area = tx.area();
    let (sequence, hash) = store::head(tx).await?.unwrap_or((0, genesis(area)));
    Ok(Head { area, sequence, hash, at })
}

/// The present end of the area's chain, signed, to be kept elsewhere.
pub async fn export_head(tx: &mut Tx, key: &SigningKey, at: Timestamp) -> sqlx::Result<SignedHead> {
    Ok(head(tx, at).await?.signed(key))
}
