//! Setting up a round, opening it, changing its days, asking again.

use audit::record;
use db::Tx;
use jiff::Timestamp;
use jobs::{NewJob, enqueue};
use kernel::{Actor, fresh_id, london_date};
use permission::{Action, Subject};
use roadmap::{model::Tree, store::load_tree};
use serde_json::json;

use super::{By, Rejected};
use crate::{
    model::{Problem, Round, RoundId, RoundState, Slip, Terms, Wrong, ask},
    reconcile::REMIND,
    store,
};

/// What asking did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Slips that went out.
    pub added: usize,
    /// Slips that went to others than before.
    pub readdressed: usize,
    /// Commitments with a problem, by key.
    pub problems: Vec<(String, Problem)>,
}

/// Sets up a round. It opens at once when its day has come; otherwise the work of that morning opens it.
pub async fn set_up(tx: &mut Tx, by: By<'_>, terms: Terms) -> Result<Round, Rejected> {
    allowed(tx, &by)?;
    let tree = load_tree(tx).await?;
    check(tx, &terms, &tree, None).await?;
    let id = RoundId(fresh_id(by.at));
    store::add_round(tx, id, &terms).await?;
    let detail = json!({ "plans": terms.plans, "opens_on": terms.opens_on, "answers_due": terms.answers_due });
    record(tx, by.actor, "round.set_up", &id.to_string(), &detail, by.at).await?;
    let round = Round { id, terms, state: RoundState::Planned, version: 1 };
    if round.terms.opens_on <= by.today() { open(tx, by.actor, by.at, round, &tree).await } else { Ok(round) }
}

/// Opens every round whose day has come, and says how many.
pub(crate) async fn open_due(tx: &mut Tx, actor: &Actor, at: Timestamp) -> Result<usize, Rejected> {
    let today = london_date(at);
    let rounds = store::all_rounds(tx).await?;
    let due: Vec<Round> = rounds
        .into_iter()
        .filter(|round| round.state == RoundState::Planned && round.terms.opens_on <= today)
        .collect();
    let opened = due.len();
    for round in due {
        let tree = load_tree(tx).await?;
        open(tx, actor, at, round, &tree).await?;
    }
    Ok(opened)
}

async fn open(tx: &mut Tx, actor: &Actor, at: Timestamp, round: Round, tree: &Tree) -> Result<Round, Rejected> {
    let opened = Round { state: round.state.opened()?, ..round };
    put(tx, &opened).await?;
    let asked = ask_all(tx, &opened, tree, at).await?;
    let detail = json!({ "asked": asked.added, "problems": asked.problems });
    record(tx, actor, "round.open", &opened.id.to_string(), &detail, at).await?;
    tell_soon(tx, at).await?;
    Ok(Round { version: opened.version + 1, ..opened })
}

/// Asks about commitments that have somebody to ask by now, and asks others where owners changed and nothing was sent.
pub async fn ask_again(tx: &mut Tx, by: By<'_>, id: RoundId, version: i64) -> Result<Asked, Rejected> {
    let round = seen(tx, &by, id, version).await?;
    round.state.must_be(RoundState::Open)?;
    put(tx, &round).await?;
    let tree = load_tree(tx).await?;
    let asked = ask_all(tx, &round, &tree, by.at).await?;
    let detail = json!({ "asked": asked.added, "readdressed": asked.readdressed, "problems": asked.problems });
    record(tx, by.actor, "round.ask_again", &id.to_string(), &detail, by.at).await?;
    tell_soon(tx, by.at).await?;
    Ok(asked)
}

/// Has the work of rounds done now, so that nobody waits for tomorrow morning to hear of it.
pub(super) async fn tell_soon(tx: &mut Tx, at: Timestamp) -> sqlx::Result<()> {
    let job = NewJob { kind: REMIND.to_owned(), payload: json!({}), run_at: at, dedupe: Some(REMIND.to_owned()) };
    enqueue(tx, &job, at).await.map(|_| ())
}

