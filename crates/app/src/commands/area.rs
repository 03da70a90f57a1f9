//! `waymark area …`

use std::path::Path;

use accounts::{FirstAdministrator, invite_administrator};
use kernel::{Area, AreaId, AreaProfile, Slug, fresh_id};
use serde::Deserialize;

use crate::{
    cli::AdministratorArgs,
    failure::Failure,
    installation::{Installation, operator, read_text},
    say,
};

/// The longest name of an area, in characters: it stands in every title and in every browser tab.
const NAME_LIMIT: usize = 120;

/// An area file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaFile {
    slug: Slug,
    name: String,
    #[serde(default)]
    profile: AreaProfile,
}

/// `waymark area add FILE`
pub async fn add(installation: &Installation, file: &Path) -> Result<(), Failure> {
    let area = add_from(installation, &read_text(file, 64 * 1024)?, &file.display().to_string()).await?;
    say::result(format!("area {} is registered as {:?}", area.slug, area.name));
    Ok(())
}

/// Registers the area that the text of an area file describes.
pub async fn add_from(installation: &Installation, text: &str, place: &str) -> Result<Area, Failure> {
    let file: AreaFile = toml::from_str(text).map_err(|error| Failure::Said(format!("{place}: {error}")))?;
    if !file.profile.colour.is_empty() && web::Colour::parse(&file.profile.colour).is_err() {
        return Err(Failure::Said(format!(
            "{place}: the colour {:?} is not a #rrggbb colour with enough contrast against white (4.5 to 1)",
            file.profile.colour
        )));
    }
    let name = file.name.trim();
    if name.is_empty() || name.chars().count() > NAME_LIMIT || name.chars().any(char::is_control) {
        return Err(Failure::Said(format!("{place}: the name must be 1 to {NAME_LIMIT} characters on one line")));
    }
    let now = installation.clock.now();
    let wanted = Area { id: AreaId(fresh_id(now)), slug: file.slug, name: name.to_owned(), profile: file.profile };
    register(installation, wanted).await
}

/// `waymark area administrator`
pub async fn administrator(installation: &Installation, args: &AdministratorArgs) -> Result<(), Failure> {
    let area = installation.area(&args.area).await?;
    let first = FirstAdministrator {
        organisation: args.organisation.clone(),
        organisation_name: args.organisation_name.clone(),
        name: args.name.clone(),
        email: args.email.clone(),
    };
    let mut tx = installation.write(&area).await?;
    let invited = invite_administrator(&mut tx, &operator(), &first, installation.clock.now()).await;
    let (invitation, code) = invited.map_err(|error| Failure::Said(error.to_string()))?;
    tx.commit().await?;
    say::result(code.reveal());
    let until = kernel::london_date(invitation.ends_at);
    say::progress(format!("good once, until {until}, on the page /{}/invitation; it is not shown again", area.slug));
    Ok(())
}

/// Registers and records. The list of areas and an area's record are written by transactions of different kinds, so
/// these are two; done again after a stop between them, what is lacking is made up for.
async fn register(installation: &Installation, wanted: Area) -> Result<Area, Failure> {
    let mut registry = installation.db.read_registry().await?;
    let known = db::area_by_slug(&mut registry, &wanted.slug).await?;
    drop(registry);
    let changed = known.as_ref().is_none_or(|area| area.name != wanted.name || area.profile != wanted.profile);
    match known {
        // Recorded first: after a stop here the change is still lacking, and is recorded and made when asked for again.
        Some(area) if changed => {
            record(installation, &area, &wanted.name).await?;
            write_down(installation, &wanted).await?;
        }
        Some(area) => record_if_new(installation, &area).await?,
        None => {
            write_down(installation, &wanted).await?;
            let area = installation.area(wanted.slug.as_str()).await?;
            record_if_new(installation, &area).await?;
        }
    }
    // An area registered before keeps its identity.
    installation.area(wanted.slug.as_str()).await
}

async fn write_down(installation: &Installation, area: &Area) -> Result<(), Failure> {
    let mut tx = installation.db.write_registry().await?;
    db::register_area(&mut tx, area, installation.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// An area without any entry was registered and then not recorded.
async fn record_if_new(installation: &Installation, area: &Area) -> Result<(), Failure> {
    let mut tx = installation.db.read(area.id).await?;
    let is_new = ::audit::head(&mut tx, installation.clock.now()).await?.sequence == 0;
    drop(tx);
    if is_new { record(installation, area, &area.name).await } else { Ok(()) }
}

async fn record(installation: &Installation, area: &Area, name: &str) -> Result<(), Failure> {
    let mut tx = installation.write(area).await?;
    let detail = serde_json::json!({ "name": name });
    let now = installation.clock.now();
    ::audit::record(&mut tx, &operator(), "register_area", area.slug.as_str(), &detail, now).await?;
    Ok(tx.commit().await?)
}

/// `waymark area list`
pub async fn list(installation: &Installation) -> Result<(), Failure> {
    for area in installation.areas().await? {
        say::result(format!("{}\t{}", area.slug, area.name));
    }
    Ok(())
}
