//! The office: what every page and every JSON address for signed-in people stands on.
//!
//! A handler's signature names what it does: [`May<acts::EditPlan>`](May) is there only when the one decision function
//! permitted it for whoever asked, in the area asked at. [`Sent`] is a form read once. [`Routes`] knows every route with
//! its action; the permission sweep, docs/permissions.md and the interface's description are made from that list.
//!
//! This room knows no slice. Who somebody is, it asks a [`Doorkeeper`].

mod answer;
mod clash;
mod door;
mod entrance;
mod errands;
mod here;
mod holdings;
mod home;
mod may;
mod once;
mod page;
mod routes;
mod sent;
mod state;
mod upload;

pub use answer::PageError;
pub use clash::{Clash, ClashField};
pub use door::{Credential, Doorkeeper, Names, People, SignedIn, SignedInBy};
pub use entrance::Entrance;
pub use errands::{Errand, Errands, Rooms};
pub use here::Here;
pub use holdings::{Held, Holdings};
pub use home::home;
pub use may::{May, Visit};
pub use once::{Once, Ticket};
pub use page::{Section, staff_page};
pub use routes::{Access, Route, Routes};
pub use sent::{JsonSent, Sent};
pub use state::{Desk, Office};
pub use upload::{SentFile, SentFiles};

pub use permission::{Act, Action, Denied, HeldRole, Permit, PersonId, Role, Subject, Who, acts};

use std::{future::Future, pin::Pin};

/// A future behind a pointer, for the few traits that a program plugs in.
pub type Waiting<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
