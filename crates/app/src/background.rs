//! The background work of the whole program: which reconcilers run, and when.

use std::{
    fs::{self, Permissions},
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
    sync::Arc,
};

use audit::SigningKey;
use documents::{Keys, finish_shredding};
use inbox::Roots;
use jobs::{JobContext, JobError, Registry, Rhythm};
use kernel::Clock;
use roadmap::{
    editions::{Desk, reissue_comments, reissue_notices},
    site::Reply,
};

use crate::notify::ByMail;

/// Exports every area's signed audit head, so that a cut tail is seen from outside the database.
const EXPORT_AUDIT_HEAD: &str = "audit.export_head";
/// Cuts the keys of destroyed documents out of the key file.
const DESTROY_DOCUMENTS: &str = "documents.destroy";
/// Re-issues what the date tells about the latest edition.
const REISSUE_NOTICES: &str = "roadmap.reissue_notices";

/// Issues the page of answered comments again once one more was answered.
pub const REISSUE_COMMENTS: &str = "roadmap.reissue_comments";

/// Issues the pages of boards again once something about them was published or taken back.
const REISSUE_BOARDS: &str = "governance.reissue_boards";

/// An answered comment as the page shows it; which title its page has, the roadmap knows.
pub fn reply(answered: inbox::desk::Published) -> Reply {
    let inbox::desk::Published { about, said, answer, on } = answered;
    Reply { about, title: String::new(), said, answer, on }
}

/// Every job and reconciler of the program.
pub fn registry(key: &SigningKey, heads: PathBuf, roots: Roots, clock: &Clock) -> Registry {
    let mut registry = Registry::new();
    let signer = key.clone();
    registry.reconcile(EXPORT_AUDIT_HEAD, Rhythm::Every { minutes: 1 }, move |context| {
        let (signer, heads) = (signer.clone(), heads.clone());
        Box::pin(async move { export_head(context, &signer, heads).await })
    });
    let signer = key.clone();
    registry.reconcile(REISSUE_COMMENTS, Rhythm::Every { minutes: 1 }, move |context| {
        let key = signer.clone();
        Box::pin(async move {
            let (actor, clock) = (context.actor(), context.clock.clone());
            let answered = inbox::desk::published(&mut context.tx).await?;
            let replies: Vec<Reply> = answered.into_iter().map(reply).collect();
            reissue_comments(&mut context.tx, Desk { actor: &actor, key: &key, clock: &clock }, &replies)
                .await
                .map(|_| ())
                .map_err(|error| JobError::Retry(error.to_string()))
        })
    });
    let signer = key.clone();
    registry.reconcile(REISSUE_BOARDS, Rhythm::Every { minutes: 1 }, move |context| {
        let key = signer.clone();
        Box::pin(async move {
            let (actor, clock) = (context.actor(), context.clock.clone());
            governance::site::reissue(&mut context.tx, Desk { actor: &actor, key: &key, clock: &clock })
                .await
                .map(|_| ())
                .map_err(|error| JobError::Retry(error.to_string()))
        })
    });
    let key = key.clone();
    registry.reconcile(REISSUE_NOTICES, Rhythm::Nightly { hour: 2 }, move |context| {
        let key = key.clone();
        Box::pin(async move {
            let (actor, clock) = (context.actor(), context.clock.clone());
            reissue_notices(&mut context.tx, Desk { actor: &actor, key: &key, clock: &clock })
                .await
                .map(|_| ())
                .map_err(|error| JobError::Retry(error.to_string()))
        })
    });
    jobs::receipt::keep_tidy(&mut registry);
    accounts::jobs(&mut registry);
    mail::keep_tidy(&mut registry);
    let notify = ByMail { roots: roots.clone(), clock: clock.clone() };
    round::reconcile::register(&mut registry, Arc::new(notify));
    inbox::register(&mut registry, roots, roadmap::editions::EDITIONS, "roadmap/changes");
    registry
}

