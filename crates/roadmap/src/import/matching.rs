//! Which entry of a later page is which entry we hold.

use std::collections::{HashMap, HashSet};

use reading::Item;

use crate::model::Node;

/// Two texts are the same entry said otherwise when they share at least this part of their words.
const ALIKE_PERCENT: usize = 60;
/// Beyond this many pairs of unmatched entries nothing is guessed: both stay unmatched.
const MOST_COMPARED: usize = 250_000;

/// For each entry of the page, the place in `held` of the node it is, or `None` for a new one.
///
/// In turn: the same words under the same heading; the page's own number with like words; the same
/// words under another heading, when only one entry of each side has them; like words. Each node is
/// taken once.
pub(super) fn match_entries(held: &[&Node], items: &[Item]) -> Vec<Option<usize>> {
    let mut matched = Matched { node_of: vec![None; items.len()], taken: vec![false; held.len()] };
    let place = |section: &Option<String>, text: &str| (section.clone().unwrap_or_default(), text.to_owned());
    matched.by(held, items, |node| Some(place(&node.section, &node.wording)), |item| Some(place(&item.section, &item.text)));
    matched.by_number(held, items);
    matched.by(held, items, |node| Some(node.wording.clone()), |item| Some(item.text.clone()));
    matched.by_likeness(held, items);
    matched.node_of
}

struct Matched {
    node_of: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Matched {
    fn take(&mut self, item: usize, node: usize) {
        self.node_of[item] = Some(node);
        self.taken[node] = true;
    }

    /// Matches what has the same key, when the key is unique among what is left on each side.
    fn by<K: std::hash::Hash + Eq>(
        &mut self,
        held: &[&Node],
        items: &[Item],
        of_node: impl Fn(&Node) -> Option<K>,
        of_item: impl Fn(&Item) -> Option<K>,
    ) {
        let mut nodes: HashMap<K, Vec<usize>> = HashMap::new();
        for (at, node) in held.iter().enumerate().filter(|(at, _)| !self.taken[*at]) {
            if let Some(key) = of_node(node) {
                nodes.entry(key).or_default().push(at);
            }
        }
        let mut wanted: HashMap<K, Vec<usize>> = HashMap::new();
        for (at, item) in items.iter().enumerate().filter(|(at, _)| self.node_of[*at].is_none()) {
            if let Some(key) = of_item(item) {
                wanted.entry(key).or_default().push(at);
            }
        }
        let mut pairs = Vec::new();
        for (key, at) in wanted {
            if let ([item], Some([node])) = (at.as_slice(), nodes.get(&key).map(Vec::as_slice)) {
                pairs.push((*item, *node));
            }
        }
        for (item, node) in pairs {
            self.take(item, node);
        }
    }

    fn by_number(&mut self, held: &[&Node], items: &[Item]) {
        for (at, item) in items.iter().enumerate() {
            let Some(number) = item.reference.as_deref().filter(|_| self.node_of[at].is_none()) else { continue };
            let same = |(place, node): &(usize, &&Node)| {
                !self.taken[*place] && node.reference.as_deref() == Some(number)
            };
            let found = held.iter().enumerate().find(same);
            if let Some((node, held)) = found
                && likeness(&words(&held.wording), &words(&item.text)) * 2 >= ALIKE_PERCENT
            {
                self.take(at, node);
            }
        }
    }

    fn by_likeness(&mut self, held: &[&Node], items: &[Item]) {
        let nodes: Vec<_> =
            (0..held.len()).filter(|at| !self.taken[*at]).map(|at| (at, words(&held[at].wording))).collect();
        let left: Vec<usize> = (0..items.len()).filter(|at| self.node_of[*at].is_none()).collect();
        if nodes.len() * left.len() > MOST_COMPARED {
            return;
        }
        let mut pairs = Vec::new();
        for item in left {
            let text = words(&items[item].text);
            for (node, wording) in &nodes {
                let alike = likeness(wording, &text);
                if alike >= ALIKE_PERCENT && held[*node].wording != items[item].text {
                    pairs.push((alike, item, *node));
                }
            }
        }
        // The most alike first; a tie goes to the earlier on the page.
        pairs.sort_by(|one, other| other.0.cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
        for (_, item, node) in pairs {
            if self.node_of[item].is_none() && !self.taken[node] {
                self.take(item, node);
            }
        }
    }
}

fn words(text: &str) -> HashSet<String> {
    let plain = text.to_lowercase();
    let words = plain.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 2);
    words.map(str::to_owned).collect()
}

/// Shared words in a hundred of all words of both.
fn likeness(one: &HashSet<String>, other: &HashSet<String>) -> usize {
    let all = one.union(other).count();
    if all == 0 { 0 } else { one.intersection(other).count() * 100 / all }
}
