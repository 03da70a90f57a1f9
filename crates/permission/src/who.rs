//! Who asks, and what about, in the words of the policies.

use jiff::civil::Date;
use kernel::AreaId;
use uuid::Uuid;

use crate::{Action, Role};

/// Identifies somebody with an account in one area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub Uuid);

impl std::fmt::Display for PersonId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// A role somebody holds at an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRole {
    /// The role.
    pub role: Role,
    /// Key of the organisation, the same word as the roadmap's body.
    pub organisation: String,
    /// First day it holds.
    pub from: Date,
    /// Last day it holds; `None` where no end is set yet.
    pub until: Option<Date>,
}

impl HeldRole {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// Somebody who asks, as they are at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// Their area. An account is good for one.
    pub area: AreaId,
    /// The person.
    pub person: PersonId,
    /// Roles held, past and future ones too: [`crate::decide`] looks at the day.
    pub roles: Vec<HeldRole>,
    /// Whether they showed within the last minutes that it is really they.
    pub stepped_up: bool,
    /// Where a token asks for them: the only actions it may be used for.
    pub scope: Option<Vec<Action>>,
}

impl Who {
    /// Organisations where a role is held on a day.
    pub fn organisations(&self, role: Role, on: Date) -> impl Iterator<Item = &str> {
        let held = self.roles.iter().filter(move |held| held.role == role && held.holds_on(on));
        held.map(|held| held.organisation.as_str())
    }

    /// Whether a role is held anywhere on a day.
    pub fn is(&self, role: Role, on: Date) -> bool {
        self.organisations(role, on).next().is_some()
    }
}

/// What is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The area as a whole: may this part of the office be opened at all?
    Area,
    /// A commitment, milestone or finding, or an answer about it.
    Commitment {
        /// Its key.
        key: String,
        /// Keys of the organisations that answer for it.
        organisations: Vec<String>,
        /// People who answer for it by name.
        people: Vec<PersonId>,
    },
    /// An edition before its release.
    Edition {
        /// Its number or draft's identifier.
        key: String,
        /// Who prepared it; `None` where a program did.
        prepared_by: Option<PersonId>,
    },
    /// An answer to a comment before the public reads it.
    Reply {
        /// The comment's identifier.
        key: String,
        /// Who wrote it.
        written_by: PersonId,
    },
    /// A board with its papers.
    Board {
        /// Its key.
        key: String,
        /// Who sits on it today.
        members: Vec<PersonId>,
    },
    /// An organisation and its people.
    Workplace {
        /// The organisation's key.
        organisation: String,
    },
}

impl Subject {
    /// The kind of thing and its key, as the audit record names it.
    pub fn name(&self) -> (&'static str, &str) {
        match self {
            Self::Area => ("Area", ""),
            Self::Commitment { key, .. } => ("Commitment", key),
            Self::Edition { key, .. } => ("Edition", key),
            Self::Reply { key, .. } => ("Reply", key),
            Self::Board { key, .. } => ("Board", key),
            Self::Workplace { organisation } => ("Workplace", organisation),
        }
    }
}
