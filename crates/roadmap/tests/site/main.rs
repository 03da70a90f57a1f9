//! The public site of an edition: what a visitor, a browser, a feed reader and a spreadsheet make of it.

mod fiction;
mod files;
mod hostile;
mod html;
mod language;
mod pages;
mod searching;
mod whole;
