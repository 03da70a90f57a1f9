//! The same facts as files: JSON, CSV, a calendar, a feed.

mod calendar;
pub(crate) mod dictionary;
mod feed;
mod json;
mod shapes;
mod table;

use serde::Serialize;

use super::{Page, context::Site};

pub(crate) use calendar::Calendared;

/// The media type of data.
pub(crate) const JSON: &str = "application/json";

/// Every file of an edition's open data.
pub(crate) fn files(site: &Site) -> Vec<Page> {
    vec![
        file("roadmap.json", JSON, json::edition(site)),
        file("roadmap/changes.json", JSON, json::changes(site)),
        file("roadmap.csv", "text/csv; charset=utf-8; header=present", table::csv(site)),
        file("roadmap/events.ics", "text/calendar; charset=utf-8", calendar::events(site)),
        file("roadmap/changes.atom", "application/atom+xml; charset=utf-8", feed::changes(site)),
    ]
}

fn file(path: &str, media_type: &'static str, body: String) -> Page {
    Page { path: path.to_owned(), media_type, body }
}

/// JSON text of a value made of our own types, which cannot fail: their keys are all text.
pub(crate) fn json_text(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value);
    debug_assert!(text.is_ok(), "a value of ours has no JSON: {text:?}");
    text.unwrap_or_default()
}
