//! A published page is brought in, brought in again, and brought in changed, on both engines.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on must stop the test")]

use jiff::civil::date;
use kernel::{Actor, Area};
use reading::{Options, read_bytes};
use roadmap::{
    deed::Deed,
    deeds::{hold_tree, perform},
    import::{Proposal, propose},
    model::{Delivery, RetiredKind, Tree},
};
use testing::{an_area, fixed, on_both_engines};

const FIRST: &str = "Ridgeway SEND roadmap

Our roadmap shows what the partnership will do. It will be reviewed quarterly.

January 2026

  • Partnership charter agreed.
  • Winter survey of parent carers.
  • Planned opening of Chalk Hill School resource base, with eight additional places.

April 2026

  • Training for school staff rollout.
  • Summer survey of parent carers.

July 2026

  • New short breaks guide published.
  • Review of home to school transport.
";

async fn bring_in(db: &db::Db, area: &Area, page: &str, day: i8) -> (Proposal, Tree) {
    let reading = read_bytes("roadmap.txt", page.as_bytes(), &Options::default()).unwrap();
    let on = date(2026, 1, day);
    let mut tx = db.write(area.id).await.unwrap();
    let tree = hold_tree(&mut tx).await.unwrap();
    let proposal = propose(&tree, &reading, "roadmap", on);
    let actor = Actor::operator("programme office");
    let tree = perform(&mut tx, &actor, fixed(on).now(), tree, &proposal.deeds).await.unwrap();
    tx.commit().await.unwrap();
    (proposal, tree)
}

#[tokio::test]
async fn the_first_page_opens_the_plan_and_adds_its_entries() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let (proposal, tree) = bring_in(&db, &area, FIRST, 5).await;

        assert!(proposal.is_first);
        assert_eq!(tree.nodes.len(), 7);
        let charter = tree.node("january-2026-partnership-charter-agreed").unwrap();
        assert_eq!(charter.delivery.as_ref().unwrap().value, Delivery::Done);
        assert_eq!(charter.timing.baseline.latest, Some(date(2026, 3, 31)));
        let base = tree.nodes.iter().find(|node| node.wording.contains("Chalk Hill")).unwrap();
        assert_eq!(base.places[0].added, Some(8));
        let survey = tree.node("april-2026-summer-survey-of-parent-carers").unwrap();
        assert!(survey.delivery.is_none(), "a survey's words say nothing about its status");
    })
    .await;
}

#[tokio::test]
async fn the_same_page_again_changes_nothing() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let (_, first) = bring_in(&db, &area, FIRST, 5).await;
        let (proposal, second) = bring_in(&db, &area, FIRST, 6).await;
        assert_eq!(proposal.deeds, []);
        assert_eq!(first, second);
    })
    .await;
}

#[tokio::test]
async fn a_changed_page_proposes_what_changed_and_deletes_nothing() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        bring_in(&db, &area, FIRST, 5).await;
        let changed = FIRST
            .replace("  • Summer survey of parent carers.\n", "")
            .replace("July 2026\n", "July 2026\n\n  • Summer survey of parent carers.\n")
            .replace(
                "Planned opening of Chalk Hill School resource base, with",
                "Chalk Hill School resource base opened with",
            )
            .replace("  • Review of home to school transport.\n", "  • Youth forum for young people aged 16 to 25.\n");
        let (proposal, tree) = bring_in(&db, &area, &changed, 20).await;

        let words: Vec<&str> = proposal.deeds.iter().map(Deed::word).collect();
        assert!(words.contains(&"move_date") && words.contains(&"retire"), "{words:?}");
        let survey = tree.node("april-2026-summer-survey-of-parent-carers").unwrap();
        assert_eq!(survey.timing.current().latest, Some(date(2026, 9, 30)));
        assert_eq!(survey.timing.baseline.latest, Some(date(2026, 6, 30)), "the first date stays");
        assert_eq!(survey.timing.revisions[0].reason, None, "the page gave no reason");
        let base = tree.nodes.iter().find(|node| node.wording.contains("Chalk Hill")).unwrap();
        assert_eq!(base.delivery.as_ref().unwrap().value, Delivery::Done);
        let review = tree.nodes.iter().find(|node| node.wording.contains("transport")).unwrap();
        assert_eq!(review.retired.as_ref().unwrap().kind, RetiredKind::NoLongerPublished);
        assert_eq!(tree.nodes.len(), 8, "the new entry is added and the old one kept");
    })
    .await;
}

#[tokio::test]
async fn an_entry_the_page_calls_off_is_dropped_with_the_pages_reason() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        bring_in(&db, &area, FIRST, 5).await;
        let changed = FIRST.replace(
            "  • Review of home to school transport.",
            "  • Review of home to school transport is not going ahead because the contract runs to 2028.",
        );
        let (_, tree) = bring_in(&db, &area, &changed, 20).await;

        let review = tree.node("july-2026-review-of-home-to-school-transport").unwrap();
        let retired = review.retired.as_ref().unwrap();
        assert_eq!(retired.kind, RetiredKind::Dropped);
        assert_eq!(retired.reason.as_deref(), Some("because the contract runs to 2028"));
    })
    .await;
}
