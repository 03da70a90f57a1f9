//! The frozen shell of the search: a form, and between two marks the place where a rule puts results.

use askama::Template;
use web::{Html, Place};

use crate::site::{Page, context::Site, frame::Sheet, paths, search};

/// What stands between the two marks until somebody asks.
#[derive(Template)]
#[template(path = "roadmap/search-empty.html")]
struct Empty {
    start: &'static str,
    end: &'static str,
    here: Place,
}

/// The page `roadmap/search` as it is while nobody has asked.
pub(crate) fn page(site: &Site) -> Page {
    let main = Html::of(&Empty { start: search::START, end: search::END, here: paths::place(search::PATH) });
    let sheet =
        Sheet::new(search::PATH, search::TITLE, "Search the SEND roadmap: promises, findings, words and pages.", main);
    // Marks inside the form would be cut off when results take its place.
    site.frame().page(Sheet { unmarked: true, ..sheet }.below("Roadmap", paths::ROADMAP))
}
