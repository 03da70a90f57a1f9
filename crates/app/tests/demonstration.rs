//! The demonstration's office is in the middle of its work, on whatever day it is opened.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on must stop the test")]

use app::{
    commands::demo::{cast::Cast, story},
    config::Config,
    installation::Installation,
};
use db::Tx;
use governance::{model::Meeting, store::entries};
use jiff::civil::{Date, date};
use kernel::{Clock, london_date};
use permission::Role;
use roadmap::store::{load_tree, waiting_proposals};
use round::{
    edition::{self, DraftState},
    model::{RoundState, SlipState},
};

struct Opened {
    _folder: tempfile::TempDir,
    installation: Installation,
    cast: Cast,
}

impl Opened {
    async fn on(day: Date) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            site: "http://localhost:8080".to_owned(),
            database: format!("sqlite:{}", folder.path().join("waymark.db").display()),
            data_dir: folder.path().to_owned(),
            ..Config::default()
        };
        let installation = Installation::set_up(config).await.unwrap().at(Clock::at_noon(day));
        db::migrate(&installation.db).await.unwrap();
        let told = story::AREAS.iter().find(|told| told.slug == "ridgeway").unwrap();
        let cast = story::tell(&installation, told).await.unwrap();
        Self { _folder: folder, installation, cast }
    }

    async fn read(&self) -> Tx {
        let area = self.installation.area("ridgeway").await.unwrap();
        self.installation.db.read(area.id).await.unwrap()
    }
}

#[tokio::test]
async fn the_demonstrations_office_is_at_work_whatever_day_it_is_opened() {
    // The earliest day there is, a Saturday, the first day of a year and a leap day.
    for today in [date(2026, 9, 1), date(2026, 11, 21), date(2027, 1, 1), date(2028, 2, 29)] {
        let opened = Opened::on(today).await;
        let mut tx = opened.read().await;

        let rounds = round::rounds(&mut tx).await.unwrap();
        assert_eq!(
            rounds.iter().map(|round| round.state).collect::<Vec<_>>(),
            [RoundState::Open, RoundState::Closed, RoundState::Published(3)]
        );
        let open = &rounds[0];
        assert!(open.terms.period_to < open.terms.opens_on && open.terms.opens_on < today, "{today}");
        assert!(today < open.terms.answers_due, "{today}");
        let slips = round::slips(&mut tx, open.id).await.unwrap();
        let count = |wanted: fn(&SlipState) -> bool| slips.iter().filter(|slip| wanted(&slip.state)).count();
        assert_eq!(count(|state| matches!(state, SlipState::SignedOff { .. })), 2);
        assert_eq!(count(|state| matches!(state, SlipState::SentBack { .. })), 1);
        assert_eq!(count(|state| matches!(state, SlipState::Drafted)), 1);
        assert_eq!(count(|state| matches!(state, SlipState::Sent { signatures } if signatures.len() == 1)), 1);
        assert!(count(|state| matches!(state, SlipState::Asked)) > 5);

        let meetings = entries::<Meeting>(&mut tx).await.unwrap();
        let coming: Vec<_> = meetings.iter().filter(|meeting| meeting.is_coming(today)).collect();
        assert_eq!(coming.len(), 1, "{today}");
        assert!(meetings.iter().filter(|meeting| meeting.about.on < today).all(|meeting| meeting.minutes().is_some()));
        let prepared = edition::draft_of(&mut tx, rounds[1].id).await.unwrap().unwrap();
        assert_eq!(prepared.state, DraftState::Waiting);
        assert!(prepared.prepared_at <= opened.installation.clock.now());
        let moves = waiting_proposals(&mut tx).await.unwrap();
        assert_eq!(moves.iter().map(|held| held.on < today).collect::<Vec<_>>(), [true]);
        assert_eq!(governance::store::snapshots(&mut tx).await.unwrap().len(), 1);
        let area = opened.installation.area("ridgeway").await.unwrap();
        let mut write = opened.installation.write(&area).await.unwrap();
        let compared = edition::compare(&mut write, &prepared, today).await.unwrap();
        assert_eq!(compared.stale, Vec::<String>::new(), "{today}");
        drop(write);
        let waiting = inbox::desk::waiting(&mut tx, None, 10).await.unwrap();
        let to_let_out = waiting.iter().filter(|comment| comment.releasable().is_some()).count();
        assert_eq!((waiting.len(), to_let_out), (2, 1));
        assert!(waiting.iter().all(|comment| london_date(comment.received_at) < today));
        assert_eq!(inbox::desk::published(&mut tx).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn the_demonstration_opens_on_a_machine_whose_clock_stands_too_early() {
    let opened = Opened::on(date(2026, 3, 1)).await;
    let rounds = round::rounds(&mut opened.read().await).await.unwrap();
    assert_eq!(rounds.len(), 3);
}

#[tokio::test]
async fn everybody_of_the_demonstration_is_marked_as_invented_and_every_organisation_is_listed() {
    let opened = Opened::on(date(2026, 11, 21)).await;
    let area = opened.installation.area("ridgeway").await.unwrap();
    let mut tx = opened.read().await;

    let people = opened.cast.door.as_ref().unwrap().people(area.id);
    assert_eq!(people.len(), Role::ALL.len());
    for invented in people {
        let person = accounts::person(&mut tx, invented.person).await.unwrap().unwrap();
        assert!(person.name.ends_with("(invented)"), "{}", person.name);
        assert!(person.email.unwrap().ends_with("@ridgeway.example"));
        assert_eq!(opened.cast.who(invented.role).unwrap().person, invented.person);
    }
    let listed = accounts::organisations(&mut tx).await.unwrap();
    let bodies = load_tree(&mut tx).await.unwrap().bodies;
    assert!(bodies.iter().all(|body| listed.iter().any(|listed| listed.key == body.key)));
}