async fn ask_all(tx: &mut Tx, round: &Round, tree: &Tree, at: Timestamp) -> sqlx::Result<Asked> {
    let held = store::slips_of(tx, round.id).await?;
    let asking = ask(tree, &round.terms.plans, london_date(at));
    let mut asked = Asked { problems: asking.problems, ..Asked::default() };
    for slip in asking.slips {
        let place = tree.nodes.iter().position(|node| node.key == slip.node).unwrap_or(tree.nodes.len());
        match held.iter().find(|held| held.node == slip.node) {
            None => {
                store::add_slip(tx, round.id, &slip, i64::try_from(place).unwrap_or(i64::MAX)).await?;
                asked.added += 1;
            }
            Some(held) if !held.state.is_answered() && !same_addressees(held, &slip) => {
                asked.readdressed += usize::from(store::readdress(tx, held, &slip).await?);
            }
            // Whoever has answered is not asked to begin anew because a post changed hands.
            Some(_) => {}
        }
    }
    Ok(asked)
}

fn same_addressees(held: &Slip, new: &crate::model::NewSlip) -> bool {
    held.organisations == new.organisations && held.signers == new.signers && held.people == new.people
}

/// Changes the terms of a round: all of them before it opens, the days answers and sign-off are due while it is open.
pub async fn change_terms(tx: &mut Tx, by: By<'_>, id: RoundId, version: i64, terms: Terms) -> Result<Round, Rejected> {
    let round = seen(tx, &by, id, version).await?;
    if round.state != RoundState::Planned {
        round.state.must_be(RoundState::Open)?;
        let fixed = Terms { answers_due: terms.answers_due, sign_off_due: terms.sign_off_due, ..round.terms.clone() };
        if fixed != terms {
            let message = "The round is open; only the days answers and sign-off are due can change";
            return Err(Rejected::Faults(vec![Wrong::new("answers_due", message)]));
        }
    }
    let tree = load_tree(tx).await?;
    check(tx, &terms, &tree, Some(id)).await?;
    let round = Round { terms, ..round };
    put(tx, &round).await?;
    let terms = &round.terms;
    let detail = json!({
        "plans": terms.plans, "opens_on": terms.opens_on, "answers_due": terms.answers_due,
        "sign_off_due": terms.sign_off_due,
    });
    record(tx, by.actor, "round.change_terms", &id.to_string(), &detail, by.at).await?;
    let changed = Round { version: round.version + 1, ..round };
    let due = changed.state == RoundState::Planned && changed.terms.opens_on <= by.today();
    if due { open(tx, by.actor, by.at, changed, &tree).await } else { Ok(changed) }
}

fn allowed(tx: &Tx, by: &By<'_>) -> Result<(), Rejected> {
    if by.may(tx, Action::RunRound, &Subject::Area) { Ok(()) } else { Err(Rejected::NoSuchRound) }
}

/// The round, for somebody who may run it and saw it as it is.
pub(super) async fn seen(tx: &mut Tx, by: &By<'_>, id: RoundId, version: i64) -> Result<Round, Rejected> {
    allowed(tx, by)?;
    let round = store::held_round(tx, id).await?.ok_or(Rejected::NoSuchRound)?;
    if round.version == version { Ok(round) } else { Err(Rejected::Changed(Box::new(round))) }
}

/// Writes a round over the version it was read at.
pub(super) async fn put(tx: &mut Tx, round: &Round) -> Result<(), Rejected> {
    if store::put_round(tx, round, None).await? {
        return Ok(());
    }
    let now = store::held_round(tx, round.id).await?.ok_or(Rejected::NoSuchRound)?;
    Err(Rejected::Changed(Box::new(now)))
}

/// A commitment is asked about by one round at a time, or two answers would compete.
async fn check(tx: &mut Tx, terms: &Terms, tree: &Tree, itself: Option<RoundId>) -> Result<(), Rejected> {
    let faults = terms.faults(tree);
    if !faults.is_empty() {
        return Err(Rejected::Faults(faults));
    }
    let rounds = store::all_rounds(tx).await?;
    let mut others = rounds.into_iter().filter(|other| Some(other.id) != itself);
    let meets =
        |other: &Round| matches!(other.state, RoundState::Planned | RoundState::Open) && other.terms.meets(terms);
    match others.find(meets) {
        Some(other) => Err(Rejected::Overlaps(other.terms.name)),
        None => Ok(()),
    }
}
