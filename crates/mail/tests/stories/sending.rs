use std::{fs, os::unix::fs::PermissionsExt as _, sync::Arc};

use mail::{Carrier, Fate, Folder, Queued, Standing, Tally};
use testing::{an_area, on_both_engines};

use super::{CANARY, Log, noon, queue_one, sender, stands, work};
use crate::sink::{Manner, Sink};

#[tokio::test]
async fn a_queued_mail_arrives_once_in_two_forms_and_its_content_is_kept_no_longer() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let sink = Sink::open(Manner::Kind).await;
        let carrier = sink.carrier();
        assert!(matches!(queue_one(&db, &area, "1").await, Queued::New(_)));
        assert_eq!(queue_one(&db, &area, "1").await, Queued::Already);
        queue_one(&db, &area, "2").await;

        assert_eq!(work(&db, &noon(), &carrier).await, Tally { sent: 2, ..Tally::default() });
        assert_eq!(work(&db, &noon(), &carrier).await, Tally::default());
        assert_eq!(queue_one(&db, &area, "1").await, Queued::Already, "also once it was sent");

        let taken = sink.taken();
        assert_eq!(taken.len(), 2);
        let one = taken[0].replace("=\n", "");
        for part in [
            "Subject: Something has changed (ridgeway)",
            &format!("To: {CANARY}"),
            "From: \"SEND programme office\" <send@ridgeway.example>",
            "Date: Mon, 02 Mar 2026 12:00:00 +0000",
            "Auto-Submitted: auto-generated",
            "List-Unsubscribe: <https://send.ridgeway.example/subscribe/leave?token=abc>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            "Content-Type: multipart/alternative",
            "Content-Type: text/plain",
            "Content-Type: text/html",
            "https://send.ridgeway.example/roadmap/changes",
            "<p>The roadmap has changed.</p>",
            "&lt;sign&gt;",
        ] {
            assert!(one.contains(part), "{part:?} is missing in\n{one}");
        }
        let mut tx = db.read(area.id).await.unwrap();
        let left = "SELECT COUNT(*) FROM mail WHERE area_id = $1 AND body_text || COALESCE(leave_url, '') <> ''";
        let key = tx.area_key();
        let left: i64 = db::on!(tx, conn => sqlx::query_scalar(left).bind(key).fetch_one(conn).await).unwrap();
        assert_eq!(left, 0, "one-time links do not stay behind");
    })
    .await;
}

#[tokio::test]
async fn a_deed_that_is_not_kept_sends_nothing() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let sink = Sink::open(Manner::Kind).await;
        let mut tx = db.write(area.id).await.unwrap();
        let (to, notice, now) = (super::canary(), super::notice(&area), noon().now());
        let new = mail::NewMail { to: &to, notice: &notice, key: "1", happened_at: now, not_before: now };
        mail::queue(&mut tx, new, now).await.unwrap();
        drop(tx);
        assert_eq!(work(&db, &noon(), &sink.carrier()).await, Tally::default());
    })
    .await;
}

#[tokio::test]
async fn a_refused_recipient_is_kept_for_a_person_and_the_address_shows_nowhere() {
    on_both_engines(async |db| {
        let log = Log::default();
        let _kept = log.keep();
        let area = an_area(&db, "ridgeway").await;
        let sink = Sink::open(Manner::RefusesRecipients).await;
        queue_one(&db, &area, "1").await;
        assert_eq!(work(&db, &noon(), &sink.carrier()).await, Tally { dead: 1, ..Tally::default() });

        let mut tx = db.read(area.id).await.unwrap();
        let kept = mail::kept(&mut tx, None, 10).await.unwrap();
        assert_eq!(kept.len(), 1);
        assert_eq!((kept[0].fate, kept[0].reason.as_str()), (Fate::Dead, "the mail server answered 550"));
        assert!(log.text().contains("waits for a person"), "{}", log.text());
        assert!(!log.text().contains("amina"), "{}", log.text());
    })
    .await;
}

#[tokio::test]
async fn a_server_that_says_later_gets_the_mail_later() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let busy = Sink::open(Manner::Greylists).await;
        queue_one(&db, &area, "1").await;
        assert_eq!(work(&db, &noon(), &busy.carrier()).await, Tally { retried: 1, ..Tally::default() });
        let kind = Sink::open(Manner::Kind).await;
        assert_eq!(work(&db, &super::at("2026-03-02T12:00:59Z"), &kind.carrier()).await, Tally::default());
        let then = super::at("2026-03-02T12:01:00Z");
        assert_eq!(work(&db, &then, &kind.carrier()).await, Tally { sent: 1, ..Tally::default() });
    })
    .await;
}

#[tokio::test]
async fn without_a_mail_server_nothing_is_lost() {
    on_both_engines(async |db| {
        let area = an_area(&db, "ridgeway").await;
        let gone = Sink::open(Manner::Kind).await;
        let carrier = gone.carrier();
        drop(gone);
        tokio::task::yield_now().await;
        queue_one(&db, &area, "1").await;
        assert_eq!(work(&db, &noon(), &carrier).await, Tally { retried: 1, ..Tally::default() });
        assert_eq!(stands(&db, &area).await, Standing { waiting: 1, ..Standing::default() });
    })
    .await;
}

#[tokio::test]
async fn the_folder_of_the_demonstration_holds_what_would_be_sent() {
    on_both_engines(async |db| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mail");
        let carrier: Arc<dyn Carrier> = Arc::new(Folder::new(path.clone(), sender()));
        let area = an_area(&db, "ridgeway").await;
        let Queued::New(id) = queue_one(&db, &area, "1").await else { unreachable!("nothing was queued before") };
        assert_eq!(work(&db, &noon(), &carrier).await, Tally { sent: 1, ..Tally::default() });

        let file = path.join(format!("{id}.eml"));
        assert!(fs::read_to_string(&file).unwrap().contains(&format!("Message-ID: <{id}@send.ridgeway.example>")));
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(&path).unwrap().count(), 1, "nothing unfinished stays");
    })
    .await;
}
