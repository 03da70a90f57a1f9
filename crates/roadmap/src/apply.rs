//! What each deed does to the tree in memory; the database then holds the same.

use crate::{
    deed::{Deed, Judgement, Links, NoSuch, Place, Subject},
    model::{Finding, GaveWay, Inspection, Node, Plan, Timing, Tree},
};

/// Most letters of a key: it is the last part of an address.
const MOST_IN_KEY: usize = 200;

/// A deed does not fit the tree as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It names something that is not there.
    #[error(transparent)]
    NoSuch(#[from] NoSuch),
    /// A node is added under a key already used.
    #[error("there is a node {0:?} already; choose another key")]
    Taken(String),
    /// A key that cannot stand in an address.
    #[error("{0:?} cannot be a key; use small letters, digits and hyphens, at most {MOST_IN_KEY}")]
    BadKey(String),
    /// A node would have no words.
    #[error("{0:?} has no words; write what is promised")]
    NoWords(String),
    /// A node would stand under itself.
    #[error("{node:?} cannot stand under or after {other:?}, which belongs to it; choose a place outside it")]
    InsideItself {
        /// The node to be moved.
        node: String,
        /// What it was to stand under or after.
        other: String,
    },
    /// The place named is in another plan than the node's.
    #[error("{other:?} is not in the plan {plan:?}; choose a place in that plan")]
    ElsewherePlanned {
        /// The node named as parent or neighbour.
        other: String,
        /// The plan named.
        plan: String,
    },
    /// A plan would follow itself.
    #[error("the plan {0:?} cannot give way to itself; name the plan that follows")]
    FollowsItself(String),
}

/// Puts a value in the place of the one with the same key, or at the end.
fn put<T: Clone>(list: &mut Vec<T>, value: &T, same: impl Fn(&T) -> bool) {
    match list.iter_mut().find(|held| same(held)) {
        Some(held) => *held = value.clone(),
        None => list.push(value.clone()),
    }
}

/// Refuses a key that is not among those held.
fn known<'a>(kind: &'static str, key: &str, mut held: impl Iterator<Item = &'a String>) -> Result<(), NoSuch> {
    if held.any(|held| held == key) { Ok(()) } else { Err(NoSuch { kind, key: key.to_owned() }) }
}

impl Tree {
    /// Does a deed in memory. What the database holds after [`crate::deeds::perform`] is this.
    pub fn apply(&mut self, deed: &Deed) -> Result<(), Unfit> {
        match deed {
            Deed::ListBody(body) => put(&mut self.bodies, body, |held| held.key == body.key),
            Deed::ListTheme(theme) => put(&mut self.themes, theme, |held| held.key == theme.key),
            Deed::FileEvidence(evidence) => put(&mut self.evidence, evidence, |held| held.key == evidence.key),
            Deed::RecordInspection(inspection) => self.put_inspection(inspection),
            Deed::RecordFinding { inspection, finding } => self.put_finding(inspection, finding)?,
            Deed::OpenPlan(plan) => {
                let held = self.plans.iter().find(|held| held.key == plan.key);
                let gave_way = held.and_then(|held| held.gave_way.clone());
                put(&mut self.plans, &Plan { gave_way, ..plan.clone() }, |held| held.key == plan.key);
            }
            Deed::AddNode(node) => {
                known("plan", &node.plan, self.plans.iter().map(|plan| &plan.key))?;
                self.check_new(node)?;
                self.add_node(node);
            }
            Deed::Reword { node, wording, .. } if wording.trim().is_empty() => {
                return Err(Unfit::NoWords(node.clone()));
            }
            Deed::Reword { node, wording, plain, why } => {
                let held = self.node_mut(node)?;
                held.wording.clone_from(wording);
                held.plain.clone_from(plain);
                held.why.clone_from(why);
            }
            Deed::MoveDate { node, revision } => self.node_mut(node)?.timing.revisions.push(revision.clone()),
            Deed::RecordActual { node, actual } => self.node_mut(node)?.timing.actual = Some(actual.clone()),
            Deed::Judge { subject, judgement } => self.judge(subject, judgement)?,
            Deed::SetOwners { node, owners } => self.node_mut(node)?.owners.clone_from(owners),
            Deed::Join { node, links } => {
                self.check_links(links)?;
                let held = self.node_mut(node)?;
                held.themes.clone_from(&links.themes);
                held.answers.clone_from(&links.answers);
                held.contributes_to.clone_from(&links.contributes_to);
                held.baseline_of.clone_from(&links.baseline_of);
                held.evidence.clone_from(&links.evidence);
            }
            Deed::SetPlaces { node, places } => self.node_mut(node)?.places.clone_from(places),
            Deed::SetMeasures { node, measures } => self.node_mut(node)?.measures.clone_from(measures),
            Deed::AddUpdate { node, update } => self.node_mut(node)?.updates.push(update.clone()),
            Deed::Retire { node, retired } => self.node_mut(node)?.retired = Some(retired.clone()),
            Deed::Restore { node, .. } => self.node_mut(node)?.retired = None,
            Deed::Move { node, place, .. } => self.put_elsewhere(node, place)?,
            Deed::SetPrivateText { node, text } => self.node_mut(node)?.private.clone_from(text),
            Deed::RequireConsent { node, bodies } => {
                for body in bodies {
                    known("body", body, self.bodies.iter().map(|body| &body.key))?;
                }
                self.node_mut(node)?.consent_from.clone_from(bodies);
            }
            Deed::WithdrawActual { node, .. } => self.node_mut(node)?.timing.actual = None,
            Deed::GiveWay { plan, way } => self.give_way(plan, way.as_ref())?,
        }
        Ok(())
    }

