//! Deeds: what is allowed, what is refused with nothing left behind, and who wins a race.

use governance::{
    deeds::{NotDone, correct, happen, open, open_next, publish, withhold},
    model::{Action, ActionEvent, Board, BoardEvent, Dated, Decision, Meeting, Strategy, Summary},
    store,
};
use jiff::civil::date;
use testing::on_both_engines;

use crate::beds::{FILE, TODAY, bring_in, desk, office, with_boards, with_roadmap};

#[tokio::test]
async fn a_file_brought_in_twice_changes_nothing_the_second_time() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let mut tx = db.write(area.id).await.unwrap();
        let before = governance::snapshot::at(&mut tx, TODAY).await.unwrap();
        assert_eq!(bring_in(&mut tx, FILE).await, 0);
        assert_eq!(governance::snapshot::at(&mut tx, TODAY).await.unwrap(), before);
        assert!(before.counts().iter().all(|(_, count)| *count > 0), "{:?}", before.counts());
    })
    .await;
}

#[tokio::test]
async fn the_later_of_two_corrections_is_told_what_is_there_now_and_overwrites_nothing() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let actor = office();
        let mut tx = db.write(area.id).await.unwrap();
        let read = store::entry::<Action>(&mut tx, "action-1").await.unwrap().unwrap();
        let first = Action { wording: "Write to all schools".to_owned(), ..read.about.clone() };
        let first = correct(&mut tx, desk(&actor), "action-1", read.version, first).await.unwrap();

        let second = Action { wording: "Telephone every school".to_owned(), ..read.about.clone() };
        let refused = correct(&mut tx, desk(&actor), "action-1", read.version, second).await.unwrap_err();
        let NotDone::Clash(clash) = refused else { unreachable!("{refused}") };
        assert_eq!((clash.version, clash.now["wording"].as_str()), (first.version, Some("Write to all schools")));
        let held = store::entry::<Action>(&mut tx, "action-1").await.unwrap().unwrap();
        assert_eq!(held, first);
        let words: Vec<_> = store::earlier::<Action>(&mut tx, "action-1").await.unwrap();
        assert_eq!(words[0].kept.about.wording, "Write to all schools");
        assert_eq!(words.last().unwrap().kept.about.wording, "Write to every school");
    })
    .await;
}

#[tokio::test]
async fn an_entry_that_names_what_is_not_there_is_refused_by_field_and_leaves_nothing() {
    on_both_engines(async |db| {
        let area = with_roadmap(&db, "ridgeway").await;
        let actor = office();
        let mut tx = db.write(area.id).await.unwrap();
        let decision: Decision = serde_json::from_value(serde_json::json!({
            "board": "no-board", "wording": "x", "authority": "its own", "decided_on": "2026-01-14"
        }))
        .unwrap();
        let refused = open_next(&mut tx, desk(&actor), decision.clone()).await.unwrap_err().to_string();
        assert_eq!(refused, "board: there is no board \"no-board\"; name one that exists");
        assert!(store::entries::<Decision>(&mut tx).await.unwrap().is_empty());

        bring_in(&mut tx, FILE).await;
        let about =
            Decision { board: "improvement-board".to_owned(), commitments: vec!["nobody".to_owned()], ..decision };
        let refused = open_next(&mut tx, desk(&actor), about).await.unwrap_err().to_string();
        assert!(refused.starts_with("commitments: there is no commitment \"nobody\""), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn an_action_keeps_its_first_date_and_every_move_with_its_reason() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let actor = office();
        let mut tx = db.write(area.id).await.unwrap();
        let held = store::entry::<Action>(&mut tx, "action-1").await.unwrap().unwrap();
        assert_eq!((held.about.first_due, held.due()), (date(2026, 2, 11), date(2026, 3, 11)));

        let late = |to| Dated { on: TODAY, event: ActionEvent::Delayed { to, reason: "Half term".to_owned() } };
        let refused = happen::<Action>(&mut tx, desk(&actor), &held.key, held.version, late(date(2026, 5, 1))).await;
        assert!(refused.unwrap_err().to_string().contains("it is closed; open it again first"));
        let again = Dated { on: TODAY, event: ActionEvent::Reopened { reason: "Ten were missed".to_owned() } };
        let held = happen::<Action>(&mut tx, desk(&actor), &held.key, held.version, again).await.unwrap();
        let sooner = happen::<Action>(&mut tx, desk(&actor), &held.key, held.version, late(date(2026, 3, 1))).await;
        assert!(sooner.unwrap_err().to_string().contains("give a later date"));
        let held =
            happen::<Action>(&mut tx, desk(&actor), &held.key, held.version, late(date(2026, 5, 1))).await.unwrap();
        assert_eq!((held.due(), held.past.len()), (date(2026, 5, 1), 4));
    })
    .await;
}

#[tokio::test]
async fn a_strategy_goes_only_where_its_stage_leads() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let actor = office();
        let mut tx = db.write(area.id).await.unwrap();
        let held = store::entry::<Strategy>(&mut tx, "inclusion").await.unwrap().unwrap();
        let to = |stage: &str| {
            let event = serde_json::json!({ "on": "2026-03-20", "event": { "what": "moved", "to": stage } });
            serde_json::from_value(event).unwrap()
        };
        let refused = happen::<Strategy>(&mut tx, desk(&actor), "inclusion", held.version, to("review")).await;
        assert_eq!(refused.unwrap_err().to_string(), "to: Agreed can become: In force or Draft");
        let live = happen::<Strategy>(&mut tx, desk(&actor), "inclusion", held.version, to("live")).await.unwrap();
        assert_eq!(live.stages().last().unwrap().1, TODAY);
    })
    .await;
}

