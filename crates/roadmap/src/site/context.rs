//! One edition with everything found quickly by key, and the differences between neighbouring editions.

use std::collections::{HashMap, HashSet};

use crate::{
    difference::{Change, difference},
    model::{Body, Content, Delivery, Evidence, Finding, Inspection, Node, Owner, Plan, Theme},
    notices::Notice,
    site::{frame::Frame, paths, words},
};

/// An edition and its past, indexed. Every page is a function of this.
pub(crate) struct Site<'a> {
    pub(crate) content: &'a Content,
    /// All earlier editions, oldest first.
    pub(crate) earlier: &'a [Content],
    /// Every notice, by kind and then in page order.
    pub(crate) notices: &'a [Notice],
    /// Entries that still stand, in page order.
    pub(crate) live: Vec<&'a Node>,
    /// Entries that were given up, with the reason where there is one.
    pub(crate) retired: Vec<&'a Node>,
    /// Entries of earlier editions that this one does not mention at all, with the last edition that did.
    pub(crate) departed: Vec<(&'a Node, &'a Content)>,
    /// The same of what stood in other plans.
    pub(crate) departed_commitments: Vec<(&'a Node, &'a Content)>,
    /// The way from each edition to the next, oldest first; the last step leads here.
    pub(crate) steps: Vec<Step<'a>>,
    nodes: HashMap<&'a str, &'a Node>,
    bodies: HashMap<&'a str, &'a Body>,
    themes: HashMap<&'a str, &'a Theme>,
    plans: HashMap<&'a str, &'a Plan>,
    findings: HashMap<&'a str, (&'a Inspection, &'a Finding)>,
    evidence: HashMap<&'a str, &'a Evidence>,
    noticed: HashMap<&'a str, Vec<&'a Notice>>,
    /// How many promises have the same words as far as a title shows them.
    titles: HashMap<String, usize>,
    /// For each node, the nodes that say they help to carry it out.
    carried_out_by: HashMap<&'a str, Vec<&'a Node>>,
    /// For each node, the nodes right below it in its plan.
    parts: HashMap<&'a str, Vec<&'a Node>>,
}

/// What changed from one edition to the next.
pub(crate) struct Step<'a> {
    pub(crate) from: &'a Content,
    pub(crate) to: &'a Content,
    pub(crate) changes: Vec<Change>,
}

impl<'a> Site<'a> {
    /// Indexes an edition once, so that no page has to search.
    pub(crate) fn new(content: &'a Content, earlier: &'a [Content], notices: &'a [Notice]) -> Self {
        let tree = &content.tree;
        let (live, retired) = content.entries().partition(|entry| entry.retired.is_none());
        let mut by_entry: HashMap<&str, Vec<&Notice>> = HashMap::new();
        for notice in notices {
            by_entry.entry(&notice.entry).or_default().push(notice);
        }
        let mut carried_out_by: HashMap<&str, Vec<&Node>> = HashMap::new();
        let mut parts: HashMap<&str, Vec<&Node>> = HashMap::new();
        for node in &tree.nodes {
            for key in &node.contributes_to {
                carried_out_by.entry(key).or_default().push(node);
            }
            if let Some(key) = &node.parent {
                parts.entry(key).or_default().push(node);
            }
        }
        let departed_commitments = departed(content, earlier, |edition| edition.commitments().collect());
        let departed = departed(content, earlier, |edition| edition.entries().collect());
        let findings = tree
            .inspections
            .iter()
            .flat_map(|inspection| inspection.findings.iter().map(move |finding| (inspection, finding)));
        let mut site = Self {
            content,
            earlier,
            notices,
            live,
            retired,
            departed,
            departed_commitments,
            steps: steps(content, earlier),
            nodes: tree.nodes.iter().map(|node| (node.key.as_str(), node)).collect(),
            bodies: tree.bodies.iter().map(|body| (body.key.as_str(), body)).collect(),
            themes: tree.themes.iter().map(|theme| (theme.key.as_str(), theme)).collect(),
            plans: tree.plans.iter().map(|plan| (plan.key.as_str(), plan)).collect(),
            findings: findings.map(|found| (found.1.key.as_str(), found)).collect(),
            evidence: tree.evidence.iter().map(|evidence| (evidence.key.as_str(), evidence)).collect(),
            noticed: by_entry,
            titles: HashMap::new(),
            carried_out_by,
            parts,
        };
        site.titles = site.count_titles();
        site
    }