/// Adds the destroying of documents' keys, where the file that holds them is.
pub fn destroy_documents(registry: &mut Registry, keys: Keys) {
    registry.reconcile(DESTROY_DOCUMENTS, Rhythm::Every { minutes: 1 }, move |context| {
        let keys = keys.clone();
        Box::pin(async move {
            let now = context.clock.now();
            let done = finish_shredding(&mut context.tx, &keys, now).await;
            done.map(|_| ()).map_err(|error| JobError::Retry(error.to_string()))
        })
    });
}

/// Writes `AREA.json` into the folder of heads, and a dated copy once a day.
async fn export_head(context: &mut JobContext, key: &SigningKey, folder: PathBuf) -> Result<(), JobError> {
    let retry = |error: std::io::Error| JobError::Retry(format!("the heads folder: {error}"));
    let now = context.clock.now();
    let head = audit::export_head(&mut context.tx, key, now).await?;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder).map_err(retry)?;
    let write = |file: &Path| {
        head.write_to(file)?;
        // Like the folder, for the program's own user: whoever copies heads elsewhere does so as that user.
        fs::set_permissions(file, Permissions::from_mode(0o600))
    };
    let area = context.tx.area();
    write(&folder.join(format!("{area}.json"))).map_err(retry)?;
    let dated = folder.join(format!("{area}-{}.json", context.clock.today()));
    if !dated.exists() {
        write(&dated).map_err(retry)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};
    use jobs::{Settings, Tally, Worker};
    use kernel::{Actor, Area};
    use roadmap::{
        deeds::{hold_tree, perform},
        editions::release,
        programme::Programme,
    };
    use testing::{an_area, fixed, on_both_engines};

    use super::*;

    const FILE: &str = "[[plan]]\nkey = \"roadmap\"\nkind = \"roadmap\"\ntitle = \"Roadmap\"\nis_roadmap = true\n\
        [[node]]\nkey = \"guide\"\nplan = \"roadmap\"\nlevel = \"entry\"\nwording = \"A guide\"\nwhen = \"2026-03-31\"\n";

    async fn an_edition(db: &db::Db, area: &Area, key: &SigningKey, day: Date) {
        let clock = fixed(day);
        let actor = Actor::operator("office");
        let mut tx = db.write(area.id).await.unwrap();
        let tree = hold_tree(&mut tx).await.unwrap();
        let deeds = Programme::parse(FILE).unwrap().deeds(&tree).unwrap();
        perform(&mut tx, &actor, clock.now(), tree, &deeds).await.unwrap();
        release(&mut tx, Desk { actor: &actor, key, clock: &clock }, "First", "").await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn work(db: &db::Db, key: &SigningKey, heads: &std::path::Path, clock: Clock) -> Tally {
        let registry = registry(key, heads.to_owned(), Roots::unknown(), &clock);
        let worker = Worker::new(db.clone(), clock, registry, Settings::default());
        worker.run_until_idle().await.unwrap()
    }

    async fn notices_issued(db: &db::Db, area: &Area) -> Vec<Date> {
        let mut tx = db.read(area.id).await.unwrap();
        let releases = publication::releases(&mut tx).await.unwrap();
        let notices = releases.into_iter().filter(|row| row.manifest.series == roadmap::editions::NOTICES);
        notices.map(|row| row.manifest.as_at).collect()
    }

    #[tokio::test]
    async fn the_night_after_a_date_has_passed_the_notices_say_so_and_the_edition_stays() {
        on_both_engines(async |db| {
            let folder = tempfile::tempdir().unwrap();
            let (area, key) = (an_area(&db, "ridgeway").await, SigningKey::fresh());
            an_edition(&db, &area, &key, date(2026, 3, 20)).await;

            for day in [date(2026, 3, 20), date(2026, 3, 30), date(2026, 4, 2), date(2026, 4, 3)] {
                work(&db, &key, folder.path(), fixed(day)).await;
            }

            assert_eq!(
                notices_issued(&db, &area).await,
                [date(2026, 3, 20), date(2026, 4, 2)],
                "only the night that changed them"
            );
            let mut tx = db.read(area.id).await.unwrap();
            let loaded = publication::manifest_of(&mut tx, "1").await.unwrap().unwrap();
            assert_eq!(loaded.as_at, date(2026, 3, 20));
            assert!(loaded.pages.iter().all(|page| page.path != "roadmap/notices"));
        })
        .await;
    }

    #[tokio::test]
    async fn the_signed_head_is_exported_and_shows_a_cut_tail() {
        on_both_engines(async |db| {
            let folder = tempfile::tempdir().unwrap();
            let (area, key) = (an_area(&db, "ridgeway").await, SigningKey::fresh());
            an_edition(&db, &area, &key, date(2026, 3, 20)).await;
            work(&db, &key, folder.path(), fixed(date(2026, 3, 20))).await;
            work(&db, &key, folder.path(), fixed(date(2026, 3, 21))).await;

            let file = folder.path().join(format!("{}.json", area.id));
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
            let text = fs::read_to_string(file).unwrap();
            let head = audit::SignedHead::from_json(&text).unwrap().verified(&key.public()).unwrap();
            let mut tx = db.write(area.id).await.unwrap();
            let public = key.public();
            assert!(audit::verify_against(&mut tx, &head, &public).await.is_ok());
            let cut = "DELETE FROM audit_entry WHERE area_id = $1 AND sequence >= $2";
            let back = "UPDATE audit_head SET sequence = $2, hash = $3 WHERE area_id = $1";
            let before = audit::entry(&mut tx, head.sequence - 1).await.unwrap().unwrap();
            let (key, last) = (tx.area_key(), head.sequence);
            db::on!(tx, conn => sqlx::query(cut).bind(key).bind(last).execute(conn).await.map(|_| ())).unwrap();
            db::on!(tx, conn => sqlx::query(back).bind(key).bind(last - 1).bind(before.hash.0.as_slice()).execute(conn).await.map(|_| ())).unwrap();
            assert!(audit::verify(&mut tx).await.is_ok(), "without the head the cut tail goes unseen: the broken variant");
            assert!(audit::verify_against(&mut tx, &head, &public).await.is_err());
        })
        .await;
    }

    #[tokio::test]
    async fn a_destroyed_documents_key_is_out_of_the_key_file_within_minutes() {
        on_both_engines(async |db| {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("documents.key");
            let (area, keys) = (an_area(&db, "ridgeway").await, Keys::load_or_create(&file).unwrap());
            let (clock, actor) = (fixed(date(2026, 3, 27)), Actor::operator("office"));
            let words = documents::check(b"to be forgotten".to_vec(), "letter.txt", documents::Purpose::Hold).unwrap();
            let about = documents::About { kind: "evidence".to_owned(), key: "guide".to_owned() };
            let (sensitivity, note) = (documents::Sensitivity::Office, String::new());
            let new = documents::NewDocument { file: &words, about, sensitivity, note };
            let mut tx = db.write(area.id).await.unwrap();
            let kept = documents::add(&mut tx, &keys, &actor, &new, clock.now()).await.unwrap();
            tx.commit().await.unwrap();
            let whole = fs::read(&file).unwrap();
            let work_on = async |day| {
                let mut registry = Registry::new();
                destroy_documents(&mut registry, keys.clone());
                Worker::new(db.clone(), fixed(day), registry, Settings::default()).run_until_idle().await.unwrap();
                fs::read(&file).unwrap()
            };
            assert_eq!(work_on(date(2026, 3, 27)).await, whole, "what nobody destroyed stays");

            let mut tx = db.write(area.id).await.unwrap();
            let seen = (kept.id, 1);
            documents::shred(&mut tx, &keys, &actor, seen, "wrong family", clock.now()).await.unwrap();
            tx.commit().await.unwrap();

            assert_ne!(work_on(date(2026, 3, 28)).await, whole);
            let mut tx = db.write(area.id).await.unwrap();
            assert_eq!(finish_shredding(&mut tx, &keys, clock.now()).await.unwrap(), 0, "nothing is left to do");
        })
        .await;
    }
}
