//! Reading documents: who gets what, what is recorded of it, and what a document that was taken back still tells.

use axum::http::{StatusCode, header};
use db::Db;
use kernel::Area;
use office::Role;
use testing::on_both_engines;

use crate::cast::{hands_in, led_to, partnership};

/// The audit entries of a deed: actor and subject of each, and all that they say.
async fn recorded(db: &Db, area: &Area, deed: &str) -> Vec<(String, String, String)> {
    let mut tx = db.read(area.id).await.unwrap();
    let mut found = Vec::new();
    for sequence in 1.. {
        let Some(entry) = audit::entry(&mut tx, sequence).await.unwrap() else { break };
        if entry.deed == deed {
            found.push((entry.actor, entry.subject, entry.detail));
        }
    }
    found
}

#[tokio::test]
async fn a_download_is_what_was_sent_and_each_one_is_recorded_by_identifier() {
    on_both_engines(async |db| {
        let here = partnership(&db, "ridgeway").await;
        let sent = b"Names of schools\r\n\xc2\xa3 12\n";
        let fields = [("sensitivity", "partnership")];
        let id = led_to(&hands_in(&here.who(Role::ProgrammeOffice), ("schools.txt", sent), &fields).await);

        let lead = here.who(Role::PartnerLead);
        let file = lead.get(&format!("office/documents/{id}/file")).await;
        assert_eq!(file.status, StatusCode::OK, "{}", file.text);
        assert_eq!(file.bytes, sent);
        assert_eq!(file.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(file.headers[header::CACHE_CONTROL], "no-store");
        assert!(
            file.headers[header::CONTENT_DISPOSITION]
                .to_str()
                .unwrap()
                .starts_with("attachment; filename=\"schools.txt\"")
        );
        assert!(file.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().starts_with("sandbox"));

        let reads = recorded(&db, &here.area, "document.read").await;
        let expected = (format!("person: {}", lead.person()), format!("document {id}"), "{}".to_owned());
        assert_eq!(reads, vec![expected]);
        let added = recorded(&db, &here.area, "document.add").await;
        assert!(added.iter().all(|(.., detail)| !detail.contains("schools")), "{added:?}");
    })
    .await;
}

#[tokio::test]
async fn what_is_for_the_office_is_not_there_for_its_partners() {
    on_both_engines(async |db| {
        let here = partnership(&db, "ridgeway").await;
        let officer = here.who(Role::ProgrammeOffice);
        let id = led_to(&hands_in(&officer, ("secret.txt", b"x"), &[("sensitivity", "office")]).await);
        led_to(&hands_in(&officer, ("open.csv", b"a,b\r\n1,2\r\n"), &[("sensitivity", "partnership")]).await);

        let lead = here.who(Role::PartnerLead);
        let absent = lead.get("office/documents/00000000-0000-7000-8000-000000000000").await;
        let foreign = lead.get(&format!("office/documents/{id}")).await;
        assert_eq!((absent.status, foreign.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        let list = lead.get("office/documents").await;
        assert!(list.text.contains("open.csv") && !list.text.contains("secret.txt"), "{}", list.text);
        let asked = lead.get("office/documents?sensitivity=office").await;
        assert!(!asked.text.contains("secret.txt") && asked.text.contains("is not one of ours"), "{}", asked.text);

        let texts = officer.get("office/documents?kind=txt").await;
        assert!(texts.text.contains("secret.txt") && !texts.text.contains("open.csv"), "{}", texts.text);
        assert!(officer.get("office/documents?kind=pdf").await.text.contains("No document that you may read"));
        assert!(recorded(&db, &here.area, "document.read").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_document_of_a_board_is_there_for_those_who_sit_on_it_and_for_no_other_member() {
    on_both_engines(async |db| {
        let here = partnership(&db, "ridgeway").await;
        let secretary = here.who(Role::BoardSecretary);
        let of = |board| [("sensitivity", "board"), ("board", board)];
        let north = led_to(&hands_in(&secretary, ("north.txt", b"For the north"), &of("north")).await);
        let south = led_to(&hands_in(&secretary, ("south.txt", b"For the south"), &of("south")).await);

        let member = here.who(Role::BoardMember);
        let list = member.get("office/board-documents").await;
        assert!(list.text.contains("north.txt") && !list.text.contains("south.txt"), "{}", list.text);
        let file = member.get(&format!("office/board-documents/{north}/file")).await;
        assert_eq!((file.status, file.text.as_str()), (StatusCode::OK, "For the north"));
        let absent = member.get("office/board-documents/00000000-0000-7000-8000-000000000000/file").await;
        let foreign = member.get(&format!("office/board-documents/{south}/file")).await;
        assert_eq!((absent.status, foreign.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        let other_way = here.who(Role::PartnerLead).get(&format!("office/documents/{south}")).await;
        assert_eq!(other_way.status, StatusCode::NOT_FOUND);
        assert!(!here.who(Role::PartnerLead).get("office/documents").await.text.contains("south.txt"));
    })
    .await;
}

#[tokio::test]
async fn a_document_taken_back_stays_in_the_list_with_its_reason_and_opens_no_more() {
    on_both_engines(async |db| {
        let here = partnership(&db, "ridgeway").await;
        let officer = here.who(Role::ProgrammeOffice);
        let id = led_to(&hands_in(&officer, ("old.txt", b"x"), &[("sensitivity", "partnership")]).await);
        let path = format!("office/documents/{id}/withdraw");
        let version = officer.get(&format!("office/documents/{id}")).await.field("version");

        let stranger = here.who(Role::PartnerLead).post(&path, &[("version", &version), ("because", "No")]).await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND);
        let silent = officer.post(&path, &[("version", &version), ("because", " ")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(silent.text.contains("Say why it is taken back"), "{}", silent.text);
        let done = officer.post(&path, &[("version", &version), ("because", "A newer one is in")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let late = officer.post(&path, &[("version", &version), ("because", "Mine")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.text.contains("A newer one is in") && late.text.contains("Mine"), "both texts: {}", late.text);

        let lead = here.who(Role::PartnerLead);
        let page = lead.get(&format!("office/documents/{id}")).await;
        assert!(page.text.contains("A newer one is in") && !page.text.contains("Save a copy"), "{}", page.text);
        let file = lead.get(&format!("office/documents/{id}/file")).await;
        assert_eq!(file.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(recorded(&db, &here.area, "document.read").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn another_area_with_the_same_people_finds_nothing() {
    on_both_engines(async |db| {
        let (here, there) = (partnership(&db, "ridgeway").await, partnership(&db, "valley").await);
        let fields = [("sensitivity", "partnership")];
        let id = led_to(&hands_in(&here.who(Role::ProgrammeOffice), ("ours.txt", b"x"), &fields).await);
        let abroad = there.who(Role::ProgrammeOffice);
        for path in ["", "/file", "/handed-in"] {
            assert_eq!(abroad.get(&format!("office/documents/{id}{path}")).await.status, StatusCode::NOT_FOUND);
        }
        assert!(!abroad.get("office/documents").await.text.contains("ours.txt"));
    })
    .await;
}
