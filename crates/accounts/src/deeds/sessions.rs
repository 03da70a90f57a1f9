//! Sessions: begun, proved again, ended.

use audit::record;
use db::Tx;
use jiff::Timestamp;
use kernel::{Actor, fresh_id};
use permission::{Action, Permit, PersonId};
use serde_json::json;
use uuid::Uuid;

use super::{record_on_person, themself};
use crate::{
    model::{Means, Session},
    refusal::NotDone,
    roster::own_session,
    secret::{Purpose, Secret},
    store,
};

/// Begins a session and gives its secret, which no earlier request ever carried.
///
/// A passkey has just shown that it is they; so has the demonstration's door, for what such proof is worth there.
pub async fn begin_session(tx: &mut Tx, person: PersonId, means: Means, now: Timestamp) -> Result<Secret, NotDone> {
    let epochs = store::epochs(tx, person).await?.ok_or(NotDone::NotFound)?;
    let proved = matches!(means, Means::Passkey | Means::Demonstration);
    let stepped_up_at = proved.then_some(now);
    let session = Session { id: fresh_id(now), person, means, began_at: now, seen_at: now, stepped_up_at };
    let secret = Secret::fresh();
    let digest = Purpose::Session.digest(tx.area(), secret.reveal());
    store::add_session(tx, &session, &digest, epochs).await?;
    let detail = json!({ "session": session.id, "means": means.word() });
    record_on_person(tx, &themself(person), "accounts.sign-in", person, &detail, now).await?;
    Ok(secret)
}

/// Notes that somebody showed again that it is they. The session goes on under a new secret; the old one is refused.
pub async fn step_up(
    tx: &mut Tx,
    person: PersonId,
    session: Uuid,
    means: Means,
    now: Timestamp,
) -> Result<Secret, NotDone> {
    // A session that was ended keeps its row until it is old: only one that stands may go on.
    own_session(tx, person, session, now).await?;
    let secret = Secret::fresh();
    let digest = Purpose::Session.digest(tx.area(), secret.reveal());
    if !store::renew_session(tx, session, &digest, now).await? {
        return Err(NotDone::NotFound);
    }
    let detail = json!({ "session": session, "means": means.word() });
    record_on_person(tx, &themself(person), "accounts.step-up", person, &detail, now).await?;
    Ok(secret)
}

/// Ends one session of somebody.
pub async fn sign_out(tx: &mut Tx, person: PersonId, session: Uuid, now: Timestamp) -> Result<(), NotDone> {
    if !store::remove_session(tx, person, session).await? {
        return Err(NotDone::NotFound);
    }
    record_on_person(tx, &themself(person), "accounts.sign-out", person, &json!({ "session": session }), now).await?;
    Ok(())
}

/// Ends every session and token of somebody, the one that asks included.
pub async fn sign_out_everywhere(tx: &mut Tx, person: PersonId, now: Timestamp) -> Result<(), NotDone> {
    store::advance_person(tx, person).await?;
    record_on_person(tx, &themself(person), "accounts.sign-out-everywhere", person, &json!({}), now).await?;
    Ok(())
}

/// Ends every session, token and invitation of the area. `permit` is [`Action::RunOrganisations`].
pub async fn end_all_sessions(tx: &mut Tx, permit: &Permit, actor: &Actor, now: Timestamp) -> Result<(), NotDone> {
    if permit.action() != Action::RunOrganisations || permit.who().area != tx.area() {
        return Err(NotDone::NotFound);
    }
    store::advance_area(tx).await?;
    record(tx, actor, "accounts.end-all-sessions", "area", &json!({}), now).await?;
    Ok(())
}

/// Ends whatever of the area opens a door besides people's own keys: sessions, tokens, open invitations, sign-ins under
/// way and recovery codes. A backup knows nothing of what ended after it was taken, so none of these may stand again.
pub async fn end_after_restore(tx: &mut Tx, actor: &Actor, now: Timestamp) -> Result<(), NotDone> {
    store::advance_area(tx).await?;
    store::forget_every_ceremony(tx).await?;
    store::remove_every_recovery_code(tx).await?;
    record(tx, actor, "accounts.end-after-restore", "area", &json!({}), now).await?;
    Ok(())
}
