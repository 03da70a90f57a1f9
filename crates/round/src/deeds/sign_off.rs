//! The word of an organisation's lead: the answer stands, or it must change.

use db::Tx;
use permission::{Action, Role};

use super::{
    By, Seen, SlipRefused,
    answers::{open_round, put, recorded},
    rounds::tell_soon,
};
use crate::{
    model::{Signature, Slip, Wrong},
    store,
};

/// The longest reason, in letters.
const LONGEST_REASON: usize = 1_000;

/// Signs an answer off for every organisation that its lead leads.
pub async fn sign_off(tx: &mut Tx, by: By<'_>, seen: Seen<'_>) -> Result<Slip, SlipRefused> {
    let slip = signable(tx, &by, seen).await?;
    let signatures =
        led(&by, &slip).map(|organisation| Signature { organisation, by: by.permit.who().person, at: by.at });
    let signatures = signatures.collect();
    let state = slip.state.clone().signed(signatures, &slip.signers)?;
    let slip = Slip { state, ..slip };
    put(tx, &slip).await?;
    recorded(tx, &by, "round.sign_off", &slip).await?;
    Ok(Slip { version: slip.version + 1, ..slip })
}

/// Sends an answer back with what should change.
pub async fn send_back(tx: &mut Tx, by: By<'_>, seen: Seen<'_>, because: &str) -> Result<Slip, SlipRefused> {
    let slip = signable(tx, &by, seen).await?;
    let because = because.trim();
    if !(1..=LONGEST_REASON).contains(&because.chars().count()) {
        let message = format!("Say what should change, in 1 to {LONGEST_REASON} letters");
        return Err(SlipRefused::Wrong(vec![Wrong::new("because", message)]));
    }
    let organisation = led(&by, &slip).next().ok_or(SlipRefused::NoSuchSlip)?;
    let state = slip.state.clone().sent_back(&organisation, because)?;
    let slip = Slip { state, ..slip };
    put(tx, &slip).await?;
    recorded(tx, &by, "round.send_back", &slip).await?;
    tell_soon(tx, by.at).await?;
    Ok(Slip { version: slip.version + 1, ..slip })
}

/// The slip, for a lead who signs it, in a round that is open, seen as it is.
async fn signable(tx: &mut Tx, by: &By<'_>, seen: Seen<'_>) -> Result<Slip, SlipRefused> {
    let slip = store::held_slip(tx, seen.round, seen.node).await?.ok_or(SlipRefused::NoSuchSlip)?;
    if !by.may(tx, Action::SignOffAnswers, &slip.signing_subject()) {
        return Err(SlipRefused::NoSuchSlip);
    }
    open_round(tx, seen.round).await?;
    if slip.version == seen.version { Ok(slip) } else { Err(SlipRefused::Changed(Box::new(slip))) }
}

/// Organisations that must sign and that whoever signs leads today.
fn led<'a>(by: &'a By<'_>, slip: &'a Slip) -> impl Iterator<Item = String> + use<'a> {
    let today = by.today();
    let leads = move |key: &&String| {
        by.permit.who().organisations(Role::PartnerLead, today).any(|organisation| organisation == key.as_str())
    };
    slip.signers.iter().filter(leads).cloned()
}
