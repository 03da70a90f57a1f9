//! People: what they are called, and the end of their roles and sessions.

use audit::record;
use db::Tx;
use jiff::{Timestamp, ToSpan, civil::Date};
use kernel::{Actor, london_date};
use permission::{Action, Permit, PersonId};
use serde_json::json;
use uuid::Uuid;

use super::{all_right, email_of, invitations, name_of, record_on_person, rights, tell};
use crate::{
    model::{NoticeKind, Person, RoleHeld},
    refusal::NotDone,
    store,
};

/// Adds an invented person with their role; only the demonstration's door asks for it.
pub(crate) async fn add_for_demonstration(
    tx: &mut Tx,
    actor: &Actor,
    person: &Person,
    held: &RoleHeld,
    now: Timestamp,
) -> Result<(), NotDone> {
    store::add_person(tx, person, now).await?;
    store::give_role(tx, held).await?;
    record_on_person(tx, actor, "accounts.demonstrate", person.id, &json!({ "role": held.role.word() }), now).await?;
    Ok(())
}

/// Somebody changes their own name or address, if nobody else did since `person.version`. Gives the address that mail
/// went to until now, where it goes elsewhere from now on: its reader is to be told there.
pub async fn change_self(
    tx: &mut Tx,
    actor: &Actor,
    person: &Person,
    now: Timestamp,
) -> Result<Option<String>, NotDone> {
    let mut wrong = Vec::new();
    let name = name_of("name", &person.name, &mut wrong);
    let email = email_of(person.email.as_deref(), &mut wrong);
    all_right(wrong)?;
    let person = Person { name, email, ..person.clone() };
    let before = store::person(tx, person.id).await?.ok_or(NotDone::NotFound)?;
    if !store::write_person(tx, &person).await? {
        let found = store::person(tx, person.id).await?;
        return Err(found.map_or(NotDone::NotFound, |now| NotDone::PersonChanged(Box::new(now))));
    }
    record_on_person(tx, actor, "accounts.change-person", person.id, &json!({}), now).await?;
    let left = before.email.filter(|old| person.email.as_ref() != Some(old));
    if left.is_some() {
        tell(tx, person.id, NoticeKind::AddressChanged, now).await?;
    }
    Ok(left)
}

/// An administrator changes them for somebody all of whose roles the permit ([`Action::InvitePerson`]) reaches.
pub async fn change_person(
    tx: &mut Tx,
    permit: &Permit,
    actor: &Actor,
    person: &Person,
    now: Timestamp,
) -> Result<Option<String>, NotDone> {
    if permit.action() != Action::InvitePerson || permit.who().area != tx.area() {
        return Err(NotDone::NotFound);
    }
    rights::reaches(tx, permit, person.id).await?;
    change_self(tx, actor, person, now).await
}

/// Ends a role: after `last_day`, or at once where none is given. `permit` is [`Action::EndRole`] over its organisation.
pub async fn end_role(
    tx: &mut Tx,
    permit: &Permit,
    actor: &Actor,
    id: Uuid,
    last_day: Option<Date>,
    now: Timestamp,
) -> Result<(), NotDone> {
    let held = store::role_held(tx, id).await?.ok_or(NotDone::NotFound)?;
    rights::fits(tx, permit, Action::EndRole, &held.organisation)?;
    let organisation = store::organisation(tx, &held.organisation).await?.ok_or(NotDone::NotFound)?;
    if !rights::may_give(permit, &organisation, held.role) {
        return Err(NotDone::NotFound);
    }
    let today = london_date(now);
    if last_day.is_some_and(|day| day < today) {
        return Err(NotDone::wrong(
            "last_day",
            "Enter today or a later day, or leave it empty to end the role at once",
        ));
    }
    // A role holds on its last day too: what ends at once had its last day yesterday.
    let last_day = last_day.unwrap_or_else(|| today.saturating_sub(1.day()));
    store::end_role(tx, id, last_day).await?;
    invitations::withdraw_what_falls(tx, held.person, now).await?;
    let detail = json!({ "person": held.person, "role": held.role.word(), "last_day": last_day });
    record(tx, actor, "accounts.end-role", &format!("role {id}"), &detail, now).await?;
    Ok(())
}

/// Ends every session and token of somebody at once, and every invitation of theirs that waits. `permit` is [`Action::EndRole`] over an organisation where they
/// hold a role.
pub async fn end_sessions(
    tx: &mut Tx,
    permit: &Permit,
    actor: &Actor,
    person: PersonId,
    organisation: &str,
    now: Timestamp,
) -> Result<(), NotDone> {
    rights::fits(tx, permit, Action::EndRole, organisation)?;
    let held = store::roles_of(tx, person).await?;
    if !held.iter().any(|held| held.organisation == organisation) {
        return Err(NotDone::NotFound);
    }
    store::advance_person(tx, person).await?;
    // Whoever used the account may have invited themselves under another name.
    store::withdraw_invitations_by(tx, person, now).await?;
    record_on_person(tx, actor, "accounts.end-sessions", person, &json!({}), now).await?;
    Ok(())
}
