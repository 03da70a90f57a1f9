//! The public site of an edition: what a visitor, a browser, a feed reader and a spreadsheet make of it.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at a broken premise")]

mod comparing;
mod fiction;
mod files;
mod hostile;
mod html;
mod language;
mod pages;
mod searching;
mod shelved;
mod whole;
