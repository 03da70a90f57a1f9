//! People change the plan: move, split, merge, succeed, take back, and meet each other, on both engines.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on must stop the test")]

use db::{Db, Tx};
use jiff::{Timestamp, civil::date};
use kernel::{Actor, Area};
use roadmap::{
    change::{NotSaved, NotUndone, Seen, save, undo},
    consent::{self, Consent, NotAgreed, ProposalState, Wanted, propose},
    deed::{Deed, Judgement, Links, Place, Subject},
    deeds::{NotDone, hold_tree, perform},
    history::{Facet, Kind, Past, Side},
    inverse::{dated, inverse},
    model::{
        Content, Delivery, Evidence, EvidenceKind, GaveWay, Mark, NodeUpdate, PrivateText, Retired, RetiredKind,
        Revision, Sensitivity, Theme, Tree, When,
    },
    programme::Programme,
    store,
    succession::{Answer, NotReady, Outcome, succession, told},
    together::{Grounds, Link, NewPart, link, merge, split},
};
use testing::{an_area, fixed, on_both_engines};
use uuid::Uuid;

const FILE: &str = include_str!("samples/programme.toml");
const TODAY: jiff::civil::Date = date(2026, 3, 2);

fn office() -> Actor {
    Actor::Person(Uuid::from_u128(7))
}

fn noon() -> Timestamp {
    fixed(TODAY).now()
}

/// An area that holds what the programme file says.
async fn ridgeway(db: &Db) -> Area {
    let area = an_area(db, "ridgeway").await;
    let mut tx = db.write(area.id).await.unwrap();
    let tree = hold_tree(&mut tx).await.unwrap();
    let deeds = Programme::parse(FILE).unwrap().deeds(&tree).unwrap();
    perform(&mut tx, &Actor::operator("office"), noon(), tree, &deeds).await.unwrap();
    tx.commit().await.unwrap();
    area
}

async fn tree(db: &Db, area: &Area) -> Tree {
    store::load_tree(&mut db.read(area.id).await.unwrap()).await.unwrap()
}

async fn past(db: &Db, area: &Area, key: &str) -> Vec<Past> {
    store::history(&mut db.read(area.id).await.unwrap(), Kind::Node, key).await.unwrap()
}

async fn saved(tx: &mut Tx, seen: &[Seen], deeds: Vec<Deed>) -> Result<Option<i64>, NotSaved> {
    let tree = hold_tree(tx).await.unwrap();
    save(tx, (&office(), noon()), tree, seen, (deeds, Some("the board asked"))).await
}

/// Saves deeds, and finds that memory and database agree afterwards.
async fn done(db: &Db, area: &Area, deeds: Vec<Deed>) -> i64 {
    let mut in_memory = tree(db, area).await;
    for deed in &deeds {
        in_memory.apply(deed).unwrap();
    }
    let mut tx = db.write(area.id).await.unwrap();
    let number = saved(&mut tx, &[], deeds).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(tree(db, area).await, in_memory);
    number.unwrap()
}

async fn taken_back(db: &Db, area: &Area, number: i64) -> Result<i64, NotUndone> {
    let mut tx = db.write(area.id).await.unwrap();
    let by = undo(&mut tx, (&office(), noon()), TODAY, number, "a mistake").await?;
    tx.commit().await.unwrap();
    Ok(by)
}

fn order(tree: &Tree) -> Vec<&str> {
    tree.nodes.iter().map(|node| node.key.as_str()).collect()
}

fn to(plan: &str, parent: Option<&str>, after: Option<&str>) -> Place {
    let own = |key: &str| key.to_owned();
    Place { plan: own(plan), parent: parent.map(own), level: "entry".into(), after: after.map(own) }
}

fn moved(node: &str, place: Place) -> Deed {
    Deed::Move { node: node.into(), place, reason: "it belongs there".into() }
}

fn reworded(node: &str, wording: &str) -> Deed {
    Deed::Reword { node: node.into(), wording: wording.into(), plain: None, why: None }
}

fn may() -> When {
    let (first, last) = (Some(date(2026, 5, 1)), Some(date(2026, 5, 31)));
    When { text: Some("May 2026".into()), earliest: first, latest: last, ..When::default() }
}

