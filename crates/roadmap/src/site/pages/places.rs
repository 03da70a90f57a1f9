//! New places in schools and bases: how many, first promised when, moved to when, open when.

use askama::Template;
use web::{
    Component, Html, Link,
    components::{Cell, ScrollRegion, Table},
};

use super::summary;
use crate::{
    difference::when_words,
    model::{Node, PlaceChange},
    site::{Page, context::Site, frame::Sheet, lines, paths, words::counted},
};

/// Capacity at opening and full capacity stay apart: adding them up would promise places twice.
#[derive(Template)]
#[template(path = "roadmap/places.html")]
struct Places {
    standing: String,
    table: Html,
}

#[derive(Template)]
#[template(source = r#"<a class="govuk-link" href="{{ href }}">{{ words }}</a>"#, ext = "html")]
struct Way<'a> {
    href: String,
    words: &'a str,
}

/// The page `roadmap/places`.
pub(crate) fn page(site: &Site) -> Page {
    let path = "roadmap/places";
    let changes: Vec<(&Node, &PlaceChange)> =
        site.live.iter().flat_map(|entry| entry.places.iter().map(move |place| (*entry, place))).collect();
    let page = Places {
        standing: standing(&changes),
        table: if changes.is_empty() { Html::default() } else { table(&changes, path) },
    };
    let sheet = Sheet::new(
        path,
        "New places",
        "New places in schools and bases: what was promised and what opened.",
        Html::of(&page),
    );
    site.frame().page(sheet.below("Roadmap", paths::ROADMAP))
}

/// "24 new places are promised in 3 schools or bases. 8 of them are said to be open. 1 opening moved."
fn standing(changes: &[(&Node, &PlaceChange)]) -> String {
    if changes.is_empty() {
        return "No new places are on this roadmap.".to_owned();
    }
    let sum = |open: bool| -> u32 {
        changes.iter().filter(|(entry, _)| !open || lines::happened(entry)).filter_map(|(_, place)| place.added).sum()
    };
    let counted_places = |count: u32| counted(count as usize, "new place is", "new places are");
    let mut sentences = vec![format!(
        "{} promised in {}.",
        counted_places(sum(false)),
        counted(changes.len(), "school or base", "schools or bases")
    )];
    sentences.push(match sum(true) {
        0 => "None of them is said to be open yet.".to_owned(),
        open => format!("{} said to be open.", counted(open as usize, "of them is", "of them are")),
    });
    let unknown = changes.iter().filter(|(_, place)| place.added.is_none()).count();
    if unknown > 0 {
        sentences.push(format!("For {}, no number of added places is given.", counted(unknown, "opening", "openings")));
    }
    sentences.extend(summary::moves(changes.iter().map(|(entry, _)| *entry)));
    sentences.join(" ")
}

/// One row for each provision, first promised to opened.
fn table(changes: &[(&Node, &PlaceChange)], path: &str) -> Html {
    let here = paths::place(path);
    let number = |count: Option<u32>| Cell {
        text: count.map_or_else(|| "not given".to_owned(), |count| count.to_string()),
        format: "numeric".to_owned(),
        ..Cell::default()
    };
    let row = |(entry, place): &(&Node, &PlaceChange)| {
        let timing = &entry.timing;
        let way = Link::inside("", &paths::entry(&entry.key)).href(&here).unwrap_or_default();
        vec![
            Cell::from(Html::of(&Way { href: way, words: &place.provision })),
            Cell::from(place.kind.as_str()),
            number(place.added),
            number(place.at_opening),
            number(place.full),
            Cell::from(when_words(&timing.baseline).as_str()),
            Cell::from(
                timing
                    .revisions
                    .last()
                    .map_or_else(|| "not moved".to_owned(), |revision| when_words(&revision.to))
                    .as_str(),
            ),
            Cell::from(
                timing
                    .actual
                    .as_ref()
                    .map_or_else(|| "not said".to_owned(), |actual| when_words(&actual.when))
                    .as_str(),
            ),
            entry
                .delivery
                .as_ref()
                .map_or_else(|| Cell::from("Nobody has said"), |mark| Cell::from(mark.value.plain())),
        ]
    };
    let head = |words: &str| Cell::from(words);
    let figure = |words: &str| Cell { format: "numeric".to_owned(), ..Cell::from(words) };
    let heads = vec![
        head("School or base"),
        head("Kind"),
        figure("Places added"),
        figure("On the first day"),
        figure("When full"),
        head("First promised"),
        head("Moved to"),
        head("Opened"),
        head("How far it is"),
    ];
    let contents = Table {
        caption: "New places".to_owned(),
        head: Some(heads),
        rows: changes.iter().map(row).collect(),
        first_cell_is_header: true,
        ..Table::default()
    };
    ScrollRegion { label: "Table of new places".to_owned(), contents: contents.html() }.html()
}
