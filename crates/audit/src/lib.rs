//! Who did what, in a record that shows when it was touched.
//!
//! Each area has one chain: an entry carries the hash of the one before it, and a head row names
//! the last. Whoever changes, removes or reorders an entry breaks the chain at that place; whoever
//! cuts its tail contradicts the head row; whoever rewrites both contradicts a head that was signed
//! and taken elsewhere before ([`export_head`], [`verify_against`]).
//!
//! The record names people by role and reference only, and has no foreign keys: it outlives what
//! it speaks of. After a restore the lost stretch is said aloud by [`record_gap`], signed with the
//! installation's key: a gap that anybody could write would hide any cut.

mod chain;
mod entry;
mod gap;
mod head;
mod key;
mod record;
mod store;

pub use chain::{Broken, Chain, Verified, What, Witness};
pub use entry::{Entry, Hash, genesis};
pub use gap::{GAP, Gap};
pub use head::{Head, NotAHead, SignedHead};
pub use key::{KeyError, PublicKey, Signature, SigningKey};
pub use record::{Asked, VerifyError, entries, entry, export_head, head, record, record_gap, verify, verify_against};
