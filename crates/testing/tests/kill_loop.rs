//! Kills writers with SIGKILL at random moments and looks for every deed they said was done.
//!
//! A killed process shows faults in the order of commit and acknowledgement and in what a restart
//! makes of half-written files. A power cut is another matter: `synchronous=FULL` and the server's
//! own `fsync` answer for that.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a loop that cannot go on must stop the test")]

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader},
    os::unix::process::ExitStatusExt,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use db::{Db, Settings, on};
use kernel::AreaId;
use proptest::{
    prelude::Rng,
    test_runner::{RngAlgorithm, TestRng},
};
use testing::{PostgresBed, SqliteBed, an_area};
use uuid::Uuid;

const SQLITE_CYCLES: usize = 200;
const POSTGRES_CYCLES: usize = 20;
/// A fresh database after so many cycles: each cycle looks through the whole record.
const CYCLES_ON_ONE: usize = 25;
/// Loops beside each other, each on a database of its own.
const LANES: usize = 4;

/// What a loop came to.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    cycles: usize,
    acknowledged: usize,
    lost: usize,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.cycles += other.cycles;
        self.acknowledged += other.acknowledged;
        self.lost += other.lost;
    }
}

/// A writer that never outlives the test.
struct Writer(Child);

impl Drop for Writer {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// From when the while counts that a writer may write.
#[derive(Clone, Copy)]
enum From {
    /// So that some are killed while they open the database.
    Start,
    /// So that even on a slow machine some are killed while they write.
    FirstLine,
}

/// Lets a writer write for a while, kills it, and returns the whole lines it said.
fn write_and_kill(address: &str, area: AreaId, early: bool, from: From, after: Duration) -> Vec<String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kill_writer"));
    command.arg(address).arg(area.to_string()).stdout(Stdio::piped());
    if early {
        command.arg("--acknowledge-early");
    }
    let mut writer = Writer(command.spawn().unwrap());
    let mut out = BufReader::new(writer.0.stdout.take().unwrap());
    let (said, heard) = mpsc::channel();
    let listener = thread::spawn(move || {
        let mut line = String::new();
        // A line without its end was never said.
        while out.read_line(&mut line).unwrap() > 0 && line.ends_with('\n') {
            said.send(std::mem::take(&mut line)).unwrap();
        }
    });
    let mut lines = Vec::new();
    if matches!(from, From::FirstLine) {
        lines.push(heard.recv_timeout(Duration::from_mins(1)).expect("a line within a minute"));
    }
    thread::sleep(after);
    writer.0.kill().unwrap();
    let status = writer.0.wait().unwrap();
    assert_eq!(status.signal(), Some(9), "the writer ended by itself: {status}");
    listener.join().unwrap();
    lines.extend(heard);
    lines
}

/// How many of the lines name a deed or a job that is not in the database. The record itself must
/// be whole, and keep step with the queue, whatever happened.
async fn lost(db: &Db, area: AreaId, lines: &[String]) -> usize {
    let mut tx = db.read(area).await.unwrap();
    let verified = audit::verify(&mut tx).await.unwrap();
    let text = "SELECT job_id FROM job WHERE area_id = $1";
    let jobs: Vec<Uuid> = on!(tx, conn => sqlx::query_scalar(text).bind(area.0).fetch_all(conn).await).unwrap();
    let jobs: BTreeSet<Uuid> = jobs.into_iter().collect();
    assert_eq!(verified.entries, i64::try_from(jobs.len()).unwrap(), "half a deed was kept");
    let mut lost = 0;
    for line in lines {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [sequence, hash, job] = words[..] else { unreachable!("{line:?}") };
        let entry = audit::entry(&mut tx, sequence.parse().unwrap()).await.unwrap();
        let recorded = entry.is_some_and(|entry| entry.hash.to_string() == hash);
        lost += usize::from(!recorded || !jobs.contains(&job.parse().unwrap()));
    }
    lost
}

