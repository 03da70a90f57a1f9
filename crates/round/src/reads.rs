//! What pages, the JSON interface and other rooms ask of rounds.

use db::Tx;
use jiff::civil::Date;
use kernel::london_date;
use publication::{ReadError, ReleaseRow, releases};
use roadmap::{editions::EDITIONS, store::load_tree};

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

/// An edition that was released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edition {
    /// Its number.
    pub(crate) number: u32,
    /// Names its release.
    pub(crate) label: String,
    /// Its title.
    pub(crate) title: String,
    /// The day it speaks of.
    pub(crate) as_at: Date,
    /// The day it was taken back, and why.
    pub(crate) withdrawn: Option<(Date, String)>,
}

/// Every edition that was released, the newest first.
pub(crate) async fn released(tx: &mut Tx) -> Result<Vec<Edition>, ReadError> {
    let mut rows = releases(tx).await?;
    rows.retain(|row| row.manifest.series == EDITIONS);
    let edition = |row: ReleaseRow| Edition {
        number: row.manifest.number,
        label: row.manifest.label,
        title: row.manifest.title,
        as_at: row.manifest.as_at,
        withdrawn: row.withdrawn.map(|(at, because)| (london_date(at), because)),
    };
    Ok(rows.into_iter().rev().map(edition).collect())
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
