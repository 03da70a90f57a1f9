//! A round as people run it, on both engines: opened, answered, signed off, closed, prepared, released.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on must stop the test")]

mod cast;
mod editions;
mod races;
mod reminders;
mod reports;
mod rounds;
mod slips;
