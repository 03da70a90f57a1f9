//! One secret per leaf from few seeds, and any leaf can be forgotten for good.
//!
//! A binary tree of seeds (Goldreich, Goldwasser and Micali, "How to construct random functions", 1986):
//! each child is a keyed digest of its parent, so the root stands for all leaves. To forget a leaf, the
//! seed above it is replaced by the siblings along its path (the puncturing of Green and Miers, "Forward
//! secure asynchronous messaging", 2015): every other leaf can still be worked out, that one never again.

use std::collections::BTreeMap;

use crate::seal::{Secret, keyed_digest};

/// Levels from the root to a leaf: 64 for the area, 32 for the document.
pub(super) const DEPTH: u8 = 96;

/// A place in the tree: the first `levels` bits of `path`, counted from the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) levels: u8,
    pub(super) path: u128,
}

impl Place {
    /// The place of this path, with the bits below `levels` cleared.
    pub(super) fn new(path: u128, levels: u8) -> Self {
        let kept = if levels == 0 { 0 } else { u128::MAX << (128 - u32::from(levels)) };
        Self { levels, path: path & kept }
    }

    fn above(self, levels: u8) -> Self {
        Self::new(self.path, levels)
    }

    /// Which way the path goes below `level`.
    fn turn(self, level: u8) -> bool {
        self.path >> (127 - u32::from(level)) & 1 == 1
    }

    fn contains(self, other: Self) -> bool {
        other.levels >= self.levels && other.above(self.levels) == self
    }
}

/// The seeds that are left. None of them is below another.
#[derive(Clone)]
pub(super) struct Tree {
    pub(super) seeds: BTreeMap<Place, Secret>,
}

impl Tree {
    /// A whole tree: every leaf can be worked out.
    pub(super) fn whole(root: Secret) -> Self {
        Self { seeds: BTreeMap::from([(Place::new(0, 0), root)]) }
    }

    /// The seed at or above this place.
    fn cover(&self, place: Place) -> Option<(Place, &Secret)> {
        (0..=place.levels)
            .find_map(|levels| self.seeds.get_key_value(&place.above(levels)))
            .map(|(at, seed)| (*at, seed))
    }

    /// The secret of this place, unless it was forgotten.
    pub(super) fn secret(&self, place: Place) -> Option<Secret> {
        let (from, seed) = self.cover(place)?;
        let walk = (from.levels..place.levels).fold(seed.clone(), |seed, level| child(&seed, place.turn(level)));
        Some(walk)
    }

    /// Forgets this place and everything below it; `false` when nothing of it was left.
    pub(super) fn forget(&mut self, place: Place) -> bool {
        let before = self.seeds.len();
        self.seeds.retain(|at, _| !place.contains(*at));
        let below = before != self.seeds.len();
        let Some((from, _)) = self.cover(place) else { return below };
        let Some(mut seed) = self.seeds.remove(&from) else { return below };
        for level in from.levels..place.levels {
            let turn = place.turn(level);
            let sibling = Place::new(place.path ^ 1 << (127 - u32::from(level)), level + 1);
            self.seeds.insert(sibling, child(&seed, !turn));
            seed = child(&seed, turn);
        }
        true
    }
}

fn child(seed: &Secret, turn: bool) -> Secret {
    keyed_digest(seed, "turn", &[&[u8::from(turn)]])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn leaf(number: u32) -> Place {
        Place::new(u128::from(number) << 32, DEPTH)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn only_what_was_forgotten_is_gone(all in prop::collection::btree_set(any::<u32>(), 2..12), cut in 1usize..6) {
            let whole = Tree::whole(Secret::new([7; 32]));
            let mut tree = whole.clone();
            let all: Vec<u32> = all.into_iter().collect();
            let (gone, left) = all.split_at(cut.min(all.len() - 1));
            for number in gone {
                prop_assert!(tree.forget(leaf(*number)));
                prop_assert!(!tree.forget(leaf(*number)));
            }
            for number in gone {
                prop_assert!(tree.secret(leaf(*number)).is_none());
            }
            for number in left {
                prop_assert_eq!(tree.secret(leaf(*number)), whole.secret(leaf(*number)));
            }
        }
    }

    #[test]
    fn an_area_is_forgotten_with_all_its_leaves_and_no_other() {
        let mut tree = Tree::whole(Secret::new([7; 32]));
        let (one, other) = (1u128 << 64, 2u128 << 64);
        let kept = tree.secret(Place::new(other, DEPTH));
        assert!(tree.forget(Place::new(one | 9 << 32, DEPTH)));
        assert!(tree.forget(Place::new(one, 64)));
        assert!(tree.secret(Place::new(one | 9 << 32, DEPTH)).is_none());
        assert!(tree.secret(Place::new(one | 10 << 32, DEPTH)).is_none());
        assert_eq!(tree.secret(Place::new(other, DEPTH)), kept);
    }

    #[test]
    fn no_two_leaves_share_a_secret() {
        let tree = Tree::whole(Secret::new([7; 32]));
        let secrets: Vec<_> = (0..50).map(|number| tree.secret(leaf(number)).map(|secret| *secret)).collect();
        let distinct: std::collections::BTreeSet<_> = secrets.iter().collect();
        assert_eq!(distinct.len(), 50);
    }
}
