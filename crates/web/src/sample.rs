//! Every component and the shell on one page, with invented contents: for the documentation, for designers, and for the
//! browser tests that look at each of them. Nothing in service shows it.

mod fields;
mod rows;
mod ways;
mod words;

use crate::{AreaLook, Html, Link, NavigationItem, PageRecord, Place, Shell, Sibling};
use askama::Template;

/// A component's name and one example of it.
pub type Sample = (&'static str, Html);

/// One example of every component, in order of name within its kind.
pub fn components() -> Vec<Sample> {
    [words::samples(), fields::samples(), rows::samples(), ways::samples()].concat()
}

/// A page with all components, standing at `sample/components` of an invented area.
pub fn components_page() -> String {
    let mut look = AreaLook::new("Ridgeway local area SEND partnership", "ridgeway");
    look.contact = vec![
        Link::outside("Telephone\u{a0}01632\u{a0}960\u{a0}001", "tel:01632960001"),
        Link::outside("send@ridgeway.example", "mailto:send@ridgeway.example"),
    ];
    look.notice.push_str("Ridgeway is an invented county. Nothing here is about real people or places.");
    let here = Place::new("sample/components").unwrap_or_default();
    let main = Html::of(&Gallery { samples: components() });
    let section = |text: &str, path: &str| NavigationItem { text: text.to_owned(), path: path.to_owned() };
    Shell {
        description: "Every component with the area's colours".to_owned(),
        navigation: vec![
            section("Home", ""),
            section("Roadmap", "roadmap"),
            section("Components", "sample/components"),
        ],
        breadcrumbs: vec![Link::inside("Home", ""), Link::inside("Roadmap", "roadmap")],
        sibling: Some(Sibling {
            text: "Easy read version of this page".to_owned(),
            path: "easy/components".to_owned(),
        }),
        record: Some(PageRecord {
            last_updated: "22 June 2026".to_owned(),
            next_review: "30 September 2026".to_owned(),
            owner: "Programme office".to_owned(),
            change: "A second example of the timeline.".to_owned(),
        }),
        feedback: vec![Link::inside("Report a problem with this page", "help#problem")],
        ..Shell::new(look, here, "Components", main)
    }
    .render()
}

#[derive(Template)]
#[template(path = "web/sample.html")]
struct Gallery {
    samples: Vec<Sample>,
}
