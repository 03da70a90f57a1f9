//! Writing on a slip and sending it.

use audit::record;
use db::Tx;
use jiff::civil::Date;
use permission::{Action, Role};
use serde_json::json;

use super::{By, Seen, SlipRefused};
use crate::{
    model::{Round, RoundId, RoundState, SentAnswer, Sheet, Slip},
    store,
};

/// A slip, for whoever may know of it: hand its [`Slip::subject`] to the decision function before showing it.
pub async fn slip(tx: &mut Tx, round: RoundId, node: &str) -> sqlx::Result<Option<Slip>> {
    store::held_slip(tx, round, node).await
}

/// Keeps what is typed so far. What was sent before stands until [`send`].
pub async fn save_draft(tx: &mut Tx, by: By<'_>, seen: Seen<'_>, sheet: Sheet) -> Result<Slip, SlipRefused> {
    let (_, slip) = answerable(tx, &by, seen).await?;
    let overlong = sheet.overlong();
    if !overlong.is_empty() {
        return Err(SlipRefused::Wrong(overlong));
    }
    let state = slip.state.clone().drafted()?;
    let slip = Slip { sheet, state, ..slip };
    put(tx, &slip).await?;
    recorded(tx, &by, "round.save_draft", &slip).await?;
    Ok(Slip { version: slip.version + 1, ..slip })
}

/// Sends the answer to the leads of the organisations that sign it. A late one is taken and marked.
pub async fn send(tx: &mut Tx, by: By<'_>, seen: Seen<'_>, sheet: Sheet) -> Result<Slip, SlipRefused> {
    let (round, slip) = answerable(tx, &by, seen).await?;
    let state = slip.state.clone().sent()?;
    let today = by.today();
    let answer = sheet.answer(&slip.before, today).map_err(SlipRefused::Wrong)?;
    // Being asked to change an answer that was in time does not make it late.
    let late = slip.answer.as_ref().map_or(today > round.terms.answers_due, |first| first.late);
    let organisation = answers_for(&by, &slip, today);
    let sent = SentAnswer { answer, by: by.permit.who().person, organisation, on: today, late };
    let slip = Slip { sheet, state, ..slip };
    put(tx, &slip).await?;
    store::add_answer(tx, &slip, &sent).await?;
    recorded(tx, &by, "round.send_answer", &slip).await?;
    Ok(Slip { answer: Some(sent), answers: slip.answers + 1, version: slip.version + 1, ..slip })
}

/// The slip, for somebody who may answer it, in a round that is open, seen as it is.
async fn answerable(tx: &mut Tx, by: &By<'_>, seen: Seen<'_>) -> Result<(Round, Slip), SlipRefused> {
    let slip = store::held_slip(tx, seen.round, seen.node).await?.ok_or(SlipRefused::NoSuchSlip)?;
    if !by.may(tx, Action::AnswerRound, &slip.subject()) {
        return Err(SlipRefused::NoSuchSlip);
    }
    let round = open_round(tx, seen.round).await?;
    if slip.version != seen.version {
        return Err(SlipRefused::Changed(Box::new(slip)));
    }
    Ok((round, slip))
}

/// The round of a slip, which must be open.
pub(super) async fn open_round(tx: &mut Tx, id: RoundId) -> Result<Round, SlipRefused> {
    let round = store::held_round(tx, id).await?.ok_or(SlipRefused::NoSuchSlip)?;
    round.state.must_be(RoundState::Open)?;
    Ok(round)
}

/// Writes a slip over the version it was read at.
pub(super) async fn put(tx: &mut Tx, slip: &Slip) -> Result<(), SlipRefused> {
    if store::put_slip(tx, slip).await? {
        return Ok(());
    }
    let now = store::held_slip(tx, slip.round, &slip.node).await?.ok_or(SlipRefused::NoSuchSlip)?;
    Err(SlipRefused::Changed(Box::new(now)))
}

/// The record names the slip and its state; the words enter it once they are signed off and become part of the plan.
pub(super) async fn recorded(tx: &mut Tx, by: &By<'_>, deed: &str, slip: &Slip) -> sqlx::Result<()> {
    let detail = json!({ "round": slip.round, "state": slip.state.word(), "version": slip.version + 1 });
    record(tx, by.actor, deed, &slip.node, &detail, by.at).await.map(|_| ())
}

/// The organisation somebody answers for; none where they are named in person.
fn answers_for(by: &By<'_>, slip: &Slip, today: Date) -> Option<String> {
    let who = by.permit.who();
    let held = [Role::Contributor, Role::PartnerLead];
    let mut theirs = held.into_iter().flat_map(|role| who.organisations(role, today));
    theirs.find(|key| slip.organisations.iter().any(|organisation| organisation == key)).map(str::to_owned)
}
