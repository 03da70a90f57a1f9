//! Why a deed on accounts was not done.

use crate::model::{Organisation, Person};

/// What is wrong with one field of what was sent, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The field.
    pub field: &'static str,
    /// What to do, in a sentence.
    pub remedy: String,
}

/// Why a deed was not done. Nothing of it remains.
#[derive(Debug, thiserror::Error)]
pub enum NotDone {
    /// There is no such thing, or whoever asks may not do this to it.
    #[error("there is no such thing, or not for you")]
    NotFound,
    /// Something sent cannot be used.
    #[error("{}", in_one_line(.0))]
    Wrong(Vec<Wrong>),
    /// Somebody else changed the person meanwhile; so they are now.
    #[error("somebody else changed this person meanwhile")]
    PersonChanged(Box<Person>),
    /// Somebody else changed the organisation meanwhile; so it is now.
    #[error("somebody else changed this organisation meanwhile")]
    OrganisationChanged(Box<Organisation>),
    /// The code is not known, was used, was withdrawn or has ended. Which of these is not said.
    #[error("this code cannot be used")]
    CodeRefused,
    /// The code is a way back that nobody confirmed yet.
    #[error("a second person has to confirm this code first")]
    ConfirmFirst,
    /// This administrator is too new, or too near to the one who offered, to be the second.
    #[error("another administrator has to confirm this")]
    AskAnother,
    /// Without it they could not sign in any more.
    #[error("this is your last way to sign in")]
    LastWayIn,
    /// A new key wants fresh proof that it is really they.
    #[error("confirm that it is you first")]
    ProofFirst,
    /// The database's own message.
    #[error("the change could not be written: {0}")]
    Engine(#[from] sqlx::Error),
}

impl NotDone {
    /// One field that cannot be used.
    pub(crate) fn wrong(field: &'static str, remedy: &str) -> Self {
        Self::Wrong(vec![Wrong { field, remedy: remedy.to_owned() }])
    }
}

fn in_one_line(wrong: &[Wrong]) -> String {
    let lines: Vec<String> = wrong.iter().map(|wrong| format!("{}: {}", wrong.field, wrong.remedy)).collect();
    lines.join("; ")
}
