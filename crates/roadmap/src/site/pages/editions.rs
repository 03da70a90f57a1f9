//! Every edition, each at its permanent address.

use std::collections::BTreeMap;

use askama::Template;
use web::{Html, Place};

use super::changes;
use crate::{
    difference::day_words,
    model::Content,
    site::{Page, context::Site, frame::Sheet, paths, words},
};

/// Released beside the editions and not inside one: an old edition's link then leads to the latest list.
#[derive(Template)]
#[template(path = "roadmap/editions.html")]
struct Editions<'a> {
    here: Place,
    number: u32,
    released: String,
    /// The newest first.
    listed: Vec<Listed<'a>>,
}

struct Listed<'a> {
    edition: &'a Content,
    /// Its day in words.
    released: String,
    /// What changed in it.
    changed: String,
    /// Why it was taken back; nothing of it can be read then.
    withdrawn: Option<String>,
}

/// The page `roadmap/editions`. `withdrawn` says of editions that were taken back, by number, why.
pub(crate) fn page(site: &Site, withdrawn: &BTreeMap<u32, String>) -> Page {
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
            .map(|edition| Listed {
                edition,
                released: day_words(edition.as_at),
                changed: changed(edition),
                withdrawn: withdrawn.get(&edition.number).map(|reason| words::stopped(reason)),
            })
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
