//! Logs at a day, snapshots, packs, and what the public sees of them.

use governance::{
    logs::{ActionCount, as_at, commitment_reading, forward_plan, theme_reading},
    model::{Action, Board, Risk},
    pack::pack,
    public::public,
    snapshot,
};
use jiff::civil::date;
use testing::on_both_engines;

use crate::beds::{FILE, TODAY, bring_in, desk, office, with_boards, with_roadmap};

#[tokio::test]
async fn a_log_shows_each_day_as_it_was_on_that_day() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let mut tx = db.read(area.id).await.unwrap();
        let mut counts = Vec::new();
        for day in [date(2026, 1, 13), date(2026, 1, 14), date(2026, 2, 20), date(2026, 3, 12)] {
            let actions = as_at::<Action>(&mut tx, day).await.unwrap();
            let count = ActionCount::of(&actions, day);
            counts.push((count.open, count.delayed, count.closed, count.past_due));
        }
        assert_eq!(counts, [(0, 0, 0, 0), (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0)]);

        let risk = &as_at::<Risk>(&mut tx, TODAY).await.unwrap()[0];
        assert_eq!((risk.score(date(2026, 1, 31)).product(), risk.score(date(2026, 2, 1)).product()), (6, 12));
        let board = as_at::<Board>(&mut tx, date(2025, 9, 30)).await.unwrap();
        assert!(governance::model::lines(&board.last().unwrap().past).is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_snapshot_stays_as_it_was_taken_whatever_happens_later() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let actor = office();
        let mut tx = db.write(area.id).await.unwrap();
        let row = snapshot::take(&mut tx, desk(&actor), "Stocktake", date(2026, 2, 12)).await.unwrap();
        bring_in(&mut tx, &FILE.replace("Write to every school", "Write to nobody")).await;

        let logs = snapshot::read(&mut tx, &row.key).await.unwrap().unwrap();
        assert_eq!(logs.actions[0].about.wording, "Write to every school");
        assert_eq!(logs.actions[0].due(), date(2026, 3, 11));
        assert_eq!(governance::store::snapshots(&mut tx).await.unwrap(), [row]);
        let ahead = snapshot::take(&mut tx, desk(&actor), "Ahead", date(2026, 3, 21)).await.unwrap_err();
        assert!(ahead.to_string().contains("choose today or a day before"), "{ahead}");
    })
    .await;
}

#[tokio::test]
async fn the_forward_plan_holds_coming_meetings_and_items_that_wait_for_one() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let mut tx = db.read(area.id).await.unwrap();
        let plan = forward_plan(&mut tx, Some("improvement-board"), TODAY).await.unwrap();
        assert_eq!(plan.meetings.len(), 1);
        assert_eq!(plan.meetings[0].items[0].key, "item-2");
        assert_eq!(plan.waiting[0].key, "item-3");
        assert!(forward_plan(&mut tx, Some("health-board"), TODAY).await.unwrap().waiting.is_empty());

        let reading = theme_reading(&mut tx, Some("voice"), date(2026, 1, 1), TODAY).await.unwrap();
        assert_eq!((reading.risks_up.len(), reading.decisions_asked.len(), reading.actions_open.len()), (1, 1, 0));
        let back = commitment_reading(&mut tx, "area-voice", TODAY).await.unwrap();
        assert_eq!((back.decisions.len(), back.actions.len(), back.risks.len()), (1, 1, 0));
    })
    .await;
}

#[tokio::test]
async fn a_pack_has_the_agenda_in_order_with_its_papers_and_the_actions_open_that_day() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let mut tx = db.read(area.id).await.unwrap();
        let made = pack(&mut tx, "improvement-board-2026-01-14").await.unwrap().unwrap();
        assert_eq!(made.agenda[0].1[0].about.title, "Themes of the quarter");
        assert_eq!((made.decisions.len(), made.actions.len(), made.further.len()), (1, 1, 0));
        assert!(pack(&mut tx, "no-such-meeting").await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn the_public_reads_what_was_published_and_nothing_else() {
    on_both_engines(async |db| {
        let area = with_boards(&db, "ridgeway").await;
        let mut tx = db.read(area.id).await.unwrap();
        let shown = public(&mut tx, TODAY).await.unwrap();
        assert_eq!((shown.boards.len(), shown.meetings.len(), shown.decisions.len()), (1, 1, 1));
        assert_eq!(shown.boards[0].members.len(), 2);
        // The board it reports to is not public, so its key is not told either.
        assert!(shown.boards[0].reports_to.is_empty());
        assert_eq!(shown.meetings[0].summary.will_do.as_deref(), Some("We will write to every school."));
        let text = serde_json::to_string(&shown).unwrap();
        for private in ["CANARY", "00000000-0000-7000", "Write to every school", "health-board", "Children wait longer"]
        {
            assert!(!text.contains(private), "{private} is in {text}");
        }
    })
    .await;
}

#[tokio::test]
async fn two_areas_with_the_same_keys_do_not_meet() {
    on_both_engines(async |db| {
        let here = with_boards(&db, "here").await;
        let there = with_roadmap(&db, "there").await;
        let mut tx = db.write(there.id).await.unwrap();
        let empty = snapshot::at(&mut tx, TODAY).await.unwrap();
        assert!(empty.counts().iter().all(|(_, count)| *count == 0));
        bring_in(&mut tx, &FILE.replace("Write to every school", "Another action")).await;
        tx.commit().await.unwrap();

        let mut tx = db.read(here.id).await.unwrap();
        let actions = as_at::<Action>(&mut tx, TODAY).await.unwrap();
        assert_eq!(actions[0].about.wording, "Write to every school");
    })
    .await;
}
