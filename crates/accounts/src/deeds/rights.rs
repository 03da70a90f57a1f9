//! Which administrators may do what to whom, beyond what the policies can see in one question.

use std::collections::BTreeSet;

use db::Tx;
use jiff::{Timestamp, civil::Date};
use kernel::london_date;
use permission::{Action, HeldRole, Permit, PersonId, Role, Subject, Who, decide};

use crate::{
    model::{Invitation, Organisation, RoleHeld},
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

/// The permit as it would be with the roles alone that had begun by a day; `None` where it would not be.
pub(super) fn begun_by(permit: &Permit, day: Date) -> Option<Permit> {
    let roles = permit.who().roles.iter().filter(|held| held.from <= day).cloned().collect();
    let who = Who { roles, ..permit.who().clone() };
    decide(&who, permit.action(), who.area, permit.subject(), permit.at()).ok()
}

/// Whether whoever made an invitation may still do so, with each of its roles; at the command line nobody loses the right.
pub(super) async fn maker_stands(tx: &mut Tx, invitation: &Invitation, now: Timestamp) -> Result<bool, NotDone> {
    let Some(person) = invitation.made_by else {
        return Ok(true);
    };
    let held = store::roles_of(tx, person).await?.into_iter();
    let roles = held
        .map(|it| HeldRole { role: it.role, organisation: it.organisation, from: it.from, until: it.until })
        .collect();
    // They confirmed that it was they when they made it; what is asked here is the right alone.
    let who = Who { area: tx.area(), person, roles, stepped_up: true, scope: None };
    let there = Subject::Workplace { organisation: invitation.organisation.clone() };
    let (Ok(permit), Some(organisation)) = (
        decide(&who, Action::InvitePerson, who.area, &there, now),
        store::organisation(tx, &invitation.organisation).await?,
    ) else {
        return Ok(false);
    };
    if !invitation.roles.iter().all(|promised| may_give(&permit, &organisation, promised.role)) {
        return Ok(false);
    }
    match invitation.back_to {
        None => Ok(true),
        Some(back_to) => match reaches(tx, &permit, back_to).await {
            Ok(()) => Ok(true),
            Err(NotDone::NotFound) => Ok(false),
            Err(error) => Err(error),
        },
    }
}

/// Whether two administrators are two: neither was invited by the other, directly or through others, nor both by the
/// same organisation's administrator. An area's administrator may have invited both, who invites everybody at first.
pub(super) async fn stand_apart(tx: &mut Tx, one: PersonId, other: PersonId, on: Date) -> sqlx::Result<bool> {
    let invited = store::taken_invitations(tx).await?;
    let line = |person: PersonId| {
        let (mut found, mut open) = (BTreeSet::from([person]), vec![person]);
        while let Some(next) = open.pop() {
            let makers = invited.iter().filter(|(by, _)| *by == next).map(|(_, maker)| *maker);
            open.extend(makers.filter(|maker| found.insert(*maker)).collect::<Vec<_>>());
        }
        found
    };
    let (line, others) = (line(one), line(other));
    if line.contains(&other) || others.contains(&one) {
        return Ok(false);
    }
    let runs_area = |held: &RoleHeld| held.role == Role::AreaAdministrator && held.holds_on(on);
    let area: BTreeSet<PersonId> =
        store::roles(tx).await?.iter().filter(|it| runs_area(it)).map(|it| it.person).collect();
    Ok(line.intersection(&others).all(|shared| area.contains(shared)))
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
