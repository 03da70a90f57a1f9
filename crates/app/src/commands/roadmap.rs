//! `waymark roadmap …`

use std::path::Path;

use jiff::civil::Date;
use kernel::Area;
use reading::{Options, Reading, read_path};
use roadmap::{
    deed::Deed,
    deeds::{hold_tree, perform},
    editions::{self, Desk},
    import::{self, Proposal},
    programme::Programme,
};
use serde::Serialize;

use crate::{
    cli::PeriodLabels,
    failure::Failure,
    installation::{Installation, operator, read_text},
    say,
};

/// The largest programme file.
const PROGRAMME_LIMIT: u64 = 4 * 1024 * 1024;

/// How a page is to be read.
pub fn options(labels: PeriodLabels) -> Options {
    let period_labels = match labels {
        PeriodLabels::Quarter => reading::PeriodLabels::Quarter,
        PeriodLabels::Month => reading::PeriodLabels::Month,
    };
    Options { period_labels }
}

/// `waymark roadmap read FILE`
pub fn read(file: &Path, json: bool, labels: PeriodLabels) -> Result<(), Failure> {
    let reading = read_path(file, &options(labels))?;
    if json {
        return print_json(&reading);
    }
    say::text(reading.summary());
    Ok(())
}

/// `waymark roadmap diff OLD NEW`
pub fn diff(old: &Path, new: &Path, json: bool) -> Result<(), Failure> {
    let options = Options::default();
    let difference = reading::diff(&read_path(old, &options)?, &read_path(new, &options)?);
    if json {
        return print_json(&difference);
    }
    say::text(difference);
    Ok(())
}

fn print_json(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Failure::Said(error.to_string()))?;
    say::result(text);
    Ok(())
}

/// `waymark roadmap import FILE --area A`
pub async fn import(
    installation: &Installation,
    file: &Path,
    (area, plan, accept): (&str, &str, bool),
    labels: PeriodLabels,
) -> Result<(), Failure> {
    let area = installation.area(area).await?;
    let reading = read_path(file, &options(labels))?;
    for warning in &reading.warnings {
        say::progress(format!("question: {}", warning.text));
    }
    let today = installation.clock.today();
    let (proposal, written) = bring_in(installation, &area, &reading, plan, (today, accept)).await?;
    for deed in &proposal.deeds {
        say::result(deed);
    }
    for question in &proposal.questions {
        say::progress(format!("question: {question}"));
    }
    say::result(match (proposal.deeds.len(), written) {
        (0, _) => "nothing to change: the roadmap already says what this page says".to_owned(),
        (count, true) => format!("{count} changes are in"),
        (count, false) => format!("{count} changes proposed and nothing written; say --accept to bring them in"),
    });
    Ok(())
}

/// Proposes what a reading means for the tree; writes it when it is the plan's first page or accepted.
pub async fn bring_in(
    installation: &Installation,
    area: &Area,
    reading: &Reading,
    plan: &str,
    (today, accept): (Date, bool),
) -> Result<(Proposal, bool), Failure> {
    let mut tx = installation.write(area).await?;
    let tree = hold_tree(&mut tx).await?;
    let proposal = import::propose(&tree, reading, plan, today);
    if proposal.deeds.is_empty() || !(proposal.is_first || accept) {
        return Ok((proposal, false));
    }
    perform(&mut tx, &operator(), installation.clock.now(), tree, &proposal.deeds).await?;
    tx.commit().await?;
    Ok((proposal, true))
}

/// `waymark roadmap apply FILE --area A`
pub async fn apply(installation: &Installation, file: &Path, area: &str, preview: bool) -> Result<(), Failure> {
    let area = installation.area(area).await?;
    let text = read_text(file, PROGRAMME_LIMIT)?;
    let deeds = apply_text(installation, &area, &text, &file.display().to_string(), preview).await?;
    for deed in &deeds {
        say::result(deed);
    }
    say::result(match (deeds.len(), preview) {
        (0, _) => "nothing to change: the tree already says what the file says".to_owned(),
        (count, true) => format!("{count} changes would be made"),
        (count, false) => format!("{count} changes are in"),
    });
    Ok(())
}

