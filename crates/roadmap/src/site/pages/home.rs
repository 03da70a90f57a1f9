//! The area's first page: what this is, how it stands, where to go on.

use askama::Template;
use web::{Html, Place};

use super::{changes::Listed, summary};
use crate::{
    difference::day_words,
    site::{Page, context::Site, frame::Sheet},
};

/// So many changes stand on the first page; all of them have a page of their own.
const FIRST_CHANGES: usize = 5;

/// Sentence first, then three ways in, then what changed: most visitors come once, from a link, on a telephone.
#[derive(Template)]
#[template(path = "roadmap/home.html")]
struct Home<'a> {
    here: Place,
    name: &'a str,
    partnership: &'a str,
    introduction: &'a str,
    edition: String,
    note: &'a str,
    standing: String,
    passed: Option<String>,
    changes: Html,
    more_changes: usize,
    is_first: bool,
}

/// The page at the empty path.
pub(crate) fn page(site: &Site) -> Page {
    let here = Place::home();
    let content = site.content;
    let frame = site.frame();
    let changes = site.latest_changes();
    let first = &changes[..changes.len().min(FIRST_CHANGES)];
    let introduction =
        content.tree.plans.iter().find(|plan| plan.is_roadmap).and_then(|plan| plan.introduction.as_deref());
    let title = format!("SEND in {}: what was promised and what happened", content.area.name);
    let home = Home {
        name: &content.area.name,
        partnership: frame.owner(),
        introduction: introduction.unwrap_or_default(),
        edition: format!("{}, {}", frame.change, day_words(content.as_at)),
        note: &content.note,
        standing: summary::standing(site).join(" "),
        passed: summary::passed(site),
        changes: Html::of(&Listed::plain(site, &here, first)),
        more_changes: changes.len() - first.len(),
        is_first: site.earlier.is_empty(),
        here,
    };
    let about =
        format!("What the {} promised for children and young people with SEND, and what came of it.", frame.owner());
    frame.page(Sheet::new("", &title, &about, Html::of(&home)).beside("Easy read version of this site", "easy-read"))
}
