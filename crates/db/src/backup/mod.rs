//! Backup and restore: one archive for both engines, so that an area can outgrow the embedded one.
//!
//! An archive is a gzip file of JSON lines: a header, then each table's columns and rows in the
//! order of its key, then the counts and the SHA-256 of every byte before. Cells are texts or null:
//! identifiers and bytes in hexadecimal, days and instants as in ISO 8601, truth as `1` or `0`.
//! The same content gives the same rows whichever engine it is read from.
//!
//! This is one of the few seams where the engines are told apart: statements are made from the
//! schema as the engine describes it, so they cannot be listed beforehand.

mod archive;
mod restore;
mod rows;
mod schema;
mod write;

use std::{collections::BTreeMap, io, path::PathBuf};

pub use archive::{Header, check_backup};
pub use restore::restore;
pub use write::backup;

/// What a long piece of work is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Rows are written to the archive.
    Writing,
    /// The archive is read through and compared with its digest.
    Checking,
    /// Rows are put into the database.
    Restoring,
}

/// How far it is; told every thousand rows and at the end of each table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress<'a> {
    /// What is being done.
    pub step: Step,
    /// The table in hand.
    pub table: &'a str,
    /// How many of its rows are done.
    pub rows: u64,
}

/// What an archive holds: how many rows of each table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// Rows by table.
    pub rows: BTreeMap<String, u64>,
}

impl Contents {
    /// The rows of all tables.
    pub fn total(&self) -> u64 {
        self.rows.values().sum()
    }
}

/// Rows between two signs of progress.
const PROGRESS_EVERY: u64 = 1000;

/// Why a backup was not made or not restored. Nothing half done remains.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The file to be written exists; a backup never overwrites another.
    #[error("{0:?} exists already; a backup never overwrites a file")]
    AlreadyThere(PathBuf),
    /// The file cannot be written or read.
    #[error("the backup file cannot be used: {0}")]
    File(#[from] io::Error),
    /// The file is something else.
    #[error("this is not a backup of Waymark: {0}")]
    NotABackup(String),
    /// The file ends too early.
    #[error("the backup is cut short: it ends before its closing line; nothing was restored")]
    Cut,
    /// The file is not as it was written.
    #[error("the backup was changed after it was made ({0}); nothing was restored")]
    Altered(&'static str),
    /// A column has a type the archive has no form for.
    #[error("column {column} of table {table} has the type {declared:?}, which a backup cannot hold")]
    UnknownType {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// Its type as the engine names it.
        declared: String,
    },
    /// A table has no primary key, so its rows have no order.
    #[error("table {0} has no primary key; a backup needs one")]
    NoKey(String),
    /// Archive and database were not brought to the same step.
    #[error(
        "the backup was made at schema step {found:?} and this database is at {wanted:?}; restore with the program that made the backup, then migrate"
    )]
    OtherSchema {
        /// The last step of the archive.
        found: String,
        /// The last step of the database.
        wanted: String,
    },
    /// A restore never mixes with what is there.
    #[error("table {0} of this database is not empty; restore into a new, migrated database")]
    NotEmpty(String),
    /// A row was refused.
    #[error("row {row} of table {table} was refused, so nothing was restored: {source}")]
    Refused {
        /// The table.
        table: String,
        /// The row's number, from 1.
        row: u64,
        /// What the engine said.
        source: sqlx::Error,
    },
    /// The engine's own message.
    #[error("the database could not be used: {0}")]
    Engine(#[from] sqlx::Error),
}
