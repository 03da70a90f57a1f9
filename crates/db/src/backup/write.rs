use std::path::Path;

use futures_util::TryStreamExt;
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

use super::{
    ArchiveError, Contents, PROGRESS_EVERY, Progress, Step,
    archive::Writer,
    rows::{Engine, reading, scopes, stand_for},
    schema::{Table, steps, tables},
};
use crate::{Db, Registry, on};

/// Writes every area's rows, as they stand at one moment, to a new file; the program may go on
/// working meanwhile.
///
/// On PostgreSQL the role sees an area's rows only while it stands for that area, so the rows of an
/// identifier that is not in the list of areas are not seen and not written.
pub async fn backup(
    db: &Db,
    path: &Path,
    at: Timestamp,
    mut progress: impl FnMut(Progress<'_>) + Send,
) -> Result<Contents, ArchiveError> {
    let writer = Writer::create(path)?;
    let unfinished = writer.unfinished().to_owned();
    let written = write_tables(db, writer, at, &mut progress).await;
    if written.is_err() {
        // The first fault is the one to tell, not that its remains could not be removed.
        std::fs::remove_file(unfinished).ok();
    }
    written
}

async fn write_tables(
    db: &Db,
    mut writer: Writer,
    at: Timestamp,
    progress: &mut (impl FnMut(Progress<'_>) + Send),
) -> Result<Contents, ArchiveError> {
    let mut tx = db.read_registry().await?;
    writer.header(at, db.engine_name(), steps(&mut tx).await?)?;
    for table in tables(&mut tx).await? {
        let columns = table.columns.iter().map(|column| (column.name.clone(), column.kind.name().to_owned())).collect();
        writer.table(&table.name, columns)?;
        let mut rows = 0;
        for area in scopes(&mut tx, &table).await? {
            if let Some(area) = area {
                stand_for(&mut tx, area).await?;
            }
            rows = write_rows(&mut tx, &table, area, &mut writer, progress).await?.max(rows);
        }
        progress(Progress { step: Step::Writing, table: &table.name, rows });
    }
    writer.finish()
}

/// Writes the rows of one table, of one area or all, and says how many the table has so far.
async fn write_rows(
    tx: &mut Registry,
    table: &Table,
    area: Option<Uuid>,
    writer: &mut Writer,
    progress: &mut (impl FnMut(Progress<'_>) + Send),
) -> Result<u64, ArchiveError> {
    // Made of the schema's own names only.
    let text = AssertSqlSafe(reading(table, Engine::of(tx), area.is_some()));
    let mut rows = 0;
    on!(tx, conn => {
        let query = sqlx::query(text);
        let query = if let Some(area) = area { query.bind(area) } else { query };
        let mut found = query.fetch(conn);
        while let Some(row) = found.try_next().await? {
            let cells: sqlx::Result<Vec<Option<String>>> =
                (0..table.columns.len()).map(|place| row.try_get(place)).collect();
            rows = writer.row(cells?)?;
            if rows % PROGRESS_EVERY == 0 {
                progress(Progress { step: Step::Writing, table: &table.name, rows });
            }
        }
    });
    Ok(rows)
}
