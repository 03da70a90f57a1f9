//! Forms about one commitment and about several.

use axum::http::StatusCode;
use office::Role;
use roadmap::model::{RetiredKind, Sensitivity};
use testing::on_both_engines;

use crate::{ridgeway, tree};

const SURVEY: &str = "office/plan/nodes/survey";

#[tokio::test]
async fn every_form_opens_and_an_empty_one_says_what_is_missing_or_changes_nothing() {
    on_both_engines(async |db| {
        let (area, bed) = ridgeway(&db).await;
        let ada = bed.signed_in(Role::ProgrammeOffice, "council");
        let before = tree(&db, &area).await;
        let page = ada.get(SURVEY).await;
        assert_eq!(page.status, StatusCode::OK);
        let links: Vec<String> = page
            .text
            .split("href=\"")
            .filter_map(|rest| rest.split_once('"'))
            .map(|(href, _)| href.trim_start_matches("/ridgeway/").to_owned())
            .filter(|href| href.starts_with("office/plan/nodes/survey/") || href.starts_with("office/plan/evidence/"))
            .collect();
        assert!(links.len() > 15, "{links:?}");
        for link in links {
            let form = ada.get(&link).await;
            assert_eq!(form.status, StatusCode::OK, "{link}");
            let sent = ada.post(&link, &[("version", &form.field("version"))]).await;
            assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{link}: {}", sent.text);
            assert!(sent.text.contains("There is a problem") && sent.text.contains("<title>Error: "), "{link}");
            let foreign = ada.post(&link, &[("version", "1"), ("is_admin", "true")]).await;
            assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(foreign.text.contains("could not read the form"), "{link}");
        }
        assert_eq!(tree(&db, &area).await, before);
    })
    .await;
}

#[tokio::test]
async fn words_are_changed_seen_in_the_history_and_taken_back() {
    on_both_engines(async |db| {
        let (area, bed) = ridgeway(&db).await;
        let ada = bed.signed_in(Role::ProgrammeOffice, "council");
        let form = ada.get("office/plan/nodes/survey/words").await;
        assert!(form.text.contains("The landlord may sell"));
        let (once, version) = (form.field("once"), form.field("version"));
        let fields =
            [("once", once.as_str()), ("version", &version), ("wording", "Survey all parents"), ("private", "Sold")];
        let saved = ada.post_as_is("office/plan/nodes/survey/words", &fields).await;
        assert_eq!((saved.status, saved.location()), (StatusCode::SEE_OTHER, "/ridgeway/office/plan/nodes/survey"));
        let again = ada.post_as_is("office/plan/nodes/survey/words", &fields).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "sent twice is done once");

        let page = ada.get(SURVEY).await;
        assert!(page.text.contains("Before: Survey parents") && page.text.contains("After: Survey all parents"));
        assert_eq!(page.text.matches("After: Survey all parents").count(), 1);
        let reader = bed.signed_in(Role::BoardMember, "council");
        assert!(!reader.get(SURVEY).await.text.contains("Sold"), "private words are not for everybody");
        let undo = page.text.split("href=\"/ridgeway/").find(|rest| rest.starts_with("office/plan/changes/")).unwrap();
        let undo = undo.split_once('"').unwrap().0;
        assert!(ada.get(undo).await.text.contains("Survey all parents"));
        assert_eq!(ada.post(undo, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "it asks why");
        let undone = ada.post(undo, &[("reason", "a mistake")]).await;
        assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text);
        let held = tree(&db, &area).await;
        let survey = held.node("survey").unwrap();
        assert_eq!(survey.wording, "Survey parents");
        assert_eq!(survey.private.as_ref().unwrap().for_the_office(), "The landlord may sell");
        let twice = ada.post(undo, &[("reason", "a mistake")]).await;
        assert!(twice.text.contains("already taken back"), "{}", twice.text);
    })
    .await;
}

#[tokio::test]
async fn the_later_of_two_gets_both_texts_and_can_save_over_them() {
    on_both_engines(async |db| {
        let (area, bed) = ridgeway(&db).await;
        let (ada, ben) =
            (bed.signed_in(Role::ProgrammeOffice, "council"), bed.signed_in(Role::ProgrammeOffice, "forum"));
        let path = "office/plan/nodes/survey/words";
        let version = ada.get(path).await.field("version");
        let first = [("version", version.as_str()), ("wording", "Ada\u{2019}s survey"), ("private", "")];
        assert_eq!(ada.post(path, &first).await.status, StatusCode::SEE_OTHER);
        let second = [("version", version.as_str()), ("wording", "Ben\u{2019}s survey"), ("private", "")];
        let clash = ben.post(path, &second).await;
        assert_eq!(clash.status, StatusCode::CONFLICT);
        assert!(clash.text.contains("Ada\u{2019}s survey") && clash.text.contains("Ben\u{2019}s survey"));
        assert_eq!(tree(&db, &area).await.node("survey").unwrap().wording, "Ada\u{2019}s survey");

        let version = clash.field("version");
        let chosen = [("version", version.as_str()), ("wording", "Their survey"), ("private", "")];
        assert_eq!(ben.post(path, &chosen).await.status, StatusCode::SEE_OTHER);
        assert_eq!(tree(&db, &area).await.node("survey").unwrap().wording, "Their survey");
    })
    .await;
}

