//! Who is where: reads for the pages and for programs.

use db::Tx;
use jiff::Timestamp;
use permission::PersonId;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    model::{Invitation, Notice, Organisation, PasskeyListed, Person, RoleHeld, Session, TokenListed},
    refusal::NotDone,
    store,
};

/// Somebody with the roles they hold or held at one organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Colleague {
    /// Who.
    pub person: Person,
    /// Their roles there.
    pub roles: Vec<RoleHeld>,
}

/// An organisation with its people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Workplace {
    /// The organisation.
    pub organisation: Organisation,
    /// Everybody who holds or held a role there, in the order they joined.
    pub people: Vec<Colleague>,
    /// Invitations that wait.
    pub invitations: Vec<Invitation>,
}

/// What somebody sees of their own account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnAccount {
    /// Who they are here.
    pub person: Person,
    /// All their roles.
    pub roles: Vec<RoleHeld>,
    /// Their passkeys.
    pub passkeys: Vec<PasskeyListed>,
    /// Issuers of outside sign-ins linked to the account.
    pub issuers: Vec<String>,
    /// Recovery codes not yet used.
    pub codes_left: i64,
    /// Sessions that stand.
    pub sessions: Vec<Session>,
    /// What they were told.
    pub notices: Vec<Notice>,
}

/// Every organisation, by key.
pub async fn organisations(tx: &mut Tx) -> sqlx::Result<Vec<Organisation>> {
    store::organisations(tx).await
}

/// An organisation with its people; `None` where there is none of this key.
pub async fn workplace(tx: &mut Tx, key: &str, now: Timestamp) -> sqlx::Result<Option<Workplace>> {
    let Some(organisation) = store::organisation(tx, key).await? else {
        return Ok(None);
    };
    let roles = store::roles(tx).await?;
    let there = |person: PersonId| {
        roles.iter().filter(move |held| held.person == person && held.organisation == key).cloned().collect::<Vec<_>>()
    };
    let people = store::people(tx).await?.into_iter().map(|person| Colleague { roles: there(person.id), person });
    let people = people.filter(|colleague| !colleague.roles.is_empty()).collect();
    let mut invitations = store::open_invitations(tx, now).await?;
    invitations.retain(|invitation| invitation.organisation == key);
    Ok(Some(Workplace { organisation, people, invitations }))
}

/// Somebody with an account in the area, by identifier; `None` where nobody has it.
pub async fn person(tx: &mut Tx, id: PersonId) -> sqlx::Result<Option<Person>> {
    store::person(tx, id).await
}

/// Somebody's own account.
pub async fn own_account(tx: &mut Tx, person: PersonId, now: Timestamp) -> Result<OwnAccount, NotDone> {
    let epochs = store::epochs(tx, person).await?.ok_or(NotDone::NotFound)?;
    let mut sessions = store::sessions_of(tx, person, epochs).await?;
    sessions.retain(|session| session.stands_at(now));
    Ok(OwnAccount {
        person: store::person(tx, person).await?.ok_or(NotDone::NotFound)?,
        roles: store::roles_of(tx, person).await?,
        passkeys: store::passkey_list(tx, person).await?,
        issuers: store::issuers_of(tx, person).await?,
        codes_left: store::recovery_codes_left(tx, person).await?,
        sessions,
        notices: store::notices_to(tx, person).await?,
    })
}

/// Somebody's tokens for programs.
pub async fn own_tokens(tx: &mut Tx, person: PersonId) -> Result<Vec<TokenListed>, NotDone> {
    let epochs = store::epochs(tx, person).await?.ok_or(NotDone::NotFound)?;
    Ok(store::tokens_of(tx, person, epochs).await?)
}

/// One of somebody's sessions that stands.
pub(crate) async fn own_session(
    tx: &mut Tx,
    person: PersonId,
    session: Uuid,
    now: Timestamp,
) -> Result<Session, NotDone> {
    let epochs = store::epochs(tx, person).await?.ok_or(NotDone::NotFound)?;
    let sessions = store::sessions_of(tx, person, epochs).await?;
    let found = sessions.into_iter().find(|found| found.id == session && found.stands_at(now));
    found.ok_or(NotDone::NotFound)
}
