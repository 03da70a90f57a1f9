use std::env;

use db::{Db, MIGRATIONS, Settings, Texts, migrate};
use jiff::Timestamp;
use kernel::fresh_id;
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// A database of its own on the test server, copied from a migrated template, gone when closed.
pub struct PostgresBed {
    /// The open database.
    pub db: Db,
    /// Its address, to open it once more.
    pub address: String,
    server: String,
    name: String,
}

impl PostgresBed {
    /// Opens a fresh database, or `None` where no server was named.
    pub async fn open() -> Option<Self> {
        let server = server()?;
        let template = template(&server).await;
        Some(Self::made(server, &format!("TEMPLATE {template}")).await)
    }

    /// Opens a database without any table, or `None` where no server was named.
    pub async fn empty() -> Option<Self> {
        Some(Self::made(server()?, "").await)
    }

    async fn made(server: String, from: &str) -> Self {
        let name = format!("t_{}", fresh_id(Timestamp::UNIX_EPOCH).simple());
        run(&server, &format!("CREATE DATABASE {name} {from}")).await;
        let address = address_of(&server, &name);
        let db = Db::open(&address, Settings { connections: 4, create: false }).await.expect("PostgreSQL opens");
        Self { db, address, server, name }
    }

    /// Ends the connections and drops the database.
    pub async fn close(self) {
        self.db.close().await;
        // Without force: the server itself sends its own housekeeping away, which a plain role may not end.
        run(&self.server, &format!("DROP DATABASE {}", self.name)).await;
    }
}

fn server() -> Option<String> {
    match env::var("TEST_POSTGRES_URL") {
        Ok(url) => Some(url),
        Err(missing) if env::var_os("WAYMARK_STRICT").is_some() => {
            panic!("TEST_POSTGRES_URL: {missing}; this story must run on both engines")
        }
        Err(_) => {
            eprintln!("TEST_POSTGRES_URL is not set: this story ran on SQLite only");
            None
        }
    }
}

/// Makes the migrated template once per schema; others wait for it.
async fn template(server: &str) -> String {
    let name = format!("template_{}", &schema_digest()[..16]);
    let mut connection = PgConnection::connect(server).await.expect("the test server answers");
    connection.execute("SELECT pg_advisory_lock(20140901)").await.expect("the lock is taken");
    let known: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)")
        .bind(&name)
        .fetch_one(&mut connection)
        .await
        .expect("the server lists its databases");
    if !known {
        let making = format!("making_{name}");
        run(server, &format!("DROP DATABASE IF EXISTS {making} WITH (FORCE)")).await;
        run(server, &format!("CREATE DATABASE {making}")).await;
        let db =
            Db::open(&address_of(server, &making), Settings { connections: 2, create: false }).await.expect("opens");
        migrate(&db).await.expect("the schema is brought up to date");
        db.close().await;
        run(server, &format!("ALTER DATABASE {making} RENAME TO {name}")).await;
    }
    connection.close().await.expect("the lock is given back");
    name
}

fn schema_digest() -> String {
    let mut hasher = Sha256::new();
    for migration in MIGRATIONS {
        match migration.texts {
            Texts::Same(text) | Texts::Pair { postgres: text, .. } => hasher.update(text),
        }
    }
    hex::encode(hasher.finalize())
}

async fn run(server: &str, text: &str) {
    let mut connection = PgConnection::connect(server).await.expect("the test server answers");
    // The text is made of our own names only.
    connection.execute(sqlx::query(AssertSqlSafe(text.to_owned()))).await.expect("the server obeys");
    connection.close().await.expect("the connection ends");
}

/// The server's address with another database's name.
fn address_of(server: &str, database: &str) -> String {
    let (front, _) = server.rsplit_once('/').expect("an address that ends in a database's name");
    format!("{front}/{database}")
}
