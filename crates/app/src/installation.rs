//! What every command stands on: the open database, the signing key, the clock.

use std::{fs, path::Path};

use audit::SigningKey;
use db::{Db, NoSuchArea, Settings, Tx, area_by_slug};
use kernel::{Actor, Area, Clock, Slug};

use crate::{config::Config, failure::Failure};

/// An open installation.
pub struct Installation {
    /// Its settings.
    pub config: Config,
    /// Its database.
    pub db: Db,
    /// Its time.
    pub clock: Clock,
}

impl Installation {
    /// Opens the database as configured; the schema may be behind.
    pub async fn open(config: Config) -> Result<Self, Failure> {
        let db = Db::open(&config.database, Settings { connections: config.connections }).await?;
        Ok(Self { config, db, clock: Clock::System })
    }

    /// Opens the database and refuses to go on when the schema is behind.
    pub async fn open_ready(config: Config) -> Result<Self, Failure> {
        let installation = Self::open(config).await?;
        match db::pending(&installation.db).await?.len() {
            0 => Ok(installation),
            lacking => Err(Failure::Behind(lacking)),
        }
    }

    /// The key that signs publications and audit heads; made when there is none yet.
    pub fn key(&self) -> Result<SigningKey, Failure> {
        let folder = &self.config.data_dir;
        fs::create_dir_all(folder).map_err(Failure::file(folder))?;
        Ok(SigningKey::load_or_create(&self.config.key_file())?)
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

/// Reads a text file of at most `limit` bytes.
pub fn read_text(path: &Path, limit: u64) -> Result<String, Failure> {
    let size = fs::metadata(path).map_err(Failure::file(path))?.len();
    if size > limit {
        return Err(Failure::Said(format!("{}: larger than {} kB; split it", path.display(), limit / 1024)));
    }
    fs::read_to_string(path).map_err(Failure::file(path))
}
