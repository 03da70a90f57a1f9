//! What people do to the tree, as values: a deed can be shown before it is done, is done in one
//! place, and leaves one audit entry.

use std::fmt;

use serde::Serialize;

use crate::{
    difference::when_words,
    model::{
        Actual, Body, Confidence, Delivery, Evidence, Felt, Finding, Inspection, Mark, Node, NodeUpdate, Oversight,
        Owner, PlaceChange, Plan, Retired, Revision, SuccessMeasure, Theme, Timing, Tree,
    },
};

/// One change to the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Names an organisation, or renames it.
    ListBody(Body),
    /// Names a theme, or renames it.
    ListTheme(Theme),
    /// Files evidence, or corrects what is said of it.
    FileEvidence(Evidence),
    /// Records an inspection, or corrects it; its findings come as deeds of their own.
    RecordInspection(Inspection),
    /// Records what an inspection found, or corrects it.
    RecordFinding {
        /// Key of the inspection.
        inspection: String,
        /// The finding; its oversight mark comes as a judgement.
        finding: Finding,
    },
    /// Opens a plan, or corrects what is said of it.
    OpenPlan(Plan),
    /// Adds a node with its first date, owners, links, places and measures; moves, judgements and
    /// notes come as deeds of their own.
    AddNode(Box<Node>),
    /// Gives a node other words.
    Reword {
        /// The node.
        node: String,
        /// The wording as published.
        wording: String,
        /// In plain English.
        plain: Option<String>,
        /// Why it matters.
        why: Option<String>,
    },
    /// Moves a date.
    MoveDate {
        /// The node.
        node: String,
        /// Where to, why, by whom.
        revision: Revision,
    },
    /// Records when it happened.
    RecordActual {
        /// The node.
        node: String,
        /// When, and how it is known.
        actual: Actual,
    },
    /// Judges a node or finding on one scale.
    Judge {
        /// What is judged.
        subject: Subject,
        /// The judgement.
        judgement: Judgement,
    },
    /// Says who answers for it, replacing what was said.
    SetOwners {
        /// The node.
        node: String,
        /// All owners, ended ones too.
        owners: Vec<Owner>,
    },
    /// Says what a node is joined to, replacing what was said.
    Join {
        /// The node.
        node: String,
        /// Its links.
        links: Links,
    },
    /// Says which places it adds, replacing what was said.
    SetPlaces {
        /// The node.
        node: String,
        /// All place changes.
        places: Vec<PlaceChange>,
    },
    /// Says how one would know that it worked, replacing what was said.
    SetMeasures {
        /// The node.
        node: String,
        /// All measures.
        measures: Vec<SuccessMeasure>,
    },
    /// Adds a progress note.
    AddUpdate {
        /// The node.
        node: String,
        /// The note.
        update: NodeUpdate,
    },
    /// Takes a node out of the plan; it stays readable.
    Retire {
        /// The node.
        node: String,
        /// How, when and why.
        retired: Retired,
    },
}

/// What a judgement is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A node of a plan.
    Node(String),
    /// A finding of an inspection.
    Finding(String),
}

/// A judgement on one of the four scales.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "scale", rename_all = "snake_case")]
pub enum Judgement {
    /// How far the work is.
    Delivery(Mark<Delivery>),
    /// How sure the partnership is.
    Confidence(Mark<Confidence>),
    /// What those who oversee say.
    Oversight(Mark<Oversight>),
    /// What families say.
    Felt(Mark<Felt>),
}

/// What a node is joined to, by keys.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Links {
    /// Themes.
    pub themes: Vec<String>,
    /// Findings it answers.
    pub answers: Vec<String>,
    /// Nodes it helps to carry out.
    pub contributes_to: Vec<String>,
    /// The later node compared with this one.
    pub baseline_of: Option<String>,
    /// Evidence.
    pub evidence: Vec<String>,
}

impl Links {
    /// The links a node has.
    pub fn of(node: &Node) -> Self {
        Self {
            themes: node.themes.clone(),
            answers: node.answers.clone(),
            contributes_to: node.contributes_to.clone(),
            baseline_of: node.baseline_of.clone(),
            evidence: node.evidence.clone(),
        }
    }
}

/// A deed names something the tree does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no {kind} {key:?}; name one that exists, or add it first")]
pub struct NoSuch {
    /// What kind of thing: node, finding, inspection, plan, theme or evidence.
    pub kind: &'static str,
    /// The key named.
    pub key: String,
}

