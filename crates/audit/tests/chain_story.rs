//! The record as it lives in a database, on both engines.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a story that cannot go on must stop the test")]

use audit::{Broken, GAP, Head, SignedHead, SigningKey, VerifyError, What, record, record_gap, verify, verify_against};
use db::{Db, on};
use jiff::{Timestamp, civil::date};
use kernel::{Actor, AreaId};
use serde_json::json;
use sqlx::AssertSqlSafe;
use testing::{an_area, fixed, on_both_engines};

fn noon() -> Timestamp {
    fixed(date(2026, 3, 2)).now()
}

fn office() -> Actor {
    Actor::operator("programme office")
}

async fn record_deeds(db: &Db, area: AreaId, deeds: usize) {
    let mut tx = db.write(area).await.unwrap();
    for number in 0..deeds {
        let detail = json!({"number": number, "words": "caf\u{e9} \u{2013} \"quoted\""});
        record(&mut tx, &office(), "roadmap.release", &format!("edition {number}"), &detail, noon()).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Changes stored rows as somebody with the database's password could.
async fn tamper(db: &Db, area: AreaId, text: &str) {
    let mut tx = db.write(area).await.unwrap();
    let text = text.replace("AREA", "area_id = $1");
    on!(tx, conn => sqlx::query(AssertSqlSafe(text)).bind(area.0).execute(conn).await.map(|_| ())).unwrap();
    tx.commit().await.unwrap();
}

/// Six entries of ten and their own head row: what a restore from an older backup leaves, and what
/// somebody leaves who hides the last four.
async fn cut_after_six(db: &Db, area: AreaId) {
    tamper(db, area, "DELETE FROM audit_entry WHERE AREA AND sequence > 6").await;
    tamper(
        db,
        area,
        "UPDATE audit_head SET sequence = 6,
         hash = (SELECT hash FROM audit_entry WHERE AREA AND sequence = 6) WHERE AREA",
    )
    .await;
}

async fn the_head(db: &Db, area: AreaId, at: Timestamp) -> Head {
    let mut tx = db.read(area).await.unwrap();
    audit::head(&mut tx, at).await.unwrap()
}

async fn first_bad_entry(db: &Db, area: AreaId, head: Option<&Head>) -> i64 {
    let key = SigningKey::fresh();
    first_fault(db, area, head.map(|head| (head, &key))).await.sequence
}

async fn first_fault(db: &Db, area: AreaId, witness: Option<(&Head, &SigningKey)>) -> Broken {
    let mut tx = db.read(area).await.unwrap();
    let answer = match witness {
        Some((head, key)) => verify_against(&mut tx, head, &key.public()).await,
        None => verify(&mut tx).await,
    };
    match answer {
        Err(VerifyError::Broken(broken)) => broken,
        other => panic!("not seen: {other:?}"),
    }
}

#[tokio::test]
async fn an_areas_deeds_form_one_chain_and_another_areas_another() {
    on_both_engines(async |db| {
        let (here, there) = (an_area(&db, "here").await.id, an_area(&db, "there").await.id);
        record_deeds(&db, here, 1203).await;
        record_deeds(&db, there, 2).await;

        for (area, entries) in [(here, 1203), (there, 2)] {
            let mut tx = db.read(area).await.unwrap();
            let verified = verify(&mut tx).await.unwrap();
            assert_eq!(verified.entries, entries);
            let last = audit::entry(&mut tx, entries).await.unwrap().unwrap();
            assert_eq!(last.hash, verified.hash);
            assert!(audit::entry(&mut tx, entries + 1).await.unwrap().is_none());
        }
    })
    .await;
}

#[tokio::test]
async fn a_deed_that_is_undone_leaves_no_entry_and_no_hole() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        record_deeds(&db, area, 1).await;
        let mut tx = db.write(area).await.unwrap();
        record(&mut tx, &office(), "never", "nothing", &json!({}), noon()).await.unwrap();
        drop(tx);
        record_deeds(&db, area, 1).await;

        let mut tx = db.read(area).await.unwrap();
        assert_eq!(verify(&mut tx).await.unwrap().entries, 2);
    })
    .await;
}

