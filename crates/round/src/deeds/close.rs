//! Closing a round: what was signed off becomes part of the plan, and what is missing is said.

use audit::record;
use db::Tx;
use kernel::london_date;
use roadmap::{
    consent::{NotAgreed, Wanted, propose},
    deed::{Deed, Judgement, Links, Subject},
    deeds::{hold_tree, perform},
    model::{Actual, Evidence, EvidenceKind, Mark, Node, NodeUpdate, Revision, Sensitivity, Tree},
};
use serde_json::json;

use super::{By, Rejected, rounds::seen};
use crate::{
    model::{
        Answer, EvidenceGiven, LeftOut, Organisations, Outcome, Problem, Round, RoundId, RoundRecord, SentAnswer, Slip,
        Terms, ask, new_day,
    },
    store,
};

/// What closing did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// The round, closed.
    pub round: Round,
    /// What came of it.
    pub outcome: Outcome,
    /// Changes made to the plan.
    pub changes: usize,
}

/// Closes a round. Every signed-off answer becomes deeds of the plan, all in this transaction or none; a round that is
/// closed already is refused, so nothing is done twice.
pub async fn close(tx: &mut Tx, by: By<'_>, id: RoundId, version: i64) -> Result<Closing, Rejected> {
    let open = seen(tx, &by, id, version).await?;
    let closed = Round { state: open.state.closed()?, ..open };
    // Whoever is writing an answer at this moment is waited for; whoever comes later finds the round closed.
    store::bump_slips(tx, id).await?;
    let slips = store::slips_of(tx, id).await?;
    let tree = hold_tree(tx).await?;
    let mut outcome = outcome_of(&closed.terms, &slips, &tree, by.today());
    let deeds: Vec<Deed> = slips.iter().flat_map(|slip| deeds_of(&tree, &closed.terms, slip)).collect();
    let wanted: Vec<Deed> = slips.iter().filter_map(|slip| move_of(&tree, slip)).collect();
    let (asking, free) = wanted.into_iter().partition(|wanted| needs_consent(&tree, wanted));
    let deeds = [deeds, free].concat();
    perform(tx, by.actor, by.at, tree, &deeds).await?;
    propose_all(tx, &by, asking, &mut outcome).await?;
    if !store::put_round(tx, &closed, Some(&outcome)).await? {
        let now = store::held_round(tx, id).await?.ok_or(Rejected::NoSuchRound)?;
        return Err(Rejected::Changed(Box::new(now)));
    }
    let detail = json!({ "record": outcome.record, "left_out": outcome.left_out, "changes": deeds.len() });
    record(tx, by.actor, "round.close", &id.to_string(), &detail, by.at).await?;
    Ok(Closing { round: Round { version: closed.version + 1, ..closed }, outcome, changes: deeds.len() })
}

fn outcome_of(terms: &Terms, slips: &[Slip], tree: &Tree, on: jiff::civil::Date) -> Outcome {
    let mut left_out: Vec<(String, LeftOut)> = Vec::new();
    for slip in slips {
        let retired = live(tree, slip).is_none().then_some(LeftOut::Retired);
        left_out.extend(retired.or(LeftOut::of(slip)).map(|why| (slip.node.clone(), why)));
    }
    let unasked =
        ask(tree, &terms.plans, on).problems.into_iter().filter(|(_, problem)| *problem != Problem::NobodySigns);
    let unasked: Vec<String> =
        unasked.map(|(node, _)| node).filter(|node| !slips.iter().any(|slip| slip.node == *node)).collect();
    let record = RoundRecord::of(terms, slips, unasked.len());
    left_out.extend(unasked.into_iter().map(|node| (node, LeftOut::NotAsked)));
    Outcome { record, left_out, moves_waiting: Vec::new(), moves_held_up: Vec::new() }
}

fn needs_consent(tree: &Tree, wanted: &Deed) -> bool {
    tree.node(wanted.subject()).is_some_and(|node| !node.consent_from.is_empty())
}

