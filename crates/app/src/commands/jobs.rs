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
