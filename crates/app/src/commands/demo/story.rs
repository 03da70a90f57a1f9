//! The two areas' own files, brought in step by step through the same deeds as in service.

use ::roadmap::editions;
use governance::{deeds::Desk, programme::Programme};
use kernel::{Actor, Area, Clock};
use permission::Role;
use reading::{Options, read_bytes};
use serde::Deserialize;

use super::{
    cast::{Cast, furnish, list_organisations},
    days::{day, filled},
    desks::{Document, Page, Proposal},
    rounds::Hall,
};
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
        "office/boards.toml", "office/summer.toml", "office/lately.toml", "office/coming.toml",
        "office/owners.toml", "office/round-1.toml", "office/round-2.toml",
        "office/letters-1.toml", "office/letters-2.toml", "office/letters-3.toml", "office/new-plans-by-month.csv",
        "office/autumn.toml", "office/round-of-one-plan.toml", "office/building-of-tarnhope.txt", "office/next-page.txt",
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
    /// A day, `today`, or one counted from today.
    on: String,
    apply_first: Option<String>,
    import: Option<Import>,
    apply: Option<String>,
    /// A file of boards and registers.
    boards: Option<String>,
    #[serde(default)]
    document: Vec<Document>,
    /// A file that tells a round.
    round: Option<String>,
    release: Option<Release>,
    /// A move of a date that waits for consent.
    proposal: Option<Proposal>,
    /// What a snapshot of every log is for.
    snapshot: Option<String>,
    /// A page that waits for review.
    page: Option<Page>,
    /// An edition of the round closed last that waits for release.
    prepare: Option<Release>,
    /// A file of what the public sent.
    letters: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Import {
    file: String,
    plan: String,
}

/// An edition to be released.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// Its title.
    pub title: String,
    /// What it is.
    #[serde(default)]
    pub note: String,
    /// Whether it is made of the round closed last, by two people.
    #[serde(default)]
    of_round: bool,
}

/// Tells an area's story from its first step to its last, and returns its people: they come in with the first step,
/// which names the organisations they work at.
pub async fn tell(installation: &Installation, told: &DemoArea) -> Result<Cast, Failure> {
    let area = area::add_from(installation, told.file("area.toml")?, "area.toml").await?;
    let wrong = |error: toml::de::Error| Failure::Said(format!("{}/story.toml: {error}", told.slug));
    let story: Story = toml::from_str(told.file("story.toml")?).map_err(wrong)?;
    let (steps, today) = (story.step.len(), installation.clock.today());
    let mut cast = None;
    for (number, step) in (1..).zip(story.step) {
        let then = match step.on.as_str() {
            "today" => installation.at(installation.clock.clone()),
            counted => installation.at(Clock::at_noon(day(counted, today)?)),
        };
        say::progress(format!("{}: step {number} of {steps}, as on {}", area.name, then.clock.today()));
        let scene = Scene { then, told, area: &area };
        scene.take(&step).await?;
        let cast = match &cast {
            Some(cast) => cast,
            None => cast.insert(furnish(&scene.then, &area).await?),
        };
        scene.work(&step, &Hall { installation, area: &area, cast }).await?;
    }
    list_organisations(installation, &area).await?;
    cast.ok_or_else(|| Failure::Said(format!("{}/story.toml has no step", told.slug)))
}

/// The day of one step.
struct Scene<'a> {
    then: Installation,
    told: &'a DemoArea,
    area: &'a Area,
}

impl Scene<'_> {
    /// What the roadmap takes in.
    async fn take(&self, step: &Step) -> Result<(), Failure> {
        if let Some(file) = &step.apply_first {
            apply(&self.then, self.told, self.area, file).await?;
        }
        if let Some(Import { file, plan }) = &step.import {
            let reading = read_bytes(file, self.told.file(file)?.as_bytes(), &Options::default())?;
            let now = (self.then.clock.today(), true);
            let (proposal, _) = roadmap::bring_in(&self.then, self.area, &reading, plan, now).await?;
            say::progress(format!("  {file}: {} changes", proposal.deeds.len()));
        }
        if let Some(file) = &step.apply {
            apply(&self.then, self.told, self.area, file).await?;
        }
        Ok(())
    }

    /// What the office does.
    async fn work(&self, step: &Step, hall: &Hall<'_>) -> Result<(), Failure> {
        let place = |file: &str| format!("{}/{file}", self.told.slug);
        if let Some(file) = &step.boards {
            self.keep_boards(file, hall).await?;
        }
        for document in &step.document {
            hall.hand_in(&self.then, document, self.told.file(&document.file)?).await?;
        }
        if let Some(file) = &step.round {
            hall.hold(self.told.file(file)?, &place(file)).await?;
            say::progress(format!("  {file}: a round"));
        }
        if let Some(release) = &step.release {
            let number = if release.of_round {
                hall.release(&self.then, release).await?
            } else {
                roadmap::release_edition(&self.then, self.area, &release.title, &release.note).await?
            };
            say::progress(format!("  edition {number} released"));
        }
        if let Some(file) = &step.letters {
            hall.receive(self.told.file(file)?, &place(file)).await?;
            say::progress(format!("  {file}: letters of the public"));
        }
        self.leave_waiting(step, hall).await
    }

    /// What somebody of the office has yet to decide.
    async fn leave_waiting(&self, step: &Step, hall: &Hall<'_>) -> Result<(), Failure> {
        if let Some(proposal) = &step.proposal {
            hall.propose(&self.then, proposal).await?;
        }
        if let Some(title) = &step.snapshot {
            hall.take_snapshot(&self.then, title).await?;
        }
        if let Some(page) = &step.page {
            hall.bring(&self.then, page, self.told.file(&page.file)?).await?;
        }
        if let Some(prepared) = &step.prepare {
            hall.prepare(&self.then, prepared).await?;
        }
        Ok(())
    }

    async fn keep_boards(&self, file: &str, hall: &Hall<'_>) -> Result<(), Failure> {
        let said =
            |error: governance::programme::BadProgramme| Failure::Said(format!("{}/{file}: {error}", self.told.slug));
        let text = filled(self.told.file(file)?, hall.installation.clock.today(), hall.cast)?;
        let actor = Actor::Person(hall.cast.who(Role::BoardSecretary)?.person.0);
        let mut tx = self.then.write(self.area).await?;
        let desk = Desk { actor: &actor, at: self.then.clock.now() };
        let deeds = Programme::parse(&text).map_err(said)?.bring_in(&mut tx, desk).await.map_err(said)?;
        // At once, as the background work would within a minute: the pages are whole when the demonstration opens.
        let press = editions::Desk { actor: &actor, key: self.then.key().await?, clock: &self.then.clock };
        let issued = governance::site::reissue(&mut tx, press).await;
        issued.map_err(|error| Failure::Said(format!("{}/{file}: {error}", self.told.slug)))?;
        tx.commit().await?;
        say::progress(format!("  {file}: {deeds} changes"));
        Ok(())
    }
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
