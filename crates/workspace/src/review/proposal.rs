//! What a page under review would change, one change at a time, with what was decided about each.

use std::collections::HashMap;

use reading::{Options, Unreadable, read_bytes};
use roadmap::{
    deed::Deed,
    history::{Facet, Side},
    import::propose,
    model::Tree,
};
use sha2::{Digest, Sha256};

use crate::store::{Brought, Decided};

/// One change that a page proposes: a deed, with those that only make sense after it.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    /// Names the change by what it is and what it changes, so that a decision holds when the page is read again, and
    /// only as long as what somebody decided about still stands there.
    pub(crate) digest: String,
    /// Its deeds.
    pub(crate) deeds: Vec<Deed>,
    /// What it is about.
    pub(crate) about: String,
    /// Which side of it.
    pub(crate) facet: &'static str,
    /// What is held now.
    pub(crate) before: String,
    /// What it would then say.
    pub(crate) after: String,
    /// Whether its words can be put otherwise.
    pub(crate) has_words: bool,
    /// accepted, refused or corrected; empty while nobody has decided.
    pub(crate) choice: String,
    /// The words put in the place of the page's.
    pub(crate) words: String,
}

/// A question of the reader.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    /// Names the question.
    pub(crate) digest: String,
    /// The question.
    pub(crate) text: String,
    /// What somebody answered; empty while it is open.
    pub(crate) answer: String,
}

/// A page as it would change the plan now.
#[derive(Debug, Clone)]
pub(crate) struct Review {
    /// Its changes.
    pub(crate) changes: Vec<Change>,
    /// Its questions.
    pub(crate) questions: Vec<Question>,
}

/// The first twelve bytes of the digest of a text, which tell a page's few hundred changes apart.
fn digest(text: &str) -> String {
    hex::encode(&Sha256::digest(text.as_bytes())[..12])
}

impl Review {
    /// Reads the page again and compares it with the plan as it is.
    pub(crate) fn of(tree: &Tree, page: &Brought, decided: &[Decided]) -> Result<Self, Unreadable> {
        let reading = read_bytes(&page.file_name, &page.content, &Options::default())?;
        let proposal = propose(tree, &reading, &page.plan, page.on);
        let decided: HashMap<&str, &Decided> = decided.iter().map(|held| (held.0.as_str(), held)).collect();
        let warned = reading.warnings.iter().map(|warning| warning.text.clone());
        let question = |text: String| {
            let digest = digest(&text);
            let answer = decided.get(digest.as_str()).and_then(|held| held.2.clone()).unwrap_or_default();
            Question { digest, text, answer }
        };
        let questions = proposal.questions.into_iter().chain(warned).map(question).collect();
        let mut after = tree.clone();
        let mut changes: Vec<Change> = Vec::new();
        for deed in proposal.deeds {
            let side = Side::of(&deed);
            let before = side.said(&after).unwrap_or_default();
            // What the page says of an entry it adds belongs to that entry.
            let first = changes.iter_mut().find(|change| adds(&change.deeds[0], &side.key));
            let fits = after.apply(&deed).is_ok();
            match first {
                Some(first) if fits => first.deeds.push(deed),
                _ if fits => changes.push(change(&after, &side, before, deed, &decided)),
                _ => {}
            }
        }
        Ok(Self { changes, questions })
    }

    /// The deeds of what was accepted, with the words that were put in the place of the page's.
    pub(crate) fn accepted(&self) -> Vec<Deed> {
        let taken = self.changes.iter().filter(|change| matches!(change.choice.as_str(), "accepted" | "corrected"));
        let mut deeds: Vec<Deed> = taken.flat_map(Change::corrected).collect();
        // The plan itself comes with the first of its entries.
        let opens = self.changes.iter().flat_map(|change| &change.deeds).find(|deed| matches!(deed, Deed::OpenPlan(_)));
        if let Some(open) = opens.filter(|open| !deeds.is_empty() && !deeds.contains(open)) {
            deeds.insert(0, open.clone());
        }
        deeds
    }

    /// Whether something of this name is there to be decided.
    pub(crate) fn asks_about(&self, digest: &str) -> bool {
        self.changes.iter().any(|change| change.digest == digest)
            || self.questions.iter().any(|question| question.digest == digest)
    }
}

fn adds(deed: &Deed, key: &str) -> bool {
    matches!(deed, Deed::AddNode(node) if node.key == key)
}

fn change(after: &Tree, side: &Side, before: String, deed: Deed, decided: &HashMap<&str, &Decided>) -> Change {
    let proposed = serde_json::to_string(&deed).unwrap_or_else(|_| deed.to_string());
    let digest = digest(&format!("{before}\n{proposed}"));
    let held = decided.get(digest.as_str());
    let about = after.node(&side.key).map_or_else(|| deed.to_string(), |node| node.words().to_owned());
    let (choice, words) = held.map(|held| (held.1.clone(), held.2.clone())).unwrap_or_default();
    Change {
        digest,
        about,
        facet: if side.facet == Facet::Whole { "New" } else { side.facet.plain() },
        before,
        after: side.said(after).unwrap_or_default(),
        has_words: matches!(deed, Deed::AddNode(_) | Deed::Reword { .. }),
        deeds: vec![deed],
        choice,
        words: words.unwrap_or_default(),
    }
}

impl Change {
    fn corrected(&self) -> Vec<Deed> {
        let mut deeds = self.deeds.clone();
        if self.choice == "corrected" && !self.words.is_empty() {
            match &mut deeds[0] {
                Deed::AddNode(node) => node.wording.clone_from(&self.words),
                Deed::Reword { wording, .. } => wording.clone_from(&self.words),
                _ => {}
            }
        }
        deeds
    }
}
