use audit::record;
use db::Tx;
use jiff::Timestamp;
use kernel::{Actor, AreaId, fresh_id, random_bytes};
use serde_json::json;
use uuid::Uuid;

use crate::{
    About, Amendment, Card, Checked, Chosen, DocumentError, Keys, NewDocument, Purpose, Sensitivity, StoredDocument,
    Withdrawal, check,
    seal::{CHUNK, Secret, belonging, chunk_place, keyed_digest, open, open_key, seal},
    store::{self, DocumentRow, Sealed},
};

/// The most characters of a note or a reason.
const WORDS: usize = 2_000;

/// Keeps a checked file, sealed. The same file twice is stored once, under two keys.
///
/// A file that is to be public must have been checked for [`Purpose::Publish`].
pub async fn add(
    tx: &mut Tx,
    keys: &Keys,
    actor: &Actor,
    new: &NewDocument<'_>,
    at: Timestamp,
) -> Result<StoredDocument, DocumentError> {
    check_words("the note", &new.note, 0)?;
    if new.sensitivity == Sensitivity::Public && new.file.purpose() != Purpose::Publish {
        return Err(DocumentError::NotCheckedForPublication);
    }
    let area_key = area_key(tx, keys, at).await?;
    let address = hex::encode(*keyed_digest(&area_key, "address", &[new.file.bytes()]));
    let content_key = keep_content(tx, keys, &area_key, &address, new.file).await?;
    let slot = free_slot(tx, keys).await?;
    let document = StoredDocument {
        id: fresh_id(at),
        about: new.about.clone(),
        media: new.file.media(),
        bytes: new.file.bytes().len() as u64,
        sensitivity: new.sensitivity,
        card: Some(Card { name: new.file.name().to_owned(), note: new.note.clone() }),
        added_by: actor.to_string(),
        added_at: at,
        version: 1,
        withdrawn: None,
        shredded_at: None,
    };
    let damaged = |_| DocumentError::Altered(document.id);
    let own = document_key(keys, tx.area(), &area_key, document.id, slot).ok_or(DocumentError::AreaDestroyed)?;
    let place = belonging("content key", tx.area(), &[document.id.as_bytes(), address.as_bytes()]);
    let wrapped_key = seal(&own, &place, &*content_key).map_err(damaged)?;
    let card = sealed_card(&own, tx.area(), &document)?;
    let sealed = Sealed { address: &address, slot, wrapped_key: &wrapped_key, card: &card };
    store::add_document(tx, &document, &sealed).await?;
    let detail = json!({
        "about": [new.about.kind, new.about.key],
        "bytes": document.bytes,
        "media": document.media.as_str(),
        "sensitivity": document.sensitivity.as_str(),
    });
    record(tx, actor, "document.add", &subject(document.id), &detail, at).await?;
    Ok(document)
}

/// The document, if the area has it. One whose key was destroyed comes without its card.
pub async fn document(tx: &mut Tx, keys: &Keys, id: Uuid) -> Result<Option<StoredDocument>, DocumentError> {
    let Some(row) = store::document(tx, id).await? else { return Ok(None) };
    let area_key = known_area_key(tx, keys).await?;
    opened(keys, tx.area(), area_key.as_ref(), row).map(Some)
}

/// The documents that belong to a thing, oldest first, with those withdrawn or destroyed.
pub async fn documents_about(tx: &mut Tx, keys: &Keys, about: &About) -> Result<Vec<StoredDocument>, DocumentError> {
    let rows = store::documents_about(tx, about).await?;
    let area_key = known_area_key(tx, keys).await?;
    let area = tx.area();
    rows.into_iter().map(|row| opened(keys, area, area_key.as_ref(), row)).collect()
}

/// Documents of the area as a list shows them, with those withdrawn or destroyed. Who may see which range is decided
/// before it is asked.
pub async fn documents(tx: &mut Tx, keys: &Keys, chosen: &Chosen) -> Result<Vec<StoredDocument>, DocumentError> {
    let rows = store::chosen(tx, chosen).await?;
    let area_key = known_area_key(tx, keys).await?;
    let area = tx.area();
    rows.into_iter().map(|row| opened(keys, area, area_key.as_ref(), row)).collect()
}

