use axum::http::{Method, StatusCode};
use db::Db;
use inbox::desk::{Standing, comment as one, published, waiting};
use jiff::civil::date;
use kernel::Area;
use office::{Role, Rooms};
use serde_json::json;
use testing::{OfficeBed, an_area, on_both_engines};
use uuid::Uuid;

use super::{AMINA, comment, mails, noon, roots};

const SAID: &str = "The guide is hard to find.";

/// An area to which Amina has written, its office, and her comment.
async fn written_to(db: &Db) -> (Area, OfficeBed, Uuid) {
    let area = an_area(db, "ridgeway").await;
    comment(db, &area, "I am <b>Amina</b> and cannot find the guide.", AMINA).await.unwrap();
    let id = waiting(&mut db.read(area.id).await.unwrap(), None, 1).await.unwrap()[0].id;
    let bed = OfficeBed::open(db, &area, date(2026, 3, 2), inbox::routes().and(office::home()), |office| {
        office.with(roots()).with(Rooms::of(vec![Box::new(inbox::Asks)]))
    });
    (area, bed, id)
}

async fn standing(db: &Db, area: &Area, id: Uuid) -> Standing {
    one(&mut db.read(area.id).await.unwrap(), id).await.unwrap().unwrap().standing
}

#[tokio::test]
async fn one_writes_an_answer_once_and_another_lets_it_out_once() {
    on_both_engines(async |db| {
        let (area, bed, id) = written_to(&db).await;
        let officer = bed.signed_in(Role::ProgrammeOffice, "council");
        let page = format!("office/comments/{id}");

        let home = officer.get("office").await.text;
        assert!(home.contains("Answer comments from the public") && home.contains("1 waiting."), "{home}");
        let list = officer.get("office/comments").await;
        assert_eq!(list.status, StatusCode::OK);
        assert!(list.text.contains(&page) && list.text.contains("href=\"/ridgeway/roadmap/entries/guide\""));
        let shown = officer.get(&page).await;
        assert!(shown.text.contains("I am &#60;b&#62;Amina"), "{}", shown.text);
        assert!(!shown.text.contains(AMINA) && shown.text.contains("An address is kept"), "{}", shown.text);

        let (once, version) = (shown.field("once"), shown.field("version"));
        let to = format!("{page}/answer");
        let fields = [("once", once.as_str()), ("version", &version), ("said", SAID), ("answer", "It is on page one.")];
        for time in ["once", "and again"] {
            let sent = officer.post_as_is(&to, &fields).await;
            assert_eq!(
                (sent.status, sent.location()),
                (StatusCode::SEE_OTHER, &*format!("/ridgeway/{page}")),
                "{time}"
            );
        }
        let none = published(&mut db.read(area.id).await.unwrap()).await.unwrap();
        assert!(none.is_empty(), "nobody has let it out");
        let own = officer.get(&page).await.text;
        assert!(own.contains("You wrote it, so somebody else must let it out") && !own.contains("Publish both texts"));
        let home = officer.get("office").await.text;
        assert!(home.contains("Nothing waits for you today"), "their own answer waits for somebody else: {home}");
        let list = officer.get("office/comments").await.text;
        assert!(list.contains("Somebody else to let the answer out"), "{list}");
        let tried = officer.post(&format!("{page}/release"), &[("version", "2")]).await;
        assert_eq!(tried.status, StatusCode::NOT_FOUND);

        let publisher = bed.signed_in(Role::Publisher, "council");
        let shown = publisher.get(&page).await;
        assert!(shown.text.contains("Publish both texts") && !shown.text.contains("Write the answer anew"));
        let (once, version) = (shown.field("once"), shown.field("version"));
        let fields = [("once", once.as_str()), ("version", version.as_str())];
        for time in ["once", "and again"] {
            let sent = publisher.post_as_is(&format!("{page}/release"), &fields).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{time}: {}", sent.text);
        }
        let out = published(&mut db.read(area.id).await.unwrap()).await.unwrap();
        assert_eq!((out.len(), out[0].said.as_str(), out[0].answer.as_str()), (1, SAID, "It is on page one."));
        assert_eq!(mails(&db, &noon()).await.len(), 1);
        assert!(officer.get("office/comments").await.text.contains("No comment waits for an answer"));
        assert!(officer.get(&page).await.text.contains("What the public reads"));
    })
    .await;
}