#[tokio::test]
async fn a_commitment_is_added_split_moved_and_taken_out() {
    on_both_engines(async |db| {
        let (area, bed) = ridgeway(&db).await;
        let ada = bed.signed_in(Role::ProgrammeOffice, "council");
        let new = [
            ("plan", "old"),
            ("level", "action"),
            ("wording", "Open a base"),
            ("when", "May 2026"),
            ("first", "1/5/2026"),
            ("last", "31 May 2026"),
        ];
        let added = ada.post("office/plan/add", &new).await;
        assert_eq!(added.location(), "/ridgeway/office/plan/nodes/open-a-base", "{}", added.text);
        let change = async |path: &str, fields: &[(&str, &str)]| {
            let version = ada.get(path).await.field("version");
            let mut all = vec![("version", version.as_str()), ("reason", "the board asked")];
            all.extend_from_slice(fields);
            let sent = ada.post(path, &all).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{path}: {}", sent.text);
        };
        change("office/plan/nodes/open-a-base/split", &[("parts", "Open base A\nOpen base B\n")]).await;
        let place = [("plan", "old"), ("level", "step"), ("parent", "survey"), ("after", "survey")];
        change("office/plan/nodes/open-base-b/place", &place).await;
        change("office/plan/nodes/open-base-a/retire", &[("kind", "dropped")]).await;
        change("office/plan/nodes/charter/merge", &[("into", "survey")]).await;
        let owner = [
            ("owner-1-body", "forum"),
            ("owner-1-part", "lead"),
            ("owner-2-part", "support"),
            ("owner-3-part", "support"),
        ];
        change("office/plan/nodes/survey/owners", &owner).await;

        let held = tree(&db, &area).await;
        let left = |key: &str| held.node(key).unwrap().retired.as_ref().map(|retired| retired.kind);
        assert_eq!(left("open-a-base"), Some(RetiredKind::Split));
        assert_eq!((left("open-base-a"), left("charter")), (Some(RetiredKind::Dropped), Some(RetiredKind::Merged)));
        let part = held.node("open-base-b").unwrap();
        assert_eq!(
            (part.parent.as_deref(), part.came_from.as_slice()),
            (Some("survey"), &["open-a-base".to_owned()][..])
        );
        assert_eq!(held.node("survey").unwrap().owners.len(), 1);
        assert_eq!(held.nodes[1].key, "open-base-b", "next after the survey");
    })
    .await;
}

