//! What changed between two editions, and what a date tells, in words a parent understands.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

use jiff::civil::{Date, date};
use kernel::{Area, AreaId, AreaProfile};
use proptest::prelude::*;
use roadmap::{
    difference::{ChangeKind, difference},
    model::{
        Actual, Content, Delivery, Kind, Mark, Nature, Node, NodeUpdate, Plan, Precision, Retired, RetiredKind,
        Revision, SuccessMeasure, Timing, Tree, When,
    },
    notices::{NoticeKind, notices},
};

fn quarter(label: &str, first: Date, last: Date) -> When {
    When {
        text: Some(label.to_owned()),
        earliest: Some(first),
        latest: Some(last),
        precision: Precision::QuarterLabel,
        kind: Kind::In,
    }
}

fn january() -> When {
    quarter("January 2026", date(2026, 1, 1), date(2026, 3, 31))
}

fn april() -> When {
    quarter("April 2026", date(2026, 4, 1), date(2026, 6, 30))
}

fn entry(key: &str, wording: &str) -> Node {
    Node {
        key: key.to_owned(),
        plan: "roadmap".to_owned(),
        level: "entry".to_owned(),
        wording: wording.to_owned(),
        nature: Nature::Document,
        timing: Timing::new(january()),
        ..Node::empty()
    }
}

fn content(number: u32, as_at: Date, nodes: Vec<Node>) -> Content {
    let area = Area {
        id: AreaId(uuid::Uuid::nil()),
        slug: "ridgeway".parse().unwrap(),
        name: "Ridgeway".to_owned(),
        profile: AreaProfile::default(),
    };
    let plan: Plan = serde_json::from_value(serde_json::json!({
        "key": "roadmap", "kind": "roadmap", "title": "Roadmap", "is_roadmap": true
    }))
    .unwrap();
    let tree = Tree { plans: vec![plan], nodes, ..Tree::default() };
    Content::freeze(&area, tree, number, "An edition", "", as_at)
}

fn delivered(value: Delivery, on: Date) -> Mark<Delivery> {
    Mark { value, word: None, on, by: "Programme office".to_owned(), note: None }
}

#[test]
fn a_move_is_told_with_both_dates_and_its_reason() {
    let before = entry("guide", "Short breaks guide published.");
    let mut after = before.clone();
    let reason = Some("The printer was late.".to_owned());
    let revision = Revision { to: april(), reason, author: "Office".into(), approver: None, on: date(2026, 3, 20) };
    after.timing.revisions.push(revision);

    let changes = difference(&content(1, date(2026, 1, 20), vec![before]), &content(2, date(2026, 4, 20), vec![after]));
    assert_eq!(changes.len(), 1);
    assert_eq!(
        changes[0].sentence,
        "\u{201c}Short breaks guide published\u{201d} moved from January 2026 to April 2026 because the printer was late."
    );
}

#[test]
fn a_move_without_a_reason_says_so() {
    let before = entry("guide", "Guide");
    let mut after = before.clone();
    let revision =
        Revision { to: april(), reason: None, author: "Office".into(), approver: None, on: date(2026, 3, 20) };
    after.timing.revisions.push(revision);
    let changes = difference(&content(1, date(2026, 1, 20), vec![before]), &content(2, date(2026, 4, 20), vec![after]));
    assert!(changes[0].sentence.ends_with("to April 2026. No reason was given."), "{}", changes[0].sentence);
}

#[test]
fn delivered_dropped_new_and_gone_are_told_apart() {
    let old = content(1, date(2026, 1, 20), vec![entry("a", "A"), entry("b", "B"), entry("c", "C")]);
    let mut done = entry("a", "A");
    done.delivery = Some(delivered(Delivery::Done, date(2026, 4, 1)));
    let when = When { text: Some("May 2026".into()), ..quarter("", date(2026, 5, 1), date(2026, 5, 31)) };
    done.timing.actual = Some(Actual { when, recorded_on: date(2026, 5, 31), note: None });
    let mut dropped = entry("b", "B");
    let reason = Some("Money was moved to therapies".to_owned());
    dropped.retired = Some(Retired { kind: RetiredKind::Dropped, on: date(2026, 3, 1), reason, into: Vec::new() });
    let new = content(2, date(2026, 6, 20), vec![done, dropped, entry("d", "D")]);

    let changes = difference(&old, &new);
    let kinds: Vec<ChangeKind> = changes.iter().map(|change| change.kind).collect();
    assert_eq!(kinds, [ChangeKind::Delivered, ChangeKind::New, ChangeKind::Dropped, ChangeKind::NoLongerPublished]);
    assert!(changes[0].sentence.contains("about 1 month later than first promised"), "{}", changes[0].sentence);
    assert!(changes[2].sentence.contains("was dropped because Money was moved"), "{}", changes[2].sentence);
}

