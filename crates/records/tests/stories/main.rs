//! Documents and papers over HTTP, on both engines.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a story that cannot be told must stop and say where")]

mod amending;
mod cast;
mod evidence;
mod handing_in;
mod interface;
mod opened;
mod papers;
mod reading;
