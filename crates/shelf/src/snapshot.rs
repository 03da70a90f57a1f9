//! What stands on the shelf at one moment, and the swap to the next.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use crate::AreaPages;

/// Everything published, at one moment. Never changed, only replaced.
#[derive(Debug, Default)]
pub struct Snapshot {
    areas: HashMap<String, Arc<AreaPages>>,
}

impl Snapshot {
    /// Everything these areas have published.
    pub fn new(areas: impl IntoIterator<Item = Arc<AreaPages>>) -> Self {
        Self { areas: areas.into_iter().map(|area| (area.slug().to_owned(), area)).collect() }
    }

    /// The area of that word in addresses.
    pub fn area(&self, slug: &str) -> Option<&Arc<AreaPages>> {
        self.areas.get(slug)
    }

    /// Every area, in the order of its name.
    pub fn areas(&self) -> Vec<&Arc<AreaPages>> {
        let mut areas: Vec<_> = self.areas.values().collect();
        areas.sort_by_key(|area| (area.name(), area.slug()));
        areas
    }
}

/// Holds the present [`Snapshot`]. Readers take a copy of the pointer, so a swap never waits for a slow reader and no
/// reader sees half of a release.
#[derive(Debug, Default)]
pub struct Shelf {
    present: RwLock<Arc<Snapshot>>,
}

impl Shelf {
    /// A shelf with this on it.
    pub fn new(snapshot: Snapshot) -> Self {
        Self { present: RwLock::new(Arc::new(snapshot)) }
    }

    /// What stands on it now.
    pub fn present(&self) -> Arc<Snapshot> {
        // The lock guards one pointer, so a panic elsewhere cannot leave it half-written.
        Arc::clone(&self.present.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts something else on it, at once for all readers.
    pub fn replace(&self, snapshot: Snapshot) {
        let next = Arc::new(snapshot);
        let mut present = self.present.write().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *present, next);
        drop(present);
        // Freed after the lock is given back: many pages take a moment.
        drop(before);
    }
}
