//! What people do to the tree, as values: a deed can be shown before it is done, is done in one
//! place, and leaves one audit entry.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    difference::when_words,
    model::{
        Actual, Body, Confidence, Delivery, Evidence, Felt, Finding, GaveWay, Inspection, Mark, Node, NodeUpdate,
        Oversight, Owner, PlaceChange, Plan, PrivateText, Retired, Revision, SuccessMeasure, Theme,
    },
};

/// One change to the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
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
    /// Takes a node that had left back into its plan.
    Restore {
        /// The node.
        node: String,
        /// The day.
        on: Date,
        /// Why.
        reason: String,
    },
    /// Puts a node, with all that stands under it, elsewhere.
    Move {
        /// The node.
        node: String,
        /// Where it then stands.
        place: Place,
        /// Why.
        reason: String,
    },
    /// Says what only the office reads about a node; nothing when it is `None`.
    SetPrivateText {
        /// The node.
        node: String,
        /// The words; never serialised, so in no audit entry.
        #[serde(skip)]
        text: Option<PrivateText>,
    },
    /// Names the bodies that must consent before the node's date moves, replacing those named.
    RequireConsent {
        /// The node.
        node: String,
        /// Keys of bodies.
        bodies: Vec<String>,
    },
    /// Takes back that something happened.
    WithdrawActual {
        /// The node.
        node: String,
        /// Why.
        reason: String,
    },
    /// Says that a plan has given way to the one that follows, or with `None` that it stands again.
    GiveWay {
        /// The plan.
        plan: String,
        /// To which plan, when and why.
        way: Option<GaveWay>,
    },
}

/// Where a node stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Key of the plan.
    pub plan: String,
    /// Key of the node above it.
    #[serde(default)]
    pub parent: Option<String>,
    /// Its level's name in that plan.
    pub level: String,
    /// Key of the node it comes next after; `None` for the first place of the plan.
    #[serde(default)]
    pub after: Option<String>,
}

/// What a judgement is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A node of a plan.
    Node(String),
    /// A finding of an inspection.
    Finding(String),
}

/// A judgement on one of the four scales.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
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
            Self::Restore { .. } => "restore",
            Self::Move { .. } => "move_node",
            Self::SetPrivateText { .. } => "set_private_text",
            Self::RequireConsent { .. } => "require_consent",
            Self::WithdrawActual { .. } => "withdraw_actual",
            Self::GiveWay { .. } => "give_way",
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
            | Self::Retire { node, .. }
            | Self::Restore { node, .. }
            | Self::Move { node, .. }
            | Self::SetPrivateText { node, .. }
            | Self::RequireConsent { node, .. }
            | Self::WithdrawActual { node, .. } => node,
            Self::GiveWay { plan, .. } => plan,
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
            Self::Restore { reason, .. } => write!(f, "take {subject} back into its plan ({reason})"),
            Self::Move { place, reason, .. } => {
                let under = place.parent.as_deref().unwrap_or("the top");
                write!(f, "put {subject} under {under} of {} ({reason})", place.plan)
            }
            Self::SetPrivateText { .. } => write!(f, "set the office's own words on {subject}"),
            Self::RequireConsent { bodies, .. } if bodies.is_empty() => {
                write!(f, "let the date of {subject} move freely")
            }
            Self::RequireConsent { bodies, .. } => {
                write!(f, "ask for the consent of {} before {subject} moves", bodies.join(", "))
            }
            Self::WithdrawActual { reason, .. } => write!(f, "take back that {subject} happened ({reason})"),
            Self::GiveWay { way: Some(way), .. } => write!(f, "let {subject} give way to {} ({})", way.to, way.reason),
            Self::GiveWay { way: None, .. } => write!(f, "let {subject} stand again"),
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
