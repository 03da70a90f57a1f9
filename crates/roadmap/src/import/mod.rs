//! A published page brought into the tree: proposed as deeds, for a person to accept.
//!
//! The first page of a plan opens the plan and adds its entries. A later page is matched with the
//! entries held, and what it says otherwise becomes deeds: a date moved, something delivered, said
//! in other words, new, or no longer published. Nothing is deleted because a page dropped it.

mod entries;

use jiff::civil::Date;
use reading::{ChangeKind, Item, Reading, Status, StatusReading, When};

use crate::{
    deed::{Deed, Judgement, Subject},
    difference::when_words,
    model::{Actual, Delivery, Mark, Node, NodeUpdate, Plan, Retired, RetiredKind, Revision, Tree},
};

pub use entries::node_key;

/// Who says what a page says.
pub const PAGE: &str = "The published page";

/// What a page would change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    /// Whether no entry of the plan is held yet, so that nothing can be overwritten.
    pub is_first: bool,
    /// The deeds, in order; none when the tree already says what the page says.
    pub deeds: Vec<Deed>,
    /// What a person should look at before accepting.
    pub questions: Vec<String>,
}

/// Proposes what a reading means for the plan of this key. `today` dates what the page does not.
pub fn propose(tree: &Tree, reading: &Reading, plan: &str, today: Date) -> Proposal {
    let on = reading.plan.page_date.unwrap_or(today);
    // An empty plan, opened beforehand by a programme file, has nothing that a page could overwrite.
    let is_first = tree.nodes.iter().all(|node| node.plan != plan);
    let mut proposal = Proposal { is_first, ..Proposal::default() };
    if tree.plans.iter().all(|held| held.key != plan) {
        proposal.deeds.push(Deed::OpenPlan(opened(reading, plan)));
    }
    let held: Vec<&Node> = tree.nodes.iter().filter(|node| node.plan == plan && node.retired.is_none()).collect();
    let as_held = Reading { items: held.iter().map(|node| held_item(node)).collect(), ..Reading::default() };
    let mut adding = entries::Adding::new(tree, plan, on);
    for change in reading::diff(&as_held, reading).changes {
        let node = change.old.as_ref().map(|side| held[side.item]);
        let item = change.new.as_ref().map(|side| &reading.items[side.item]);
        match (node, item) {
            (None, Some(item)) if item.incomplete_tail => {
                proposal.questions.push(format!("the page stops inside {:?}; it was left out", item.text));
            }
            (None, Some(item)) => proposal.deeds.extend(adding.add(item)),
            (Some(node), None) => proposal.deeds.push(retired(node, RetiredKind::NoLongerPublished, on, None)),
            (Some(node), Some(item)) => changed((node, item), change.kind, change.reason, on, &mut proposal),
            (None, None) => {}
        }
    }
    for (item, partner) in reading.items.iter().zip(reading::partners(&as_held.items, &reading.items)) {
        if let Some(partner) = partner {
            progressed(held[partner], item, on, &mut proposal);
        }
    }
    proposal.deeds.extend(adding.pairs(&reading.links));
    proposal
}

/// A node as the page it came from would give it, for the page's own comparison.
fn held_item(node: &Node) -> Item {
    let reading = node.delivery.as_ref().map_or(StatusReading::NotStated, |mark| match mark.value {
        Delivery::Done => StatusReading::Done,
        Delivery::InProgress => StatusReading::InProgress,
        Delivery::Ongoing => StatusReading::Ongoing,
        Delivery::Planned | Delivery::NotStarted => StatusReading::Planned,
        Delivery::Delayed => StatusReading::Delayed,
        Delivery::Postponed => StatusReading::Postponed,
    });
    Item {
        reference: node.reference.clone(),
        section: node.section.clone(),
        text: node.wording.clone(),
        nature: node.nature,
        when: node.timing.current().clone(),
        status: Status { word: None, reading },
        places: None,
        owners: Vec::new(),
        measures: Vec::new(),
        recurs: node.recurs,
        links: Vec::new(),
        updates: Vec::new(),
        notes: None,
        incomplete_tail: false,
        warnings: Vec::new(),
    }
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
        gave_way: None,
    }
}

/// What one change of the page means for the entry held.
fn changed((node, item): (&Node, &Item), kind: ChangeKind, reason: Option<String>, on: Date, proposal: &mut Proposal) {
    let key = node.key.clone();
    let deed = match kind {
        ChangeKind::Dropped => retired(node, RetiredKind::Dropped, on, reason),
        ChangeKind::Delivered => judged(key, item, Delivery::Done, on),
        ChangeKind::Moved if !says_when(&item.when) => {
            proposal.questions.push(format!("the page gives {key} no date any more; its last date was kept"));
            return;
        }
        // A new date told together with the news that the thing is done is when it happened.
        ChangeKind::Moved if item.status.reading == StatusReading::Done => {
            let how = Some(format!("{PAGE} says so."));
            Deed::RecordActual { node: key, actual: Actual { when: item.when.clone(), recorded_on: on, note: how } }
        }
        // A page cannot give the consent that the partnership asked for.
        ChangeKind::Moved if !node.consent_from.is_empty() => {
            let to = when_words(&item.when);
            proposal
                .questions
                .push(format!("the page moves {key} to {to}, which needs consent; propose the move instead"));
            return;
        }
        ChangeKind::Moved => {
            let author = PAGE.to_owned();
            let revision = Revision { to: item.when.clone(), reason, author, approver: None, on };
            Deed::MoveDate { node: key, revision }
        }
        ChangeKind::Reworded => {
            if node.plain.is_some() {
                proposal.questions.push(format!("{key} was reworded: do its plain words still fit?"));
            }
            let (plain, why) = (node.plain.clone(), node.why.clone());
            Deed::Reword { node: key, wording: item.text.clone(), plain, why }
        }
        ChangeKind::New | ChangeKind::NoLongerPublished => return,
    };
    proposal.deeds.push(deed);
}

/// Steps short of delivery, and notes, that the page tells of an entry held.
fn progressed(node: &Node, item: &Item, on: Date, proposal: &mut Proposal) {
    let held = node.delivery.as_ref().map(|mark| mark.value);
    if let Some(value) = delivery(item).filter(|value| *value != Delivery::Done && Some(*value) != held) {
        proposal.deeds.push(judged(node.key.clone(), item, value, on));
    }
    for update in updates(item, on) {
        if node.updates.iter().all(|held| held.text != update.text) {
            proposal.deeds.push(Deed::AddUpdate { node: node.key.clone(), update });
        }
    }
}

fn retired(node: &Node, kind: RetiredKind, on: Date, reason: Option<String>) -> Deed {
    Deed::Retire { node: node.key.clone(), retired: Retired { kind, on, reason, into: Vec::new() } }
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
        (None, Some(figure)) => {
            Some(format!("{figure} {}", update.unit.as_deref().unwrap_or_default()).trim().to_owned())
        }
        (None, None) => None,
    };
    let update = |update: &reading::Update| {
        let text = words(update)?;
        Some(NodeUpdate { on, period: update.on.clone(), text, by: PAGE.to_owned() })
    };
    item.updates.iter().filter_map(update).collect()
}
