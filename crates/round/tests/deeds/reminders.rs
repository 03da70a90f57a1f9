//! Who is told what, once.

use std::sync::{Arc, Mutex};

use db::{Db, Tx};
use jiff::civil::{Date, date};
use jobs::{Registry, Settings, Worker};
use round::{
    model::{Addressee, RoundState},
    reconcile::{Notice, Notify, Stage, Telling, register},
    rounds,
};
use testing::{fixed, on_both_engines};

use crate::{
    cast::{ANSWERER, DUE, LEAD, OPENS, Story, answer},
    slips::sends_back,
};

#[derive(Default)]
struct Postbox(Mutex<Vec<(Stage, Addressee)>>);

impl Notify for Postbox {
    fn tell<'a>(&'a self, _: &'a mut Tx, notice: &'a Notice) -> Telling<'a> {
        Box::pin(async move {
            self.0.lock().unwrap().push((notice.stage, notice.addressee.clone()));
            Ok(())
        })
    }
}

/// Everything that is told when the work of a day is done twice over.
async fn told(db: &Db, day: Date) -> Vec<(Stage, String)> {
    let postbox = Arc::new(Postbox::default());
    for _ in 0..2 {
        let mut registry = Registry::new();
        register(&mut registry, postbox.clone());
        let worker = Worker::new(db.clone(), fixed(day), registry, Settings::default());
        worker.run_until_idle().await.unwrap();
    }
    let mut told = postbox.0.lock().unwrap().clone();
    told.sort();
    told.into_iter()
        .map(|(stage, addressee)| match addressee {
            Addressee::Organisation(key) => (stage, key),
            Addressee::Person(person) => (stage, person.to_string()),
        })
        .collect()
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
