//! Migrations: one numbered sequence for both engines, only forwards.

use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, PgPool};

use crate::{Db, on};

/// One step of the schema.
#[derive(Debug)]
pub struct Migration {
    /// Its place in the sequence, from 1, without gaps.
    pub number: i64,
    /// Its name, as in the file's name.
    pub name: &'static str,
    /// What it runs.
    pub texts: Texts,
}

/// The text of a step: one for both engines, or a pair where SQLite cannot alter something.
#[derive(Debug)]
pub enum Texts {
    /// The same text on both engines.
    Same(&'static str),
    /// A text for each.
    Pair {
        /// For the embedded engine.
        sqlite: &'static str,
        /// For the server.
        postgres: &'static str,
    },
}

macro_rules! steps {
    ($($number:literal $name:literal),* $(,)?) => {
        &[$(Migration {
            number: $number,
            name: $name,
            texts: Texts::Same(include_str!(concat!("../migrations/", $name, ".sql"))),
        }),*]
    };
}

/// Every step, in order.
pub const MIGRATIONS: &[Migration] = steps![
    1 "0001_area",
    2 "0002_audit",
    3 "0003_jobs",
    4 "0004_publication",
    5 "0005_roadmap",
    6 "0006_accounts",
    7 "0007_workspace",
    8 "0008_round",
    9 "0009_governance",
    10 "0010_documents",
    11 "0011_mail",
    12 "0012_inbox",
    13 "0013_answer_draft",
];

/// Why the schema could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// A step already applied no longer reads as it did.
    #[error(
        "migration {0} was changed after it was applied to this database; restore its text and add a new step instead"
    )]
    Changed(&'static str),
    /// The database was made by a later program.
    #[error("this database has step {0}, which this program does not know; run the newer program")]
    FromTheFuture(i64),
    /// A step was refused; nothing of it remains.
    #[error("migration {name} was refused and nothing of it remains: {source}")]
    Refused {
        /// The step.
        name: &'static str,
        /// What the engine said.
        source: sqlx::Error,
    },
    /// The engine's own message.
    #[error("the schema could not be read: {0}")]
    Engine(#[from] sqlx::Error),
}

impl Migration {
    fn text(&self, db: &Db) -> &'static str {
        match (&self.texts, db) {
            (Texts::Same(text), _)
            | (Texts::Pair { sqlite: text, .. }, Db::Sqlite { .. })
            | (Texts::Pair { postgres: text, .. }, Db::Postgres(_)) => text,
        }
    }
}

/// The steps this database still lacks, after checking those it has.
pub async fn pending(db: &Db) -> Result<Vec<&'static Migration>, MigrateError> {
    let applied = applied(db).await?;
    if let Some((number, _)) = applied.iter().find(|(number, _)| MIGRATIONS.iter().all(|m| m.number != *number)) {
        return Err(MigrateError::FromTheFuture(*number));
    }
    let mut lacking = Vec::new();
    for migration in MIGRATIONS {
        match applied.iter().find(|(number, _)| *number == migration.number) {
            None => lacking.push(migration),
            Some((_, hash)) if *hash == digest(migration.text(db)) => {}
            Some(_) => return Err(MigrateError::Changed(migration.name)),
        }
    }
    Ok(lacking)
}

/// Any number of our own, the same in every version of the program.
const MIGRATION_LOCK: i64 = 2014_0901;

/// Applies every lacking step, each wholly or not at all, and returns the names of those it applied.
///
/// Several programs may do so at once: each step is applied by one of them, and all end well. On
/// PostgreSQL it then forces row security on every table that has an `area_id`, so that a new
/// table cannot be forgotten.
pub async fn migrate(db: &Db) -> Result<Vec<&'static str>, MigrateError> {
    let Db::Postgres(pool) = db else {
        // Each step takes the one writer's place and looks again before it is applied.
        return apply_lacking(db).await;
    };
    // A connection of its own, not one of the pool's: however this ends, the lock ends with it.
    let mut lock = PgConnection::connect_with(pool.connect_options().as_ref()).await?;
    sqlx::query("SELECT pg_advisory_lock($1)").bind(MIGRATION_LOCK).execute(&mut lock).await?;
    let names = apply_lacking(db).await?;
    force_row_security(pool).await?;
    lock.close().await?;
    Ok(names)
}

