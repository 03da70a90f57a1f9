//! The page of one entry: what was promised, what came of it, who says so, and what it hangs together with.

use askama::Template;
use web::{
    Component, Html, Place,
    components::{Neighbour, Pagination},
};

use super::entry_facts::{self, Chain, Moment, Proof};
use crate::{
    difference::{day_words, when_words},
    model::{Content, Node, NodeUpdate, PlaceChange, SuccessMeasure},
    site::{Page, context::Site, frame::Sheet, lines, paths, words},
};

/// Every part stands on every page, also where nothing is known: "nobody has said" is itself a statement.
#[derive(Template)]
#[template(path = "roadmap/entry.html")]
struct EntryPage<'a> {
    here: Place,
    entry: &'a Node,
    plan: &'a str,
    tag: Option<Html>,
    lead: String,
    /// Why it is no longer on the roadmap, in a sentence.
    gone: Option<String>,
    noticed: Vec<&'a str>,
    noticed_on: String,
    released: String,
    judgements: Html,
    moments: Vec<Moment>,
    recurs: bool,
    places: Vec<(&'a PlaceChange, String)>,
    measures: &'a [SuccessMeasure],
    owners: Vec<String>,
    chain: Chain<'a>,
    proofs: Vec<Proof<'a>>,
    updates: Vec<(&'a NodeUpdate, String)>,
    history: Vec<(String, Vec<String>)>,
    neighbours: Html,
}

/// The pages of every entry this edition or an earlier one has shown: an address once given stays good.
pub(crate) fn pages(site: &Site) -> Vec<Page> {
    let standing: Vec<&Node> = site.content.entries().collect();
    let mut pages: Vec<Page> = Vec::with_capacity(standing.len() + site.departed.len());
    for (at, entry) in standing.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| standing.get(at)).copied();
        pages.push(one(site, entry, [before, standing.get(at + 1).copied()], None));
    }
    pages.extend(site.departed.iter().map(|(entry, last)| one(site, entry, [None, None], Some(last))));
    pages
}

/// One page. `last_shown` is the last edition that showed an entry this one has lost.
fn one(site: &Site, entry: &Node, [before, after]: [Option<&Node>; 2], last_shown: Option<&Content>) -> Page {
    let path = paths::entry(&entry.key);
    let here = paths::place(&path);
    let page = EntryPage {
        plan: site.plan(&entry.plan).map_or("", |plan| &plan.title),
        tag: lines::status_tag(entry),
        lead: lead(entry),
        gone: gone(entry, last_shown),
        noticed: site.noticed(&entry.key).iter().map(|notice| notice.sentence.as_str()).collect(),
        noticed_on: day_words(site.content.as_at),
        released: format!("edition {}, released on {}", site.content.number, day_words(site.content.as_at)),
        judgements: entry_facts::judgements(entry).html(),
        moments: entry_facts::moments(entry),
        recurs: entry.recurs,
        places: entry.places.iter().map(|place| (place, entry_facts::place_sentence(place))).collect(),
        measures: &entry.measures,
        owners: entry_facts::owners(site, entry),
        chain: Chain::of(site, &here, entry),
        proofs: entry
            .evidence
            .iter()
            .filter_map(|key| site.evidence(key))
            .map(|evidence| Proof::of(evidence, &here))
            .collect(),
        updates: entry.updates.iter().rev().map(|update| (update, day_words(update.on))).collect(),
        history: history(site, entry),
        neighbours: neighbours(&here, before, after),
        entry,
        here,
    };
    let title = title(site, entry);
    let sheet = Sheet::new(&path, &title, &page.lead, Html::of(&page));
    site.frame().page(sheet.below("Roadmap", paths::ROADMAP))
}

/// The words of the entry, with what tells it from another of the same words.
fn title(site: &Site, entry: &Node) -> String {
    let words = words::shortened(entry.words());
    if !site.has_twin(&words) {
        return words;
    }
    let section = entry.section.as_deref().map_or_else(String::new, |section| format!("{section}, "));
    format!("{words} ({section}{})", entry.key)
}

/// The dates and the delivery in one or two sentences.
fn lead(entry: &Node) -> String {
    let mut parts = vec![lines::when_line(entry, None)];
    parts.push(match &entry.delivery {
        Some(mark) => format!("On {} it was called: {}.", day_words(mark.on), mark.value.plain().to_lowercase()),
        None => "Nobody has said how far it is.".to_owned(),
    });
    parts.join(" ")
}

/// Why the entry left the roadmap, or that it left without a word.
fn gone(entry: &Node, last_shown: Option<&Content>) -> Option<String> {
    if let Some(retired) = &entry.retired {
        let why = retired.reason.as_deref().map_or_else(
            || "No reason was given.".to_owned(),
            |reason| format!("The reason: {}", words::stopped(reason)),
        );
        return Some(format!("{} on {}. {why}", retired.kind.plain(), day_words(retired.on)));
    }
    last_shown.map(|edition| {
        format!(
            "This is no longer on the roadmap. Edition {} of {} was the last to show it. No reason was given.",
            edition.number,
            day_words(edition.as_at)
        )
    })
}

/// What each edition said about the entry, oldest first.
fn history(site: &Site, entry: &Node) -> Vec<(String, Vec<String>)> {
    let name = |edition: &Content| format!("Edition {}, {}", edition.number, day_words(edition.as_at));
    let editions = site.earlier.iter().chain([site.content]);
    let first = editions.clone().find(|edition| edition.node(&entry.key).is_some());
    let mut told: Vec<(String, Vec<String>)> = first
        .and_then(|edition| {
            edition.node(&entry.key).map(|node| {
                (name(edition), vec![format!("First shown here. Date: {}.", when_words(node.timing.current()))])
            })
        })
        .into_iter()
        .collect();
    for step in &site.steps {
        let said: Vec<String> = step
            .changes
            .iter()
            .filter(|change| change.entry == entry.key && step.from.node(&entry.key).is_some())
            .map(|change| {
                without_its_name(&change.sentence, [&step.from, &step.to].map(|edition| edition.node(&entry.key)))
            })
            .collect();
        if !said.is_empty() {
            told.push((name(step.to), said));
        }
    }
    told
}

/// A sentence about the entry, on its own page: "It" stands for its words.
fn without_its_name(sentence: &str, named: [Option<&Node>; 2]) -> String {
    let quoted = |node: &Node| format!("\u{201c}{}\u{201d}", node.words().trim_end_matches('.'));
    let rest = named.into_iter().flatten().find_map(|node| sentence.strip_prefix(&quoted(node)));
    rest.map_or_else(
        || sentence.to_owned(),
        |rest| rest.strip_prefix(": ").map_or_else(|| format!("It{rest}"), words::capitalised),
    )
}

/// The ways to the entries before and after it in page order.
fn neighbours(here: &Place, before: Option<&Node>, after: Option<&Node>) -> Html {
    let link = |words: &str, node: &Node| Neighbour {
        text: words.to_owned(),
        label_text: node.words().to_owned(),
        href: here.to(&paths::entry(&node.key)),
        ..Neighbour::default()
    };
    if before.is_none() && after.is_none() {
        return Html::default();
    }
    Pagination {
        previous: before.map(|node| link("Previous promise", node)),
        next: after.map(|node| link("Next promise", node)),
        landmark_label: "Promises before and after".to_owned(),
        ..Pagination::default()
    }
    .html()
}
