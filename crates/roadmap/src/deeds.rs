//! Where deeds are done: checked against the tree, written, and recorded, in one transaction.

use audit::record;
use db::Tx;
use jiff::Timestamp;
use kernel::{Actor, london_date};
use serde_json::{Value, json};

use crate::{
    apply::Unfit,
    consent::{Consent, ProposalState},
    deed::Deed,
    history::{Kept, Side, body_name},
    inverse::inverse,
    model::{NodeUpdate, Tree},
    store,
};

/// Why deeds were not done. Nothing of them remains.
#[derive(Debug, thiserror::Error)]
pub enum NotDone {
    /// One of them does not fit the tree.
    #[error("{deed}: {reason}")]
    Refused {
        /// The deed, in words.
        deed: String,
        /// Why not.
        reason: Unfit,
    },
    /// A date was to move without the consent it needs.
    #[error("the date of {node} moves only with the consent of {bodies}; propose the move and let them answer")]
    ConsentNeeded {
        /// The node.
        node: String,
        /// Names of the bodies that have not consented.
        bodies: String,
    },
    /// A body was to lose its say in a date that is just being moved.
    #[error("{bodies} must go on being asked about {node} while its date is being moved; settle the move first")]
    SayInMove {
        /// The node.
        node: String,
        /// Names of the bodies.
        bodies: String,
    },
    /// A body was to lose its say without a word why.
    #[error("say why {bodies} need not be asked any more before the date of {node} moves")]
    ReasonNeeded {
        /// The node.
        node: String,
        /// Names of the bodies.
        bodies: String,
    },
    /// The database's own message.
    #[error("the change could not be written: {0}")]
    Engine(#[from] sqlx::Error),
}

/// What stands behind a change.
#[derive(Debug, Clone, Copy, Default)]
pub struct Because<'a> {
    /// Why, in the words of whoever does it.
    pub reason: Option<&'a str>,
    /// The change it takes back.
    pub undoes: Option<i64>,
    /// The consents given to a move of a date.
    pub consents: &'a [Consent],
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
    perform_because(tx, (actor, at), tree, deeds, Because::default()).await.map(|(tree, _)| tree)
}

/// As [`perform`], with what stands behind the change. Returns the change's number too, unless there was nothing to do.
pub async fn perform_because(
    tx: &mut Tx,
    (actor, at): (&Actor, Timestamp),
    tree: Tree,
    deeds: &[Deed],
    because: Because<'_>,
) -> Result<(Tree, Option<i64>), NotDone> {
    let mut tree = tree;
    if deeds.is_empty() {
        return Ok((tree, None));
    }
    let change = store::open_change(tx, &actor.to_string(), at, &because).await?;
    let mut part = 0;
    for deed in deeds {
        check_consent(&tree, deed, because.consents)?;
        let told = released(tx, &tree, (deed, deeds), because, at).await?;
        for deed in std::iter::once(deed).chain(&told) {
            part += 1;
            perform_one(tx, (actor, at), &mut tree, deed, because, (change, part)).await?;
        }
    }
    Ok((tree, Some(change)))
}

/// Does one deed and remembers it as a part of its change.
async fn perform_one(
    tx: &mut Tx,
    (actor, at): (&Actor, Timestamp),
    tree: &mut Tree,
    deed: &Deed,
    because: Because<'_>,
    place: (i64, i64),
) -> Result<(), NotDone> {
    let side = Side::of(deed);
    let (before, back) = (side.said(tree), inverse(tree, deed));
    tree.apply(deed).map_err(|reason| NotDone::Refused { deed: deed.to_string(), reason })?;
    store::write_deed(tx, tree, deed).await?;
    let version = store::next_version(tx, side.kind, &side.key).await?;
    let said = (before.as_deref(), side.said(tree));
    store::remember(tx, place, &side, deed.word(), said, version, back.map(Kept::of)).await?;
    record(tx, actor, deed.word(), deed.subject(), &detail(deed, because)?, at).await?;
    Ok(())
}

/// What the public is told when bodies need not be asked any more before a date moves; `None` where none loses its say.
///
/// Whoever wants a date moved must not be able to silence those who would have to agree: not while a move waits, not in
/// the change that moves it, and never without a published reason.
async fn released(
    tx: &mut Tx,
    tree: &Tree,
    (deed, all): (&Deed, &[Deed]),
    because: Because<'_>,
    at: Timestamp,
) -> Result<Option<Deed>, NotDone> {
    let Deed::RequireConsent { node: key, bodies } = deed else { return Ok(None) };
    let held = tree.node(key).map(|node| node.consent_from.as_slice()).unwrap_or_default();
    let lost: Vec<String> =
        held.iter().filter(|body| !bodies.contains(body)).map(|body| body_name(tree, body)).collect();
    if lost.is_empty() {
        return Ok(None);
    }
    let (node, names) = (key.clone(), lost.join(" and "));
    let moves = all.iter().any(|other| matches!(other, Deed::MoveDate { node, .. } if node == key));
    let waits = store::proposals(tx, key).await?.iter().any(|held| held.state == ProposalState::Waiting);
    if moves || waits {
        return Err(NotDone::SayInMove { node, bodies: names });
    }
    let Some(reason) = because.reason.map(str::trim).filter(|reason| !reason.is_empty()) else {
        return Err(NotDone::ReasonNeeded { node, bodies: names });
    };
    let text = format!("This date can now move without the consent of {names}. The reason given: {reason}");
    let update = NodeUpdate { on: london_date(at), period: None, text, by: "Programme office".to_owned() };
    Ok(Some(Deed::AddUpdate { node, update }))
}

/// A date that needs consent moves only when every body named has given it.
fn check_consent(tree: &Tree, deed: &Deed, consents: &[Consent]) -> Result<(), NotDone> {
    let Deed::MoveDate { node, .. } = deed else { return Ok(()) };
    let needed = tree.node(node).map(|node| node.consent_from.as_slice()).unwrap_or_default();
    let gives = |body: &String| consents.iter().any(|consent| consent.gives && consent.body == *body);
    let lacking: Vec<String> = needed.iter().filter(|body| !gives(body)).map(|body| body_name(tree, body)).collect();
    if lacking.is_empty() {
        return Ok(());
    }
    Err(NotDone::ConsentNeeded { node: node.clone(), bodies: lacking.join(" and ") })
}

/// What the audit record keeps of a deed. More people may read the record than private evidence, so
/// of that it keeps no more than that it is there.
fn detail(deed: &Deed, because: Because<'_>) -> sqlx::Result<Value> {
    let coded = |error: serde_json::Error| sqlx::Error::Encode(error.into());
    let mut detail = match deed {
        Deed::FileEvidence(evidence) if !evidence.is_public() => json!({ "file_evidence": { "private": true } }),
        deed => serde_json::to_value(deed).map_err(coded)?,
    };
    if let Value::Object(fields) = &mut detail {
        let said = [
            ("reason", because.reason.map(Value::from)),
            ("undoes", because.undoes.map(Value::from)),
            ("consents", (!because.consents.is_empty()).then(|| json!(because.consents))),
        ];
        fields.extend(said.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
    }
    Ok(detail)
}
