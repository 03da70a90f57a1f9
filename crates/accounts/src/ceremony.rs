//! A sign-in under way: kept in the database between two requests, taken once, by the browser that began it.

use db::Tx;
use jiff::Timestamp;
use permission::PersonId;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    model::CEREMONY_LASTS,
    secret::{Purpose, Secret},
    store,
};

/// What is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A device shows a passkey to sign in.
    PasskeySignIn,
    /// Somebody signed in shows one again.
    PasskeyProof,
    /// Somebody signed in makes a new one.
    PasskeyMade,
    /// An outside provider signs somebody in.
    ProviderSignIn,
    /// It shows again that it is they.
    ProviderProof,
    /// Its account is linked to somebody signed in.
    ProviderLinked,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::PasskeySignIn => "passkey-sign-in",
            Self::PasskeyProof => "passkey-proof",
            Self::PasskeyMade => "passkey-made",
            Self::ProviderSignIn => "provider-sign-in",
            Self::ProviderProof => "provider-proof",
            Self::ProviderLinked => "provider-linked",
        }
    }

    /// The three that an outside provider answers: its answer does not say which was asked.
    pub(crate) const OF_PROVIDERS: [Self; 3] = [Self::ProviderSignIn, Self::ProviderProof, Self::ProviderLinked];
}

/// A ceremony taken out of the database.
pub(crate) struct Taken<T> {
    pub(crate) kind: Kind,
    pub(crate) person: Option<PersonId>,
    pub(crate) state: T,
}

/// Keeps the state of a ceremony, and gives the secret it is found by.
pub(crate) async fn keep(
    tx: &mut Tx,
    kind: Kind,
    person: Option<PersonId>,
    browser: &str,
    state: &impl Serialize,
    now: Timestamp,
) -> sqlx::Result<Secret> {
    // Whoever begins one clears away what others left: nobody can fill the table for longer than one lasts.
    store::forget_ceremonies(tx, now).await?;
    let state = serde_json::to_value(state).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let ceremony = store::Ceremony { person, kind: kind.word().to_owned(), state, ends_at: now + CEREMONY_LASTS };
    let secret = Secret::fresh();
    let digest = Purpose::Ceremony.digest(tx.area(), secret.reveal());
    let browser = Purpose::Browser.digest(tx.area(), browser);
    store::keep_ceremony(tx, &digest, &browser, &ceremony).await?;
    Ok(secret)
}

/// Takes a ceremony of one of these kinds. It is gone after the commit, whatever comes of it; `None` where this browser
/// began none of this name, or too long ago.
pub(crate) async fn take<T: DeserializeOwned>(
    tx: &mut Tx,
    kinds: &[Kind],
    browser: &str,
    secret: &str,
    now: Timestamp,
) -> sqlx::Result<Option<Taken<T>>> {
    let digest = Purpose::Ceremony.digest(tx.area(), secret);
    let browser = Purpose::Browser.digest(tx.area(), browser);
    let found = store::take_ceremony(tx, &digest, &browser).await?;
    let Some(found) = found.filter(|found| now < found.ends_at) else {
        return Ok(None);
    };
    let kind = kinds.iter().copied().find(|kind| kind.word() == found.kind);
    let state = serde_json::from_value(found.state).ok();
    Ok(kind.zip(state).map(|(kind, state)| Taken { kind, person: found.person, state }))
}