#[tokio::test]
async fn what_families_feel_and_evidence_are_said_by_those_who_may() {
    on_both_engines(async |db| {
        let (area, bed) = ridgeway(&db).await;
        let (ada, eve) =
            (bed.signed_in(Role::ProgrammeOffice, "council"), bed.signed_in(Role::ForumRepresentative, "forum"));
        assert_eq!(ada.get("office/plan/felt/survey").await.status, StatusCode::NOT_FOUND);
        assert_eq!(eve.get("office/plan/nodes/survey/words").await.status, StatusCode::NOT_FOUND);
        let version = eve.get("office/plan/felt/survey").await.field("version");
        let felt = [("version", version.as_str()), ("value", "partly"), ("by", "Ridgeway Parent Voice")];
        assert_eq!(eve.post("office/plan/felt/survey", &felt).await.status, StatusCode::SEE_OTHER);
        let version = eve.get("office/plan/evidence/survey").await.field("version");
        let proof = [
            ("version", version.as_str()),
            ("title", "What a mother said"),
            ("kind", "testimony"),
            ("sensitivity", "partnership"),
            ("on", "1 March 2026"),
        ];
        let filed = eve.post("office/plan/evidence/survey", &proof).await;
        assert_eq!(filed.status, StatusCode::SEE_OTHER, "{}", filed.text);
        let held = tree(&db, &area).await;
        assert_eq!(held.evidence[0].sensitivity, Sensitivity::Partnership);
        assert_eq!(held.node("survey").unwrap().evidence, [held.evidence[0].key.clone()]);
        assert!(held.node("survey").unwrap().felt.is_some());
        let version = eve.get("office/plan/felt/survey").await.field("version");
        let again = [("version", version.as_str()), ("value", "no"), ("by", "Ridgeway Parent Voice")];
        assert_eq!(eve.post("office/plan/felt/survey", &again).await.status, StatusCode::SEE_OTHER);
        let read = ada.get("api/v1/plan/nodes/survey").await.json();
        let felt = read["history"].as_array().unwrap().iter().find(|past| past["facet"] == "felt").unwrap();
        let undo = format!("office/plan/changes/{}/undo", felt["change"]);
        assert!(!ada.get(SURVEY).await.text.contains(&undo), "it is not the office's to take back");
        let refused = ada.post(&undo, &[("reason", "we see it otherwise")]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        assert!(
            !bed.signed_in(Role::BoardMember, "council").get("office/plan/nodes/survey").await.text.contains("mother")
        );
        assert!(ada.get("office/plan/nodes/survey").await.text.contains("What a mother said"));
    })
    .await;
}

#[tokio::test]
async fn several_are_changed_at_once_after_a_look() {
    on_both_engines(async |db| {
        let (area, bed) = ridgeway(&db).await;
        let ada = bed.signed_in(Role::ProgrammeOffice, "council");
        assert_eq!(ada.get("office/plan/bulk").await.status, StatusCode::OK);
        let chosen = [
            ("nodes", "survey"),
            ("nodes", "charter"),
            ("what", "theme"),
            ("theme", "voice"),
            ("reason", "they belong together"),
        ];
        let mut look = chosen.to_vec();
        look.push(("step", "look"));
        let preview = ada.post("office/plan/bulk", &look).await;
        assert!(preview.text.contains("Nothing is saved yet") && preview.text.contains("Then: Listening"));
        assert!(tree(&db, &area).await.node("survey").unwrap().themes.is_empty());
        let seen: Vec<&str> =
            preview.text.split("name=\"seen\" value=\"").skip(1).map(|rest| rest.split_once('"').unwrap().0).collect();
        let mut all = chosen.to_vec();
        all.push(("step", "do"));
        all.extend(seen.iter().map(|seen| ("seen", *seen)));
        assert_eq!(ada.post("office/plan/bulk", &all).await.status, StatusCode::SEE_OTHER);
        let held = tree(&db, &area).await;
        assert!(["survey", "charter"].iter().all(|key| held.node(key).unwrap().themes == ["voice"]));
        let shown = ada.get("office/plan?theme=voice").await.text;
        assert!(shown.contains("Survey parents") && !shown.contains("Listen to parents"));
        let quiet = ada.get("office/plan?owner=council&quiet=1%2F1%2F2027&status=none").await.text;
        assert!(quiet.contains("Survey parents") && !quiet.contains("Agree a charter"));
    })
    .await;
}

#[tokio::test]
async fn a_date_waits_for_those_who_must_consent() {
    on_both_engines(async |db| {
        let (area, bed) = ridgeway(&db).await;
        let ada = bed.signed_in(Role::ProgrammeOffice, "council");
        let (eve, stranger) = (bed.signed_in(Role::PartnerLead, "forum"), bed.signed_in(Role::PartnerLead, "council"));
        let version = ada.get("office/plan/nodes/survey/consent").await.field("version");
        let consent = [("version", version.as_str()), ("bodies", "forum"), ("reason", "promised together")];
        assert_eq!(ada.post("office/plan/nodes/survey/consent", &consent).await.status, StatusCode::SEE_OTHER);
        let version = ada.get("office/plan/nodes/survey/date").await.field("version");
        let date = [
            ("version", version.as_str()),
            ("when", "July 2026"),
            ("first", "1/7/2026"),
            ("last", "31/7/2026"),
            ("reason", "the printer is late"),
            ("by", "Programme office"),
        ];
        assert_eq!(ada.post("office/plan/nodes/survey/date", &date).await.status, StatusCode::SEE_OTHER);
        assert!(tree(&db, &area).await.node("survey").unwrap().timing.revisions.is_empty(), "it waits");

        let home = eve.get("office").await.text;
        assert!(
            home.contains("Say whether a date may move") && home.contains("Survey parents: to July 2026"),
            "{home}"
        );
        assert!(stranger.get("office").await.text.contains("Nothing waits for you today"));

        let waiting = eve.get("office/plan/moves").await.text;
        assert!(waiting.contains("Ridgeway Parent Voice has yet to answer"));
        let answer = waiting.split("href=\"/ridgeway/").find(|rest| rest.contains("/answer\"")).unwrap();
        let answer = answer.split_once('"').unwrap().0;
        assert_eq!(stranger.get(answer).await.status, StatusCode::NOT_FOUND);
        let fields = [("body", "forum"), ("answer", "yes"), ("words", "July is fine")];
        assert_eq!(stranger.post(answer, &fields).await.status, StatusCode::NOT_FOUND);
        let wordless = eve.post(answer, &[("body", "forum"), ("answer", "yes")]).await;
        assert_eq!(wordless.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(eve.post(answer, &fields).await.status, StatusCode::SEE_OTHER);
        assert!(eve.get("office").await.text.contains("Nothing waits for you today"), "it is answered");
        let held = tree(&db, &area).await;
        assert_eq!(held.node("survey").unwrap().timing.revisions[0].approver.as_deref(), Some("Ridgeway Parent Voice"));
        assert!(ada.get("office/plan/nodes/survey").await.text.contains("July is fine"));
    })
    .await;
}

#[tokio::test]
async fn a_plan_gives_way_when_every_open_commitment_is_answered() {
    on_both_engines(async |db| {
        let (area, bed) = ridgeway(&db).await;
        let ada = bed.signed_in(Role::ProgrammeOffice, "council");
        assert!(ada.get("office/plan/succession").await.text.contains("gives way to Roadmap"));
        let path = "office/plan/succession/old/roadmap";
        let version = ada.get(path).await.field("version");
        let half = [
            ("version", version.as_str()),
            ("reason", "one plan"),
            ("outcome.survey", "carried"),
            ("target.survey", "listen"),
            ("why.survey", "it goes on"),
        ];
        let refused = ada.post(path, &half).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("Say what becomes of \u{201c}Agree a charter\u{201d}"));
        assert!(refused.text.contains("value=\"it goes on\""), "what was typed is kept");
        let mut whole = half.to_vec();
        whole.extend([("outcome.charter", "dropped"), ("why.charter", "nobody asked for it")]);
        let done = ada.post(path, &whole).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let held = tree(&db, &area).await;
        assert_eq!(held.node("survey").unwrap().retired.as_ref().unwrap().into, ["listen"]);
        assert_eq!(held.plans[0].gave_way.as_ref().unwrap().to, "roadmap");
        assert_eq!(ada.get(path).await.status, StatusCode::NOT_FOUND, "it gave way already");
    })
    .await;
}

#[tokio::test]
async fn text_stays_text_on_every_page_that_shows_it() {
    const HOSTILE: &str = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
    on_both_engines(async |db| {
        let (_, bed) = ridgeway(&db).await;
        let ada = bed.signed_in(Role::ProgrammeOffice, "council");
        let words = "office/plan/nodes/survey/words";
        let old = ada.get(words).await.field("version");
        let fields = [("wording", HOSTILE), ("plain", HOSTILE), ("why", HOSTILE), ("private", HOSTILE)];
        let mut pages = Vec::new();
        for version in [&old, &old] {
            let mut all = fields.to_vec();
            all.push(("version", version));
            // The second time is a clash of the hostile text with a harmless one.
            let sent = ada.post(words, &all).await;
            let harmless = [("version", ada.get(words).await.field("version")), ("wording", "Calm".to_owned())];
            let harmless: Vec<(&str, &str)> = harmless.iter().map(|(name, value)| (*name, value.as_str())).collect();
            if sent.status == StatusCode::SEE_OTHER {
                pages.push(ada.get(SURVEY).await);
                pages.push(ada.get("office/plan").await);
                assert_eq!(ada.post(words, &harmless).await.status, StatusCode::SEE_OTHER);
            } else {
                assert_eq!(sent.status, StatusCode::CONFLICT);
                pages.push(sent);
            }
        }
        let version = ada.get("office/plan/nodes/survey/note").await.field("version");
        let note = [("version", version.as_str()), ("text", HOSTILE), ("by", HOSTILE)];
        assert_eq!(ada.post("office/plan/nodes/survey/note", &note).await.status, StatusCode::SEE_OTHER);
        for path in [SURVEY, words, "office/plan/nodes/charter/place", "office/plan/bulk", "office/plan/changes/2/undo"]
        {
            pages.push(ada.get(path).await);
        }
        pages.push(ada.post("office/plan/add", &[("wording", HOSTILE), ("plan", HOSTILE)]).await);
        assert!(pages.iter().filter(|page| page.text.contains("alert(1)")).count() > 4, "the text is shown");
        for page in pages {
            assert!(!page.text.contains("<script>alert") && !page.text.contains("<img src=x"), "{}", page.text);
        }
    })
    .await;
}
