//! A published page is brought in, reviewed and applied.

use axum::http::{Method, StatusCode};
use office::Role;
use serde_json::json;
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
    bring_to(ada, "office/plan/imports", plan, (name, content)).await
}

async fn bring_to(ada: &Caller<'_>, path: &str, plan: &str, (name, content): (&str, &str)) -> Reply {
    let once = format!("0123456789abcdef-{}-{}", content.len(), name.len());
    let part = |(field, value): (&str, &str)| {
        format!("--edge\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n")
    };
    let fields = [("once", once.as_str()), ("plan", ""), ("new_plan", plan), ("text", "")].map(part).concat();
    let file = format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"");
    let body = format!("{fields}--edge\r\n{file}\r\n\r\n{content}\r\n--edge--\r\n");
    ada.ask(Method::POST, path, Some("multipart/form-data; boundary=edge"), body.into_bytes()).await
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
async fn a_program_brings_a_page_in_and_decides_as_a_person_would() {
    on_both_engines(async |db| {
        const PATH: &str = "api/v1/plan/imports";
        let (area, bed) = ridgeway(&db).await;
        let ada = bed.signed_in(Role::ProgrammeOffice, "council");
        let before = tree(&db, &area).await;
        let broken = bring_to(&ada, PATH, "public-page", ("page.docx", "PK\u{3}\u{4}broken")).await;
        assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", broken.text);
        let brought = bring_to(&ada, PATH, "public-page", ("page.txt", PAGE)).await;
        assert_eq!(brought.status, StatusCode::CREATED, "{}", brought.text);
        let path = format!("{PATH}/{}", brought.json()["import"].as_str().unwrap());
        let page = ada.get(&path).await.json();
        let digest = |about: &str| {
            let changes = page["changes"].as_array().unwrap();
            let found = changes.iter().find(|change| change["about"].as_str().unwrap().contains(about)).unwrap();
            found["digest"].as_str().unwrap().to_owned()
        };
        let (ada, path) = (&ada, &path);
        let decide = |body: serde_json::Value| async move { ada.json(Method::POST, path, &body).await };
        for (body, status) in [
            (json!({ "version": 1, "then": "later" }), StatusCode::UNPROCESSABLE_ENTITY),
            (json!({ "version": 7, "then": "keep" }), StatusCode::CONFLICT),
            (json!({ "version": 1, "then": "apply", "changes": [{ "digest": "none", "choice": "accepted" }] }), StatusCode::UNPROCESSABLE_ENTITY),
            (json!({ "version": 1, "then": "keep", "answers": [{ "digest": "none", "answer": "May" }] }), StatusCode::UNPROCESSABLE_ENTITY),
            (json!({ "version": 1, "then": "keep", "changes": [{ "digest": digest("Winter"), "choice": "perhaps" }] }), StatusCode::UNPROCESSABLE_ENTITY),
        ] {
            let answer = decide(body.clone()).await;
            assert_eq!(answer.status, status, "{body}: {}", answer.text);
        }
        assert_eq!(tree(&db, &area).await, before, "looking changes nothing");

        let kept = decide(json!({ "version": 1, "then": "keep", "changes": [
            { "digest": digest("Winter survey"), "choice": "accepted" },
            { "digest": digest("Summer survey"), "choice": "refused" },
        ] }));
        assert_eq!(kept.await.json(), json!({ "change": null }));
        let applied = decide(json!({ "version": 2, "then": "apply", "changes": [
            { "digest": digest("Training for"), "choice": "accepted", "words": "Training for all school staff" },
        ] }));
        let applied = applied.await;
        assert!(applied.json()["change"].is_number(), "{}", applied.text);
        let held = tree(&db, &area).await;
        let words: Vec<&str> =
            held.nodes.iter().filter(|node| node.plan == "public-page").map(|node| node.wording.as_str()).collect();
        assert_eq!(words, ["Winter survey of parent carers.", "Training for all school staff"]);
        assert_eq!(ada.get(path).await.json()["state"], "applied");
        assert_eq!(ada.get(PATH).await.json().as_array().unwrap().len(), 1, "the broken page was not kept");
        let eve = bed.signed_in(Role::Contributor, "council");
        assert_eq!(eve.get(path).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_decision_about_words_that_changed_since_is_asked_again_and_writes_over_nothing() {
    on_both_engines(async |db| {
        let (area, bed) = ridgeway(&db).await;
        let ada = bed.signed_in(Role::ProgrammeOffice, "council");
        let brought = bring(&ada, "public-page", "page.txt", PAGE).await;
        let path = brought.location().trim_start_matches("/ridgeway/").to_owned();
        let page = ada.get(&path).await;
        let accept = format!("choice-{}", digest(&page.text, "Winter survey"));
        let version = page.field("version");
        ada.post(&path, &[("version", version.as_str()), (&accept, "accepted"), ("then", "apply")]).await;
        let key = tree(&db, &area).await.nodes.iter().find(|node| node.plan == "public-page").unwrap().key.clone();
        let held = async || tree(&db, &area).await.node(&key).unwrap().timing.current().clone();
        let words = async |at: &str| {
            let version = ada.get(&format!("api/v1/plan/nodes/{key}")).await.json()["version"].clone();
            let to = json!({ "text": at, "earliest": null, "latest": null, "precision": "none", "kind": "in" });
            let revision =
                json!({ "to": to, "reason": "it rained", "author": "Office", "approver": null, "on": "2026-03-02" });
            let seen = json!([{ "kind": "node", "key": key, "version": version }]);
            let body = json!({ "seen": seen, "deeds": [{ "move_date": { "node": key, "revision": revision } }] });
            let done = ada.json(Method::POST, "api/v1/plan/changes", &body).await;
            assert_eq!(done.status, StatusCode::CREATED, "{}", done.text);
        };

        // The page says another month than the plan; a colleague moves the date while somebody looks at that.
        let later = PAGE
            .replace("  • Winter survey of parent carers.\n", "")
            .replace("  • Summer", "  • Winter survey of parent carers.\n  • Summer");
        let brought = bring(&ada, "public-page", "later.txt", &later).await;
        let path = brought.location().trim_start_matches("/ridgeway/").to_owned();
        let page = ada.get(&path).await;
        let moved = format!("choice-{}", digest(&page.text, "Winter survey"));
        words("May 2026").await;
        let fields = [("version", "1"), (&moved, "accepted"), ("then", "apply")];
        let refused = ada.post(&path, &fields).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text);
        assert!(refused.text.contains("The plan changed since you looked"), "{}", refused.text);
        assert_eq!(held().await.text.as_deref(), Some("May 2026"));

        // The same for what a program kept and applies later.
        let program = path.replace("office/", "api/v1/");
        let decided = |digest: &str, then: &str, version: i64| {
            let changes = json!([{ "digest": digest, "choice": "accepted" }]);
            json!({ "version": version, "then": then, "changes": changes })
        };
        let now = digest(&ada.get(&path).await.text, "Winter survey");
        let kept = ada.json(Method::POST, &program, &decided(&now, "keep", 1)).await;
        assert_eq!(kept.status, StatusCode::CREATED, "{}", kept.text);
        words("June 2026").await;
        let apply = ada.json(Method::POST, &program, &json!({ "version": 2, "then": "apply" })).await;
        assert_eq!(apply.status, StatusCode::CONFLICT, "{}", apply.text);
        assert_eq!(held().await.text.as_deref(), Some("June 2026"));
        let anew = digest(&ada.get(&path).await.text, "Winter survey");
        let kept = ada.json(Method::POST, &program, &decided(&anew, "keep", 2)).await;
        assert_eq!(kept.status, StatusCode::CREATED, "{}", kept.text);
        let apply = ada.json(Method::POST, &program, &json!({ "version": 3, "then": "apply" })).await;
        assert!(apply.json()["change"].is_number(), "{}", apply.text);
        assert_ne!(held().await.text.as_deref(), Some("June 2026"));
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
