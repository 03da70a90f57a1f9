use std::fmt;

use uuid::Uuid;

/// Who does a deed, as the audit record names them.
///
/// A person is named by role and reference only; names of people never enter the audit record.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Actor {
    /// Somebody at the machine's own command line, as the office that runs the programme calls them.
    CommandLine(String),
    /// A background job, named by its kind.
    Job(String),
    /// Somebody signed in, named by their identifier.
    Person(Uuid),
    /// A program with somebody's token, both named by identifier.
    Token {
        /// Whose token it is.
        person: Uuid,
        /// The token.
        token: Uuid,
    },
}

impl Actor {
    /// An operator at the command line, for example `Actor::operator("programme office")`.
    pub fn operator(role: &str) -> Self {
        Self::CommandLine(role.to_owned())
    }

    /// A background job of this kind.
    pub fn job(kind: &str) -> Self {
        Self::Job(kind.to_owned())
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommandLine(role) => write!(f, "command line: {role}"),
            Self::Job(kind) => write!(f, "job: {kind}"),
            Self::Person(person) => write!(f, "person: {person}"),
            Self::Token { person, token } => write!(f, "person: {person} by token {token}"),
        }
    }
}
