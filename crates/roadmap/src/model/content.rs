//! What one edition froze.

use jiff::civil::Date;
use kernel::Area;
use serde::{Deserialize, Serialize};

use super::{Evidence, Node, Tree};

/// Everything one edition says, frozen. Pages, feeds, open data and differences are pure functions
/// of it, so that an edition can be rebuilt and compared for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The area as it presented itself.
    pub area: AreaFacts,
    /// The edition's number, from 1.
    pub number: u32,
    /// The edition's title, such as "Summer 2026".
    pub title: String,
    /// The release date printed on every page. Whatever depends on a date is said as at this day.
    pub as_at: Date,
    /// What this edition is, in a sentence or two; empty when nothing was said.
    pub note: String,
    /// The public part of the tree: no person's name, no private words or evidence.
    pub tree: Tree,
}

/// The area as it presented itself when the edition was made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaFacts {
    /// Its word in addresses.
    pub slug: String,
    /// The name families know.
    pub name: String,
    /// The rest of what it says about itself.
    #[serde(flatten)]
    pub profile: kernel::AreaProfile,
}

impl From<&Area> for AreaFacts {
    fn from(area: &Area) -> Self {
        Self { slug: area.slug.to_string(), name: area.name.clone(), profile: area.profile.clone() }
    }
}

impl Content {
    /// The public part of a tree, frozen as an edition.
    pub fn freeze(area: &Area, tree: Tree, number: u32, title: &str, note: &str, as_at: Date) -> Self {
        let mut tree = tree;
        tree.evidence.retain(Evidence::is_public);
        let public: Vec<String> = tree.evidence.iter().map(|evidence| evidence.key.clone()).collect();
        for evidence in &mut tree.evidence {
            evidence.document = None;
            evidence.supersedes = evidence.supersedes.take().filter(|key| public.contains(key));
        }
        for node in &mut tree.nodes {
            node.private = None;
            node.consent_from.clear();
            node.evidence.retain(|key| public.contains(key));
            for owner in &mut node.owners {
                owner.person = None;
            }
            // An owner known only by a person's name has nothing left that may be published.
            node.owners.retain(|owner| owner.body.is_some() || owner.role.is_some());
        }
        Self { area: area.into(), number, title: title.to_owned(), as_at, note: note.to_owned(), tree }
    }

    /// The roadmap's own entries, in page order; those given up come along, marked.
    pub fn entries(&self) -> impl Iterator<Item = &Node> {
        self.tree.nodes.iter().filter(|node| self.is_entry(node))
    }

    /// Nodes of the other plans: what was promised elsewhere.
    pub fn commitments(&self) -> impl Iterator<Item = &Node> {
        self.tree.nodes.iter().filter(|node| !self.is_entry(node))
    }

    /// Commitments that no roadmap entry carries out.
    pub fn commitments_not_on_the_roadmap(&self) -> impl Iterator<Item = &Node> {
        self.commitments().filter(|node| !self.entries().any(|entry| entry.contributes_to.contains(&node.key)))
    }

    /// A node by its key.
    pub fn node(&self, key: &str) -> Option<&Node> {
        self.tree.nodes.iter().find(|node| node.key == key)
    }

    /// Whether evidence of this key is published with the edition.
    pub fn has_evidence(&self, key: &str) -> bool {
        self.tree.evidence.iter().any(|evidence| evidence.key == key)
    }

    fn is_entry(&self, node: &Node) -> bool {
        self.tree.plans.iter().any(|plan| plan.is_roadmap && plan.key == node.plan)
    }
}
