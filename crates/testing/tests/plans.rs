//! A statement that would read every area's rows to find one's is seen, on both engines.

use db::{Db, on};
use testing::{an_area, beside_the_index, on_both_engines};

#[tokio::test]
async fn a_statement_that_reads_every_areas_rows_is_seen() {
    on_both_engines(async |db| {
        if let Db::Postgres(_) = db {
            // Row security would add the area by itself, and the index with it.
            let area = an_area(&db, "ridgeway").await;
            let mut tx = db.write(area.id).await.unwrap();
            let open = "ALTER TABLE node NO FORCE ROW LEVEL SECURITY";
            on!(&mut tx, conn => sqlx::query(open).execute(conn).await.map(|_| ())).unwrap();
            tx.commit().await.unwrap();
        }
        for broken in [
            "SELECT node_key FROM node WHERE CAST(area_id AS TEXT) = $1",
            "SELECT n.node_key FROM node n WHERE n.wording = $1",
            "UPDATE node SET wording = $2 WHERE wording = $1",
        ] {
            assert_eq!(beside_the_index(&db, broken).await.len(), 1, "{}: {broken}", db.engine_name());
        }
        let sound = "SELECT n.node_key FROM node n WHERE n.area_id = $1 AND n.wording = $2 ORDER BY n.position";
        assert_eq!(beside_the_index(&db, sound).await, Vec::<String>::new());
    })
    .await;
}
