//! A published page brought into the tree: proposed as deeds, for a person to accept.
//!
//! The first page of a plan opens the plan and adds its entries. A later page is matched with the
//! entries held, and what it says otherwise becomes deeds: a date moved, something delivered, said
//! in other words, new, or no longer published. Nothing is deleted because a page dropped it.

mod entries;
mod matching;

use jiff::civil::Date;
use reading::{Item, Reading, StatusReading, When};

use crate::{
    deed::{Deed, Judgement, Subject},
    model::{Actual, Delivery, Mark, Node, NodeUpdate, Plan, Retired, RetiredKind, Revision, Tree},
};

pub use entries::node_key;

/// Who says what a page says.
pub const PAGE: &str = "The published page";

/// What a page would change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    /// Whether the plan is not held yet, so that nothing can be overwritten.
    pub is_first: bool,
    /// The deeds, in order; none when the tree already says what the page says.
    pub deeds: Vec<Deed>,
    /// What a person should look at before accepting.
    pub questions: Vec<String>,
}

/// Proposes what a reading means for the plan of this key. `today` dates what the page does not.
pub fn propose(tree: &Tree, reading: &Reading, plan: &str, today: Date) -> Proposal {
    let on = reading.plan.page_date.unwrap_or(today);
    let mut proposal = Proposal { is_first: tree.plans.iter().all(|held| held.key != plan), ..Proposal::default() };
    if proposal.is_first {
        proposal.deeds.push(Deed::OpenPlan(opened(reading, plan)));
    }
    let held: Vec<&Node> = tree.nodes.iter().filter(|node| node.plan == plan && node.retired.is_none()).collect();
    let matched = matching::match_entries(&held, &reading.items);
    let mut adding = entries::Adding::new(tree, plan, on);
    for (item, node) in reading.items.iter().zip(&matched) {
        if item.incomplete_tail {
            proposal.questions.push(format!("the page stops inside {:?}; it was left out", item.text));
            continue;
        }
        match node {
            None => proposal.deeds.extend(adding.add(item)),
            Some(node) => changed(held[*node], item, on, &mut proposal),
        }
    }
    proposal.deeds.extend(adding.pairs(&reading.links));
    for (at, node) in held.iter().enumerate() {
        if !matched.contains(&Some(at)) {
            let retired = Retired { kind: RetiredKind::NoLongerPublished, on, reason: None };
            proposal.deeds.push(Deed::Retire { node: node.key.clone(), retired });
        }
    }
    proposal
}

fn opened(reading: &Reading, key: &str) -> Plan {
    let first = |month: &Option<String>| month.as_deref().and_then(|month| format!("{month}-01").parse::<Date>().ok());
    let ends = reading.periods.iter().filter_map(|period| period.latest).max();
    Plan {
        key: key.to_owned(),
        kind: "roadmap".to_owned(),
        title: reading.plan.title.clone().unwrap_or_else(|| "Roadmap".to_owned()),
        levels: vec![entries::LEVEL.to_owned()],
        source: reading.plan.source.clone(),
        published_on: reading.plan.page_date,
        period_from: first(&reading.plan.period_start),
        period_to: first(&reading.plan.period_end).map(Date::last_of_month).max(ends),
        review_cycle: reading.plan.review_cycle.clone(),
        introduction: None,
        is_roadmap: true,
    }
}

/// What the page now says about an entry that is held.
fn changed(node: &Node, item: &Item, on: Date, proposal: &mut Proposal) {
    let key = || node.key.clone();
    if item.text != node.wording {
        let (plain, why) = (node.plain.clone(), node.why.clone());
        proposal.deeds.push(Deed::Reword { node: key(), wording: item.text.clone(), plain, why });
        if node.plain.is_some() {
            proposal.questions.push(format!("{} was reworded: do its plain words still fit?", node.key));
        }
    }
    let delivered = delivery(item).filter(|value| node.delivery.as_ref().is_none_or(|mark| mark.value != *value));
    if item.when != *node.timing.current() && says_when(&item.when) {
        proposal.deeds.push(dated(node, item, on, delivered == Some(Delivery::Done)));
    }
    if let Some(value) = delivered {
        proposal.deeds.push(judged(node.key.clone(), item, value, on));
    }
    for update in updates(item, on) {
        if node.updates.iter().all(|held| held.text != update.text) {
            proposal.deeds.push(Deed::AddUpdate { node: key(), update });
        }
    }
}

/// A new date is a move, unless the page tells it together with the news that the thing is done.
fn dated(node: &Node, item: &Item, on: Date, done: bool) -> Deed {
    let node = node.key.clone();
    if done {
        let actual = Actual { when: item.when.clone(), recorded_on: on, note: Some(format!("{PAGE} says so.")) };
        return Deed::RecordActual { node, actual };
    }
    let reason = reason_in(&item.text).or_else(|| item.notes.as_deref().and_then(reason_in));
    let revision = Revision { to: item.when.clone(), reason, author: PAGE.to_owned(), approver: None, on };
    Deed::MoveDate { node, revision }
}

/// The reason a page states in its own words, up to the end of the sentence or bracket.
fn reason_in(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    // Lower-casing must not have moved the places of letters.
    let lower = if lower.len() == text.len() { lower.as_str() } else { text };
    let starts = ["because of ", "because ", "due to ", "owing to ", "as a result of "];
    let at = starts.iter().find_map(|start| lower.find(start).map(|at| at + start.len()))?;
    let rest = text.get(at..)?;
    let end = rest.find(['.', ')', ';', ']']).unwrap_or(rest.len());
    let reason = rest[..end].trim();
    (!reason.is_empty()).then(|| reason.to_owned())
}

/// Whether the page gives a date at all; that it gives none is no move.
fn says_when(when: &When) -> bool {
    when.text.is_some() || when.earliest.is_some() || when.latest.is_some()
}

/// The delivery status that the page's own words give, if they do.
fn delivery(item: &Item) -> Option<Delivery> {
    Some(match item.status.reading {
        StatusReading::Done => Delivery::Done,
        StatusReading::InProgress => Delivery::InProgress,
        StatusReading::Ongoing => Delivery::Ongoing,
        StatusReading::Planned => Delivery::Planned,
        StatusReading::Postponed => Delivery::Postponed,
        StatusReading::Delayed => Delivery::Delayed,
        StatusReading::NotStated => return None,
    })
}

fn judged(node: String, item: &Item, value: Delivery, on: Date) -> Deed {
    let mark = Mark { value, word: item.status.word.clone(), on, by: PAGE.to_owned(), note: None };
    Deed::Judge { subject: Subject::Node(node), judgement: Judgement::Delivery(mark) }
}

/// The page's progress notes and figures.
fn updates(item: &Item, on: Date) -> Vec<NodeUpdate> {
    let words = |update: &reading::Update| match (&update.text, update.figure) {
        (Some(text), _) => Some(text.clone()),
        (None, Some(figure)) => Some(format!("{figure} {}", update.unit.as_deref().unwrap_or_default()).trim().to_owned()),
        (None, None) => None,
    };
    let update = |update: &reading::Update| {
        let text = words(update)?;
        Some(NodeUpdate { on, period: update.on.clone(), text, by: PAGE.to_owned() })
    };
    item.updates.iter().filter_map(update).collect()
}
