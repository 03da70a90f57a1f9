//! How a database is found, made, and brought up to date.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on must stop the test")]

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use db::{Db, MIGRATIONS, OpenError, Settings, check_row_security, migrate, pending};
use testing::PostgresBed;

const MAKING: Settings = Settings { connections: 2, create: true };

fn address(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}

#[tokio::test]
async fn a_misspelt_address_makes_no_new_database() {
    let error = Db::open("sqlite:/no/such/folder/waymark.db", MAKING).await.unwrap_err();
    assert!(error.to_string().contains("does not exist"), "{error}");
    let error = Db::open("mysql://someone:secret@host/db", MAKING).await.unwrap_err();
    assert!(error.to_string().contains("mysql") && !error.to_string().contains("secret"), "{error}");

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("waymrak.db");
    let error = Db::open(&address(&file), Settings::default()).await.unwrap_err();
    assert!(matches!(error, OpenError::NoSuchDatabase(_)), "{error}");
    assert!(error.to_string().contains("waymark migrate") && !file.exists(), "{error}");
}

#[tokio::test]
async fn a_new_database_and_its_log_are_read_by_their_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&address(&folder.path().join("waymark.db")), MAKING).await.unwrap();
    migrate(&db).await.unwrap();
    let mut met = 0;
    for file in fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", file.file_name());
        met += 1;
    }
    assert_eq!(met, 3, "the file, its log, and the index of the log");
    db.close().await;
}

async fn migrated_by_four(address: &str) {
    let programs: Vec<_> = (0..4)
        .map(|_| {
            let address = address.to_owned();
            tokio::spawn(async move {
                let db = Db::open(&address, MAKING).await.map_err(|error| error.to_string())?;
                let names = migrate(&db).await.map_err(|error| error.to_string())?;
                db.close().await;
                Ok::<_, String>(names.len())
            })
        })
        .collect();
    let mut applied = 0;
    for program in programs {
        applied += program.await.unwrap().unwrap();
    }
    assert_eq!(applied, MIGRATIONS.len(), "each step by one of them");
    let db = Db::open(address, Settings::default()).await.unwrap();
    assert!(pending(&db).await.unwrap().is_empty());
    assert!(check_row_security(&db).await.unwrap().is_empty());
    db.close().await;
}

/// Seen in a trial: of four programs started at once on an empty database, three failed.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn four_programs_bring_one_empty_database_up_to_date_at_once() {
    for _ in 0..3 {
        let folder = tempfile::tempdir().unwrap();
        migrated_by_four(&address(&folder.path().join("waymark.db"))).await;
    }
    if let Some(bed) = PostgresBed::empty().await {
        migrated_by_four(&bed.address).await;
        bed.close().await;
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_in_its_own_words() {
    // Taken and given back, so that nobody listens there.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = format!("postgres://waymark@127.0.0.1:{port}/waymark");
    let error = Db::open(&address, Settings::default()).await.unwrap_err().to_string();
    assert!(error.contains("refused"), "{error}");
}

#[tokio::test]
async fn a_server_that_accepts_and_then_says_nothing_is_given_up_after_three_seconds() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("postgres://waymark@{}/waymark", silent.local_addr().unwrap());
    let error = Db::open(&address, Settings::default()).await.unwrap_err();
    assert!(matches!(error, OpenError::NoAnswer(_)), "{error}");
}
