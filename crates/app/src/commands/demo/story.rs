//! The two areas' own files, brought in step by step through the same deeds as in service.

use jiff::civil::Date;
use kernel::{Area, Clock};
use reading::{Options, read_bytes};
use serde::Deserialize;

use crate::{
    commands::{area, roadmap},
    failure::Failure,
    installation::Installation,
    say,
};

/// One area of the demonstration and its files.
pub struct DemoArea {
    /// Its word in addresses.
    pub slug: &'static str,
    files: &'static [(&'static str, &'static str)],
}

macro_rules! area_files {
    ($slug:literal: $($file:literal),+ $(,)?) => {
        DemoArea { slug: $slug, files: &[$(($file, include_str!(concat!("../../../demo/", $slug, "/", $file)))),+] }
    };
}

/// The areas: one of public facts, one invented.
pub const AREAS: &[DemoArea] = &[
    area_files!("oxfordshire": "area.toml", "story.toml", "plans.toml", "roadmap.txt", "programme.toml", "since.toml"),
    area_files!("ridgeway":
        "area.toml", "story.toml",
        "1/plans.toml", "1/roadmap.txt", "1/programme.toml",
        "2/moves.toml", "2/roadmap.txt", "2/programme.toml",
        "3/moves.toml", "3/roadmap.txt", "3/programme.toml",
    ),
];

/// The steps of an area's story.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    step: Vec<Step>,
}

/// One step: what happens on one day, in this order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    /// A day, or `today`.
    on: String,
    apply_first: Option<String>,
    import: Option<Import>,
    apply: Option<String>,
    release: Option<Release>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Import {
    file: String,
    plan: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Release {
    title: String,
    #[serde(default)]
    note: String,
}

/// Tells an area's story from its first step to its last.
pub async fn tell(installation: &Installation, told: &DemoArea) -> Result<(), Failure> {
    let area = area::add_from(installation, told.file("area.toml")?, "area.toml").await?;
    let wrong = |error: toml::de::Error| Failure::Said(format!("{}/story.toml: {error}", told.slug));
    let story: Story = toml::from_str(told.file("story.toml")?).map_err(wrong)?;
    let steps = story.step.len();
    for (number, step) in (1..).zip(story.step) {
        say::progress(format!("{}: step {number} of {steps}, as on {}", area.name, step.on));
        take(installation, told, &area, &step).await?;
    }
    Ok(())
}

async fn take(installation: &Installation, told: &DemoArea, area: &Area, step: &Step) -> Result<(), Failure> {
    let clock = match step.on.as_str() {
        "today" => installation.clock.clone(),
        day => {
            let day: Date = day.parse().map_err(|_| Failure::Said(format!("{day:?} is not a day")))?;
            Clock::at_noon(day)
        }
    };
    let then = installation.at(clock);
    if let Some(file) = &step.apply_first {
        apply(&then, told, area, file).await?;
    }
    if let Some(import) = &step.import {
        let bytes = told.file(&import.file)?.as_bytes();
        let reading = read_bytes(&import.file, bytes, &Options::default())?;
        let (proposal, _) = roadmap::bring_in(&then, area, &reading, &import.plan, (then.clock.today(), true)).await?;
        say::progress(format!("  {}: {} changes", import.file, proposal.deeds.len()));
    }
    if let Some(file) = &step.apply {
        apply(&then, told, area, file).await?;
    }
    if let Some(release) = &step.release {
        let number = roadmap::release_edition(&then, area, &release.title, &release.note).await?;
        say::progress(format!("  edition {number} released"));
    }
    Ok(())
}

async fn apply(then: &Installation, told: &DemoArea, area: &Area, file: &str) -> Result<(), Failure> {
    let place = format!("{}/{file}", told.slug);
    let deeds = roadmap::apply_text(then, area, told.file(file)?, &place, false).await?;
    say::progress(format!("  {file}: {} changes", deeds.len()));
    Ok(())
}

impl DemoArea {
    fn file(&self, name: &str) -> Result<&'static str, Failure> {
        let found = self.files.iter().find(|(file, _)| *file == name);
        found.map(|(_, text)| *text).ok_or_else(|| Failure::Said(format!("the demonstration has no file {name}")))
    }
}
