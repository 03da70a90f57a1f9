use inbox::desk::{Answer, NotDone, Standing, comment as one, dismiss, published, waiting};
use jiff::{SignedDuration, civil::date};
use kernel::{Actor, Clock};
use office::{Action, Denied, Subject};
use shelf::{Received, Refused};
use testing::{an_area, on_both_engines};

use super::{AMINA, answered, comment, count, mails, noon, officer};

const ANSWER: Answer<'static> = Answer { said: "The guide is hard to find.", answer: "We have put it on page one." };

fn office() -> Actor {
    Actor::operator("programme office")
}

#[tokio::test]
async fn a_comment_is_answered_in_public_without_the_name_of_whoever_sent_it() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let text = "I am Amina, and I cannot find the guide for my son Sam.";
        assert_eq!(comment(&db, &area, text, AMINA).await, Ok(Received::CommentKept));
        assert_eq!(comment(&db, &area, text, AMINA).await, Ok(Received::CommentKept), "sent twice, kept once");
        assert_eq!(comment(&db, &area, "Other words", "amina at home").await, Err(Refused::NotAnAddress));

        let mut tx = db.write(area.id).await.unwrap();
        let found = waiting(&mut tx, None, 10).await.unwrap();
        assert_eq!(found.len(), 1);
        let here = (found[0].id, found[0].version);
        assert_eq!((found[0].text.as_str(), found[0].name.as_str(), found[0].wants_mail), (text, "Amina", true));
        assert!(published(&mut tx).await.unwrap().is_empty());

        answered(&mut tx, &area, here, ANSWER).await;
        let out = published(&mut tx).await.unwrap();
        assert_eq!(
            (out[0].said.as_str(), out[0].answer.as_str(), out[0].on),
            (ANSWER.said, ANSWER.answer, date(2026, 3, 2))
        );
        let last = audit::head(&mut tx, noon().now()).await.unwrap().sequence;
        let entry = audit::entry(&mut tx, last).await.unwrap().unwrap();
        assert_eq!(
            (entry.deed.as_str(), entry.subject, entry.detail.as_str()),
            ("release_answer", here.0.to_string(), "{}")
        );
        tx.commit().await.unwrap();

        let sent = mails(&db, &noon()).await;
        assert_eq!(sent.len(), 1);
        assert!(sent[0].contains("https://waymark.example/ridgeway/comments"), "{}", sent[0]);
        assert!(!sent[0].contains("Sam") && !sent[0].contains("page one"), "{}", sent[0]);
    })
    .await;
}

#[tokio::test]
async fn the_second_of_two_who_deal_with_one_comment_sees_what_the_first_did() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        comment(&db, &area, "Words", "").await.unwrap();
        let mut tx = db.write(area.id).await.unwrap();
        let seen = waiting(&mut tx, None, 10).await.unwrap().remove(0);
        let here = (seen.id, seen.version);
        assert!(!seen.wants_mail);
        dismiss(&mut tx, &office(), here, "Names a child.", noon().now()).await.unwrap();

        let second = officer(&area, 1).write(&mut tx, here, ANSWER).await;
        let Err(NotDone::Changed(now)) = second else { unreachable!("the version has moved on") };
        assert_eq!(now.standing, Standing::Dismissed { reason: "Names a child.".to_owned() });
        let none = dismiss(&mut tx, &office(), here, "  ", noon().now()).await;
        assert!(matches!(none, Err(NotDone::Words("the reason"))));
        let absent = dismiss(&mut tx, &office(), (kernel::fresh_id(noon().now()), 1), "x", noon().now()).await;
        assert!(matches!(absent, Err(NotDone::NoSuchComment)));

        // Taken up again, and taken off the page again.
        answered(&mut tx, &area, (now.id, now.version), ANSWER).await;
        assert_eq!(published(&mut tx).await.unwrap().len(), 1);
        dismiss(&mut tx, &office(), (now.id, now.version + 2), "Asked to.", noon().now()).await.unwrap();
        assert!(published(&mut tx).await.unwrap().is_empty());
        assert_eq!(one(&mut tx, now.id).await.unwrap().unwrap().version, now.version + 3);
    })
    .await;
}