    /// Whether a node can be added under its key.
    fn check_new(&self, node: &Node) -> Result<(), Unfit> {
        let fits = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, b'-' | b'_');
        if !(1..=MOST_IN_KEY).contains(&node.key.len()) || !node.key.bytes().all(fits) {
            return Err(Unfit::BadKey(node.key.clone()));
        }
        if node.wording.trim().is_empty() {
            return Err(Unfit::NoWords(node.key.clone()));
        }
        if self.node(&node.key).is_some() { Err(Unfit::Taken(node.key.clone())) } else { Ok(()) }
    }

    /// A node by its key.
    pub fn node(&self, key: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.key == key)
    }

    /// A finding by its key, with the inspection that made it.
    pub fn finding(&self, key: &str) -> Option<(&Inspection, &Finding)> {
        self.inspections
            .iter()
            .flat_map(|inspection| inspection.findings.iter().map(move |finding| (inspection, finding)))
            .find(|(_, finding)| finding.key == key)
    }

    fn node_mut(&mut self, key: &str) -> Result<&mut Node, NoSuch> {
        let missing = || NoSuch { kind: "node", key: key.to_owned() };
        self.nodes.iter_mut().find(|node| node.key == key).ok_or_else(missing)
    }

    /// Whether everything the links name is there to be joined to.
    fn check_links(&self, links: &Links) -> Result<(), NoSuch> {
        for theme in &links.themes {
            known("theme", theme, self.themes.iter().map(|theme| &theme.key))?;
        }
        for finding in &links.answers {
            let findings = self.inspections.iter().flat_map(|inspection| &inspection.findings);
            known("finding", finding, findings.map(|finding| &finding.key))?;
        }
        for node in links.contributes_to.iter().chain(&links.baseline_of) {
            known("node", node, self.nodes.iter().map(|node| &node.key))?;
        }
        for evidence in &links.evidence {
            known("evidence", evidence, self.evidence.iter().map(|evidence| &evidence.key))?;
        }
        Ok(())
    }

    /// Nodes stand in the order of their plans, then in the order they were added.
    fn add_node(&mut self, node: &Node) {
        let place = |key: &str| self.plans.iter().position(|plan| plan.key == key).unwrap_or(usize::MAX);
        let after = place(&node.plan);
        let at = self.nodes.iter().position(|held| place(&held.plan) > after).unwrap_or(self.nodes.len());
        let timing = Timing::new(node.timing.baseline.clone());
        let bare =
            Node { delivery: None, confidence: None, oversight: None, felt: None, retired: None, ..node.clone() };
        self.nodes.insert(at, Node { timing, updates: Vec::new(), ..bare });
    }

    fn put_inspection(&mut self, inspection: &Inspection) {
        match self.inspections.iter_mut().find(|held| held.key == inspection.key) {
            Some(held) => {
                let findings = std::mem::take(&mut held.findings);
                *held = Inspection { findings, ..inspection.clone() };
            }
            None => self.inspections.push(Inspection { findings: Vec::new(), ..inspection.clone() }),
        }
    }

    fn put_finding(&mut self, inspection: &str, finding: &Finding) -> Result<(), NoSuch> {
        for body in &finding.bodies {
            known("body", body, self.bodies.iter().map(|body| &body.key))?;
        }
        let missing = || NoSuch { kind: "inspection", key: inspection.to_owned() };
        let held = self.inspections.iter_mut().find(|held| held.key == inspection).ok_or_else(missing)?;
        let oversight =
            held.findings.iter().find(|held| held.key == finding.key).and_then(|held| held.oversight.clone());
        let finding = Finding { oversight, ..finding.clone() };
        put(&mut held.findings, &finding, |held| held.key == finding.key);
        Ok(())
    }

    fn judge(&mut self, subject: &Subject, judgement: &Judgement) -> Result<(), NoSuch> {
        match (subject, judgement) {
            (Subject::Finding(key), Judgement::Oversight(mark)) => {
                let findings = self.inspections.iter_mut().flat_map(|inspection| &mut inspection.findings);
                let missing = || NoSuch { kind: "finding", key: key.clone() };
                let mut findings = findings;
                findings.find(|finding| finding.key == *key).ok_or_else(missing)?.oversight = Some(mark.clone());
            }
            (Subject::Finding(key), _) => {
                return Err(NoSuch { kind: "scale but oversight for the finding", key: key.clone() });
            }
            (Subject::Node(key), Judgement::Delivery(mark)) => self.node_mut(key)?.delivery = Some(mark.clone()),
            (Subject::Node(key), Judgement::Confidence(mark)) => self.node_mut(key)?.confidence = Some(mark.clone()),
            (Subject::Node(key), Judgement::Oversight(mark)) => self.node_mut(key)?.oversight = Some(mark.clone()),
            (Subject::Node(key), Judgement::Felt(mark)) => self.node_mut(key)?.felt = Some(mark.clone()),
        }
        Ok(())
    }

    fn give_way(&mut self, plan: &str, way: Option<&GaveWay>) -> Result<(), Unfit> {
        if let Some(way) = way {
            known("plan", &way.to, self.plans.iter().map(|plan| &plan.key))?;
            if way.to == plan {
                return Err(Unfit::FollowsItself(plan.to_owned()));
            }
        }
        let missing = || NoSuch { kind: "plan", key: plan.to_owned() };
        self.plans.iter_mut().find(|held| held.key == plan).ok_or_else(missing)?.gave_way = way.cloned();
        Ok(())
    }

    /// A node and all that stands under it, in the tree's order.
    pub fn with_all_under(&self, key: &str) -> Vec<&Node> {
        let belongs = |node: &Node| node.key == key || self.above(node).any(|above| above.key == key);
        self.nodes.iter().filter(|node| belongs(node)).collect()
    }

    /// The nodes a node stands under, the nearest first.
    pub fn above<'a>(&'a self, node: &'a Node) -> impl Iterator<Item = &'a Node> {
        let up = |node: &&Node| node.parent.as_deref().and_then(|parent| self.node(parent));
        // A circle of parents, which only a file from elsewhere could bring, ends after as many steps as there are nodes.
        std::iter::successors(up(&node), up).take(self.nodes.len())
    }

    /// Takes a node and what is under it out, and puts them in after the neighbour named.
    fn put_elsewhere(&mut self, key: &str, place: &Place) -> Result<(), Unfit> {
        self.node(key).ok_or_else(|| NoSuch { kind: "node", key: key.to_owned() })?;
        known("plan", &place.plan, self.plans.iter().map(|plan| &plan.key))?;
        let moving: Vec<String> = self.with_all_under(key).into_iter().map(|node| node.key.clone()).collect();
        for other in place.parent.iter().chain(&place.after) {
            let held = self.node(other).ok_or_else(|| NoSuch { kind: "node", key: other.clone() })?;
            if moving.contains(other) {
                return Err(Unfit::InsideItself { node: key.to_owned(), other: other.clone() });
            }
            if held.plan != place.plan {
                return Err(Unfit::ElsewherePlanned { other: other.clone(), plan: place.plan.clone() });
            }
        }
        let (mut block, mut rest): (Vec<Node>, Vec<Node>) =
            std::mem::take(&mut self.nodes).into_iter().partition(|node| moving.contains(&node.key));
        for node in &mut block {
            node.plan.clone_from(&place.plan);
            if node.key == key {
                node.parent.clone_from(&place.parent);
                node.level.clone_from(&place.level);
            }
        }
        let order = |key: &str| self.plans.iter().position(|plan| plan.key == key).unwrap_or(usize::MAX);
        let after = place.after.as_ref().and_then(|after| rest.iter().position(|node| node.key == *after));
        let at = after.map_or_else(
            || rest.iter().position(|node| order(&node.plan) >= order(&place.plan)).unwrap_or(rest.len()),
            |after| after + 1,
        );
        rest.splice(at..at, block);
        self.nodes = rest;
        Ok(())
    }
}
