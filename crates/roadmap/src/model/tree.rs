//! Inspections, findings, plans and the tree of what was promised.

use jiff::civil::Date;
use reading::{Nature, Part, When};
use serde::{Deserialize, Serialize};

use super::{
    Confidence, Delivery, Evidence, Felt, GaveWay, Mark, Oversight, PrivateText, Retired, Timing,
    status::{UnknownWord, words},
};

/// Everything an area holds about its improvement, in memory. Keys are stable words that never
/// change, for addresses and for references between the parts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tree {
    /// Organisations that answer for something.
    pub bodies: Vec<Body>,
    /// The partnership's own grouping of its work.
    pub themes: Vec<Theme>,
    /// Inspections with their findings, oldest first.
    pub inspections: Vec<Inspection>,
    /// Plans, oldest first.
    pub plans: Vec<Plan>,
    /// Every node of every plan, in the plans' order.
    pub nodes: Vec<Node>,
    /// What shows that something happened or how it stands.
    pub evidence: Vec<Evidence>,
}

/// An organisation of the partnership, or one that oversees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Stable word, such as `county-council`.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it is, in a word or two: council, NHS board, NHS trust, parent carer forum, schools.
    pub kind: String,
}

/// A theme of the programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Stable word.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it is about, for a parent.
    pub plain: String,
}

words! {
    /// What kind of look from outside it was.
    InspectionKind, "the kinds of inspection",
    /// The whole local area.
    Full "full" "Full inspection",
    /// A look at the priority actions only.
    Monitoring "monitoring" "Monitoring inspection",
    /// A second look under the older framework.
    Revisit "revisit" "Revisit",
}

words! {
    /// How serious a finding is.
    FindingKind, "the kinds of finding",
    /// Must be put right first.
    PriorityAction "priority_action" "Priority action",
    /// Should be better.
    Improvement "improvement" "Area for improvement",
}

/// An inspection and what it found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inspection {
    /// Stable word.
    pub key: String,
    /// What kind of look it was.
    pub kind: InspectionKind,
    /// Its name.
    pub title: String,
    /// When it was expected, if that was said beforehand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<When>,
    /// First day of the visit.
    #[serde(default)]
    pub started_on: Option<Date>,
    /// Last day of the visit.
    #[serde(default)]
    pub ended_on: Option<Date>,
    /// The day its report came out.
    #[serde(default)]
    pub published_on: Option<Date>,
    /// What it concluded, in our own words.
    #[serde(default)]
    pub outcome: Option<String>,
    /// Findings in the report's order.
    #[serde(default, rename = "finding")]
    pub findings: Vec<Finding>,
}

/// Something the inspectors said must or should change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Stable word.
    pub key: String,
    /// How serious it is.
    pub kind: FindingKind,
    /// What must change, in our own words.
    pub wording: String,
    /// The same for a parent, when the wording is not plain enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plain: Option<String>,
    /// Keys of the bodies the report names as responsible.
    #[serde(default)]
    pub bodies: Vec<String>,
    /// What oversight says about it now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oversight: Option<Mark<Oversight>>,
}

/// A published plan of any kind and local name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Stable word.
    pub key: String,
    /// What kind of plan: roadmap, priority action plan, improvement plan, strategy, ...
    pub kind: String,
    /// Its own title.
    pub title: String,
    /// Its level names from the top, such as `["area", "action", "milestone"]`.
    #[serde(default)]
    pub levels: Vec<String>,
    /// The address it was published at.
    #[serde(default)]
    pub source: Option<String>,
    /// The day it was published.
    #[serde(default)]
    pub published_on: Option<Date>,
    /// First and last day it covers.
    #[serde(default)]
    pub period_from: Option<Date>,
    /// Last day it covers.
    #[serde(default)]
    pub period_to: Option<Date>,
    /// How often it says it is reviewed.
    #[serde(default)]
    pub review_cycle: Option<String>,
    /// What it is, for a parent.
    #[serde(default)]
    pub introduction: Option<String>,
    /// Whether its nodes are the entries of the public roadmap. Other plans hold the commitments
    /// that entries carry out.
    #[serde(default)]
    pub is_roadmap: bool,
    /// Set once another plan has taken its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gave_way: Option<GaveWay>,
}

