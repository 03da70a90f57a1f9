//! A whole round: opened, answered, signed off, closed, prepared by one, released by another.

use axum::http::StatusCode;
use jiff::civil::date;
use office::Role;
use testing::{OfficeBed, Somebody, on_both_engines};

use crate::cast::{DAY, answers, bring_in, inside, open, opened, partnership, sign_path, slip_path};

/// The round of the story, closed on 22 October with one answer signed off.
async fn closed(db: &db::Db, area: &kernel::Area) -> String {
    let bed = open(db, area, DAY);
    let round = opened(&bed).await;
    let contributor = bed.signed_in(Role::Contributor, "council");
    let sent = answers(&contributor, &slip_path(&round, "bases"), "One base opened", "send").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);

    let lead = bed.signed_in(Role::PartnerLead, "council");
    let waiting = lead.get("office/my-answers/sign-off").await;
    assert!(waiting.text.contains("One base opened"), "{}", waiting.text);
    let token = waiting.field("slip");
    let nothing = lead.post("office/my-answers/sign-off", &[("which", "ticked"), ("shown", &token)]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing was ticked");
    let signed = lead.post("office/my-answers/sign-off", &[("slip", &token), ("which", "ticked")]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);

    let bed = open(db, area, date(2026, 10, 22));
    let office = bed.signed_in(Role::ProgrammeOffice, "council");
    let page = office.get(&format!("{round}/close")).await;
    assert!(page.text.contains("2 slips are not answered"), "{}", page.text);
    let version = page.field("version");
    let reply = office.post(&format!("{round}/close"), &[("version", &version)]).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    round
}

async fn prepared(bed: &OfficeBed, round: &str) {
    let office = bed.signed_in(Role::ProgrammeOffice, "council");
    let path = format!("{round}/edition");
    let reply = office.post(&path, &[("title", "Autumn 2026"), ("note", "1 of 3 promises was answered.")]).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
}

#[tokio::test]
async fn a_round_goes_from_opening_to_an_edition_released_by_a_second_person() {
    on_both_engines(async |db| {
        let area = partnership(&db, "ridgeway").await;
        let round = closed(&db, &area).await;
        let bed = open(&db, &area, date(2026, 10, 23));
        let path = format!("{round}/edition");
        let office = bed.signed_in(Role::ProgrammeOffice, "council");
        let before = office.get(&path).await;
        assert!(before.text.contains("we asked about 3 promises: 1 was answered"), "suggested: {}", before.text);
        assert!(before.text.contains("Not answered (2)"), "what is missing is said: {}", before.text);
        prepared(&bed, &round).await;

        let preview = office.get(&format!("{path}/pages/roadmap/entries/bases")).await;
        assert_eq!(preview.status, StatusCode::OK);
        assert!(preview.text.contains("One base opened") && preview.text.contains("18 December 2026"));
        assert_eq!(office.get(&format!("{path}/pages/")).await.status, StatusCode::OK, "the area's first page");
        let own = office.get(&format!("{path}/pages/editions/1/roadmap")).await;
        assert_eq!(inside(&own), format!("{path}/pages/roadmap"), "its lasting address leads to the draft's page");
        let proof = office.get(&format!("{path}/pages/editions/1/manifest.json")).await;
        assert!(proof.text.contains("made when edition 1 is released"), "{}", proof.text);
        let outside = office.get(&format!("{path}/pages/comments")).await;
        assert_eq!(inside(&outside), "comments", "what is no part of a draft is read where the public reads it");
        let nowhere = office.get(&format!("{path}/pages/..%2f..%2felsewhere")).await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND, "{}", nowhere.location());

        let publisher = bed.signed_in(Role::Publisher, "council");
        let page = publisher.get(&path).await;
        let fields = [("draft", &page.field("draft")), ("version", &page.field("version"))];
        let fields = fields.map(|(name, value)| (name, value.as_str()));
        let released = publisher.post(&format!("{path}/release"), &fields).await;
        assert_eq!(released.status, StatusCode::SEE_OTHER, "{}", released.text);
        assert!(publisher.get(&path).await.text.contains("released as edition 1"));
        assert!(office.get(&round).await.text.contains("Round, published"));
    })
    .await;
}

