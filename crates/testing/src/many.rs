use std::time::Duration;

use db::{Db, area_tables, on};
use kernel::AreaId;
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, PgConnection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

/// Every area's commitments once more, where no index leads to an area's own.
const UNINDEXED: &str = "CREATE TABLE unindexed AS SELECT area_id, node_key, wording FROM node";

/// Copies every row of an area to other areas that are registered and hold nothing yet, for measurements among many.
///
/// Far quicker than the deeds: one statement a table and area. The database must not be open elsewhere. It is good for
/// reading only afterwards: on PostgreSQL it has lost its foreign keys, which would be checked row by row. Row security
/// is as it was. The server's statistics are brought up to date, as its housekeeping would do in time.
pub async fn multiply(address: &str, first: AreaId, copies: &[AreaId]) {
    match address.strip_prefix("sqlite:") {
        Some(path) => in_file(path, first, copies).await,
        None => on_server(address, first, copies).await,
    }
}

/// How many of an area's commitments there are, counted in [`multiply`]'s table without any index: a measurement that
/// does not see this grow with the number of areas sees nothing.
pub async fn count_without_index(db: &Db, area: AreaId) -> i64 {
    let mut tx = db.read(area).await.expect("a transaction");
    let text = "SELECT COUNT(*) FROM unindexed WHERE area_id = $1";
    on!(&mut tx, conn => sqlx::query_scalar(text).bind(area.0).fetch_one(conn).await).expect("a count")
}

async fn in_file(path: &str, first: AreaId, copies: &[AreaId]) {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(false)
        .journal_mode(SqliteJournalMode::Memory)
        .synchronous(SqliteSynchronous::Off)
        .busy_timeout(Duration::from_secs(5));
    let mut connection = options.connect().await.expect("the file opens");
    let mut tx = connection.begin().await.expect("a transaction");
    let texts = texts_in_file(&mut tx, first).await;
    for copy in copies {
        for text in &texts {
            let query = sqlx::query(AssertSqlSafe(text.clone())).bind(first.0).bind(copy.0);
            query.execute(&mut *tx).await.expect("the rows are copied");
        }
    }
    sqlx::query(UNINDEXED).execute(&mut *tx).await.expect("the table without an index");
    tx.commit().await.expect("committed");
    connection.close().await.expect("the file is closed");
}

async fn texts_in_file(connection: &mut SqliteConnection, first: AreaId) -> Vec<String> {
    let mut texts = Vec::new();
    for table in tables() {
        let columns = "SELECT name FROM pragma_table_info($1) ORDER BY cid";
        let columns: Vec<String> =
            sqlx::query_scalar(columns).bind(&table).fetch_all(&mut *connection).await.expect("columns");
        let held = AssertSqlSafe(format!("SELECT COUNT(*) FROM {table} WHERE area_id = $1"));
        let held: i64 = sqlx::query_scalar(held).bind(first.0).fetch_one(&mut *connection).await.expect("a count");
        texts.extend((held > 0).then(|| copying(&table, &columns)));
    }
    texts
}

async fn on_server(address: &str, first: AreaId, copies: &[AreaId]) {
    let mut connection = PgConnection::connect(address).await.expect("the server answers");
    let mut tx = connection.begin().await.expect("a transaction");
    let pointers = "SELECT conrelid::regclass::text, conname::text FROM pg_constraint WHERE contype = 'f'";
    let pointers: Vec<(String, String)> = sqlx::query_as(pointers).fetch_all(&mut *tx).await.expect("foreign keys");
    for (table, name) in pointers {
        obey(&mut tx, format!("ALTER TABLE {table} DROP CONSTRAINT {name}")).await;
    }
    for table in tables() {
        // Rows of two areas in one statement are what row security is there to forbid.
        obey(&mut tx, format!("ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")).await;
    }
    for text in texts_on_server(&mut tx, first).await {
        for copy in copies {
            let query = sqlx::query(AssertSqlSafe(text.clone())).bind(first.0).bind(copy.0);
            query.execute(&mut *tx).await.expect("the rows are copied");
        }
    }
    obey(&mut tx, UNINDEXED.to_owned()).await;
    for table in tables() {
        obey(&mut tx, format!("ALTER TABLE {table} FORCE ROW LEVEL SECURITY")).await;
    }
    tx.commit().await.expect("committed");
    sqlx::query("ANALYZE").execute(&mut connection).await.expect("statistics");
    connection.close().await.expect("the connection ends");
}

async fn texts_on_server(connection: &mut PgConnection, first: AreaId) -> Vec<String> {
    let mut texts = Vec::new();
    for table in tables() {
        let columns = "SELECT column_name::text FROM information_schema.columns
                       WHERE table_schema = 'public' AND table_name = $1 ORDER BY ordinal_position";
        let columns: Vec<String> =
            sqlx::query_scalar(columns).bind(&table).fetch_all(&mut *connection).await.expect("columns");
        let held = AssertSqlSafe(format!("SELECT COUNT(*) FROM {table} WHERE area_id = $1"));
        let held: i64 = sqlx::query_scalar(held).bind(first.0).fetch_one(&mut *connection).await.expect("a count");
        texts.extend((held > 0).then(|| copying(&table, &columns)));
    }
    texts
}

async fn obey(connection: &mut PgConnection, text: String) {
    sqlx::query(AssertSqlSafe(text)).execute(connection).await.expect("the server obeys");
}

fn tables() -> impl Iterator<Item = String> {
    area_tables().into_iter().filter(|table| table != "area")
}

/// The statement that copies an area's rows of a table: `$1` is the one area, `$2` the other.
fn copying(table: &str, columns: &[String]) -> String {
    let values: Vec<&str> = columns.iter().map(|name| if name == "area_id" { "$2" } else { name.as_str() }).collect();
    let (columns, values) = (columns.join(", "), values.join(", "));
    format!("INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE area_id = $1")
}
