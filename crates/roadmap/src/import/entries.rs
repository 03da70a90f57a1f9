//! New entries from a page.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use reading::{Item, Link};

use super::{delivery, judged, updates};
use crate::{
    deed::{Deed, Links},
    model::{Node, Owner, PlaceChange, SuccessMeasure, Timing, Tree},
};

/// The level of what a page lists.
pub(super) const LEVEL: &str = "entry";
/// How many words of an entry's text stand in its key.
const WORDS_IN_KEY: usize = 6;

/// Entries being added to a plan.
pub(super) struct Adding<'a> {
    plan: &'a str,
    on: Date,
    taken: HashSet<String>,
    /// Key by text, for the page's own pairs; the first of equal texts.
    keys: HashMap<String, String>,
}

impl<'a> Adding<'a> {
    /// Nothing added yet.
    pub(super) fn new(tree: &Tree, plan: &'a str, on: Date) -> Self {
        let taken = tree.nodes.iter().map(|node| node.key.clone()).collect();
        Self { plan, on, taken, keys: HashMap::new() }
    }

    /// The deeds that add one entry with its status and notes.
    pub(super) fn add(&mut self, item: &Item) -> Vec<Deed> {
        let key = self.free_key(item);
        self.keys.entry(item.text.clone()).or_insert_with(|| key.clone());
        let mut deeds = vec![Deed::AddNode(Box::new(self.node(&key, item)))];
        deeds.extend(delivery(item).map(|value| judged(key.clone(), item, value, self.on)));
        let note = |update| Deed::AddUpdate { node: key.clone(), update };
        deeds.extend(updates(item, self.on).into_iter().map(note));
        deeds
    }

    /// The deeds that join the entries the page pairs, such as a baseline and its follow-up.
    pub(super) fn pairs(&self, links: &[Link]) -> Vec<Deed> {
        let join = |link: &Link| {
            let (from, to) = (self.keys.get(&link.from)?, self.keys.get(&link.to)?);
            let links = Links { baseline_of: Some(to.clone()), ..Links::default() };
            Some(Deed::Join { node: from.clone(), links })
        };
        links.iter().filter(|link| link.kind == "baseline_of").filter_map(join).collect()
    }

    fn free_key(&mut self, item: &Item) -> String {
        let wanted = node_key(item.section.as_deref(), &item.text);
        let mut key = wanted.clone();
        let mut number = 2;
        while !self.taken.insert(key.clone()) {
            key = format!("{wanted}-{number}");
            number += 1;
        }
        key
    }

    fn node(&self, key: &str, item: &Item) -> Node {
        let owner = |owner: &reading::Owner| Owner {
            body: owner.body.clone(),
            role: owner.role.clone(),
            person: owner.person.clone(),
            part: owner.part,
            since: None,
            until: None,
        };
        let measure = |text: &String| SuccessMeasure { text: text.clone(), target: None, due: None };
        let added = item.places.map(|added| PlaceChange {
            provision: item.text.clone(),
            kind: String::new(),
            added: Some(added),
            at_opening: None,
            full: None,
        });
        Node {
            key: key.to_owned(),
            plan: self.plan.to_owned(),
            level: LEVEL.to_owned(),
            reference: item.reference.clone(),
            section: item.section.clone(),
            wording: item.text.clone(),
            nature: item.nature,
            recurs: item.recurs,
            timing: Timing::new(item.when.clone()),
            owners: item.owners.iter().map(owner).collect(),
            measures: item.measures.iter().map(measure).collect(),
            places: added.into_iter().collect(),
            ..Node::empty()
        }
    }
}

/// The stable word of an entry: its heading and its first six words, as they stood when it was
/// first read. It never changes afterwards, whatever the page does.
pub fn node_key(section: Option<&str>, text: &str) -> String {
    let words = |text: &str, most: usize| {
        let plain = text.to_lowercase().replace(['\u{2019}', '\''], "");
        let words = plain.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        words.take(most).map(str::to_owned).collect::<Vec<_>>()
    };
    let mut all = words(section.unwrap_or_default(), WORDS_IN_KEY);
    all.extend(words(text, WORDS_IN_KEY));
    if all.is_empty() { "entry".to_owned() } else { all.join("-") }
}

#[cfg(test)]
mod tests {
    use super::node_key;

    #[test]
    fn a_key_is_the_heading_and_the_first_six_words() {
        assert_eq!(
            node_key(Some("January 2024"), "Bloxham Special School opened."),
            "january-2024-bloxham-special-school-opened"
        );
        assert_eq!(
            node_key(None, "Families\u{2019} views (and wishes) are heard by every school"),
            "families-views-and-wishes-are-heard"
        );
        assert_eq!(node_key(None, "\u{2014}"), "entry");
    }
}
