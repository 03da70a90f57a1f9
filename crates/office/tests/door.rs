//! The office's door, over HTTP: who gets in, what is said to those who do not, and that sending twice is sending once.
#![expect(clippy::unwrap_used, reason = "a test that cannot build its world has failed")]

use audit::record;
use axum::{extract::Path, http::StatusCode, response::Response};
use jiff::civil::date;
use office::{Access, Action, Clash, ClashField, May, Once, PageError, Role, Routes, Sent, Subject, acts, staff_page};
use serde::Deserialize;
use testing::{OfficeBed, Somebody, an_area, on_both_engines};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    words: String,
    #[serde(default)]
    version: u32,
}

async fn note_page(may: May<acts::EditPlan>) -> Response {
    may.show(&staff_page(&may, "office/note", "A note", may.once_field()))
}

async fn note(may: May<acts::EditPlan>, sent: Sent<Note>) -> Result<Response, PageError> {
    if sent.fields.version > 1 {
        let field = |name: &str, now: &str, typed: &str| ClashField {
            name: name.to_owned(),
            label: "Words".to_owned(),
            now: now.to_owned(),
            typed: typed.to_owned(),
        };
        let clash = Clash {
            path: "office/note".to_owned(),
            about: "a note".to_owned(),
            saved_by: String::new(),
            fields: vec![field("words", "theirs", &sent.fields.words)],
            hidden: vec![("version".to_owned(), "1".to_owned())],
            leave: "office/note".to_owned(),
        };
        return Err(clash.page(&may));
    }
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    record(&mut tx, &may.actor(), "note", &sent.fields.words, &serde_json::json!({}), may.now).await?;
    let answer = ticket.go_to(&mut tx, &may, "office/note").await?;
    tx.commit().await?;
    Ok(answer)
}

async fn answer_for(may: May<acts::AnswerRound>, Path(organisation): Path<String>) -> Result<String, PageError> {
    let subject = Subject::Commitment { key: "c".to_owned(), organisations: vec![organisation], people: Vec::new() };
    may.over(&subject)?;
    Ok("theirs".to_owned())
}

async fn broken(_may: May<acts::ReadPlan>) -> Result<String, PageError> {
    Err(PageError::ours(std::io::Error::other("CANARY of what somebody typed")))
}

#[utoipa::path(get, path = "/api/v1/plan", responses((status = 200, body = String)))]
async fn plan(_may: May<acts::ReadPlan>) -> axum::Json<String> {
    axum::Json("plan".to_owned())
}

fn routes() -> Routes {
    Routes::new()
        .get("/office/note", Access::To(Action::EditPlan), note_page)
        .post("/office/note", Access::To(Action::EditPlan), note)
        .get("/office/answers/{organisation}", Access::To(Action::AnswerRound), answer_for)
        .get("/office/broken", Access::To(Action::ReadPlan), broken)
        .api(Access::To(Action::ReadPlan), utoipa_axum::routes!(plan))
}

fn open(db: &db::Db, area: &kernel::Area) -> OfficeBed {
    OfficeBed::open(db, area, date(2026, 6, 1), routes(), |office| office)
}

async fn entries(db: &db::Db, area: &kernel::Area) -> u64 {
    let mut tx = db.read(area.id).await.unwrap();
    u64::try_from(audit::verify(&mut tx).await.unwrap().entries).unwrap()
}

#[tokio::test]
async fn who_is_not_signed_in_is_led_to_the_door_and_back_alike_for_what_is_there_and_what_is_not() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let bed = open(&db, &area);
        let nobody = bed.caller(None);

        let there = nobody.get("office/note?x=1").await;
        assert_eq!(
            (there.status, there.location()),
            (StatusCode::SEE_OTHER, "/ridgeway/sign-in?to=office%2Fnote%3Fx%3D1")
        );
        let absent = nobody.get("office/nothing").await;
        assert_eq!(
            (absent.status, absent.location()),
            (StatusCode::SEE_OTHER, "/ridgeway/sign-in?to=office%2Fnothing")
        );
        let sent = nobody.post("office/note", &[("words", "hello")]).await;
        assert_eq!(sent.location(), "/ridgeway/sign-in?to=office");
        let api = nobody.get("api/v1/plan").await;
        assert_eq!(api.status, StatusCode::UNAUTHORIZED);
        assert_eq!(api.json()["title"], "Sign in first");
    })
    .await;
}

