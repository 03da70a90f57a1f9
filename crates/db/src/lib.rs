//! Two engines, one SQL text.
//!
//! SQLite is inside the program for a council; PostgreSQL serves a region. A statement is written
//! once in the shared dialect (CONTRIBUTING.md), registers itself through [`sql!`], and runs on
//! whichever engine is open through [`on!`]. A [`Tx`] is opened *for an area* and binds it: on
//! PostgreSQL forced row security repeats what every statement already says.
//!
//! This room knows tables only as names; what a column means belongs to the slices.

mod address;
mod areas;
mod backup;
mod columns;
mod dialect;
mod engine;
mod migrate;
mod on;
mod transaction;

pub use ::statement::{STATEMENTS, Statement, sql};
pub use areas::{NoSuchArea, area_by_slug, area_of, areas, register_area};
pub use backup::{ArchiveError, Contents, Header, Progress, Step, backup, check_backup, restore};
pub use columns::{DateCol, InstantCol};
pub use dialect::{area_less, area_tables, dialect_faults};
pub use engine::{Db, OpenError, Settings};
pub use migrate::{MIGRATIONS, MigrateError, Migration, Texts, check_row_security, migrate, pending};
pub use transaction::{EngineTx, Registry, Tx};

/// Whether an error says that a row with this key exists already.
pub fn is_duplicate(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}
