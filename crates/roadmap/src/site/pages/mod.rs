//! The pages for people, one file each: a struct with what the page says, and its template of the same name.

pub(crate) mod changes;
mod commitments;
mod compare;
mod dictionary;
mod easy;
pub(crate) mod editions;
mod entry;
mod entry_facts;
mod entry_history;
mod findings;
mod glossary;
mod home;
pub(crate) mod notices;
mod partners;
mod places;
mod provision;
mod roadmap;
mod search;
pub(crate) mod sending;
pub(crate) mod standing;
mod succession;
mod summary;
mod themes;
mod timeline;
mod timeline_picture;
mod unanswered;

use super::{Page, context::Site};

/// Every page of an edition, in the order a reader meets them.
pub(crate) fn of_edition(site: &Site) -> Vec<Page> {
    let mut pages = vec![home::page(site), roadmap::page(site)];
    pages.extend(timeline::pages(site));
    pages.extend(themes::pages(site));
    pages.extend(partners::pages(site));
    pages.extend(entry::pages(site));
    pages.extend(commitments::pages(site));
    pages.extend(changes::pages(site));
    pages.extend(compare::page(site));
    pages.extend(findings::pages(site));
    pages.extend([
        unanswered::page(site),
        succession::page(site),
        places::page(site),
        search::page(site),
        glossary::page(site),
        dictionary::page(site),
    ]);
    pages.extend(easy::pages(site));
    pages
}
