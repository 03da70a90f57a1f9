//! What is kept: sealed, opened only here, destroyed for good. On both engines.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on must stop the test")]

use std::path::Path;

use db::{Db, on, sql};
use documents::{
    About, Amendment, Checked, DocumentError, Keys, NewDocument, Purpose, Sensitivity, StoredDocument, add, amend,
    check, document, documents_about, finish_shredding, read, shred, shred_area, withdraw,
};
use jiff::{Timestamp, civil::date};
use kernel::{Actor, Area};
use tempfile::TempDir;
use testing::{SqliteBed, an_area, fixed, on_both_engines};

/// Words that must be found nowhere on the disk.
const CANARY: &str = "canary-Ffion-Marlowe-4471";

fn now() -> Timestamp {
    fixed(date(2026, 11, 2)).now()
}

fn office() -> Actor {
    Actor::operator("programme office")
}

fn evidence() -> About {
    About { kind: "evidence".to_owned(), key: "waiting-times".to_owned() }
}

fn some_keys() -> (TempDir, Keys) {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::load_or_create(&folder.path().join("documents.key")).unwrap();
    (folder, keys)
}

fn text_file(words: &str) -> Checked {
    check(words.as_bytes().to_vec(), &format!("{CANARY}.txt"), Purpose::Hold).unwrap()
}

/// A text of several chunks, each different.
fn long_text() -> String {
    let line = |number: u32| [CANARY, " ", &number.to_string(), "\n"].concat();
    (0..25_000).map(line).collect()
}

async fn keep(db: &Db, area: &Area, keys: &Keys, words: &str) -> StoredDocument {
    let file = text_file(words);
    let new = NewDocument { file: &file, about: evidence(), sensitivity: Sensitivity::Office, note: CANARY.to_owned() };
    let mut tx = db.write(area.id).await.unwrap();
    let kept = add(&mut tx, keys, &office(), &new, now()).await.unwrap();
    tx.commit().await.unwrap();
    kept
}

/// Cuts out what was shredded, in a transaction of its own; how many documents.
async fn destroyed(db: &Db, keys: &Keys, area: &Area) -> usize {
    let mut tx = db.write(area.id).await.unwrap();
    let count = finish_shredding(&mut tx, keys, now()).await.unwrap();
    tx.commit().await.unwrap();
    count
}

async fn content(db: &Db, area: &Area, keys: &Keys, id: uuid::Uuid) -> Result<Vec<u8>, DocumentError> {
    let mut tx = db.read(area.id).await.unwrap();
    read(&mut tx, keys, id).await
}

#[tokio::test]
async fn a_file_comes_back_as_it_was_given() {
    on_both_engines(async |db| {
        let ridgeway = an_area(&db, "ridgeway").await;
        let (_folder, keys) = some_keys();
        let words = long_text();

        let kept = keep(&db, &ridgeway, &keys, &words).await;

        assert_eq!(content(&db, &ridgeway, &keys, kept.id).await.unwrap(), words.as_bytes());
        let mut tx = db.read(ridgeway.id).await.unwrap();
        let listed = documents_about(&mut tx, &keys, &evidence()).await.unwrap();
        assert_eq!(listed, std::slice::from_ref(&kept));
        assert_eq!(listed[0].card.as_ref().unwrap().note, CANARY);
        assert_eq!(document(&mut tx, &keys, kept.id).await.unwrap(), Some(kept));
    })
    .await;
}

