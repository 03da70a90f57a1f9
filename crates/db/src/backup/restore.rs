use std::path::Path;

use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{
    ArchiveError, Contents, PROGRESS_EVERY, Progress, Step,
    archive::{Header, Line, Reader, check_backup},
    rows::{Engine, stand_for, writing},
    schema::{Table, by_engine, steps, tables},
};
use crate::{Db, InstantCol, Registry, on, sql};

/// Puts an archive into an empty, freshly migrated database of either engine: everything, or, after
/// any fault, nothing.
///
/// The file is read through and compared with its digest before the first row is written, and once
/// more before the last is committed. Afterwards say in the audit record of each area what stretch
/// may be lost (`audit::record_gap`).
pub async fn restore(
    path: &Path,
    db: &Db,
    mut progress: impl FnMut(Progress<'_>) + Send,
) -> Result<(Header, Contents), ArchiveError> {
    check_backup(path, &mut progress)?;
    let (mut reader, header) = Reader::open(path)?;
    let mut tx = db.write_registry().await?;
    check_steps(&header, &steps(&mut tx).await?)?;
    let tables = tables(&mut tx).await?;
    check_empty(&mut tx, &tables).await?;
    let pointers = check_pointers_later(&mut tx).await?;
    let mut filling = Filling::default();
    while let Some(line) = reader.next()? {
        match line {
            Line::Table { name, columns } => {
                filling = Filling::of(&mut tx, &tables, &name, &columns)?;
            }
            Line::Row(cells) => {
                let (table, row) = reader.place();
                filling.add(&mut tx, cells).await.map_err(|source| {
                    let table = table.to_owned();
                    ArchiveError::Refused { table, row, source }
                })?;
                if row % PROGRESS_EVERY == 0 {
                    progress(Progress { step: Step::Restoring, table, rows: row });
                }
            }
            Line::Header(_) | Line::End { .. } => {}
        }
    }
    check_pointers_now(&mut tx, &pointers).await?;
    mark_restored(&mut tx, &header).await?;
    tx.commit().await?;
    Ok((header, reader.contents()))
}

/// Says for ever that what stands here now may have been acted on elsewhere: queued mail is not sent because of it.
async fn mark_restored(tx: &mut Registry, header: &Header) -> sqlx::Result<()> {
    const SQL: &str = sql!("INSERT INTO restoration (mark, taken_at) VALUES ($1, $2)");
    let mark = hex::encode(kernel::random_bytes::<16>());
    on!(tx, conn => sqlx::query(SQL)
        .bind(mark)
        .bind(InstantCol(header.taken_at))
        .execute(conn)
        .await
        .map(|_| ()))
}

fn check_steps(header: &Header, here: &[String]) -> Result<(), ArchiveError> {
    if header.migrations == here {
        return Ok(());
    }
    let last = |steps: &[String]| steps.last().cloned().unwrap_or_default();
    Err(ArchiveError::OtherSchema { found: last(&header.migrations), wanted: last(here) })
}

/// On PostgreSQL the rows of areas are hidden here; but with no row in the list of areas there are
/// none, and a second one of the same key would be refused.
async fn check_empty(tx: &mut Registry, tables: &[Table]) -> Result<(), ArchiveError> {
    for table in tables {
        let text = AssertSqlSafe(format!("SELECT 1 FROM \"{}\" LIMIT 1", table.name));
        let found: Option<i32> = on!(tx, conn => sqlx::query_scalar(text).fetch_optional(conn).await)?;
        if found.is_some() {
            return Err(ArchiveError::NotEmpty(table.name.clone()));
        }
    }
    Ok(())
}

/// The table being filled.
#[derive(Default)]
struct Filling {
    text: String,
    columns: usize,
    area_column: Option<usize>,
    area: Option<Uuid>,
}

impl Filling {
    fn of(tx: &mut Registry, tables: &[Table], name: &str, columns: &[(String, String)]) -> Result<Self, ArchiveError> {
        let table = tables.iter().find(|table| table.name == name);
        let table = table.ok_or(ArchiveError::Altered("it has a table this schema has not"))?;
        let ours = table.columns.iter().map(|column| (column.name.as_str(), column.kind.name()));
        if !ours.eq(columns.iter().map(|(name, kind)| (name.as_str(), kind.as_str()))) {
            return Err(ArchiveError::Altered("a table has other columns than this schema's"));
        }
        Ok(Self {
            text: writing(table, Engine::of(tx)),
            columns: table.columns.len(),
            area_column: table.area_column(),
            area: None,
        })
    }

    async fn add(&mut self, tx: &mut Registry, cells: Vec<Option<String>>) -> sqlx::Result<()> {
        // The embedded engine would take a cell that is not there as null.
        if cells.len() != self.columns {
            let error = format!("{} cells for {} columns", cells.len(), self.columns);
            return Err(sqlx::Error::Encode(error.into()));
        }
        if let Some(text) = self.area_column.and_then(|place| cells.get(place)?.as_deref()) {
            let area: Uuid = text.parse().map_err(|error| sqlx::Error::Decode(Box::new(error)))?;
            if self.area != Some(area) {
                stand_for(tx, area).await?;
                self.area = Some(area);
            }
        }
        // Made of the schema's own names only.
        let text = AssertSqlSafe(self.text.clone());
        on!(tx, conn => {
            let mut query = sqlx::query(text);
            for cell in cells {
                query = query.bind(cell);
            }
            query.execute(conn).await.map(|_| ())
        })
    }
}

/// A foreign key on the server whose check was put off.
#[derive(sqlx::FromRow)]
struct Pointer {
    table: String,
    name: String,
}

/// Puts the check of foreign keys off to the end, so that a row may come before the row of its own
/// table it points to.
async fn check_pointers_later(tx: &mut Registry) -> sqlx::Result<Vec<Pointer>> {
    const POINTERS: &str = "SELECT CAST(c.relname AS TEXT) AS \"table\", CAST(k.conname AS TEXT) AS name
        FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid
        WHERE k.contype = 'f' AND NOT k.condeferrable AND c.relnamespace = current_schema()::regnamespace
        ORDER BY c.relname, k.conname";
    if Engine::of(tx) == Engine::Sqlite {
        run(tx, "PRAGMA defer_foreign_keys = ON".to_owned()).await?;
        return Ok(Vec::new());
    }
    let pointers: Vec<Pointer> = on!(tx, conn => sqlx::query_as(POINTERS).fetch_all(conn).await)?;
    for Pointer { table, name } in &pointers {
        let text = "DEFERRABLE INITIALLY DEFERRED";
        run(tx, format!("ALTER TABLE \"{table}\" ALTER CONSTRAINT \"{name}\" {text}")).await?;
    }
    Ok(pointers)
}

/// Checks every foreign key and leaves the schema as it was. The embedded engine checks by itself
/// when committing.
async fn check_pointers_now(tx: &mut Registry, pointers: &[Pointer]) -> sqlx::Result<()> {
    let check = by_engine(tx, "SELECT 1", "SET CONSTRAINTS ALL IMMEDIATE");
    run(tx, check.to_owned()).await?;
    for Pointer { table, name } in pointers {
        run(tx, format!("ALTER TABLE \"{table}\" ALTER CONSTRAINT \"{name}\" NOT DEFERRABLE")).await?;
    }
    Ok(())
}

/// Runs a text made of the schema's own names only.
async fn run(tx: &mut Registry, text: String) -> sqlx::Result<()> {
    on!(tx, conn => sqlx::query(AssertSqlSafe(text)).execute(conn).await.map(|_| ()))
}
