//! Who may do what, asked of the whole office: a table written by hand, beside the policies and over HTTP.
#![expect(clippy::unwrap_used, reason = "a sweep that cannot go on must stop the test")]

mod judged;
mod permissions;
mod table;
