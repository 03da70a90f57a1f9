//! `waymark check`: everything that can be looked at without changing anything.

use std::fs;

use audit::PublicKey;
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
    say("row security", row_security(installation).await?);
    say("folder", writable(installation));
    let keys = installation.believed();
    say("keys", keys_sentence(installation, &keys));
    if ready {
        for area in installation.areas().await? {
            let mut tx = installation.db.read(area.id).await?;
            let verified = ::audit::verify(&mut tx).await;
            let found = verified.map(|verified| sentence(&verified)).map_err(|error| error.to_string());
            say(&format!("audit record of {}", area.slug), found);
        }
        say("hosts", hosts(installation).await?);
        if let Ok(keys) = keys {
            say("publications", publications(installation, &keys).await?);
        }
    }
    if faults > 0 {
        return Err(Failure::Said(format!("{faults} thing(s) are wrong")));
    }
    Ok(())
}

/// Whether the server keeps areas apart even where a statement forgets to: forced on every table of an area.
async fn row_security(installation: &Installation) -> Result<Result<String, String>, Failure> {
    let open = db::check_row_security(&installation.db).await?;
    Ok(match open.as_slice() {
        [] => Ok("no table of an area is open to another".to_owned()),
        tables => Err(format!("not forced on {}; see docs/deployment.md", tables.join(", "))),
    })
}

/// Writes a small file and takes it away again: permission bits alone say nothing about a full or read-only disk.
fn writable(installation: &Installation) -> Result<String, String> {
    let folder = &installation.config.data_dir;
    let place = folder.display();
    let probe = folder.join(format!(".check-{}", u64::from_le_bytes(kernel::random_bytes())));
    let written = fs::write(&probe, b"waymark check").and_then(|()| fs::remove_file(&probe));
    match written {
        Ok(()) => Ok(format!("{place} can be written to")),
        Err(error) => Err(format!("data_dir {place}: {error}; it must be there and belong to the program's user")),
    }
}

fn keys_sentence(installation: &Installation, keys: &Result<Vec<PublicKey>, Failure>) -> Result<String, String> {
    let keys = keys.as_ref().map_err(ToString::to_string)?;
    let own = if installation.config.key_file().exists() { "the signing key is there" } else { "no signing key here" };
    Ok(format!("{own}; {} believed", keys.len()))
}

/// A host that leads to no area answers every visitor with "no such page".
async fn hosts(installation: &Installation) -> Result<Result<String, String>, Failure> {
    let areas = installation.areas().await?;
    let known = |slug: &str| areas.iter().any(|area| area.slug.as_str() == slug);
    let hosts = &installation.config.hosts;
    let mut wrong: Vec<String> = hosts
        .iter()
        .filter(|(_, slug)| !known(slug))
        .map(|(host, slug)| format!("{host} leads to {slug:?}, which is no area"))
        .collect();
    wrong.sort();
    Ok(if wrong.is_empty() { Ok(format!("{} lead to areas", hosts.len())) } else { Err(wrong.join("; ")) })
}

/// Loads every release as the public server would, checking each signature and digest.
async fn publications(installation: &Installation, keys: &[PublicKey]) -> Result<Result<String, String>, Failure> {
    let loaded = load_snapshot(&installation.db, keys).await?;
    let releases: usize = loaded.snapshot.areas().iter().map(|area| area.releases().count()).sum();
    Ok(match loaded.faults.as_slice() {
        [] => Ok(format!("{releases} releases are as they were signed")),
        faults => Err(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")),
    })
}
