//! The public's side: frozen pages, served from memory.
//!
//! Everything a visitor sees was rendered once, when it was released. This room holds those bytes and answers with them.
//! Its manifest names no database, no audit record and no slice, so nothing that answers the public can reach a live
//! table: [`router`] and [`serve`] take a [`Shelf`] and [`Settings`], and neither can hold more than published pages and
//! pure rules.
//!
//! Addresses, for an area `ridgeway` without a host of its own:
//!
//! | Address | Answer |
//! |---|---|
//! | `/` | the areas there are |
//! | `/ridgeway/` | the area's first page |
//! | `/ridgeway/roadmap` | the page as last released |
//! | `/ridgeway/editions/2/roadmap` | the page as released under the label 2, for ever |
//! | `/ridgeway/editions/2/manifest.json` | what that release holds, with the digest of each page |
//! | `/ridgeway/editions/2/signature` | the Ed25519 signature of that manifest, as 128 hexadecimal digits |
//!
//! Something can be sent to four addresses, and only where [`Settings::inbox`] is given: `/ridgeway/subscribe`,
//! `/ridgeway/subscribe/confirm`, `/ridgeway/subscribe/leave` and `/ridgeway/comments`. What is sent goes into a box that
//! nothing comes out of ([`Inbox`]).
//!
//! On an area's own host the same addresses stand without `/ridgeway`, and no other area answers there.

mod address;
mod answer;
mod area;
mod beside;
mod find;
mod frozen;
mod headers;
mod inbox;
mod letter_box;
mod limit;
mod negotiate;
mod notice;
mod plate;
mod receive;
mod release;
mod reply;
mod router;
mod rule;
mod sealed;
mod serve;
mod settings;
mod snapshot;
mod wire;

pub use address::bare_host;
pub use area::{Absence, AreaPages};
pub use beside::Beside;
pub use frozen::{Copies, Frozen, NotServable};
pub use inbox::{Inbox, Letter, Putting, Received, Refused};
pub use release::{Release, Withdrawn};
pub use router::router;
pub use rule::{Answer, Rule};
pub use serve::{ServerLimits, serve, serve_beside};
pub use settings::{RateLimit, Settings};
pub use snapshot::{Shelf, Snapshot};
