//! Invitations: made by an administrator, taken up once with the code, bound to an organisation and its roles.

use audit::record;
use db::Tx;
use jiff::Timestamp;
use kernel::{Actor, fresh_id, london_date};
use permission::{Action, Permit, PersonId, Role};
use serde_json::json;
use uuid::Uuid;

use super::{all_right, codes, email_of, name_of, organisations, record_on_person, rights, sessions, themself};
use crate::{
    model::{INVITATION_LASTS, Invitation, Means, Organisation, Person, PromisedRole, RoleHeld},
    refusal::{NotDone, Wrong},
    secret::{Code, Purpose, Secret},
    store,
};

/// Whom to invite, where to and as what.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// Key of the organisation.
    pub organisation: String,
    /// The roles promised; at least one.
    pub roles: Vec<PromisedRole>,
    /// The person's name, as the administrator knows it.
    pub name: String,
    /// Where a notice without content may go.
    pub email: Option<String>,
}

/// The first administrator of an area, invited at the machine's own command line.
#[derive(Debug, Clone)]
pub struct FirstAdministrator {
    /// Key of the organisation they work for, such as `county-council`.
    pub organisation: String,
    /// Its name, where it is not there yet.
    pub organisation_name: String,
    /// Their name.
    pub name: String,
    /// Where a notice without content may go.
    pub email: Option<String>,
}

/// What somebody has right after joining or coming back: to be shown once.
#[derive(Debug)]
pub struct Joined {
    /// Who.
    pub person: PersonId,
    /// The secret of their first session.
    pub session: Secret,
    /// Their sheet of recovery codes.
    pub sheet: Vec<Code>,
}

/// Invites somebody into an organisation, and gives the code that is shown once.
///
/// `permit` is [`Action::InvitePerson`] over the organisation.
pub async fn invite(
    tx: &mut Tx,
    permit: &Permit,
    actor: &Actor,
    new: &NewInvitation,
    now: Timestamp,
) -> Result<(Invitation, Code), NotDone> {
    rights::fits(tx, permit, Action::InvitePerson, &new.organisation)?;
    let organisation = store::organisation(tx, &new.organisation).await?.ok_or(NotDone::NotFound)?;
    let mut wrong = Vec::new();
    if new.roles.is_empty() {
        wrong.push(Wrong { field: "role", remedy: "Choose a role".to_owned() });
    }
    for promised in &new.roles {
        if !rights::may_give(permit, &organisation, promised.role) {
            let remedy = format!("Choose a role that {} may give; ask the area administrator", organisation.name);
            wrong.push(Wrong { field: "role", remedy });
        }
        if promised.until.is_some_and(|until| until < promised.from || until < london_date(now)) {
            let remedy = "Enter a last day that is today or later, and not before the first day";
            wrong.push(Wrong { field: "until", remedy: remedy.to_owned() });
        }
    }
    let name = name_of("name", &new.name, &mut wrong);
    let email = email_of(new.email.as_deref(), &mut wrong);
    all_right(wrong)?;
    let new = NewInvitation { name, email, ..new.clone() };
    make(tx, actor, new, None, Some(permit.who().person), now).await
}

/// Invites an area's administrator at the command line, and adds their organisation where it is not there yet.
pub async fn invite_administrator(
    tx: &mut Tx,
    actor: &Actor,
    first: &FirstAdministrator,
    now: Timestamp,
) -> Result<(Invitation, Code), NotDone> {
    let mut wrong = Vec::new();
    let name = name_of("name", &first.name, &mut wrong);
    let email = email_of(first.email.as_deref(), &mut wrong);
    all_right(wrong)?;
    let key = first.organisation.trim().to_owned();
    if store::organisation(tx, &key).await?.is_none() {
        let grants = Organisation::OWN_ROLES.to_vec();
        let organisation = Organisation { key: key.clone(), name: first.organisation_name.clone(), grants, version: 1 };
        organisations::add(tx, actor, &organisation, now).await?;
    }
    let from = london_date(now);
    let promised = |role| PromisedRole { role, from, until: None };
    let roles = [Role::AreaAdministrator, Role::OrganisationAdministrator].map(promised).to_vec();
    make(tx, actor, NewInvitation { organisation: key, roles, name, email }, None, None, now).await
}

/// Writes an invitation and records it. The record names neither the person nor the code.
pub(super) async fn make(
    tx: &mut Tx,
    actor: &Actor,
    new: NewInvitation,
    back_to: Option<PersonId>,
    made_by: Option<PersonId>,
    now: Timestamp,
) -> Result<(Invitation, Code), NotDone> {
    let invitation = Invitation {
        id: fresh_id(now),
        organisation: new.organisation,
        roles: new.roles,
        name: new.name,
        email: new.email,
        back_to,
        made_by,
        ends_at: now + INVITATION_LASTS,
        confirmed: false,
    };
    let code = Code::fresh();
    let digest = code.digest(Purpose::Invitation, tx.area());
    let epoch = store::area_epoch(tx).await?;
    store::add_invitation(tx, &invitation, &digest, epoch, now).await?;
    let detail = json!({
        "organisation": invitation.organisation,
        "roles": invitation.roles.iter().map(|promised| promised.role.word()).collect::<Vec<_>>(),
        "back_to": back_to,
    });
    let deed = if back_to.is_some() { "accounts.offer-way-back" } else { "accounts.invite" };
    record(tx, actor, deed, &format!("invitation {}", invitation.id), &detail, now).await?;
    Ok((invitation, code))
}

