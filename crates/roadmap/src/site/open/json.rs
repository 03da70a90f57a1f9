//! The edition and its changes as JSON. Every key is explained in [`super::dictionary`], and a test compares the two.

use serde::Serialize;

use super::json_text;
use crate::{
    difference::Change,
    model::{AreaFacts, Body, Evidence, Inspection, Node, Plan, Theme},
    notices::Notice,
    site::context::Site,
};

/// The model's own types are written as they stand; people's names and private evidence were left out when the edition was
/// frozen.
#[derive(Serialize)]
struct EditionFile<'a> {
    dictionary: &'static str,
    area: &'a AreaFacts,
    edition: EditionFacts<'a>,
    bodies: &'a [Body],
    themes: &'a [Theme],
    inspections: &'a [Inspection],
    plans: &'a [Plan],
    entries: Vec<Promise<'a>>,
    commitments: Vec<Promise<'a>>,
    evidence: Vec<&'a Evidence>,
    notices: &'a [Notice],
}

/// A node as the model holds it, with the path of its page.
#[derive(Serialize)]
struct Promise<'a> {
    page: String,
    #[serde(flatten)]
    node: &'a Node,
}

#[derive(Serialize)]
struct EditionFacts<'a> {
    number: u32,
    title: &'a str,
    as_at: jiff::civil::Date,
    note: &'a str,
}

#[derive(Serialize)]
struct ChangesFile<'a> {
    dictionary: &'static str,
    from: Option<u32>,
    to: u32,
    changes: &'a [Change],
}

/// Everything the edition says.
pub(crate) fn edition(site: &Site) -> String {
    let content = site.content;
    let tree = &content.tree;
    let promise = |node| Promise { page: site.path_of(node), node };
    json_text(&EditionFile {
        dictionary: "roadmap/data",
        area: &content.area,
        edition: EditionFacts {
            number: content.number,
            title: &content.title,
            as_at: content.as_at,
            note: &content.note,
        },
        bodies: &tree.bodies,
        themes: &tree.themes,
        inspections: &tree.inspections,
        plans: &tree.plans,
        entries: content.entries().map(promise).collect(),
        commitments: content.commitments().map(promise).collect(),
        evidence: tree.evidence.iter().filter(|evidence| evidence.is_public()).collect(),
        notices: site.notices,
    })
}

/// What changed since the last edition.
pub(crate) fn changes(site: &Site) -> String {
    json_text(&ChangesFile {
        dictionary: "roadmap/data",
        from: site.steps.last().map(|step| step.from.number),
        to: site.content.number,
        changes: site.latest_changes(),
    })
}
