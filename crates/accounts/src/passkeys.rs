//! Passkeys (WebAuthn): the device finds the account and checks the person; nobody types a name.
//!
//! A key counts only with user verification, so one passkey is two factors (NIST SP 800-63B-4, AAL2).

use db::Tx;
use jiff::Timestamp;
use kernel::{Actor, fresh_id};
use permission::PersonId;
use serde_json::{Value, json};
use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential,
};

use crate::{
    ceremony::{self, Kind},
    deeds::{still_comes_in, tell},
    model::{NoticeKind, Person, Session},
    refusal::NotDone,
    secret::Secret,
    settings::Origin,
    store::{self, StoredPasskey},
};

/// Longest name of a passkey, in characters.
const LONGEST_NAME: usize = 60;
/// The most passkeys of one person.
const MOST_KEYS: usize = 20;

/// What a browser is asked, and the secret its answer comes back with.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) ceremony: Secret,
    /// The options for `navigator.credentials`, as JSON text.
    pub(crate) options: String,
}

/// What a browser answered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answered<'a> {
    pub(crate) browser: &'a str,
    pub(crate) ceremony: &'a str,
    /// The credential, as JSON text.
    pub(crate) credential: &'a str,
}

/// Asks a device for a new passkey of somebody signed in.
pub(crate) async fn ask_for_new(
    tx: &mut Tx,
    origin: &Origin,
    person: &Person,
    session: &Session,
    browser: &str,
    now: Timestamp,
) -> Result<Asked, NotDone> {
    if !session.may_add_key_at(now) {
        return Err(NotDone::ProofFirst);
    }
    let held = store::passkeys_of(tx, person.id).await?;
    if held.len() >= MOST_KEYS {
        return Err(NotDone::wrong("name", "Remove a passkey you no longer use first"));
    }
    let held = held.into_iter().map(|stored| stored.key.cred_id().clone()).collect();
    // The device shows the name to its owner; it is theirs to see, and the address of a person is not needed.
    let started = origin.webauthn.start_passkey_registration(person.id.0, &person.name, &person.name, Some(held));
    let (options, state) = started.map_err(|error| sqlx::Error::Encode(error.into()))?;
    let mut options = json_of(&options)?;
    // The library leaves it to the device whether it can find the key by itself. We have no name to find it by.
    let selection = &mut options["publicKey"]["authenticatorSelection"];
    selection["residentKey"] = json!("required");
    selection["requireResidentKey"] = json!(true);
    let ceremony = ceremony::keep(tx, Kind::PasskeyMade, Some(person.id), browser, &state, now).await?;
    Ok(Asked { ceremony, options: options.to_string() })
}

/// Keeps a new passkey. The ceremony is used up also where the key is refused: commit either way.
pub(crate) async fn keep_new(
    tx: &mut Tx,
    origin: &Origin,
    person: PersonId,
    actor: &Actor,
    name: &str,
    answered: Answered<'_>,
    now: Timestamp,
) -> Result<Uuid, NotDone> {
    let kinds = [Kind::PasskeyMade];
    let taken = ceremony::take(tx, &kinds, answered.browser, answered.ceremony, now).await?;
    let state: PasskeyRegistration =
        taken.filter(|taken| taken.person == Some(person)).ok_or(NotDone::CodeRefused)?.state;
    let credential: RegisterPublicKeyCredential =
        serde_json::from_str(answered.credential).map_err(|_| NotDone::CodeRefused)?;
    let checked = origin.webauthn.finish_passkey_registration(&credential, &state);
    let key = checked.map_err(|_| NotDone::CodeRefused)?;
    let stored = StoredPasskey { id: fresh_id(now), person, key };
    let name: String = name.trim().chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect();
    let name = if name.is_empty() { "Passkey".to_owned() } else { name };
    // A key that anybody has already is refused, so that no key opens two accounts.
    if !store::add_passkey(tx, &stored, &name, now).await? {
        return Err(NotDone::CodeRefused);
    }
    let subject = format!("person {person}");
    audit::record(tx, actor, "accounts.add-passkey", &subject, &json!({ "passkey": stored.id }), now).await?;
    tell(tx, person, NoticeKind::PasskeyAdded, now).await?;
    Ok(stored.id)
}

/// Removes a passkey of one's own. `offered` are the issuers that can be used to sign in here.
pub(crate) async fn remove(
    tx: &mut Tx,
    actor: &Actor,
    (person, offered): (PersonId, &[&str]),
    id: Uuid,
    now: Timestamp,
) -> Result<(), NotDone> {
    if !store::remove_passkey(tx, person, id).await? {
        return Err(NotDone::NotFound);
    }
    still_comes_in(tx, person, offered).await?;
    let subject = format!("person {person}");
    audit::record(tx, actor, "accounts.remove-passkey", &subject, &json!({ "passkey": id }), now).await?;
    tell(tx, person, NoticeKind::PasskeyRemoved, now).await?;
    Ok(())
}

/// Asks a device to show a passkey, whosever it is: nothing tells whether there is an account.
pub(crate) async fn ask_to_show(
    tx: &mut Tx,
    origin: &Origin,
    kind: Kind,
    person: Option<PersonId>,
    browser: &str,
    now: Timestamp,
) -> Result<Asked, NotDone> {
    let started = origin.webauthn.start_discoverable_authentication();
    let (mut options, state) = started.map_err(|error| sqlx::Error::Encode(error.into()))?;
    // Asked by a button, not filled into a field.
    options.mediation = None;
    let options = json_of(&options)?.to_string();
    let ceremony = ceremony::keep(tx, kind, person, browser, &state, now).await?;
    Ok(Asked { ceremony, options })
}

/// Whose passkey was shown; `None` where it is not one of ours, or not shown as asked. Commit either way.
pub(crate) async fn shown_by(
    tx: &mut Tx,
    origin: &Origin,
    kind: Kind,
    person: Option<PersonId>,
    answered: Answered<'_>,
    now: Timestamp,
) -> sqlx::Result<Option<PersonId>> {
    let taken = ceremony::take(tx, &[kind], answered.browser, answered.ceremony, now).await?;
    let Some(taken) = taken.filter(|taken| taken.person == person) else {
        return Ok(None);
    };
    let state: DiscoverableAuthentication = taken.state;
    let Ok(credential) = serde_json::from_str::<PublicKeyCredential>(answered.credential) else {
        return Ok(None);
    };
    let Ok((account, id)) = origin.webauthn.identify_discoverable_authentication(&credential) else {
        return Ok(None);
    };
    let stored = store::passkey(tx, id).await?;
    // The device names the account it made the key for; a key stored for another is not taken.
    let fitting = |stored: &StoredPasskey| stored.person.0 == account && person.is_none_or(|it| it == stored.person);
    let Some(mut stored) = stored.filter(fitting) else {
        return Ok(None);
    };
    let Ok(result) = origin.webauthn.finish_discoverable_authentication_v2(&credential, state, &stored.key) else {
        return Ok(None);
    };
    stored.key.update_credential(&result);
    store::passkey_used(tx, &stored, now).await?;
    Ok(Some(stored.person))
}

fn json_of(options: &impl serde::Serialize) -> Result<Value, NotDone> {
    Ok(serde_json::to_value(options).map_err(|error| sqlx::Error::Encode(error.into()))?)
}