async fn apply_lacking(db: &Db) -> Result<Vec<&'static str>, MigrateError> {
    create_record(db).await?;
    let mut names = Vec::new();
    for migration in pending(db).await? {
        let refused = |source| MigrateError::Refused { name: migration.name, source };
        if apply(db, migration).await.map_err(refused)? {
            names.push(migration.name);
        }
    }
    Ok(names)
}

const CREATE_RECORD: &str = "CREATE TABLE IF NOT EXISTS migration (
    number BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    digest TEXT NOT NULL
)";

async fn create_record(db: &Db) -> sqlx::Result<()> {
    match db {
        Db::Sqlite { writer, .. } => writer.execute(CREATE_RECORD).await.map(|_| ()),
        Db::Postgres(pool) => pool.execute(CREATE_RECORD).await.map(|_| ()),
    }
}

async fn applied(db: &Db) -> sqlx::Result<Vec<(i64, String)>> {
    const SQL: &str = "SELECT number, digest FROM migration ORDER BY number";
    let rows = match db {
        Db::Sqlite { readers, .. } => sqlx::query_as(SQL).fetch_all(readers).await,
        Db::Postgres(pool) => sqlx::query_as(SQL).fetch_all(pool).await,
    };
    match rows {
        Err(error) if is_missing_table(&error) => Ok(Vec::new()),
        other => other,
    }
}

fn is_missing_table(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .is_some_and(|e| e.message().contains("no such table") || e.code().as_deref() == Some("42P01"))
}

/// Applies a step, unless another program has by now: `false`.
#[expect(clippy::disallowed_methods, reason = "a migration is many statements in one text of our own")]
async fn apply(db: &Db, migration: &Migration) -> sqlx::Result<bool> {
    const DONE: &str = "SELECT number FROM migration WHERE number = $1";
    const RECORD: &str = "INSERT INTO migration (number, name, digest) VALUES ($1, $2, $3)";
    let text = migration.text(db);
    let mut tx = db.write_registry().await?;
    let done: Option<i64> =
        on!(tx, conn => sqlx::query_scalar(DONE).bind(migration.number).fetch_optional(conn).await)?;
    if done.is_some() {
        return Ok(false);
    }
    on!(tx, conn => sqlx::raw_sql(text).execute(conn).await.map(|_| ()))?;
    on!(tx, conn => sqlx::query(RECORD)
        .bind(migration.number)
        .bind(migration.name)
        .bind(digest(text))
        .execute(conn)
        .await
        .map(|_| ()))?;
    tx.commit().await?;
    Ok(true)
}

/// The tables that hold rows of areas and on which row security is not forced, so that a statement
/// that forgot its area would see them all. None on the embedded engine, which has no row security.
pub async fn check_row_security(db: &Db) -> sqlx::Result<Vec<String>> {
    match db {
        Db::Sqlite { .. } => Ok(Vec::new()),
        Db::Postgres(pool) => open_tables(pool).await,
    }
}

async fn open_tables(pool: &PgPool) -> sqlx::Result<Vec<String>> {
    const OPEN_TABLES: &str = "SELECT CAST(c.relname AS TEXT)
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relkind = 'r' AND a.attname = 'area_id' AND NOT a.attisdropped
          AND c.relnamespace = current_schema()::regnamespace
          AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
        ORDER BY c.relname";
    sqlx::query_scalar(OPEN_TABLES).fetch_all(pool).await
}

/// Repeats the area rule in the server itself. `FORCE` makes it bind the tables' owner too.
async fn force_row_security(pool: &PgPool) -> sqlx::Result<()> {
    for table in open_tables(pool).await? {
        let mut tx = pool.begin().await?;
        for text in [
            format!("ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"),
            format!("ALTER TABLE {table} FORCE ROW LEVEL SECURITY"),
            format!(
                "CREATE POLICY area_only ON {table}
                 USING (area_id = CAST(NULLIF(current_setting('waymark.area', true), '') AS UUID))"
            ),
        ] {
            // Table names come from our own migrations through the server's catalogue.
            (&mut *tx).execute(sqlx::query(AssertSqlSafe(text))).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

fn digest(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}
