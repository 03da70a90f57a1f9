//! Every edition, each at its permanent address.

use std::collections::BTreeMap;

use askama::Template;
use web::{Html, Place};

use super::changes;
use crate::{
    difference::{day_words, difference},
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

const FIRST: &str = "The first edition.";
/// Said where all editions before it were taken back.
const FIRST_STANDING: &str = "No earlier edition stands that it could be compared with.";

/// The page `roadmap/editions`. `withdrawn` says of editions that were taken back, by number, why: nothing they said is
/// repeated, and the edition after one is compared with the last that stands.
pub(crate) fn page(site: &Site, earlier: &[Content], withdrawn: &BTreeMap<u32, String>) -> Page {
    let path = "roadmap/editions";
    let content = site.content;
    let mut before: Option<&Content> = None;
    let mut listed = Vec::new();
    for edition in earlier.iter().chain([content]) {
        let reason = withdrawn.get(&edition.number).map(|reason| words::stopped(reason));
        listed.push(Listed {
            edition,
            released: day_words(edition.as_at),
            changed: before.map_or_else(
                || if edition.number == 1 { FIRST } else { FIRST_STANDING }.to_owned(),
                |before| changes::counts(&difference(before, edition)),
            ),
            withdrawn: reason.clone(),
        });
        before = if reason.is_some() { before } else { Some(edition) };
    }
    listed.reverse();
    let editions =
        Editions { here: paths::place(path), number: content.number, released: day_words(content.as_at), listed };
    let sheet = Sheet::new(
        path,
        "Editions of the roadmap",
        "Every version of the roadmap, kept for good.",
        Html::of(&editions),
    );
    site.frame().page(sheet.below("Roadmap", paths::ROADMAP))
}