/// Withdraws an invitation that nobody used. `permit` is [`Action::InvitePerson`] over its organisation.
pub async fn withdraw(tx: &mut Tx, permit: &Permit, actor: &Actor, id: Uuid, now: Timestamp) -> Result<(), NotDone> {
    let open = store::open_invitations(tx, now).await?;
    let invitation = open.into_iter().find(|invitation| invitation.id == id).ok_or(NotDone::NotFound)?;
    rights::fits(tx, permit, Action::InvitePerson, &invitation.organisation)?;
    if !store::withdraw_invitation(tx, id, now).await? {
        return Err(NotDone::NotFound);
    }
    record(tx, actor, "accounts.withdraw-invitation", &format!("invitation {id}"), &json!({}), now).await?;
    Ok(())
}

/// Withdraws what somebody made and may make no longer.
pub(super) async fn withdraw_what_falls(tx: &mut Tx, maker: PersonId, now: Timestamp) -> Result<(), NotDone> {
    for invitation in store::open_invitations(tx, now).await? {
        if invitation.made_by == Some(maker) && !rights::maker_stands(tx, &invitation, now).await? {
            store::withdraw_invitation(tx, invitation.id, now).await?;
        }
    }
    Ok(())
}

/// The invitation a typed code opens, if it stands at this moment. Nothing is used up.
pub async fn invitation_for(tx: &mut Tx, typed: &str, now: Timestamp) -> Result<Invitation, NotDone> {
    // What cannot be a code is looked up all the same, so that every refusal takes the same way.
    let code = Code::read(typed).unwrap_or_else(|_| Code::fresh());
    let digest = code.digest(Purpose::Invitation, tx.area());
    let found = store::open_invitation(tx, &digest).await?;
    let invitation = found.filter(|invitation| now < invitation.ends_at).ok_or(NotDone::CodeRefused)?;
    // It promises no more than whoever made it may give at this moment.
    if rights::maker_stands(tx, &invitation, now).await? { Ok(invitation) } else { Err(NotDone::CodeRefused) }
}

/// A newcomer takes an invitation up: an account, the promised roles, a first session and a sheet of recovery codes.
/// `signed_in` is whoever this browser is signed in as: nobody makes a second account for themselves.
pub async fn join(
    tx: &mut Tx,
    typed: &str,
    name: &str,
    signed_in: Option<PersonId>,
    now: Timestamp,
) -> Result<Joined, NotDone> {
    let invitation = invitation_for(tx, typed, now).await?;
    let by_maker = signed_in.is_some() && signed_in == invitation.made_by;
    if by_maker || invitation.back_to.is_some() {
        return Err(NotDone::CodeRefused);
    }
    let mut wrong = Vec::new();
    let name = name_of("name", name, &mut wrong);
    all_right(wrong)?;
    let person = PersonId(fresh_id(now));
    let newcomer = Person { id: person, name, email: invitation.email.clone(), version: 1 };
    store::add_person(tx, &newcomer, now).await?;
    receive(tx, &invitation, person, &themself(person), now).await?;
    let session = sessions::begin_session(tx, person, Means::Invitation, now).await?;
    let sheet = codes::make_sheet(tx, &themself(person), person, now).await?;
    Ok(Joined { person, session, sheet })
}

/// Somebody who has an account takes a further invitation up, which somebody else made.
pub async fn take_up(tx: &mut Tx, typed: &str, person: PersonId, actor: &Actor, now: Timestamp) -> Result<(), NotDone> {
    let invitation = invitation_for(tx, typed, now).await?;
    if invitation.made_by == Some(person) || invitation.back_to.is_some() {
        return Err(NotDone::CodeRefused);
    }
    receive(tx, &invitation, person, actor, now).await
}

/// Uses the invitation up and gives its roles.
async fn receive(
    tx: &mut Tx,
    invitation: &Invitation,
    person: PersonId,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), NotDone> {
    if !store::use_invitation(tx, invitation.id, person, now).await? {
        return Err(NotDone::CodeRefused);
    }
    for promised in &invitation.roles {
        let held = RoleHeld {
            id: fresh_id(now),
            person,
            role: promised.role,
            organisation: invitation.organisation.clone(),
            from: promised.from.max(london_date(now)),
            until: promised.until,
        };
        store::give_role(tx, &held).await?;
    }
    let detail = json!({ "invitation": invitation.id, "organisation": invitation.organisation });
    record_on_person(tx, actor, "accounts.join", person, &detail, now).await?;
    Ok(())
}
