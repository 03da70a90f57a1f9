//! Every SQL text of this slice.

mod drafts;
mod notices;
mod rounds;
mod slips;

pub(crate) use drafts::{add_draft, draft, latest_draft, mark_released, set_aside_drafts};
pub(crate) use notices::note_told;
pub(crate) use rounds::{add_round, all_rounds, held_round, kept_outcome, put_round};
pub(crate) use slips::{add_answer, add_slip, bump_slips, held_slip, put_slip, readdress, slips_of};

/// A stored value that this program cannot read.
fn unreadable(what: &str, stored: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("stored {what} {stored:?} means nothing to this program").into())
}
