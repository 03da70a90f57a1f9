//! What a draft changes, page by page.

use std::{collections::BTreeMap, fmt};

/// What differs between a draft and the release before it, by path. Two pages are the same when their bytes are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The label of the release before; `None` for the first of a series.
    pub before: Option<String>,
    /// Paths only the draft has.
    pub added: Vec<String>,
    /// Paths whose bytes differ.
    pub changed: Vec<String>,
    /// Paths only the release before has.
    pub removed: Vec<String>,
    /// How many pages are as they were.
    pub same: usize,
}

impl Comparison {
    /// Compares two lists of path and digest. The order of either does not matter.
    pub(crate) fn between(before: Option<(&str, &BTreeMap<String, String>)>, after: &BTreeMap<String, String>) -> Self {
        let nothing = BTreeMap::new();
        let old = before.map_or(&nothing, |(_, pages)| pages);
        let mut found = Self { before: before.map(|(label, _)| label.to_owned()), ..Self::default() };
        for (path, digest) in after {
            match old.get(path) {
                None => found.added.push(path.clone()),
                Some(was) if was == digest => found.same += 1,
                Some(_) => found.changed.push(path.clone()),
            }
        }
        found.removed.extend(old.keys().filter(|path| !after.contains_key(*path)).cloned());
        found
    }

    /// Whether not one page differs.
    pub fn is_nothing(&self) -> bool {
        self.before.is_some() && self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pages = |count: usize| if count == 1 { "1 page".to_owned() } else { format!("{count} pages") };
        let Some(before) = &self.before else {
            return write!(f, "{}, the first release of its series", pages(self.added.len()));
        };
        if self.is_nothing() {
            return write!(f, "nothing changed since {before}");
        }
        let parts = [(&self.added, "added"), (&self.changed, "changed"), (&self.removed, "removed")];
        let parts = parts.iter().filter(|(paths, _)| !paths.is_empty());
        let parts: Vec<String> = parts.map(|(paths, word)| format!("{} {word}", pages(paths.len()))).collect();
        write!(f, "{}, {} as in {before}", parts.join(", "), pages(self.same))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(list: &[(&str, &str)]) -> BTreeMap<String, String> {
        list.iter().map(|(path, digest)| ((*path).to_owned(), (*digest).to_owned())).collect()
    }

    #[test]
    fn a_draft_is_told_apart_from_the_release_before_it_in_words() {
        let old = pages(&[("a", "1"), ("b", "2"), ("c", "3")]);
        let new = pages(&[("a", "1"), ("b", "other"), ("d", "4"), ("e", "3")]);
        let found = Comparison::between(Some(("2", &old)), &new);
        assert_eq!(found.to_string(), "2 pages added, 1 page changed, 1 page removed, 1 page as in 2");
        assert_eq!(Comparison::between(Some(("2", &old)), &old).to_string(), "nothing changed since 2");
        assert_eq!(Comparison::between(None, &new).to_string(), "4 pages, the first release of its series");
        assert!(!Comparison::between(None, &BTreeMap::new()).is_nothing());
    }
}
