//! Who may do what, asked of the whole office: a table written by hand, beside the policies and over HTTP.
#![expect(clippy::unwrap_used, reason = "a sweep that cannot go on must stop the test")]

mod asked;
mod judged;
mod permissions;
mod places;
mod revoked;
mod scene;
mod strange;
mod table;
mod whole;
mod world;
