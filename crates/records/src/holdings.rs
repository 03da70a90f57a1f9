//! Which documents evidence can point at: those that whoever files it may read, or handed in themselves.

use db::Tx;
use documents::{Chosen, Sensitivity, StoredDocument};
use office::{Action, Holdings, PageError, Subject, Visit, Waiting};
use uuid::Uuid;

use crate::{
    deeds::keys,
    shelf::{is_own, ranges, refused},
};

/// Among so many of the newest documents a form offers those that may be named; a longer list helps nobody.
const LOOKED_THROUGH: u16 = 300;

/// The documents that are held here. Those of boards are for who sits on them, and no evidence.
#[derive(Debug, Clone, Copy)]
pub struct Shelves;

impl Holdings for Shelves {
    fn offered<'a>(&'a self, tx: &'a mut Tx, visit: &'a Visit) -> Waiting<'a, Result<Vec<(Uuid, String)>, PageError>> {
        Box::pin(async move {
            let ranges = [Sensitivity::Public, Sensitivity::Partnership, Sensitivity::Office];
            let newest = Chosen { sensitivities: ranges.to_vec(), media: None, before: None, most: LOOKED_THROUGH };
            let held = documents::documents(tx, keys(&visit.office)?, &newest).await.map_err(refused)?;
            let named = held.into_iter().filter(|document| can_name(visit, document));
            Ok(named.filter_map(|document| Some((document.id, document.card?.name))).collect())
        })
    }

    fn may_name<'a>(&'a self, tx: &'a mut Tx, visit: &'a Visit, id: Uuid) -> Waiting<'a, Result<bool, PageError>> {
        Box::pin(async move {
            let held = documents::document(tx, keys(&visit.office)?, id).await.map_err(refused)?;
            Ok(held.is_some_and(|document| can_name(visit, &document)))
        })
    }
}

fn can_name(visit: &Visit, document: &StoredDocument) -> bool {
    let reads = visit.can(Action::ReadDocument, &Subject::Area) && ranges(visit).contains(&document.sensitivity);
    let stands = document.withdrawn.is_none() && document.shredded_at.is_none();
    stands && document.sensitivity != Sensitivity::Board && (reads || is_own(visit, document))
}
