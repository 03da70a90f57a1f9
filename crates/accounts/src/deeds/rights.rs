//! Which administrators may do what to whom, beyond what the policies can see in one question.

use std::collections::BTreeSet;

use db::Tx;
use jiff::civil::Date;
use kernel::london_date;
use permission::{Action, Permit, PersonId, Role, Subject, decide};

use crate::{
    model::{Organisation, RoleHeld},
    refusal::NotDone,
    store,
};

/// The permit is for this action at this organisation of this area, and no other.
pub(super) fn fits(tx: &Tx, permit: &Permit, action: Action, organisation: &str) -> Result<(), NotDone> {
    let subject = Subject::Workplace { organisation: organisation.to_owned() };
    let fitting = permit.action() == action && *permit.subject() == subject && permit.who().area == tx.area();
    if fitting { Ok(()) } else { Err(NotDone::NotFound) }
}

/// Whether whoever holds the permit administers the whole area.
pub(super) fn runs_area(permit: &Permit) -> bool {
    permit.who().is(Role::AreaAdministrator, london_date(permit.at()))
}

/// Whether a role may be given there by whoever holds the permit: an organisation's own administrator gives only what
/// the area granted the organisation, so nobody makes themselves more than they are.
pub(super) fn may_give(permit: &Permit, organisation: &Organisation, role: Role) -> bool {
    runs_area(permit) || (organisation.grants.contains(&role) && role != Role::AreaAdministrator)
}

/// The organisation, and that the permit reaches every role somebody holds: who may take an account over in a person's
/// name may otherwise become more than they are.
pub(super) async fn reaches(tx: &mut Tx, permit: &Permit, person: PersonId) -> Result<(), NotDone> {
    let today = london_date(permit.at());
    let held = store::roles_of(tx, person).await?;
    let live: Vec<&RoleHeld> = held.iter().filter(|held| held.until.is_none_or(|until| until >= today)).collect();
    if live.is_empty() && !runs_area(permit) {
        return Err(NotDone::NotFound);
    }
    for held in live {
        let organisation = store::organisation(tx, &held.organisation).await?.ok_or(NotDone::NotFound)?;
        let there = Subject::Workplace { organisation: held.organisation.clone() };
        let permitted = decide(permit.who(), permit.action(), tx.area(), &there, permit.at()).is_ok();
        if !permitted || !may_give(permit, &organisation, held.role) {
            return Err(NotDone::NotFound);
        }
    }
    Ok(())
}

/// Everybody who administers somebody: their organisations' administrators and the area's.
pub(super) async fn administrators_of(tx: &mut Tx, person: PersonId, today: Date) -> sqlx::Result<BTreeSet<PersonId>> {
    let roles = store::roles(tx).await?;
    let theirs: BTreeSet<&str> =
        roles.iter().filter(|held| held.person == person).map(|held| held.organisation.as_str()).collect();
    let administers = |held: &&RoleHeld| {
        let at_theirs = held.role == Role::OrganisationAdministrator && theirs.contains(held.organisation.as_str());
        held.holds_on(today) && (at_theirs || held.role == Role::AreaAdministrator)
    };
    Ok(roles.iter().filter(administers).map(|held| held.person).collect())
}
