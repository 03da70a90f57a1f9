//! Who is told what, once.

use std::sync::{Arc, Mutex};

use db::{Db, Tx};
use jiff::civil::{Date, date};
use jobs::{Registry, Settings, Worker};
use permission::PersonId;
use round::{
    model::{Addressee, RoundState},
    reconcile::{Notice, Notify, Reaching, Stage, Telling, register},
    rounds,
};
use testing::{fixed, on_both_engines};

use crate::{
    cast::{ANSWERER, DUE, LEAD, NURSE, OPENS, Person, Story, TRUST_LEAD, answer},
    slips::sends_back,
};

/// Mail for those who work there on the day.
struct Postbox {
    staff: Vec<Person>,
    told: Mutex<Vec<(Stage, PersonId, String)>>,
}

impl Notify for Postbox {
    fn reaches<'a>(&'a self, _: &'a mut Tx, notice: &'a Notice) -> Reaching<'a> {
        let there = |person: &&Person| notice.addressee == Addressee::Organisation(person.organisation.to_owned());
        let people = self.staff.iter().filter(there).map(|person| person.id()).collect();
        Box::pin(async move { Ok(people) })
    }

    fn tell<'a>(&'a self, _: &'a mut Tx, notice: &'a Notice, person: PersonId, about: &'a str) -> Telling<'a> {
        Box::pin(async move {
            self.told.lock().unwrap().push((notice.stage, person, about.to_owned()));
            Ok(())
        })
    }
}

/// Everything that these people are told when the work of a day is done twice over.
async fn told_to(db: &Db, day: Date, staff: &[Person]) -> Vec<(Stage, PersonId, String)> {
    let postbox = Arc::new(Postbox { staff: staff.to_vec(), told: Mutex::default() });
    for _ in 0..2 {
        let mut registry = Registry::new();
        register(&mut registry, postbox.clone());
        let worker = Worker::new(db.clone(), fixed(day), registry, Settings::default());
        worker.run_until_idle().await.unwrap();
    }
    let mut told = postbox.told.lock().unwrap().clone();
    told.sort();
    told
}

/// The same, where one person works at each organisation: stage and organisation.
async fn told(db: &Db, day: Date) -> Vec<(Stage, String)> {
    let staff = [LEAD, TRUST_LEAD];
    let told = told_to(db, day, &staff).await.into_iter();
    let organisation = |id| staff.iter().find(|person| person.id() == id).unwrap().organisation.to_owned();
    told.map(|(stage, person, _)| (stage, organisation(person))).collect()
}

fn all(stage: Stage) -> Vec<(Stage, String)> {
    ["council", "trust"].map(|key| (stage, key.to_owned())).to_vec()
}

#[tokio::test]
async fn each_addressee_hears_once_of_each_stage_and_who_has_answered_hears_no_more() {
    on_both_engines(async |db| {
        let story = Story::begins(&db, "ridgeway").await;
        story.round(OPENS).await;
        assert_eq!(told(&db, OPENS).await, all(Stage::Asked));
        assert_eq!(told(&db, date(2026, 10, 3)).await, []);
        assert_eq!(told(&db, date(2026, 10, 8)).await, all(Stage::DueSoon));
        for node in ["bases", "therapy", "guide"] {
            story.sends(ANSWERER, &story.slip(node).await, answer("Done"), DUE).await.unwrap();
        }
        assert_eq!(told(&db, date(2026, 10, 15)).await, all(Stage::SignOff));
        sends_back(&story, LEAD, &story.slip("guide").await, "Say when").await.unwrap();
        assert_eq!(told(&db, DUE).await, [(Stage::SentBack, "council".to_owned())]);
        assert_eq!(told(&db, date(2026, 10, 22)).await, all(Stage::SignOffLate));
    })
    .await;
}

#[tokio::test]
async fn a_round_set_up_early_opens_on_its_morning_and_days_missed_do_not_pile_up() {
    on_both_engines(async |db| {
        let story = Story::begins(&db, "ridgeway").await;
        story.round(date(2026, 9, 20)).await;
        assert_eq!(told(&db, date(2026, 9, 29)).await, []);
        assert_eq!(told(&db, date(2026, 10, 20)).await, all(Stage::Late));
        let mut tx = story.read().await;
        assert_eq!(rounds(&mut tx).await.unwrap()[0].state, RoundState::Open);
    })
    .await;
}

#[tokio::test]
async fn a_second_answer_to_sign_and_a_second_one_sent_back_are_told_too() {
    on_both_engines(async |db| {
        let story = Story::begins(&db, "ridgeway").await;
        story.round(OPENS).await;
        told(&db, OPENS).await;
        let council = "council".to_owned();
        story.sends(ANSWERER, &story.slip("guide").await, answer("Done"), OPENS).await.unwrap();
        let day = |day: i8| date(2026, 10, day);
        assert_eq!(told(&db, day(2)).await, [(Stage::SignOff, council.clone())]);
        assert_eq!(told(&db, day(3)).await, []);
        sends_back(&story, LEAD, &story.slip("guide").await, "Say when").await.unwrap();
        assert_eq!(told(&db, day(4)).await, [(Stage::SentBack, council.clone())]);

        story.sends(ANSWERER, &story.slip("guide").await, answer("Done in May"), day(4)).await.unwrap();
        assert_eq!(told(&db, day(5)).await, [(Stage::SignOff, council.clone())]);
        sends_back(&story, LEAD, &story.slip("guide").await, "Which May?").await.unwrap();
        let again = told_to(&db, day(6), &[LEAD]).await;
        assert_eq!(again, [(Stage::SentBack, LEAD.id(), "sent_back guide 2".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn a_colleague_who_joins_later_is_told_what_the_others_were_told() {
    on_both_engines(async |db| {
        let story = Story::begins(&db, "ridgeway").await;
        story.round(OPENS).await;
        let next = date(2026, 10, 2);
        assert_eq!(told_to(&db, OPENS, &[TRUST_LEAD]).await.len(), 1);
        assert_eq!(told_to(&db, next, &[TRUST_LEAD, NURSE]).await, [(Stage::Asked, NURSE.id(), "asked".to_owned())]);
        assert_eq!(told_to(&db, date(2026, 10, 3), &[TRUST_LEAD, NURSE]).await, []);
    })
    .await;
}
