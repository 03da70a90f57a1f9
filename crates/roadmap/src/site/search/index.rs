//! What can be found, frozen with the edition.

use serde::{Deserialize, Serialize};

use crate::site::{Page, context::Site, glossary, lines, open, paths, words};

/// One thing that can be found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Findable {
    /// Its path inside the area, with an anchor where it has no page of its own.
    pub(crate) path: String,
    /// Its title in the results.
    pub(crate) title: String,
    /// What it is, in a word or two.
    pub(crate) kind: String,
    /// What the results print under the title.
    pub(crate) text: String,
    /// Further words it is found by.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) also: String,
}

/// The file `roadmap/search-index.json`: a list, in the order of the pages.
pub(crate) fn file(site: &Site) -> Page {
    Page { path: super::INDEX.to_owned(), media_type: open::JSON, body: open::json_text(&everything(site)) }
}

/// Entries first, then what other plans promise, then findings, themes, partners and words: what answers equally well comes in this order.
fn everything(site: &Site) -> Vec<Findable> {
    let mut all: Vec<Findable> = site.content.entries().map(|entry| of_entry(site, entry)).collect();
    all.extend(site.content.commitments().map(|node| of_commitment(site, node)));
    let found = |path: String, title: &str, kind: &str, text: &str, also: &str| Findable {
        path,
        title: title.to_owned(),
        kind: kind.to_owned(),
        text: text.to_owned(),
        also: also.to_owned(),
    };
    let tree = &site.content.tree;
    for inspection in &tree.inspections {
        for finding in &inspection.findings {
            let title = words::headed(finding.plain.as_deref().unwrap_or(&finding.wording));
            all.push(found(
                paths::finding(&finding.key),
                title,
                finding.kind.plain(),
                &inspection.title,
                &finding.wording,
            ));
        }
    }
    all.extend(tree.themes.iter().map(|theme| found(paths::theme(&theme.key), &theme.name, "Theme", &theme.plain, "")));
    all.extend(tree.bodies.iter().map(|body| found(paths::partner(&body.key), &body.name, "Partner", &body.kind, "")));
    for term in glossary::terms() {
        all.push(found(
            format!("{}#{}", paths::GLOSSARY, term.key),
            &term.name,
            "What a word means",
            &term.plain,
            &term.forms.join(" "),
        ));
    }
    all
}

/// An entry with what else people may look for it by: its published wording, its school, its theme, its owner.
fn of_entry(site: &Site, entry: &crate::model::Node) -> Findable {
    let mut also = vec![entry.wording.as_str()];
    also.extend(entry.why.as_deref());
    also.extend(entry.places.iter().map(|place| place.provision.as_str()));
    also.extend(entry.themes.iter().filter_map(|key| site.theme(key)).map(|theme| theme.name.as_str()));
    also.extend(entry.owners.iter().filter_map(|owner| owner.body.as_deref()).map(|key| site.body_name(key)));
    let said = entry.delivery.as_ref().map_or("Nobody has said how far this is", |mark| mark.value.plain());
    Findable {
        path: site.path_of(entry),
        title: words::headed(entry.words()).to_owned(),
        kind: "Promise".to_owned(),
        text: format!("{said}. {}", lines::when_line(entry, None)),
        also: also.join(" "),
    }
}

/// What another plan promises, found by the same words as an entry and by the name of its plan.
fn of_commitment(site: &Site, node: &crate::model::Node) -> Findable {
    let kind = if lines::is_promise(node) { "Promise in another plan" } else { "Not a promise of the partnership" };
    let found = of_entry(site, node);
    Findable {
        kind: kind.to_owned(),
        text: format!("{} {}", words::stopped(&site.place_in_plan(node)), found.text),
        ..found
    }
}
