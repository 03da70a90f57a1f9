//! Where deeds are done: checked against the tree, written, and recorded, in one transaction.

use audit::record;
use db::Tx;
use jiff::Timestamp;
use kernel::Actor;
use serde_json::{Value, json};

use crate::{
    deed::{Deed, NoSuch},
    model::Tree,
    store,
};

/// Why deeds were not done. Nothing of them remains.
#[derive(Debug, thiserror::Error)]
pub enum NotDone {
    /// One of them names something that is not there.
    #[error("{deed}: {reason}")]
    Refused {
        /// The deed, in words.
        deed: String,
        /// What it names.
        reason: NoSuch,
    },
    /// The database's own message.
    #[error("the change could not be written: {0}")]
    Engine(#[from] sqlx::Error),
}

/// Takes the area's tree for this transaction, so that nobody changes it between looking and doing.
pub async fn hold_tree(tx: &mut Tx) -> sqlx::Result<Tree> {
    store::hold_tree(tx).await?;
    store::load_tree(tx).await
}

/// Does deeds in order, each with its entry in the audit record, and returns the tree as it then is.
///
/// `tree` is what [`hold_tree`] gave in the same transaction.
pub async fn perform(tx: &mut Tx, actor: &Actor, at: Timestamp, tree: Tree, deeds: &[Deed]) -> Result<Tree, NotDone> {
    let mut tree = tree;
    for deed in deeds {
        tree.apply(deed).map_err(|reason| NotDone::Refused { deed: deed.to_string(), reason })?;
        store::write_deed(tx, deed).await?;
        let detail = detail(deed)?;
        record(tx, actor, deed.word(), deed.subject(), &detail, at).await?;
    }
    Ok(tree)
}

/// What the audit record keeps of a deed. More people may read the record than private evidence, so
/// of that it keeps no more than that it is there.
fn detail(deed: &Deed) -> sqlx::Result<Value> {
    match deed {
        Deed::FileEvidence(evidence) if evidence.private => Ok(json!({ "file_evidence": { "private": true } })),
        deed => serde_json::to_value(deed).map_err(|error| sqlx::Error::Encode(error.into())),
    }
}
