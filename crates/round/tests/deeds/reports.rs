//! The highlight report of a theme.

use jiff::civil::date;
use roadmap::{
    model::{Confidence, Delivery},
    store::load_tree,
};
use round::{
    model::{Beside, HighlightReport, Sheet},
    slips,
};
use testing::on_both_engines;

use crate::cast::{ANSWERER, DUE, LEAD, OPENS, Story, answer, terms};

const STOOD: &str = "[[about]]\nnode = \"bases\"\n
[[about.judged]]\nscale = \"confidence\"\nvalue = \"green\"\non = \"2026-06-30\"\nby = \"Council\"\n
[[about.judged]]\nscale = \"delivery\"\nvalue = \"planned\"\non = \"2026-06-30\"\nby = \"Council\"\n
[[about]]\nnode = \"therapy\"\nthemes = [\"places\"]\n";

#[tokio::test]
async fn a_report_shows_this_period_beside_the_last_and_infers_nothing_where_nothing_was_signed_off() {
    on_both_engines(async |db| {
        let story = Story::begins(&db, "ridgeway").await;
        story.plan(STOOD, date(2026, 9, 2)).await;
        let round = story.round(OPENS).await;
        let sheet = Sheet {
            moved_to: "December 2026".to_owned(),
            moved_because: "The builder is late".to_owned(),
            help: "A planner".to_owned(),
            ..answer("One base opened")
        };
        let sent = story.sends(ANSWERER, &story.slip("bases").await, sheet, DUE).await.unwrap();
        story.signs(LEAD, &sent, DUE).await.unwrap();

        let mut tx = story.read().await;
        let (slips, tree) = (slips(&mut tx, round.id).await.unwrap(), load_tree(&mut tx).await.unwrap());
        let beside = Beside { risks_up: vec!["The builder may stop".to_owned()], ..Beside::default() };
        let report = HighlightReport::of("places", &terms(), &slips, &tree, beside.clone()).unwrap();
        assert_eq!((report.overall, report.overall_before), (Some(Confidence::Amber), Some(Confidence::Green)));
        let line = &report.commitments[0];
        assert_eq!((line.delivery, line.delivery_before), (Some(Delivery::InProgress), Some(Delivery::Planned)));
        assert_eq!(report.done, ["Open two bases: One base opened"]);
        assert_eq!(report.next, ["Therapists in every school, planned for 18 December 2026"]);
        let moved = &report.milestones[0];
        assert_eq!((moved.before.as_str(), moved.now.as_str()), ("30 September 2026", "December 2026"));
        assert_eq!(report.help_wanted, ["Open two bases: A planner"]);
        assert_eq!(report.not_answered, ["Therapists in every school"]);
        assert_eq!(report.commitments[1].confidence, None);
        assert_eq!(report.risks_up, ["The builder may stop"]);
        assert!(HighlightReport::of("no-such", &terms(), &slips, &tree, beside).is_none());
    })
    .await;
}
