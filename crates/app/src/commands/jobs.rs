//! `waymark jobs …`

use uuid::Uuid;

use crate::{
    failure::Failure,
    installation::{Installation, operator},
    say,
};

/// How many dead jobs are read at once.
const PAGE: i64 = 200;

/// `waymark jobs list`: how each area's queue stands, and every job that failed for good, with its last error.
pub async fn list(installation: &Installation) -> Result<(), Failure> {
    for area in installation.areas().await? {
        let mut tx = installation.db.read(area.id).await?;
        let standing = ::jobs::standing(&mut tx).await?;
        say::result(format!(
            "{}: {} waiting, {} running, {} dead",
            area.slug, standing.waiting, standing.running, standing.dead
        ));
        let mut after = None;
        loop {
            let dead = ::jobs::dead(&mut tx, after, PAGE).await?;
            let Some(last) = dead.last() else { break };
            after = Some(last.job_id);
            for job in dead {
                say::result(format!("{}\t{}\t{} attempts\t{}", job.job_id, job.kind, job.attempts, job.last_error));
            }
        }
    }
    Ok(())
}

/// `waymark jobs revive ID --area A`: lets a dead job be tried again, and records that somebody said so.
pub async fn revive(installation: &Installation, id: Uuid, area: &str) -> Result<(), Failure> {
    let area = installation.area(area).await?;
    let now = installation.clock.now();
    let mut tx = installation.write(&area).await?;
    if !::jobs::revive(&mut tx, id, now).await? {
        return Err(Failure::Said(format!(
            "{} has no dead job {id}, or one that does the same waits already; `waymark jobs list` shows those there are",
            area.slug
        )));
    }
    let detail = serde_json::json!({});
    ::audit::record(&mut tx, &operator(), "revive_job", &id.to_string(), &detail, now).await?;
    tx.commit().await?;
    say::result(format!("the job {id} waits again, due at once"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use ::jobs::{Enqueued, NewJob, claim, enqueue, fail, standing};
    use jiff::{SignedDuration, civil::date};
    use testing::{an_area, fixed, on_both_engines};

    use super::*;
    use crate::config::Config;

    #[tokio::test]
    async fn a_job_that_failed_for_good_waits_again_once_somebody_said_so_and_it_is_on_record() {
        on_both_engines(async |db| {
            let area = an_area(&db, "ridgeway").await;
            let clock = fixed(date(2026, 3, 27));
            let (now, payload) = (clock.now(), serde_json::json!({}));
            let mut tx = db.write(area.id).await.unwrap();
            let job = NewJob { kind: "test.letter".to_owned(), payload, run_at: now, dedupe: None };
            let Enqueued::New(id) = enqueue(&mut tx, &job, now).await.unwrap() else { unreachable!("no key, no twin") };
            let claim = claim(&mut tx, now, SignedDuration::from_mins(5)).await.unwrap().unwrap();
            assert!(fail(&mut tx, &claim, "no such printer", None).await.unwrap());
            tx.commit().await.unwrap();

            let config = Config::default();
            let (signer, documents) = <_>::default();
            let installation = Installation { config, db, clock, signer, documents };
            revive(&installation, id, "ridgeway").await.unwrap();

            let mut tx = installation.db.read(area.id).await.unwrap();
            let standing = standing(&mut tx).await.unwrap();
            assert_eq!((standing.waiting, standing.dead), (1, 0));
            let last = ::audit::head(&mut tx, now).await.unwrap().sequence;
            let entry = ::audit::entry(&mut tx, last).await.unwrap().unwrap();
            assert_eq!((entry.deed.as_str(), entry.subject), ("revive_job", id.to_string()));
            drop(tx);
            assert!(revive(&installation, id, "ridgeway").await.is_err(), "it is not dead any more");
        })
        .await;
    }
}
