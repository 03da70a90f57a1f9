//! `waymark backup` and `waymark restore`

use std::path::Path;

use db::{Progress, Step};

use crate::{
    failure::Failure,
    installation::{Installation, operator},
    say,
};

/// Writes everything to one file while the program runs.
pub async fn backup(installation: &Installation, file: &Path) -> Result<(), Failure> {
    if file.exists() {
        return Err(Failure::Said(format!("{} exists already; choose another name", file.display())));
    }
    let contents = db::backup(&installation.db, file, installation.clock.now(), progress).await?;
    say::result(format!("{}: {} rows of {} tables", file.display(), contents.total(), contents.rows.len()));
    Ok(())
}

/// Reads a backup into a new, empty database, ends what was given out to get in with, says in each area's audit record
/// that what came after the backup may be lost, and checks the records.
pub async fn restore(installation: &Installation, file: &Path) -> Result<(), Failure> {
    // Looked for first, and never made here: what comes back was signed with the key there was, and the gap counts
    // only with the installation's own signature.
    let key = installation.key_there()?;
    db::migrate(&installation.db).await?;
    let (header, contents) = db::restore(file, &installation.db, progress).await?;
    say::result(format!(
        "{}: {} rows of {} tables, as they stood at {}",
        file.display(),
        contents.total(),
        contents.rows.len(),
        header.taken_at
    ));
    let reason = format!("restored from a backup taken at {}", header.taken_at);
    for area in installation.areas().await? {
        let mut tx = installation.write(&area).await?;
        let ended = accounts::end_after_restore(&mut tx, &operator(), installation.clock.now()).await;
        ended.map_err(|error| Failure::Said(error.to_string()))?;
        audit::record_gap(&mut tx, &key, &operator(), &reason, None, installation.clock.now()).await?;
        tx.commit().await?;
    }
    say::result(format!(
        "Every session, token, open invitation and recovery code has ended: people sign in again and print new sheets. \
         Roles that ended and keys that were removed after {} stand again: end them once more before you serve \
         (docs/deployment.md, \"After a restore\")",
        header.taken_at
    ));
    super::audit::verify(installation, None, None).await?;
    // Says so at once when it is not the key that what came back was signed with.
    installation.key().await.map(|_| ())
}

/// Says each table once it is done, and large ones while they are.
fn progress(progress: Progress<'_>) {
    let doing = match progress.step {
        Step::Writing => "writing",
        Step::Checking => "checking",
        Step::Restoring => "restoring",
    };
    say::progress(format!("{doing} {}: {} rows", progress.table, progress.rows));
}
