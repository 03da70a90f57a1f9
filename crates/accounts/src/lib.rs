//! Who works in an area's office: people, organisations, end-dated roles, and how each shows that it is they.
//!
//! There are no passwords. People sign in with a passkey or through their organisation's own sign-in; a printed sheet of
//! codes and two administrators together are the ways back. Sessions and tokens are opaque, kept as digests, and read
//! afresh at every request, so whatever ends is refused at the next one.

mod api;
mod background;
mod ceremony;
mod deeds;
mod demo;
mod doorkeeper;
mod letters;
pub mod model;
mod pages;
mod passkeys;
mod providers;
mod refusal;
mod roster;
mod secret;
mod settings;
mod store;

pub use background::jobs;
pub use deeds::*;
pub use demo::{DemoDoor, Invented, NoDemoDoor};
pub use doorkeeper::Accounts;
pub use pages::routes;
pub use refusal::{NotDone, Wrong};
pub use roster::{Colleague, OwnAccount, Workplace, organisations, own_account, own_tokens, person, workplace};
pub use secret::{Code, NotACode, Secret};
pub use settings::{BadSettings, ProviderSettings, Settings, Ways};
