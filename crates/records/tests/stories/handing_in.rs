//! Handing documents in: what is kept, what is refused and why, and what a person sees of it.

use axum::http::StatusCode;
use office::Role;
use testing::on_both_engines;

use crate::cast::{hands_in, led_to, partnership, parts, send};

#[tokio::test]
async fn a_page_that_calls_itself_a_text_is_refused_with_its_reason_and_nothing_is_kept() {
    on_both_engines(async |db| {
        let here = partnership(&db, "ridgeway").await;
        let officer = here.who(Role::ProgrammeOffice);
        let trap: &[u8] = b"<!doctype html><html><script>alert(1)</script></html>";
        let refused = hands_in(&officer, ("note.txt", trap), &[("sensitivity", "partnership")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("It is a web page or drawing, which can run in a browser"), "{}", refused.text);
        assert!(refused.text.contains("print it to a PDF"));
        assert!(refused.text.contains("<title>Error: "), "the title says that something is wrong");

        let list = officer.get("office/documents").await;
        assert!(list.text.contains("No document that you may read is here"), "{}", list.text);
    })
    .await;
}

#[tokio::test]
async fn what_is_missing_is_said_at_its_field_before_anything_is_kept() {
    on_both_engines(async |db| {
        let here = partnership(&db, "ridgeway").await;
        let officer = here.who(Role::ProgrammeOffice);
        let form = officer.get("office/documents/new").await;
        assert!(form.text.contains("at most 20 MB"), "kinds and size are said before anybody chooses");
        let without = hands_in(&officer, ("", b""), &[("note", "Kept as typed")]).await;
        assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
        for words in ["Choose a file", "Choose who the document is for", "Kept as typed"] {
            assert!(without.text.contains(words), "{words}");
        }
        let no_board = hands_in(&officer, ("a.txt", b"x"), &[("sensitivity", "board")]).await;
        assert!(no_board.text.contains("Choose the board whose members may read it"), "{}", no_board.text);
        let stray = hands_in(&officer, ("a.txt", b"x"), &[("sensitivity", "office"), ("board", "north")]).await;
        assert!(stray.text.contains("Leave the board empty"), "{}", stray.text);
        let unknown = [("sensitivity", "office"), ("added_by", "somebody else")];
        let foreign = hands_in(&officer, ("a.txt", b"x"), &unknown).await;
        assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(foreign.text.contains("We could not read the form"), "{}", foreign.text);
        assert!(officer.get("office/documents").await.text.contains("No document that you may read is here"));
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_twice_keeps_one_document() {
    on_both_engines(async |db| {
        let here = partnership(&db, "ridgeway").await;
        let officer = here.who(Role::ProgrammeOffice);
        let once = officer.get("office/documents/new").await.field("once");
        let body = parts(&once, ("letter.txt", b"Dear parents"), &[("sensitivity", "office")]);
        let first = send(&officer, "office/documents/new", body.clone()).await;
        let second = send(&officer, "office/documents/new", body).await;
        assert_eq!(led_to(&first), led_to(&second));
        assert!(officer.get("office/documents").await.text.contains("1 document, newest first"));
    })
    .await;
}

#[tokio::test]
async fn whoever_hands_in_sees_that_it_arrived_without_being_among_its_readers() {
    on_both_engines(async |db| {
        let here = partnership(&db, "ridgeway").await;
        let contributor = here.who(Role::Contributor);
        let fields = [("sensitivity", "office"), ("commitment", "bases"), ("note", "From the <b>site</b>")];
        let sent = hands_in(&contributor, ("report <1>.txt", b"Both are built"), &fields).await;
        let id = led_to(&sent);
        let mine = contributor.get(&format!("office/documents/{id}/handed-in")).await;
        assert_eq!(mine.status, StatusCode::OK);
        assert!(mine.text.contains("report &#60;1&#62;.txt") && mine.text.contains("Open two bases"), "{}", mine.text);
        assert!(!mine.text.contains("<b>site</b>") && mine.text.contains("site&lt;/b&gt;"), "{}", mine.text);
        for path in ["", "/file"] {
            let refused = contributor.get(&format!("office/documents/{id}{path}")).await;
            assert_eq!(refused.status, StatusCode::NOT_FOUND);
        }
        let other = here.who(Role::ForumRepresentative).get(&format!("office/documents/{id}/handed-in")).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND);

        let own = contributor.get("office/documents/mine").await;
        assert!(own.text.contains(&format!("office/documents/{id}/handed-in\"")), "{}", own.text);
        assert!(
            own.text.contains("/ridgeway/office/documents/new\"") && own.text.contains("1 document"),
            "{}",
            own.text
        );
        let nothing = here.who(Role::ForumRepresentative).get("office/documents/mine").await;
        assert!(nothing.text.contains("You have handed nothing in yet") && !nothing.text.contains("report"));
    })
    .await;
}
