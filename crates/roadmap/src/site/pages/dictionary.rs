//! The open data and what every key and column in it means.

use askama::Template;
use web::{
    Component, Html, Place,
    components::{Cell, ScrollRegion, Table},
};

use crate::site::{
    Page,
    context::Site,
    frame::Sheet,
    open::{
        Calendared,
        dictionary::{COLUMNS, Field, Holds, SHAPES},
    },
    paths,
    words::counted,
};

/// The files, what the calendar leaves out, and the dictionary.
#[derive(Template)]
#[template(path = "roadmap/data.html")]
struct OpenFiles {
    here: Place,
    calendar: String,
    columns: Html,
    shapes: Vec<(&'static str, &'static str, Html)>,
}

/// The page `roadmap/data`.
pub(crate) fn page(site: &Site) -> Page {
    let path = "roadmap/data";
    let page = OpenFiles {
        here: paths::place(path),
        calendar: in_the_calendar(&Calendared::count(site)),
        columns: columns(),
        shapes: SHAPES.iter().map(|shape| (shape.name, shape.about, fields(shape.name, shape.fields))).collect(),
    };
    let sheet =
        Sheet::new(path, "Open data", "The roadmap as files, and what every key and column means.", Html::of(&page));
    site.frame().page(Sheet { unmarked: true, ..sheet }.below("Roadmap", paths::ROADMAP))
}

/// What the calendar file holds and what it leaves out.
fn in_the_calendar(count: &Calendared) -> String {
    let all = count.days + count.spans + count.left_out;
    if all == 0 {
        return "This edition has no events, surveys or openings.".to_owned();
    }
    let mut sentences =
        vec![format!("This edition has {}.", counted(all, "event, survey or opening", "events, surveys and openings"))];
    sentences.push(format!("{} a fixed day.", counted(count.days, "has", "have")));
    if count.spans > 0 {
        sentences.push(format!(
            "{} only a month or a quarter: the calendar shows the whole time and says \u{201c}some time\u{201d}.",
            counted(count.spans, "has", "have")
        ));
    }
    if count.left_out > 0 {
        sentences.push(format!(
            "{} no date that a calendar can show, so the file leaves {} out.",
            counted(count.left_out, "has", "have"),
            if count.left_out == 1 { "it" } else { "them" }
        ));
    }
    sentences.join(" ")
}

fn columns() -> Html {
    let rows = COLUMNS.iter().map(|column| vec![Cell::from(column.name), Cell::from(column.meaning)]).collect();
    region("Columns of roadmap.csv", &["Column", "Meaning"], rows)
}

fn fields(name: &str, fields: &[Field]) -> Html {
    let rows = fields
        .iter()
        .map(|field| vec![Cell::from(field.key), Cell::from(holds(field.holds).as_str()), Cell::from(field.meaning)])
        .collect();
    region(&format!("Keys of {name}"), &["Key", "Value", "Meaning"], rows)
}

fn holds(holds: Holds) -> String {
    match holds {
        Holds::Text => "text".to_owned(),
        Holds::Number => "whole number".to_owned(),
        Holds::Day => "day, as YYYY-MM-DD".to_owned(),
        Holds::Flag => "true or false".to_owned(),
        Holds::OneOf(words) => format!("one of {}", words.join(", ")),
        Holds::Texts => "list of texts".to_owned(),
        Holds::One(shape) => format!("object: {shape}"),
        Holds::List(shape) => format!("list of objects: {shape}"),
    }
}

/// A table that may be wider than a telephone, in a region that scrolls by itself.
fn region(caption: &str, heads: &[&str], rows: Vec<Vec<Cell>>) -> Html {
    let table = Table {
        caption: caption.to_owned(),
        head: Some(heads.iter().map(|head| Cell::from(*head)).collect()),
        rows,
        first_cell_is_header: true,
        ..Table::default()
    };
    ScrollRegion { label: caption.to_owned(), contents: table.html() }.html()
}
