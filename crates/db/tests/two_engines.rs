//! Both engines keep the same promises.

use db::{Db, InstantCol, area_by_slug, areas, check_row_security, is_duplicate, migrate, on, pending};
use jiff::civil::date;
use kernel::{AreaId, fresh_id};
use sqlx::{AssertSqlSafe, Executor};
use testing::{an_area, fixed, on_both_engines};

#[tokio::test]
async fn an_area_registered_twice_keeps_its_identity_and_takes_the_new_name() {
    on_both_engines(async |db| {
        let first = an_area(&db, "ridgeway").await;
        let mut renamed = an_area(&db, "ridgeway").await;
        renamed.name = "Ridgeway county".to_owned();
        let mut tx = db.write_registry().await.unwrap();
        db::register_area(&mut tx, &renamed, fixed(date(2026, 2, 2)).now()).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.read_registry().await.unwrap();
        let found = area_by_slug(&mut tx, &first.slug).await.unwrap().unwrap();
        assert_eq!(found.id, first.id);
        assert_eq!(found.name, "Ridgeway county");
        assert_eq!(areas(&mut tx).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_dropped_transaction_leaves_nothing_behind() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let mut renamed = area.clone();
        renamed.name = "never".to_owned();
        let mut tx = db.write_registry().await.unwrap();
        db::register_area(&mut tx, &renamed, fixed(date(2026, 2, 2)).now()).await.unwrap();
        drop(tx);

        let mut tx = db.read_registry().await.unwrap();
        assert_eq!(areas(&mut tx).await.unwrap()[0].name, "ridgeway");
    })
    .await;
}

#[tokio::test]
async fn a_second_migration_finds_nothing_to_do() {
    on_both_engines(async |db| {
        assert!(pending(&db).await.unwrap().is_empty());
        assert!(migrate(&db).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_changed_migration_is_refused() {
    on_both_engines(async |db| {
        let text = "UPDATE migration SET digest = 'other' WHERE number = 1";
        let mut tx = db.write_registry().await.unwrap();
        on!(tx, conn => conn.execute(text).await.map(|_| ())).unwrap();
        tx.commit().await.unwrap();

        let refused = migrate(&db).await.unwrap_err().to_string();
        assert!(refused.contains("0001_area was changed"), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn days_and_instants_come_back_as_they_went_in() {
    on_both_engines(async |db| {
        let mut tx = db.write_registry().await.unwrap();
        on!(tx, conn => conn.execute("CREATE TABLE sample (day DATE, at TIMESTAMPTZ)").await.map(|_| ())).unwrap();
        for day in [date(1899, 12, 31), date(1999, 12, 31), date(2000, 1, 1), date(2024, 2, 29), date(2099, 8, 31)] {
            let at = fixed(day).now();
            on!(tx, conn => sqlx::query("INSERT INTO sample (day, at) VALUES ($1, $2)")
                .bind(db::DateCol(day)).bind(InstantCol(at)).execute(conn).await.map(|_| ()))
            .unwrap();
            let back: (db::DateCol, InstantCol) =
                on!(tx, conn => sqlx::query_as("SELECT day, at FROM sample WHERE day = $1 AND at = $2")
                .bind(db::DateCol(day)).bind(InstantCol(at)).fetch_one(conn).await)
                .unwrap();
            assert_eq!(back, (db::DateCol(day), InstantCol(at)));
        }
    })
    .await;
}

#[tokio::test]
async fn a_duplicate_key_is_told_apart_on_both_engines() {
    on_both_engines(async |db| {
        let mut tx = db.write_registry().await.unwrap();
        let text = "INSERT INTO migration (number, name, digest) VALUES (1, 'again', '')";
        let error = on!(tx, conn => conn.execute(text).await.map(|_| ())).unwrap_err();
        assert!(is_duplicate(&error));
    })
    .await;
}

/// The server's own second lock: a statement that forgot its area, sent as the program's role.
#[tokio::test]
async fn postgres_shows_a_forgetful_statement_no_row_of_another_area() {
    let Some(bed) = testing::PostgresBed::open().await else {
        return;
    };
    let Db::Postgres(pool) = &bed.db else { unreachable!() };
    let tables: Vec<(String, bool)> = sqlx::query_as(
        "SELECT CAST(c.relname AS TEXT), c.relrowsecurity AND c.relforcerowsecurity
         FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
         WHERE c.relkind = 'r' AND a.attname = 'area_id'",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    assert!(tables.iter().all(|(_, forced)| *forced), "{tables:?}");

    pool.execute("CREATE TABLE note (area_id UUID NOT NULL, words TEXT NOT NULL)").await.unwrap();
    let (here, there) = (an_area(&bed.db, "here").await, an_area(&bed.db, "there").await);
    let mut open = bed.db.write(here.id).await.unwrap();
    assert_eq!(check_row_security(&bed.db).await.unwrap(), ["note"]);
    write_note(&mut open, there.id).await.expect("without row security the wrong area is accepted: the broken variant");
    drop(open);

    sqlx::query(AssertSqlSafe("DELETE FROM migration WHERE number = 0".to_owned())).execute(pool).await.unwrap();
    migrate(&bed.db).await.unwrap();
    assert!(check_row_security(&bed.db).await.unwrap().is_empty());
    let mut tx = bed.db.write(here.id).await.unwrap();
    write_note(&mut tx, here.id).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = bed.db.write(here.id).await.unwrap();
    assert!(write_note(&mut tx, there.id).await.is_err(), "a row for another area was accepted");
    drop(tx);

    for (area, expected) in [(here.id, 1), (there.id, 0), (AreaId(fresh_id(fixed(date(2026, 1, 1)).now())), 0)] {
        let mut tx = bed.db.read(area).await.unwrap();
        let seen: i64 = on!(tx, conn => sqlx::query_scalar("SELECT COUNT(*) FROM note").fetch_one(conn).await).unwrap();
        assert_eq!(seen, expected);
    }
    let unbound: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM note").fetch_one(pool).await.unwrap();
    assert_eq!(unbound, 0, "without an area nothing is seen");
    bed.close().await;
}

async fn write_note(tx: &mut db::Tx, area: AreaId) -> sqlx::Result<()> {
    on!(tx, conn => sqlx::query("INSERT INTO note (area_id, words) VALUES ($1, 'x')")
        .bind(area.0).execute(conn).await.map(|_| ()))
}
