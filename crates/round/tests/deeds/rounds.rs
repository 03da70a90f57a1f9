//! Opening and closing.

use jiff::civil::date;
use permission::{Action, Subject};
use roadmap::model::{Confidence, Delivery};
use roadmap::store::load_tree;
use round::{
    By, Rejected, ask_again, change_terms,
    model::{LeftOut, Problem, RoundState, Sheet, Terms},
    outcome, set_up, slips,
};
use testing::{fixed, on_both_engines};

use crate::cast::{ANSWERER, DUE, LEAD, OFFICE, OPENS, Story, answer, terms};

#[tokio::test]
async fn opening_a_round_asks_those_who_answer_and_names_what_nobody_answers_for() {
    on_both_engines(async |db| {
        let story = Story::begins(&db, "ridgeway").await;
        let round = story.round(OPENS).await;
        assert_eq!(round.state, RoundState::Open);

        let mut tx = story.read().await;
        let asked = slips(&mut tx, round.id).await.unwrap();
        let nodes: Vec<&str> = asked.iter().map(|slip| slip.node.as_str()).collect();
        assert_eq!(nodes, ["bases", "therapy", "guide"]);
        assert_eq!((asked[0].organisations.len(), asked[0].signers.as_slice()), (2, ["council".to_owned()].as_slice()));
        drop(tx);

        let owned = "[[about]]\nnode = \"orphan\"\nowners = [{ body = \"trust\", part = \"lead\" }]\n";
        let permit = story.permit(OFFICE, Action::RunRound, &Subject::Area, OPENS).unwrap();
        let by = By { permit: &permit, actor: &OFFICE.actor(), at: fixed(OPENS).now() };
        let mut tx = story.write().await;
        let again = ask_again(&mut tx, by, round.id, round.version).await.unwrap();
        assert_eq!(again.problems, [("orphan".to_owned(), Problem::NobodyAnswers)]);
        tx.commit().await.unwrap();
        story.plan(owned, OPENS).await;
        let mut tx = story.write().await;
        let again = ask_again(&mut tx, by, round.id, round.version + 1).await.unwrap();
        assert_eq!((again.added, again.problems.as_slice()), (1, [].as_slice()));
        assert_eq!(slips(&mut tx, round.id).await.unwrap().len(), 4);
        tx.commit().await.unwrap();

        story.sends(ANSWERER, &story.slip("bases").await, answer("Sent"), OPENS).await.unwrap();
        let moved = "[[about]]\nnode = \"guide\"\nowners = [{ body = \"trust\", part = \"lead\" }]\n
[[about]]\nnode = \"bases\"\nowners = [{ body = \"trust\", part = \"lead\" }]\n";
        story.plan(moved, OPENS).await;
        let mut tx = story.write().await;
        let again = ask_again(&mut tx, by, round.id, round.version + 2).await.unwrap();
        assert_eq!(again.readdressed, 1, "an answer that was sent stays with those who sent it");
        tx.commit().await.unwrap();
        assert_eq!(story.slip("guide").await.signers, ["trust"]);
        assert_eq!(story.slip("bases").await.signers, ["council"]);
    })
    .await;
}

#[tokio::test]
async fn a_round_set_up_early_waits_for_its_day_and_a_second_one_over_the_same_plan_is_refused() {
    on_both_engines(async |db| {
        let story = Story::begins(&db, "ridgeway").await;
        let early = date(2026, 9, 20);
        let round = story.round(early).await;
        assert_eq!(round.state, RoundState::Planned);

        let permit = story.permit(OFFICE, Action::RunRound, &Subject::Area, early).unwrap();
        let by = By { permit: &permit, actor: &OFFICE.actor(), at: fixed(early).now() };
        let mut tx = story.write().await;
        let second = set_up(&mut tx, by, Terms { name: "Another".to_owned(), ..terms() }).await.unwrap_err();
        assert!(matches!(second, Rejected::Overlaps(name) if name == "Autumn 2026"));

        let longer = Terms { answers_due: date(2026, 10, 16), ..terms() };
        let changed = change_terms(&mut tx, by, round.id, round.version, longer.clone()).await.unwrap();
        assert_eq!(changed.terms.answers_due, date(2026, 10, 16));
        let stale = change_terms(&mut tx, by, round.id, round.version, terms()).await.unwrap_err();
        assert!(matches!(stale, Rejected::Changed(now) if now.terms == longer), "the page shows both");
    })
    .await;
}