#[tokio::test]
async fn a_node_moves_with_all_that_stands_under_it_and_back_again() {
    on_both_engines(async |db| {
        let area = ridgeway(&db).await;
        let before = tree(&db, &area).await;
        assert_eq!(order(&before), ["area-voice", "winter-survey", "summer-survey", "new-base"]);

        done(&db, &area, vec![moved("summer-survey", to("roadmap", Some("new-base"), Some("new-base")))]).await;
        assert_eq!(order(&tree(&db, &area).await), ["area-voice", "winter-survey", "new-base", "summer-survey"]);
        let number = done(&db, &area, vec![moved("new-base", to("priority-plan", Some("area-voice"), None))]).await;
        let after = tree(&db, &area).await;
        assert_eq!(order(&after), ["new-base", "summer-survey", "area-voice", "winter-survey"]);
        assert_eq!(after.node("summer-survey").unwrap().plan, "priority-plan");

        taken_back(&db, &area, number).await.unwrap();
        let back = tree(&db, &area).await;
        assert_eq!(order(&back), ["area-voice", "winter-survey", "new-base", "summer-survey"]);
        assert_eq!(back.node("summer-survey").unwrap().plan, "roadmap");
    })
    .await;
}

#[tokio::test]
async fn a_node_cannot_stand_under_itself_or_beside_a_node_of_another_plan() {
    on_both_engines(async |db| {
        let area = ridgeway(&db).await;
        done(&db, &area, vec![moved("summer-survey", to("roadmap", Some("new-base"), Some("new-base")))]).await;
        for (deed, says) in [
            (moved("new-base", to("roadmap", Some("summer-survey"), None)), "belongs to it"),
            (moved("new-base", to("roadmap", Some("area-voice"), None)), "not in the plan"),
            (moved("new-base", to("no-plan", None, None)), "there is no plan"),
            (moved("nobody", to("roadmap", None, None)), "there is no node"),
        ] {
            let mut tx = db.write(area.id).await.unwrap();
            let refused = saved(&mut tx, &[], vec![deed]).await.unwrap_err();
            assert!(refused.to_string().contains(says), "{refused}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_parts_of_a_split_name_where_they_came_from_and_undoing_it_deletes_nothing() {
    on_both_engines(async |db| {
        let area = ridgeway(&db).await;
        let part = |key: &str| NewPart { key: key.into(), wording: format!("Summer survey, {key}") };
        let grounds = Grounds { on: TODAY, reason: "two age groups" };
        let deeds = split(&tree(&db, &area).await, "summer-survey", &[part("young"), part("old")], grounds).unwrap();
        let number = done(&db, &area, deeds).await;

        let split = tree(&db, &area).await;
        assert_eq!(order(&split)[2..5], ["summer-survey", "young", "old"]);
        let retired = split.node("summer-survey").unwrap().retired.clone().unwrap();
        assert_eq!((retired.kind, retired.into), (RetiredKind::Split, vec!["young".to_owned(), "old".to_owned()]));
        assert_eq!(split.node("old").unwrap().came_from, ["summer-survey"]);

        let rewording = done(&db, &area, vec![reworded("young", "Survey of those under 16")]).await;
        let refused = taken_back(&db, &area, number).await.unwrap_err();
        assert!(matches!(refused, NotUndone::StoodOn { later, .. } if later == rewording), "{refused}");
        taken_back(&db, &area, rewording).await.unwrap();
        let by = taken_back(&db, &area, number).await.unwrap();

        let back = tree(&db, &area).await;
        assert_eq!(back.node("summer-survey").unwrap().retired, None);
        assert_eq!(back.node("young").unwrap().retired.as_ref().unwrap().kind, RetiredKind::AddedInError);
        let again = taken_back(&db, &area, number).await.unwrap_err();
        assert!(matches!(again, NotUndone::Already { by: already, .. } if already == by), "{again}");
    })
    .await;
}

#[tokio::test]
async fn what_is_merged_leaves_its_links_to_what_it_is_merged_into() {
    on_both_engines(async |db| {
        let area = ridgeway(&db).await;
        let grounds = Grounds { on: TODAY, reason: "one survey is enough" };
        let held = tree(&db, &area).await;
        done(&db, &area, merge(&held, &["winter-survey".into()], "summer-survey", grounds).unwrap()).await;
        let merged = tree(&db, &area).await;
        let summer = merged.node("summer-survey").unwrap();
        assert_eq!(
            (summer.themes.as_slice(), summer.answers.as_slice()),
            (&["voice".into()][..], &["finding-voice".into()][..])
        );
        assert_eq!(merged.node("winter-survey").unwrap().retired.as_ref().unwrap().into, ["summer-survey"]);

        let unlinked = link(&merged, "summer-survey", &Link::Theme("voice".into()), false).unwrap();
        done(&db, &area, vec![unlinked]).await;
        assert!(tree(&db, &area).await.node("summer-survey").unwrap().themes.is_empty());
        assert!(merge(&merged, &["summer-survey".into()], "summer-survey", grounds).is_err());
        assert!(merge(&merged, &["winter-survey".into()], "summer-survey", grounds).is_err(), "it has left already");
    })
    .await;
}

#[tokio::test]
async fn the_later_of_two_who_change_the_same_words_sees_both_texts_and_nothing_is_written() {
    on_both_engines(async |db| {
        let area = ridgeway(&db).await;
        let key = "summer-survey";
        let version = store::version(&mut db.read(area.id).await.unwrap(), Kind::Node, key).await.unwrap().unwrap();
        let seen = [Seen { kind: Kind::Node, key: key.into(), version }];
        let save_as = async |tx: &mut Tx, deed: Deed| saved(tx, &seen, vec![deed]).await;

        let mut tx = db.write(area.id).await.unwrap();
        save_as(&mut tx, reworded(key, "Ada's words")).await.unwrap();
        tx.commit().await.unwrap();
        // Another side of the same node is in nobody's way.
        let mut tx = db.write(area.id).await.unwrap();
        let consent = Deed::RequireConsent { node: key.into(), bodies: vec!["forum".into()] };
        save_as(&mut tx, consent).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.write(area.id).await.unwrap();
        let refused = save_as(&mut tx, reworded(key, "Ben's words")).await.unwrap_err();
        drop(tx);

        let NotSaved::Clash(clash) = refused else { panic!("{refused}") };
        assert_eq!((clash.theirs.as_deref(), clash.yours.as_deref()), (Some("Ada's words"), Some("Ben's words")));
        assert_eq!((clash.side.facet, clash.since.len()), (Facet::Words, 1));
        assert_eq!(tree(&db, &area).await.node(key).unwrap().wording, "Ada's words");
        // Whoever has seen both may save over what is there.
        let seen = [Seen { kind: Kind::Node, key: key.into(), version: clash.version }];
        let mut tx = db.write(area.id).await.unwrap();
        saved(&mut tx, &seen, vec![reworded(key, "Ben's words")]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(past(&db, &area, key).await[0].before.as_deref(), Some("Ada's words"));
    })
    .await;
}

#[tokio::test]
async fn private_words_are_kept_and_put_back_and_reach_no_edition_no_history_and_no_audit_entry() {
    on_both_engines(async |db| {
        let area = ridgeway(&db).await;
        let say = |words: &str| Deed::SetPrivateText { node: "new-base".into(), text: PrivateText::new(words) };
        done(&db, &area, vec![say("The landlord may sell")]).await;
        let number = done(&db, &area, vec![say("The landlord sold")]).await;
        taken_back(&db, &area, number).await.unwrap();

        let held = tree(&db, &area).await;
        let private = held.node("new-base").unwrap().private.clone().unwrap();
        assert_eq!(private.for_the_office(), "The landlord may sell");
        let history = past(&db, &area, "new-base").await;
        assert!(history.iter().all(|past| !format!("{past:?}").contains("landlord")));
        let content = Content::freeze(&area, held, 1, "First", "", TODAY);
        assert!(content.tree.nodes.iter().all(|node| node.private.is_none()));
        assert!(!serde_json::to_string(&content).unwrap().contains("landlord"));
        let mut tx = db.read(area.id).await.unwrap();
        let mut sequence = 1;
        while let Some(entry) = audit::entry(&mut tx, sequence).await.unwrap() {
            assert!(!entry.detail.contains("landlord"), "{}", entry.detail);
            sequence += 1;
        }
    })
    .await;
}

#[tokio::test]
async fn a_persons_name_comes_back_with_the_owners_and_stands_in_no_history() {
    on_both_engines(async |db| {
        let area = ridgeway(&db).await;
        let before = tree(&db, &area).await.node("winter-survey").unwrap().owners.clone();
        assert!(before.iter().any(|owner| owner.person.is_some()));
        let number = done(&db, &area, vec![Deed::SetOwners { node: "winter-survey".into(), owners: Vec::new() }]).await;
        taken_back(&db, &area, number).await.unwrap();
        assert_eq!(tree(&db, &area).await.node("winter-survey").unwrap().owners, before);
        assert!(
            past(&db, &area, "winter-survey").await.iter().all(|past| !format!("{past:?}").contains("Ada Example"))
        );
    })
    .await;
}

fn says(body: &str, gives: bool) -> Consent {
    let words = if gives { "We can live with May" } else { "Families were promised April" };
    Consent { body: body.into(), gives, person: Uuid::from_u128(9), on: TODAY, words: words.into() }
}

#[tokio::test]
async fn a_date_that_needs_consent_moves_when_the_last_body_has_given_it() {
    on_both_engines(async |db| {
        let area = ridgeway(&db).await;
        let node = "summer-survey";
        let bodies = vec!["forum".to_owned(), "council".to_owned()];
        done(&db, &area, vec![Deed::RequireConsent { node: node.into(), bodies }]).await;
        let revision = Revision { to: may(), reason: None, author: "Office".into(), approver: None, on: TODAY };
        let direct = Deed::MoveDate { node: node.into(), revision };
        let mut tx = db.write(area.id).await.unwrap();
        let refused = saved(&mut tx, &[], vec![direct]).await.unwrap_err();
        assert!(matches!(refused, NotSaved::NotDone(NotDone::ConsentNeeded { .. })), "{refused}");
        drop(tx);

        let mut tx = db.write(area.id).await.unwrap();
        let wanted = Wanted { node, to: may(), reason: "the printer is late", author: "Programme office" };
        let proposal = propose(&mut tx, (&office(), noon()), TODAY, wanted.clone()).await.unwrap();
        let twice = propose(&mut tx, (&office(), noon()), TODAY, wanted).await.unwrap_err();
        assert!(matches!(twice, NotAgreed::WaitsAlready(_)), "{twice}");
        let first = consent::answer(&mut tx, (&office(), noon()), proposal.id, says("forum", true)).await.unwrap();
        assert_eq!(first, ProposalState::Waiting);
        let again = consent::answer(&mut tx, (&office(), noon()), proposal.id, says("forum", true)).await.unwrap_err();
        assert!(matches!(again, NotAgreed::Answered(_)), "{again}");
        tx.commit().await.unwrap();
        assert!(tree(&db, &area).await.node(node).unwrap().timing.revisions.is_empty(), "one has yet to answer");

        let mut tx = db.write(area.id).await.unwrap();
        let last = consent::answer(&mut tx, (&office(), noon()), proposal.id, says("council", true)).await.unwrap();
        assert_eq!(last, ProposalState::Moved);
        tx.commit().await.unwrap();
        let held = tree(&db, &area).await;
        let revision = &held.node(node).unwrap().timing.revisions[0];
        assert_eq!(revision.approver.as_deref(), Some("Ridgeway Parent Carer Forum and Ridgeway County Council"));
        let mut tx = db.read(area.id).await.unwrap();
        let end = audit::head(&mut tx, noon()).await.unwrap().sequence;
        let entry = audit::entry(&mut tx, end).await.unwrap().unwrap();
        assert_eq!(entry.deed, "move_date");
        assert!(
            entry.detail.contains("We can live with May") && entry.detail.contains(&Uuid::from_u128(9).to_string())
        );
    })
    .await;
}

fn asks(bodies: &[&str]) -> Deed {
    let bodies = bodies.iter().map(|body| (*body).to_owned()).collect();
    Deed::RequireConsent { node: "summer-survey".into(), bodies }
}

#[tokio::test]
async fn nobody_loses_their_say_in_a_date_while_a_move_waits_or_in_the_change_that_moves_it() {
    on_both_engines(async |db| {
        let area = ridgeway(&db).await;
        let node = "summer-survey";
        done(&db, &area, vec![asks(&["forum"])]).await;
        let revision = Revision { to: may(), reason: None, author: "Office".into(), approver: None, on: TODAY };
        let move_it = Deed::MoveDate { node: node.into(), revision };
        for deeds in [vec![asks(&[]), move_it.clone(), asks(&["forum"])], vec![asks(&["council"]), move_it.clone()]] {
            let mut tx = db.write(area.id).await.unwrap();
            let refused = saved(&mut tx, &[], deeds).await.unwrap_err();
            assert!(matches!(refused, NotSaved::NotDone(NotDone::SayInMove { .. })), "{refused}");
            drop(tx);
        }

        let mut tx = db.write(area.id).await.unwrap();
        let wanted = Wanted { node, to: may(), reason: "the printer is late", author: "Programme office" };
        let proposal = propose(&mut tx, (&office(), noon()), TODAY, wanted).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.write(area.id).await.unwrap();
        let refused = saved(&mut tx, &[], vec![asks(&[])]).await.unwrap_err();
        assert!(matches!(refused, NotSaved::NotDone(NotDone::SayInMove { .. })), "{refused}");
        drop(tx);
        // Asking one body more takes nobody's say away.
        done(&db, &area, vec![asks(&["forum", "council"])]).await;
        let mut tx = db.write(area.id).await.unwrap();
        consent::withdraw(&mut tx, (&office(), noon()), TODAY, proposal.id, "not now").await.unwrap();
        saved(&mut tx, &[], vec![asks(&["council"])]).await.unwrap();
        tx.commit().await.unwrap();
        let held = tree(&db, &area).await;
        assert_eq!(held.node(node).unwrap().consent_from, ["council"]);
        assert!(held.node(node).unwrap().timing.revisions.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_body_loses_its_say_in_a_date_only_with_a_reason_that_the_public_reads() {
    on_both_engines(async |db| {
        let area = ridgeway(&db).await;
        done(&db, &area, vec![asks(&["forum"])]).await;
        let mut tx = db.write(area.id).await.unwrap();
        let held = hold_tree(&mut tx).await.unwrap();
        for reason in [None, Some(" ")] {
            let refused = save(&mut tx, (&office(), noon()), held.clone(), &[], (vec![asks(&[])], reason)).await;
            assert!(matches!(refused, Err(NotSaved::NotDone(NotDone::ReasonNeeded { .. }))), "{refused:?}");
        }
        drop(tx);
        let mut tx = db.write(area.id).await.unwrap();
        saved(&mut tx, &[], vec![asks(&[])]).await.unwrap();
        tx.commit().await.unwrap();
        let content = Content::freeze(&area, tree(&db, &area).await, 1, "First", "", TODAY);
        let note = &content.node("summer-survey").unwrap().updates.last().unwrap().text;
        let told = "This date can now move without the consent of Ridgeway Parent Carer Forum. The reason given: the board asked";
        assert_eq!(note, told);
    })
    .await;
}

#[tokio::test]
async fn a_refusal_is_kept_and_the_date_stays() {
    on_both_engines(async |db| {
        let area = ridgeway(&db).await;
        let node = "summer-survey";
        done(&db, &area, vec![Deed::RequireConsent { node: node.into(), bodies: vec!["forum".into()] }]).await;
        let mut tx = db.write(area.id).await.unwrap();
        let wanted = Wanted { node, to: may(), reason: "the printer is late", author: "Programme office" };
        let proposal = propose(&mut tx, (&office(), noon()), TODAY, wanted).await.unwrap();
        let stranger = consent::answer(&mut tx, (&office(), noon()), proposal.id, says("council", true)).await;
        assert!(matches!(stranger, Err(NotAgreed::NoSay(_))));
        let state = consent::answer(&mut tx, (&office(), noon()), proposal.id, says("forum", false)).await.unwrap();
        assert_eq!(state, ProposalState::Refused);
        let late = consent::answer(&mut tx, (&office(), noon()), proposal.id, says("forum", true)).await;
        assert!(matches!(late, Err(NotAgreed::NotWaiting)));
        tx.commit().await.unwrap();

        let kept = store::proposals(&mut db.read(area.id).await.unwrap(), node).await.unwrap();
        assert_eq!(kept[0].consents, [says("forum", false)]);
        assert!(tree(&db, &area).await.node(node).unwrap().timing.revisions.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_plan_gives_way_only_when_every_open_commitment_has_its_answer_and_the_public_can_read_them() {
    on_both_engines(async |db| {
        let area = ridgeway(&db).await;
        let held = tree(&db, &area).await;
        let way = GaveWay { to: "priority-plan".into(), on: TODAY, reason: "the inspectors asked for one plan".into() };
        let refused = succession(&held, "roadmap", &way, &[]).unwrap_err();
        assert_eq!(refused, NotReady::Unanswered(vec!["summer-survey".into()]), "the others are done or left before");
        let answer = |outcome, reason: &str| Answer { node: "summer-survey".into(), outcome, reason: reason.into() };
        let wrong = answer(Outcome::Carried { to: "new-base".into() }, "it goes on");
        assert!(matches!(succession(&held, "roadmap", &way, &[wrong]), Err(NotReady::WrongTarget { .. })));
        let silent = answer(Outcome::Dropped, " ");
        assert!(matches!(succession(&held, "roadmap", &way, &[silent]), Err(NotReady::NoReason(_))));

        let carried = answer(Outcome::Carried { to: "area-voice".into() }, "the new plan asks families too");
        let number = done(&db, &area, succession(&held, "roadmap", &way, &[carried]).unwrap()).await;
        let content = Content::freeze(&area, tree(&db, &area).await, 1, "First", "", TODAY);
        let told = told(&content.tree);
        assert_eq!((told[0].new.title.as_str(), told[0].fates.len()), ("Priority action plan", 1));
        assert_eq!(told[0].fates[0].target.unwrap().key, "area-voice");

        taken_back(&db, &area, number).await.unwrap();
        let back = tree(&db, &area).await;
        assert_eq!((back.plans[1].gave_way.clone(), back.node("summer-survey").unwrap().retired.clone()), (None, None));
    })
    .await;
}

#[tokio::test]
async fn a_history_says_what_it_was_and_became_and_by_whom() {
    on_both_engines(async |db| {
        let area = ridgeway(&db).await;
        done(&db, &area, vec![reworded("summer-survey", "Survey in summer")]).await;
        let first = past(&db, &area, "summer-survey").await.remove(0);
        assert_eq!(first.before.as_deref(), Some("Summer survey of parent carers"));
        assert_eq!(first.after.as_deref(), Some("Survey in summer"));
        assert_eq!((first.actor, first.reason.as_deref()), (office().to_string(), Some("the board asked")));
        assert!(first.can_be_undone);
        let mut tx = db.write(area.id).await.unwrap();
        let nothing = saved(&mut tx, &[], vec![reworded("summer-survey", "Survey in summer")]).await.unwrap();
        assert_eq!(nothing, None, "the same words again are no change");
    })
    .await;
}

#[tokio::test]
async fn the_new_facts_come_in_by_a_programme_file_once() {
    const MORE: &str = r#"
[[evidence]]
key = "case"
title = "One family's year"
kind = "case_study"
sensitivity = "partnership"
supersedes = "survey-report"

[[plan]]
key = "next"
kind = "improvement plan"
title = "Next plan"

[[plan]]
key = "priority-plan"
kind = "priority action plan"
title = "Priority action plan"
levels = ["area"]
published_on = "2025-10-01"
gave_way = { to = "next", on = "2026-03-02", reason = "it had run its time" }

[[node]]
key = "heard"
plan = "next"
level = "aim"
wording = "Families are heard"
came_from = ["area-voice"]

[[about]]
node = "heard"
consent_from = ["forum"]
private = "Speak with the forum first"

[[about]]
node = "area-voice"
[about.retired]
kind = "carried"
on = "2026-03-02"
reason = "it goes on"
into = ["heard"]
"#;
    on_both_engines(async |db| {
        let area = ridgeway(&db).await;
        let deeds = Programme::parse(MORE).unwrap().deeds(&tree(&db, &area).await).unwrap();
        done(&db, &area, deeds).await;
        let held = tree(&db, &area).await;
        assert_eq!(
            held.node("heard").unwrap().private.as_ref().unwrap().for_the_office(),
            "Speak with the forum first"
        );
        assert_eq!(Programme::parse(MORE).unwrap().deeds(&held).unwrap(), []);
        let content = Content::freeze(&area, held, 1, "First", "", TODAY);
        assert!(!content.has_evidence("case"));
        assert!(content.node("heard").unwrap().consent_from.is_empty());
    })
    .await;
}

#[test]
fn evidence_written_before_there_were_kinds_and_ranges_is_still_read() {
    let old = r#"{"key": "note", "title": "Note", "kind": "minutes", "on": null, "private": true}"#;
    let read: Evidence = serde_json::from_str(old).unwrap();
    assert_eq!((read.kind, read.sensitivity), (EvidenceKind::Document, Sensitivity::Office));
    for sensitivity in Sensitivity::ALL.iter().copied() {
        let evidence = Evidence { sensitivity, ..read.clone() };
        let text = serde_json::to_string(&evidence).unwrap();
        assert_eq!(serde_json::from_str::<Evidence>(&text).unwrap(), evidence, "{text}");
    }
    let both = old.replace("true", "true, \"sensitivity\": \"public\"");
    assert!(!serde_json::from_str::<Evidence>(&both).unwrap().is_public(), "what was held back stays so");
    let unknown = old.replace("minutes", "rumour");
    let refused = serde_json::from_str::<Evidence>(&unknown).unwrap_err().to_string();
    assert!(refused.contains("rumour") && refused.contains("testimony"), "{refused}");
}

#[test]
fn every_deed_that_can_be_taken_back_leaves_what_it_touched_as_it_was() {
    let mut held = Tree::default();
    for deed in Programme::parse(FILE).unwrap().deeds(&held).unwrap() {
        held.apply(&deed).unwrap();
    }
    let key = || "winter-survey".to_owned();
    let mark = Mark { value: Delivery::Delayed, word: None, on: TODAY, by: "Office".into(), note: None };
    let revision = Revision { to: may(), reason: None, author: "Office".into(), approver: None, on: TODAY };
    let retired = Retired { kind: RetiredKind::Closed, on: TODAY, reason: Some("it is done".into()), into: Vec::new() };
    let way = Some(GaveWay { to: "roadmap".into(), on: TODAY, reason: "one plan".into() });
    let theme = Theme { name: "Hearing families".into(), ..held.themes[0].clone() };
    let deeds = [
        reworded("winter-survey", "Survey"),
        moved("winter-survey", to("priority-plan", Some("area-voice"), None)),
        Deed::MoveDate { node: key(), revision },
        Deed::WithdrawActual { node: key(), reason: "it was another survey".into() },
        Deed::Judge { subject: Subject::Node(key()), judgement: Judgement::Delivery(mark) },
        Deed::SetOwners { node: key(), owners: Vec::new() },
        Deed::Join { node: key(), links: Links::default() },
        Deed::SetPlaces { node: "new-base".into(), places: Vec::new() },
        Deed::SetMeasures { node: key(), measures: Vec::new() },
        Deed::Retire { node: key(), retired },
        Deed::Restore { node: "new-base".into(), on: TODAY, reason: "the school is back".into() },
        Deed::SetPrivateText { node: key(), text: PrivateText::new("Ask the school first") },
        Deed::RequireConsent { node: key(), bodies: vec!["forum".into()] },
        Deed::GiveWay { plan: "priority-plan".into(), way },
        Deed::ListTheme(theme),
    ];
    for deed in deeds {
        let (side, back) = (Side::of(&deed), inverse(&held, &deed).unwrap());
        let mut after = held.clone();
        after.apply(&deed).unwrap();
        assert_ne!(after, held, "{deed}");
        after.apply(&dated(back, TODAY, "a mistake")).unwrap();
        assert_eq!(side.said(&after), side.said(&held), "{deed}");
        // A date moved back is a move more, and a judgement put back is made anew; all else is as it was.
        if !matches!(deed, Deed::MoveDate { .. } | Deed::Judge { .. }) {
            assert_eq!(after, held, "{deed}");
        }
    }
    let note = NodeUpdate { on: TODAY, period: None, text: "Sent".into(), by: "Office".into() };
    assert_eq!(inverse(&held, &Deed::AddUpdate { node: key(), update: note }), None, "what was said was said");
}
