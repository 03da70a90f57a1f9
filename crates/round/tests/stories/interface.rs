//! The same for programs.

use axum::http::{Method, StatusCode};
use office::Role;
use serde_json::json;
use testing::on_both_engines;

use crate::cast::{DAY, open, partnership};

#[tokio::test]
async fn a_program_opens_a_round_answers_signs_and_closes_it() {
    on_both_engines(async |db| {
        let area = partnership(&db, "ridgeway").await;
        let bed = open(&db, &area, DAY);
        let office = bed.signed_in(Role::ProgrammeOffice, "council");
        let terms = json!({
            "name": "Autumn 2026", "period_from": "2026-07-01", "period_to": "2026-09-30", "opens_on": "2026-10-01",
            "answers_due": "2026-10-14", "sign_off_due": "2026-10-21", "plans": ["roadmap"],
        });
        let made = office.json(Method::POST, "api/v1/rounds", &terms).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        let round = made.json()["id"].as_str().unwrap().to_owned();

        let contributor = bed.signed_in(Role::Contributor, "council");
        let listed = contributor.json(Method::GET, "api/v1/my-answers", &json!({})).await;
        assert_eq!(listed.json().as_array().unwrap().len(), 3, "{}", listed.text);
        let sheet = json!({
            "happened": "A draft is out", "delivery": "in_progress", "evidence": "none_yet",
            "evidence_because": "In print", "confidence": "green", "confidence_because": "It is written",
        });
        let path = format!("api/v1/my-answers/{round}/guide");
        let sent =
            contributor.json(Method::POST, &format!("{path}/send"), &json!({ "version": 1, "sheet": sheet })).await;
        assert_eq!((sent.status, &sent.json()["state"]), (StatusCode::OK, &json!("sent")), "{}", sent.text);
        let stale = contributor.json(Method::PUT, &path, &json!({ "version": 1, "sheet": sheet })).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        let extra =
            contributor.json(Method::PUT, &path, &json!({ "version": 2, "sheet": sheet, "state": "signed_off" })).await;
        assert_eq!(extra.status, StatusCode::UNPROCESSABLE_ENTITY);

        let lead = bed.signed_in(Role::PartnerLead, "council");
        let to_sign = lead.get("api/v1/my-answers/sign-off").await.json();
        let answered: Vec<_> = to_sign.as_array().unwrap().iter().filter(|slip| slip["state"] == "sent").collect();
        assert_eq!((answered.len(), &answered[0]["unsigned"]), (1, &json!(["council"])), "{to_sign}");
        let signed = lead.json(Method::POST, &format!("{path}/sign-off"), &json!({ "version": 2 })).await;
        assert_eq!(signed.json()["state"], "signed_off", "{}", signed.text);
        let closed = office.json(Method::POST, &format!("api/v1/rounds/{round}/close"), &json!({ "version": 2 })).await;
        assert_eq!(closed.json()["state"], "closed", "{}", closed.text);
        let standing = office.json(Method::GET, &format!("api/v1/rounds/{round}"), &json!({})).await.json();
        assert_eq!(standing["outcome"]["record"]["signed_off"], 1);
        let words = json!({ "title": "Autumn 2026", "note": "" });
        let draft = office.json(Method::POST, &format!("api/v1/rounds/{round}/edition"), &words).await;
        assert_eq!((draft.status, &draft.json()["number"]), (StatusCode::CREATED, &json!(1)), "{}", draft.text);
        let read = lead.get(&format!("api/v1/rounds/{round}/edition")).await.json();
        assert_eq!(
            (&read["state"], &read["stale"], &read["since_last"]),
            (&json!("waiting"), &json!([]), &json!(null))
        );
        assert_eq!(read["digest"], draft.json()["digest"]);
        assert!(read["pages"].as_array().unwrap().contains(&json!("roadmap/entries/guide")), "{}", read["pages"]);
        let page = lead.get(&format!("api/v1/rounds/{round}/edition/page?path=roadmap/entries/guide")).await;
        assert!(page.text.contains("A draft is out"), "{}", page.text);
        let absent = lead.get(&format!("api/v1/rounds/{round}/edition/page?path=roadmap/entries/none")).await;
        assert_eq!(absent.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn two_areas_with_the_same_plan_do_not_meet() {
    on_both_engines(async |db| {
        let (here, there) = (partnership(&db, "here").await, partnership(&db, "there").await);
        let (ours, theirs) = (open(&db, &here, DAY), open(&db, &there, DAY));
        let round = crate::cast::opened(&ours).await;
        let office = theirs.signed_in(Role::ProgrammeOffice, "council");
        assert_eq!(office.get(&round).await.status, StatusCode::NOT_FOUND);
        let slip = crate::cast::slip_path(&round, "guide");
        let contributor = theirs.signed_in(Role::Contributor, "council");
        assert_eq!(contributor.get(&slip).await.status, StatusCode::NOT_FOUND);
        let listed = contributor.get("office/my-answers").await;
        assert!(listed.text.contains("No round that is open"), "{}", listed.text);
    })
    .await;
}