#[tokio::test]
async fn nobody_but_the_office_runs_a_round() {
    on_both_engines(async |db| {
        let story = Story::begins(&db, "ridgeway").await;
        let other = Story::begins(&db, "elsewhere").await;
        let permit = other.permit(OFFICE, Action::RunRound, &Subject::Area, OPENS).unwrap();
        let by = By { permit: &permit, actor: &OFFICE.actor(), at: fixed(OPENS).now() };
        let mut tx = story.write().await;
        assert!(matches!(set_up(&mut tx, by, terms()).await, Err(Rejected::NoSuchRound)));
        assert!(story.permit(LEAD, Action::RunRound, &Subject::Area, OPENS).is_none());
    })
    .await;
}

#[tokio::test]
async fn closing_puts_what_was_signed_off_into_the_plan_and_says_what_is_missing() {
    on_both_engines(async |db| {
        let story = Story::begins(&db, "ridgeway").await;
        let round = story.round(OPENS).await;
        let moving = Sheet {
            moved_to: "2026-12".to_owned(),
            moved_because: "The builder is late".to_owned(),
            ..answer("One base opened")
        };
        let sent = story.sends(ANSWERER, &story.slip("bases").await, moving, DUE).await.unwrap();
        story.signs(LEAD, &sent, date(2026, 10, 20)).await.unwrap();
        let unsigned = answer("A draft is with parents");
        story.sends(ANSWERER, &story.slip("guide").await, unsigned, date(2026, 10, 15)).await.unwrap();

        let closing = story.closes(round.id, date(2026, 10, 22)).await.unwrap();
        let record = &closing.outcome.record;
        assert_eq!((record.asked, record.answered, record.signed_off, record.late), (3, 2, 1, 1));
        assert_eq!(
            closing.outcome.left_out,
            [
                ("therapy".to_owned(), LeftOut::NotAnswered),
                ("guide".to_owned(), LeftOut::NotSignedOff),
                ("orphan".to_owned(), LeftOut::NotAsked)
            ]
        );

        let mut tx = story.read().await;
        let tree = load_tree(&mut tx).await.unwrap();
        let node = tree.node("bases").unwrap();
        assert_eq!(node.delivery.as_ref().unwrap().value, Delivery::InProgress);
        assert_eq!(node.confidence.as_ref().unwrap().value, Confidence::Amber);
        assert_eq!(node.updates[0].text, "One base opened");
        assert_eq!(node.updates[0].by, "Ridgeway County Council");
        let revision = &node.timing.revisions[0];
        assert_eq!(revision.reason.as_deref(), Some("The builder is late"));
        assert_eq!(revision.approver.as_deref(), Some("Ridgeway County Council"));
        assert_eq!(revision.on, date(2026, 10, 20));
        assert_eq!(tree.evidence[0].address.as_deref(), Some("https://example.org/paper"));
        assert_eq!(node.evidence, [tree.evidence[0].key.clone()]);
        assert!(tree.node("guide").unwrap().updates.is_empty(), "what was not signed off is not in the plan");
        assert_eq!(outcome(&mut tx, round.id).await.unwrap(), Some(closing.outcome));
        drop(tx);

        let again = story.closes(round.id, date(2026, 10, 22)).await.unwrap_err();
        assert!(matches!(again, Rejected::NotNow(_)), "{again}");
        let mut tx = story.read().await;
        assert_eq!(load_tree(&mut tx).await.unwrap(), tree, "closing twice has one effect");
    })
    .await;
}

#[tokio::test]
async fn a_date_that_needs_consent_waits_for_it_after_the_round_closes() {
    on_both_engines(async |db| {
        let story = Story::begins(&db, "ridgeway").await;
        let mut tx = story.write().await;
        let tree = roadmap::deeds::hold_tree(&mut tx).await.unwrap();
        let deed = roadmap::deed::Deed::RequireConsent { node: "guide".to_owned(), bodies: vec!["trust".to_owned()] };
        roadmap::deeds::perform(&mut tx, &OFFICE.actor(), fixed(OPENS).now(), tree, &[deed]).await.unwrap();
        tx.commit().await.unwrap();
        let round = story.round(OPENS).await;
        let slip = story.slip("guide").await;
        assert_eq!(slip.before.consent_from, ["trust"]);
        let moving =
            Sheet { moved_to: "2027-01".to_owned(), moved_because: "Printing".to_owned(), ..answer("Drafted") };
        let sent = story.sends(ANSWERER, &slip, moving, DUE).await.unwrap();
        story.signs(LEAD, &sent, DUE).await.unwrap();
        let closing = story.closes(round.id, date(2026, 10, 22)).await.unwrap();
        assert_eq!(closing.outcome.moves_waiting, ["guide"]);

        let mut tx = story.read().await;
        let tree = load_tree(&mut tx).await.unwrap();
        assert!(tree.node("guide").unwrap().timing.revisions.is_empty());
        let proposals = roadmap::store::proposals(&mut tx, "guide").await.unwrap();
        assert_eq!(proposals[0].reason, "Printing");
    })
    .await;
}
