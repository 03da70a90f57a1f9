//! A published page is brought in, reviewed and applied.

use axum::http::{Method, StatusCode};
use office::Role;
use testing::{Caller, Reply, on_both_engines};

use crate::{ridgeway, tree};

const PAGE: &str = "Ridgeway SEND roadmap

January 2026

  • Partnership charter agreed.
  • Winter survey of parent carers.

April 2026

  • Training for school staff rollout.
  • Summer survey of parent carers.
";

/// Sends a page as a file, as the form does.
async fn bring(ada: &Caller<'_>, plan: &str, name: &str, content: &str) -> Reply {
    let once = format!("0123456789abcdef-{}", content.len());
    let part = |(field, value): (&str, &str)| {
        format!("--edge\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n")
    };
    let fields = [("once", once.as_str()), ("plan", ""), ("new_plan", plan), ("text", "")].map(part).concat();
    let file = format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"");
    let body = format!("{fields}--edge\r\n{file}\r\n\r\n{content}\r\n--edge--\r\n");
    ada.ask(Method::POST, "office/plan/imports", Some("multipart/form-data; boundary=edge"), body.into_bytes()).await
}

/// The digest of the change about something, as its radio buttons name it.
fn digest(page: &str, about: &str) -> String {
    let change = page.split("<fieldset").find(|part| part.contains(about)).unwrap();
    change.split("name=\"choice-").nth(1).unwrap().split_once('"').unwrap().0.to_owned()
}

#[tokio::test]
async fn nothing_of_a_page_is_applied_until_it_is_accepted_and_refusals_hold() {
    on_both_engines(async |db| {
        let (area, bed) = ridgeway(&db).await;
        let ada = bed.signed_in(Role::ProgrammeOffice, "council");
        let before = tree(&db, &area).await;
        let brought = bring(&ada, "public-page", "page.txt", PAGE).await;
        assert_eq!(brought.status, StatusCode::SEE_OTHER, "{}", brought.text);
        let path = brought.location().trim_start_matches("/ridgeway/").to_owned();
        let page = ada.get(&path).await;
        assert!(page.text.contains("Training for school staff"));
        assert_eq!(tree(&db, &area).await, before, "looking changes nothing");

        let accept = format!("choice-{}", digest(&page.text, "Winter survey"));
        let (correct, refuse) =
            (digest(&page.text, "Training for"), format!("choice-{}", digest(&page.text, "Summer survey")));
        let (choice, words) = (format!("choice-{correct}"), format!("words-{correct}"));
        let version = page.field("version");
        let fields = [
            ("version", version.as_str()),
            (&accept, "accepted"),
            (&refuse, "refused"),
            (&choice, "accepted"),
            (&words, "Training for all school staff"),
            ("then", "apply"),
        ];
        let applied = ada.post(&path, &fields).await;
        assert_eq!(applied.status, StatusCode::SEE_OTHER, "{}", applied.text);
        let held = tree(&db, &area).await;
        let words: Vec<&str> =
            held.nodes.iter().filter(|node| node.plan == "public-page").map(|node| node.wording.as_str()).collect();
        assert_eq!(words, ["Winter survey of parent carers.", "Training for all school staff"]);
        assert_eq!(ada.post(&path, &fields).await.status, StatusCode::CONFLICT, "an old page decides nothing");
        let later = ada.get(&path).await.text;
        assert!(
            later.contains("It was applied") && !later.contains("New: Winter survey"),
            "what is done is not proposed again"
        );
    })
    .await;
}

#[tokio::test]
async fn a_page_that_cannot_be_read_says_so_and_leaves_nothing() {
    on_both_engines(async |db| {
        let (area, bed) = ridgeway(&db).await;
        let ada = bed.signed_in(Role::ProgrammeOffice, "council");
        let before = tree(&db, &area).await;
        for (plan, name, content) in [("p", "page.docx", "PK\u{3}\u{4}broken"), ("Not a key!", "page.txt", PAGE)] {
            let refused = bring(&ada, plan, name, content).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{plan}");
            assert!(refused.text.contains("There is a problem"));
        }
        assert!(!ada.get("office/plan/imports").await.text.contains("Pages brought before"));
        assert_eq!(tree(&db, &area).await, before);
        let eve = bed.signed_in(Role::Contributor, "council");
        assert_eq!(eve.get("office/plan/imports").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}
