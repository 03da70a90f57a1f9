//! The page of one entry: what was promised, what came of it, who says so, and what it hangs together with.

use askama::Template;
use web::{
    Component, Html, Place,
    components::{Neighbour, Pagination},
};

use super::{
    entry_facts::{self, Chain, Moment, Proof},
    entry_history,
    succession::{Onward, onward},
};
use crate::{
    difference::day_words,
    model::{Content, Node, NodeUpdate, PlaceChange, SuccessMeasure},
    site::{Page, context::Site, frame::Sheet, lines, paths, words},
};

/// Every part stands on every page, also where nothing is known: "nobody has said" is itself a statement.
#[derive(Template)]
#[template(path = "roadmap/entry.html")]
struct EntryPage<'a> {
    here: Place,
    /// What a comment sent from here is about.
    about: &'a str,
    entry: &'a Node,
    heading: &'a str,
    caption: String,
    tag: Option<Html>,
    lead: String,
    /// Why it is no longer on the roadmap, in a sentence.
    gone: Option<String>,
    goes_on: Vec<Onward>,
    /// When its plan gave way, and to which plan, where it left for that.
    gave_way: Option<(String, &'a str)>,
    noticed: Vec<&'a str>,
    noticed_on: String,
    released: String,
    judgements: Html,
    moments: Vec<Moment>,
    recurs: bool,
    places: Vec<(&'a PlaceChange, String)>,
    measures: &'a [SuccessMeasure],
    owners: Vec<String>,
    carried_out: Option<CarriedOut>,
    /// The heading over the chain upwards; a review by others has no promise to explain.
    why: &'static str,
    chain: Chain<'a>,
    proofs: Vec<Proof<'a>>,
    updates: Vec<(&'a NodeUpdate, String)>,
    history: Vec<(String, Vec<String>)>,
    neighbours: Html,
}

/// A promise, and where its page stands among others.
pub(crate) struct Subject<'a> {
    pub(crate) node: &'a Node,
    pub(crate) path: String,
    pub(crate) title: String,
    /// The promises before and after it, each with the path of its page.
    pub(crate) neighbours: [Option<(&'a Node, String)>; 2],
    /// The last edition that showed what this one has lost.
    pub(crate) last_shown: Option<&'a Content>,
    /// What carries it out on the roadmap; set for what stands in another plan, and only there.
    pub(crate) carried_out: Option<CarriedOut>,
}

/// What carries a commitment out: a sentence, and the entries with their dates.
pub(crate) struct CarriedOut {
    pub(crate) words: String,
    pub(crate) nothing: bool,
    pub(crate) lines: Html,
}

/// The pages of every entry this edition or an earlier one has shown: an address once given stays good.
pub(crate) fn pages(site: &Site) -> Vec<Page> {
    let standing: Vec<&Node> = site.content.entries().collect();
    let at = |at: Option<usize>| at.and_then(|at| standing.get(at)).map(|node| (*node, paths::entry(&node.key)));
    let subject = |node, neighbours, last_shown| Subject {
        node,
        path: paths::entry(&node.key),
        title: title(site, node),
        neighbours,
        last_shown,
        carried_out: None,
    };
    let stand = standing.iter().enumerate();
    let stand = stand.map(|(here, node)| subject(node, [at(here.checked_sub(1)), at(Some(here + 1))], None));
    let departed = site.departed.iter().map(|(node, last)| subject(node, [None, None], Some(last)));
    stand.chain(departed).map(|subject| one(site, subject)).collect()
}

/// The page of one promise, on the roadmap or in another plan: the same facts in the same order.
pub(crate) fn one(site: &Site, subject: Subject) -> Page {
    let entry = subject.node;
    let here = paths::place(&subject.path);
    let elsewhere = subject.carried_out.is_some();
    let page = EntryPage {
        heading: words::headed(entry.words()),
        caption: caption(site, entry, elsewhere),
        tag: lines::status_tag(entry),
        lead: lead(entry),
        gone: gone(&subject),
        goes_on: onward(site, entry),
        gave_way: gave_way(site, entry),
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
        history: entry_history::told(site, entry, elsewhere),
        why: if lines::is_promise(entry) { "Why it was promised" } else { "What it belongs to" },
        neighbours: neighbours(&here, &subject.neighbours, elsewhere),
        carried_out: subject.carried_out,
        about: &subject.path,
        entry,
        here,
    };
    let sheet = Sheet::new(&subject.path, &subject.title, &page.lead, Html::of(&page)).below("Roadmap", paths::ROADMAP);
    site.frame().page(if elsewhere { sheet.below("Other plans", paths::COMMITMENTS) } else { sheet })
}

/// The plan, and where in it: the heading it was published under or, in other plans, its level.
fn caption(site: &Site, entry: &Node, elsewhere: bool) -> String {
    let level = Some(entry.level.as_str()).filter(|level| elsewhere && !level.is_empty());
    let place = entry.section.as_deref().or(level).map_or_else(String::new, |place| format!(": {place}"));
    let number = entry.reference.as_deref().map_or_else(String::new, |number| format!(", number {number}"));
    format!("{}{place}{number}", site.plan_title(entry))
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

/// Why it left the roadmap or its plan, or that it left without a word.
fn gone(subject: &Subject) -> Option<String> {
    if let Some(retired) = &subject.node.retired {
        let why = retired.reason.as_deref().map_or_else(
            || "No reason was given.".to_owned(),
            |reason| format!("The reason: {}", words::stopped(reason)),
        );
        return Some(format!("{} on {}. {why}", retired.kind.plain(), day_words(retired.on)));
    }
    let left = if subject.carried_out.is_some() { "in the plan" } else { "on the roadmap" };
    subject.last_shown.map(|edition| {
        format!(
            "This is no longer {left}. Edition {} of {} was the last to show it. No reason was given.",
            edition.number,
            day_words(edition.as_at)
        )
    })
}

/// When its plan gave way and to which, if it left the plan on that day.
fn gave_way<'a>(site: &Site<'a>, entry: &Node) -> Option<(String, &'a str)> {
    let retired = entry.retired.as_ref()?;
    let way = site.plan(&entry.plan)?.gave_way.as_ref().filter(|way| way.on == retired.on)?;
    Some((day_words(way.on), &site.plan(&way.to)?.title))
}

/// The ways to what stands before and after it, on the roadmap or in its plan.
fn neighbours(here: &Place, [before, after]: &[Option<(&Node, String)>; 2], elsewhere: bool) -> Html {
    let [previous, next, label] = if elsewhere {
        ["Previous in this plan", "Next in this plan", "Before and after in this plan"]
    } else {
        ["Previous promise", "Next promise", "Promises before and after"]
    };
    let link = |words: &str, (node, path): &(&Node, String)| Neighbour {
        text: words.to_owned(),
        label_text: words::headed(node.words()).to_owned(),
        href: here.to(path.as_str()),
        ..Neighbour::default()
    };
    if before.is_none() && after.is_none() {
        return Html::default();
    }
    Pagination {
        previous: before.as_ref().map(|near| link(previous, near)),
        next: after.as_ref().map(|near| link(next, near)),
        landmark_label: label.to_owned(),
        ..Pagination::default()
    }
    .html()
}
