//! What holds for every page of a site at once.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write as _,
};

use flate2::{Compression, write::GzEncoder};
use roadmap::site::{self, Edition, Page};

use crate::{fiction, html};

/// The edition's pages, its notices and the standing pages: everything one area publishes.
fn everything(edition: &Edition) -> Vec<Page> {
    let content = &edition.content;
    let mut pages = site::build(edition);
    pages.push(site::notices_page(content, &edition.notices, content.as_at));
    pages.push(site::editions_page(content, &edition.earlier, &BTreeMap::new()));
    pages.extend(site::standing_pages(&content.area, content.as_at));
    pages.push(site::no_boards_page(&content.area, content.as_at));
    pages.push(site::comments_page(
        &content.area,
        &[answered("roadmap", "The roadmap"), answered("gone", "")],
        content.as_at,
    ));
    pages
}

/// An answer to a comment about a page; without a title the page is not there any more.
fn answered(about: &str, title: &str) -> site::Reply {
    let (said, answer) =
        ("We did not hear of it.\n\nNobody told us.".to_owned(), "We have now written to all.".to_owned());
    site::Reply { about: about.to_owned(), title: title.to_owned(), said, answer, on: jiff::civil::date(2026, 3, 2) }
}

fn documents(pages: &[Page]) -> impl Iterator<Item = &Page> {
    pages.iter().filter(|page| page.media_type.starts_with("text/html"))
}

fn editions() -> [Edition; 3] {
    [fiction::saltmarsh(), fiction::empty(), fiction::of_size(52)]
}

/// Where a relative address leads from a page, as a path inside the area (RFC 3986 section 5.2).
fn resolved(base: &str, address: &str) -> Option<String> {
    let mut segments: Vec<&str> = base.split('/').collect();
    segments.pop();
    let mut parts = address.split('/').peekable();
    while let Some(part) = parts.next() {
        match part {
            ".." => {
                segments.pop()?;
            }
            "." => {}
            name => segments.push(name),
        }
        if parts.peek().is_none() && matches!(part, "." | "..") {
            segments.push("");
        }
    }
    Some(segments.join("/"))
}

#[test]
fn every_link_on_every_page_leads_somewhere() {
    for edition in editions() {
        let pages = everything(&edition);
        let paths: BTreeSet<&str> = pages.iter().map(|page| page.path.as_str()).collect();
        let ids: BTreeMap<&str, BTreeSet<String>> = documents(&pages)
            .map(|page| {
                (
                    page.path.as_str(),
                    html::elements(&page.body)
                        .iter()
                        .filter_map(|element| element.attribute("id").map(str::to_owned))
                        .collect(),
                )
            })
            .collect();
        let mut seen = 0;
        for page in documents(&pages) {
            for element in html::elements(&page.body) {
                let addresses = ["href", "src", "srcset", "action"].iter().filter_map(|name| element.attribute(name));
                for address in addresses {
                    if ["https:", "mailto:", "tel:"].iter().any(|scheme| address.starts_with(scheme)) {
                        continue;
                    }
                    assert!(!address.starts_with('/'), "{address} on {} names the root", page.path);
                    let (path, anchor) = address.split_once('#').unwrap_or((address, ""));
                    let target = if path.is_empty() {
                        page.path.clone()
                    } else {
                        resolved(&page.path, path)
                            .unwrap_or_else(|| panic!("{address} on {} leaves the area", page.path))
                    };
                    let elsewhere = target.starts_with("assets/") || target.starts_with("editions/");
                    assert!(
                        elsewhere || paths.contains(target.as_str()),
                        "{address} on {:?} leads to {target:?}, which is no page",
                        page.path
                    );
                    assert!(
                        anchor.is_empty() || ids[target.as_str()].contains(anchor),
                        "{address} on {:?} names no anchor",
                        page.path
                    );
                    seen += 1;
                }
            }
        }
        assert!(seen > 300, "only {seen} links were found");
    }
}

