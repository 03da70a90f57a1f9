//! What those who answer see and send.

use axum::http::StatusCode;
use office::Role;
use testing::on_both_engines;

use crate::cast::{
    DAY, TERMS, answers, bring_in, inside, open, opened, partnership, sign_path, slip_path, whole_answer,
};

#[tokio::test]
async fn somebody_sees_what_is_wanted_of_them_and_their_organisation_and_nothing_else() {
    on_both_engines(async |db| {
        let area = partnership(&db, "ridgeway").await;
        let bed = open(&db, &area, DAY);
        let round = opened(&bed).await;
        let nurse = bed.signed_in(Role::Contributor, "trust");
        let list = nurse.get("office/my-answers").await;
        assert!(list.text.contains("Open two bases") && list.text.contains("Therapists in every school"));
        assert!(!list.text.contains("A guide for parents"), "{}", list.text);

        let foreign = nurse.get(&slip_path(&round, "guide")).await;
        let absent = nurse.get(&slip_path(&round, "no-such")).await;
        assert_eq!((foreign.status, absent.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        assert_eq!(foreign.text, absent.text, "a foreign slip looks like one that does not exist");
        let sent = nurse.post(&slip_path(&round, "guide"), &whole_answer("1", "x", "send")).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND);
        let lead = bed.signed_in(Role::PartnerLead, "trust");
        let token = format!("{}/guide/1", round.rsplit('/').next().unwrap());
        let foreign = [("slip", token.as_str()), ("which", "ticked")];
        assert_eq!(lead.post("office/my-answers/sign-off", &foreign).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_slip_sent_twice_has_one_effect() {
    on_both_engines(async |db| {
        let area = partnership(&db, "ridgeway").await;
        let bed = open(&db, &area, DAY);
        let round = opened(&bed).await;
        let contributor = bed.signed_in(Role::Contributor, "council");
        let path = slip_path(&round, "guide");
        let form = contributor.get(&path).await;
        let (once, version) = (form.field("once"), form.field("version"));
        let mut fields = vec![("once", once.as_str())];
        fields.extend(whole_answer(&version, "A draft is out", "send"));
        let first = contributor.post_as_is(&path, &fields).await;
        let again = contributor.post_as_is(&path, &fields).await;
        assert_eq!((first.status, first.location()), (again.status, again.location()));
        assert_eq!(contributor.get(&path).await.field("version"), "2", "one change, not two");
    })
    .await;
}

#[tokio::test]
async fn a_round_set_up_twice_by_one_form_is_one_round() {
    on_both_engines(async |db| {
        let area = partnership(&db, "ridgeway").await;
        let bed = open(&db, &area, DAY);
        let office = bed.signed_in(Role::ProgrammeOffice, "council");
        let once = office.get("office/rounds/new").await.field("once");
        let mut fields = vec![("once", once.as_str())];
        fields.extend_from_slice(TERMS);
        let first = office.post_as_is("office/rounds", &fields).await;
        let again = office.post_as_is("office/rounds", &fields).await;
        assert_eq!(first.location(), again.location());
        let second = office.post("office/rounds", TERMS).await;
        assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(second.text.contains("asks about one of these plans"), "{}", second.text);
    })
    .await;
}

#[tokio::test]
async fn what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost() {
    on_both_engines(async |db| {
        let area = partnership(&db, "ridgeway").await;
        let bed = open(&db, &area, DAY);
        let round = opened(&bed).await;
        let contributor = bed.signed_in(Role::Contributor, "council");
        let path = slip_path(&round, "guide");
        let version = contributor.get(&path).await.field("version");
        let half = [
            ("version", version.as_str()),
            ("deed", "send"),
            ("happened", "<b>Half</b> a thought"),
            ("moved_to", "soon"),
        ];
        let refused = contributor.post(&path, &half).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("<title>Error: "), "{}", refused.text);
        for field in ["delivery", "evidence", "moved_to", "confidence", "confidence_because"] {
            assert!(refused.text.contains(&format!("href=\"#{field}\"")), "{field}: {}", refused.text);
            assert!(refused.text.contains(&format!("id=\"{field}\"")), "{field} is where the summary leads");
        }
        assert!(
            refused.text.contains("Half&#60;/b&#62; a thought") || refused.text.contains("Half&lt;/b&gt; a thought")
        );

        let draft = [("version", version.as_str()), ("deed", "draft"), ("happened", "Half a thought")];
        let kept = contributor.post(&path, &draft).await;
        assert_eq!(inside(&kept), path);
        assert!(contributor.get(&path).await.text.contains("Half a thought"));
        let smuggled = [("version", "2"), ("deed", "draft"), ("happened", "x"), ("state", "signed_off")];
        assert_eq!(contributor.post(&path, &smuggled).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn the_later_of_two_people_sees_both_texts_and_can_save_them_as_one() {
    on_both_engines(async |db| {
        let area = partnership(&db, "ridgeway").await;
        let bed = open(&db, &area, DAY);
        let round = opened(&bed).await;
        let (council, nurse) = (bed.signed_in(Role::Contributor, "council"), bed.signed_in(Role::Contributor, "trust"));
        let path = slip_path(&round, "bases");
        let version = nurse.get(&path).await.field("version");
        answers(&council, &path, "One base opened", "draft").await;

        let clash = nurse.post(&path, &whole_answer(&version, "No base opened", "send")).await;
        assert_eq!(clash.status, StatusCode::CONFLICT);
        assert!(clash.text.contains("One base opened") && clash.text.contains("No base opened"), "{}", clash.text);
        let newer = clash.field("version");
        let saved = nurse.post(&path, &whole_answer(&newer, "One base opened, one is late", "send")).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    })
    .await;
}

#[tokio::test]
async fn the_office_sees_who_has_not_answered_and_what_moved_and_what_help_is_wanted() {
    on_both_engines(async |db| {
        let area = partnership(&db, "ridgeway").await;
        let bed = open(&db, &area, DAY);
        let round = opened(&bed).await;
        let contributor = bed.signed_in(Role::Contributor, "council");
        answers(&contributor, &slip_path(&round, "guide"), "A draft is out", "send").await;
        let page = bed.signed_in(Role::ProgrammeOffice, "council").get(&round).await.text;
        for words in [
            "Not answered: Ridgeway Community Trust (2)",
            "Nobody to ask, or nobody to sign (1)",
            "Something nobody answers for",
            "From 30 November 2026 to 18 December 2026. The builder is late",
            "A planner for two days",
            "Counted in November",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let reader = bed.signed_in(Role::Reviewer, "council").get(&round).await.text;
        assert!(!reader.contains("Close the round"), "who only reads is offered nothing to press");
    })
    .await;
}

#[tokio::test]
async fn a_person_named_in_the_plan_is_asked_and_the_office_learns_that_nobody_can_sign() {
    on_both_engines(async |db| {
        let area = partnership(&db, "ridgeway").await;
        let ada = open(&db, &area, DAY).signed_in(Role::Contributor, "forum").person();
        let owned =
            format!("[[about]]\nnode = \"orphan\"\nowners = [{{ person = \"{ada}\", part = \"responsible\" }}]\n");
        bring_in(&db, &area, &owned).await;
        let bed = open(&db, &area, DAY);
        let round = opened(&bed).await;
        let ada = bed.signed_in(Role::Contributor, "forum");
        let list = ada.get("office/my-answers").await;
        assert!(list.text.contains("Something nobody answers for") && !list.text.contains("Open two bases"));
        let path = slip_path(&round, "orphan");
        assert_eq!(answers(&ada, &path, "It began", "send").await.status, StatusCode::SEE_OTHER);
        assert!(ada.get(&path).await.text.contains("Nobody can sign it off yet"));
        let page = bed.signed_in(Role::ProgrammeOffice, "council").get(&round).await;
        assert!(page.text.contains("nobody can sign off"), "{}", page.text);
        let somebody_else = bed.signed_in(Role::Contributor, "council").get(&path).await;
        assert_eq!(somebody_else.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_draft_is_read_by_those_who_write_it_and_by_nobody_else() {
    on_both_engines(async |db| {
        let area = partnership(&db, "ridgeway").await;
        let bed = open(&db, &area, DAY);
        let round = opened(&bed).await;
        let contributor = bed.signed_in(Role::Contributor, "council");
        answers(&contributor, &slip_path(&round, "guide"), "Zebra crossing", "draft").await;
        assert!(contributor.get(&slip_path(&round, "guide")).await.text.contains("Zebra"));
        let id = round.rsplit('/').next().unwrap();
        for (role, path) in [
            (Role::ProgrammeOffice, round.clone()),
            (Role::ProgrammeOffice, format!("{round}/answers/guide")),
            (Role::Reviewer, format!("{round}/answers/guide")),
            (Role::ProgrammeOffice, format!("api/v1/rounds/{id}")),
            (Role::PartnerLead, sign_path(&round, "guide")),
            (Role::PartnerLead, "office/my-answers/sign-off".to_owned()),
        ] {
            let page = bed.signed_in(role, "council").get(&path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(!page.text.contains("Zebra"), "{path}: {}", page.text);
        }
    })
    .await;
}
