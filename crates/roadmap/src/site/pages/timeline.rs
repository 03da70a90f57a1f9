//! The dates as a picture, with the sentence it shows and the table it is drawn from.

use askama::Template;
use web::{
    Component, Html, Place,
    components::{Cell, ScrollRegion, Table},
};

use super::{
    summary,
    timeline_picture::{self, Drawing},
};
use crate::{
    difference::when_words,
    model::Node,
    site::{Page, context::Site, frame::Sheet, paths, pictures::SVG},
};

const PATH: &str = "roadmap/timeline";

#[derive(Template)]
#[template(path = "roadmap/timeline.html")]
struct Timeline {
    finding: String,
    picture: Html,
    table: Html,
    is_empty: bool,
}

#[derive(Template)]
#[template(path = "roadmap/timeline-picture.html")]
struct PictureTag<'a> {
    here: &'a Place,
    wide: &'a Drawing,
    small: &'a Drawing,
    finding: &'a str,
}

#[derive(Template)]
#[template(source = r#"<a class="govuk-link" href="{{ href }}">{{ words }}</a>"#, ext = "html")]
struct Way<'a> {
    href: String,
    words: &'a str,
}

/// The page and its two pictures: quarters from left to right, and for small screens from top to bottom.
pub(crate) fn pages(site: &Site) -> Vec<Page> {
    let here = paths::place(PATH);
    let finding = summary::finding_of_the_timeline(site);
    let (wide, small) = (timeline_picture::wide(site), timeline_picture::small(site));
    let contents = Html::of(&PictureTag { here: &here, wide: &wide, small: &small, finding: &finding });
    let timeline = Timeline {
        picture: ScrollRegion { label: "Timeline picture".to_owned(), contents }.html(),
        table: table(site, &here),
        is_empty: site.live.is_empty(),
        finding: finding.clone(),
    };
    let sheet =
        Sheet::new(PATH, "Timeline", "The dates of the roadmap as a picture and as a table.", Html::of(&timeline));
    let file = |path: &str, drawing: &Drawing| Page {
        path: path.to_owned(),
        media_type: SVG,
        body: drawing.svg(&site.content.area.name, &finding),
    };
    vec![
        site.frame().page(sheet.below("Roadmap", paths::ROADMAP)),
        file("roadmap/timeline.svg", &wide),
        file("roadmap/timeline-small.svg", &small),
    ]
}

/// What the picture is drawn from: the numbers of its circles are those of the rows.
fn table(site: &Site, here: &Place) -> Html {
    let row = |(at, entry): (usize, &&Node)| {
        let timing = &entry.timing;
        let way = Way { href: here.to(&paths::entry(&entry.key)), words: entry.words() };
        vec![
            Cell { text: (at + 1).to_string(), format: "numeric".to_owned(), ..Cell::default() },
            Cell::from(Html::of(&way)),
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
            Cell::from(entry.delivery.as_ref().map_or("nobody has said", |mark| mark.value.plain())),
        ]
    };
    let heads = ["Number", "Promise", "First promised", "Moved to", "Happened", "How far it is"];
    let table = Table {
        caption: "The same as a table".to_owned(),
        caption_classes: "govuk-table__caption--l".into(),
        head: Some(heads.map(Cell::from).into()),
        rows: site.live.iter().enumerate().map(row).collect(),
        ..Table::default()
    };
    ScrollRegion { label: "Table of all dates".to_owned(), contents: table.html() }.html()
}
