//! A plan gives way to the one that follows it, and says of each commitment what becomes of it.

use std::collections::BTreeMap;

use crate::{
    deed::{Deed, NoSuch},
    model::{Delivery, GaveWay, Node, Plan, Retired, RetiredKind, Tree},
};

/// What becomes of a commitment of the old plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It goes on as a commitment of the new plan.
    Carried {
        /// Key of that commitment.
        to: String,
    },
    /// It is taken into a commitment of the new plan that is wider.
    Merged {
        /// Key of that commitment.
        into: String,
    },
    /// Nothing of it is left to do.
    Closed,
    /// It is given up.
    Dropped,
}

/// What becomes of one commitment, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Key of the commitment.
    pub node: String,
    /// What becomes of it.
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
}

/// Why a plan cannot give way yet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    /// A plan or commitment named is not there.
    #[error(transparent)]
    NoSuch(#[from] NoSuch),
    /// Both plans are the same.
    #[error("the plan {0:?} cannot give way to itself; name the plan that follows")]
    SamePlan(String),
    /// It gave way before.
    #[error("the plan {0:?} has given way already")]
    Already(String),
    /// Commitments without an answer.
    #[error("say what becomes of every open commitment; without an answer: {}", .0.join(", "))]
    Unanswered(Vec<String>),
    /// An answer about something that is not an open commitment of the old plan, or a second one.
    #[error("{0:?} is not an open commitment of the old plan, or was answered twice")]
    NotAsked(String),
    /// An answer without its reason.
    #[error("say why for {0:?}")]
    NoReason(String),
    /// A commitment is led to something that is not an open commitment of the new plan.
    #[error("{node:?} cannot be led to {target:?}, which is not an open commitment of the new plan")]
    WrongTarget {
        /// The old commitment.
        node: String,
        /// What was named.
        target: String,
    },
}

/// The commitments of a plan that are neither done nor retired.
pub fn open_commitments<'a>(tree: &'a Tree, plan: &'a str) -> impl Iterator<Item = &'a Node> {
    let done = |node: &Node| {
        node.timing.actual.is_some() || node.delivery.as_ref().is_some_and(|mark| mark.value == Delivery::Done)
    };
    tree.nodes.iter().filter(move |node| node.plan == plan && node.retired.is_none() && !done(node))
}

/// The deeds by which a plan gives way; refused until every open commitment has its answer.
pub fn succession(tree: &Tree, old: &str, way: &GaveWay, answers: &[Answer]) -> Result<Vec<Deed>, NotReady> {
    let plan = held_plan(tree, old)?;
    held_plan(tree, &way.to)?;
    if way.to == old {
        return Err(NotReady::SamePlan(old.to_owned()));
    }
    if plan.gave_way.is_some() {
        return Err(NotReady::Already(old.to_owned()));
    }
    let mut by_node: BTreeMap<&str, &Answer> = BTreeMap::new();
    for answer in answers {
        let asked = open_commitments(tree, old).any(|node| node.key == answer.node);
        if !asked || by_node.insert(&answer.node, answer).is_some() {
            return Err(NotReady::NotAsked(answer.node.clone()));
        }
    }
    let open = open_commitments(tree, old).map(|node| node.key.as_str());
    let unanswered: Vec<String> = open.filter(|key| !by_node.contains_key(key)).map(str::to_owned).collect();
    if !unanswered.is_empty() {
        return Err(NotReady::Unanswered(unanswered));
    }
    let mut deeds = Vec::with_capacity(answers.len() + 1);
    for answer in answers {
        deeds.push(fate(tree, way, answer)?);
    }
    deeds.push(Deed::GiveWay { plan: old.to_owned(), way: Some(way.clone()) });
    Ok(deeds)
}

fn held_plan<'a>(tree: &'a Tree, key: &str) -> Result<&'a Plan, NoSuch> {
    let missing = || NoSuch { kind: "plan", key: key.to_owned() };
    tree.plans.iter().find(|plan| plan.key == key).ok_or_else(missing)
}

fn fate(tree: &Tree, way: &GaveWay, answer: &Answer) -> Result<Deed, NotReady> {
    if answer.reason.trim().is_empty() {
        return Err(NotReady::NoReason(answer.node.clone()));
    }
    let (kind, into) = match &answer.outcome {
        Outcome::Carried { to } => (RetiredKind::Carried, Some(to)),
        Outcome::Merged { into } => (RetiredKind::Merged, Some(into)),
        Outcome::Closed => (RetiredKind::Closed, None),
        Outcome::Dropped => (RetiredKind::Dropped, None),
    };
    if let Some(target) = into {
        let fits = tree.node(target).is_some_and(|node| node.plan == way.to && node.retired.is_none());
        if !fits {
            return Err(NotReady::WrongTarget { node: answer.node.clone(), target: target.clone() });
        }
    }
    let reason = Some(answer.reason.trim().to_owned());
    let retired = Retired { kind, on: way.on, reason, into: into.cloned().into_iter().collect() };
    Ok(Deed::Retire { node: answer.node.clone(), retired })
}

/// What became of one commitment when its plan gave way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fate<'a> {
    /// The commitment.
    pub node: &'a Node,
    /// How it left, when and why.
    pub retired: &'a Retired,
    /// The commitment of the new plan it goes on in, where there is one.
    pub target: Option<&'a Node>,
}

/// A succession as the public may read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told<'a> {
    /// The plan that gave way.
    pub old: &'a Plan,
    /// The plan that follows.
    pub new: &'a Plan,
    /// When and why.
    pub way: &'a GaveWay,
    /// What became of the commitments that were still open.
    pub fates: Vec<Fate<'a>>,
}

/// Every plan of a tree that has given way, with what became of its open commitments, in the tree's order.
pub fn told(tree: &Tree) -> Vec<Told<'_>> {
    tree.plans.iter().filter_map(|old| told_of(tree, old)).collect()
}

fn told_of<'a>(tree: &'a Tree, old: &'a Plan) -> Option<Told<'a>> {
    let way = old.gave_way.as_ref()?;
    let new = tree.plans.iter().find(|plan| plan.key == way.to)?;
    let left = tree.nodes.iter().filter(|node| node.plan == old.key);
    let fates = left.filter_map(|node| {
        let retired = node.retired.as_ref().filter(|retired| retired.on == way.on)?;
        Some(Fate { node, retired, target: retired.into.first().and_then(|key| tree.node(key)) })
    });
    Some(Told { old, new, way, fates: fates.collect() })
}
