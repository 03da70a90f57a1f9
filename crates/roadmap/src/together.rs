//! Changes made of several deeds: a node split into parts, nodes merged, a link made or taken away.

use jiff::civil::Date;

use crate::{
    deed::{Deed, Links, NoSuch},
    model::{Node, Retired, RetiredKind, Timing, Tree},
};

/// Why parts or a whole could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotMade {
    /// Something named is not there.
    #[error(transparent)]
    NoSuch(#[from] NoSuch),
    /// Too few parts or too few to merge.
    #[error("name at least two parts; to change the words alone, reword it")]
    TooFewParts,
    /// It has left the plan.
    #[error("{0:?} has left the plan; take it back into the plan first")]
    Left(String),
    /// A node would be merged into itself.
    #[error("{0:?} cannot be merged into itself; choose another")]
    IntoItself(String),
}

/// A part of a node that is split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPart {
    /// Its key.
    pub key: String,
    /// Its words.
    pub wording: String,
}

/// Why, and from which day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grounds<'a> {
    /// The day.
    pub on: Date,
    /// Why.
    pub reason: &'a str,
}

fn standing<'a>(tree: &'a Tree, key: &str) -> Result<&'a Node, NotMade> {
    let node = tree.node(key).ok_or_else(|| NoSuch { kind: "node", key: key.to_owned() })?;
    if node.retired.is_some() { Err(NotMade::Left(key.to_owned())) } else { Ok(node) }
}

fn leave(node: &str, kind: RetiredKind, into: Vec<String>, grounds: Grounds<'_>) -> Deed {
    let reason = Some(grounds.reason.to_owned());
    Deed::Retire { node: node.to_owned(), retired: Retired { kind, on: grounds.on, reason, into } }
}

/// Splits a node: the parts name where they came from, keep its date, owners and links, and stand next to it; the old one
/// leaves the plan and names its parts.
pub fn split(tree: &Tree, key: &str, parts: &[NewPart], grounds: Grounds<'_>) -> Result<Vec<Deed>, NotMade> {
    let node = standing(tree, key)?;
    if parts.len() < 2 {
        return Err(NotMade::TooFewParts);
    }
    let mut deeds = Vec::with_capacity(parts.len() * 2 + 1);
    let mut after = key;
    for part in parts {
        let new = Node {
            key: part.key.clone(),
            wording: part.wording.clone(),
            plain: None,
            reference: None,
            timing: Timing::new(node.timing.current().clone()),
            delivery: None,
            confidence: None,
            oversight: None,
            felt: None,
            places: Vec::new(),
            measures: Vec::new(),
            updates: Vec::new(),
            came_from: vec![node.key.clone()],
            private: None,
            ..node.clone()
        };
        deeds.push(Deed::AddNode(Box::new(new)));
        let place = crate::deed::Place {
            plan: node.plan.clone(),
            parent: node.parent.clone(),
            level: node.level.clone(),
            after: Some(after.to_owned()),
        };
        deeds.push(Deed::Move { node: part.key.clone(), place, reason: grounds.reason.to_owned() });
        after = &part.key;
    }
    deeds.push(leave(key, RetiredKind::Split, parts.iter().map(|part| part.key.clone()).collect(), grounds));
    Ok(deeds)
}

/// Merges nodes into one that stands: they leave the plan and name it, and it takes over what they were joined to.
pub fn merge(tree: &Tree, keys: &[String], into: &str, grounds: Grounds<'_>) -> Result<Vec<Deed>, NotMade> {
    let whole = standing(tree, into)?;
    let mut links = Links::of(whole);
    let mut deeds = Vec::with_capacity(keys.len() + 1);
    for key in keys {
        if key == into {
            return Err(NotMade::IntoItself(key.clone()));
        }
        let node = standing(tree, key)?;
        for (held, more) in [
            (&mut links.themes, &node.themes),
            (&mut links.answers, &node.answers),
            (&mut links.contributes_to, &node.contributes_to),
            (&mut links.evidence, &node.evidence),
        ] {
            let new: Vec<String> = more.iter().filter(|key| !held.contains(key) && *key != into).cloned().collect();
            held.extend(new);
        }
        deeds.push(leave(key, RetiredKind::Merged, vec![into.to_owned()], grounds));
    }
    if deeds.is_empty() {
        return Err(NotMade::TooFewParts);
    }
    if links != Links::of(whole) {
        deeds.push(Deed::Join { node: into.to_owned(), links });
    }
    Ok(deeds)
}

/// What a node can be joined to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// A theme.
    Theme(String),
    /// A finding it answers.
    Finding(String),
    /// A node it helps to carry out.
    Node(String),
    /// Evidence.
    Evidence(String),
}

/// Joins a node to something, or with `joined == false` takes the link away.
pub fn link(tree: &Tree, key: &str, link: &Link, joined: bool) -> Result<Deed, NotMade> {
    let node = standing(tree, key)?;
    let mut links = Links::of(node);
    let (list, target) = match link {
        Link::Theme(target) => (&mut links.themes, target),
        Link::Finding(target) => (&mut links.answers, target),
        Link::Node(target) => (&mut links.contributes_to, target),
        Link::Evidence(target) => (&mut links.evidence, target),
    };
    list.retain(|held| held != target);
    if joined {
        list.push(target.clone());
    }
    Ok(Deed::Join { node: key.to_owned(), links })
}