/// One promise at any depth: an area, outcome, action, milestone or roadmap entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// Stable word, also the last part of its public address.
    pub key: String,
    /// The plan it belongs to.
    pub plan: String,
    /// The node above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Its level's name in that plan.
    pub level: String,
    /// The plan's own number, such as `1.1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The heading it was published under, such as `January 2024`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The words as published.
    pub wording: String,
    /// The same in plain English, when the wording is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plain: Option<String>,
    /// Why it matters to families.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// What kind of thing it is.
    pub nature: Nature,
    /// Whether the same thing comes round again.
    #[serde(default)]
    pub recurs: bool,
    /// Its dates.
    pub timing: Timing,
    /// How far it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Mark<Delivery>>,
    /// How sure the partnership is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Mark<Confidence>>,
    /// What those who oversee say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oversight: Option<Mark<Oversight>>,
    /// What families say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub felt: Option<Mark<Felt>>,
    /// Who answers for it.
    #[serde(default)]
    pub owners: Vec<Owner>,
    /// Keys of its themes.
    #[serde(default)]
    pub themes: Vec<String>,
    /// Keys of the findings it answers.
    #[serde(default)]
    pub answers: Vec<String>,
    /// Keys of the nodes it helps to carry out.
    #[serde(default)]
    pub contributes_to: Vec<String>,
    /// Key of the later node that is compared with this one, such as a follow-up survey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline_of: Option<String>,
    /// Keys of evidence.
    #[serde(default)]
    pub evidence: Vec<String>,
    /// Places it adds.
    #[serde(default)]
    pub places: Vec<PlaceChange>,
    /// How one would know that it worked.
    #[serde(default)]
    pub measures: Vec<SuccessMeasure>,
    /// Progress notes, oldest first.
    #[serde(default)]
    pub updates: Vec<NodeUpdate>,
    /// Set when it was given up or taken into another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired: Option<Retired>,
    /// Keys of the nodes it came out of when they were split or merged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub came_from: Vec<String>,
    /// Keys of the bodies that must consent before its date moves; for the office, so in no edition.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consent_from: Vec<String>,
    /// The office's own words; they cannot be serialised.
    #[serde(skip)]
    pub private: Option<PrivateText>,
}

impl Node {
    /// A node about which nothing is known yet.
    pub fn empty() -> Self {
        Self {
            key: String::new(),
            plan: String::new(),
            parent: None,
            level: String::new(),
            reference: None,
            section: None,
            wording: String::new(),
            plain: None,
            why: None,
            nature: Nature::default(),
            recurs: false,
            timing: Timing::default(),
            delivery: None,
            confidence: None,
            oversight: None,
            felt: None,
            owners: Vec::new(),
            themes: Vec::new(),
            answers: Vec::new(),
            contributes_to: Vec::new(),
            baseline_of: None,
            evidence: Vec::new(),
            places: Vec::new(),
            measures: Vec::new(),
            updates: Vec::new(),
            retired: None,
            came_from: Vec::new(),
            consent_from: Vec::new(),
            private: None,
        }
    }

    /// The words a parent reads first: plain English where there is any.
    pub fn words(&self) -> &str {
        self.plain.as_deref().unwrap_or(&self.wording)
    }
}

/// Who answers for a node, in what part, from when to when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// Key of a body, or its name as published when the body is not listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// A post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// A person: held for the office; never serialised, so in no edition, data set or audit entry.
    #[serde(default, skip_serializing)]
    pub person: Option<String>,
    /// How they answer for it.
    pub part: Part,
    /// From this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// To the end of this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// Places a node adds. Capacity at opening and full capacity are separate facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceChange {
    /// The school, base or service.
    pub provision: String,
    /// What it is: special school, resource base, ...
    pub kind: String,
    /// Places added, when stated.
    #[serde(default)]
    pub added: Option<u32>,
    /// Places on the first day.
    #[serde(default)]
    pub at_opening: Option<u32>,
    /// Places when full.
    #[serde(default)]
    pub full: Option<u32>,
}

/// How one would know that a promise was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuccessMeasure {
    /// In words.
    pub text: String,
    /// The figure aimed at, as published.
    #[serde(default)]
    pub target: Option<String>,
    /// By when, or when the baseline is due, as published.
    #[serde(default)]
    pub due: Option<String>,
}

/// A progress note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeUpdate {
    /// The day it was given.
    pub on: Date,
    /// The period it speaks of, as published.
    #[serde(default)]
    pub period: Option<String>,
    /// The words.
    pub text: String,
    /// The role or body that gave it.
    pub by: String,
}
