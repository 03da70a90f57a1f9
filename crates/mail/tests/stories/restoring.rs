//! After a restore nothing goes out that may have gone out before.

use db::Db;
use jiff::SignedDuration;
use kernel::{Actor, Area};
use mail::{Fate, Standing, Tally};
use testing::{PostgresBed, SqliteBed, an_area};

use super::{noon, queue_about, queue_one, stands, work};
use crate::sink::{Manner, Sink};

async fn restored(from: &Db, to: &Db) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup");
    db::backup(from, &file, noon().now(), |_| ()).await.unwrap();
    db::restore(&file, to, |_| ()).await.unwrap();
}

async fn nothing_is_sent_twice(from: &Db, to: &Db, again: &Db) {
    let area: Area = an_area(from, "ridgeway").await;
    let sink = Sink::open(Manner::Kind).await;
    queue_one(from, &area, "queued before").await;
    restored(from, to).await;
    assert_eq!(work(from, &noon(), &sink.carrier()).await.sent, 1, "meanwhile the first installation sent it");

    assert_eq!(work(to, &noon(), &sink.carrier()).await, Tally::default());
    assert_eq!(stands(to, &area).await, Standing { held: 1, ..Standing::default() });

    // What a reconciler finds undone may have been done after the backup was taken; what happens now was not.
    let now = noon().now() + SignedDuration::from_hours(1);
    queue_about(to, &area, "released before the backup", noon().now(), now).await;
    queue_about(to, &area, "released since", now, now).await;
    let later = kernel::Clock::Fixed(now);
    assert_eq!(work(to, &later, &sink.carrier()).await, Tally { sent: 1, ..Tally::default() });
    assert_eq!(stands(to, &area).await, Standing { held: 2, sent: 1, ..Standing::default() });

    // A backup of the restored database holds back what waits there too.
    restored(to, again).await;
    assert_eq!(work(again, &later, &sink.carrier()).await, Tally::default());

    let mut tx = to.write(area.id).await.unwrap();
    let kept = mail::kept(&mut tx, None, 10).await.unwrap();
    assert!(kept.iter().all(|mail| mail.fate == Fate::Held));
    let office = Actor::operator("office");
    assert!(mail::release(&mut tx, &office, kept[0].id, now).await.unwrap());
    assert!(mail::discard(&mut tx, &office, kept[1].id, now).await.unwrap());
    let last = audit::head(&mut tx, now).await.unwrap().sequence;
    let entry = audit::entry(&mut tx, last).await.unwrap().unwrap();
    assert_eq!((entry.deed.as_str(), entry.subject), ("discard_mail", kept[1].id.to_string()));
    tx.commit().await.unwrap();
    assert_eq!(work(to, &later, &sink.carrier()).await, Tally { sent: 1, ..Tally::default() });
    assert_eq!(stands(to, &area).await, Standing { sent: 2, ..Standing::default() });
}

#[tokio::test]
async fn a_restored_file_sends_nothing_that_was_queued_before() {
    let beds = (SqliteBed::open().await, SqliteBed::open().await, SqliteBed::open().await);
    nothing_is_sent_twice(&beds.0.db, &beds.1.db, &beds.2.db).await;
}

#[tokio::test]
async fn a_restored_server_sends_nothing_that_was_queued_before() {
    let (Some(from), Some(to)) = (PostgresBed::open().await, PostgresBed::open().await) else { return };
    let file = SqliteBed::open().await;
    nothing_is_sent_twice(&from.db, &to.db, &file.db).await;
    from.close().await;
    to.close().await;
}
