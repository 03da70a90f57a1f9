//! Changes as people make them on a page: against the version they saw, with a reason, and so that they can be taken back.

use db::Tx;
use jiff::{Timestamp, civil::Date};
use kernel::Actor;

use crate::{
    deed::Deed,
    deeds::{Because, NotDone, hold_tree, perform_because},
    history::{Facet, Kept, Kind, Past, Side},
    inverse::dated,
    model::Tree,
    store,
};

/// Which version of a thing somebody had before their eyes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// What kind of thing: a node, a plan or evidence.
    pub kind: Kind,
    /// Its key.
    pub key: String,
    /// The version their page showed.
    pub version: i64,
}

/// Two people changed the same side of the same thing. Nothing of the later change remains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// What both changed.
    pub side: Side,
    /// Its version now: a form that carries it saves over what is there.
    pub version: i64,
    /// What it says now.
    pub theirs: Option<String>,
    /// What it would say after the later change.
    pub yours: Option<String>,
    /// The deeds done in between, the latest first.
    pub since: Vec<Past>,
}

/// Why a change was not saved. Nothing of it remains.
#[derive(Debug, thiserror::Error)]
pub enum NotSaved {
    /// Somebody else changed the same thing meanwhile.
    #[error("{} of {} was changed by somebody else meanwhile; compare both texts and choose", .0.side.facet.plain(), .0.side.key)]
    Clash(Box<Clash>),
    /// What was seen is not there any more, or never was.
    #[error("there is no {kind} {key:?}; go back to the plan and choose one that is there", kind = .0.word(), key = .1)]
    Gone(Kind, String),
    /// A deed was refused.
    #[error(transparent)]
    NotDone(#[from] NotDone),
    /// The database's own message.
    #[error("the change could not be written: {0}")]
    Engine(#[from] sqlx::Error),
}

/// Saves what somebody changed on a page as one change, and returns its number, or `None` when it changes nothing.
///
/// `tree` is what [`crate::deeds::hold_tree`] gave in the same transaction.
/// A thing that others changed meanwhile is no obstacle unless they changed the same side of it.
pub async fn save(
    tx: &mut Tx,
    (actor, at): (&Actor, Timestamp),
    tree: Tree,
    seen: &[Seen],
    (deeds, reason): (Vec<Deed>, Option<&str>),
) -> Result<Option<i64>, NotSaved> {
    let mut after = tree.clone();
    let deeds: Vec<Deed> = deeds.into_iter().filter(|deed| changes_something(&mut after, deed)).collect();
    for seen in seen {
        if let Some(clash) = clash(tx, &tree, seen, &deeds).await? {
            return Err(NotSaved::Clash(Box::new(clash)));
        }
    }
    let because = Because { reason, ..Because::default() };
    Ok(perform_because(tx, (actor, at), tree, &deeds, because).await?.1)
}

/// Whether a deed leaves the tree otherwise than it was. One that does not fit is left for its refusal.
fn changes_something(tree: &mut Tree, deed: &Deed) -> bool {
    let before = tree.clone();
    tree.apply(deed).is_err() || before != *tree
}

async fn clash(tx: &mut Tx, tree: &Tree, seen: &Seen, deeds: &[Deed]) -> Result<Option<Clash>, NotSaved> {
    if store::claim(tx, seen.kind, &seen.key, seen.version).await? {
        return Ok(None);
    }
    let gone = || NotSaved::Gone(seen.kind, seen.key.clone());
    let version = store::version(tx, seen.kind, &seen.key).await?.ok_or_else(gone)?;
    let past = store::history(tx, seen.kind, &seen.key).await?;
    for deed in deeds {
        let side = Side::of(deed);
        // Notes stand beside each other: two people may both add one.
        if (side.kind, &side.key) != (seen.kind, &seen.key) || side.facet == Facet::Notes {
            continue;
        }
        let same = |past: &&Past| past.version > seen.version && past.side == side;
        let since: Vec<Past> = past.iter().filter(same).cloned().collect();
        if since.is_empty() {
            continue;
        }
        let mut after = tree.clone();
        after.apply(deed).map_err(|reason| NotDone::Refused { deed: deed.to_string(), reason })?;
        let (theirs, yours) = (side.said(tree), side.said(&after));
        return Ok(Some(Clash { side, version, theirs, yours, since }));
    }
    Ok(None)
}

/// Why a change was not taken back. Nothing was altered.
#[derive(Debug, thiserror::Error)]
pub enum NotUndone {
    /// There is no such change.
    #[error("there is no change {0}")]
    NoSuchChange(i64),
    /// It was taken back before.
    #[error("change {number} was already taken back by change {by}")]
    Already {
        /// The change.
        number: i64,
        /// What took it back.
        by: i64,
    },
    /// A later change stands on it.
    #[error(
        "change {number} cannot be taken back while change {later} stands on it ({what}); take that one back first"
    )]
    StoodOn {
        /// The change.
        number: i64,
        /// The later one.
        later: i64,
        /// What the later one changed.
        what: String,
    },
    /// Something in the plan hangs on what it added.
    #[error("change {number} cannot be taken back: {other:?} hangs on {node:?}; move or unlink it first")]
    Needed {
        /// The change.
        number: i64,
        /// The node it added.
        node: String,
        /// The node that hangs on it.
        other: String,
    },
    /// Nothing takes such a deed back.
    #[error("there is no taking back of {deed:?} ({key}); correct it with a new change instead")]
    NoWayBack {
        /// The deed's word.
        deed: String,
        /// What it was done to.
        key: String,
    },
    /// The deed that takes it back was refused.
    #[error(transparent)]
    NotDone(#[from] NotDone),
    /// The database's own message.
    #[error("the change could not be taken back: {0}")]
    Engine(#[from] sqlx::Error),
}

/// Takes a change back by a new one that names it, and returns the new one's number. Nothing is deleted.
pub async fn undo(
    tx: &mut Tx,
    (actor, at): (&Actor, Timestamp),
    on: Date,
    number: i64,
    reason: &str,
) -> Result<i64, NotUndone> {
    let tree = hold_tree(tx).await?;
    let done = store::change(tx, number).await?;
    let first = done.first().ok_or(NotUndone::NoSuchChange(number))?;
    if let Some(by) = first.undone_by {
        return Err(NotUndone::Already { number, by });
    }
    for past in &done {
        check_nothing_stands_on(tx, &tree, past, &done).await?;
    }
    let kept = store::inverses(tx, number).await?;
    let mut deeds = Vec::with_capacity(kept.len());
    for (past, kept) in done.iter().zip(kept).rev() {
        let no_way = || NotUndone::NoWayBack { deed: past.deed.clone(), key: past.side.key.clone() };
        let deed = kept.map(Kept::into_deed).ok_or_else(no_way)?;
        deeds.push(dated(deed, on, reason));
    }
    let because = Because { reason: Some(reason), undoes: Some(number), ..Because::default() };
    let (_, change) = perform_because(tx, (actor, at), tree, &deeds, because).await?;
    change.ok_or(NotUndone::NoSuchChange(number))
}

/// Later changes of the same side, unless they were themselves taken back, keep a deed from being taken back.
async fn check_nothing_stands_on(tx: &mut Tx, tree: &Tree, past: &Past, done: &[Past]) -> Result<(), NotUndone> {
    let adds = past.deed == "add_node";
    let history = store::history(tx, past.side.kind, &past.side.key).await?;
    // A change that takes another back stands on nothing but that one, which is looked at by itself.
    let blocks = |later: &&Past| {
        later.change > past.change
            && later.undone_by.is_none()
            && later.undoes.is_none()
            && (adds || later.side.facet == past.side.facet)
    };
    if let Some(later) = history.iter().rev().find(blocks) {
        let what = later.side.facet.plain().to_owned();
        return Err(NotUndone::StoodOn { number: past.change, later: later.change, what });
    }
    let own = |key: &str| done.iter().any(|other| other.side.key == key);
    let key = &past.side.key;
    let hangs = |node: &&crate::model::Node| {
        let names = node.contributes_to.iter().chain(&node.parent).chain(&node.baseline_of);
        node.retired.is_none() && names.into_iter().any(|name| name == key) && !own(&node.key)
    };
    match tree.nodes.iter().find(hangs).filter(|_| adds) {
        Some(other) => Err(NotUndone::Needed { number: past.change, node: key.clone(), other: other.key.clone() }),
        None => Ok(()),
    }
}
