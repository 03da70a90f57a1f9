//! What was changed, by whom and when, in words: the memory behind a node's history, behind undoing, and behind the page
//! that two people see when they changed the same thing.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    deed::{Deed, Judgement, Subject},
    difference::{day_words, when_words},
    model::{Confidence, Delivery, Felt, Mark, Node, Oversight, Owner, PrivateText, Tree, UnknownWord, words},
};

words! {
    /// Which side of a thing a deed touches. Changes of different sides do not stand in each other's way.
    Facet, "the sides of a thing",
    /// All of it: it was added, listed, filed or recorded.
    Whole "whole" "What is said of it",
    /// Published wording, plain words and the reason why.
    Words "words" "Words",
    /// The office's own words.
    Private "private" "The office's own words",
    /// Plan, level, parent and order.
    Place "place" "Place in the plan",
    /// The dates promised.
    Dates "dates" "Date",
    /// When it happened.
    Actual "actual" "When it happened",
    /// How far it is.
    Delivery "delivery" "How far it is",
    /// How sure the partnership is.
    Confidence "confidence" "How sure we are",
    /// What those who oversee say.
    Oversight "oversight" "What those who check say",
    /// What families say.
    Felt "felt" "What families say",
    /// Who answers for it.
    Owners "owners" "Who answers for it",
    /// What it is joined to.
    Links "links" "What it is joined to",
    /// Places it adds.
    Places "places" "Places it adds",
    /// How one would know that it worked.
    Measures "measures" "How we would know",
    /// Progress notes.
    Notes "notes" "Notes",
    /// Whose consent a move needs.
    Consent "consent" "Whose consent a new date needs",
    /// Whether it is in the plan.
    Standing "standing" "Whether it is in the plan",
}

words! {
    /// What kind of thing a deed is done to.
    Kind, "the kinds of thing",
    /// A node of a plan.
    Node "node" "Commitment",
    /// A plan.
    Plan "plan" "Plan",
    /// An organisation.
    Body "body" "Organisation",
    /// A theme.
    Theme "theme" "Theme",
    /// Evidence.
    Evidence "evidence" "Evidence",
    /// An inspection.
    Inspection "inspection" "Inspection",
    /// A finding.
    Finding "finding" "Finding",
}

/// One side of one thing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Side {
    /// What kind of thing.
    pub kind: Kind,
    /// Its key.
    pub key: String,
    /// Which side.
    pub facet: Facet,
}

impl Side {
    /// The side a deed touches.
    pub fn of(deed: &Deed) -> Self {
        let (kind, facet) = match deed {
            Deed::ListBody(_) => (Kind::Body, Facet::Whole),
            Deed::ListTheme(_) => (Kind::Theme, Facet::Whole),
            Deed::FileEvidence(_) => (Kind::Evidence, Facet::Whole),
            Deed::RecordInspection(_) => (Kind::Inspection, Facet::Whole),
            Deed::RecordFinding { .. } => (Kind::Finding, Facet::Whole),
            Deed::OpenPlan(_) => (Kind::Plan, Facet::Whole),
            Deed::GiveWay { .. } => (Kind::Plan, Facet::Standing),
            Deed::Judge { subject, judgement } => (judged(subject), scale(judgement)),
            Deed::AddNode(_) => (Kind::Node, Facet::Whole),
            Deed::Reword { .. } => (Kind::Node, Facet::Words),
            Deed::MoveDate { .. } => (Kind::Node, Facet::Dates),
            Deed::RecordActual { .. } | Deed::WithdrawActual { .. } => (Kind::Node, Facet::Actual),
            Deed::SetOwners { .. } => (Kind::Node, Facet::Owners),
            Deed::Join { .. } => (Kind::Node, Facet::Links),
            Deed::SetPlaces { .. } => (Kind::Node, Facet::Places),
            Deed::SetMeasures { .. } => (Kind::Node, Facet::Measures),
            Deed::AddUpdate { .. } => (Kind::Node, Facet::Notes),
            Deed::Retire { .. } | Deed::Restore { .. } => (Kind::Node, Facet::Standing),
            Deed::Move { .. } => (Kind::Node, Facet::Place),
            Deed::SetPrivateText { .. } => (Kind::Node, Facet::Private),
            Deed::RequireConsent { .. } => (Kind::Node, Facet::Consent),
        };
        Self { kind, key: deed.subject().to_owned(), facet }
    }