#[tokio::test]
async fn what_somebody_may_not_do_looks_like_what_does_not_exist() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let bed = open(&db, &area);
        let member = bed.signed_in(Role::BoardMember, "council");

        let refused = member.get("office/note").await;
        let absent = member.get("office/nothing").await;
        assert_eq!((refused.status, absent.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        assert_eq!(refused.text, absent.text);
        let contributor = bed.signed_in(Role::Contributor, "council");
        assert_eq!(contributor.get("office/answers/council").await.text, "theirs");
        let foreign = contributor.get("office/answers/icb").await;
        assert_eq!((foreign.status, foreign.text), (StatusCode::NOT_FOUND, absent.text));
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_twice_has_one_effect_and_the_same_answer() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let bed = open(&db, &area);
        let ada = bed.signed_in(Role::ProgrammeOffice, "council");
        let once = ada.get("office/note").await.field("once");

        let first = ada.post_as_is("office/note", &[("once", &once), ("words", "hello")]).await;
        let again = ada.post_as_is("office/note", &[("once", &once), ("words", "hello")]).await;
        assert_eq!((first.status, first.location()), (StatusCode::SEE_OTHER, "/ridgeway/office/note"));
        assert_eq!((again.status, again.location()), (first.status, first.location()));
        assert_eq!(entries(&db, &area).await, 1);

        let other = ada.post_as_is("office/note", &[("once", &once), ("words", "bye")]).await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
        // The same key from somebody else is another key.
        let ben = bed.caller(Some(Somebody {
            role: Role::ProgrammeOffice,
            organisation: "council".to_owned(),
            number: 2,
            stepped_up: false,
        }));
        ben.post_as_is("office/note", &[("once", &once), ("words", "hello")]).await;
        assert_eq!(entries(&db, &area).await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_field_nobody_offered_is_refused_and_a_form_of_somebody_elses_making_too() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let bed = open(&db, &area);
        let ada = bed.signed_in(Role::ProgrammeOffice, "council");
        for fields in [&[("words", "x"), ("area_id", "1")][..], &[("words", "x"), ("words", "y")], &[]] {
            assert_eq!(ada.post("office/note", fields).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        }
        let keyless = ada.post_as_is("office/note", &[("words", "x")]).await;
        assert_eq!(keyless.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(entries(&db, &area).await, 0);
    })
    .await;
}

#[tokio::test]
async fn the_later_of_two_saves_is_shown_both_texts() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let bed = open(&db, &area);
        let ada = bed.signed_in(Role::ProgrammeOffice, "council");
        let clash = ada.post("office/note", &[("words", "<mine>"), ("version", "9")]).await;
        assert_eq!(clash.status, StatusCode::CONFLICT);
        assert!(clash.text.contains("theirs") && clash.text.contains("&#60;mine&#62;"), "{}", clash.text);
        assert_eq!(clash.field("version"), "1");
    })
    .await;
}

#[tokio::test]
async fn a_failure_on_our_side_says_nothing_of_what_failed() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let bed = open(&db, &area);
        let failed = bed.signed_in(Role::ProgrammeOffice, "council").get("office/broken").await;
        assert_eq!(failed.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!failed.text.contains("CANARY"));
        assert!(failed.headers.contains_key("x-request-id") && failed.headers.contains_key("content-security-policy"));
    })
    .await;
}

#[tokio::test]
async fn the_interface_for_programs_describes_itself_and_takes_no_cookie() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let bed = open(&db, &area);
        let ada = bed.signed_in(Role::ProgrammeOffice, "council");
        assert_eq!(ada.get("api/v1/plan").await.json(), "plan");
        let text = ada.get("api/v1/openapi.json").await.json();
        assert_eq!(text["openapi"], "3.1.0");
        assert!(text["paths"]["/api/v1/plan"]["get"].is_object());
        assert_eq!(routes().list().last().unwrap().pattern, "/api/v1/plan");
    })
    .await;
}
