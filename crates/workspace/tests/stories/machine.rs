//! The same deeds for programs.

use axum::http::{Method, StatusCode};
use office::Role;
use serde_json::json;
use testing::on_both_engines;

use crate::{ridgeway, tree};

#[tokio::test]
async fn a_program_reads_changes_and_takes_back_as_a_person_would() {
    on_both_engines(async |db| {
        let (area, bed) = ridgeway(&db).await;
        let ada = bed.signed_in(Role::ProgrammeOffice, "council");
        let read = ada.get("api/v1/plan/nodes/survey").await.json();
        assert_eq!(
            (&read["node"]["wording"], &read["private"]),
            (&json!("Survey parents"), &json!("The landlord may sell"))
        );
        let deed =
            |words: &str| json!({ "reword": { "node": "survey", "wording": words, "plain": null, "why": null } });
        let body = |words: &str| {
            json!({
                "seen": [{ "kind": "node", "key": "survey", "version": read["version"] }],
                "reason": "the board asked",
                "deeds": [deed(words)],
            })
        };
        let done = ada.json(Method::POST, "api/v1/plan/changes", &body("Survey all")).await;
        assert_eq!(done.status, StatusCode::CREATED, "{}", done.text);
        let clash = ada.json(Method::POST, "api/v1/plan/changes", &body("Survey some")).await;
        assert_eq!(clash.status, StatusCode::CONFLICT, "{}", clash.text);
        let number = done.json()["change"].clone();
        let undo = format!("api/v1/plan/changes/{number}/undo");
        let undone = ada.json(Method::POST, &undo, &json!({ "reason": "a mistake" })).await;
        assert_eq!(undone.status, StatusCode::CREATED, "{}", undone.text);
        assert_eq!(tree(&db, &area).await.node("survey").unwrap().wording, "Survey parents");
    })
    .await;
}

