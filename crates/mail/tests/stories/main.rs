//! What becomes of a mail, on both engines, against a real SMTP conversation.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on must stop the test")]

mod ending;
mod restoring;
mod sending;
mod sink;

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use db::Db;
use jiff::{Timestamp, civil::date};
use kernel::{Area, Clock};
use mail::{Carrier, NewMail, Notice, Postman, Queued, Recipient, Sender, Settings, Tally, Wording, queue};
use testing::fixed;

static WORDING: Wording = Wording {
    kind: "test.notice",
    title: "Something has changed",
    before: &["The roadmap has changed.", "Words with an \u{e9} & a <sign>."],
    link: "Read what changed",
    after: &["You get this because you asked for it."],
};

/// The address that must show nowhere but at the mail server.
const CANARY: &str = "canary.amina@families.example";

fn noon() -> Clock {
    fixed(date(2026, 3, 2))
}

fn at(text: &str) -> Clock {
    Clock::Fixed(text.parse().unwrap())
}

fn sender() -> Sender {
    "SEND programme office <send@ridgeway.example>".parse().unwrap()
}

fn canary() -> Recipient {
    CANARY.parse().unwrap()
}

fn notice(area: &Area) -> Notice {
    let leave = "https://send.ridgeway.example/subscribe/leave?token=abc".parse().unwrap();
    Notice::new(&WORDING, area, "https://send.ridgeway.example/roadmap/changes".parse().unwrap()).with_leave(leave)
}

async fn queue_about(db: &Db, area: &Area, key: &str, happened_at: Timestamp, now: Timestamp) -> Queued {
    let (to, notice) = (canary(), notice(area));
    let mut tx = db.write(area.id).await.unwrap();
    let mail = NewMail { to: &to, notice: &notice, key, happened_at, not_before: now };
    let queued = queue(&mut tx, mail, now).await.unwrap();
    tx.commit().await.unwrap();
    queued
}

async fn queue_one(db: &Db, area: &Area, key: &str) -> Queued {
    queue_about(db, area, key, noon().now(), noon().now()).await
}

fn postman(db: &Db, clock: &Clock, carrier: &Arc<dyn Carrier>) -> Postman {
    Postman::new(db.clone(), clock.clone(), Arc::clone(carrier), Settings::default())
}

async fn work(db: &Db, clock: &Clock, carrier: &Arc<dyn Carrier>) -> Tally {
    postman(db, clock, carrier).run_until_idle().await.unwrap()
}

async fn stands(db: &Db, area: &Area) -> mail::Standing {
    let mut tx = db.read(area.id).await.unwrap();
    mail::standing(&mut tx).await.unwrap()
}

/// Everything logged, at the finest level, by this thread.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    fn keep(&self) -> tracing::subscriber::DefaultGuard {
        let log = self.clone();
        let subscriber =
            tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || log.clone()).finish();
        tracing::subscriber::set_default(subscriber)
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
