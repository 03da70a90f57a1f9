use kernel::AreaId;
use sqlx::{Postgres, Sqlite, Transaction};

use crate::Db;

/// A transaction on one of the two engines; reached through [`on!`](crate::on).
pub enum EngineTx {
    /// The embedded engine.
    Sqlite(Transaction<'static, Sqlite>),
    /// The server.
    Postgres(Transaction<'static, Postgres>),
}

impl EngineTx {
    async fn commit(self) -> sqlx::Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
    }
}

/// A transaction opened for one area. Dropped without [`Tx::commit`], it leaves nothing behind.
pub struct Tx {
    area: AreaId,
    engine: EngineTx,
}

impl Tx {
    /// The area every statement of this transaction must bind.
    pub fn area(&self) -> AreaId {
        self.area
    }

    /// The area's identifier as a value to bind.
    pub fn area_key(&self) -> uuid::Uuid {
        self.area.0
    }

    /// The engine's own transaction, for [`on!`](crate::on).
    pub fn engine(&mut self) -> &mut EngineTx {
        &mut self.engine
    }

    /// Makes everything written durable. Only after this may anybody be told that it is done.
    pub async fn commit(self) -> sqlx::Result<()> {
        self.engine.commit().await
    }
}

/// A transaction on what belongs to no area: the list of areas itself, and housekeeping.
///
/// On PostgreSQL no area is bound, so row security shows it no row of any area.
pub struct Registry {
    engine: EngineTx,
}

impl Registry {
    /// The engine's own transaction, for [`on!`](crate::on).
    pub fn engine(&mut self) -> &mut EngineTx {
        &mut self.engine
    }

    /// Makes everything written durable.
    pub async fn commit(self) -> sqlx::Result<()> {
        self.engine.commit().await
    }
}

impl Db {
    /// Opens a transaction that writes for one area.
    ///
    /// On SQLite it takes the one writer's place at once (`BEGIN IMMEDIATE`), so it cannot fail
    /// half-way for want of it.
    pub async fn write(&self, area: AreaId) -> sqlx::Result<Tx> {
        let engine = self.begin(true).await?;
        bind(engine, area).await
    }

    /// Opens a transaction that reads one area as it stands at one moment.
    pub async fn read(&self, area: AreaId) -> sqlx::Result<Tx> {
        let engine = self.begin(false).await?;
        bind(engine, area).await
    }

    /// Opens a transaction that writes the list of areas.
    pub async fn write_registry(&self) -> sqlx::Result<Registry> {
        Ok(Registry { engine: self.begin(true).await? })
    }

    /// Opens a transaction that reads the list of areas.
    pub async fn read_registry(&self) -> sqlx::Result<Registry> {
        Ok(Registry { engine: self.begin(false).await? })
    }

    async fn begin(&self, writes: bool) -> sqlx::Result<EngineTx> {
        Ok(match (self, writes) {
            (Self::Sqlite { writer, .. }, true) => EngineTx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            (Self::Sqlite { readers, .. }, false) => EngineTx::Sqlite(readers.begin().await?),
            (Self::Postgres(pool), true) => EngineTx::Postgres(pool.begin().await?),
            (Self::Postgres(pool), false) => {
                EngineTx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY").await?)
            }
        })
    }
}

/// Tells PostgreSQL for which area this transaction stands; row security compares with it.
async fn bind(mut engine: EngineTx, area: AreaId) -> sqlx::Result<Tx> {
    if let EngineTx::Postgres(tx) = &mut engine {
        sqlx::query("SELECT set_config('waymark.area', $1, true)").bind(area.0.to_string()).execute(&mut **tx).await?;
    }
    Ok(Tx { area, engine })
}
