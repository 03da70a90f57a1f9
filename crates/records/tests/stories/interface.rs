//! The same for programs.

use axum::http::{Method, StatusCode};
use office::Role;
use serde_json::json;
use testing::on_both_engines;

use crate::cast::{partnership, parts, send};

#[tokio::test]
async fn a_program_hands_in_lists_fetches_and_takes_back() {
    on_both_engines(async |db| {
        let here = partnership(&db, "ridgeway").await;
        let program = here.who(Role::ProgrammeOffice);
        let body =
            parts("upload-000001", ("plan.txt", b"As sent"), &[("sensitivity", "office"), ("commitment", "bases")]);
        let sent = send(&program, "api/v1/documents", body).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text);
        let document = sent.json();
        let id = document["id"].as_str().unwrap().to_owned();
        let facts = [&document["name"], &document["sensitivity"], &document["about"], &document["about_key"]];
        assert_eq!(facts, ["plan.txt", "office", "commitment", "bases"]);

        let listed = program.get("api/v1/documents?kind=txt").await.json();
        assert_eq!(listed.as_array().unwrap(), std::slice::from_ref(&document));
        assert_eq!(program.get(&format!("api/v1/documents/{id}")).await.json(), document);
        assert_eq!(program.get(&format!("api/v1/documents/{id}/file")).await.bytes, b"As sent");

        let own = program.get("api/v1/own-documents").await.json();
        assert_eq!(own.as_array().unwrap(), std::slice::from_ref(&document), "its own, also by a token");
        assert_eq!(program.get(&format!("api/v1/own-documents?before={id}")).await.json(), json!([]));
        assert_eq!(here.who(Role::Contributor).get("api/v1/own-documents").await.json(), json!([]));

        let path = format!("api/v1/documents/{id}/withdraw");
        let unknown = json!({"version": 1, "because": "Old", "by": "me"});
        assert_eq!(program.json(Method::POST, &path, &unknown).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let stale = program.json(Method::POST, &path, &json!({"version": 9, "because": "Old"})).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        let done = program.json(Method::POST, &path, &json!({"version": 1, "because": "Old"})).await;
        assert_eq!((done.status, &done.json()["withdrawn_because"]), (StatusCode::OK, &json!("Old")));
        assert_eq!(program.get(&format!("api/v1/documents/{id}/file")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn a_program_is_told_why_a_file_is_refused_and_finds_no_foreign_one() {
    on_both_engines(async |db| {
        let here = partnership(&db, "ridgeway").await;
        let secretary = here.who(Role::BoardSecretary);
        let fields = [("sensitivity", "board"), ("board", "south")];
        let trap =
            send(&secretary, "api/v1/documents", parts("upload-000001", ("a.exe", b"MZ\x90\x00"), &fields)).await;
        assert_eq!(trap.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(trap.json()["detail"].as_str().unwrap().contains("It is no kind of file we accept"), "{}", trap.text);

        let sent = send(&secretary, "api/v1/documents", parts("upload-000002", ("a.txt", b"x"), &fields)).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text);
        let id = sent.json()["id"].as_str().unwrap().to_owned();
        let member = here.who(Role::BoardMember);
        assert_eq!(member.get("api/v1/board-documents").await.json(), json!([]));
        let absent = "00000000-0000-7000-8000-000000000000";
        for of in [id.as_str(), absent] {
            for path in ["", "/file"] {
                let reply = member.get(&format!("api/v1/board-documents/{of}{path}")).await;
                assert_eq!(reply.status, StatusCode::NOT_FOUND);
            }
            assert_eq!(secretary.get(&format!("api/v1/documents/{of}")).await.status, StatusCode::NOT_FOUND);
        }
        assert_eq!(secretary.get("api/v1/board-documents").await.json().as_array().unwrap().len(), 1);
    })
    .await;
}
