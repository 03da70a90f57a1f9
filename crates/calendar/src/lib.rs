//! Shapes of civil time used by published plans: months, quarters, seasons, terms and years.
//!
//! The crate is pure. It knows no current time, no law and no language; every function takes
//! numbers and answers with a [`Span`] of days, both ends included.

mod season;
mod span;

pub use season::{Season, Term};
pub use span::{EmptySpan, Span};

#[cfg(test)]
mod tests;