    /// What the side says in this tree, in words, without private words and names of people; `None` when nothing.
    pub fn said(&self, tree: &Tree) -> Option<String> {
        match self.kind {
            Kind::Node => tree.node(&self.key).and_then(|node| node_said(tree, node, self.facet)),
            Kind::Plan => {
                let plan = tree.plans.iter().find(|plan| plan.key == self.key)?;
                match (self.facet, &plan.gave_way) {
                    (Facet::Standing, Some(way)) => Some(format!("gave way to {} ({})", way.to, way.reason)),
                    (Facet::Standing, None) => Some("stands".to_owned()),
                    _ => Some(plan.title.clone()),
                }
            }
            Kind::Body => tree.bodies.iter().find(|body| body.key == self.key).map(|body| body.name.clone()),
            Kind::Theme => tree.themes.iter().find(|theme| theme.key == self.key).map(|theme| theme.name.clone()),
            Kind::Evidence => {
                let evidence = tree.evidence.iter().find(|evidence| evidence.key == self.key)?;
                // More people read a history than may read such evidence.
                evidence.is_public().then(|| evidence.title.clone())
            }
            Kind::Inspection => {
                tree.inspections.iter().find(|held| held.key == self.key).map(|held| held.title.clone())
            }
            Kind::Finding => tree.finding(&self.key).and_then(|(_, finding)| match self.facet {
                Facet::Oversight => mark(finding.oversight.as_ref(), Oversight::plain),
                _ => Some(finding.wording.clone()),
            }),
        }
    }
}

fn judged(subject: &Subject) -> Kind {
    match subject {
        Subject::Node(_) => Kind::Node,
        Subject::Finding(_) => Kind::Finding,
    }
}

fn scale(judgement: &Judgement) -> Facet {
    match judgement {
        Judgement::Delivery(_) => Facet::Delivery,
        Judgement::Confidence(_) => Facet::Confidence,
        Judgement::Oversight(_) => Facet::Oversight,
        Judgement::Felt(_) => Facet::Felt,
    }
}

fn mark<T: Copy>(mark: Option<&Mark<T>>, plain: impl Fn(T) -> &'static str) -> Option<String> {
    mark.map(|mark| match &mark.note {
        Some(note) => format!("{}: {note}", plain(mark.value)),
        None => plain(mark.value).to_owned(),
    })
}

fn node_said(tree: &Tree, node: &Node, facet: Facet) -> Option<String> {
    let listed = |lines: Vec<String>| (!lines.is_empty()).then(|| lines.join("; "));
    match facet {
        Facet::Whole => Some(node.wording.clone()),
        Facet::Words => {
            let rest = node.plain.iter().chain(&node.why).map(|words| format!(" / {words}"));
            Some(std::iter::once(node.wording.clone()).chain(rest).collect())
        }
        // Who may read a history need not be allowed to read these.
        Facet::Private => None,
        Facet::Place => Some(place_said(tree, node)),
        Facet::Dates => Some(when_words(node.timing.current())),
        Facet::Actual => node.timing.actual.as_ref().map(|actual| when_words(&actual.when)),
        Facet::Delivery => mark(node.delivery.as_ref(), Delivery::plain),
        Facet::Confidence => mark(node.confidence.as_ref(), Confidence::plain),
        Facet::Oversight => mark(node.oversight.as_ref(), Oversight::plain),
        Facet::Felt => mark(node.felt.as_ref(), Felt::plain),
        Facet::Owners => listed(node.owners.iter().map(|owner| owner_said(tree, owner)).collect()),
        Facet::Links => listed(links_said(tree, node)),
        Facet::Places => {
            let place = |place: &crate::model::PlaceChange| {
                let added = place.added.map_or_else(|| "a number not stated".to_owned(), |added| added.to_string());
                format!("{}: {added}", place.provision)
            };
            listed(node.places.iter().map(place).collect())
        }
        Facet::Measures => listed(node.measures.iter().map(|measure| measure.text.clone()).collect()),
        Facet::Notes => node.updates.last().map(|update| format!("{}: {}", day_words(update.on), update.text)),
        Facet::Consent => listed(node.consent_from.iter().map(|key| body_name(tree, key)).collect()),
        Facet::Standing => Some(match &node.retired {
            None => "in the plan".to_owned(),
            Some(retired) => match &retired.reason {
                Some(reason) => format!("{}: {reason}", retired.kind.plain()),
                None => retired.kind.plain().to_owned(),
            },
        }),
    }
}

