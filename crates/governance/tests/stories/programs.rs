//! The same deeds, as a program calls them.

use axum::http::{Method, StatusCode};
use governance::routes;
use office::Role;
use serde_json::json;
use testing::{OfficeBed, on_both_engines};

use crate::beds::{TODAY, with_boards};

#[tokio::test]
async fn a_program_opens_corrects_closes_and_publishes_what_a_person_could() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let bed = OfficeBed::open(&db, &area, TODAY, routes(), |office| office);
        let program = bed.signed_in(Role::BoardSecretary, "council");
        let about = json!({
            "board": "improvement-board", "wording": "Ask every family", "organisation": "council",
            "raised_on": "2026-03-20", "first_due": "2026-04-20"
        });
        let opened = program.json(Method::POST, "api/v1/papers/action", &about).await;
        assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.text);
        assert_eq!((opened.json()["key"].as_str(), opened.json()["version"].as_i64()), (Some("action-2"), Some(1)));

        let at = "api/v1/papers/action/action-2";
        let event = json!({ "version": 1, "on": "2026-03-20", "event": { "what": "closed", "outcome": "Asked" } });
        let closed = program.json(Method::POST, &format!("{at}/events"), &event).await;
        assert_eq!(closed.json()["past"][0]["event"]["what"], "closed", "{}", closed.text);
        let late = program.json(Method::PUT, at, &json!({ "version": 1, "about": about })).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.text);
        let words = json!({ "version": 2, "said": "We asked every family." });
        let public = program.json(Method::PUT, &format!("{at}/public"), &words).await;
        assert_eq!(public.json()["extract"]["summary"]["said"], "We asked every family.", "{}", public.text);
        let back = program.json(Method::DELETE, &format!("{at}/public"), &json!({ "version": 3 })).await;
        assert!(back.json()["extract"].is_null(), "{}", back.text);
    })
    .await;
}

#[tokio::test]
async fn a_program_cannot_write_what_no_form_asks_for() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let bed = OfficeBed::open(&db, &area, TODAY, routes(), |office| office);
        let program = bed.signed_in(Role::ProgrammeOffice, "council");
        let shown = program.get("api/v1/registers/risk/risk-1").await.json();
        for (field, value) in
            [("version", json!(9)), ("past", json!([])), ("extract", json!({})), ("area_id", json!("x"))]
        {
            let mut about = shown["about"].clone();
            about[field] = value;
            let sent = program
                .json(Method::PUT, "api/v1/registers/risk/risk-1", &json!({ "version": 2, "about": about }))
                .await;
            assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}: {}", sent.text);
            assert!(sent.text.contains("unknown field"), "{field}: {}", sent.text);
        }
        assert_eq!(program.get("api/v1/registers/risk/risk-1").await.json(), shown);
        for absent in ["api/v1/registers/board/x", "api/v1/papers/risk", "api/v1/boards/no-such"] {
            assert_eq!(program.get(absent).await.status, StatusCode::NOT_FOUND, "{absent}");
        }
        let day = program.get("api/v1/registers/risk?as_at=soon").await;
        assert_eq!(day.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn whoever_only_reads_gets_no_office_note_and_nobodys_name_by_any_of_three_ways() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let bed = OfficeBed::open(&db, &area, TODAY, routes(), |office| office);
        let office = bed.signed_in(Role::ProgrammeOffice, "council");
        let once = office.get("office/snapshots").await.field("once");
        office
            .post_as_is("office/snapshots", &[("title", "Stocktake"), ("as_at", "2026-03-20"), ("once", &once)])
            .await;
        let list = office.get("office/snapshots").await.text;
        let key = list.split("/office/snapshots/").nth(1).unwrap().split('"').next().unwrap();
        let reviewer = bed.signed_in(Role::Reviewer, "council");
        for path in [
            "office/boards/improvement-board".to_owned(),
            "api/v1/boards/improvement-board".to_owned(),
            "api/v1/boards".to_owned(),
            format!("office/snapshots/{key}"),
        ] {
            let whole = office.get(&path).await.text;
            assert!(whole.contains("CANARY private note"), "{path}: {whole}");
            let shown = reviewer.get(&path).await;
            assert_eq!(shown.status, StatusCode::OK, "{path}: {}", shown.text);
            assert!(shown.text.contains("Director of Children"), "{path}: {}", shown.text);
            for private in ["CANARY private note", "00000000-0000-7000-8000-00000000000a", "\"person\""] {
                assert!(!shown.text.contains(private), "{path}: {private} in {}", shown.text);
            }
        }
        // A note that belongs to what happened is for every reader, on the page as for programs.
        let snapshot = reviewer.get(&format!("office/snapshots/{key}")).await.text;
        assert!(snapshot.contains("Two posts are empty."), "{snapshot}");
        // Who may not read every board's papers sees that one was taken, and no link that would lead nowhere.
        let lead = bed.signed_in(Role::PartnerLead, "council");
        let list = lead.get("office/snapshots").await.text;
        assert!(list.contains("Stocktake") && !list.contains(&format!("/office/snapshots/{key}")), "{list}");
        assert_eq!(lead.get(&format!("office/snapshots/{key}")).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_program_reads_the_forward_plan_and_takes_a_snapshot_that_later_changes_leave_alone() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let bed = OfficeBed::open(&db, &area, TODAY, routes(), |office| office);
        let program = bed.signed_in(Role::BoardSecretary, "council");
        let page = program.get("office/forward-plan").await.text;
        let plan = program.get("api/v1/forward-plan").await.json();
        let parts = ["meetings", "waiting"].map(|part| plan[part].as_array().unwrap().clone()).concat();
        let items =
            parts.iter().flat_map(|part| part["items"].as_array().cloned().unwrap_or_else(|| vec![part.clone()]));
        let titles: Vec<String> = items.map(|item| item["about"]["title"].as_str().unwrap().to_owned()).collect();
        assert!(!titles.is_empty() && titles.iter().all(|title| page.contains(title)), "{titles:?}");
        let none = program.get("api/v1/forward-plan?board=no-such").await.json();
        assert_eq!(none, json!({ "meetings": [], "waiting": [] }));

        let taken = json!({ "title": "Second stocktake", "as_at": TODAY });
        let kept = program.json(Method::POST, "api/v1/snapshots", &taken).await;
        assert_eq!(kept.status, StatusCode::CREATED, "{}", kept.text);
        let path = format!("api/v1/snapshots/{}", kept.json()["key"].as_str().unwrap());
        let reviewer = bed.signed_in(Role::Reviewer, "council");
        let before = reviewer.get(&path).await.json();
        assert!(!before["actions"].as_array().unwrap().is_empty());
        let closed = json!({ "version": 1, "on": TODAY, "event": { "what": "closed", "outcome": "Sent" } });
        program.json(Method::POST, "api/v1/papers/action/action-1/events", &closed).await;
        assert_eq!(reviewer.get(&path).await.json(), before);
        assert_eq!(reviewer.get("api/v1/snapshots").await.json(), json!([kept.json()]));
        let future = json!({ "title": "Too soon", "as_at": "2099-01-01" });
        let refused = program.json(Method::POST, "api/v1/snapshots", &future).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
        let lead = bed.signed_in(Role::PartnerLead, "council");
        assert_eq!(lead.get(&path).await.status, StatusCode::NOT_FOUND, "it holds papers of every board");
        assert_eq!(lead.json(Method::POST, "api/v1/snapshots", &taken).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}
