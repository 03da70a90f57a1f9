//! Both ends of the chain that hang loose: promises nothing on the roadmap carries out, and entries that answer nothing.

use askama::Template;
use web::{Html, Place};

use super::entry_facts::findings_answered;
use crate::{
    model::Node,
    site::{
        Page,
        context::Site,
        frame::Sheet,
        lines::{self, EntryLines},
        paths,
        words::counted,
    },
};

/// Silence would look like completeness, so both lists are printed even when they are long.
#[derive(Template)]
#[template(path = "roadmap/not-on-the-roadmap.html")]
struct NotOnTheRoadmap {
    here: Place,
    standing: String,
    /// Promises of other plans that stand and have no entry, neither of their own nor for a part of them.
    commitments: Html,
    answering_nothing: Html,
    answering_nothing_count: usize,
}

/// The page `roadmap/not-on-the-roadmap`.
pub(crate) fn page(site: &Site) -> Page {
    let path = "roadmap/not-on-the-roadmap";
    let here = paths::place(path);
    let alone = site.content.commitments_not_on_the_roadmap();
    let commitments: Vec<&Node> =
        alone.filter(|node| lines::is_open_promise(node) && !lines::is_carried_out(site, node)).collect();
    let loose: Vec<&Node> =
        site.live.iter().filter(|entry| findings_answered(site, entry).is_empty()).copied().collect();
    let page = NotOnTheRoadmap {
        standing: standing(&commitments),
        commitments: EntryLines::plain(site, &here, &commitments),
        answering_nothing_count: loose.len(),
        answering_nothing: EntryLines::plain(site, &here, &loose),
        here,
    };
    let about = "Promises in other plans that nothing on the roadmap carries out, and entries that answer no finding.";
    let sheet = Sheet::new(path, "Not on the roadmap", about, Html::of(&page));
    site.frame().page(sheet.below("Roadmap", paths::ROADMAP))
}

/// "For 6 promises in other plans, nothing on the roadmap helps to keep them. 1 of them is said to have happened."
fn standing(alone: &[&Node]) -> String {
    let happened = alone.iter().filter(|node| lines::happened(node)).count();
    let nothing = match alone.len() {
        0 => return "Every promise in another plan that is recorded here has something on the roadmap that helps to keep it.".to_owned(),
        1 => "For 1 promise in another plan, nothing on the roadmap helps to keep it.".to_owned(),
        count => format!("For {count} promises in other plans, nothing on the roadmap helps to keep them."),
    };
    match happened {
        0 => nothing,
        count => format!("{nothing} {} said to have happened all the same.", counted(count, "is", "are")),
    }
}
