//! `waymark check`: everything that can be looked at without changing anything.

use publication::load_snapshot;

use super::audit::sentence;
use crate::{failure::Failure, installation::Installation, say};

/// Looks at schema, audit records, publications and folders, and says what is wrong with each.
pub async fn check(installation: &Installation) -> Result<(), Failure> {
    let mut faults = 0;
    let mut say = |what: &str, found: Result<String, String>| {
        faults += usize::from(found.is_err());
        match found {
            Ok(sentence) => say::result(format!("ok      {what}: {sentence}")),
            Err(sentence) => say::result(format!("WRONG   {what}: {sentence}")),
        }
    };
    say("database", Ok(format!("{} answers", installation.db.engine_name())));
    let schema = match db::pending(&installation.db).await {
        Ok(lacking) if lacking.is_empty() => Ok("up to date".to_owned()),
        Ok(lacking) => Err(format!("{} migration(s) lacking; run `waymark migrate`", lacking.len())),
        Err(error) => Err(error.to_string()),
    };
    let ready = schema.is_ok();
    say("schema", schema);
    say("folder", writable(installation));
    if ready {
        for area in installation.areas().await? {
            let mut tx = installation.db.read(area.id).await?;
            let verified = audit::verify(&mut tx).await;
            let found = verified.map(|verified| sentence(&verified)).map_err(|error| error.to_string());
            say(&format!("audit record of {}", area.slug), found);
        }
        say("publications", publications(installation).await?);
    }
    if faults > 0 {
        return Err(Failure::Said(format!("{faults} thing(s) are wrong")));
    }
    Ok(())
}

fn writable(installation: &Installation) -> Result<String, String> {
    let folder = &installation.config.data_dir;
    let place = folder.display();
    match std::fs::metadata(folder) {
        Err(error) => Err(format!("data_dir {place}: {error}; make it, owned by the program's user")),
        Ok(found) if !found.is_dir() => Err(format!("data_dir {place} is not a folder")),
        Ok(found) if found.permissions().readonly() => Err(format!("data_dir {place} cannot be written to")),
        Ok(_) => Ok(format!("{place}")),
    }
}

/// Loads every release as the public server would, checking each signature and digest.
async fn publications(installation: &Installation) -> Result<Result<String, String>, Failure> {
    let loaded = load_snapshot(&installation.db, &[installation.key()?.public()]).await?;
    let releases: usize = loaded.snapshot.areas().iter().map(|area| area.releases().count()).sum();
    Ok(match loaded.faults.as_slice() {
        [] => Ok(format!("{releases} releases are as they were signed")),
        faults => Err(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")),
    })
}