#[tokio::test]
async fn many_writers_at_once_make_one_unbroken_chain() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        let writers: Vec<_> = (0..4)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move {
                    for _ in 0..10 {
                        record_deeds(&db, area, 1).await;
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        let mut tx = db.read(area).await.unwrap();
        assert_eq!(verify(&mut tx).await.unwrap().entries, 40);
    })
    .await;
}

#[tokio::test]
async fn whoever_touches_the_stored_rows_is_seen_at_the_right_place() {
    // Each sets the record of ten entries wrong in one way, and is seen at this place.
    let falsifications = [
        ("UPDATE audit_entry SET deed = 'roadmap.releasf' WHERE AREA AND sequence = 4", 4),
        ("UPDATE audit_entry SET detail = '{}' WHERE AREA AND sequence = 10", 10),
        ("UPDATE audit_entry SET recorded_at = '2026-03-02T12:00:01Z' WHERE AREA AND sequence = 1", 1),
        ("UPDATE audit_entry SET previous = hash WHERE AREA AND sequence = 6", 6),
        ("DELETE FROM audit_entry WHERE AREA AND sequence = 5", 5),
        ("DELETE FROM audit_entry WHERE AREA AND sequence > 7", 8),
        ("UPDATE audit_entry SET sequence = sequence + 100 WHERE AREA AND sequence = 3", 3),
        ("UPDATE audit_entry SET sequence = 0 WHERE AREA AND sequence = 10", 1),
        ("UPDATE audit_head SET sequence = 9 WHERE AREA", 10),
        ("UPDATE audit_head SET hash = (SELECT previous FROM audit_entry WHERE AREA AND sequence = 10) WHERE AREA", 10),
        ("DELETE FROM audit_head WHERE AREA", 10),
        ("INSERT INTO audit_entry (area_id, sequence, recorded_at, actor, deed, subject, detail, previous, hash)
          SELECT area_id, 11, recorded_at, actor, deed, subject, detail, hash, hash FROM audit_entry WHERE AREA AND sequence = 10", 11),
    ];
    on_both_engines(async |db| {
        for (number, (text, place)) in falsifications.iter().enumerate() {
            let area = an_area(&db, &format!("area-{number}")).await.id;
            record_deeds(&db, area, 10).await;
            tamper(&db, area, text).await;
            assert_eq!(first_bad_entry(&db, area, None).await, *place, "{text}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_row_that_is_no_longer_readable_is_named_too() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        record_deeds(&db, area, 3).await;
        let empty = if matches!(db, Db::Postgres(_)) { "decode('', 'hex')" } else { "X''" };
        tamper(&db, area, &format!("UPDATE audit_entry SET hash = {empty} WHERE AREA AND sequence = 2")).await;
        assert_eq!(first_bad_entry(&db, area, None).await, 2);
        if matches!(db, Db::Sqlite { .. }) {
            tamper(&db, area, "UPDATE audit_entry SET actor = X'FF00FF' WHERE AREA AND sequence = 1").await;
            assert_eq!(first_bad_entry(&db, area, None).await, 1);
        }
    })
    .await;
}

#[tokio::test]
async fn a_tail_cut_off_with_its_head_row_is_seen_by_the_signed_head() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        record_deeds(&db, area, 10).await;
        let key = SigningKey::fresh();
        let mut tx = db.read(area).await.unwrap();
        let exported = audit::export_head(&mut tx, &key, noon()).await.unwrap();
        drop(tx);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("head.json");
        exported.write_to(&path).unwrap();

        cut_after_six(&db, area).await;

        let mut tx = db.read(area).await.unwrap();
        let unaware = verify(&mut tx).await.unwrap();
        assert_eq!(unaware.entries, 6, "without the signed head the cut is not seen");
        drop(tx);
        let text = std::fs::read_to_string(&path).unwrap();
        let head = SignedHead::from_json(&text).unwrap().verified(&key.public()).unwrap();
        assert_eq!(first_bad_entry(&db, area, Some(&head)).await, 7);
    })
    .await;
}