#[test]
fn nothing_is_noticed_before_a_date_has_passed() {
    let content = content(1, date(2026, 1, 20), vec![entry("a", "A")]);
    assert!(notices(&content, date(2026, 3, 31)).is_empty());
    let later = notices(&content, date(2026, 4, 1));
    assert_eq!(later[0].kind, NoticeKind::DatePassed);
    assert!(later[0].sentence.contains("On 1 April 2026 nothing here says that it happened."), "{}", later[0].sentence);
}

#[test]
fn an_outcome_without_a_measure_is_noticed_and_one_with_a_measure_is_not() {
    let mut claim = entry("a", "Improved timeliness");
    claim.nature = Nature::OutcomeClaim;
    claim.timing = Timing::default();
    let mut measured = claim.clone();
    measured.key = "b".to_owned();
    measured.measures.push(SuccessMeasure { text: "In time".into(), target: Some("60%".into()), due: None });
    let found = notices(&content(1, date(2026, 1, 20), vec![claim, measured]), date(2026, 1, 20));
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].kind, found[0].entry.as_str()), (NoticeKind::OutcomeWithoutMeasure, "a"));
}

#[test]
fn ongoing_is_noticed_after_a_year_of_silence_to_the_day() {
    let mut ongoing = entry("a", "Outreach");
    ongoing.timing = Timing::new(When { kind: Kind::Ongoing, ..When::default() });
    ongoing.delivery = Some(delivered(Delivery::Ongoing, date(2025, 3, 1)));
    let silent = content(1, date(2026, 1, 20), vec![ongoing.clone()]);
    assert!(notices(&silent, date(2026, 2, 28)).is_empty());
    assert_eq!(notices(&silent, date(2026, 3, 1))[0].kind, NoticeKind::OngoingWithoutUpdate);

    let update =
        NodeUpdate { on: date(2025, 9, 1), period: None, text: "Two more schools".into(), by: "Office".into() };
    ongoing.updates.push(update);
    let spoken = content(1, date(2026, 1, 20), vec![ongoing]);
    assert!(notices(&spoken, date(2026, 3, 1)).is_empty());
}

fn any_entries() -> impl Strategy<Value = Vec<Node>> {
    let one = ("[a-d]", "[A-C]{1,3}", 0u8..4, any::<bool>(), any::<bool>());
    prop::collection::vec(one, 0..6).prop_map(|rows| {
        let mut nodes: Vec<Node> = Vec::new();
        for (key, wording, status, moved, retired) in rows {
            if nodes.iter().any(|node| node.key == key) {
                continue;
            }
            let mut node = entry(&key, &wording);
            node.delivery = Some(delivered(Delivery::ALL[usize::from(status)], date(2026, 1, 2)));
            if moved {
                let revision =
                    Revision { to: april(), reason: None, author: "x".into(), approver: None, on: date(2026, 2, 1) };
                node.timing.revisions.push(revision);
            }
            if retired {
                node.retired =
                    Some(Retired { kind: RetiredKind::Dropped, on: date(2026, 2, 1), reason: None, into: Vec::new() });
            }
            nodes.push(node);
        }
        nodes
    })
}

proptest! {
    #[test]
    fn an_edition_does_not_differ_from_itself(nodes in any_entries()) {
        let edition = content(1, date(2026, 1, 20), nodes);
        prop_assert_eq!(difference(&edition, &edition), vec![]);
    }

    #[test]
    fn every_entry_that_differs_is_told_and_no_other(old in any_entries(), new in any_entries()) {
        let (old, new) = (content(1, date(2026, 1, 20), old), content(2, date(2026, 4, 20), new));
        let told: Vec<String> = difference(&old, &new).into_iter().map(|change| change.entry).collect();
        for key in ["a", "b", "c", "d"] {
            let (before, after) = (old.node(key), new.node(key));
            let alive = |node: Option<&Node>| node.is_some_and(|node| node.retired.is_none());
            let differs = match (before, after) {
                (Some(before), Some(after)) if alive(Some(before)) && alive(Some(after)) => {
                    before.words() != after.words()
                        || before.timing.current() != after.timing.current()
                        || before.delivery.as_ref().map(|mark| mark.value) != after.delivery.as_ref().map(|mark| mark.value)
                }
                (before, after) => alive(before) != alive(after),
            };
            prop_assert_eq!(told.iter().any(|entry| entry == key), differs, "{}", key);
        }
    }

    #[test]
    fn a_later_day_never_takes_a_notice_away(nodes in any_entries(), first in 0i32..800, more in 0i32..800) {
        let edition = content(1, date(2026, 1, 20), nodes);
        let day = |days| date(2026, 1, 1) + jiff::Span::new().days(days);
        let (early, late) = (notices(&edition, day(first)), notices(&edition, day(first + more)));
        for notice in early {
            let kept = late.iter().any(|other| (other.kind, &other.entry) == (notice.kind, &notice.entry));
            prop_assert!(kept, "{:?}", notice);
        }
    }
}
