//! The schema that all migrations together make, as stored text: a change to it is seen in review.
//! `cargo xtask bless` accepts a new one.

use std::{env, fs, path::Path};

use db::Db;
use testing::on_both_engines;

const SQLITE: &str = "SELECT sql || ';' FROM sqlite_master WHERE sql IS NOT NULL ORDER BY tbl_name, type DESC, name";

const POSTGRES: &str = "SELECT line FROM (
    SELECT c.relname AS t, 1 AS part, a.attnum AS place,
           c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
           || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END AS line
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND c.relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT c.relname, 2, 0, c.relname || ': ' || pg_get_constraintdef(k.oid)
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE c.relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT tablename, 3, 0, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT c.relname, 4, 0, c.relname || ': row security '
           || CASE WHEN c.relrowsecurity AND c.relforcerowsecurity THEN 'forced' ELSE 'off' END
    FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
) AS lines ORDER BY t, part, place, line";

#[tokio::test]
async fn the_schema_of_all_migrations_is_the_stored_one() {
    on_both_engines(async |db| {
        let (file, lines): (&str, Vec<String>) = match &db {
            Db::Sqlite { readers, .. } => {
                ("schema.sqlite.sql", sqlx::query_scalar(SQLITE).fetch_all(readers).await.unwrap())
            }
            Db::Postgres(pool) => ("schema.postgres.txt", sqlx::query_scalar(POSTGRES).fetch_all(pool).await.unwrap()),
        };
        let found = lines.join("\n") + "\n";
        let stored = Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("tests/snapshots").join(file);
        if env::var_os("WAYMARK_BLESS").is_some() {
            fs::create_dir_all(stored.parent().unwrap()).unwrap();
            fs::write(&stored, &found).unwrap();
        }
        let expected = fs::read_to_string(&stored).unwrap();
        assert!(
            found == expected,
            "the schema differs from {file}; read the difference, then `cargo xtask bless`\n{found}"
        );
    })
    .await;
}