#[tokio::test]
async fn a_board_has_one_chair_or_several_co_chairs_and_ends_with_the_one_in_its_place() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let actor = office();
        let mut tx = db.write(area.id).await.unwrap();
        let event = |event: serde_json::Value| -> Dated<BoardEvent> {
            serde_json::from_value(serde_json::json!({ "on": "2026-03-20", "event": event })).unwrap()
        };
        let chair = event(serde_json::json!({
            "what": "seat_taken", "seat": 3, "post": "Deputy", "part": "chair", "organisation": "council"
        }));
        let held = store::entry::<Board>(&mut tx, "improvement-board").await.unwrap().unwrap();
        let refused = happen::<Board>(&mut tx, desk(&actor), &held.key, held.version, chair.clone()).await;
        assert!(refused.unwrap_err().to_string().contains("the board has a chair"));
        let left = event(serde_json::json!({ "what": "seat_left", "seat": 1 }));
        let held = happen::<Board>(&mut tx, desk(&actor), &held.key, held.version, left).await.unwrap();
        happen::<Board>(&mut tx, desk(&actor), &held.key, held.version, chair).await.unwrap();

        let old = store::entry::<Board>(&mut tx, "partnership-board").await.unwrap().unwrap();
        let closed = event(serde_json::json!({
            "what": "closed", "reason": "Reshaped", "replaced_by": "improvement-board"
        }));
        let old = happen::<Board>(&mut tx, desk(&actor), &old.key, old.version, closed).await.unwrap();
        assert_eq!(old.closed(), Some((TODAY, Some("improvement-board"))));
        assert!(old.stands(TODAY) && !old.stands(date(2026, 3, 21)));
    })
    .await;
}

#[tokio::test]
async fn keys_are_numbered_so_that_no_words_of_a_text_stand_in_an_address() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let actor = office();
        let mut tx = db.write(area.id).await.unwrap();
        let held = store::entry::<Action>(&mut tx, "action-1").await.unwrap().unwrap();
        let next = open_next(&mut tx, desk(&actor), held.about.clone()).await.unwrap();
        assert_eq!(next.key, "action-2");
        let taken = open(&mut tx, desk(&actor), "action-2", held.about).await.unwrap_err();
        assert!(matches!(taken, NotDone::Taken { .. }), "{taken}");
    })
    .await;
}

#[tokio::test]
async fn nothing_private_reaches_the_audit_record_and_each_deed_is_in_it() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let actor = office();
        let mut tx = db.write(area.id).await.unwrap();
        let held = store::entry::<Decision>(&mut tx, "decision-1").await.unwrap().unwrap();
        let held = withhold::<Decision>(&mut tx, desk(&actor), &held.key, held.version).await.unwrap();
        let summary = Summary { said: "CANARY said".to_owned(), will_do: None, means: None };
        publish::<Decision>(&mut tx, desk(&actor), &held.key, held.version, summary).await.unwrap();
        let (mut sequence, mut deeds) = (1, Vec::new());
        while let Some(entry) = audit::entry(&mut tx, sequence).await.unwrap() {
            assert!(!entry.detail.contains("CANARY") && !entry.subject.contains("CANARY"), "{}", entry.detail);
            deeds.push(entry.deed);
            sequence += 1;
        }
        for deed in ["open_board", "board_seat_taken", "meeting_held", "withhold_decision", "publish_decision"] {
            assert!(deeds.iter().any(|done| done == deed), "{deed} is not in the record");
        }
    })
    .await;
}

#[tokio::test]
async fn a_meeting_moves_to_another_day_but_nothing_goes_to_a_meeting_of_another_board() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let actor = office();
        let mut tx = db.write(area.id).await.unwrap();
        let key = "improvement-board-2026-04-15";
        let held = store::entry::<Meeting>(&mut tx, key).await.unwrap().unwrap();
        let moved = Meeting { on: date(2026, 4, 22), ..held.about.clone() };
        let held = correct(&mut tx, desk(&actor), key, held.version, moved).await.unwrap();
        assert_eq!((held.key.as_str(), held.about.on), (key, date(2026, 4, 22)));
        let elsewhere = Meeting { board: "health-board".to_owned(), ..held.about.clone() };
        let refused = correct(&mut tx, desk(&actor), key, held.version, elsewhere).await.unwrap_err().to_string();
        assert!(refused.starts_with("board: its key was made of this"), "{refused}");

        let action = store::entry::<Action>(&mut tx, "action-1").await.unwrap().unwrap();
        let other = Action { board: "health-board".to_owned(), ..action.about };
        let refused = correct(&mut tx, desk(&actor), "action-1", action.version, other).await.unwrap_err().to_string();
        assert_eq!(refused, "meeting: this is a meeting of another board");
    })
    .await;
}
