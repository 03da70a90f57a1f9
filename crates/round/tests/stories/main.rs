//! The round over HTTP, as people open, answer, sign and release it, on both engines.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on must stop the test")]

mod answers;
mod cast;
mod errands;
mod interface;
mod whole;
