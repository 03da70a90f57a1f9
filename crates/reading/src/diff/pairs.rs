//! Which entry of the old page is which of the new one.

use std::collections::{HashMap, HashSet};

use crate::{model::Item, words::folded};

/// How many old entries one new entry is compared with, word for word.
const COMPARED: usize = 40;
/// Words in which an entry is looked up: its rarest ones.
const LOOKED_UP: usize = 6;
/// Share of words two wordings of one entry have in common at least.
const ALIKE: f64 = 0.5;

/// What two entries have to share to be one.
type Key = fn(&Item) -> String;

/// For each new entry, the old one it continues.
pub(super) fn of(old: &[Item], new: &[Item]) -> Vec<Option<usize>> {
    let mut partner: Vec<Option<usize>> = vec![None; new.len()];
    let mut taken: HashSet<usize> = HashSet::new();
    by_number(old, new, &mut partner, &mut taken);
    // The same words: first with the same date and heading, then with either, then in order.
    let keys: [Key; 3] = [
        |item| format!("{}|{:?}|{:?}", folded(&item.text), item.section, item.when.text),
        |item| format!("{}|{:?}", folded(&item.text), item.section),
        |item| folded(&item.text),
    ];
    for key in keys {
        let mut waiting: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, item) in old.iter().enumerate().rev().filter(|(at, _)| !taken.contains(at)) {
            waiting.entry(key(item)).or_default().push(at);
        }
        for (at, item) in new.iter().enumerate() {
            if partner.get(at).is_some_and(Option::is_none)
                && let Some(from) = waiting.get_mut(&key(item)).and_then(Vec::pop)
            {
                pair(&mut partner, &mut taken, from, at);
            }
        }
    }
    by_likeness(old, new, &mut partner, &mut taken);
    partner
}

fn pair(partner: &mut [Option<usize>], taken: &mut HashSet<usize>, from: usize, to: usize) {
    if let Some(slot) = partner.get_mut(to) {
        *slot = Some(from);
        taken.insert(from);
    }
}

/// A number used once on each page, for words that are not altogether others.
fn by_number(old: &[Item], new: &[Item], partner: &mut [Option<usize>], taken: &mut HashSet<usize>) {
    let once = |items: &[Item]| {
        let mut found: HashMap<String, Option<usize>> = HashMap::new();
        for (at, item) in items.iter().enumerate() {
            if let Some(reference) = &item.reference {
                found.entry(reference.clone()).and_modify(|slot| *slot = None).or_insert(Some(at));
            }
        }
        found
    };
    let (was, is) = (once(old), once(new));
    for (reference, to) in is {
        let Some((from, to)) = was.get(&reference).copied().flatten().zip(to) else { continue };
        let like = old.get(from).zip(new.get(to)).is_some_and(|(a, b)| likeness(&bag(a), &bag(b)) >= 0.25);
        if like {
            pair(partner, taken, from, to);
        }
    }
}

fn bag(item: &Item) -> HashSet<String> {
    folded(&item.text)
        .split(' ')
        .filter(|word| word.len() > 2 || word.chars().all(|sign| sign.is_ascii_digit()))
        .take(120)
        .map(str::to_owned)
        .collect()
}

/// Twice the shared words over all words of both: 1 for the same words, 0 for none.
fn likeness(a: &HashSet<String>, b: &HashSet<String>) -> f64 {
    let shared = a.intersection(b).count();
    let all = a.len() + b.len();
    if all == 0 {
        return 0.0;
    }
    f64::from(u32::try_from(2 * shared).unwrap_or(u32::MAX)) / f64::from(u32::try_from(all).unwrap_or(u32::MAX))
}

/// Rewordings: candidates come from the rarest words, so that the work stays near linear.
fn by_likeness(old: &[Item], new: &[Item], partner: &mut [Option<usize>], taken: &mut HashSet<usize>) {
    let bags: HashMap<usize, HashSet<String>> =
        old.iter().enumerate().filter(|(at, _)| !taken.contains(at)).map(|(at, item)| (at, bag(item))).collect();
    let mut index: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, words) in &bags {
        for word in words {
            index.entry(word).or_default().push(*at);
        }
    }
    let mut scored: Vec<(f64, usize, usize)> = Vec::new();
    for (to, item) in new.iter().enumerate().filter(|(at, _)| partner.get(*at).is_some_and(Option::is_none)) {
        let words = bag(item);
        let mut rare: Vec<(&String, usize)> =
            words.iter().filter_map(|word| index.get(word.as_str()).map(|found| (word, found.len()))).collect();
        rare.sort_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(b.0)));
        let mut candidates: Vec<usize> = Vec::new();
        for (word, _) in rare.into_iter().take(LOOKED_UP) {
            candidates.extend(index.get(word.as_str()).into_iter().flatten().take(COMPARED));
        }
        candidates.sort_unstable();
        candidates.dedup();
        for from in candidates.into_iter().take(COMPARED * 2) {
            let Some(score) = bags.get(&from).map(|bag| likeness(bag, &words)) else { continue };
            let same_section = old.get(from).is_some_and(|was| was.section.is_some() && was.section == item.section);
            let score = if same_section { score + 0.1 } else { score };
            if score >= ALIKE {
                scored.push((score, from, to));
            }
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    for (_, from, to) in scored {
        if !taken.contains(&from) && partner.get(to).is_some_and(Option::is_none) {
            pair(partner, taken, from, to);
        }
    }
}
