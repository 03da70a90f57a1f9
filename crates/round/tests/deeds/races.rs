//! Somebody sends while the office closes: the answer is in the plan or refused, never lost in between.

use std::time::Duration;

use jiff::civil::date;
use permission::{Action, Subject};
use round::{By, SlipRefused, model::SlipState, send};
use testing::{fixed, on_both_engines};

use crate::cast::{ANSWERER, DUE, OFFICE, OPENS, Story, answer, seen};

/// Long enough for the other side to reach the row it waits for.
const MOMENT: Duration = Duration::from_millis(150);

#[tokio::test]
async fn an_answer_under_way_when_the_office_closes_is_counted() {
    on_both_engines(async |db| {
        let story = Story::begins(&db, "ridgeway").await;
        let round = story.round(OPENS).await;
        let slip = story.slip("guide").await;
        let permit = story.permit(ANSWERER, Action::AnswerRound, &slip.subject(), DUE).unwrap();
        let actor = ANSWERER.actor();
        let by = By { permit: &permit, actor: &actor, at: fixed(DUE).now() };
        let mut sending = story.write().await;
        send(&mut sending, by, seen(&slip), answer("Just in time")).await.unwrap();
        let commit = async {
            tokio::time::sleep(MOMENT).await;
            sending.commit().await.unwrap();
        };
        let (closing, ()) = tokio::join!(story.closes(round.id, DUE), commit);
        assert_eq!(closing.unwrap().outcome.record.answered, 1);
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_comes_while_the_round_is_being_closed_is_refused() {
    on_both_engines(async |db| {
        let story = Story::begins(&db, "ridgeway").await;
        let round = story.round(OPENS).await;
        let slip = story.slip("guide").await;
        let day = date(2026, 10, 22);
        let permit = story.permit(OFFICE, Action::RunRound, &Subject::Area, day).unwrap();
        let actor = OFFICE.actor();
        let by = By { permit: &permit, actor: &actor, at: fixed(day).now() };
        let mut closing = story.write().await;
        round::close(&mut closing, by, round.id, round.version).await.unwrap();
        let commit = async {
            tokio::time::sleep(MOMENT).await;
            closing.commit().await.unwrap();
        };
        let (sent, ()) = tokio::join!(story.sends(ANSWERER, &slip, answer("Too late"), day), commit);
        assert!(matches!(sent, Err(SlipRefused::Changed(_) | SlipRefused::NotNow(_))), "{sent:?}");
        let mut tx = story.read().await;
        let held = round::slip(&mut tx, round.id, "guide").await.unwrap().unwrap();
        assert_eq!((held.state, held.answer), (SlipState::Asked, None));
    })
    .await;
}
