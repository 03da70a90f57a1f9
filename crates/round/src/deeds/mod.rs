//! What people do in a round. Each deed looks, writes and records in the caller's transaction.

mod answers;
mod close;
mod rounds;
mod sign_off;

use db::Tx;
use jiff::{Timestamp, civil::Date};
use kernel::{Actor, london_date};
use permission::{Action, Permit, Subject};

use crate::model::{NotNow, Round, RoundId, Settled, Slip, Wrong};

pub use answers::{save_draft, send, slip};
pub use close::{Closing, close};
pub(crate) use rounds::open_due;
pub use rounds::{Asked, ask_again, change_terms, set_up};
pub use sign_off::{send_back, sign_off};

/// Who does a deed, with what permit, when.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// Shows that they may.
    pub permit: &'a Permit,
    /// As the audit record names them.
    pub actor: &'a Actor,
    /// The time.
    pub at: Timestamp,
}

impl By<'_> {
    /// Whether the permit is for this action on this thing, in the area of this transaction.
    pub(crate) fn may(&self, tx: &Tx, action: Action, subject: &Subject) -> bool {
        let permit = self.permit;
        permit.action() == action && permit.subject() == subject && permit.who().area == tx.area()
    }

    /// Today in London.
    pub(crate) fn today(&self) -> Date {
        london_date(self.at)
    }
}

/// The slip somebody looked at, as they saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen<'a> {
    /// The round.
    pub round: RoundId,
    /// The commitment.
    pub node: &'a str,
    /// Its version then.
    pub version: i64,
}

/// Why nothing was done to a round.
#[derive(Debug, thiserror::Error)]
pub enum Rejected {
    /// Something in its terms must be put right.
    #[error("{}", words(.0))]
    Faults(Vec<Wrong>),
    /// There is none, or whoever asks may not know that there is.
    #[error("there is no such round")]
    NoSuchRound,
    /// It does not stand where it would have to.
    #[error(transparent)]
    NotNow(#[from] NotNow),
    /// Another round that is not closed asks about one of the plans.
    #[error("the round {0:?} asks about one of these plans; close it first, or choose other plans")]
    Overlaps(String),
    /// Somebody changed it in the meantime; here it is as it stands.
    #[error("somebody changed the round in the meantime")]
    Changed(Box<Round>),
    /// What was signed off could not be written into the plan.
    #[error(transparent)]
    Plan(#[from] roadmap::deeds::NotDone),
    /// A move that needs consent could not be put to those who must give it.
    #[error(transparent)]
    Move(#[from] roadmap::consent::NotAgreed),
    /// The database's own message.
    #[error("the round could not be written: {0}")]
    Engine(#[from] sqlx::Error),
}

/// Why nothing was done to a slip.
#[derive(Debug, thiserror::Error)]
pub enum SlipRefused {
    /// There is none, or whoever asks may not know that there is.
    #[error("there is no such slip")]
    NoSuchSlip,
    /// The round is not open.
    #[error(transparent)]
    NotNow(#[from] NotNow),
    /// Its state does not allow it.
    #[error(transparent)]
    Settled(#[from] Settled),
    /// Something typed must be put right.
    #[error("{}", words(.0))]
    Wrong(Vec<Wrong>),
    /// Somebody changed it in the meantime; here it is as it stands.
    #[error("somebody changed this answer in the meantime")]
    Changed(Box<Slip>),
    /// The database's own message.
    #[error("the answer could not be written: {0}")]
    Engine(#[from] sqlx::Error),
}

/// Several things to put right, in one line.
fn words(wrong: &[Wrong]) -> String {
    let each: Vec<String> = wrong.iter().map(|wrong| format!("{}: {}", wrong.field, wrong.message)).collect();
    each.join("; ")
}
