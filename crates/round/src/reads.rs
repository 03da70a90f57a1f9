//! What pages, the JSON interface and other rooms ask of rounds.

use db::Tx;
use jiff::civil::Date;
use roadmap::store::load_tree;

use crate::{
    model::{Addressee, Outcome, Problem, Round, RoundId, RoundState, Slip, ask},
    store,
};

/// Every round, the newest first.
pub async fn rounds(tx: &mut Tx) -> sqlx::Result<Vec<Round>> {
    store::all_rounds(tx).await
}

/// One round.
pub async fn round(tx: &mut Tx, id: RoundId) -> sqlx::Result<Option<Round>> {
    store::held_round(tx, id).await
}

/// Every slip of a round, in the plans' order.
pub async fn slips(tx: &mut Tx, id: RoundId) -> sqlx::Result<Vec<Slip>> {
    store::slips_of(tx, id).await
}

/// What came of a round, once it was closed; the public record is part of it.
pub async fn outcome(tx: &mut Tx, id: RoundId) -> sqlx::Result<Option<Outcome>> {
    store::kept_outcome(tx, id).await
}

/// What is wanted of some addressees in rounds that are open: a person with their organisations, or one organisation.
pub async fn asked_of(tx: &mut Tx, addressees: &[Addressee]) -> sqlx::Result<Vec<(Round, Slip)>> {
    open_slips(tx, |slip| slip.addressees().any(|addressee| addressees.contains(&addressee))).await
}

/// Slips that these organisations sign, in rounds that are open.
pub async fn signed_by(tx: &mut Tx, organisations: &[String]) -> sqlx::Result<Vec<(Round, Slip)>> {
    open_slips(tx, |slip| slip.signers.iter().any(|signer| organisations.contains(signer))).await
}

async fn open_slips(tx: &mut Tx, wanted: impl Fn(&Slip) -> bool) -> sqlx::Result<Vec<(Round, Slip)>> {
    let mut found = Vec::new();
    let open = store::all_rounds(tx).await?.into_iter().filter(|round| round.state == RoundState::Open);
    for round in open {
        let slips = store::slips_of(tx, round.id).await?.into_iter().filter(|slip| wanted(slip));
        found.extend(slips.map(|slip| (round.clone(), slip)));
    }
    Ok(found)
}

/// What stands in the way of asking about a round's commitments as the plan is now: key, words and problem of each.
pub async fn problems(tx: &mut Tx, round: &Round, on: Date) -> sqlx::Result<Vec<(String, String, Problem)>> {
    let tree = load_tree(tx).await?;
    let asked = store::slips_of(tx, round.id).await?;
    let words = |node: &String| tree.node(node).map_or_else(String::new, |held| held.words().to_owned());
    let found = ask(&tree, &round.terms.plans, on).problems.into_iter();
    // Where somebody is asked already, only the missing signature is left to be said.
    let open = found
        .filter(|(node, problem)| *problem == Problem::NobodySigns || !asked.iter().any(|slip| slip.node == *node));
    Ok(open.map(|(node, problem)| (node.clone(), words(&node), problem)).collect())
}
