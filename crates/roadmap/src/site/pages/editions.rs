//! Every edition up to this one, each at its permanent address.

use askama::Template;
use web::{Html, Place};

use super::changes;
use crate::{
    difference::day_words,
    model::Content,
    site::{Page, context::Site, frame::Sheet, paths},
};

/// Frozen with its edition, so it can list no later one, and says so.
#[derive(Template)]
#[template(path = "roadmap/editions.html")]
struct Editions<'a> {
    here: Place,
    number: u32,
    released: String,
    /// The newest first, with its date in words and what changed in it.
    listed: Vec<(&'a Content, String, String)>,
}

/// The page `roadmap/editions`.
pub(crate) fn page(site: &Site) -> Page {
    let path = "roadmap/editions";
    let content = site.content;
    let changed = |edition: &Content| {
        let step = site.steps.iter().find(|step| step.to.number == edition.number);
        step.map_or_else(|| "The first edition.".to_owned(), |step| changes::counts(&step.changes))
    };
    let editions = Editions {
        here: paths::place(path),
        number: content.number,
        released: day_words(content.as_at),
        listed: site
            .earlier
            .iter()
            .chain([content])
            .rev()
            .map(|edition| (edition, day_words(edition.as_at), changed(edition)))
            .collect(),
    };
    let sheet = Sheet::new(
        path,
        "Editions of the roadmap",
        "Every version of the roadmap, kept for good.",
        Html::of(&editions),
    );
    site.frame().page(sheet.below("Roadmap", paths::ROADMAP))
}