fn place_said(tree: &Tree, node: &Node) -> String {
    let plan = tree.plans.iter().find(|plan| plan.key == node.plan).map_or(node.plan.as_str(), |plan| &plan.title);
    let under = tree.above(node).next().map(|above| format!(", under \u{201c}{}\u{201d}", above.words()));
    let neighbour = neighbour(tree, node).map(|held| format!(", after \u{201c}{}\u{201d}", held.words()));
    format!("{plan}{}{}", under.unwrap_or_default(), neighbour.unwrap_or_default())
}

/// The node that stands before this one in its plan.
pub(crate) fn neighbour<'a>(tree: &'a Tree, node: &Node) -> Option<&'a Node> {
    let at = tree.nodes.iter().position(|held| held.key == node.key)?;
    tree.nodes[..at].last().filter(|held| held.plan == node.plan)
}

/// The name of a body, or its key where it is not listed.
pub fn body_name(tree: &Tree, key: &str) -> String {
    tree.bodies.iter().find(|body| body.key == key).map_or_else(|| key.to_owned(), |body| body.name.clone())
}

fn owner_said(tree: &Tree, owner: &Owner) -> String {
    let body = owner.body.as_deref().map(|key| body_name(tree, key));
    let named = owner.person.as_ref().map(|_| "a person named to the office".to_owned());
    let parts: Vec<String> = owner.role.clone().into_iter().chain(body).chain(named).collect();
    parts.join(", ")
}

fn links_said(tree: &Tree, node: &Node) -> Vec<String> {
    let node_words = |key: &String| tree.node(key).map(|held| held.words().to_owned());
    let themes = tree.themes.iter().filter(|theme| node.themes.contains(&theme.key)).map(|theme| theme.name.clone());
    let findings = node.answers.iter().filter_map(|key| tree.finding(key)).map(|(_, finding)| finding.wording.clone());
    let nodes = node.contributes_to.iter().chain(&node.baseline_of).filter_map(node_words);
    let shown = tree.evidence.iter().filter(|held| node.evidence.contains(&held.key));
    let evidence = shown.filter(|held| held.is_public()).map(|held| held.title.clone());
    themes.chain(findings).chain(nodes).chain(evidence).collect()
}

/// One deed of the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// The change it was part of.
    pub change: i64,
    /// Its place in that change, from 1.
    pub part: i64,
    /// What it touched.
    pub side: Side,
    /// The deed's word, as in the audit record.
    pub deed: String,
    /// What that side said before.
    pub before: Option<String>,
    /// What it said afterwards.
    pub after: Option<String>,
    /// Version of the thing after it.
    pub version: i64,
    /// Who did it, as the audit record names them.
    pub actor: String,
    /// When.
    pub at: Timestamp,
    /// Why, where a reason was given.
    pub reason: Option<String>,
    /// The change it took back.
    pub undoes: Option<i64>,
    /// The change that took it back and still stands.
    pub undone_by: Option<i64>,
    /// Whether there is a deed that takes it back.
    pub can_be_undone: bool,
}

/// A deed as it is kept to take another one back: with the private words and names that a deed does not carry into the
/// audit record.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Kept {
    deed: Deed,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    persons: Vec<Option<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    private: Option<String>,
}

impl Kept {
    /// A deed with what it would lose when it is written down.
    pub(crate) fn of(deed: Deed) -> Self {
        let persons = match &deed {
            Deed::SetOwners { owners, .. } => owners.iter().map(|owner| owner.person.clone()).collect(),
            _ => Vec::new(),
        };
        let private = match &deed {
            Deed::SetPrivateText { text, .. } => text.as_ref().map(|text| text.for_the_office().to_owned()),
            _ => None,
        };
        Self { deed, persons, private }
    }

    /// The deed with all of it.
    pub(crate) fn into_deed(self) -> Deed {
        let mut deed = self.deed;
        match &mut deed {
            Deed::SetOwners { owners, .. } => {
                for (owner, person) in owners.iter_mut().zip(self.persons) {
                    owner.person = person;
                }
            }
            Deed::SetPrivateText { text, .. } => *text = self.private.as_deref().and_then(PrivateText::new),
            _ => {}
        }
        deed
    }
}
