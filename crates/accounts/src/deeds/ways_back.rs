//! The way back for somebody who lost every key: offered by one administrator, confirmed by another or by a code of the
//! person's own. It never rests on e-mail, and never on one person alone.

use db::Tx;
use jiff::{Timestamp, ToSpan};
use kernel::{Actor, london_date};
use permission::{Action, Permit, PersonId};
use serde_json::json;
use uuid::Uuid;

use super::{
    codes,
    invitations::{Joined, NewInvitation, invitation_for, make},
    record_on_person, rights, sessions, tell, themself,
};
use crate::{
    model::{Invitation, Means, NoticeKind, SECOND_PERSON_DAYS},
    refusal::NotDone,
    secret::Code,
    store,
};

/// Offers somebody a way back into their account. `permit` is [`Action::InvitePerson`] over the organisation; it must
/// reach every role they hold. Nothing ends yet.
pub async fn offer_way_back(
    tx: &mut Tx,
    permit: &Permit,
    actor: &Actor,
    person: PersonId,
    organisation: &str,
    now: Timestamp,
) -> Result<(Invitation, Code), NotDone> {
    rights::fits(tx, permit, Action::InvitePerson, organisation)?;
    let found = store::person(tx, person).await?.ok_or(NotDone::NotFound)?;
    let held = store::roles_of(tx, person).await?;
    let theirs = held.iter().any(|held| held.organisation == organisation);
    if !theirs || permit.who().person == person {
        return Err(NotDone::NotFound);
    }
    rights::reaches(tx, permit, person).await?;
    store::withdraw_ways_back(tx, person, now).await?;
    let new =
        NewInvitation { organisation: organisation.to_owned(), roles: vec![], name: found.name, email: found.email };
    let made = make(tx, actor, new, Some(person), Some(permit.who().person), now).await?;
    tell(tx, person, NoticeKind::RecoveryOffered, now).await?;
    Ok(made)
}

/// A second administrator confirms a way back. `permit` is as for the first, of another person: one who had the right
/// [`SECOND_PERSON_DAYS`] days before the offer, and whom the first cannot have made up, nor they the first.
pub async fn confirm_way_back(
    tx: &mut Tx,
    permit: &Permit,
    actor: &Actor,
    id: Uuid,
    now: Timestamp,
) -> Result<(), NotDone> {
    let open = store::open_invitations(tx, now).await?;
    let invitation = open.into_iter().find(|invitation| invitation.id == id).ok_or(NotDone::NotFound)?;
    rights::fits(tx, permit, Action::InvitePerson, &invitation.organisation)?;
    let person = invitation.back_to.ok_or(NotDone::NotFound)?;
    let second = permit.who().person;
    if invitation.made_by == Some(second) || person == second {
        return Err(NotDone::NotFound);
    }
    rights::reaches(tx, permit, person).await?;
    let offered_on = london_date(invitation.made_at());
    let since = offered_on.saturating_sub(SECOND_PERSON_DAYS.days());
    let long = rights::begun_by(permit, since).ok_or(NotDone::AskAnother)?;
    rights::reaches(tx, &long, person).await.map_err(|error| match error {
        NotDone::NotFound => NotDone::AskAnother,
        other => other,
    })?;
    if let Some(first) = invitation.made_by
        && !rights::stand_apart(tx, first, second, offered_on).await?
    {
        return Err(NotDone::AskAnother);
    }
    store::confirm_invitation(tx, id, second, now).await?;
    let detail = json!({ "invitation": id });
    record_on_person(tx, actor, "accounts.confirm-way-back", person, &detail, now).await?;
    Ok(())
}

/// Opens the account again with the code of the way back, confirmed by a second administrator before or by `own`, a
/// code from the person's sheet, now. Every earlier key, code, session and token ends.
pub async fn come_back(tx: &mut Tx, typed: &str, own: Option<&str>, now: Timestamp) -> Result<Joined, NotDone> {
    let invitation = invitation_for(tx, typed, now).await?;
    let person = invitation.back_to.ok_or(NotDone::CodeRefused)?;
    if !invitation.confirmed {
        let own = own.filter(|own| !own.trim().is_empty()).ok_or(NotDone::ConfirmFirst)?;
        if codes::use_up(tx, own, now).await? != person {
            return Err(NotDone::CodeRefused);
        }
        store::confirm_invitation(tx, invitation.id, person, now).await?;
    }
    if !store::use_invitation(tx, invitation.id, person, now).await? {
        return Err(NotDone::CodeRefused);
    }
    store::remove_keys(tx, person).await?;
    store::advance_person(tx, person).await?;
    // Whoever held the account may have invited themselves under another name.
    store::withdraw_invitations_by(tx, person, now).await?;
    let detail = json!({ "invitation": invitation.id });
    record_on_person(tx, &themself(person), "accounts.come-back", person, &detail, now).await?;
    let session = sessions::begin_session(tx, person, Means::Invitation, now).await?;
    let sheet = codes::make_sheet(tx, &themself(person), person, now).await?;
    tell(tx, person, NoticeKind::RecoveryDone, now).await?;
    Ok(Joined { person, session, sheet })
}
