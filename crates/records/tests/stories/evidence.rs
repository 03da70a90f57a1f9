//! Evidence points at documents that are there, and that whoever files it may know of.

use axum::http::{Method, StatusCode};
use office::Role;
use serde_json::json;
use testing::on_both_engines;

use crate::cast::{hands_in, led_to, partnership};

const NOTHING: &str = "019c0000-0000-7000-8000-000000000000";

/// Fields of a file for this range.
fn range(word: &str) -> [(&str, &str); 4] {
    [("sensitivity", word), ("board", ""), ("commitment", ""), ("note", "")]
}

#[tokio::test]
async fn an_answer_points_at_a_document_chosen_from_those_that_whoever_answers_may_name() {
    on_both_engines(async |db| {
        let (here, there) = (partnership(&db, "here").await, partnership(&db, "there").await);
        let officer = here.who(Role::ProgrammeOffice);
        let round = officer.post("office/rounds", super::papers::TERMS).await;
        let round = round.location().rsplit('/').next().unwrap().to_owned();
        let theirs = led_to(&hands_in(&officer, ("counts.csv", b"a,b"), &range("partnership")).await);
        let writer = here.who(Role::Contributor);
        let own = led_to(&hands_in(&writer, ("bases.csv", b"a,b"), &range("partnership")).await);
        let elsewhere = led_to(&hands_in(&there.who(Role::Contributor), ("x.csv", b"a"), &range("partnership")).await);

        let path = format!("office/my-answers/slips/{round}/bases");
        let form = writer.get(&path).await.text;
        assert!(form.contains(&format!("<option value=\"{own}\">bases.csv</option>")), "{form}");
        assert!(!form.contains("counts.csv") && !form.contains("Reference of the document"), "{form}");
        let slip = format!("api/v1/my-answers/{round}/bases");
        for unknown in [NOTHING, &theirs, &elsewhere, "a report"] {
            let fields = [
                ("version", "1"),
                ("deed", "draft"),
                ("happened", "One base opened"),
                ("evidence", "document"),
                ("evidence_document", unknown),
            ];
            let refused = writer.post(&path, &fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{unknown}: {}", refused.text);
            assert!(refused.text.contains("Choose one of the documents in the list"), "{}", refused.text);
            assert!(refused.text.contains("One base opened"), "what was typed is kept");
            let sheet = json!({ "version": 1, "sheet": { "evidence": "link", "evidence_document": unknown } });
            let refused = writer.json(Method::PUT, &slip, &sheet).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{unknown}: {}", refused.text);
        }
        let sheet = json!({ "version": 1, "sheet": { "evidence": "document", "evidence_document": own } });
        let kept = writer.json(Method::PUT, &slip, &sheet).await;
        assert_eq!(kept.status, StatusCode::OK, "{}", kept.text);
        let form = writer.get(&path).await.text;
        assert!(form.contains(&format!("<option value=\"{own}\" selected>bases.csv</option>")), "{form}");
    })
    .await;
}

#[tokio::test]
async fn evidence_of_the_plan_points_at_a_document_that_is_there() {
    on_both_engines(async |db| {
        let here = partnership(&db, "ridgeway").await;
        let officer = here.who(Role::ProgrammeOffice);
        let held = led_to(&hands_in(&officer, ("counts.csv", b"a,b"), &range("office")).await);
        let of_board = [("sensitivity", "board"), ("board", "north"), ("commitment", ""), ("note", "")];
        let secret = led_to(&hands_in(&officer, ("board.csv", b"a,b"), &of_board).await);

        let form = officer.get("office/plan/evidence/bases").await;
        assert!(form.text.contains("counts.csv") && !form.text.contains("board.csv"), "{}", form.text);
        let version = form.field("version");
        let file = async |document: &str| {
            let fields = [
                ("version", version.as_str()),
                ("title", "Counts"),
                ("kind", "document"),
                ("sensitivity", "office"),
                ("on", "2026-09-01"),
                ("document", document),
            ];
            officer.post("office/plan/evidence/bases", &fields).await
        };
        for unknown in [NOTHING, &secret] {
            let refused = file(unknown).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{unknown}: {}", refused.text);
            let evidence = json!({
                "key": "counts", "title": "Counts", "kind": "document", "on": null, "address": null, "shows": null,
                "sensitivity": "office", "document": unknown, "supersedes": null,
            });
            let version: i64 = version.parse().unwrap();
            let body = json!({ "node": "bases", "version": version, "evidence": evidence });
            let refused = officer.json(Method::POST, "api/v1/plan/evidence", &body).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{unknown}: {}", refused.text);
            assert!(refused.text.contains("There is no such document"), "{}", refused.text);
        }
        let filed = file(&held).await;
        assert_eq!(filed.status, StatusCode::SEE_OTHER, "{}", filed.text);
    })
    .await;
}
