use std::{path::Path, str::FromStr, time::Duration};

use sqlx::{
    ConnectOptions, Executor, PgPool, SqlSafeStr, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

/// The lowest SQLite that Waymark runs on: earlier ones can corrupt a write-ahead log on reset.
const LOWEST_SQLITE: (u32, u32, u32) = (3, 51, 3);
/// The lowest PostgreSQL, as its `server_version_num`.
const LOWEST_POSTGRES: i32 = 150_000;

/// An open database: the embedded engine or a server.
#[derive(Debug, Clone)]
pub enum Db {
    /// One file beside the program; one writer and a few readers.
    Sqlite {
        /// The one connection that writes.
        writer: SqlitePool,
        /// Connections that only read.
        readers: SqlitePool,
    },
    /// A PostgreSQL server.
    Postgres(PgPool),
}

/// How many connections to hold.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Connections to a server, or readers of the embedded file.
    pub connections: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { connections: 8 }
    }
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address names no engine we know.
    #[error("the database address must begin with sqlite: (a file) or postgres:// (a server), not {0:?}")]
    UnknownEngine(String),
    /// The folder of the file is missing: a misspelt path must not quietly make a new database.
    #[error("the folder of the database file {0:?} does not exist; make it first, or correct the address")]
    NoSuchFolder(String),
    /// The engine is older than the one our promises were tested on.
    #[error("this {engine} is version {found}; Waymark needs {needed} or later")]
    TooOld {
        /// SQLite or PostgreSQL.
        engine: &'static str,
        /// The version met.
        found: String,
        /// The lowest version accepted.
        needed: String,
    },
    /// The role would pass by row security.
    #[error(
        "the PostgreSQL role {0:?} is a superuser or may bypass row security; make a plain role that owns the database, and connect as that"
    )]
    RoleTooStrong(String),
    /// The engine's own message.
    #[error("the database could not be opened: {0}")]
    Engine(#[from] sqlx::Error),
}

impl Db {
    /// Opens a database by its address: `sqlite:/var/lib/waymark/waymark.db` or `postgres://…`.
    ///
    /// Refuses an engine that is too old, and on PostgreSQL a role that would bypass row security.
    pub async fn open(address: &str, settings: Settings) -> Result<Self, OpenError> {
        if let Some(path) = address.strip_prefix("sqlite:") {
            return Self::open_sqlite(Path::new(path), settings).await;
        }
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            return Self::open_postgres(address, settings).await;
        }
        // Only the part before any password may appear in a message.
        let scheme = address.split(':').next().unwrap_or_default();
        Err(OpenError::UnknownEngine(scheme.to_owned()))
    }

    async fn open_sqlite(path: &Path, settings: Settings) -> Result<Self, OpenError> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            return Err(OpenError::NoSuchFolder(folder.display().to_string()));
        }
        // In the options, never as statements: a PRAGMA would reach one connection of the pool only.
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .pragma("trusted_schema", "OFF")
            .disable_statement_logging();
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&writer).await?;
        if sqlite_version(&version).is_none_or(|found| found < LOWEST_SQLITE) {
            let needed = "3.51.3".to_owned();
            return Err(OpenError::TooOld { engine: "SQLite", found: version, needed });
        }
        let readers = SqlitePoolOptions::new()
            .max_connections(settings.connections)
            .connect_with(options.pragma("query_only", "ON"))
            .await?;
        Ok(Self::Sqlite { writer, readers })
    }

    async fn open_postgres(address: &str, settings: Settings) -> Result<Self, OpenError> {
        let options = PgConnectOptions::from_str(address)?.disable_statement_logging();
        let pool = PgPoolOptions::new().max_connections(settings.connections).connect_with(options).await?;
        let found: i32 = sqlx::query_scalar("SELECT CAST(current_setting('server_version_num') AS INTEGER)")
            .fetch_one(&pool)
            .await?;
        if found < LOWEST_POSTGRES {
            let needed = "15".to_owned();
            return Err(OpenError::TooOld { engine: "PostgreSQL", found: found.to_string(), needed });
        }
        let (role, too_strong): (String, bool) = sqlx::query_as(
            "SELECT CAST(rolname AS TEXT), rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user",
        )
        .fetch_one(&pool)
        .await?;
        if too_strong {
            return Err(OpenError::RoleTooStrong(role));
        }
        Ok(Self::Postgres(pool))
    }

    /// The engine's name, as people say it.
    pub fn engine_name(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// Asks the engine whether it accepts a text, without running it.
    pub async fn prepare(&self, text: &'static str) -> sqlx::Result<()> {
        match self {
            Self::Sqlite { writer, .. } => writer.prepare(text.into_sql_str()).await.map(|_| ()),
            Self::Postgres(pool) => pool.prepare(text.into_sql_str()).await.map(|_| ()),
        }
    }

    /// Whether the database answers.
    pub async fn is_ready(&self) -> bool {
        let answer: sqlx::Result<i32> = match self {
            Self::Sqlite { readers, .. } => sqlx::query_scalar("SELECT 1").fetch_one(readers).await,
            Self::Postgres(pool) => sqlx::query_scalar("SELECT 1").fetch_one(pool).await,
        };
        answer.is_ok()
    }

    /// Ends all connections; SQLite folds its write-ahead log back into the file.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

fn sqlite_version(text: &str) -> Option<(u32, u32, u32)> {
    let mut parts = text.split('.').map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_sqlite_is_told_apart() {
        assert!(sqlite_version("3.51.2").unwrap() < LOWEST_SQLITE);
        assert!(sqlite_version("3.51.3").unwrap() >= LOWEST_SQLITE);
        assert!(sqlite_version("3.6.99").unwrap() < LOWEST_SQLITE);
        assert!(sqlite_version("none").is_none());
    }
}