/// Documents that a person handed in, newest first, at most so many, older than `before` where one is named; with those
/// withdrawn or destroyed.
pub async fn handed_in_by(
    tx: &mut Tx,
    keys: &Keys,
    person: Uuid,
    before: Option<Uuid>,
    most: u16,
) -> Result<Vec<StoredDocument>, DocumentError> {
    let rows = store::handed_in_by(tx, person, before, most).await?;
    let area_key = known_area_key(tx, keys).await?;
    let area = tx.area();
    rows.into_iter().map(|row| opened(keys, area, area_key.as_ref(), row)).collect()
}

/// The content of a document. It is held in memory once, and never given out unless every part of it is as it was
/// sealed.
pub async fn read(tx: &mut Tx, keys: &Keys, id: Uuid) -> Result<Vec<u8>, DocumentError> {
    let row = store::document(tx, id).await?.ok_or(DocumentError::NoSuchDocument(id))?;
    if row.is_shredded() {
        return Err(DocumentError::Destroyed(id));
    }
    if row.is_withdrawn() {
        return Err(DocumentError::Withdrawn(id));
    }
    let area_key = known_area_key(tx, keys).await?.ok_or(DocumentError::Altered(id))?;
    let own = own_key(keys, tx.area(), &area_key, &row)?;
    let place = belonging("content key", tx.area(), &[id.as_bytes(), row.address.as_bytes()]);
    let content_key = open_key(&own, &place, &row.wrapped_key).map_err(|_| DocumentError::Altered(id))?;
    let (bytes, chunks) = store::content(tx, &row.address).await?.ok_or(DocumentError::Altered(id))?;
    let size = usize::try_from(bytes).ok().filter(|size| *size <= check::MOST_BYTES && bytes == row.bytes);
    let mut content = Vec::with_capacity(size.ok_or(DocumentError::Altered(id))?);
    for number in 0..chunks {
        let sealed = store::chunk(tx, &row.address, number).await?.ok_or(DocumentError::Altered(id))?;
        let place = chunk_place(tx.area(), &row.address, number, chunks);
        let part = open(&content_key, &place, &sealed).map_err(|_| DocumentError::Altered(id))?;
        content.extend_from_slice(&part);
    }
    if Some(content.len()) == size { Ok(content) } else { Err(DocumentError::Altered(id)) }
}

/// Changes who a document is for, and its note.
///
/// What becomes public is checked for publication first, on its content as it is kept.
pub async fn amend(
    tx: &mut Tx,
    keys: &Keys,
    actor: &Actor,
    seen: (Uuid, i64),
    amendment: &Amendment,
    at: Timestamp,
) -> Result<StoredDocument, DocumentError> {
    check_words("the note", &amendment.note, 0)?;
    let before = current(tx, keys, seen).await?;
    let Some(card) = before.card.clone() else { return Err(DocumentError::Destroyed(before.id)) };
    if amendment.sensitivity == Sensitivity::Public && before.sensitivity != Sensitivity::Public {
        let content = read(tx, keys, before.id).await?;
        check(content, &card.name, Purpose::Publish).map_err(DocumentError::NotFitForPublication)?;
    }
    let row = store::document(tx, before.id).await?.ok_or(DocumentError::NoSuchDocument(before.id))?;
    let area_key = known_area_key(tx, keys).await?.ok_or(DocumentError::Altered(before.id))?;
    let own = own_key(keys, tx.area(), &area_key, &row)?;
    let after = StoredDocument {
        card: Some(Card { note: amendment.note.clone(), ..card }),
        sensitivity: amendment.sensitivity,
        version: before.version + 1,
        ..before
    };
    let card = sealed_card(&own, tx.area(), &after)?;
    if !store::amend(tx, after.id, seen.1, after.sensitivity, &card).await? {
        return Err(changed(tx, keys, after.id).await);
    }
    let detail = json!({"sensitivity": [before.sensitivity.as_str(), after.sensitivity.as_str()]});
    record(tx, actor, "document.amend", &subject(after.id), &detail, at).await?;
    Ok(after)
}

