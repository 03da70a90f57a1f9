//! The background work of the whole program: which reconcilers run, and when.

use std::{fs, path::PathBuf};

use audit::SigningKey;
use jobs::{JobContext, JobError, Registry, Rhythm};
use roadmap::editions::{Desk, reissue_notices};

/// Exports every area's signed audit head, so that a cut tail is seen from outside the database.
const EXPORT_AUDIT_HEAD: &str = "audit.export_head";
/// Re-issues what the date tells about the latest edition.
const REISSUE_NOTICES: &str = "roadmap.reissue_notices";

/// Every job and reconciler of the program.
pub fn registry(key: &SigningKey, heads: PathBuf) -> Registry {
    let mut registry = Registry::new();
    let signer = key.clone();
    registry.reconcile(EXPORT_AUDIT_HEAD, Rhythm::Every { minutes: 1 }, move |context| {
        let (signer, heads) = (signer.clone(), heads.clone());
        Box::pin(async move { export_head(context, &signer, heads).await })
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
    registry
}

/// Writes `AREA.json` into the folder of heads, and a dated copy once a day.
async fn export_head(context: &mut JobContext, key: &SigningKey, folder: PathBuf) -> Result<(), JobError> {
    let retry = |error: std::io::Error| JobError::Retry(format!("the heads folder: {error}"));
    let now = context.clock.now();
    let head = audit::export_head(&mut context.tx, key, now).await?;
    fs::create_dir_all(&folder).map_err(retry)?;
    let area = context.tx.area();
    head.write_to(&folder.join(format!("{area}.json"))).map_err(retry)?;
    let dated = folder.join(format!("{area}-{}.json", context.clock.today()));
    if !dated.exists() {
        head.write_to(&dated).map_err(retry)?;
    }
    Ok(())
}
