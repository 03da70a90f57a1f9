//! What other plans promise: the middle of the chain from a finding to what is done about it.

use askama::Template;
use web::{Html, Link, Place};

use super::entry::{self, CarriedOut, Subject};
use crate::{
    difference::day_words,
    model::{Content, Node, Plan},
    site::{
        Page,
        context::Site,
        frame::Sheet,
        lines::{self, EntryLines},
        paths,
        words::{self, counted},
    },
};

/// Plan after plan, as published: what the roadmap carries out and what it does not stand side by side.
#[derive(Template)]
#[template(path = "roadmap/commitments.html")]
struct Commitments<'a> {
    here: Place,
    standing: String,
    plans: Vec<Listed<'a>>,
    departed: Html,
    departed_count: usize,
}

struct Listed<'a> {
    title: &'a str,
    about: String,
    introduction: &'a str,
    /// Where it was published, when a browser may follow the address.
    source: Option<String>,
    lines: Html,
}

/// The list by plan, and a page for each node of a plan that is not the roadmap, also those only an earlier edition knew.
pub(crate) fn pages(site: &Site) -> Vec<Page> {
    let standing: Vec<&Node> = site.content.commitments().collect();
    let near = |at: Option<usize>, node: &Node| {
        let other = at.and_then(|at| standing.get(at)).copied().filter(|other| other.plan == node.plan);
        other.map(|other| (other, paths::commitment(&other.key)))
    };
    let mut pages = vec![index(site)];
    for (at, node) in standing.iter().enumerate() {
        let neighbours = [near(at.checked_sub(1), node), near(Some(at + 1), node)];
        pages.push(entry::one(site, subject(site, node, neighbours, None)));
    }
    let departed = site.departed_commitments.iter();
    pages.extend(departed.map(|(node, last)| entry::one(site, subject(site, node, [None, None], Some(last)))));
    pages
}

fn subject<'a>(
    site: &Site<'a>,
    node: &'a Node,
    neighbours: [Option<(&'a Node, String)>; 2],
    last_shown: Option<&'a Content>,
) -> Subject<'a> {
    let title = site.commitment_title(node);
    let title = if site.has_twin(&title) { format!("{title}, {}", node.key) } else { title };
    let path = paths::commitment(&node.key);
    let carried_out = Some(carried_out(site, &paths::place(&path), node));
    Subject { node, path, title, neighbours, last_shown, carried_out }
}

/// The entries that help to keep a promise, or plainly that none does.
fn carried_out(site: &Site, here: &Place, node: &Node) -> CarriedOut {
    let entries = site.entries_for(&node.key);
    let lines = if entries.is_empty() { Html::default() } else { EntryLines::plain(site, here, &entries) };
    let (words, nothing) = match entries.len() {
        0 if !lines::is_promise(node) => (
            "This is not a promise of the partnership, so nothing on the roadmap has to carry it out.".to_owned(),
            false,
        ),
        0 if site.has_entries_below(&node.key) => (
            "Nothing on the roadmap carries out the whole of it. Something there carries out a part of it.".to_owned(),
            false,
        ),
        0 => ("Nothing on the roadmap carries it out.".to_owned(), true),
        count => (format!("{} to carry it out:", counted(count, "thing helps", "things help")), false),
    };
    CarriedOut { words, nothing, lines }
}

fn index(site: &Site) -> Page {
    let here = paths::place(paths::COMMITMENTS);
    let nodes: Vec<&Node> = site.content.commitments().collect();
    let with_nodes = |plan: &&Plan| nodes.iter().any(|node| node.plan == plan.key);
    let departed: Vec<&Node> = site.departed_commitments.iter().map(|(node, _)| *node).collect();
    let plans: Vec<&Plan> = site.content.tree.plans.iter().filter(with_nodes).collect();
    let page = Commitments {
        standing: standing(site, &nodes, plans.len()),
        plans: plans.iter().map(|plan| listed(site, &here, plan, &nodes)).collect(),
        departed: EntryLines::plain(site, &here, &departed),
        departed_count: departed.len(),
        here,
    };
    let about = "Promises made in plans beside the roadmap, and what on the roadmap carries them out.";
    let sheet = Sheet::new(paths::COMMITMENTS, "What other plans promise", about, Html::of(&page));
    site.frame().page(sheet.below("Roadmap", paths::ROADMAP))
}

/// One plan with its nodes, in its own order.
fn listed<'a>(site: &Site, here: &Place, plan: &'a Plan, nodes: &[&Node]) -> Listed<'a> {
    let own: Vec<&Node> = nodes.iter().filter(|node| node.plan == plan.key).copied().collect();
    let mut about = vec![words::stopped(&words::capitalised(&plan.kind))];
    about.extend(plan.published_on.map(|day| format!("It was published on {}.", day_words(day))));
    Listed {
        title: &plan.title,
        about: about.join(" "),
        introduction: plan.introduction.as_deref().unwrap_or_default(),
        source: plan.source.as_ref().and_then(|source| Link::outside("", source).href(here)),
        lines: EntryLines::of_plan(site, here, &own),
    }
}

/// "14 promises stand in 4 other plans. For 9 of them, something on the roadmap helps to keep it."
fn standing(site: &Site, nodes: &[&Node], plans: usize) -> String {
    if nodes.is_empty() {
        return "No other plan is recorded here.".to_owned();
    }
    let promises: Vec<&&Node> = nodes.iter().filter(|node| lines::is_open_promise(node)).collect();
    let kept = promises.iter().filter(|node| lines::is_carried_out(site, node)).count();
    let outside = nodes.iter().filter(|node| !lines::is_promise(node)).count();
    let mut sentences = vec![format!(
        "{} in {}.",
        counted(promises.len(), "promise stands", "promises stand"),
        counted(plans, "plan beside the roadmap", "plans beside the roadmap")
    )];
    sentences.push(match kept {
        0 => "Nothing on the roadmap helps to keep them.".to_owned(),
        kept if kept == promises.len() => "Something on the roadmap helps to keep each of them.".to_owned(),
        kept => format!("For {kept} of them, something on the roadmap helps to keep it."),
    });
    match outside {
        0 => {}
        1 => sentences.push("1 look from outside stands here too. It is no promise of the partnership.".to_owned()),
        many => sentences
            .push(format!("{many} looks from outside stand here too. They are no promises of the partnership.")),
    }
    sentences.join(" ")
}
