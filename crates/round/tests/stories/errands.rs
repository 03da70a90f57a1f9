//! What the office's first page says waits for somebody while a round runs.

use axum::http::StatusCode;
use jiff::civil::date;
use office::Role;
use testing::{OfficeBed, on_both_engines};

use crate::cast::{DAY, answers, inside, open, opened, partnership, slip_path};

const NOTHING: &str = "Nothing waits for you today";

async fn home(bed: &OfficeBed, role: Role) -> String {
    let reply = bed.signed_in(role, "council").get("office").await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    reply.text
}

/// How many answers the page says are wanted.
fn waiting(home: &str) -> usize {
    let (before, _) = home.split_once(" answer").unwrap();
    before.rsplit(|sign: char| !sign.is_ascii_digit()).next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn the_first_page_says_what_waits_for_whom_and_what_is_late() {
    on_both_engines(async |db| {
        let area = partnership(&db, "ridgeway").await;
        let bed = open(&db, &area, DAY);
        let round = opened(&bed).await;
        let asked = home(&bed, Role::Contributor).await;
        assert!(asked.contains("Answer: Autumn 2026") && asked.contains("due by 14 October 2026"), "{asked}");
        assert!(!asked.contains("Late"), "{asked}");
        for (role, nothing) in [(Role::ProgrammeOffice, true), (Role::Reviewer, true), (Role::Contributor, false)] {
            assert_eq!(home(&bed, role).await.contains(NOTHING), nothing, "{role:?}");
        }

        let contributor = bed.signed_in(Role::Contributor, "council");
        let sent = answers(&contributor, &slip_path(&round, "bases"), "One base opened", "send").await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        let fewer = home(&bed, Role::Contributor).await;
        assert_eq!(waiting(&asked), waiting(&fewer) + 1, "{fewer}");
        let leads = home(&bed, Role::PartnerLead).await;
        assert!(leads.contains("Sign off: Autumn 2026") && leads.contains("1 answer for your organisation"), "{leads}");
        let elsewhere = bed.signed_in(Role::PartnerLead, "nobodys").get("office").await.text;
        assert!(elsewhere.contains(NOTHING), "another organisation's answers are none of theirs: {elsewhere}");

        let after = open(&db, &area, date(2026, 10, 15));
        let late = home(&after, Role::Contributor).await;
        assert!(late.contains("Late") && late.contains("Answer: Autumn 2026"), "{late}");
        assert!(home(&after, Role::ProgrammeOffice).await.contains("Ask again: Autumn 2026"));
        assert!(!home(&after, Role::PartnerLead).await.contains("Ask again"), "that is for the office");

        let over = open(&db, &area, date(2026, 10, 22));
        assert!(home(&over, Role::ProgrammeOffice).await.contains("Close: Autumn 2026"));
    })
    .await;
}

#[tokio::test]
async fn whoever_prepared_an_edition_is_not_asked_to_release_it() {
    on_both_engines(async |db| {
        let area = partnership(&db, "ridgeway").await;
        let round = opened(&open(&db, &area, DAY)).await;
        let bed = open(&db, &area, date(2026, 10, 22));
        let office = bed.signed_in(Role::ProgrammeOffice, "council");
        let version = office.get(&format!("{round}/close")).await.field("version");
        assert_eq!(inside(&office.post(&format!("{round}/close"), &[("version", &version)]).await), round);
        assert!(home(&bed, Role::ProgrammeOffice).await.contains("Prepare the edition: Autumn 2026"));
        assert!(home(&bed, Role::Publisher).await.contains(NOTHING), "there is nothing to release yet");

        let fields = [("title", "Autumn edition"), ("note", "Nothing was answered.")];
        let reply = office.post(&format!("{round}/edition"), &fields).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        assert!(home(&bed, Role::ProgrammeOffice).await.contains(NOTHING));
        let asked = home(&bed, Role::Publisher).await;
        assert!(asked.contains("Release the edition: Autumn edition") && asked.contains("Somebody else"), "{asked}");
    })
    .await;
}