/// Takes a document back: it stays in its list with the reason, and is no longer read.
pub async fn withdraw(
    tx: &mut Tx,
    keys: &Keys,
    actor: &Actor,
    seen: (Uuid, i64),
    because: &str,
    at: Timestamp,
) -> Result<StoredDocument, DocumentError> {
    check_words("the reason", because, 1)?;
    let before = current(tx, keys, seen).await?;
    if before.withdrawn.is_some() {
        return Err(DocumentError::Withdrawn(before.id));
    }
    let withdrawal = Withdrawal { at, by: actor.to_string(), because: because.to_owned() };
    if !store::withdraw(tx, before.id, seen.1, &withdrawal).await? {
        return Err(changed(tx, keys, before.id).await);
    }
    record(tx, actor, "document.withdraw", &subject(before.id), &json!({}), at).await?;
    Ok(StoredDocument { withdrawn: Some(withdrawal), version: before.version + 1, ..before })
}

/// How the audit record names a document: never by its file's name.
pub(crate) fn subject(id: Uuid) -> String {
    format!("document {id}")
}

pub(crate) fn check_words(field: &'static str, words: &str, least: usize) -> Result<(), DocumentError> {
    let found = words.trim().chars().count();
    let fits = (least..=WORDS).contains(&found);
    if fits { Ok(()) } else { Err(DocumentError::Words { field, least, most: WORDS, found }) }
}

/// The document, if it still has the version somebody saw.
pub(crate) async fn current(
    tx: &mut Tx,
    keys: &Keys,
    (id, version): (Uuid, i64),
) -> Result<StoredDocument, DocumentError> {
    let now = document(tx, keys, id).await?.ok_or(DocumentError::NoSuchDocument(id))?;
    if now.version == version { Ok(now) } else { Err(DocumentError::Changed(Box::new(now))) }
}

/// The error for a document that changed between being looked at and being written.
pub(crate) async fn changed(tx: &mut Tx, keys: &Keys, id: Uuid) -> DocumentError {
    match document(tx, keys, id).await {
        Ok(Some(now)) => DocumentError::Changed(Box::new(now)),
        Ok(None) => DocumentError::NoSuchDocument(id),
        Err(error) => error,
    }
}

/// The area's key, if it has one yet.
async fn known_area_key(tx: &mut Tx, keys: &Keys) -> Result<Option<Secret>, DocumentError> {
    let area = tx.area();
    let Some(wrapped) = store::area_key(tx).await? else { return Ok(None) };
    let opened = open_key(&keys.wrapping(area), &belonging("area key", area, &[]), &wrapped);
    opened.map(Some).map_err(|_| DocumentError::OtherKeys)
}

/// The area's key; a new one when it has none.
async fn area_key(tx: &mut Tx, keys: &Keys, at: Timestamp) -> Result<Secret, DocumentError> {
    if let Some(key) = known_area_key(tx, keys).await? {
        return Ok(key);
    }
    let area = tx.area();
    let fresh = Secret::new(random_bytes());
    let wrapped = seal(&keys.wrapping(area), &belonging("area key", area, &[]), &*fresh);
    store::add_area_key(tx, &wrapped.map_err(|_| DocumentError::OtherKeys)?, at).await?;
    // Read again: another transaction may have been quicker, and then its key stands.
    known_area_key(tx, keys).await?.ok_or(DocumentError::OtherKeys)
}

/// Stores the content unless it is there, and returns the key it is sealed with.
async fn keep_content(
    tx: &mut Tx,
    keys: &Keys,
    area_key: &Secret,
    address: &str,
    file: &Checked,
) -> Result<Secret, DocumentError> {
    let chunks = file.bytes().len().div_ceil(CHUNK);
    let (bytes, of) = (whole(file.bytes().len()), whole(chunks));
    loop {
        if store::hold_content(tx, address).await? {
            if let Some(key) = shared_key(tx, keys, area_key, address).await? {
                return Ok(key);
            }
            // What is there opens for nobody, as after the restore of a backup older than a shredding.
            store::remove_content(tx, address).await?;
        }
        if store::add_content(tx, address, bytes, of).await? {
            break;
        }
    }
    let key = Secret::new(random_bytes());
    for (number, part) in file.bytes().chunks(CHUNK).enumerate() {
        let number = whole(number);
        let sealed = seal(&key, &chunk_place(tx.area(), address, number, of), part);
        store::add_chunk(tx, address, number, &sealed.map_err(|_| DocumentError::OtherKeys)?).await?;
    }
    Ok(key)
}