#[tokio::test]
async fn an_edition_is_taken_back_by_who_may_with_a_reason_and_proof() {
    on_both_engines(async |db| {
        let area = partnership(&db, "ridgeway").await;
        let round = closed(&db, &area).await;
        let bed = open(&db, &area, date(2026, 10, 23));
        prepared(&bed, &round).await;
        let publisher = bed.signed_in(Role::Publisher, "council");
        let page = publisher.get(&format!("{round}/edition")).await;
        let fields = [("draft", &page.field("draft")), ("version", &page.field("version"))];
        let fields = fields.map(|(name, value)| (name, value.as_str()));
        publisher.post(&format!("{round}/edition/release"), &fields).await;

        let path = "office/editions/1/withdraw";
        let reader = bed.signed_in(Role::Contributor, "council");
        let list = reader.get("office/editions").await;
        assert!(list.text.contains("Edition 1, Autumn 2026") && !list.text.contains("Take it back"), "{}", list.text);
        let tired =
            Somebody { role: Role::Publisher, organisation: "council".to_owned(), number: 0, stepped_up: false };
        for (who, leads) in [(reader, None), (bed.caller(Some(tired)), Some("account/confirm"))] {
            let sent = who.post(path, &[("because", "A mistake")]).await;
            assert_eq!(sent.status == StatusCode::NOT_FOUND, leads.is_none(), "{}", sent.text);
            assert!(leads.is_none_or(|leads| sent.location().contains(leads)));
        }
        assert!(publisher.get(path).await.text.contains("No other edition stands"));
        let silent = publisher.post(path, &[("because", " ")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(silent.text.contains("href=\"#because\""), "{}", silent.text);
        let done = publisher.post(path, &[("because", "It named the wrong school")]).await;
        assert_eq!(inside(&done), "office/editions", "{}", done.text);
        let list = publisher.get("office/editions").await.text;
        assert!(list.contains("Taken back on 23 October 2026") && list.contains("It named the wrong school"), "{list}");
        for gone in [path, "office/editions/2/withdraw"] {
            assert_eq!(publisher.get(gone).await.status, StatusCode::NOT_FOUND, "{gone}");
            let again = publisher.post(gone, &[("because", "Again")]).await;
            assert_eq!(again.status, StatusCode::NOT_FOUND, "{gone}");
        }
        let told = publisher.get("api/v1/editions").await.json();
        assert_eq!(told[0]["withdrawn_because"], "It named the wrong school");
    })
    .await;
}

#[tokio::test]
async fn the_person_who_prepared_an_edition_is_not_let_release_it() {
    on_both_engines(async |db| {
        let area = partnership(&db, "ridgeway").await;
        let round = closed(&db, &area).await;
        let bed = open(&db, &area, date(2026, 10, 23));
        prepared(&bed, &round).await;
        let path = format!("{round}/edition");
        let page = bed.signed_in(Role::Publisher, "council").get(&path).await;
        let fields = [("draft", page.field("draft")), ("version", page.field("version"))];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();

        // The same identifier as the office's person, now with a publisher's role.
        let wanted = bed.signed_in(Role::ProgrammeOffice, "council").person().0.as_u128();
        let twin =
            |number| Somebody { role: Role::Publisher, organisation: "council".to_owned(), number, stepped_up: true };
        let twin = twin(wanted.wrapping_sub(twin(0).person().0.as_u128()));
        let both = bed.caller(Some(twin));
        assert_eq!(both.person().0.as_u128(), wanted);
        assert!(!both.get(&path).await.text.contains("Release the edition"), "no button is offered");
        let refused = both.post(&format!("{path}/release"), &fields).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);

        // Nor is somebody who has not shown a moment ago that it is they.
        let tired = Somebody {
            stepped_up: false,
            ..Somebody { role: Role::Publisher, organisation: "council".to_owned(), number: 0, stepped_up: true }
        };
        let refused = bed.caller(Some(tired)).post(&format!("{path}/release"), &fields).await;
        assert!(refused.location().contains("account/confirm"), "{:?}", refused.status);
    })
    .await;
}

#[tokio::test]
async fn an_edition_prepared_before_the_plan_changed_is_not_released_and_says_what_changed() {
    on_both_engines(async |db| {
        let area = partnership(&db, "ridgeway").await;
        let round = closed(&db, &area).await;
        let bed = open(&db, &area, date(2026, 10, 23));
        prepared(&bed, &round).await;
        let path = format!("{round}/edition");
        let publisher = bed.signed_in(Role::Publisher, "council");
        let page = publisher.get(&path).await;
        let fields = [("draft", page.field("draft")), ("version", page.field("version"))];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        bring_in(&db, &area, "[[about]]\nnode = \"guide\"\nwording = \"A guide for carers\"\n").await;

        let refused = publisher.post(&format!("{path}/release"), &fields).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.text.contains("A guide for carers"), "{}", refused.text);
        let page = publisher.get(&path).await;
        assert!(page.text.contains("Prepare it again before it can be released"));
        assert!(!page.text.contains("Release the edition"));
    })
    .await;
}