#[tokio::test]
async fn the_same_file_twice_is_stored_once_and_each_copy_can_go_alone() {
    on_both_engines(async |db| {
        let ridgeway = an_area(&db, "ridgeway").await;
        let (_folder, keys) = some_keys();
        let one = keep(&db, &ridgeway, &keys, "the same words").await;
        let other = keep(&db, &ridgeway, &keys, "the same words").await;
        assert_eq!(count(&db, &ridgeway).await, 1);

        let mut tx = db.write(ridgeway.id).await.unwrap();
        shred(&mut tx, &keys, &office(), (one.id, 1), "sent by mistake", now()).await.unwrap();
        tx.commit().await.unwrap();
        destroyed(&db, &keys, &ridgeway).await;

        assert!(matches!(content(&db, &ridgeway, &keys, one.id).await, Err(DocumentError::Destroyed(_))));
        assert_eq!(content(&db, &ridgeway, &keys, other.id).await.unwrap(), b"the same words");
        let mut tx = db.write(ridgeway.id).await.unwrap();
        shred(&mut tx, &keys, &office(), (other.id, 1), "sent by mistake", now()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(count(&db, &ridgeway).await, 0);
    })
    .await;
}

#[tokio::test]
async fn another_area_reads_nothing_not_even_from_a_copied_row() {
    on_both_engines(async |db| {
        let (ridgeway, downland) = (an_area(&db, "ridgeway").await, an_area(&db, "downland").await);
        let (_folder, keys) = some_keys();
        let kept = keep(&db, &ridgeway, &keys, "for the office of Ridgeway").await;
        let theirs = keep(&db, &downland, &keys, "for the office of Downland").await;

        let foreign = content(&db, &downland, &keys, kept.id).await.unwrap_err();
        let absent = content(&db, &downland, &keys, uuid::Uuid::nil()).await.unwrap_err();
        assert!(
            matches!(foreign, DocumentError::NoSuchDocument(_)) && matches!(absent, DocumentError::NoSuchDocument(_))
        );

        // Somebody at the database copies all that Ridgeway's document is, under Downland's area.
        let rows = stolen(&db, &ridgeway, kept.id).await;
        put(&db, &downland, &rows, theirs.id).await;
        assert!(matches!(content(&db, &downland, &keys, theirs.id).await, Err(DocumentError::Altered(_))));
    })
    .await;
}

#[tokio::test]
async fn a_bit_flipped_anywhere_is_refused() {
    on_both_engines(async |db| {
        let ridgeway = an_area(&db, "ridgeway").await;
        let (_folder, keys) = some_keys();
        let kept = keep(&db, &ridgeway, &keys, "twenty-seven bytes of words").await;
        let rows = stolen(&db, &ridgeway, kept.id).await;

        for place in 0..rows.sealed.len() {
            let mut broken = rows.clone();
            broken.sealed[place] ^= 1 << (place % 8);
            put(&db, &ridgeway, &broken, kept.id).await;
            let answer = content(&db, &ridgeway, &keys, kept.id).await;
            assert!(matches!(answer, Err(DocumentError::Altered(_))), "byte {place} of the content");
        }
        for place in 0..rows.wrapped_key.len() {
            let mut broken = rows.clone();
            broken.wrapped_key[place] ^= 1 << (place % 8);
            put(&db, &ridgeway, &broken, kept.id).await;
            let answer = content(&db, &ridgeway, &keys, kept.id).await;
            assert!(matches!(answer, Err(DocumentError::Altered(_))), "byte {place} of the key");
        }
        for place in 0..rows.card.len() {
            let mut broken = rows.clone();
            broken.card[place] ^= 1 << (place % 8);
            put(&db, &ridgeway, &broken, kept.id).await;
            let mut tx = db.read(ridgeway.id).await.unwrap();
            let answer = document(&mut tx, &keys, kept.id).await;
            assert!(matches!(answer, Err(DocumentError::Altered(_))), "byte {place} of the card");
        }
        put(&db, &ridgeway, &rows, kept.id).await;
        assert!(content(&db, &ridgeway, &keys, kept.id).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_chunk_moved_or_left_out_is_refused() {
    on_both_engines(async |db| {
        let ridgeway = an_area(&db, "ridgeway").await;
        let (_folder, keys) = some_keys();
        let kept = keep(&db, &ridgeway, &keys, &long_text()).await;
        let chunks = kept.bytes.div_ceil(256 << 10);
        assert!(chunks >= 3, "{chunks}");

        move_chunk(&db, &ridgeway, 0, 99).await;
        move_chunk(&db, &ridgeway, 1, 0).await;
        move_chunk(&db, &ridgeway, 99, 1).await;
        assert!(matches!(content(&db, &ridgeway, &keys, kept.id).await, Err(DocumentError::Altered(_))));
        move_chunk(&db, &ridgeway, 0, 99).await;
        move_chunk(&db, &ridgeway, 1, 0).await;
        move_chunk(&db, &ridgeway, 99, 1).await;
        assert!(content(&db, &ridgeway, &keys, kept.id).await.is_ok());

        // The last chunk is cut off, and the row that counts them agrees.
        let short = i64::try_from((chunks - 1) * (256 << 10)).unwrap();
        run(&db, &ridgeway, SHORTER_CONTENT, short).await;
        run(&db, &ridgeway, SHORTER_DOCUMENT, short).await;
        assert!(matches!(content(&db, &ridgeway, &keys, kept.id).await, Err(DocumentError::Altered(_))));
    })
    .await;
}

#[tokio::test]
async fn a_row_that_was_made_public_behind_our_back_is_not_believed() {
    on_both_engines(async |db| {
        let ridgeway = an_area(&db, "ridgeway").await;
        let (_folder, keys) = some_keys();
        let kept = keep(&db, &ridgeway, &keys, "for the office").await;

        run(&db, &ridgeway, OPENED, -1).await;

        let mut tx = db.read(ridgeway.id).await.unwrap();
        assert!(matches!(document(&mut tx, &keys, kept.id).await, Err(DocumentError::Altered(_))));
    })
    .await;
}

#[tokio::test]
async fn other_keys_open_nothing() {
    on_both_engines(async |db| {
        let ridgeway = an_area(&db, "ridgeway").await;
        let (_folder, keys) = some_keys();
        let (_elsewhere, others) = some_keys();
        let kept = keep(&db, &ridgeway, &keys, "for the office").await;
        assert!(matches!(content(&db, &ridgeway, &others, kept.id).await, Err(DocumentError::OtherKeys)));
    })
    .await;
}

#[tokio::test]
async fn a_backup_from_before_does_not_open_what_was_shredded_since() {
    on_both_engines(async |db| {
        let ridgeway = an_area(&db, "ridgeway").await;
        let (folder, keys) = some_keys();
        let gone = keep(&db, &ridgeway, &keys, "to be forgotten").await;
        let left = keep(&db, &ridgeway, &keys, "to be kept").await;
        let backup = stolen(&db, &ridgeway, gone.id).await;

        let mut tx = db.write(ridgeway.id).await.unwrap();
        let shredded = shred(&mut tx, &keys, &office(), (gone.id, 1), "wrong family", now()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((shredded.card, shredded.version), (None, 2));
        assert_eq!(destroyed(&db, &keys, &ridgeway).await, 1);
        assert_eq!(destroyed(&db, &keys, &ridgeway).await, 0);

        // The old rows come back; the key file is as it is now, read anew as another process would.
        put(&db, &ridgeway, &backup, gone.id).await;
        for keys in [keys, Keys::load(&folder.path().join("documents.key")).unwrap()] {
            assert!(matches!(content(&db, &ridgeway, &keys, gone.id).await, Err(DocumentError::Destroyed(_))));
            let mut tx = db.read(ridgeway.id).await.unwrap();
            assert_eq!(document(&mut tx, &keys, gone.id).await.unwrap().unwrap().card, None);
            drop(tx);
            assert_eq!(content(&db, &ridgeway, &keys, left.id).await.unwrap(), b"to be kept");
        }
        // And the same file can be handed in again.
        let keys = Keys::load(&folder.path().join("documents.key")).unwrap();
        let again = keep(&db, &ridgeway, &keys, "to be forgotten").await;
        assert_eq!(content(&db, &ridgeway, &keys, again.id).await.unwrap(), b"to be forgotten");
    })
    .await;
}

#[tokio::test]
async fn an_area_that_leaves_takes_its_documents_with_it_and_no_others() {
    on_both_engines(async |db| {
        let (ridgeway, downland) = (an_area(&db, "ridgeway").await, an_area(&db, "downland").await);
        let (_folder, keys) = some_keys();
        let ours = keep(&db, &ridgeway, &keys, "ours").await;
        let theirs = keep(&db, &downland, &keys, "theirs").await;

        let mut tx = db.write(ridgeway.id).await.unwrap();
        assert_eq!(shred_area(&mut tx, &office(), "the partnership left", now()).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(destroyed(&db, &keys, &ridgeway).await, 1);

        assert!(matches!(content(&db, &ridgeway, &keys, ours.id).await, Err(DocumentError::Destroyed(_))));
        assert_eq!(content(&db, &downland, &keys, theirs.id).await.unwrap(), b"theirs");
        let file = text_file("one more");
        let new = NewDocument { file: &file, about: evidence(), sensitivity: Sensitivity::Office, note: String::new() };
        let mut tx = db.write(ridgeway.id).await.unwrap();
        let refused = add(&mut tx, &keys, &office(), &new, now()).await.unwrap_err();
        assert!(matches!(refused, DocumentError::AreaDestroyed));
    })
    .await;
}

#[tokio::test]
async fn the_later_of_two_changes_meets_the_earlier() {
    on_both_engines(async |db| {
        let ridgeway = an_area(&db, "ridgeway").await;
        let (_folder, keys) = some_keys();
        let kept = keep(&db, &ridgeway, &keys, "for the office").await;
        let change = |note: &str| Amendment { sensitivity: Sensitivity::Partnership, note: note.to_owned() };

        let mut tx = db.write(ridgeway.id).await.unwrap();
        let first = amend(&mut tx, &keys, &office(), (kept.id, 1), &change("first"), now()).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.write(ridgeway.id).await.unwrap();
        let later = amend(&mut tx, &keys, &office(), (kept.id, 1), &change("later"), now()).await.unwrap_err();

        let DocumentError::Changed(there) = later else { panic!("{later}") };
        assert_eq!(*there, first);
        assert_eq!(there.card.unwrap().note, "first");
        let withdrawn = withdraw(&mut tx, &keys, &office(), (kept.id, 2), "superseded", now()).await.unwrap();
        assert_eq!(withdrawn.withdrawn.unwrap().because, "superseded");
        assert!(matches!(read(&mut tx, &keys, kept.id).await, Err(DocumentError::Withdrawn(_))));
        let audit = audit::verify(&mut tx).await;
        assert!(audit.is_ok(), "{audit:?}");
    })
    .await;
}

#[tokio::test]
async fn what_hides_something_is_never_made_public() {
    on_both_engines(async |db| {
        let ridgeway = an_area(&db, "ridgeway").await;
        let (_folder, keys) = some_keys();
        let held = check(b"plan,result\r\nreading,=A1+A2\r\n".to_vec(), "a.csv", Purpose::Hold).unwrap();
        let new = |sensitivity| NewDocument { file: &held, about: evidence(), sensitivity, note: String::new() };

        let mut tx = db.write(ridgeway.id).await.unwrap();
        let refused = add(&mut tx, &keys, &office(), &new(Sensitivity::Public), now()).await.unwrap_err();
        assert!(matches!(refused, DocumentError::NotCheckedForPublication));
        let kept = add(&mut tx, &keys, &office(), &new(Sensitivity::Board), now()).await.unwrap();
        let opened = Amendment { sensitivity: Sensitivity::Public, note: String::new() };
        let refused = amend(&mut tx, &keys, &office(), (kept.id, 1), &opened, now()).await.unwrap_err();
        assert!(matches!(refused, DocumentError::NotFitForPublication(_)), "{refused}");
        assert_eq!(document(&mut tx, &keys, kept.id).await.unwrap(), Some(kept));
    })
    .await;
}

#[tokio::test]
async fn the_words_of_a_file_are_nowhere_on_the_disk() {
    let bed = SqliteBed::open().await;
    let ridgeway = an_area(&bed.db, "ridgeway").await;
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::load_or_create(&folder.path().join("documents.key")).unwrap();
    let kept = keep(&bed.db, &ridgeway, &keys, &long_text()).await;

    let path = bed.address.trim_start_matches("sqlite:").to_owned();
    let wal = format!("{path}-wal");
    // The name of its thing is no secret: it shows that the log was looked at while it held the rows.
    assert!(holds(Path::new(&wal), "waiting-times"));
    for file in [path.clone(), wal] {
        for words in [CANARY, "Marlowe"] {
            assert!(!holds(Path::new(&file), words), "{words} in {file}");
        }
    }
    bed.db.close().await;
    assert!(holds(Path::new(&path), &kept.about.key));
    assert!(!holds(Path::new(&path), CANARY));
    bed.close().await;
}

fn holds(path: &Path, words: &str) -> bool {
    let bytes = std::fs::read(path).unwrap();
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

/// What somebody at the database sees of a document of one chunk.
#[derive(Clone)]
struct Rows {
    address: String,
    slot: i64,
    wrapped_key: Vec<u8>,
    card: Vec<u8>,
    bytes: i64,
    sealed: Vec<u8>,
}

async fn stolen(db: &Db, area: &Area, id: uuid::Uuid) -> Rows {
    const DOCUMENT: &str =
        sql!("SELECT address, slot, wrapped_key, card, bytes FROM document WHERE area_id = $1 AND document_id = $2");
    const CHUNK: &str = sql!("SELECT sealed FROM document_chunk WHERE area_id = $1 AND address = $2 AND number = 0");
    let mut tx = db.read(area.id).await.unwrap();
    let area = tx.area_key();
    let row: (String, i64, Vec<u8>, Vec<u8>, i64) =
        on!(tx, conn => sqlx::query_as(DOCUMENT).bind(area).bind(id).fetch_one(conn).await).unwrap();
    let (address, slot, wrapped_key, card, bytes) = row;
    let sealed = on!(tx, conn => sqlx::query_scalar(CHUNK).bind(area).bind(&address).fetch_one(conn).await).unwrap();
    Rows { address, slot, wrapped_key, card, bytes, sealed }
}

/// Writes rows over a document and its first chunk, as somebody at the database could.
async fn put(db: &Db, area: &Area, rows: &Rows, id: uuid::Uuid) {
    const DOCUMENT: &str = sql!(
        "UPDATE document SET address = $3, slot = $4, wrapped_key = $5, card = $6, bytes = $7, shredded_at = NULL,
                             destroyed_at = NULL, withdrawn_at = NULL, withdrawn_by = NULL, withdrawn_because = NULL
         WHERE area_id = $1 AND document_id = $2"
    );
    const CONTENT: &str = sql!(
        "INSERT INTO document_content (area_id, address, bytes, chunks) VALUES ($1, $2, $3, 1)
         ON CONFLICT (area_id, address) DO NOTHING"
    );
    const CHUNK: &str = sql!(
        "INSERT INTO document_chunk (area_id, address, number, sealed) VALUES ($1, $2, 0, $3)
         ON CONFLICT (area_id, address, number) DO UPDATE SET sealed = EXCLUDED.sealed"
    );
    let mut tx = db.write(area.id).await.unwrap();
    let key = tx.area_key();
    on!(tx, conn => sqlx::query(DOCUMENT)
        .bind(key)
        .bind(id)
        .bind(&rows.address)
        .bind(rows.slot)
        .bind(&rows.wrapped_key)
        .bind(&rows.card)
        .bind(rows.bytes)
        .execute(conn)
        .await
        .map(|_| ()))
    .unwrap();
    on!(tx, conn => sqlx::query(CONTENT).bind(key).bind(&rows.address).bind(rows.bytes).execute(conn).await.map(|_| ()))
        .unwrap();
    on!(tx, conn => sqlx::query(CHUNK).bind(key).bind(&rows.address).bind(&rows.sealed).execute(conn).await.map(|_| ()))
        .unwrap();
    tx.commit().await.unwrap();
}

const SHORTER_CONTENT: &str = sql!("UPDATE document_content SET chunks = chunks - 1, bytes = $2 WHERE area_id = $1");
const SHORTER_DOCUMENT: &str = sql!("UPDATE document SET bytes = $2 WHERE area_id = $1");
const OPENED: &str = sql!("UPDATE document SET sensitivity = 'public' WHERE area_id = $1 AND slot > $2");

/// Changes rows as somebody at the database could.
async fn run(db: &Db, area: &Area, text: &'static str, number: i64) {
    let mut tx = db.write(area.id).await.unwrap();
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(text).bind(area).bind(number).execute(conn).await.map(|_| ())).unwrap();
    tx.commit().await.unwrap();
}

async fn count(db: &Db, area: &Area) -> i64 {
    const SQL: &str = sql!("SELECT COUNT(*) FROM document_content WHERE area_id = $1");
    let mut tx = db.read(area.id).await.unwrap();
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_scalar(SQL).bind(area).fetch_one(conn).await).unwrap()
}

async fn move_chunk(db: &Db, area: &Area, from: i64, to: i64) {
    const SQL: &str = sql!("UPDATE document_chunk SET number = $3 WHERE area_id = $1 AND number = $2");
    let mut tx = db.write(area.id).await.unwrap();
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(from).bind(to).execute(conn).await.map(|_| ())).unwrap();
    tx.commit().await.unwrap();
}
