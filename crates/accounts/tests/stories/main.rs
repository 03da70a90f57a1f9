//! Stories of accounts, over HTTP and on both engines: joining, signing in, losing keys, ending what others may do.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a story that cannot go on must stop the test and say so")]

mod alike;
mod demonstration;
mod device;
mod letters;
mod organisations;
mod pages;
mod passkeys;
mod people;
mod provider;
mod providers;
mod record;
mod recovery;
mod sessions;
mod tokens;
mod world;
