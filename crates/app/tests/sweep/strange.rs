//! A field that no form offers is refused, whatever it is called; above all the names of stored columns.

use db::{MIGRATIONS, Texts};

use crate::{
    asked::askers,
    places::{Whose, body, places},
    scene::{Came, Sending},
    table::matched,
    whole::{Bed, counts},
};

/// Columns that the program writes itself and no form of ours has.
const COLUMNS: [&str; 20] = [
    "area_id",
    "person_id",
    "person_epoch",
    "area_epoch",
    "organisation_key",
    "role_id",
    "prepared_by",
    "released_at",
    "added_by",
    "made_at",
    "made_by",
    "stepped_up_at",
    "session_digest",
    "token_digest",
    "confirmed",
    "used_at",
    "invitation_id",
    "withdrawn_at",
    "document_id",
    "entry_key",
];

#[tokio::test]
async fn a_field_named_like_a_column_is_refused_and_changes_nothing() {
    let bed = Bed::build().await;
    let (_folder, scene) = bed.copy().await;
    let world = &bed.worlds[0];
    let before = counts(&scene, world.area.id).await;
    let mut accepted = Vec::new();
    let mut tried = 0;
    for (line, route) in matched().into_iter().filter(|(line, _)| !line.is_safe() && line.method != "DELETE") {
        let everybody = askers(world, None);
        let able = everybody.iter().find_map(|asker| {
            let mut places = places(world, &asker.person, &line).into_iter();
            let own = places.find(|place| place.whose == Whose::Own)?;
            (asker.expected(&line, route.access, &own) == Some(Came::In)).then_some((asker, own))
        });
        let Some((asker, place)) = able else { continue };
        for column in COLUMNS.iter().filter(|column| is_stored(column)) {
            let mut said = body(world, &line, &place);
            match &mut said {
                Sending::Form(fields) => fields.push(((*column).to_owned(), "1".to_owned())),
                Sending::Json(value) => value[*column] = serde_json::json!("1"),
                Sending::None => {}
            }
            let reply = scene.ask("first", asker.shows(&line), (&line.method, &place.path), &said).await;
            tried += 1;
            if !matches!(reply.status.as_u16(), 400 | 422) {
                accepted.push(format!("{} with {column}: {}", line.name(), reply.status));
            }
        }
    }
    assert!(accepted.is_empty(), "{} of {tried}:\n{}", accepted.len(), accepted.join("\n"));
    assert_eq!(counts(&scene, world.area.id).await, before);
}

/// Whether a table has a column of this name.
fn is_stored(column: &str) -> bool {
    MIGRATIONS.iter().any(|migration| {
        let (Texts::Same(text) | Texts::Pair { postgres: text, .. }) = migration.texts;
        text.split_whitespace().any(|word| word == column)
    })
}

#[test]
fn the_columns_tried_are_columns() {
    let gone: Vec<_> = COLUMNS.iter().filter(|column| !is_stored(column)).collect();
    assert!(gone.is_empty(), "no table has {gone:?} any more");
}
