//! Keeps the shelf like the database.

use std::{future::Future, sync::Arc, time::Duration};

use audit::PublicKey;
use db::Db;
use shelf::Shelf;

use crate::{Fault, Loader};

/// Looks now and then whether something was released or withdrawn, by this program or another, and puts it on the shelf.
#[derive(Debug)]
pub struct Keeper {
    db: Db,
    shelf: Arc<Shelf>,
    loader: Loader,
    every: Duration,
}

impl Keeper {
    /// A keeper of this shelf that looks once a second and believes these public keys.
    pub fn new(db: Db, shelf: Arc<Shelf>, keys: Vec<PublicKey>) -> Self {
        Self { db, shelf, loader: Loader::new(keys), every: Duration::from_secs(1) }
    }

    /// Looks once. When something changed the shelf is replaced, and the answer is everything that is held back; `None`
    /// when all is as it was. Call it once before serving, so that the first visitor finds the pages.
    pub async fn look(&mut self) -> sqlx::Result<Option<Vec<Fault>>> {
        if !self.loader.look(&self.db).await? {
            return Ok(None);
        }
        let loaded = self.loader.loaded();
        self.shelf.replace(loaded.snapshot);
        for fault in &loaded.faults {
            tracing::error!(%fault, "a published page is held back");
        }
        Ok(Some(loaded.faults))
    }

    /// Looks every second until `shutdown` resolves. A database that does not answer leaves the shelf as it is: the public
    /// reads on.
    pub async fn run(mut self, shutdown: impl Future<Output = ()>) {
        let mut shutdown = std::pin::pin!(shutdown);
        loop {
            tokio::select! {
                () = &mut shutdown => return,
                () = tokio::time::sleep(self.every) => {}
            }
            if let Err(error) = self.look().await {
                tracing::warn!(%error, "the releases could not be read; the public reads what was there");
            }
        }
    }
}
