//! What waits for somebody. The office's first page asks; each room answers for what it holds.

use std::sync::Arc;

use db::Tx;

use crate::{PageError, Visit, Waiting};

/// One thing that waits for whoever visits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errand {
    /// What it is, as an order: "Answer the round of autumn 2026".
    pub text: String,
    /// Where it is done, as a path inside the area.
    pub path: String,
    /// How much there is and by when.
    pub says: String,
    /// Whether the day it was due has passed.
    pub is_late: bool,
}

/// A room that knows what waits in it.
pub trait Errands: Send + Sync {
    /// What waits for whoever visits and nobody else's business; nothing that they may not do.
    fn waiting<'a>(&'a self, tx: &'a mut Tx, visit: &'a Visit) -> Waiting<'a, Result<Vec<Errand>, PageError>>;
}

/// The part of the office that asks the rooms, in the order the page lists their answers: `office.with(Rooms::of(…))`.
#[derive(Clone)]
pub struct Rooms(Arc<[Box<dyn Errands>]>);

impl Rooms {
    /// The rooms that are asked.
    pub fn of(rooms: Vec<Box<dyn Errands>>) -> Self {
        Self(rooms.into())
    }
}

impl Visit {
    /// Everything that waits for whoever visits: what is late first, else in the rooms' order.
    pub(crate) async fn errands(&self, tx: &mut Tx) -> Result<Vec<Errand>, PageError> {
        let mut found = Vec::new();
        if let Some(Rooms(rooms)) = self.office.part::<Rooms>() {
            for room in rooms.iter() {
                found.extend(room.waiting(tx, self).await?);
            }
        }
        found.sort_by_key(|errand| !errand.is_late);
        Ok(found)
    }
}
