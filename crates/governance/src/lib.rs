//! How a partnership governs its improvement: boards, meetings, papers, decisions, actions, risks, strategies, reviews.
//!
//! Everything a board keeps has one shape ([`model::Kept`]): what somebody wrote and may correct, what happened to it
//! as dated events that are only added to, and, apart from both, what the public may read of it. So one deed corrects,
//! one adds an event and one publishes; a log at a day is the entries with the events up to that day; every version
//! stays readable. A kind of its own has its own words, its own events, and says which event may follow which.

mod api;
mod asks;
pub mod deeds;
pub mod logs;
pub mod model;
pub mod pack;
mod pages;
pub mod programme;
pub mod public;
pub mod site;
pub mod snapshot;
pub mod store;

pub use asks::Asks;

/// Every route of boards and registers.
pub fn routes() -> office::Routes {
    pages::routes().and(api::routes())
}
