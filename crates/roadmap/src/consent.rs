//! Dates that need another body's consent before they move.
//!
//! A node names the bodies. A move is proposed and waits; each body answers once, by a person, on a day, in its own words;
//! the date moves when the last of them has consented, and the consents go into the record of the move.

use db::Tx;
use jiff::{Timestamp, civil::Date};
use kernel::{Actor, fresh_id};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::{
    deed::{Deed, NoSuch},
    deeds::{Because, NotDone, hold_tree, perform_because},
    difference::when_words,
    history::body_name,
    model::{Revision, Tree, UnknownWord, When, words},
    store,
};

words! {
    /// How a proposed move stands.
    ProposalState, "the states of a proposed move",
    /// Somebody has yet to answer.
    Waiting "waiting" "Waiting for consent",
    /// All consented, and the date moved.
    Moved "moved" "Agreed, and the date moved",
    /// Somebody refused.
    Refused "refused" "Refused",
    /// Taken back by the office.
    Withdrawn "withdrawn" "Taken back",
}

/// What a body answered to a proposed move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Consent {
    /// Key of the body.
    pub body: String,
    /// Whether it consents.
    pub gives: bool,
    /// Who spoke for it, by identifier.
    pub person: Uuid,
    /// On what day.
    pub on: Date,
    /// In what words.
    pub words: String,
}

/// A move of a date that needs consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedMove {
    /// Identifies it.
    pub id: Uuid,
    /// The node.
    pub node: String,
    /// The date wanted.
    pub to: When,
    /// Why.
    pub reason: String,
    /// The role or body that wants it.
    pub author: String,
    /// Who proposed it, as the audit record names them.
    pub actor: String,
    /// On what day.
    pub on: Date,
    /// How it stands.
    pub state: ProposalState,
    /// The day it was settled.
    pub ended_on: Option<Date>,
    /// What was answered so far.
    pub consents: Vec<Consent>,
}

impl ProposedMove {
    /// Keys of the bodies that have yet to answer.
    pub fn unanswered<'a>(&'a self, tree: &'a Tree) -> impl Iterator<Item = &'a str> {
        let needed = tree.node(&self.node).map(|node| node.consent_from.as_slice()).unwrap_or_default();
        let open = |body: &&String| self.consents.iter().all(|consent| consent.body != **body);
        needed.iter().filter(open).map(String::as_str)
    }
}

