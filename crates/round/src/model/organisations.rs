//! What organisations are called.

use std::collections::BTreeMap;

use roadmap::model::Tree;

/// The plan's own names of organisations by their keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Organisations(BTreeMap<String, String>);

impl Organisations {
    /// The names a plan gives.
    pub fn of(tree: &Tree) -> Self {
        Self(tree.bodies.iter().map(|body| (body.key.clone(), body.name.clone())).collect())
    }

    /// The name of one; its key where the plan no longer lists it.
    pub fn name(&self, key: &str) -> String {
        self.0.get(key).cloned().unwrap_or_else(|| key.to_owned())
    }

    /// Several names in a row.
    pub fn names<'a>(&self, keys: impl IntoIterator<Item = &'a String>) -> String {
        keys.into_iter().map(|key| self.name(key)).collect::<Vec<_>>().join(" and ")
    }
}
