//! Every SQL text of accounts. It answers with model types and decides nothing.

mod ceremonies;
mod epochs;
mod invitations;
mod keys;
mod notices;
mod organisations;
mod people;
mod roles;
mod sessions;
mod tokens;

pub(crate) use ceremonies::*;
pub(crate) use epochs::*;
pub(crate) use invitations::*;
pub(crate) use keys::*;
pub(crate) use notices::*;
pub(crate) use organisations::*;
pub(crate) use people::*;
pub(crate) use roles::*;
pub(crate) use sessions::*;
pub(crate) use tokens::*;

use permission::Role;

/// A word that the program wrote and no longer knows.
fn unknown(what: &str, word: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("{word:?} is no {what}").into())
}

fn role(word: &str) -> sqlx::Result<Role> {
    word.parse().map_err(|_| unknown("role", word))
}
