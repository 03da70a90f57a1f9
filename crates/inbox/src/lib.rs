//! What the public sends: wishes for e-mail when something changes, and comments on pages.
//!
//! Two doors. [`Door`] is the public's: it implements [`shelf::Inbox`] and has no other method, so whoever holds it can
//! put letters in and read nothing back. [`desk`] is the office's: it reads comments, publishes answers and dismisses,
//! each with an entry in the audit record that names nobody.
//!
//! Nobody gets e-mail who did not confirm it by a link that went to the same address, and one click ends it (RFC 8058).
//! Links are kept as SHA-256 digests only. What is kept of people, and how long, is in [`forget`] and on the public
//! privacy page; leaving deletes everything at once.

pub mod desk;
mod door;
mod reconcile;
mod roots;
mod store;
mod telling;
mod token;
mod words;

pub use door::Door;
pub use reconcile::{CONTACT_KEPT_DAYS, UNCONFIRMED_KEPT_DAYS, forget, register};
pub use roots::Roots;
pub use telling::{TellError, tell_subscribers};