#[tokio::test]
async fn nobody_lets_their_own_answer_out_and_what_is_published_stands_until_another_does() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        comment(&db, &area, "Words", AMINA).await.unwrap();
        let mut tx = db.write(area.id).await.unwrap();
        let id = waiting(&mut tx, None, 10).await.unwrap()[0].id;
        let (ann, bo) = (officer(&area, 1), officer(&area, 2));

        ann.write(&mut tx, (id, 1), ANSWER).await.unwrap();
        assert!(published(&mut tx).await.unwrap().is_empty());
        let subject = one(&mut tx, id).await.unwrap().unwrap().releasable().unwrap();
        assert_eq!(ann.permit(Action::ReleaseReply, &subject), Err(Denied::NotPermitted));
        let forged = Subject::Reply { key: id.to_string(), written_by: bo.who.person };
        for permit in [ann.permit(Action::ReleaseReply, &forged), bo.permit(Action::ReleaseReply, &Subject::Area)] {
            let tried = ann.release(&mut tx, (id, 2), &permit.unwrap()).await;
            assert!(matches!(tried, Err(NotDone::NothingToRelease)), "{tried:?}");
        }
        let permit = bo.permit(Action::ReleaseReply, &subject).unwrap();
        let unseen = bo.release(&mut tx, (id, 1), &permit).await;
        assert!(matches!(unseen, Err(NotDone::Changed(_))), "what was not read is not let out: {unseen:?}");
        bo.release(&mut tx, (id, 2), &permit).await.unwrap();
        assert!(waiting(&mut tx, None, 10).await.unwrap().is_empty());

        // Answered anew: the first answer stands until the second is let out.
        bo.write(&mut tx, (id, 3), Answer { answer: "It moved.", ..ANSWER }).await.unwrap();
        assert_eq!(published(&mut tx).await.unwrap()[0].answer, ANSWER.answer);
        assert_eq!(waiting(&mut tx, None, 10).await.unwrap().len(), 1);
        let stale = ann.release(&mut tx, (id, 4), &permit).await;
        assert!(matches!(stale, Err(NotDone::NothingToRelease)), "a permit is for one answer: {stale:?}");
    })
    .await;
}

#[tokio::test]
async fn a_flood_of_comments_ends_at_a_thousand_and_goes_on_once_one_was_dealt_with() {
    const MANY: &str = "INSERT INTO public_comment (area_id, comment_id, about, body, body_digest, received_at, state, version)
        SELECT area_id, $2, about, body, $3, received_at, state, version FROM public_comment WHERE area_id = $1 LIMIT 1";
    on_both_engines(async |db| {
        let (area, other) = (an_area(&db, "ridgeway").await, an_area(&db, "elsewhere").await);
        comment(&db, &area, "The first", "").await.unwrap();
        let mut tx = db.write(area.id).await.unwrap();
        let key = tx.area_key();
        for number in 2..1_000_u128 {
            let id = uuid::Uuid::from_u128(number);
            let digest = number.to_be_bytes().to_vec();
            db::on!(&mut tx, conn => sqlx::query(MANY).bind(key).bind(id).bind(&digest).execute(conn).await.map(|_| ()))
                .unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(comment(&db, &area, "The last that fits", "").await, Ok(Received::CommentKept));
        assert_eq!(comment(&db, &area, "One too many", AMINA).await, Err(Refused::BoxFull));
        assert_eq!(comment(&db, &area, "The last that fits", "").await, Ok(Received::CommentKept), "sent twice");
        assert_eq!(comment(&db, &other, "One too many", "").await, Ok(Received::CommentKept), "each area has its own");
        let kept = "SELECT COUNT(*) FROM public_comment WHERE area_id = $1";
        assert_eq!(count(&db, &area, kept).await, 1_000);

        let mut tx = db.write(area.id).await.unwrap();
        let first = waiting(&mut tx, None, 1).await.unwrap().remove(0);
        dismiss(&mut tx, &office(), (first.id, first.version), "Noise.", noon().now()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(comment(&db, &area, "One too many", AMINA).await, Ok(Received::CommentKept));
    })
    .await;
}

#[tokio::test]
async fn who_sent_a_comment_is_forgotten_ninety_days_after_it_was_dealt_with() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        for text in ["Answered", "Waiting"] {
            comment(&db, &area, text, AMINA).await.unwrap();
        }
        let mut tx = db.write(area.id).await.unwrap();
        let seen = waiting(&mut tx, None, 10).await.unwrap();
        let answered = seen.iter().find(|comment| comment.text == "Answered").unwrap();
        dismiss(&mut tx, &office(), (answered.id, answered.version), "Done.", noon().now()).await.unwrap();
        tx.commit().await.unwrap();

        let contacts = "SELECT COUNT(*) FROM comment_contact WHERE area_id = $1";
        for (days, left) in [(89, 2), (90, 1), (900, 1)] {
            let clock = Clock::Fixed(noon().now() + SignedDuration::from_hours(24 * days));
            let mut tx = db.write(area.id).await.unwrap();
            inbox::forget(&mut tx, clock.now()).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(count(&db, &area, contacts).await, left, "after {days} days");
        }
    })
    .await;
}
