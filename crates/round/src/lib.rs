//! The quarterly round: what the office asks, what organisations answer and sign off, and the edition made of it.

mod api;
mod asks;
mod deeds;
pub mod edition;
pub mod model;
mod pages;
mod reads;
pub mod reconcile;
mod store;

pub use asks::Asks;
pub use deeds::{
    Asked, By, Closing, Rejected, Seen, SlipRefused, ask_again, change_terms, close, save_draft, send, send_back,
    set_up, sign_off, slip,
};
pub use reads::{asked_of, outcome, problems, round, rounds, signed_by, slips};

use office::Routes;

/// Every page and address of the round, with what it takes to use it.
pub fn routes() -> Routes {
    pages::routes().and(api::routes())
}