/// The key of a content, through any document that holds it and still opens.
async fn shared_key(
    tx: &mut Tx,
    keys: &Keys,
    area_key: &Secret,
    address: &str,
) -> Result<Option<Secret>, DocumentError> {
    let area = tx.area();
    let holders = store::holders(tx, address).await?;
    Ok(holders.iter().find_map(|row| {
        let own = own_key(keys, area, area_key, row).ok()?;
        let place = belonging("content key", area, &[row.document_id.as_bytes(), address.as_bytes()]);
        open_key(&own, &place, &row.wrapped_key).ok()
    }))
}

/// A leaf of the key file that no document of the area has used.
async fn free_slot(tx: &mut Tx, keys: &Keys) -> Result<u32, DocumentError> {
    // A leaf can be gone without a row that says so, after a restore; a second draw then nearly always does.
    for _ in 0..16 {
        let slot = u32::from_be_bytes(random_bytes());
        if keys.leaf(tx.area(), slot).is_some() && !store::is_slot_taken(tx, slot).await? {
            return Ok(slot);
        }
    }
    Err(DocumentError::AreaDestroyed)
}

/// The key of one document: from its leaf and its area's key, so that it takes both.
fn document_key(keys: &Keys, area: AreaId, area_key: &Secret, id: Uuid, slot: u32) -> Option<Secret> {
    let leaf = keys.leaf(area, slot)?;
    Some(keyed_digest(&leaf, "document", &[area_key.as_slice(), area.0.as_bytes(), id.as_bytes()]))
}

fn own_key(keys: &Keys, area: AreaId, area_key: &Secret, row: &DocumentRow) -> Result<Secret, DocumentError> {
    let slot = row.slot().ok_or(DocumentError::Altered(row.document_id))?;
    document_key(keys, area, area_key, row.document_id, slot).ok_or(DocumentError::Destroyed(row.document_id))
}

/// Where a card belongs. What decides who may read is bound in, so that no change of a row goes unseen.
fn card_place(area: AreaId, row: &DocumentRow) -> Vec<u8> {
    let words = [&row.media_type, &row.sensitivity, &row.subject_kind, &row.subject_key].map(String::as_bytes);
    bound_card(area, row.document_id, row.bytes, words)
}

fn bound_card(area: AreaId, id: Uuid, bytes: i64, [media, sensitivity, kind, key]: [&[u8]; 4]) -> Vec<u8> {
    belonging("card", area, &[id.as_bytes(), &bytes.to_be_bytes(), media, sensitivity, kind, key])
}

fn sealed_card(own: &Secret, area: AreaId, document: &StoredDocument) -> Result<Vec<u8>, DocumentError> {
    let damaged = DocumentError::Altered(document.id);
    let words = [document.media.as_str(), document.sensitivity.as_str(), &document.about.kind, &document.about.key];
    let bytes = i64::try_from(document.bytes).unwrap_or(i64::MAX);
    let place = bound_card(area, document.id, bytes, words.map(str::as_bytes));
    let Ok(text) = serde_json::to_vec(&document.card) else { return Err(damaged) };
    seal(own, &place, &text).map_err(|_| damaged)
}

/// The document of a row. Only a destroyed key leaves the card out; a damaged card is an error.
fn opened(
    keys: &Keys,
    area: AreaId,
    area_key: Option<&Secret>,
    row: DocumentRow,
) -> Result<StoredDocument, DocumentError> {
    let id = row.document_id;
    if row.is_shredded() {
        return Ok(row.with_card(None)?);
    }
    let own = match own_key(keys, area, area_key.ok_or(DocumentError::Altered(id))?, &row) {
        Err(DocumentError::Destroyed(_)) => return Ok(row.with_card(None)?),
        other => other?,
    };
    let text = open(&own, &card_place(area, &row), &row.card).map_err(|_| DocumentError::Altered(id))?;
    let card: Card = serde_json::from_slice(&text).map_err(|_| DocumentError::Altered(id))?;
    Ok(row.with_card(Some(card))?)
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
