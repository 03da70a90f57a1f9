//! Every SQL text of the roadmap. It answers with model types and decides nothing.

mod columns;
mod consent;
mod edition;
mod history;
mod load;
mod parts;
mod write;

pub(crate) use consent::{add_consent, add_proposal, end_proposal};
pub use consent::{proposal, proposals, waiting_proposals};
pub use edition::{editions, keep_edition};
pub use history::{change, changes_touching, history, version};
pub(crate) use history::{claim, inverses, next_version, open_change, remember};
pub use load::load_tree;
pub use write::{hold_tree, write_deed};
