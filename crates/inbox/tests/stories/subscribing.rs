use jiff::SignedDuration;
use kernel::Clock;
use shelf::{Letter, Received, Refused};
use testing::{an_area, on_both_engines};

use super::{AMINA, at, confirmed, mails, noon, put, subscribe, subscribers, token};

#[tokio::test]
async fn nobody_gets_mail_who_did_not_say_that_it_was_they() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        assert_eq!(subscribe(&db, &noon(), &area, AMINA).await, Ok(Received::LookInYourMail));
        let sent = mails(&db, &noon()).await;
        assert_eq!(sent.len(), 1);
        assert!(sent[0].contains("Subject: Please say that it was you (ridgeway)"), "{}", sent[0]);
        assert!(sent[0].contains(&format!("To: {AMINA}")), "{}", sent[0]);
        assert!(!sent[0].contains("List-Unsubscribe"), "there is nothing to leave yet");

        let token = token(&sent[0], "https://waymark.example/ridgeway/subscribe/confirm");
        let confirm = async || put(&db, &noon(), &area, Letter::Confirm { token: token.clone() }).await;
        assert_eq!(confirm().await, Ok(Received::Confirmed));
        assert_eq!(confirm().await, Ok(Received::Confirmed), "a second press finds it done");
        let other = put(&db, &noon(), &area, Letter::Confirm { token: "guess".to_owned() }).await;
        assert_eq!(other, Err(Refused::LinkEnded));
    })
    .await;
}

#[tokio::test]
async fn a_known_address_gets_the_same_answer_and_no_flood_of_mail() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        for time in ["12:00:00", "12:30:00", "13:00:00", "14:00:00", "15:00:00", "23:00:00"] {
            let clock = at(&format!("2026-03-02T{time}Z"));
            assert_eq!(subscribe(&db, &clock, &area, &AMINA.to_uppercase()).await, Ok(Received::LookInYourMail));
        }
        let sent = mails(&db, &at("2026-03-02T23:00:00Z")).await;
        assert_eq!(sent.len(), 3, "an hour between, three in all");
        let early = Letter::Confirm { token: token(&sent[0], "subscribe/confirm") };
        assert_eq!(put(&db, &noon(), &area, early).await, Err(Refused::LinkEnded), "a later mail took its place");
        let latest = Letter::Confirm { token: token(&sent[2], "subscribe/confirm") };
        assert_eq!(put(&db, &noon(), &area, latest).await, Ok(Received::Confirmed));

        assert_eq!(subscribe(&db, &at("2026-03-03T12:00:00Z"), &area, AMINA).await, Ok(Received::LookInYourMail));
        assert!(mails(&db, &at("2026-03-03T12:00:00Z")).await.is_empty());
        assert_eq!(subscribe(&db, &noon(), &area, "not an address").await, Err(Refused::NotAnAddress));
    })
    .await;
}

#[tokio::test]
async fn a_wish_nobody_confirms_is_forgotten_after_seven_days_and_its_link_ends() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        confirmed(&db, &area, "zoe@families.example").await;
        subscribe(&db, &noon(), &area, AMINA).await.unwrap();
        let token = token(&mails(&db, &noon()).await[0], "subscribe/confirm");
        let after = |hours| Clock::Fixed(noon().now() + SignedDuration::from_hours(hours));

        for (hours, left) in [(7 * 24 - 1, 2), (7 * 24, 1)] {
            let mut tx = db.write(area.id).await.unwrap();
            inbox::forget(&mut tx, after(hours).now()).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(subscribers(&db, &area).await, left, "after {hours} hours");
        }
        let late = put(&db, &after(7 * 24), &area, Letter::Confirm { token }).await;
        assert_eq!(late, Err(Refused::LinkEnded));
    })
    .await;
}

#[tokio::test]
async fn an_address_of_one_area_means_nothing_in_another() {
    on_both_engines(async |db| {
        let (here, there) = (an_area(&db, "here").await, an_area(&db, "there").await);
        subscribe(&db, &noon(), &here, AMINA).await.unwrap();
        let token = token(&mails(&db, &noon()).await[0], "subscribe/confirm");
        let elsewhere = put(&db, &noon(), &there, Letter::Confirm { token: token.clone() }).await;
        assert_eq!(elsewhere, Err(Refused::LinkEnded));
        assert_eq!(put(&db, &noon(), &here, Letter::Confirm { token }).await, Ok(Received::Confirmed));
        let nowhere = put(
            &db,
            &noon(),
            &kernel::Area { slug: "no-such".parse().unwrap(), ..here },
            Letter::Leave { token: String::new() },
        )
        .await;
        assert_eq!(nowhere, Err(Refused::NotNow));
    })
    .await;
}
