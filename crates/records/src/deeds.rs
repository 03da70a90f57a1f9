//! What people do with documents: hand one in, have one given out, take one back.

use audit::record;
use db::Tx;
use documents::{About, Checked, DocumentError, Finding, Keys, NewDocument, Purpose, Sensitivity, StoredDocument};
use jiff::Timestamp;
use kernel::Actor;
use office::{Office, PageError, SentFile};
use serde_json::json;
use uuid::Uuid;

/// The installation's keys have to be given to the office before it opens.
#[derive(Debug, thiserror::Error)]
#[error("the office was opened without the keys of the documents")]
struct NoKeys;

/// The keys of the installation's documents.
pub(crate) fn keys(office: &Office) -> Result<&Keys, PageError> {
    office.part::<Keys>().ok_or_else(|| PageError::ours(NoKeys))
}

/// Looks at a file beside the threads that answer: the worst one takes seconds.
pub(crate) async fn checked(file: SentFile, range: Sensitivity) -> Result<Result<Checked, Vec<Finding>>, PageError> {
    let purpose = if range == Sensitivity::Public { Purpose::Publish } else { Purpose::Hold };
    let looked = tokio::task::spawn_blocking(move || documents::check(file.bytes, &file.name, purpose)).await;
    looked.map_err(PageError::ours)
}

/// What is said about a file that is handed in.
#[derive(Debug, Clone)]
pub(crate) struct HandedIn {
    /// What it belongs to.
    pub(crate) about: About,
    /// Who it is for.
    pub(crate) range: Sensitivity,
    /// A remark.
    pub(crate) note: String,
}

/// Keeps a checked file. Whoever called decided that they may, and commits.
pub(crate) async fn hand_in(
    tx: &mut Tx,
    keys: &Keys,
    actor: &Actor,
    (file, said): (&Checked, HandedIn),
    at: Timestamp,
) -> Result<StoredDocument, DocumentError> {
    let new = NewDocument { file, about: said.about, sensitivity: said.range, note: said.note };
    documents::add(tx, keys, actor, &new, at).await
}

/// Gives a document's content out, and says so in the audit record, by its identifier. Whoever called commits: without
/// the entry nobody gets the content.
pub(crate) async fn give_out(
    tx: &mut Tx,
    keys: &Keys,
    actor: &Actor,
    id: Uuid,
    at: Timestamp,
) -> Result<Vec<u8>, DocumentError> {
    let content = documents::read(tx, keys, id).await?;
    record(tx, actor, "document.read", &format!("document {id}"), &json!({}), at).await?;
    Ok(content)
}