#[tokio::test]
async fn an_answer_sent_back_is_written_anew_and_then_read_again() {
    on_both_engines(async |db| {
        let (area, bed, id) = written_to(&db).await;
        let (officer, publisher) =
            (bed.signed_in(Role::ProgrammeOffice, "council"), bed.signed_in(Role::Publisher, "council"));
        let page = format!("office/comments/{id}");
        let (answer, back) = (format!("{page}/answer"), format!("{page}/send-back"));
        let write = async |version: &str, text: &str| {
            officer.post(&answer, &[("version", version), ("said", SAID), ("answer", text)]).await.status
        };
        let early = publisher.post(&back, &[("version", "1"), ("because", "Why?")]).await;
        assert_eq!(early.status, StatusCode::CONFLICT, "nothing waits");

        assert_eq!(write("1", "Soon.").await, StatusCode::SEE_OTHER);
        let empty = publisher.post(&back, &[("version", "2"), ("because", " ")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(empty.text.contains("<a href=\"#because\">Enter what should change</a>"), "{}", empty.text);
        let own = officer.post(&back, &[("version", "2"), ("because", "Hm")]).await;
        assert_eq!(own.status, StatusCode::NOT_FOUND);
        let sent = publisher.post(&back, &[("version", "2"), ("because", "Say by when.")]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
        let late = publisher.post(&format!("{page}/release"), &[("version", "3")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "what was sent back is not let out");
        let shown = officer.get(&page).await.text;
        assert!(shown.contains("Say by when.") && shown.contains("Write it anew below") && shown.contains("Soon."));
        assert!(officer.get("office/comments").await.text.contains("A new answer: the last was sent back"));

        assert_eq!(write("3", "On 1 May.").await, StatusCode::SEE_OTHER);
        let clash = publisher.post(&back, &[("version", "2"), ("because", "Say by when.")]).await;
        assert_eq!(clash.status, StatusCode::CONFLICT);
        assert!(clash.text.contains("Somebody has written an answer meanwhile") && clash.text.contains("Say by when."));
        let done = publisher.post(&format!("{page}/release"), &[("version", "4")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        let stands = Standing::Answered { said: SAID.to_owned(), answer: "On 1 May.".to_owned() };
        assert_eq!(standing(&db, &area, id).await, stands);
    })
    .await;
}

#[tokio::test]
async fn what_was_typed_stays_when_something_is_missing_or_somebody_was_quicker() {
    on_both_engines(async |db| {
        let (area, bed, id) = written_to(&db).await;
        let officer = bed.signed_in(Role::ProgrammeOffice, "council");
        let (answer, dismissal) = (format!("office/comments/{id}/answer"), format!("office/comments/{id}/dismissal"));

        let refused = officer.post(&answer, &[("version", "1"), ("said", SAID), ("answer", " ")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("<a href=\"#answer\">Enter our answer</a>") && refused.text.contains(SAID));
        let long = "x".repeat(3_001);
        let refused = officer.post(&dismissal, &[("version", "1"), ("reason", &long)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("Shorten why it is not published") && refused.text.contains(&long));
        let extra = [("version", "1"), ("reason", "No."), ("state", "answered")];
        assert_eq!(officer.post(&dismissal, &extra).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(standing(&db, &area, id).await, Standing::Waiting);

        let done = officer.post(&dismissal, &[("version", "1"), ("reason", "Names a child.")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        let late = [("version", "1"), ("said", SAID), ("answer", "It is on page one.")];
        let clash = officer.post(&answer, &late).await;
        assert_eq!(clash.status, StatusCode::CONFLICT);
        assert!(clash.text.contains("because: Names a child.") && clash.text.contains("It is on page one."));
        let version = clash.field("version");
        let again = officer.post(&answer, &[("version", &version), ("said", SAID), ("answer", "Both.")]).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER);
        let publisher = bed.signed_in(Role::Publisher, "council");
        let out = publisher.post(&format!("office/comments/{id}/release"), &[("version", "3")]).await;
        assert_eq!(out.status, StatusCode::SEE_OTHER);
        let clash = officer.post(&dismissal, &[("version", "2"), ("reason", "Late.")]).await;
        assert_eq!(clash.status, StatusCode::CONFLICT);
        assert!(clash.text.contains("Somebody has published an answer meanwhile"));
        let stands = Standing::Answered { said: SAID.to_owned(), answer: "Both.".to_owned() };
        assert_eq!(standing(&db, &area, id).await, stands);
    })
    .await;
}

#[tokio::test]
async fn the_forum_reads_comments_without_a_form_and_others_find_nothing() {
    on_both_engines(async |db| {
        let (area, bed, id) = written_to(&db).await;
        let page = format!("office/comments/{id}");

        let forum = bed.signed_in(Role::ForumRepresentative, "forum");
        let shown = forum.get(&page).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(!shown.text.contains("Write an answer"), "{}", shown.text);
        let fields = [("version", "1"), ("reason", "No.")];
        assert_eq!(forum.post(&format!("{page}/dismissal"), &fields).await.status, StatusCode::NOT_FOUND);
        let member = bed.signed_in(Role::BoardMember, "council");
        for path in ["office/comments", &page] {
            assert_eq!(member.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let officer = bed.signed_in(Role::ProgrammeOffice, "council");
        for absent in ["office/comments/nonsense", "office/comments/019c0000-0000-7000-8000-000000000000"] {
            assert_eq!(officer.get(absent).await.status, StatusCode::NOT_FOUND, "{absent}");
        }
        assert_eq!(standing(&db, &area, id).await, Standing::Waiting);
    })
    .await;
}

#[tokio::test]
async fn fifty_comments_are_shown_at_a_time_the_oldest_first() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        for number in 0..51 {
            comment(&db, &area, &format!("Comment {number:02}"), "").await.unwrap();
        }
        let bed = OfficeBed::open(&db, &area, date(2026, 3, 2), inbox::routes(), |office| office.with(roots()));
        let officer = bed.signed_in(Role::ProgrammeOffice, "council");

        let first = officer.get("office/comments").await.text;
        assert_eq!(first.matches("/ridgeway/office/comments/").count(), 50);
        let (_, next) = first.split_once("/ridgeway/office/comments?after=").unwrap();
        let next = next.split_once('"').unwrap().0;
        let second = officer.get(&format!("office/comments?after={next}")).await.text;
        assert_eq!(second.matches("/ridgeway/office/comments/").count(), 1);
        assert!(!second.contains("Later comments") && second.contains("The oldest comments"));
    })
    .await;
}

#[tokio::test]
async fn programs_read_answer_let_out_and_dismiss_like_people() {
    on_both_engines(async |db| {
        let (area, bed, id) = written_to(&db).await;
        let officer = bed.signed_in(Role::ProgrammeOffice, "council");
        let (one, nothing) = (format!("api/v1/comments/{id}"), json!(null));
        let read = async |path: &str| officer.json(Method::GET, path, &nothing).await;

        let list = read("api/v1/comments").await.json();
        assert_eq!((list[0]["comment"].as_str(), list[0]["state"].as_str()), (Some(&*id.to_string()), Some("waiting")));
        assert!(!list.to_string().contains(AMINA), "the address is not given out");
        assert_eq!(read(&format!("api/v1/comments?after={id}")).await.json(), json!([]));
        assert_eq!(read("api/v1/comments?after=x").await.status, StatusCode::UNPROCESSABLE_ENTITY);

        let put =
            async |end: &str, body: serde_json::Value| officer.json(Method::PUT, &format!("{one}/{end}"), &body).await;
        let answered = put("answer", json!({ "version": 1, "said": SAID, "answer": "Done." })).await;
        assert_eq!((answered.status, answered.json()["version"].as_i64()), (StatusCode::OK, Some(2)));
        let draft = &answered.json()["draft"];
        assert_eq!((draft["answer"].as_str(), answered.json()["state"].as_str()), (Some("Done."), Some("waiting")));
        let own = put("release", json!({ "version": 2 })).await;
        assert_eq!(own.status, StatusCode::NOT_FOUND);
        let publisher = bed.signed_in(Role::Publisher, "council");
        let second = async |end: &str, body: serde_json::Value| {
            publisher.json(Method::PUT, &format!("{one}/{end}"), &body).await
        };
        let back = second("send-back", json!({ "version": 2, "because": "By when?" })).await;
        assert_eq!(back.json()["draft"]["sent_back"], "By when?");
        assert_eq!(second("release", json!({ "version": 3 })).await.status, StatusCode::CONFLICT);
        put("answer", json!({ "version": 3, "said": SAID, "answer": "Done on 1 May." })).await;
        let out = second("release", json!({ "version": 4 })).await;
        assert_eq!((out.status, out.json()["answer"].as_str()), (StatusCode::OK, Some("Done on 1 May.")));
        assert!(out.json()["draft"].is_null());
        let late = put("dismissal", json!({ "version": 1, "reason": "Late." })).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let empty = put("dismissal", json!({ "version": 5, "reason": "" })).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        let dismissed = put("dismissal", json!({ "version": 5, "reason": "Asked to." })).await;
        assert_eq!(dismissed.json()["reason"], "Asked to.");
        assert_eq!(read(&one).await.json()["state"], "dismissed");
        assert_eq!(standing(&db, &area, id).await, Standing::Dismissed { reason: "Asked to.".to_owned() });
    })
    .await;
}
