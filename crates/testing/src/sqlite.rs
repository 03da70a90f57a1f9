use db::{Db, Settings, migrate};
use tempfile::TempDir;

/// A fresh database file in a folder of its own, gone when dropped.
pub struct SqliteBed {
    /// The open, migrated database.
    pub db: Db,
    /// The file's address, to open it once more.
    pub address: String,
    _folder: TempDir,
}

impl SqliteBed {
    /// Makes the file and brings its schema up to date.
    pub async fn open() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let address = format!("sqlite:{}", folder.path().join("waymark.db").display());
        let db = Db::open(&address, Settings { connections: 4, create: true }).await.expect("SQLite opens");
        migrate(&db).await.expect("the schema is brought up to date");
        Self { db, address, _folder: folder }
    }

    /// Ends the connections before the folder goes.
    pub async fn close(self) {
        self.db.close().await;
    }
}
