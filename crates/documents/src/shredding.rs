//! Destroying for good: first the rows, then the leaf of the key file.
//!
//! The two cannot be one step, because the key file is outside the database. The rows go first and say
//! that the leaf is still to go; [`finish_shredding`] repeats until it is gone. In between nothing can be
//! read, and only somebody with a backup *and* the key file of that moment could still open the document.

use audit::record;
use db::Tx;
use jiff::Timestamp;
use kernel::Actor;
use serde_json::json;
use uuid::Uuid;

use crate::{
    DocumentError, Keys, StoredDocument, Withdrawal,
    deeds::{changed, check_words, current, subject},
    store,
};

/// Destroys a document: its name, its note and its own key, and its content unless another document holds the same.
///
/// The entry stays with the reason, so that a list does not silently grow shorter. Call [`finish_shredding`] once
/// the transaction is committed.
pub async fn shred(
    tx: &mut Tx,
    keys: &Keys,
    actor: &Actor,
    seen: (Uuid, i64),
    because: &str,
    at: Timestamp,
) -> Result<StoredDocument, DocumentError> {
    check_words("the reason", because, 1)?;
    let before = current(tx, keys, seen).await?;
    let row = store::document(tx, before.id).await?.ok_or(DocumentError::NoSuchDocument(before.id))?;
    if row.is_shredded() {
        return Err(DocumentError::Destroyed(before.id));
    }
    let withdrawal = Withdrawal { at, by: actor.to_string(), because: because.to_owned() };
    // Held first, so that nobody takes a copy of this content's key while it is being destroyed.
    store::hold_content(tx, &row.address).await?;
    if !store::withdraw(tx, before.id, seen.1, &withdrawal).await? {
        return Err(changed(tx, keys, before.id).await);
    }
    store::empty(tx, before.id, at).await?;
    if store::holders(tx, &row.address).await?.is_empty() {
        store::remove_content(tx, &row.address).await?;
    }
    record(tx, actor, "document.shred", &subject(before.id), &json!({}), at).await?;
    let withdrawn = before.withdrawn.or(Some(withdrawal));
    Ok(StoredDocument { withdrawn, shredded_at: Some(at), card: None, version: before.version + 1, ..before })
}

/// Destroys every document of the transaction's area and its key, as when a partnership leaves; how many there were.
///
/// Call [`finish_shredding`] once the transaction is committed; an area that had documents can hold none after it.
pub async fn shred_area(tx: &mut Tx, actor: &Actor, because: &str, at: Timestamp) -> Result<u64, DocumentError> {
    check_words("the reason", because, 1)?;
    let withdrawal = Withdrawal { at, by: actor.to_string(), because: because.to_owned() };
    let count = store::empty_all(tx, &withdrawal).await?;
    store::remove_contents(tx).await?;
    store::remove_area_key(tx).await?;
    record(tx, actor, "document.shred_area", "all documents", &json!({"documents": count}), at).await?;
    Ok(count)
}

/// Takes the leaves of shredded documents out of the key file; how many documents it was done for.
///
/// `tx` must have begun after the shredding was committed: what is cut out of the key file does not come back when a
/// transaction is given up. It compares and repairs, and may run as often as wanted: after a failure the next run does
/// what is left.
pub async fn finish_shredding(tx: &mut Tx, keys: &Keys, at: Timestamp) -> Result<usize, DocumentError> {
    let (area, waiting) = (tx.area(), store::to_destroy(tx).await?);
    if waiting.is_empty() {
        return Ok(0);
    }
    if store::area_key(tx).await?.is_none() {
        keys.destroy_area(area)?;
    } else {
        let slots: Vec<u32> = waiting.iter().filter_map(|(_, slot)| u32::try_from(*slot).ok()).collect();
        keys.destroy(area, &slots)?;
    }
    for (id, _) in &waiting {
        store::mark_destroyed(tx, *id, at).await?;
    }
    Ok(waiting.len())
}
