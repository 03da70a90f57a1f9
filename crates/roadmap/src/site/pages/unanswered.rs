//! Both ends of the chain that hang loose: promises nothing on the roadmap carries out, and entries that answer nothing.

use askama::Template;
use web::Html;

use super::entry_facts::{Linked, findings_answered};
use crate::{
    difference::when_words,
    model::Node,
    site::{Page, context::Site, frame::Sheet, lines::EntryLines, paths, words::counted},
};

/// Silence would look like completeness, so both lists are printed even when they are long.
#[derive(Template)]
#[template(path = "roadmap/not-on-the-roadmap.html")]
struct NotOnTheRoadmap<'a> {
    standing: String,
    /// Each promise with its date.
    commitments: Vec<(Linked<'a>, String)>,
    answering_nothing: Html,
    answering_nothing_count: usize,
}

/// The page `roadmap/not-on-the-roadmap`.
pub(crate) fn page(site: &Site) -> Page {
    let path = "roadmap/not-on-the-roadmap";
    let here = paths::place(path);
    let commitments: Vec<&Node> =
        site.content.commitments_not_on_the_roadmap().filter(|node| node.retired.is_none()).collect();
    let loose: Vec<&Node> =
        site.live.iter().filter(|entry| findings_answered(site, entry).is_empty()).copied().collect();
    let page = NotOnTheRoadmap {
        standing: match commitments.len() {
            0 => "Every promise in another plan that is recorded here has something on the roadmap that helps to keep it.".to_owned(),
            count => format!("{} made in other plans. Nothing on the roadmap helps to keep them.", counted(count, "promise was", "promises were")),
        },
        commitments: commitments.iter().map(|node| (Linked::to(site, &here, node), when_words(node.timing.current()))).collect(),
        answering_nothing_count: loose.len(),
        answering_nothing: EntryLines::plain(site, &here, &loose),
    };
    let about = "Promises in other plans that nothing on the roadmap carries out, and entries that answer no finding.";
    let sheet = Sheet::new(path, "Not on the roadmap", about, Html::of(&page));
    site.frame().page(sheet.below("Roadmap", paths::ROADMAP))
}