impl Deed {
    /// The stable word of the deed in the audit record.
    pub fn word(&self) -> &'static str {
        match self {
            Self::ListBody(_) => "list_body",
            Self::ListTheme(_) => "list_theme",
            Self::FileEvidence(_) => "file_evidence",
            Self::RecordInspection(_) => "record_inspection",
            Self::RecordFinding { .. } => "record_finding",
            Self::OpenPlan(_) => "open_plan",
            Self::AddNode(_) => "add_node",
            Self::Reword { .. } => "reword",
            Self::MoveDate { .. } => "move_date",
            Self::RecordActual { .. } => "record_actual",
            Self::Judge { .. } => "judge",
            Self::SetOwners { .. } => "set_owners",
            Self::Join { .. } => "join",
            Self::SetPlaces { .. } => "set_places",
            Self::SetMeasures { .. } => "set_measures",
            Self::AddUpdate { .. } => "add_update",
            Self::Retire { .. } => "retire",
        }
    }

    /// Key of what the deed is done to.
    pub fn subject(&self) -> &str {
        match self {
            Self::ListBody(body) => &body.key,
            Self::ListTheme(theme) => &theme.key,
            Self::FileEvidence(evidence) => &evidence.key,
            Self::RecordInspection(inspection) => &inspection.key,
            Self::RecordFinding { finding, .. } => &finding.key,
            Self::OpenPlan(plan) => &plan.key,
            Self::AddNode(node) => &node.key,
            Self::Judge { subject: Subject::Node(key) | Subject::Finding(key), .. } => key,
            Self::Reword { node, .. }
            | Self::MoveDate { node, .. }
            | Self::RecordActual { node, .. }
            | Self::SetOwners { node, .. }
            | Self::Join { node, .. }
            | Self::SetPlaces { node, .. }
            | Self::SetMeasures { node, .. }
            | Self::AddUpdate { node, .. }
            | Self::Retire { node, .. } => node,
        }
    }
}

impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let subject = self.subject();
        match self {
            Self::ListBody(body) => write!(f, "name the body {:?}", body.name),
            Self::ListTheme(theme) => write!(f, "name the theme {:?}", theme.name),
            Self::FileEvidence(evidence) => write!(f, "file evidence {:?}", evidence.title),
            Self::RecordInspection(inspection) => write!(f, "record {:?}", inspection.title),
            Self::RecordFinding { finding, .. } => write!(f, "record the finding {:?}", finding.wording),
            Self::OpenPlan(plan) => write!(f, "open the plan {:?}", plan.title),
            Self::AddNode(node) => {
                write!(f, "add {:?} ({}) as {subject}", node.wording, when_words(node.timing.current()))
            }
            Self::Reword { wording, .. } => write!(f, "reword {subject}: {wording:?}"),
            Self::MoveDate { revision, .. } => {
                let reason = revision.reason.as_deref().unwrap_or("no reason given");
                write!(f, "move {subject} to {} ({reason})", when_words(&revision.to))
            }
            Self::RecordActual { actual, .. } => {
                write!(f, "record that {subject} happened: {}", when_words(&actual.when))
            }
            Self::Judge { judgement, .. } => write!(f, "judge {subject}: {judgement}"),
            Self::SetOwners { owners, .. } => write!(f, "name {} owners of {subject}", owners.len()),
            Self::Join { .. } => write!(f, "join {subject} to what it answers and shows"),
            Self::SetPlaces { places, .. } => write!(f, "record {} place changes of {subject}", places.len()),
            Self::SetMeasures { measures, .. } => write!(f, "record {} success measures of {subject}", measures.len()),
            Self::AddUpdate { update, .. } => write!(f, "add to {subject}: {:?}", update.text),
            Self::Retire { retired, .. } => write!(f, "take {subject} out of the plan: {}", retired.kind.plain()),
        }
    }
}

impl fmt::Display for Judgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Delivery(mark) => write!(f, "delivery is {}", mark.value),
            Self::Confidence(mark) => write!(f, "confidence is {}", mark.value),
            Self::Oversight(mark) => write!(f, "oversight says {}", mark.value),
            Self::Felt(mark) => write!(f, "families say {}", mark.value),
        }
    }
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
    pub fn apply(&mut self, deed: &Deed) -> Result<(), NoSuch> {
        match deed {
            Deed::ListBody(body) => put(&mut self.bodies, body, |held| held.key == body.key),
            Deed::ListTheme(theme) => put(&mut self.themes, theme, |held| held.key == theme.key),
            Deed::FileEvidence(evidence) => put(&mut self.evidence, evidence, |held| held.key == evidence.key),
            Deed::RecordInspection(inspection) => self.put_inspection(inspection),
            Deed::RecordFinding { inspection, finding } => self.put_finding(inspection, finding)?,
            Deed::OpenPlan(plan) => put(&mut self.plans, plan, |held| held.key == plan.key),
            Deed::AddNode(node) => {
                known("plan", &node.plan, self.plans.iter().map(|plan| &plan.key))?;
                self.add_node(node);
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
        }
        Ok(())
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
}
