//! Every component and the shell on one page, with invented contents: for the documentation, for designers, and for the
//! browser tests that look at each of them. Nothing in service shows it.

mod fields;
mod words;

use crate::components::*;
use crate::{AreaLook, Html, Link, NavigationItem, PageRecord, Place, Shell, Sibling};
use askama::Template;

/// A component's name and one example of it.
pub type Sample = (&'static str, Html);

/// One example of every component, in order of name within its kind.
pub fn components() -> Vec<Sample> {
    [words::samples(), fields::samples(), rows(), ways()].concat()
}

/// A page with all components, standing at `sample/components` of an invented area.
pub fn components_page() -> String {
    let mut look = AreaLook::new("Ridgeway local area SEND partnership", "ridgeway");
    look.contact = vec![
        Link::outside("Telephone\u{a0}01632\u{a0}960\u{a0}001", "tel:01632960001"),
        Link::outside("send@ridgeway.example", "mailto:send@ridgeway.example"),
    ];
    look.notice = "Ridgeway is an invented county. Nothing here is about real people or places.".to_owned();
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

fn rows() -> Vec<Sample> {
    let head = ["Provision", "Opens", "Places at opening", "Places when full"];
    let body = [
        ["Northfield special school", "September 2026", "24", "120"],
        ["Resource base, Mill Lane", "January 2027", "8", "16"],
    ];
    let table = Table {
        caption: "New places".to_owned(),
        caption_classes: "govuk-table__caption--m".into(),
        head: Some(head.map(Cell::from).to_vec()),
        rows: body.iter().map(|row| row.iter().map(|words| Cell::from(*words)).collect()).collect(),
        first_cell_is_header: true,
        ..Table::default()
    };
    let change = SummaryAction {
        text: "Change".to_owned(),
        href: "#owner".to_owned(),
        visually_hidden_text: "owner".to_owned(),
        ..SummaryAction::default()
    };
    let owner = SummaryRow {
        key: "Owner".into(),
        value: "Inclusion board".into(),
        actions: Some(SummaryActions { items: vec![change], ..SummaryActions::default() }),
        ..SummaryRow::default()
    };
    let date = SummaryRow { key: "Expected".into(), value: "By April 2027".into(), ..SummaryRow::default() };
    let title =
        CardTitle { text: "Open a new special school".to_owned(), heading_level: Some(3), ..CardTitle::default() };
    let list = SummaryList {
        rows: vec![owner, date],
        card: Some(SummaryCard { title: Some(title), ..SummaryCard::default() }),
        ..SummaryList::default()
    };
    let done = TaskStatus { text: "Completed".to_owned(), ..TaskStatus::default() };
    let open = TaskStatus {
        tag: Some(Tag { classes: "govuk-tag--blue".into(), ..Tag::from("Incomplete") }),
        ..TaskStatus::default()
    };
    let task = |title: &str, status: TaskStatus| Task {
        title: title.into(),
        href: "#task".to_owned(),
        status,
        ..Task::default()
    };
    let tasks =
        TaskList { items: vec![task("Write the update", done), task("Attach evidence", open)], ..TaskList::default() };
    vec![
        ("scroll-region", ScrollRegion { label: "New places".to_owned(), contents: table.html() }.html()),
        ("summary-list", list.html()),
        (
            "table",
            Table {
                caption: "New places, again".to_owned(),
                head: Some(vec!["Year".into()]),
                rows: vec![vec!["2026".into()]],
                ..Table::default()
            }
            .html(),
        ),
        ("task-list", tasks.html()),
    ]
}

fn ways() -> Vec<Sample> {
    let crumb =
        |text: &str, href: &str| Breadcrumb { text: text.to_owned(), href: href.to_owned(), ..Breadcrumb::default() };
    let language = |text: &str, lang: &str, current: bool| LanguageLink {
        text: text.to_owned(),
        lang: lang.to_owned(),
        href: "#language".to_owned(),
        current,
        ..LanguageLink::default()
    };
    let page = |number: &str, current: bool| PageNumber {
        number: number.to_owned(),
        href: "#page".to_owned(),
        current,
        ..PageNumber::default()
    };
    let next = Neighbour { href: "#next".to_owned(), ..Neighbour::default() };
    let link = |text: &str, active: bool| SiteLink {
        text: text.to_owned(),
        href: "#section".to_owned(),
        active,
        ..SiteLink::default()
    };
    vec![
        ("back-link", BackLink { href: "#back".to_owned(), ..BackLink::default() }.html()),
        (
            "breadcrumbs",
            Breadcrumbs {
                items: vec![crumb("Home", "#home"), crumb("Roadmap", "")],
                label_text: Some("Sample breadcrumbs".to_owned()),
                ..Breadcrumbs::default()
            }
            .html(),
        ),
        (
            "generic-header",
            GenericHeader { logo_text: "Ridgeway".to_owned(), url: "#top".to_owned(), ..GenericHeader::default() }
                .html(),
        ),
        (
            "language-navigation",
            LanguageNavigation {
                items: vec![language("English", "en", true), language("Polski", "pl", false)],
                ..LanguageNavigation::default()
            }
            .html(),
        ),
        (
            "pagination",
            Pagination { items: vec![page("1", true), page("2", false)], next: Some(next), ..Pagination::default() }
                .html(),
        ),
        (
            "phase-banner",
            PhaseBanner {
                tag: "Trial".into(),
                text: "This is a new way of showing the roadmap.".to_owned(),
                ..PhaseBanner::default()
            }
            .html(),
        ),
        (
            "service-navigation",
            SiteNavigation {
                service_name: "Roadmap".to_owned(),
                service_url: "#roadmap".to_owned(),
                navigation: vec![link("Updates", true), link("Evidence", false)],
                navigation_id: "sample-navigation".to_owned(),
                navigation_label: "Sample sections".to_owned(),
                aria_label: Some("Sample service".to_owned()),
                ..SiteNavigation::default()
            }
            .html(),
        ),
        (
            "skip-link",
            SkipLink {
                text: "Skip to the samples".to_owned(),
                href: "#main-content".to_owned(),
                ..SkipLink::default()
            }
            .html(),
        ),
    ]
}
