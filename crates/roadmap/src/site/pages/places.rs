//! New places in schools and bases: how many, first promised when, moved to when, open when.

use askama::Template;
use web::{
    Component, Html,
    components::{Cell, ScrollRegion, Table},
};

use super::provision::{Provision, provisions};
use crate::{
    difference::when_words,
    site::{Page, context::Site, frame::Sheet, paths, words::counted},
};

/// Capacity at opening and full capacity stay apart: adding them up would promise places twice.
#[derive(Template)]
#[template(path = "roadmap/places.html")]
struct Places {
    standing: String,
    table: Html,
}

/// The plans that promise one provision, each as the way to its promise.
#[derive(Template)]
#[template(
    source = r#"{% for (plan, href) in ways %}<a class="govuk-link" href="{{ href }}">{{ plan }}<span class="govuk-visually-hidden">: {{ name }}</span></a>{% if !loop.last %}<br>{% endif %}{% endfor %}"#,
    ext = "html"
)]
struct Ways<'a> {
    name: &'a str,
    ways: Vec<(&'a str, String)>,
}

/// Sentences under each other in one cell.
#[derive(Template)]
#[template(source = "{% for line in lines %}{{ line }}{% if !loop.last %}<br>{% endif %}{% endfor %}", ext = "html")]
struct Stacked {
    lines: Vec<String>,
}

/// The page `roadmap/places`: the places of all plans together, the roadmap's among them.
pub(crate) fn page(site: &Site) -> Page {
    let path = "roadmap/places";
    let all = provisions(site);
    let page = Places {
        standing: standing(&all),
        table: if all.is_empty() { Html::default() } else { table(site, &all, path) },
    };
    let sheet = Sheet::new(
        path,
        "New places",
        "New places in schools and bases: what was promised and what opened.",
        Html::of(&page),
    );
    site.frame().page(sheet.below("Roadmap", paths::ROADMAP))
}

/// "256 new places are promised in 6 schools or bases, in all plans together. 2 of these are said to be open. ..."
fn standing(all: &[Provision]) -> String {
    if all.is_empty() {
        return "No new places are promised here.".to_owned();
    }
    let sum = |chosen: &dyn Fn(&Provision) -> bool| -> u32 {
        all.iter().filter(|one| chosen(one)).filter_map(Provision::added).fold(0, u32::saturating_add)
    };
    let open = all.iter().filter(|one| one.is_open()).count();
    let mut sentences = vec![format!(
        "{} promised in {}, in all plans together.",
        counted(sum(&|_| true) as usize, "new place is", "new places are"),
        counted(all.len(), "school or base", "schools or bases")
    )];
    // A school that has opened is seldom full, so its places are not called open.
    sentences.push(match open {
        0 => "None of these is said to be open yet.".to_owned(),
        1 => {
            format!("1 of these is said to be open. When full, it has {} of the new places.", sum(&|one| one.is_open()))
        }
        open => format!(
            "{open} of these are said to be open. When full, they have {} of the new places.",
            sum(&|one| one.is_open())
        ),
    });
    let unknown = all.iter().filter(|one| one.added().is_none()).count();
    if unknown > 0 {
        sentences.push(format!("For {unknown}, no number of added places is given."));
    }
    let later = all.iter().filter(|one| one.is_later_than_promised()).count();
    if later > 0 {
        sentences.push(format!("For {later}, the date is now later than first promised."));
    }
    sentences.join(" ")
}

/// One row for each provision, first promised to opened.
fn table(site: &Site, all: &[Provision], path: &str) -> Html {
    let head = |words: &str| Cell::from(words);
    let figure = |words: &str| Cell { format: "numeric".to_owned(), ..Cell::from(words) };
    let heads = vec![
        head("School or base"),
        figure("Places added"),
        figure("On the first day"),
        figure("When full"),
        head("First promised"),
        head("Moved to"),
        head("Opened"),
        head("How far it is"),
        head("Promised in"),
    ];
    let contents = Table {
        caption: "New places".to_owned(),
        head: Some(heads),
        rows: all.iter().map(|one| row(site, one, path)).collect(),
        first_cell_is_header: true,
        ..Table::default()
    };
    ScrollRegion { label: "Table of new places".to_owned(), contents: contents.html() }.html()
}

fn row(site: &Site, one: &Provision, path: &str) -> Vec<Cell> {
    let here = paths::place(path);
    let number = |count: Option<u32>| Cell {
        text: count.map_or_else(|| "not given".to_owned(), |count| count.to_string()),
        format: "numeric".to_owned(),
        ..Cell::default()
    };
    let name = one.name();
    let ways = one.nodes().map(|node| (site.plan_title(node), here.to(&site.path_of(node)))).collect();
    let lines = one.moves(site);
    vec![
        Cell::from(name.as_str()),
        number(one.added()),
        number(one.at_opening()),
        number(one.full()),
        Cell::from(when_words(&one.first_promised()).as_str()),
        if lines.is_empty() { Cell::from("not moved") } else { Cell::from(Html::of(&Stacked { lines })) },
        Cell::from(one.opened().as_deref().unwrap_or("not said")),
        Cell::from(one.delivery().map_or("Nobody has said", |delivery| delivery.plain())),
        Cell::from(Html::of(&Ways { name: &name, ways })),
    ]
}