/// Moves that other bodies must consent to are put to them; the dates stay until they have.
async fn propose_all(tx: &mut Tx, by: &By<'_>, moves: Vec<Deed>, outcome: &mut Outcome) -> Result<(), Rejected> {
    for wanted in moves {
        let Deed::MoveDate { node, revision } = wanted else { continue };
        let reason = revision.reason.as_deref().unwrap_or_default();
        let proposal = Wanted { node: &node, to: revision.to, reason, author: &revision.author };
        match propose(tx, (by.actor, by.at), by.today(), proposal).await {
            Ok(_) => outcome.moves_waiting.push(node),
            Err(NotAgreed::WaitsAlready(_)) => outcome.moves_held_up.push(node),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// The commitment of a slip, unless it left the plan while the round was open.
fn live<'a>(tree: &'a Tree, slip: &Slip) -> Option<&'a Node> {
    tree.node(&slip.node).filter(|node| node.retired.is_none())
}

/// What a signed-off answer does to the plan, in order; nothing where there is none.
fn deeds_of(tree: &Tree, terms: &Terms, slip: &Slip) -> Vec<Deed> {
    let (Some(node), Some(sent)) = (live(tree, slip), slip.signed_off_answer()) else { return Vec::new() };
    let by = author(tree, slip, sent);
    let answer = &sent.answer;
    let mut deeds = vec![told(node, terms, sent, &by)];
    deeds.extend(evidenced(node, slip, sent));
    let judge = |judgement| Deed::Judge { subject: Subject::Node(node.key.clone()), judgement };
    let delivery = Mark { value: answer.delivery, word: None, on: sent.on, by: by.clone(), note: None };
    deeds.push(judge(Judgement::Delivery(delivery)));
    let because = Some(answer.confidence_because.clone());
    let confidence = Mark { value: answer.confidence, word: None, on: sent.on, by, note: because };
    deeds.push(judge(Judgement::Confidence(confidence)));
    deeds.extend(happened(node, answer, sent));
    deeds
}

/// The organisation that answered; where a person answered in their own name, the one that stands by them.
fn author(tree: &Tree, slip: &Slip, sent: &SentAnswer) -> String {
    Organisations::of(tree).names(sent.organisation.as_slice().iter().chain(&slip.signers).take(1))
}

fn told(node: &Node, terms: &Terms, sent: &SentAnswer, by: &str) -> Deed {
    let update = NodeUpdate {
        on: sent.on,
        period: Some(terms.name.clone()),
        text: sent.answer.happened.clone(),
        by: by.to_owned(),
    };
    Deed::AddUpdate { node: node.key.clone(), update }
}

/// Evidence is filed under a key of its own and joined to the commitment beside what it has.
fn evidenced(node: &Node, slip: &Slip, sent: &SentAnswer) -> Vec<Deed> {
    let (title, address, document, sensitivity) = match &sent.answer.evidence {
        EvidenceGiven::Link { title, address } => (title, Some(address.clone()), None, Sensitivity::Public),
        EvidenceGiven::Document { title, document } => (title, None, Some(*document), Sensitivity::Partnership),
        EvidenceGiven::NoneYet { .. } => return Vec::new(),
    };
    // The end of the identifier is its random part.
    let round = slip.round.0.simple().to_string();
    let key = format!("{}-{}", node.key, &round[round.len() - 12..]);
    let evidence = Evidence {
        key: key.clone(),
        title: title.clone(),
        kind: EvidenceKind::Document,
        on: Some(sent.on),
        address,
        shows: None,
        sensitivity,
        document,
        supersedes: None,
    };
    let mut links = Links::of(node);
    links.evidence.push(key);
    vec![Deed::FileEvidence(evidence), Deed::Join { node: node.key.clone(), links }]
}

fn happened(node: &Node, answer: &Answer, sent: &SentAnswer) -> Option<Deed> {
    let when = new_day(answer.done_on?);
    if node.timing.actual.as_ref().is_some_and(|actual| actual.when == when) {
        return None;
    }
    let shown_by = (!answer.evidence.is_missing()).then(|| answer.evidence.words().to_owned());
    let actual = Actual { when, recorded_on: sent.on, note: shown_by };
    Some(Deed::RecordActual { node: node.key.clone(), actual })
}

/// The move of a date that a signed-off answer asks for, unless the date is there already.
fn move_of(tree: &Tree, slip: &Slip) -> Option<Deed> {
    let (node, sent) = (live(tree, slip)?, slip.signed_off_answer()?);
    let moved = sent.answer.moved.as_ref().filter(|moved| moved.to != *node.timing.current())?;
    let signed = slip.state.signatures();
    let on = signed.iter().map(|signature| london_date(signature.at)).max()?;
    let approver = Organisations::of(tree).names(signed.iter().map(|signature| &signature.organisation));
    let (reason, author) = (Some(moved.because.clone()), author(tree, slip, sent));
    let revision = Revision { to: moved.to.clone(), reason, author, approver: Some(approver), on };
    Some(Deed::MoveDate { node: node.key.clone(), revision })
}
