//! The demonstration's door: one invented person per role, offered on the sign-in page.
//!
//! It exists only as a value that [`DemoDoor::furnish`] gives, and that refuses wherever a real account is. A program
//! that never calls it has no such door: there is no setting, no address and no word in the database that opens one.

use std::collections::HashMap;

use db::Tx;
use jiff::Timestamp;
use kernel::{Actor, AreaId, london_date};
use permission::{PersonId, Role};
use sha2::{Digest, Sha256};

use crate::{
    deeds::add_for_demonstration,
    model::{Person, RoleHeld},
    refusal::NotDone,
    store,
};

/// One invented person of the demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invented {
    /// Who they are.
    pub person: PersonId,
    /// The role they hold.
    pub role: Role,
    /// Their invented name.
    pub name: String,
}

/// A door through which anybody may walk in as an invented person, in the areas of a demonstration.
#[derive(Debug, Clone)]
pub struct DemoDoor(HashMap<AreaId, Vec<Invented>>);

/// Why there can be no such door.
#[derive(Debug, thiserror::Error)]
pub enum NoDemoDoor {
    /// Somebody real has an account in this area.
    #[error("people have accounts in this area, so it cannot be used as a demonstration; use an area of its own")]
    RealPeople,
    /// A role needs an organisation that is not there.
    #[error("the demonstration needs an organisation {0:?}; add it first")]
    NoOrganisation(String),
    /// The database's own message.
    #[error(transparent)]
    NotDone(#[from] NotDone),
}

impl From<sqlx::Error> for NoDemoDoor {
    fn from(error: sqlx::Error) -> Self {
        Self::NotDone(error.into())
    }
}

impl DemoDoor {
    /// Makes one invented person per role, each at the organisation named for it, unless they are there already.
    ///
    /// Refused in an area where anybody else has an account.
    pub async fn furnish(tx: &mut Tx, cast: &[(Role, &str, &str)], now: Timestamp) -> Result<Self, NoDemoDoor> {
        let area = tx.area();
        let there = store::people(tx).await?;
        if there.iter().any(|person| cast.iter().all(|(role, ..)| invented_id(area, *role) != person.id)) {
            return Err(NoDemoDoor::RealPeople);
        }
        let mut people = Vec::new();
        for &(role, name, organisation) in cast {
            let person = invented_id(area, role);
            if store::organisation(tx, organisation).await?.is_none() {
                return Err(NoDemoDoor::NoOrganisation(organisation.to_owned()));
            }
            if there.iter().all(|found| found.id != person) {
                let newcomer = Person { id: person, name: name.to_owned(), email: None, version: 1 };
                let organisation = organisation.to_owned();
                let held = RoleHeld { id: person.0, person, role, organisation, from: london_date(now), until: None };
                add_for_demonstration(tx, &Actor::operator("demonstration"), &newcomer, &held, now).await?;
            }
            people.push(Invented { person, role, name: name.to_owned() });
        }
        Ok(Self(HashMap::from([(area, people)])))
    }

    /// This door and that of other areas.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The invented people of an area; none in any other.
    pub fn people(&self, area: AreaId) -> &[Invented] {
        self.0.get(&area).map_or(&[], Vec::as_slice)
    }
}

/// The same in every demonstration of an area, so that furnishing it again adds nobody.
fn invented_id(area: AreaId, role: Role) -> PersonId {
    let hash = Sha256::digest([area.0.as_bytes(), b"demonstration ".as_slice(), role.word().as_bytes()].concat());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    // Version 8 (RFC 9562): made by a rule of our own, and so never that of anybody who joined.
    PersonId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}
