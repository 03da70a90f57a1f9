//! `waymark audit …`

use std::{fs, path::Path};

use audit::{Head, PublicKey, SignedHead, Verified};
use kernel::Area;

use crate::{failure::Failure, installation::Installation, say};

/// `waymark audit verify`: every area's chain, or one area's, perhaps against a head.
pub async fn verify(installation: &Installation, area: Option<&str>, head: Option<&Path>) -> Result<(), Failure> {
    let head = head.map(|path| signed_head(installation, path)).transpose()?;
    let areas = match area {
        Some(slug) => vec![installation.area(slug).await?],
        None => installation.areas().await?,
    };
    let mut met = false;
    let mut broken = 0;
    for area in &areas {
        let witness = head.as_ref().filter(|(head, _)| head.area == area.id);
        met |= witness.is_some();
        match verified(installation, area, witness).await {
            Ok(verified) => say::result(format!("{}: {}", area.slug, sentence(&verified))),
            Err(sentence) => {
                broken += 1;
                say::result(format!("{}: {sentence}", area.slug));
            }
        }
    }
    if head.is_some() && !met {
        return Err(Failure::Said(
            "the head is of an area that this database does not hold, or not the one named".into(),
        ));
    }
    if broken > 0 {
        return Err(Failure::Said(format!("{broken} of {} audit records are not as they were written", areas.len())));
    }
    Ok(())
}

/// What a sound record is, in a sentence; a gap it admits to is always said.
pub fn sentence(verified: &Verified) -> String {
    let gaps: Vec<String> = verified
        .gaps
        .iter()
        .map(|gap| format!("; a gap is recorded at entry {}: {}", gap.sequence, gap.detail))
        .collect();
    format!("{} entries, each as it was written{}", verified.entries, gaps.concat())
}

async fn verified(
    installation: &Installation,
    area: &Area,
    witness: Option<&(Head, PublicKey)>,
) -> Result<Verified, String> {
    let mut tx = installation.db.read(area.id).await.map_err(|error| error.to_string())?;
    match witness {
        Some((head, key)) => audit::verify_against(&mut tx, head, key).await,
        None => audit::verify(&mut tx).await,
    }
    .map_err(|error| error.to_string())
}

/// The head in a file, and the key it was signed with: one that is believed here.
fn signed_head(installation: &Installation, path: &Path) -> Result<(Head, PublicKey), Failure> {
    let text = fs::read_to_string(path).map_err(Failure::file(path))?;
    let place = |error: audit::NotAHead| Failure::Said(format!("{}: {error}", path.display()));
    let head = SignedHead::from_json(&text).map_err(place)?;
    let known = installation.believed()?;
    // The file says which key signed it; it is believed only when that key is known from elsewhere.
    let signer = known.iter().find(|key| key.to_string() == head.key()).or(known.first());
    let key = *signer.ok_or_else(|| Failure::Said("no public key is known here".to_owned()))?;
    let head = head.verified(&key).map_err(place)?;
    Ok((head, key))
}

/// `waymark audit head --area A FILE`
pub async fn head(installation: &Installation, area: &str, file: &Path) -> Result<(), Failure> {
    let area = installation.area(area).await?;
    let key = installation.key().await?;
    let mut tx = installation.db.read(area.id).await?;
    let head = audit::export_head(&mut tx, key, installation.clock.now()).await?;
    head.write_to(file).map_err(Failure::file(file))?;
    say::result(format!("the head of {} is in {}; keep it on another machine", area.slug, file.display()));
    Ok(())
}