/// Kills again and again on one database, reopening it each time; the broken variant ends with its
/// first loss.
async fn kill_on_one(address: &str, area: AreaId, early: bool, cycles: usize, dice: &mut TestRng) -> Count {
    let mut count = Count::default();
    for cycle in 0..cycles {
        let from = if cycle % 2 == 0 { From::Start } else { From::FirstLine };
        let after = Duration::from_millis(dice.next_u64() % 120);
        let lines = write_and_kill(address, area, early, from, after);
        let db = Db::open(address, Settings { connections: 2, create: false }).await.unwrap();
        let lost = lost(&db, area, &lines).await;
        db.close().await;
        count.add(Count { cycles: 1, acknowledged: lines.len(), lost });
        if lost > 0 {
            break;
        }
    }
    count
}

async fn kill_on_sqlite(early: bool, dice: &mut TestRng) -> Count {
    let bed = SqliteBed::open().await;
    let area = an_area(&bed.db, "here").await.id;
    bed.db.close().await;
    kill_on_one(&bed.address, area, early, CYCLES_ON_ONE, dice).await
}

async fn kill_on_postgres(early: bool, dice: &mut TestRng) -> Option<Count> {
    let bed = PostgresBed::open().await?;
    let area = an_area(&bed.db, "here").await.id;
    let count = kill_on_one(&bed.address, area, early, POSTGRES_CYCLES, dice).await;
    bed.close().await;
    Some(count)
}

fn dice(seed: &[u8; 32]) -> TestRng {
    TestRng::from_seed(RngAlgorithm::ChaCha, seed)
}

fn block_on<T>(story: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story)
}

/// All cycles on SQLite, in lanes beside each other; the broken variant ends with its first loss.
fn sqlite_loop(early: bool) -> Count {
    let lanes: Vec<_> = (0..LANES)
        .map(|_| {
            thread::spawn(move || {
                let seed = kernel::random_bytes();
                let mut dice = dice(&seed);
                let mut count = Count::default();
                while count.cycles < SQLITE_CYCLES / LANES && count.lost == 0 {
                    count.add(block_on(kill_on_sqlite(early, &mut dice)));
                }
                assert!(early || count.lost == 0, "{count:?}; seed {seed:?}");
                count
            })
        })
        .collect();
    let mut whole = Count::default();
    for lane in lanes {
        whole.add(lane.join().unwrap());
    }
    whole
}

#[test]
fn no_acknowledged_deed_is_lost_when_an_embedded_program_is_killed_two_hundred_times() {
    let count = sqlite_loop(false);
    assert!(count.cycles >= SQLITE_CYCLES && count.acknowledged >= count.cycles / 2, "{count:?}");
    assert_eq!(count.lost, 0, "{count:?}");
    println!("embedded: {count:?}");
}

#[test]
fn a_program_that_acknowledges_before_it_commits_is_found_out() {
    let count = sqlite_loop(true);
    assert!(count.lost > 0, "the loop cannot see a loss: {count:?}");
}

#[test]
fn no_acknowledged_deed_is_lost_when_a_client_of_the_server_is_killed_twenty_times() {
    let seed = kernel::random_bytes();
    if let Some(count) = block_on(kill_on_postgres(false, &mut dice(&seed))) {
        println!("server: {count:?}");
        assert_eq!(count.lost, 0, "{count:?}; seed {seed:?}");
        assert!(count.cycles == POSTGRES_CYCLES && count.acknowledged >= count.cycles / 2, "{count:?}");
    }
}

#[test]
fn a_client_that_acknowledges_before_it_commits_is_found_out() {
    let seed = kernel::random_bytes();
    if let Some(count) = block_on(kill_on_postgres(true, &mut dice(&seed))) {
        assert!(count.lost > 0, "the loop cannot see a loss: {count:?}; seed {seed:?}");
    }
}
