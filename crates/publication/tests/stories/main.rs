//! Stories of what is released and what the public then reads, on both engines.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

mod kept;
mod press_room;
mod refused;
mod released;
mod tampered;
mod wire;
