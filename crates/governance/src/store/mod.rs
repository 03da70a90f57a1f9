//! Every SQL text of the registers. It answers with model types and decides nothing.

mod entries;
mod snapshot;
mod write;

pub use entries::{Earlier, earlier, entries, entry, of_board, of_meeting};
pub(crate) use entries::{exists, keys_from};
pub(crate) use snapshot::keep_snapshot;
pub use snapshot::{SnapshotRow, snapshot, snapshots};
pub(crate) use write::{Written, insert, replace};
