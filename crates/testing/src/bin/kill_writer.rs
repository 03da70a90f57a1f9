//! Writes deeds without end and says aloud each one that is durable, until somebody kills it.
//!
//! `kill_writer ADDRESS AREA [--acknowledge-early]`: four writers beside each other record a deed
//! and queue its job in one transaction. After each commit a line `SEQUENCE HASH JOB` goes to
//! standard output, whole and at once. The test `kill_loop` kills it at random moments and looks
//! for every line in the database. With `--acknowledge-early` the line comes before the commit,
//! which is the fault that test must be able to see.

use std::{
    error::Error,
    io::{self, Write},
    process::ExitCode,
    time::Duration,
};

use db::{Db, Settings};
use jobs::{Enqueued, NewJob, enqueue};
use kernel::{Actor, AreaId, Clock};
use serde_json::json;

const WRITERS: u32 = 4;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, address, area, flags @ ..] = &arguments[..] else {
        return refuse("usage: kill_writer ADDRESS AREA [--acknowledge-early]");
    };
    let Ok(area) = area.parse().map(AreaId) else {
        return refuse("AREA is the identifier of an area");
    };
    let early = flags.iter().any(|flag| flag == "--acknowledge-early");
    let db = match Db::open(address, Settings { connections: WRITERS, create: false }).await {
        Ok(db) => db,
        Err(error) => return refuse(&error.to_string()),
    };
    let writers: Vec<_> =
        (0..WRITERS).map(|writer| tokio::spawn(write_without_end(db.clone(), area, writer, early))).collect();
    // None ends but by a fault, and the first fault ends all.
    for writer in writers {
        if let Ok(error) = writer.await {
            return refuse(&error);
        }
    }
    refuse("the writers broke off")
}

fn refuse(why: &str) -> ExitCode {
    // Nothing is left to try when not even this can be written.
    writeln!(io::stderr(), "{why}").ok();
    ExitCode::from(2)
}

async fn write_without_end(db: Db, area: AreaId, writer: u32, early: bool) -> String {
    for number in 0_u64.. {
        if let Err(error) = one_deed(&db, area, writer, number, early).await {
            return error.to_string();
        }
    }
    "the numbers ran out".to_owned()
}

async fn one_deed(db: &Db, area: AreaId, writer: u32, number: u64, early: bool) -> Result<(), Box<dyn Error>> {
    let now = Clock::System.now();
    let deed = json!({"writer": writer, "number": number});
    let job = NewJob { kind: "letter".to_owned(), payload: deed.clone(), run_at: now, dedupe: None };
    let mut tx = db.write(area).await?;
    let Enqueued::New(job) = enqueue(&mut tx, &job, now).await? else {
        return Err("a job without a key was taken for another".into());
    };
    let actor = Actor::operator("kill loop");
    let entry = audit::record(&mut tx, &actor, "letter.ask", &job.to_string(), &deed, now).await?;
    let line = format!("{} {} {job}\n", entry.sequence, entry.hash);
    if early {
        say(&line)?;
        // As under load, when a commit is not the next thing to happen.
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    tx.commit().await?;
    if !early {
        say(&line)?;
    }
    Ok(())
}

/// One write for the whole line: a kill leaves all of it or none.
fn say(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(line.as_bytes())?;
    out.flush()
}