#[tokio::test]
async fn an_answer_sent_back_tells_those_who_answered_why() {
    on_both_engines(async |db| {
        let area = partnership(&db, "ridgeway").await;
        let bed = open(&db, &area, DAY);
        let round = opened(&bed).await;
        let contributor = bed.signed_in(Role::Contributor, "council");
        answers(&contributor, &slip_path(&round, "guide"), "Soon", "send").await;

        let lead = bed.signed_in(Role::PartnerLead, "council");
        let path = sign_path(&round, "guide");
        let version = lead.get(&path).await.field("version");
        let silent = lead.post(&path, &[("version", &version), ("deed", "return"), ("because", " ")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(silent.text.contains("href=\"#because\""), "the summary leads to the field: {}", silent.text);
        let fields = [("version", version.as_str()), ("deed", "return"), ("because", "Say when it goes to print")];
        let returned = lead.post(&path, &fields).await;
        assert_eq!(inside(&returned), "office/my-answers/sign-off");

        let slip = contributor.get(&slip_path(&round, "guide")).await;
        assert!(slip.text.contains("sent this back") && slip.text.contains("Say when it goes to print"));
        let overview = bed.signed_in(Role::ProgrammeOffice, "council").get(&round).await;
        assert!(overview.text.contains("Sent back (1)"), "{}", overview.text);
    })
    .await;
}

#[tokio::test]
async fn a_lead_signs_off_all_that_was_shown_or_nothing_when_one_changed_meanwhile() {
    on_both_engines(async |db| {
        let area = partnership(&db, "ridgeway").await;
        let bed = open(&db, &area, DAY);
        let round = opened(&bed).await;
        let contributor = bed.signed_in(Role::Contributor, "council");
        for node in ["bases", "guide"] {
            answers(&contributor, &slip_path(&round, node), "It began", "send").await;
        }
        let lead = bed.signed_in(Role::PartnerLead, "council");
        let id = round.rsplit('/').next().unwrap();
        let tokens = |guide: u32| [format!("{id}/bases/2"), format!("{id}/guide/{guide}")];
        answers(&contributor, &slip_path(&round, "guide"), "It went on", "send").await;

        let [bases, guide] = tokens(2);
        let stale = [("shown", bases.as_str()), ("shown", guide.as_str()), ("which", "all")];
        let refused = lead.post("office/my-answers/sign-off", &stale).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.text.contains("A guide for parents"), "{}", refused.text);
        let list = lead.get("office/my-answers/sign-off").await.text;
        assert!(list.contains("Sign off all 2"), "nothing was signed: {list}");

        let [bases, guide] = tokens(3);
        let fresh = [("shown", bases.as_str()), ("shown", guide.as_str()), ("which", "all")];
        assert_eq!(lead.post("office/my-answers/sign-off", &fresh).await.status, StatusCode::SEE_OTHER);
        let list = lead.get("office/my-answers/sign-off").await.text;
        assert!(list.contains("No answer waits for your word"), "{list}");
    })
    .await;
}
