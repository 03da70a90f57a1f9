//! Organisations: added and changed by the area's administrators.

use audit::record;
use db::Tx;
use jiff::Timestamp;
use kernel::Actor;
use permission::{Action, Permit, Role};
use serde_json::json;

use super::{all_right, name_of};
use crate::{
    model::Organisation,
    refusal::{NotDone, Wrong},
    store,
};

/// Adds an organisation of the partnership. Its key is the word the roadmap uses for the same body.
pub async fn add_organisation(
    tx: &mut Tx,
    permit: &Permit,
    actor: &Actor,
    organisation: &Organisation,
    now: Timestamp,
) -> Result<(), NotDone> {
    may_run(tx, permit)?;
    add(tx, actor, organisation, now).await
}

/// The same without a permit, for the first one at the command line.
pub(super) async fn add(
    tx: &mut Tx,
    actor: &Actor,
    organisation: &Organisation,
    now: Timestamp,
) -> Result<(), NotDone> {
    let organisation = Organisation { version: 1, ..checked(organisation)? };
    if !store::add_organisation(tx, &organisation).await? {
        return Err(NotDone::wrong("key", "There is an organisation with this key already. Choose another key"));
    }
    record_it(tx, actor, "accounts.add-organisation", &organisation, now).await
}

/// Changes name and grants, if nobody else did since `organisation.version`.
pub async fn change_organisation(
    tx: &mut Tx,
    permit: &Permit,
    actor: &Actor,
    organisation: &Organisation,
    now: Timestamp,
) -> Result<(), NotDone> {
    may_run(tx, permit)?;
    let organisation = checked(organisation)?;
    if !store::write_organisation(tx, &organisation).await? {
        let found = store::organisation(tx, &organisation.key).await?;
        return Err(found.map_or(NotDone::NotFound, |now| NotDone::OrganisationChanged(Box::new(now))));
    }
    record_it(tx, actor, "accounts.change-organisation", &organisation, now).await
}

fn may_run(tx: &Tx, permit: &Permit) -> Result<(), NotDone> {
    let fitting = permit.action() == Action::RunOrganisations && permit.who().area == tx.area();
    if fitting { Ok(()) } else { Err(NotDone::NotFound) }
}

fn checked(organisation: &Organisation) -> Result<Organisation, NotDone> {
    let mut wrong = Vec::new();
    let name = name_of("name", &organisation.name, &mut wrong);
    let key = organisation.key.trim().to_owned();
    let plain = key.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    if !plain || !(2..=60).contains(&key.len()) || key.starts_with('-') || key.ends_with('-') {
        let remedy = "Use 2 to 60 small letters, digits and hyphens for the key, such as county-council";
        wrong.push(Wrong { field: "key", remedy: remedy.to_owned() });
    }
    if organisation.grants.contains(&Role::AreaAdministrator) {
        let remedy = "Leave out area administrator: only another area administrator can give that role";
        wrong.push(Wrong { field: "grants", remedy: remedy.to_owned() });
    }
    all_right(wrong)?;
    Ok(Organisation { key, name, ..organisation.clone() })
}

async fn record_it(
    tx: &mut Tx,
    actor: &Actor,
    deed: &str,
    organisation: &Organisation,
    now: Timestamp,
) -> Result<(), NotDone> {
    let grants: Vec<&str> = organisation.grants.iter().map(|role| role.word()).collect();
    let detail = json!({ "name": organisation.name, "grants": grants });
    record(tx, actor, deed, &format!("organisation {}", organisation.key), &detail, now).await?;
    Ok(())
}
