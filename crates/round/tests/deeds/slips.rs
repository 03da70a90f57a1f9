//! Answering, signing off, sending back.

use jiff::civil::date;
use permission::Action;
use round::{
    By, SlipRefused,
    model::{Settled, Sheet, SlipState},
    send_back,
};
use testing::{fixed, on_both_engines};

use crate::cast::{ANSWERER, DUE, LEAD, NURSE, OPENS, Person, Story, TRUST_LEAD, answer, seen};

#[tokio::test]
async fn two_people_of_one_organisation_do_not_write_over_each_other() {
    on_both_engines(async |db| {
        let story = Story::begins(&db, "ridgeway").await;
        story.round(OPENS).await;
        let slip = story.slip("bases").await;
        let first = answer("One base opened");
        story.drafts(ANSWERER, &slip, first.clone(), OPENS).await.unwrap();
        let second = story.sends(NURSE, &slip, answer("No base opened"), OPENS).await.unwrap_err();
        let SlipRefused::Changed(now) = second else { panic!("{second}") };
        assert_eq!(now.sheet, first, "the page shows both texts");
        story.sends(NURSE, &now, answer("One base opened, one is late"), OPENS).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_slip_of_another_organisation_is_as_one_that_does_not_exist() {
    on_both_engines(async |db| {
        let story = Story::begins(&db, "ridgeway").await;
        story.round(OPENS).await;
        let slip = story.slip("guide").await;
        let foreign = story.sends(NURSE, &slip, answer("x"), OPENS).await.unwrap_err();
        assert!(matches!(foreign, SlipRefused::NoSuchSlip));

        // A permit for another commitment does not open this one.
        let theirs = story.slip("bases").await;
        let permit = story.permit(NURSE, Action::AnswerRound, &theirs.subject(), OPENS).unwrap();
        let by = By { permit: &permit, actor: &NURSE.actor(), at: fixed(OPENS).now() };
        let mut tx = story.write().await;
        let borrowed = round::send(&mut tx, by, seen(&slip), answer("x")).await.unwrap_err();
        assert!(matches!(borrowed, SlipRefused::NoSuchSlip));
    })
    .await;
}

#[tokio::test]
async fn every_accountable_organisation_signs_and_a_changed_answer_is_signed_anew() {
    on_both_engines(async |db| {
        let story = Story::begins(&db, "ridgeway").await;
        story.round(OPENS).await;
        let sent =
            story.sends(NURSE, &story.slip("therapy").await, answer("Three therapists came"), DUE).await.unwrap();
        let one = story.signs(LEAD, &sent, DUE).await.unwrap();
        assert_eq!(one.state.word(), "sent");
        let twice = story.signs(LEAD, &one, DUE).await.unwrap_err();
        assert!(matches!(twice, SlipRefused::Settled(Settled::SignedAlready)));

        let changed = story.sends(NURSE, &one, answer("Four therapists came"), DUE).await.unwrap();
        assert_eq!(changed.state, SlipState::Sent { signatures: Vec::new() });
        let one = story.signs(TRUST_LEAD, &changed, DUE).await.unwrap();
        let both = story.signs(LEAD, &one, DUE).await.unwrap();
        assert_eq!(both.state.word(), "signed_off");
        let after = story.sends(NURSE, &both, answer("Five"), DUE).await.unwrap_err();
        assert!(matches!(after, SlipRefused::Settled(Settled::SignedOff)));
    })
    .await;
}

#[tokio::test]
async fn an_answer_sent_back_says_why_and_is_not_late_for_it() {
    on_both_engines(async |db| {
        let story = Story::begins(&db, "ridgeway").await;
        story.round(OPENS).await;
        let sent = story.sends(ANSWERER, &story.slip("guide").await, answer("Nearly there"), DUE).await.unwrap();
        let returned = sends_back(&story, LEAD, &sent, "Say when it goes to print").await.unwrap();
        let SlipState::SentBack { organisation, because } = &returned.state else { panic!("{:?}", returned.state) };
        assert_eq!((organisation.as_str(), because.as_str()), ("council", "Say when it goes to print"));
        assert!(matches!(sends_back(&story, LEAD, &sent, "x").await, Err(SlipRefused::Changed(_))));

        let again = story.sends(ANSWERER, &returned, answer("It goes to print in May"), date(2026, 10, 16)).await;
        assert!(!again.unwrap().answer.unwrap().late);
        let late = story.sends(NURSE, &story.slip("therapy").await, answer("Late"), date(2026, 10, 15)).await;
        assert!(late.unwrap().answer.unwrap().late);
    })
    .await;
}

pub(crate) async fn sends_back(
    story: &Story<'_>,
    person: Person,
    slip: &round::model::Slip,
    because: &str,
) -> Result<round::model::Slip, SlipRefused> {
    let permit = story.permit(person, Action::SignOffAnswers, &slip.signing_subject(), DUE).unwrap();
    let by = By { permit: &permit, actor: &person.actor(), at: fixed(DUE).now() };
    let mut tx = story.write().await;
    let returned = send_back(&mut tx, by, seen(slip), because).await?;
    tx.commit().await?;
    Ok(returned)
}

#[tokio::test]
async fn a_draft_may_be_incomplete_and_a_sent_answer_may_not() {
    on_both_engines(async |db| {
        let story = Story::begins(&db, "ridgeway").await;
        story.round(OPENS).await;
        let half = Sheet { happened: "Half a thought".to_owned(), moved_to: "soon".to_owned(), ..Sheet::default() };
        let kept = story.drafts(ANSWERER, &story.slip("guide").await, half.clone(), OPENS).await.unwrap();
        assert_eq!(story.slip("guide").await.sheet, half, "kept as typed");
        let refused = story.sends(ANSWERER, &kept, half, OPENS).await.unwrap_err();
        assert!(refused.to_string().contains("delivery: Choose how far it is"), "{refused}");
        assert_eq!(story.slip("guide").await.state, SlipState::Drafted);
    })
    .await;
}

#[tokio::test]
async fn what_was_typed_never_enters_the_audit_record_before_it_is_part_of_the_plan() {
    on_both_engines(async |db| {
        let story = Story::begins(&db, "ridgeway").await;
        story.round(OPENS).await;
        story.sends(ANSWERER, &story.slip("guide").await, answer("Zebra told us"), DUE).await.unwrap();
        let mut tx = story.read().await;
        let head = audit::head(&mut tx, fixed(DUE).now()).await.unwrap();
        let last = audit::entry(&mut tx, head.sequence).await.unwrap().unwrap();
        assert_eq!((last.deed.as_str(), last.subject.as_str()), ("round.send_answer", "guide"));
        for place in 1..=head.sequence {
            let entry = audit::entry(&mut tx, place).await.unwrap().unwrap();
            assert!(!entry.detail.contains("Zebra"), "{}", entry.detail);
        }
    })
    .await;
}
