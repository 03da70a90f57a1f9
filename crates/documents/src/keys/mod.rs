//! The keys of this installation's documents: one file, never in the database.

mod file;
mod tree;

use std::{
    fmt,
    fs::OpenOptions,
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

pub use file::KeyFileError;
use kernel::{AreaId, random_bytes};
use sha2::{Digest, Sha256};

use crate::seal::{Secret, keyed_digest};
use tree::{DEPTH, Place, Tree};

/// Levels of the tree above an area's own leaves.
const AREA_LEVELS: u8 = 64;

/// What the file holds.
#[derive(Clone)]
struct Kept {
    /// Wraps the areas' keys.
    wrap: Secret,
    /// Gives each document its own secret.
    tree: Tree,
}

/// The key file, read. It has no text, and its `Debug` shows where the file is and nothing of it.
///
/// Every process that opens documents needs the same file. It changes only when something is destroyed.
#[derive(Clone)]
pub struct Keys {
    path: PathBuf,
    kept: Arc<RwLock<Kept>>,
}

impl Keys {
    /// Reads the key file in `path`, or makes one there, readable by its owner only, when there is no such file.
    pub fn load_or_create(path: &Path) -> Result<Self, KeyFileError> {
        let kept = Kept { wrap: Secret::new(random_bytes()), tree: Tree::whole(Secret::new(random_bytes())) };
        match file::create(path, &kept) {
            Err(KeyFileError::File { source, .. }) if source.kind() == io::ErrorKind::AlreadyExists => Self::load(path),
            Err(error) => Err(error),
            Ok(()) => Self::load(path),
        }
    }

    /// Reads the key file in `path`.
    pub fn load(path: &Path) -> Result<Self, KeyFileError> {
        let kept = file::read(path)?;
        Ok(Self { path: path.to_owned(), kept: Arc::new(RwLock::new(kept)) })
    }

    /// The key that wraps this area's own key.
    pub(crate) fn wrapping(&self, area: AreaId) -> Secret {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        keyed_digest(&kept.wrap, "area key", &[area.0.as_bytes()])
    }

    /// The secret of one document, unless it was destroyed.
    pub(crate) fn leaf(&self, area: AreaId, slot: u32) -> Option<Secret> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.tree.secret(Place::new(area_path(area) | u128::from(slot) << 32, DEPTH))
    }

    /// Destroys the secrets of these documents, in the file too. Those that are gone already stay gone.
    pub(crate) fn destroy(&self, area: AreaId, slots: &[u32]) -> Result<(), KeyFileError> {
        let place = |slot: &u32| Place::new(area_path(area) | u128::from(*slot) << 32, DEPTH);
        self.forget(&slots.iter().map(place).collect::<Vec<_>>())
    }

    /// Destroys the secrets of all documents of an area, present and to come, in the file too.
    pub(crate) fn destroy_area(&self, area: AreaId) -> Result<(), KeyFileError> {
        self.forget(&[Place::new(area_path(area), AREA_LEVELS)])
    }

    fn forget(&self, places: &[Place]) -> Result<(), KeyFileError> {
        // A file of its own: the key file itself is replaced, and a lock on it would go with the old one.
        let lock = file::beside(&self.path, "lock");
        let lock = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(lock);
        let lock = lock.and_then(|lock| lock.lock().map(|()| lock)).map_err(file::failed(&self.path))?;
        // As the file is now: another process may have destroyed something since this one read it.
        let mut now = file::read(&self.path)?;
        let mut changed = false;
        for place in places {
            changed |= now.tree.forget(*place);
        }
        if changed {
            file::replace(&self.path, &now)?;
        }
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = now;
        drop(lock);
        Ok(())
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({:?})", self.path)
    }
}

/// Where an area's leaves begin.
fn area_path(area: AreaId) -> u128 {
    let digest = Sha256::digest(area.0.as_bytes());
    digest.iter().take(8).fold(0, |path: u128, byte| path << 8 | u128::from(*byte)) << 64
}