#[test]
fn every_path_stands_once_and_what_speaks_of_all_editions_stands_in_none() {
    for edition in editions() {
        let built = site::build(&edition);
        let paths: BTreeSet<&str> = built.iter().map(|page| page.path.as_str()).collect();
        assert_eq!(paths.len(), built.len());
        assert!(!paths.contains("roadmap/notices") && !paths.contains("roadmap/editions"));
        for path in [
            "",
            "roadmap",
            "roadmap/changes",
            "roadmap/timeline.svg",
            "roadmap/events.ics",
            "roadmap/changes.atom",
            "roadmap.json",
            "roadmap.csv",
            "glossary",
            "easy-read/roadmap",
        ] {
            assert!(paths.contains(path), "{path:?} is missing");
        }
        assert_eq!(
            site::notices_page(&edition.content, &edition.notices, edition.content.as_at).path,
            "roadmap/notices"
        );
        let list = site::editions_page(&edition.content, &edition.earlier, &BTreeMap::new());
        assert_eq!(list.path, "roadmap/editions");
    }
}

#[test]
fn every_page_has_a_title_of_its_own_and_one_main_heading() {
    for edition in editions() {
        let pages = everything(&edition);
        let mut titles = BTreeSet::new();
        for page in documents(&pages) {
            assert!(
                titles.insert(html::title(&page.body).to_owned()),
                "{:?} has the title of another page: {}",
                page.path,
                html::title(&page.body)
            );
            let headings = html::elements(&page.body).into_iter().filter(|element| element.name == "h1").count();
            assert_eq!(headings, 1, "{:?}", page.path);
        }
    }
}

#[test]
fn no_page_needs_an_inline_script_or_style_and_no_identifier_stands_twice() {
    let edition = fiction::saltmarsh();
    for page in documents(&everything(&edition)) {
        let mut ids = BTreeSet::new();
        for element in html::elements(html::main_part(&page.body)) {
            assert!(
                !matches!(element.name.as_str(), "script" | "style" | "iframe" | "object" | "embed" | "base"),
                "{} on {:?}",
                element.name,
                page.path
            );
            for (name, value) in &element.attributes {
                assert!(name != "style" && !name.starts_with("on"), "{name} on {:?}", page.path);
                assert!(name != "id" || ids.insert(value.clone()), "id {value} stands twice on {:?}", page.path);
            }
        }
    }
    for page in site::build(&edition).iter().filter(|page| page.media_type == "image/svg+xml") {
        assert!(!page.body.contains("style") && !page.body.contains("<script"), "{}", page.path);
    }
}

#[test]
fn every_term_is_marked_at_most_once_a_page_and_never_inside_a_link_or_heading() {
    let edition = fiction::saltmarsh();
    let mut marked = 0;
    for page in documents(&everything(&edition)) {
        let terms: Vec<String> = html::elements(&page.body)
            .into_iter()
            .filter(|element| element.attribute("class").is_some_and(|class| class.contains("waymark-term")))
            .map(|element| element.attribute("href").unwrap().to_owned())
            .collect();
        assert_eq!(terms.iter().collect::<BTreeSet<_>>().len(), terms.len(), "{:?} on {:?}", terms, page.path);
        marked += terms.len();
        for (open, close) in [("<h1", "</h1>"), ("<h2", "</h2>"), ("<a ", "</a>")] {
            for part in page.body.split(open).skip(1).filter_map(|rest| rest.split_once(close)) {
                assert!(!part.0.contains("<a class=\"govuk-link waymark-term"), "{} on {:?}", part.0, page.path);
            }
        }
    }
    assert!(marked > 30, "{marked}");
}

#[test]
fn the_same_edition_always_gives_the_same_bytes() {
    for edition in editions() {
        assert_eq!(everything(&edition), everything(&edition.clone()));
    }
}

fn gzipped(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().len()
}

fn roadmap_page(count: usize) -> String {
    let pages = site::build(&fiction::of_size(count));
    pages.into_iter().find(|page| page.path == "roadmap").unwrap().body
}

#[test]
fn a_family_on_an_old_phone_gets_the_whole_page_in_under_sixty_kilobytes() {
    let page = roadmap_page(52);
    assert!(page.len() < 40_000, "{} bytes", page.len());
    let assets: usize = web::assets::ALL.iter().map(|asset| gzipped(asset.bytes)).sum();
    let wire = gzipped(page.as_bytes()) + assets;
    assert!(wire < 60_000, "{wire} bytes on the wire");
}

#[test]
fn ten_times_the_entries_make_a_page_no_more_than_ten_times_as_large() {
    let (small, large) = (roadmap_page(30).len(), roadmap_page(300).len());
    assert!(large < small * 10, "{small} and {large} bytes");
}