#[tokio::test]
async fn a_program_cannot_do_more_than_its_person() {
    on_both_engines(async |db| {
        let (area, bed) = ridgeway(&db).await;
        let before = tree(&db, &area).await;
        let (ada, eve) = (bed.signed_in(Role::ProgrammeOffice, "council"), bed.signed_in(Role::BoardMember, "council"));
        let read = eve.get("api/v1/plan/nodes/survey").await;
        assert!(!read.text.contains("landlord"), "{}", read.text);
        assert!(!ada.get("api/v1/plan/tree").await.text.contains("landlord"), "the tree never carries private words");
        let felt = json!({ "judge": { "subject": { "node": "survey" }, "judgement":
            { "scale": "felt", "value": "yes", "on": "2026-03-02", "by": "Office" } } });
        for (who, body, status) in [
            (&ada, json!({ "deeds": [felt] }), StatusCode::NOT_FOUND),
            (&eve, json!({ "deeds": [] }), StatusCode::NOT_FOUND),
            (&ada, json!({ "deeds": [{ "set_private_text": { "node": "survey" } }] }), StatusCode::UNPROCESSABLE_ENTITY),
            (&ada, json!({ "deeds": [], "admin": true }), StatusCode::UNPROCESSABLE_ENTITY),
            (&ada, json!({ "deeds": [{ "reword": { "node": "survey", "wording": "x", "plain": null, "why": null, "version": 1 } }] }), StatusCode::UNPROCESSABLE_ENTITY),
            (&ada, json!({ "seen": [], "deeds": [{ "reword": { "node": "nobody", "wording": "x", "plain": null, "why": null } }] }), StatusCode::UNPROCESSABLE_ENTITY),
        ] {
            let answer = who.json(Method::POST, "api/v1/plan/changes", &body).await;
            assert_eq!(answer.status, status, "{body}: {}", answer.text);
        }
        assert_eq!(tree(&db, &area).await, before);
        let version = ada.get("api/v1/plan/nodes/survey").await.json()["version"].clone();
        let said = json!({ "node": "survey", "version": version, "value": "no", "note": null, "by": "Ridgeway Parent Voice" });
        let forum = bed.signed_in(Role::ForumRepresentative, "forum");
        assert_eq!(forum.json(Method::POST, "api/v1/plan/felt", &said).await.status, StatusCode::CREATED);
        let version = ada.get("api/v1/plan/nodes/survey").await.json()["version"].clone();
        let proof = json!({ "node": "survey", "version": version, "evidence": { "key": "note", "title": "Note", "kind": "document", "sensitivity": "office" } });
        assert_eq!(forum.json(Method::POST, "api/v1/plan/evidence", &proof).await.status, StatusCode::CREATED);
        assert_eq!(eve.get("api/v1/plan/tree").await.json()["evidence"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn moves_and_successions_go_the_same_way_for_programs() {
    on_both_engines(async |db| {
        let (area, bed) = ridgeway(&db).await;
        let ada = bed.signed_in(Role::ProgrammeOffice, "council");
        let lead = bed.signed_in(Role::PartnerLead, "forum");
        let version = async |key: &str| ada.get(&format!("api/v1/plan/nodes/{key}")).await.json()["version"].clone();
        let seen = json!([{ "kind": "node", "key": "survey", "version": version("survey").await }]);
        let consent = json!({ "seen": seen, "deeds": [{ "require_consent": { "node": "survey", "bodies": ["forum"] } }] });
        assert_eq!(ada.json(Method::POST, "api/v1/plan/changes", &consent).await.status, StatusCode::CREATED);
        let to = json!({ "text": "July 2026", "earliest": "2026-07-01", "latest": "2026-07-31", "precision": "month", "kind": "in" });
        let wanted = json!({ "node": "survey", "to": to, "reason": "the printer is late", "by": "Programme office" });
        let proposed = ada.json(Method::POST, "api/v1/plan/moves", &wanted).await;
        assert_eq!(proposed.status, StatusCode::CREATED, "{}", proposed.text);
        let waiting = lead.get("api/v1/plan/moves").await.json();
        let facts = [&waiting[0]["node"], &waiting[0]["to"]["text"], &waiting[0]["unanswered"][0]];
        assert_eq!(facts, ["survey", "July 2026", "forum"], "{waiting}");
        let back = format!("api/v1/plan/moves/{}/withdraw", waiting[0]["id"].as_str().unwrap());
        let reason = |words: &str| json!({ "reason": words });
        assert_eq!(lead.json(Method::POST, &back, &reason("mine")).await.status, StatusCode::NOT_FOUND);
        let silent = ada.json(Method::POST, &back, &reason(" ")).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", silent.text);
        assert_eq!(ada.json(Method::POST, &back, &reason("too soon")).await.json()["state"], "withdrawn");
        let late = ada.json(Method::POST, &back, &reason("too late")).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", late.text);
        assert_eq!(lead.get("api/v1/plan/moves").await.json(), json!([]));
        let proposed = ada.json(Method::POST, "api/v1/plan/moves", &wanted).await;
        let path = format!("api/v1/plan/moves/{}/answers", proposed.json()["proposal"].as_str().unwrap());
        let other = json!({ "body": "council", "gives": true, "words": "Yes" });
        assert_eq!(lead.json(Method::POST, &path, &other).await.status, StatusCode::NOT_FOUND);
        let answer = json!({ "body": "forum", "gives": true, "words": "Yes" });
        assert_eq!(lead.json(Method::POST, &path, &answer).await.json()["state"], "moved");

        let plan = ada.get("api/v1/plan/tree").await.json()["plan_versions"]["old"].clone();
        let mut body = json!({ "old": "old", "version": plan, "new": "roadmap", "reason": "one plan", "answers": [
            { "node": "survey", "version": version("survey").await, "outcome": "carried", "target": "listen", "reason": "it goes on" } ] });
        let half = ada.json(Method::POST, "api/v1/plan/successions", &body).await;
        assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", half.text);
        let closed = json!({ "node": "charter", "version": version("charter").await, "outcome": "closed", "target": null, "reason": "agreed" });
        body["answers"].as_array_mut().unwrap().push(closed);
        assert_eq!(ada.json(Method::POST, "api/v1/plan/successions", &body).await.status, StatusCode::CREATED);
        assert!(tree(&db, &area).await.plans[0].gave_way.is_some());
    })
    .await;
}

#[tokio::test]
async fn the_character_for_nothing_is_refused_wherever_it_is_sent() {
    on_both_engines(async |db| {
        let (_, bed) = ridgeway(&db).await;
        let office = bed.signed_in(Role::ProgrammeOffice, "council");
        for path in ["office/plan/nodes/a%00b", "office/plan?owner=%00", "api/v1/plan/nodes/a%00b"] {
            assert_eq!(office.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let page = office.get("office/plan/nodes/listen/words").await;
        let version = page.field("version");
        let fields = [("version", version.as_str()), ("wording", "Listen\0 to parents")];
        let kept = office.post("office/plan/nodes/listen/words", &fields).await;
        assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY);
        let body = json!({ "words": "\0" });
        let answered = office.json(Method::POST, "api/v1/plan/changes", &body).await;
        assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answered.text.contains("Leave the character"), "{}", answered.text);
    })
    .await;
}

#[tokio::test]
async fn a_program_says_what_it_read_of_everything_it_changes_and_writes_over_nobody() {
    on_both_engines(async |db| {
        let (area, bed) = ridgeway(&db).await;
        let ada = bed.signed_in(Role::ProgrammeOffice, "council");
        let forum = bed.signed_in(Role::ForumRepresentative, "forum");
        let before = tree(&db, &area).await;
        let deed = json!({ "reword": { "node": "survey", "wording": "Survey all", "plain": null, "why": null } });
        let other = json!([{ "kind": "node", "key": "charter", "version": 1 }]);
        for body in [json!({ "deeds": [deed] }), json!({ "seen": other, "deeds": [deed] })] {
            let blind = ada.json(Method::POST, "api/v1/plan/changes", &body).await;
            assert_eq!(blind.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", blind.text);
            assert!(blind.text.contains("survey"), "{}", blind.text);
        }
        let private = json!({ "deeds": [], "private": { "survey": "Nobody saw this" } });
        let blind = ada.json(Method::POST, "api/v1/plan/changes", &private).await;
        assert_eq!(blind.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", blind.text);

        let said = |version: i64, value: &str| {
            json!({ "node": "survey", "version": version, "value": value, "note": null, "by": "Ridgeway Parent Voice" })
        };
        let read = ada.get("api/v1/plan/nodes/survey").await.json()["version"].as_i64().unwrap();
        let first = forum.json(Method::POST, "api/v1/plan/felt", &said(read, "no")).await;
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
        let late = forum.json(Method::POST, "api/v1/plan/felt", &said(read, "yes")).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.text);
        let unread = json!({ "node": "survey", "value": "yes", "note": null, "by": "Ridgeway Parent Voice" });
        let unread = forum.json(Method::POST, "api/v1/plan/felt", &unread).await;
        assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", unread.text);

        let now = tree(&db, &area).await;
        assert_eq!(now.node("survey").unwrap().wording, before.node("survey").unwrap().wording);
        assert!(ada.get("api/v1/plan/nodes/survey").await.json()["private"] == json!("The landlord may sell"));
    })
    .await;
}
