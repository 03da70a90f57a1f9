//! Papers of an invented county: full, empty, hostile and wrong.
#![expect(clippy::unwrap_used, reason = "a test fails where it unwraps nothing")]

#[cfg(feature = "pdf")]
mod hostile;
#[cfg(feature = "pdf")]
mod meeting;
#[cfg(feature = "pdf")]
mod opened;
mod refusals;
mod samples;
#[cfg(feature = "pdf")]
mod standards;
