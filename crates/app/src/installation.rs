//! What every command stands on: the open database, the signing key, the clock.

use std::{
    fs,
    io::Read,
    path::Path,
    sync::{Arc, OnceLock},
};

use audit::SigningKey;
use db::{Db, NoSuchArea, Settings, Tx, area_by_slug};
use documents::Keys;
use kernel::{Actor, Area, Clock, Slug};
use tokio::sync::OnceCell;

use crate::{config::Config, failure::Failure};

/// An open installation.
pub struct Installation {
    /// Its settings.
    pub config: Config,
    /// Its database.
    pub db: Db,
    /// Its time.
    pub clock: Clock,
    pub(crate) signer: Arc<OnceCell<SigningKey>>,
    /// Held once, so that what the worker destroys is gone for the office at the same moment.
    pub(crate) documents: Arc<OnceLock<Keys>>,
}

impl Installation {
    /// Opens the database, and makes its file when there is none: only what sets an installation up asks for that.
    pub async fn set_up(config: Config) -> Result<Self, Failure> {
        Self::open_or(config, true).await
    }

    /// Opens the database that is there; the schema may be behind.
    pub async fn open(config: Config) -> Result<Self, Failure> {
        Self::open_or(config, false).await
    }

    async fn open_or(config: Config, create: bool) -> Result<Self, Failure> {
        let db = Db::open(&config.database, Settings { connections: config.connections, create }).await?;
        Ok(Self { config, db, clock: Clock::System, signer: Arc::default(), documents: Arc::default() })
    }

    /// The same installation at another time.
    #[must_use]
    pub fn at(&self, clock: Clock) -> Self {
        let (signer, documents) = (Arc::clone(&self.signer), Arc::clone(&self.documents));
        Self { config: self.config.clone(), db: self.db.clone(), clock, signer, documents }
    }

    /// The keys of documents, made where there are none.
    pub fn document_keys(&self) -> Result<Keys, Failure> {
        let keys = Keys::load_or_create(&self.config.document_key_file());
        let keys = keys.map_err(|error| Failure::Said(error.to_string()))?;
        Ok(self.documents.get_or_init(|| keys).clone())
    }

    /// The keys of documents where they are; a machine that has none is given none.
    pub fn document_keys_there(&self) -> Result<Option<Keys>, Failure> {
        if self.config.document_key_file().exists() { self.document_keys().map(Some) } else { Ok(None) }
    }

    /// Opens the database and refuses to go on when the schema is behind.
    pub async fn open_ready(config: Config) -> Result<Self, Failure> {
        let installation = Self::open(config).await?;
        match db::pending(&installation.db).await?.len() {
            0 => Ok(installation),
            lacking => Err(Failure::Behind(lacking)),
        }
    }

    /// The area of this word.
    pub async fn area(&self, slug: &str) -> Result<Area, Failure> {
        let slug: Slug = slug.parse()?;
        let mut tx = self.db.read_registry().await?;
        let found = area_by_slug(&mut tx, &slug).await?;
        found.ok_or_else(|| NoSuchArea(slug.to_string()).into())
    }

    /// Every area.
    pub async fn areas(&self) -> Result<Vec<Area>, Failure> {
        let mut tx = self.db.read_registry().await?;
        Ok(db::areas(&mut tx).await?)
    }

    /// A transaction that writes for an area.
    pub async fn write(&self, area: &Area) -> Result<Tx, Failure> {
        Ok(self.db.write(area.id).await?)
    }
}

/// Who acts when a command is given: whoever has the machine's command line.
pub fn operator() -> Actor {
    Actor::operator("operator")
}

/// Reads a text file of at most `limit` bytes. Only a file: a pipe would be waited for, a device would never end.
pub fn read_text(path: &Path, limit: u64) -> Result<String, Failure> {
    if !fs::metadata(path).map_err(Failure::file(path))?.is_file() {
        return Err(Failure::Said(format!("{} is not a file that can be read to its end", path.display())));
    }
    let mut text = String::new();
    let file = fs::File::open(path).map_err(Failure::file(path))?;
    // A file can grow while it is read, so the limit holds while reading.
    let read = file.take(limit + 1).read_to_string(&mut text).map_err(Failure::file(path))?;
    if u64::try_from(read).is_ok_and(|read| read <= limit) {
        return Ok(text);
    }
    Err(Failure::Said(format!("{}: larger than {} kB; split it", path.display(), limit / 1024)))
}
