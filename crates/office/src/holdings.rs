//! Documents that somebody may point at. The office asks; the room that holds documents answers.

use std::sync::Arc;

use db::Tx;
use uuid::Uuid;

use crate::{PageError, Visit, Waiting};

/// Tells which documents can be pointed at, as the program plugs it in.
pub trait Holdings: Send + Sync {
    /// Those that whoever visits may name, by identifier and name, the newest first; not every one where there are many.
    fn offered<'a>(&'a self, tx: &'a mut Tx, visit: &'a Visit) -> Waiting<'a, Result<Vec<(Uuid, String)>, PageError>>;

    /// Whether this is one of the area's documents that can be read, and that whoever visits may name.
    fn may_name<'a>(&'a self, tx: &'a mut Tx, visit: &'a Visit, id: Uuid) -> Waiting<'a, Result<bool, PageError>>;
}

/// The part of the office that holds documents: `office.with(Held::by(…))`. Without it none can be pointed at.
#[derive(Clone)]
pub struct Held(Arc<dyn Holdings>);

impl Held {
    /// Documents that somebody holds.
    pub fn by(holdings: impl Holdings + 'static) -> Self {
        Self(Arc::new(holdings))
    }
}

impl Visit {
    /// The documents that a form offers to be pointed at.
    pub async fn documents(&self, tx: &mut Tx) -> Result<Vec<(Uuid, String)>, PageError> {
        match self.office.part::<Held>() {
            Some(held) => held.0.offered(tx, self).await,
            None => Ok(Vec::new()),
        }
    }

    /// Whether something may point at this document.
    pub async fn may_name(&self, tx: &mut Tx, id: Uuid) -> Result<bool, PageError> {
        match self.office.part::<Held>() {
            Some(held) => held.0.may_name(tx, self, id).await,
            None => Ok(false),
        }
    }
}
