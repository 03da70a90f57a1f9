//! Every SQL text of the program, looked at from where all of them are linked.

use testing::{beside_the_index, on_both_engines};

#[tokio::test]
async fn every_statement_is_accepted_by_both_engines() {
    assert!(db::STATEMENTS.len() > 50, "only {} statements are linked", db::STATEMENTS.len());
    on_both_engines(async |db| {
        for statement in db::STATEMENTS {
            let refused = db.prepare(statement.text).await.err();
            let place = format!("{}:{}", statement.file, statement.line);
            assert!(refused.is_none(), "{} refuses {place}\n{}\n{refused:?}", db.engine_name(), statement.text);
        }
    })
    .await;
}

#[test]
fn every_statement_on_an_areas_table_names_the_area() {
    let forgetful: Vec<_> = db::STATEMENTS.iter().filter(|statement| db::area_less(statement.text)).collect();
    assert!(forgetful.is_empty(), "{forgetful:#?}");
}

#[test]
fn no_statement_has_words_that_the_engines_understand_differently() {
    for statement in db::STATEMENTS {
        let faults = db::dialect_faults(statement.text);
        assert!(faults.is_empty(), "{}:{}: {faults:?}\n{}", statement.file, statement.line, statement.text);
    }
}

#[tokio::test]
async fn every_statement_finds_an_areas_rows_by_an_index_that_begins_with_the_area() {
    on_both_engines(async |db| {
        let mut found = Vec::new();
        for statement in db::STATEMENTS {
            let beside = beside_the_index(&db, statement.text).await;
            if !beside.is_empty() {
                found.push(format!("{}:{}: {beside:?}\n{}", statement.file, statement.line, statement.text));
            }
        }
        assert!(found.is_empty(), "{}: {}\n{}", db.engine_name(), found.len(), found.join("\n\n"));
    })
    .await;
}
