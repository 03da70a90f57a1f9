//! Who somebody is. The office asks; the room that keeps accounts answers, freshly at every request.

use std::collections::HashMap;

use db::{Db, Tx};
use jiff::Timestamp;
use kernel::{Actor, AreaId};
use permission::{PersonId, Who};
use uuid::Uuid;

use crate::Waiting;

/// What a request brings to show who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// The session's secret from the area's cookie.
    Cookie(String),
    /// A program's token from the `Authorization: Bearer` header (RFC 6750).
    Bearer(String),
}

/// Tells who a credential belongs to.
pub trait Doorkeeper: Send + Sync {
    /// Who asks, as the database says at this moment. Nothing is remembered between two requests, so whatever was
    /// revoked is refused at the next one.
    fn who<'a>(
        &'a self,
        db: &'a Db,
        area: AreaId,
        credential: &'a Credential,
        now: Timestamp,
    ) -> Waiting<'a, sqlx::Result<Option<SignedIn>>>;
}

/// Somebody whose credential holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Who they are to the decision function.
    pub who: Who,
    /// Their name, for their own eyes.
    pub name: String,
    /// What they signed in with.
    pub by: SignedInBy,
}

/// What somebody signed in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedInBy {
    /// A session of this identifier (not its secret).
    Session(Uuid),
    /// A token of this identifier.
    Token(Uuid),
}

impl SignedIn {
    /// As the audit record names them.
    pub fn actor(&self) -> Actor {
        match self.by {
            SignedInBy::Session(_) => Actor::Person(self.who.person.0),
            SignedInBy::Token(token) => Actor::Token { person: self.who.person.0, token },
        }
    }
}

/// Names of people by identifier.
pub type Names = HashMap<PersonId, String>;

/// Tells people's names, for pages that show who did something.
pub trait People: Send + Sync {
    /// The names of everybody with an account in the area, people who left too. They are read in the transaction of the
    /// page that shows them: whoever holds one connection and waits for another can wait for ever.
    fn names<'a>(&'a self, tx: &'a mut Tx) -> Waiting<'a, sqlx::Result<Names>>;
}
