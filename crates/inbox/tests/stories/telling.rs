use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use audit::SigningKey;
use db::Db;
use jobs::{Registry, Worker};
use kernel::{Actor, Area, Clock};
use publication::{Draft, DraftPage, LabelRule, Press};
use shelf::{Letter, Received};
use testing::{an_area, on_both_engines};

use super::{AMINA, at, comment, confirmed, mails, noon, put, roots, subscribe, subscribers, token};

async fn release(db: &Db, area: &Area, clock: &Clock, words: &str) {
    let key = SigningKey::fresh();
    let page =
        format!("<!DOCTYPE html><html lang=\"en\"><head><title>Roadmap</title></head><body>{words}</body></html>");
    let pages = vec![DraftPage::file("roadmap", "text/html; charset=utf-8", page)];
    let draft = Draft::new("roadmap", LabelRule::Number, "Spring", clock.today(), pages);
    let mut tx = db.write(area.id).await.unwrap();
    Press::new(area, &key, clock).release(&mut tx, &Actor::operator("office"), draft).await.unwrap();
    tx.commit().await.unwrap();
}

async fn tell(db: &Db, area: &Area, clock: &Clock) -> usize {
    let mut tx = db.write(area.id).await.unwrap();
    let told = inbox::tell_subscribers(&mut tx, &roots(), "roadmap", "roadmap/changes", clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    told
}

#[tokio::test]
async fn each_subscriber_is_told_of_an_edition_once_and_leaves_with_one_click() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        confirmed(&db, &area, AMINA).await;
        confirmed(&db, &area, "zoe@families.example").await;
        subscribe(&db, &noon(), &area, "unsure@families.example").await.unwrap();
        mails(&db, &noon()).await;
        let released = at("2026-03-03T09:00:00Z");
        assert_eq!(tell(&db, &area, &released).await, 0, "nothing is released yet");
        release(&db, &area, &released, "one").await;
        // They asked after it was out: they are told of the next.
        let late = at("2026-03-03T10:00:00Z");
        subscribe(&db, &late, &area, "late@families.example").await.unwrap();
        let link = token(&mails(&db, &late).await[0], "subscribe/confirm");
        put(&db, &late, &area, Letter::Confirm { token: link }).await.unwrap();

        assert_eq!(tell(&db, &area, &late).await, 2);
        assert_eq!(tell(&db, &area, &late).await, 0);
        let sent = mails(&db, &late).await;
        assert_eq!(sent.len(), 2);
        assert!(sent[0].contains("https://waymark.example/ridgeway/roadmap/changes"), "{}", sent[0]);
        assert!(sent[0].contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{}", sent[0]);

        let leave = async || {
            let token = token(&sent[0], "https://waymark.example/ridgeway/subscribe/leave");
            put(&db, &late, &area, Letter::Leave { token }).await
        };
        assert_eq!(leave().await, Ok(Received::Left));
        assert_eq!(leave().await, Ok(Received::Left), "a second press is told the same");
        assert_eq!(subscribers(&db, &area).await, 3, "the address is gone at once");
        release(&db, &area, &at("2026-06-03T09:00:00Z"), "two").await;
        assert_eq!(tell(&db, &area, &at("2026-06-03T10:00:00Z")).await, 2);
    })
    .await;
}

#[tokio::test]
async fn the_background_work_tells_and_forgets_by_itself_and_twice_does_no_more() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        confirmed(&db, &area, AMINA).await;
        release(&db, &area, &at("2026-03-03T09:00:00Z"), "one").await;
        let mut registry = Registry::new();
        inbox::register(&mut registry, roots(), "roadmap", "roadmap/changes");
        for time in ["2026-03-03T09:01:00Z", "2026-03-03T09:06:00Z", "2026-03-03T09:11:00Z", "2026-03-04T09:11:00Z"] {
            let worker = Worker::new(db.clone(), at(time), registry.clone(), jobs::Settings::default());
            assert_eq!(worker.run_until_idle().await.unwrap().retried, 0);
        }
        assert_eq!(mails(&db, &at("2026-03-04T09:11:00Z")).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn after_a_restore_nobody_is_told_again_of_what_was_out_before() {
    let (from, to) = (testing::SqliteBed::open().await, testing::SqliteBed::open().await);
    let area = an_area(&from.db, "ridgeway").await;
    confirmed(&from.db, &area, AMINA).await;
    release(&from.db, &area, &at("2026-03-03T09:00:00Z"), "one").await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup");
    let later = at("2026-03-03T10:00:00Z");
    db::backup(&from.db, &file, later.now(), |_| ()).await.unwrap();
    // Told after the backup was taken: the restored database does not know.
    assert_eq!(tell(&from.db, &area, &later).await, 1);

    db::restore(&file, &to.db, |_| ()).await.unwrap();
    tell(&to.db, &area, &later).await;
    assert!(mails(&to.db, &later).await.is_empty());
}

#[tokio::test]
async fn nothing_anybody_sent_shows_in_a_log() {
    on_both_engines(async |db| {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(move || writer.clone())
            .finish();
        let _kept = tracing::subscriber::set_default(subscriber);
        let area = an_area(&db, "ridgeway").await;
        confirmed(&db, &area, "canary@families.example").await;
        comment(&db, &area, "My canary sings.", "canary@families.example").await.unwrap();
        subscribe(&db, &noon(), &area, "canary.wrong").await.unwrap_err();
        mails(&db, &noon()).await;
        let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert!(text.contains("a mail was sent"), "the log is empty: {text}");
        // The values bound to a statement are no part of what the database layer logs.
        assert!(!text.contains("canary"), "{text}");
    })
    .await;
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
