//! What became of each promise when one plan gave way to the next.

use askama::Template;
use web::{Html, Place};

use crate::{
    difference::day_words,
    model::{Node, RetiredKind},
    site::{
        Page,
        context::Site,
        frame::Sheet,
        paths,
        words::{self, counted, listed},
    },
    succession::{Fate, Told, told},
};

/// The page's path.
pub(crate) const SUCCESSION: &str = "roadmap/succession";

/// Every promise that was open stands here with its fate, so that none is lost between two plans.
#[derive(Template)]
#[template(path = "roadmap/succession.html")]
struct Succession<'a> {
    here: Place,
    plans: Vec<GivenWay<'a>>,
}

/// A plan that gave way.
struct GivenWay<'a> {
    heading: String,
    /// When, why, and what became of how many promises.
    about: String,
    fates: Vec<Left<'a>>,
}

/// A promise of the old plan.
struct Left<'a> {
    path: String,
    words: &'a str,
    /// How it left, with the reason.
    how: String,
    goes_on: Vec<Onward>,
}

/// Where something goes on.
pub(crate) struct Onward {
    pub(crate) path: String,
    pub(crate) title: String,
}

/// The page `roadmap/succession`.
pub(crate) fn page(site: &Site) -> Page {
    let plans = told(&site.content.tree).into_iter().map(|told| given_way(site, &told)).collect();
    let page = Succession { here: paths::place(SUCCESSION), plans };
    let about = "What became of each promise when one plan took the place of another.";
    let sheet = Sheet::new(SUCCESSION, "When a new plan takes over", about, Html::of(&page));
    let sheet = sheet.below("Roadmap", paths::ROADMAP).below("Other plans", paths::COMMITMENTS);
    site.frame().page(sheet)
}

/// The pages of what a promise goes on in, as far as they are published.
pub(crate) fn onward(site: &Site, node: &Node) -> Vec<Onward> {
    let into = node.retired.iter().flat_map(|retired| &retired.into);
    let targets = into.filter_map(|key| site.node(key));
    let title = |target: &Node| {
        if site.is_entry(target) { words::headed(target.words()).to_owned() } else { site.commitment_title(target) }
    };
    targets.map(|target| Onward { path: site.path_of(target), title: title(target) }).collect()
}

fn given_way<'a>(site: &Site<'a>, told: &Told<'a>) -> GivenWay<'a> {
    let day = day_words(told.way.on);
    let reason = words::stopped(&told.way.reason);
    GivenWay {
        heading: format!("{} gave way to {}", told.old.title, told.new.title),
        about: format!("On {day}. The reason: {reason} {}", counts(&told.fates)),
        fates: told.fates.iter().map(|fate| left(site, fate)).collect(),
    }
}

fn left<'a>(site: &Site<'a>, fate: &Fate<'a>) -> Left<'a> {
    let reason = fate.retired.reason.as_deref();
    let reason = reason.map_or_else(|| "No reason was given.".to_owned(), words::stopped);
    Left {
        path: site.path_of(fate.node),
        words: words::headed(fate.node.words()),
        how: format!("{}. {reason}", plain(fate.retired.kind)),
        goes_on: onward(site, fate.node),
    }
}

/// "3 promises were still open: 2 go on, 1 was finished with."
fn counts(fates: &[Fate<'_>]) -> String {
    let count = |kinds: &[RetiredKind]| fates.iter().filter(|fate| kinds.contains(&fate.retired.kind)).count();
    let open = match fates.len() {
        0 => return "None of its promises was still open.".to_owned(),
        open => counted(open, "promise was still open", "promises were still open"),
    };
    let on = [RetiredKind::Carried, RetiredKind::Merged, RetiredKind::Split];
    let parts = [
        (count(&on), "goes on", "go on"),
        (count(&[RetiredKind::Closed]), "was finished with", "were finished with"),
        (count(&[RetiredKind::Dropped]), "was given up", "were given up"),
    ];
    let parts = parts.iter().filter(|(count, ..)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, one, many)| counted(*count, one, many)).collect();
    if parts.is_empty() { format!("{open}.") } else { format!("{open}: {}.", listed(&parts)) }
}

/// What became of it, as a family would say it.
fn plain(kind: RetiredKind) -> &'static str {
    match kind {
        RetiredKind::Carried => "It goes on in the new plan",
        RetiredKind::Merged => "It is now a part of something wider",
        RetiredKind::Closed => "It is finished with",
        RetiredKind::Dropped => "It was given up",
        RetiredKind::Split => "It goes on in parts",
        RetiredKind::AddedInError => "It was added by mistake",
        RetiredKind::NoLongerPublished => "It is no longer published",
    }
}