    /// How often each title would stand if nothing more were said.
    fn count_titles(&self) -> HashMap<String, usize> {
        let gone = |departed: &[(&'a Node, &'a Content)]| departed.iter().map(|(node, _)| *node).collect::<Vec<_>>();
        let entries = self.content.entries().chain(gone(&self.departed)).map(|node| words::shortened(node.words()));
        let commitments = self.content.commitments().chain(gone(&self.departed_commitments));
        let mut titles = HashMap::new();
        for title in entries.chain(commitments.map(|node| self.commitment_title(node))) {
            *titles.entry(title).or_default() += 1;
        }
        titles
    }

    /// What stands around every page of this edition.
    pub(crate) fn frame(&self) -> Frame<'a> {
        let content = self.content;
        let mut change = format!("Edition {}", content.number);
        if !content.title.is_empty() {
            change = format!("{change}, {}", content.title);
        }
        Frame { area: &content.area, as_at: content.as_at, change }
    }

    pub(crate) fn node(&self, key: &str) -> Option<&'a Node> {
        self.nodes.get(key).copied()
    }

    pub(crate) fn theme(&self, key: &str) -> Option<&'a Theme> {
        self.themes.get(key).copied()
    }

    pub(crate) fn body(&self, key: &str) -> Option<&'a Body> {
        self.bodies.get(key).copied()
    }

    pub(crate) fn plan(&self, key: &str) -> Option<&'a Plan> {
        self.plans.get(key).copied()
    }

    pub(crate) fn finding(&self, key: &str) -> Option<(&'a Inspection, &'a Finding)> {
        self.findings.get(key).copied()
    }

    pub(crate) fn evidence(&self, key: &str) -> Option<&'a Evidence> {
        self.evidence.get(key).copied()
    }

    /// The notices about an entry.
    pub(crate) fn noticed(&self, key: &str) -> &[&'a Notice] {
        self.noticed.get(key).map_or(&[], Vec::as_slice)
    }

    /// The nodes that say they help to carry this one out.
    pub(crate) fn carried_out_by(&self, key: &str) -> &[&'a Node] {
        self.carried_out_by.get(key).map_or(&[], Vec::as_slice)
    }

    /// The nodes right below this one in its plan.
    pub(crate) fn parts(&self, key: &str) -> &[&'a Node] {
        self.parts.get(key).map_or(&[], Vec::as_slice)
    }

    /// The entries standing on the roadmap that say they help to carry this node out.
    pub(crate) fn entries_for(&self, key: &str) -> Vec<&'a Node> {
        let stands = |node: &&&Node| node.retired.is_none() && self.is_entry(node);
        self.carried_out_by(key).iter().filter(stands).copied().collect()
    }

    /// Whether an entry helps to carry out any part of this node, at any depth.
    pub(crate) fn has_entries_below(&self, key: &str) -> bool {
        // A plan whose parents run in a circle must not hold the page up, so each node is met once.
        let (mut met, mut open) = (HashSet::new(), self.parts(key).to_vec());
        while let Some(part) = open.pop() {
            if !met.insert(part.key.as_str()) {
                continue;
            }
            if !self.entries_for(&part.key).is_empty() {
                return true;
            }
            open.extend(self.parts(&part.key));
        }
        false
    }

    /// The path of a node's page inside the area.
    pub(crate) fn path_of(&self, node: &Node) -> String {
        if self.is_entry(node) { paths::entry(&node.key) } else { paths::commitment(&node.key) }
    }

    /// The plan of a node that stands in another plan, with its number there.
    pub(crate) fn place_in_plan(&self, node: &Node) -> String {
        let title = self.plan_title(node);
        node.reference.as_deref().map_or_else(|| title.to_owned(), |number| format!("{title} {number}"))
    }

    /// The title of a node's plan, also where only an earlier edition knows it; empty when none does.
    pub(crate) fn plan_title(&self, node: &Node) -> &'a str {
        let editions = [self.content].into_iter().chain(self.earlier.iter().rev());
        let mut plans = editions.flat_map(|edition| &edition.tree.plans);
        plans.find(|plan| plan.key == node.plan).map_or("", |plan| &plan.title)
    }

    /// The words of a node of another plan, with that plan: what two plans promise in the same words stays apart.
    pub(crate) fn commitment_title(&self, node: &Node) -> String {
        format!("{} ({})", words::shortened(node.words()), self.plan_title(node))
    }

    /// Whether the node is an entry of the roadmap.
    pub(crate) fn is_entry(&self, node: &Node) -> bool {
        self.plan(&node.plan).is_some_and(|plan| plan.is_roadmap)
    }

    /// The name of whoever answers for something: the body, the role, or both.
    pub(crate) fn owner_name(&self, owner: &Owner) -> String {
        let body = owner.body.as_deref().map(|key| self.body_name(key));
        match (body, owner.role.as_deref()) {
            (Some(body), Some(role)) => format!("{role}, {body}"),
            (Some(body), None) => body.to_owned(),
            (None, Some(role)) => role.to_owned(),
            (None, None) => String::new(),
        }
    }

    /// A body's name by its key; a body that is not listed stands for itself.
    pub(crate) fn body_name<'k>(&self, key: &'k str) -> &'k str
    where
        'a: 'k,
    {
        self.body(key).map_or(key, |body| &body.name)
    }

    /// How many entries that still stand are said to be this far.
    pub(crate) fn count_said(&self, delivery: Option<Delivery>) -> usize {
        self.live.iter().filter(|entry| entry.delivery.as_ref().map(|mark| mark.value) == delivery).count()
    }

    /// The changes that led to this edition; empty for the first.
    pub(crate) fn latest_changes(&self) -> &[Change] {
        self.steps.last().map_or(&[], |step| &step.changes)
    }

    /// Whether more than one promise would have this title.
    pub(crate) fn has_twin(&self, title: &str) -> bool {
        self.titles.get(title).is_some_and(|count| *count > 1)
    }

    /// Whether this site holds a page for an entry of that key.
    pub(crate) fn has_entry_page(&self, key: &str) -> bool {
        self.node(key).is_some_and(|node| self.is_entry(node)) || self.departed.iter().any(|(node, _)| node.key == key)
    }
}

/// Nodes that an earlier edition showed and this one does not, with the last edition that did. `shown` tells which nodes
/// of an edition are meant.
fn departed<'a>(
    content: &'a Content,
    earlier: &'a [Content],
    shown: fn(&'a Content) -> Vec<&'a Node>,
) -> Vec<(&'a Node, &'a Content)> {
    let mut met: HashSet<&str> = shown(content).into_iter().map(|node| node.key.as_str()).collect();
    let mut found = Vec::new();
    for edition in earlier.iter().rev() {
        found.extend(shown(edition).into_iter().filter(|node| met.insert(&node.key)).map(|node| (node, edition)));
    }
    found
}

/// Neighbouring editions compared; each comparison is made once and used by many pages.
fn steps<'a>(content: &'a Content, earlier: &'a [Content]) -> Vec<Step<'a>> {
    let editions: Vec<&Content> = earlier.iter().chain([content]).collect();
    editions.windows(2).map(|pair| Step { from: pair[0], to: pair[1], changes: difference(pair[0], pair[1]) }).collect()
}
