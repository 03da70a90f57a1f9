//! Who may read a document, and its note, put right.

use axum::http::{Method, StatusCode};
use office::Role;
use serde_json::json;
use testing::on_both_engines;

use crate::cast::{hands_in, led_to, partnership};

fn fields<'a>(range: &'a str, board: &'a str) -> [(&'a str, &'a str); 4] {
    [("sensitivity", range), ("board", board), ("commitment", ""), ("note", "First")]
}

#[tokio::test]
async fn whoever_handed_a_document_in_or_keeps_the_plan_says_who_may_read_it() {
    on_both_engines(async |db| {
        let here = partnership(&db, "ridgeway").await;
        let (officer, writer) = (here.who(Role::ProgrammeOffice), here.who(Role::Contributor));
        let id = led_to(&hands_in(&writer, ("bases.csv", b"a,b"), &fields("partnership", "")).await);
        let (page, edit) = (format!("office/documents/{id}"), format!("office/documents/{id}/edit"));
        let publisher = here.who(Role::Publisher);
        assert_eq!(publisher.get(&page).await.status, StatusCode::OK);
        let own = writer.get(&format!("{page}/handed-in")).await;
        assert!(own.text.contains(&format!("/ridgeway/{edit}")), "{}", own.text);

        let form = writer.get(&edit).await;
        assert!(form.text.contains("bases.csv") && form.text.contains("First"), "{}", form.text);
        let (once, version) = (form.field("once"), form.field("version"));
        let sent =
            [("once", once.as_str()), ("version", &version), ("sensitivity", "office"), ("note", "For the office")];
        for time in ["once", "and again"] {
            let saved = writer.post_as_is(&edit, &sent).await;
            assert_eq!(saved.status, StatusCode::SEE_OTHER, "{time}: {}", saved.text);
        }
        assert_eq!(publisher.get(&page).await.status, StatusCode::NOT_FOUND, "it is the office's now");
        assert!(officer.get(&page).await.text.contains("For the office"));

        let late = [("version", "1"), ("sensitivity", "public"), ("note", "Mine")];
        let clash = officer.post(&edit, &late).await;
        assert_eq!(clash.status, StatusCode::CONFLICT);
        assert!(clash.text.contains("For the office") && clash.text.contains("Mine"), "{}", clash.text);
        for (range, note) in [("", "x".to_owned()), ("board", "x".to_owned()), ("office", "x".repeat(2_001))] {
            let refused = officer.post(&edit, &[("version", "2"), ("sensitivity", range), ("note", &note)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{range}: {}", refused.text);
        }
        for other in [&publisher, &here.who(Role::Reviewer), &here.bed.signed_in(Role::Contributor, "trust")] {
            assert_eq!(other.get(&edit).await.status, StatusCode::NOT_FOUND);
        }
    })
    .await;
}

#[tokio::test]
async fn a_program_puts_a_documents_note_right_and_a_boards_document_stays_with_its_board() {
    on_both_engines(async |db| {
        let here = partnership(&db, "ridgeway").await;
        let officer = here.who(Role::ProgrammeOffice);
        let id = led_to(&hands_in(&officer, ("board.csv", b"a,b"), &fields("board", "north")).await);
        let put =
            async |body: serde_json::Value| officer.json(Method::PUT, &format!("api/v1/documents/{id}"), &body).await;
        let moved = put(json!({ "version": 1, "sensitivity": "public", "note": "" })).await;
        assert_eq!(moved.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", moved.text);
        let form = officer.get(&format!("office/documents/{id}/edit")).await.text;
        assert!(!form.contains("Who is it for?") && form.contains("A note"), "{form}");
        let done = put(json!({ "version": 1, "sensitivity": "board", "note": "Second" })).await;
        assert_eq!((done.status, &done.json()["note"]), (StatusCode::OK, &json!("Second")), "{}", done.text);
        let late = put(json!({ "version": 1, "sensitivity": "board", "note": "Third" })).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let extra = put(json!({ "version": 2, "sensitivity": "board", "note": "", "about": "north" })).await;
        assert_eq!(extra.status, StatusCode::UNPROCESSABLE_ENTITY);

        let back = json!({ "version": 2, "because": "Old" });
        officer.json(Method::POST, &format!("api/v1/documents/{id}/withdraw"), &back).await;
        let gone = put(json!({ "version": 3, "sensitivity": "board", "note": "Fourth" })).await;
        assert_eq!(gone.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", gone.text);
    })
    .await;
}