/// Does what the text of a programme file says, unless it is only a preview, and returns the deeds.
pub async fn apply_text(
    installation: &Installation,
    area: &Area,
    text: &str,
    place: &str,
    preview: bool,
) -> Result<Vec<Deed>, Failure> {
    let wrong = |source| Failure::Programme { path: place.to_owned(), source };
    let programme = Programme::parse(text).map_err(wrong)?;
    let mut tx = installation.write(area).await?;
    let tree = hold_tree(&mut tx).await?;
    let deeds = programme.deeds(&tree).map_err(wrong)?;
    if !deeds.is_empty() && !preview {
        perform(&mut tx, &operator(), installation.clock.now(), tree, &deeds).await?;
        tx.commit().await?;
    }
    Ok(deeds)
}

/// `waymark roadmap release --area A --title T`
pub async fn release(installation: &Installation, area: &str, title: &str, note: &str) -> Result<(), Failure> {
    let area = installation.area(area).await?;
    let number = release_edition(installation, &area, title, note).await?;
    say::result(format!("edition {number} of {} is released: /{}/roadmap", area.name, area.slug));
    Ok(())
}

/// Releases the next edition and returns its number.
pub async fn release_edition(
    installation: &Installation,
    area: &Area,
    title: &str,
    note: &str,
) -> Result<u32, Failure> {
    let (actor, key) = (operator(), installation.key().await?);
    let desk = Desk { actor: &actor, key, clock: &installation.clock };
    let mut tx = installation.write(area).await?;
    let number = editions::release(&mut tx, desk, title, note).await?;
    tx.commit().await?;
    Ok(number)
}

/// `waymark roadmap notices --area A`
pub async fn notices(installation: &Installation, area: &str) -> Result<(), Failure> {
    let area = installation.area(area).await?;
    let (actor, key) = (operator(), installation.key().await?);
    let mut tx = installation.write(&area).await?;
    let issued = editions::reissue_notices(&mut tx, Desk { actor: &actor, key, clock: &installation.clock }).await?;
    tx.commit().await?;
    say::result(if issued {
        format!("the notices of {} are re-issued as at {}", area.name, installation.clock.today())
    } else {
        "the notices say the same as before; nothing was re-issued".to_owned()
    });
    Ok(())
}

/// `waymark roadmap withdraw LABEL --area A --reason R`
pub async fn withdraw(installation: &Installation, area: &str, label: &str, reason: &str) -> Result<(), Failure> {
    let area = installation.area(area).await?;
    let (actor, key) = (operator(), installation.key().await?);
    let desk = Desk { actor: &actor, key, clock: &installation.clock };
    let mut tx = installation.write(&area).await?;
    let later =
        editions::withdraw(&mut tx, desk, label, reason).await.map_err(|error| Failure::Said(error.to_string()))?;
    tx.commit().await?;
    say::result(format!("{label} is withdrawn; its address says why"));
    for number in later {
        say::result(format!(
            "edition {number} was compared with it and may quote it: look, and withdraw it too after releasing the next"
        ));
    }
    Ok(())
}

/// `waymark roadmap editions --area A`
pub async fn list(installation: &Installation, area: &str) -> Result<(), Failure> {
    let area = installation.area(area).await?;
    let mut tx = installation.db.read(area.id).await?;
    let releases = publication::releases(&mut tx).await.map_err(|error| Failure::Said(error.to_string()))?;
    for release in releases {
        let state = release.withdrawn.as_ref().map_or_else(String::new, |(_, why)| format!("\twithdrawn: {why}"));
        let manifest = release.manifest;
        say::result(format!("{}\t{}\t{}{state}", manifest.label, manifest.as_at, manifest.title));
    }
    Ok(())
}
