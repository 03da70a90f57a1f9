//! The public site of one edition, as a pure function of what the edition froze.
//!
//! No clock, no database, no randomness: the same edition always gives the same bytes, so a page can be signed when it
//! is released and built again years later to be compared. Every link is relative to the area, so the same bytes hold
//! under the area's path, on its own host and at the edition's permanent address.

mod compare;
mod context;
mod frame;
mod glossary;
mod lines;
mod open;
mod pages;
mod paths;
mod pictures;
mod search;
mod words;

use std::{collections::BTreeMap, sync::Arc};

use jiff::civil::Date;

use crate::{
    model::{AreaFacts, Content},
    notices::Notice,
};

pub use compare::ChangesRule;
pub use frame::{Leaf, framed};
pub use glossary::{Term, terms};
pub use open::dictionary::{COLUMNS, Column, Field, Holds, SHAPES, Shape};
pub use paths::{commitment, entry, finding};
pub use search::rule::SearchRule;

/// Everything a site is built from.
#[derive(Debug, Clone)]
pub struct Edition {
    /// The edition itself.
    pub content: Content,
    /// All earlier editions, oldest first.
    pub earlier: Vec<Content>,
    /// What is to be noticed about it as at [`Content::as_at`], from [`crate::notices::notices`].
    pub notices: Vec<Notice>,
}

/// A comment of the public's with its answer, as both are published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Path of the page the comment is about.
    pub about: String,
    /// That page's title; empty when it is not published any more, and so cannot be linked to.
    pub title: String,
    /// The comment, without what would show who wrote it.
    pub said: String,
    /// The answer.
    pub answer: String,
    /// The day of the answer.
    pub on: Date,
}

/// One page or file of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Path inside the area, without a slash at either end; empty for the area's first page.
    pub path: String,
    /// The value of `Content-Type`.
    pub media_type: &'static str,
    /// The whole file; every file of the site is text in UTF-8.
    pub body: String,
}

/// Every page and file of an edition, in a fixed order, each path once.
///
/// Not among them are `roadmap/notices` and `roadmap/editions`, which are released beside the editions (see
/// [`notices_page`] and [`editions_page`]), the comments ([`comments_page`]), the boards ([`no_boards_page`]), and the standing pages ([`standing_pages`]).
pub fn build(edition: &Edition) -> Vec<Page> {
    let site = context::Site::new(&edition.content, &edition.earlier, &edition.notices);
    let mut pages = pages::of_edition(&site);
    pages.extend(open::files(&site));
    pages.extend(pictures::files());
    pages.push(search::index::file(&site));
    pages
}

/// Every rule that answers questions about the pages of [`build`]. Whoever serves them registers all of these, so that no
/// form is left without its answer.
pub fn rules() -> Vec<Arc<dyn shelf::Rule>> {
    vec![Arc::new(SearchRule), Arc::new(ChangesRule)]
}

/// The page `roadmap/notices`, true of the day `as_at`. A nightly job re-issues it alone: the edition it speaks of stays
/// as it was released, and the page prints both days.
pub fn notices_page(content: &Content, notices: &[Notice], as_at: Date) -> Page {
    let site = context::Site::new(content, &[], notices);
    pages::notices::page(&site, as_at)
}

/// The page `roadmap/editions`: the list of all editions up to `content`, the newest. It stands in no edition, so the
/// same link leads from every old edition to the latest list.
///
/// `earlier` holds all earlier editions, oldest first; `withdrawn` says of those that were taken back, by number, why:
/// their number and day are told, nothing else of them, and nothing links to them.
pub fn editions_page(content: &Content, earlier: &[Content], withdrawn: &BTreeMap<u32, String>) -> Page {
    let site = context::Site::new(content, &[], &[]);
    pages::editions::page(&site, earlier, withdrawn)
}

/// The page `comments`: what people said and what was answered, newest answer first. Like the notices it is re-issued
/// alone, so that no edition has to wait for an answer.
pub fn comments_page(area: &AreaFacts, replies: &[Reply], as_at: Date) -> Page {
    pages::sending::comments(area, replies, as_at)
}

/// The title of the page `boards`, whoever makes it.
pub const BOARDS_TITLE: &str = "Who is who on our boards";

/// The page `boards` of an area that has published nothing about them yet.
pub fn no_boards_page(area: &AreaFacts, as_at: Date) -> Page {
    let main = web::Html::of(&pages::standing::NoBoards);
    framed(area, as_at, Leaf { path: "boards", title: BOARDS_TITLE, about: BOARDS_ABOUT, below: None, main })
}

/// One sentence about the page `boards`, whoever makes it.
pub const BOARDS_ABOUT: &str = "Each board, what it is for and who sits on it.";

/// The pages that every site owes its readers and that change with the program, not with an edition: help,
/// accessibility, privacy, cookies and those of the subscription.
pub fn standing_pages(area: &AreaFacts, as_at: Date) -> Vec<Page> {
    pages::standing::pages(area, as_at)
}