#[tokio::test]
async fn after_a_restore_the_lost_stretch_is_said_aloud() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        let later = fixed(date(2026, 3, 9)).now();
        record_deeds(&db, area, 10).await;
        let (key, kept) = (SigningKey::fresh(), the_head(&db, area, noon()).await);
        cut_after_six(&db, area).await;

        let mut tx = db.write(area).await.unwrap();
        let reason = "restored from the backup of 1 March 2026";
        record_gap(&mut tx, &key, &office(), reason, Some(&kept), later).await.unwrap();
        tx.commit().await.unwrap();
        record_deeds(&db, area, 5).await;

        let mut tx = db.read(area).await.unwrap();
        let verified = verify_against(&mut tx, &kept, &key.public()).await.unwrap();
        assert_eq!((verified.entries, verified.gaps.len()), (12, 1));
        let gap = verified.explained_by.unwrap();
        assert_eq!((gap.sequence, gap.signed_by), (7, key.public()));
        assert!(gap.detail.contains(reason) && gap.detail.contains(&kept.hash.to_string()));

        // A head taken after the gap is not excused by it.
        let mut false_head = audit::head(&mut tx, "2026-03-10T00:00:00Z".parse().unwrap()).await.unwrap();
        false_head.sequence = 11;
        drop(tx);
        assert_eq!(first_fault(&db, area, Some((&false_head, &key))).await.sequence, 11);
    })
    .await;
}

/// Seen in a trial: with the last entries deleted, the head row put right and a gap written by hand,
/// the signed head was taken as explained.
#[tokio::test]
async fn a_gap_that_the_installation_did_not_sign_hides_no_cut_tail() {
    on_both_engines(async |db| {
        let later = fixed(date(2026, 3, 9)).now();
        let (ours, theirs) = (SigningKey::fresh(), SigningKey::fresh());

        let area = an_area(&db, "unsigned").await.id;
        record_deeds(&db, area, 10).await;
        let kept = the_head(&db, area, noon()).await;
        cut_after_six(&db, area).await;
        let mut tx = db.write(area).await.unwrap();
        let words = json!({"reason": "restored", "last_known": null});
        record(&mut tx, &office(), GAP, "audit record", &words, later).await.unwrap();
        tx.commit().await.unwrap();
        let fault = first_fault(&db, area, Some((&kept, &ours))).await;
        assert_eq!(fault, Broken { sequence: 7, what: What::ForgedGap { until: Some(10) } });
        assert!(fault.to_string().contains("from there to 10 are gone"), "{fault}");
        let fault = first_fault(&db, area, None).await;
        assert_eq!(fault.to_string(), "the audit record is broken at entry 7: a gap that nobody signed stands there");

        let area = an_area(&db, "signed-by-another").await.id;
        record_deeds(&db, area, 10).await;
        let kept = the_head(&db, area, noon()).await;
        cut_after_six(&db, area).await;
        let mut tx = db.write(area).await.unwrap();
        record_gap(&mut tx, &theirs, &office(), "restored", Some(&kept), later).await.unwrap();
        tx.commit().await.unwrap();
        let fault = first_fault(&db, area, Some((&kept, &ours))).await;
        assert_eq!(fault, Broken { sequence: 7, what: What::ForgedGap { until: Some(10) } });
        let mut tx = db.read(area).await.unwrap();
        let unaware = verify_against(&mut tx, &kept, &theirs.public()).await.unwrap();
        assert!(unaware.explained_by.is_some(), "with any key trusted the cut is not seen: the broken variant");
        assert_eq!(verify(&mut tx).await.unwrap().gaps[0].signed_by, theirs.public());
    })
    .await;
}

#[tokio::test]
async fn an_area_without_deeds_is_whole_and_its_head_can_be_kept() {
    on_both_engines(async |db| {
        let area = an_area(&db, "here").await.id;
        let mut tx = db.read(area).await.unwrap();
        let head = audit::head(&mut tx, noon()).await.unwrap();
        assert_eq!(verify_against(&mut tx, &head, &SigningKey::fresh().public()).await.unwrap().entries, 0);
        drop(tx);
        record_deeds(&db, area, 1).await;
        let mut tx = db.read(area).await.unwrap();
        assert_eq!(verify_against(&mut tx, &head, &SigningKey::fresh().public()).await.unwrap().entries, 1);
    })
    .await;
}

#[tokio::test]
async fn every_statement_of_the_record_is_accepted_by_both_engines() {
    on_both_engines(async |db| {
        let ours = db::STATEMENTS.iter().filter(|s| s.file.contains("audit"));
        let mut seen = 0;
        for statement in ours {
            db.prepare(statement.text).await.unwrap();
            seen += 1;
        }
        assert!(seen >= 5, "only {seen} statements are registered");
    })
    .await;
}
