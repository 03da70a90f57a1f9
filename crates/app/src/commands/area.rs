//! `waymark area …`

use std::path::Path;

use kernel::{Area, AreaId, AreaProfile, Slug, fresh_id};
use serde::Deserialize;

use crate::{
    failure::Failure,
    installation::{Installation, operator, read_text},
    say,
};

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
    let now = installation.clock.now();
    let area = Area { id: AreaId(fresh_id(now)), slug: file.slug, name: file.name, profile: file.profile };
    let mut tx = installation.db.write_registry().await?;
    db::register_area(&mut tx, &area, now).await?;
    tx.commit().await?;
    // An area registered before keeps its identity.
    let area = installation.area(area.slug.as_str()).await?;
    let mut tx = installation.write(&area).await?;
    let detail = serde_json::json!({ "name": area.name });
    ::audit::record(&mut tx, &operator(), "register_area", area.slug.as_str(), &detail, now).await?;
    tx.commit().await?;
    Ok(area)
}

/// `waymark area list`
pub async fn list(installation: &Installation) -> Result<(), Failure> {
    for area in installation.areas().await? {
        say::result(format!("{}\t{}", area.slug, area.name));
    }
    Ok(())
}
