use std::{fs::OpenOptions, io, os::unix::fs::OpenOptionsExt, path::Path, time::Duration};

use sqlx::{
    ConnectOptions, Connection, Executor, PgConnection, PgPool, SqlSafeStr, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::time::timeout;

use crate::address::{Place, place};

/// The lowest SQLite that Waymark runs on: earlier ones can corrupt a write-ahead log on reset.
const LOWEST_SQLITE: (u32, u32, u32) = (3, 51, 3);
/// The lowest PostgreSQL, as its `server_version_num`.
const LOWEST_POSTGRES: i32 = 150_000;
/// How long to wait for a connection: a person waits for the page behind it.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long a writer of the embedded engine waits behind another: a queue, not a silent engine.
const QUEUE: Duration = Duration::from_secs(10);
/// How long the engine may take to say that it is there.
const HEARTBEAT: Duration = Duration::from_secs(1);

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

/// How to open a database.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Connections to a server, or readers of the embedded file.
    pub connections: u32,
    /// Whether an absent file is made. Only what sets an installation up should ask for it.
    pub create: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { connections: 8, create: false }
    }
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address names no engine we know.
    #[error("the database address must begin with sqlite: (a file) or postgres:// (a server), not {0:?}")]
    UnknownEngine(String),
    /// The embedded engine would read it as another place, or as none that stays.
    #[error(
        "the database address {address:?} {why}; write the path of one file, as in sqlite:/var/lib/waymark/waymark.db"
    )]
    NotAFile {
        /// The address.
        address: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// There is no such file: a misspelt name must not quietly make a new database.
    #[error("the database {0:?} does not exist; run `waymark migrate` to make it, or correct the address")]
    NoSuchDatabase(String),
    /// The new file cannot be made.
    #[error("the database file {path:?} cannot be made: {source}")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// What is asked and answered would cross a network in clear.
    #[error(
        "the PostgreSQL server {0:?} is not on this machine and its address does not ask for TLS; add ?sslmode=verify-full (or at least ?sslmode=require)"
    )]
    PlainNetwork(String),
    /// The server said nothing at all.
    #[error("the PostgreSQL server {0:?} did not answer within 3 seconds; is the address right, and may we reach it?")]
    NoAnswer(String),
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
    /// Refuses an address that is not one lasting file, a server reached in clear over a network, an
    /// engine that is too old, and on PostgreSQL a role that would bypass row security.
    pub async fn open(address: &str, settings: Settings) -> Result<Self, OpenError> {
        match place(address)? {
            Place::File(path) => Self::open_sqlite(path, settings).await,
            Place::Server(options) => Self::open_postgres(*options, settings).await,
        }
    }

    async fn open_sqlite(path: &Path, settings: Settings) -> Result<Self, OpenError> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            return Err(OpenError::NoSuchFolder(folder.display().to_string()));
        }
        if !path.exists() {
            make_file(path, settings)?;
        }
        // In the options, never as statements: a PRAGMA would reach one connection of the pool only.
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(false)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(QUEUE)
            .pragma("trusted_schema", "OFF")
            .disable_statement_logging();
        let writer = Self::open_writer(&options).await?;
        let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&writer).await?;
        if sqlite_version(&version).is_none_or(|found| found < LOWEST_SQLITE) {
            let needed = "3.51.3".to_owned();
            return Err(OpenError::TooOld { engine: "SQLite", found: version, needed });
        }
        let readers = SqlitePoolOptions::new()
            .max_connections(settings.connections)
            .acquire_timeout(PATIENCE)
            .connect_with(options.pragma("query_only", "ON"))
            .await?;
        Ok(Self::Sqlite { writer, readers })
    }

    /// Opens the one connection that writes, and with it puts a new file on a write-ahead log.
    ///
    /// SQLite refuses that step at once, without its busy handler, while another program is at it on the same new file;
    /// whoever was refused finds it done a moment later.
    async fn open_writer(options: &SqliteConnectOptions) -> Result<SqlitePool, OpenError> {
        const BUSY: &str = "5";
        let mut refused = 0;
        loop {
            let one = SqlitePoolOptions::new().max_connections(1).acquire_timeout(QUEUE);
            match one.connect_with(options.clone()).await {
                Err(sqlx::Error::Database(error)) if refused < 100 && error.code().as_deref() == Some(BUSY) => {
                    refused += 1;
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                opened => return Ok(opened?),
            }
        }
    }

    async fn open_postgres(options: PgConnectOptions, settings: Settings) -> Result<Self, OpenError> {
        let options = options.disable_statement_logging();
        // Plainly first: a pool would try again and again, and then say only that time ran out.
        let silent = || OpenError::NoAnswer(options.get_host().to_owned());
        let first = timeout(PATIENCE, PgConnection::connect_with(&options)).await;
        let mut first = first.map_err(|_| silent())??;
        check_server(&mut first).await?;
        first.close().await?;
        let pool = PgPoolOptions::new().max_connections(settings.connections).acquire_timeout(PATIENCE);
        Ok(Self::Postgres(pool.connect_lazy_with(options)))
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

    /// Whether the database answers within a second.
    pub async fn is_ready(&self) -> bool {
        let ask = async {
            let answer: sqlx::Result<i32> = match self {
                Self::Sqlite { readers, .. } => sqlx::query_scalar("SELECT 1").fetch_one(readers).await,
                Self::Postgres(pool) => sqlx::query_scalar("SELECT 1").fetch_one(pool).await,
            };
            answer.is_ok()
        };
        timeout(HEARTBEAT, ask).await.unwrap_or(false)
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

/// Makes the file before the engine does, so that only its owner may ever read it; the engine gives
/// the files of its write-ahead log the same mode.
fn make_file(path: &Path, settings: Settings) -> Result<(), OpenError> {
    let shown = path.display().to_string();
    if !settings.create {
        return Err(OpenError::NoSuchDatabase(shown));
    }
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        // Another program that sets up the same installation was quicker.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map(drop).map_err(|source| OpenError::File { path: shown, source }),
    }
}

async fn check_server(connection: &mut PgConnection) -> Result<(), OpenError> {
    let found: i32 = sqlx::query_scalar("SELECT CAST(current_setting('server_version_num') AS INTEGER)")
        .fetch_one(&mut *connection)
        .await?;
    if found < LOWEST_POSTGRES {
        let needed = "15".to_owned();
        return Err(OpenError::TooOld { engine: "PostgreSQL", found: found.to_string(), needed });
    }
    let (role, too_strong): (String, bool) = sqlx::query_as(
        "SELECT CAST(rolname AS TEXT), rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user",
    )
    .fetch_one(connection)
    .await?;
    if too_strong { Err(OpenError::RoleTooStrong(role)) } else { Ok(()) }
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