/// Why a move was not proposed or an answer not taken. Nothing remains of it.
#[derive(Debug, thiserror::Error)]
pub enum NotAgreed {
    /// The node is not there.
    #[error(transparent)]
    NoSuch(#[from] NoSuch),
    /// Nobody's consent is needed.
    #[error("the date of {0} needs nobody's consent; move it directly")]
    NotNeeded(String),
    /// A move of the same date waits already.
    #[error("a move of {0} waits for consent already; take that one back first")]
    WaitsAlready(String),
    /// The words are missing.
    #[error("say {0}")]
    NoWords(&'static str),
    /// The proposal is not there, or settled.
    #[error("this move is not waiting any more; open the page again to see how it ended")]
    NotWaiting,
    /// The body has no say in it.
    #[error("the consent of {0} is not needed for this move")]
    NoSay(String),
    /// The body has answered.
    #[error("{0} has answered already")]
    Answered(String),
    /// The date could not be moved.
    #[error(transparent)]
    NotDone(#[from] NotDone),
    /// The database's own message.
    #[error("the move could not be written: {0}")]
    Engine(#[from] sqlx::Error),
}

/// A move that somebody wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// The node.
    pub node: &'a str,
    /// The new date.
    pub to: When,
    /// Why.
    pub reason: &'a str,
    /// The role or body that wants it; never a person's name.
    pub author: &'a str,
}

/// Proposes a move; the bodies named by the node are then asked.
pub async fn propose(
    tx: &mut Tx,
    (actor, at): (&Actor, Timestamp),
    on: Date,
    wanted: Wanted<'_>,
) -> Result<ProposedMove, NotAgreed> {
    let tree = hold_tree(tx).await?;
    let missing = || NoSuch { kind: "node", key: wanted.node.to_owned() };
    let node = tree.node(wanted.node).ok_or_else(missing)?;
    if node.consent_from.is_empty() {
        return Err(NotAgreed::NotNeeded(node.key.clone()));
    }
    if wanted.reason.trim().is_empty() {
        return Err(NotAgreed::NoWords("why the date should move"));
    }
    if store::proposals(tx, wanted.node).await?.iter().any(|held| held.state == ProposalState::Waiting) {
        return Err(NotAgreed::WaitsAlready(node.key.clone()));
    }
    let proposal = ProposedMove {
        id: fresh_id(at),
        node: node.key.clone(),
        to: wanted.to,
        reason: wanted.reason.trim().to_owned(),
        author: wanted.author.to_owned(),
        actor: actor.to_string(),
        on,
        state: ProposalState::Waiting,
        ended_on: None,
        consents: Vec::new(),
    };
    store::add_proposal(tx, &proposal).await?;
    let detail = json!({ "proposal": proposal.id, "to": proposal.to, "reason": proposal.reason });
    audit::record(tx, actor, "propose_move", &proposal.node, &detail, at).await?;
    Ok(proposal)
}

/// Takes a body's answer. When it is the last consent, the date moves; a refusal ends the proposal.
pub async fn answer(
    tx: &mut Tx,
    (actor, at): (&Actor, Timestamp),
    id: Uuid,
    consent: Consent,
) -> Result<ProposalState, NotAgreed> {
    let tree = hold_tree(tx).await?;
    let mut proposal = waiting(tx, id).await?;
    let named = tree.node(&proposal.node).is_some_and(|node| node.consent_from.contains(&consent.body));
    if !named {
        return Err(NotAgreed::NoSay(body_name(&tree, &consent.body)));
    }
    if proposal.consents.iter().any(|held| held.body == consent.body) {
        return Err(NotAgreed::Answered(body_name(&tree, &consent.body)));
    }
    if consent.words.trim().is_empty() {
        return Err(NotAgreed::NoWords("in a sentence what you decided"));
    }
    store::add_consent(tx, id, &consent).await?;
    let word = if consent.gives { "consent_to_move" } else { "refuse_move" };
    let detail = json!({ "proposal": id, "answer": consent });
    audit::record(tx, actor, word, &proposal.node, &detail, at).await?;
    let (gives, on) = (consent.gives, consent.on);
    proposal.consents.push(consent);
    if !gives {
        store::end_proposal(tx, id, ProposalState::Refused, on).await?;
        return Ok(ProposalState::Refused);
    }
    if proposal.unanswered(&tree).next().is_some() {
        return Ok(ProposalState::Waiting);
    }
    store::end_proposal(tx, id, ProposalState::Moved, on).await?;
    let because = Because { reason: Some(&proposal.reason), consents: &proposal.consents, ..Because::default() };
    let deed = agreed(&tree, &proposal, on);
    perform_because(tx, (actor, at), tree, &[deed], because).await?;
    Ok(ProposalState::Moved)
}

/// The move that all have consented to, approved by them in the public's eyes too.
fn agreed(tree: &Tree, proposal: &ProposedMove, on: Date) -> Deed {
    let bodies: Vec<String> = proposal.consents.iter().map(|consent| body_name(tree, &consent.body)).collect();
    let revision = Revision {
        to: proposal.to.clone(),
        reason: Some(proposal.reason.clone()),
        author: proposal.author.clone(),
        approver: Some(bodies.join(" and ")),
        on,
    };
    Deed::MoveDate { node: proposal.node.clone(), revision }
}

/// Takes a proposal back that still waits.
pub async fn withdraw(
    tx: &mut Tx,
    (actor, at): (&Actor, Timestamp),
    on: Date,
    id: Uuid,
    reason: &str,
) -> Result<(), NotAgreed> {
    hold_tree(tx).await?;
    let proposal = waiting(tx, id).await?;
    store::end_proposal(tx, id, ProposalState::Withdrawn, on).await?;
    let detail = json!({ "proposal": id, "to": when_words(&proposal.to), "reason": reason });
    audit::record(tx, actor, "withdraw_move", &proposal.node, &detail, at).await?;
    Ok(())
}

async fn waiting(tx: &mut Tx, id: Uuid) -> Result<ProposedMove, NotAgreed> {
    let found = store::proposal(tx, id).await?;
    found.filter(|proposal| proposal.state == ProposalState::Waiting).ok_or(NotAgreed::NotWaiting)
}
