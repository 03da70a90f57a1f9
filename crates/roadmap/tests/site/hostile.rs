//! Text that tries to become markup, a formula or another line, in every field that holds text.

use std::collections::BTreeMap;

use roadmap::{
    model::Content,
    notices::notices,
    site::{self, Edition, Page},
};
use serde_json::Value;

use crate::{fiction, html};

const HOSTILE: [&str; 34] = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><script>alert(1)</script>",
    "'><svg onload=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' onfocus='alert(1)' autofocus='",
    "<svg/onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "</title><script>alert(1)</script>",
    "</main><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "<!--search--><script>",
    "--><script>alert(1)</script>",
    "<![CDATA[<script>]]>",
    "<a href=\"https://evil.example\">x</a>",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content=0>",
    "<form action=https://evil.example>",
    "<input autofocus onfocus=alert(1)>",
    "<style>*{display:none}</style>",
    "<p style=color:red>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "{{ 7 * 7 }}{% if true %}",
    "<\u{0}script>",
    "<scr\u{200b}ipt>",
    "=HYPERLINK(\"https://evil.example\")",
    "line\r\nBEGIN:VEVENT\r\nSUMMARY:x",
    "\u{202e}<script>",
];

/// Fields that hold a reference, a day or one word of a fixed list.
const FIXED: [&str; 31] = [
    "key",
    "slug",
    "plan",
    "parent",
    "level",
    "nature",
    "precision",
    "part",
    "value",
    "earliest",
    "latest",
    "on",
    "as_at",
    "started_on",
    "ended_on",
    "published_on",
    "period_from",
    "period_to",
    "recorded_on",
    "since",
    "until",
    "themes",
    "answers",
    "contributes_to",
    "baseline_of",
    "evidence",
    "bodies",
    "body",
    "levels",
    "colour",
    "number",
];

/// Puts the text into every field that may hold any. `kind` is free text only where a name stands beside it.
fn filled(value: &mut Value, text: &str) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| filled(item, text)),
        Value::Object(fields) => {
            let free_kind =
                fields.contains_key("name") || fields.contains_key("provision") || fields.contains_key("is_roadmap");
            for (key, value) in &mut *fields {
                let lists = ["bodies", "themes", "evidence"].contains(&key.as_str())
                    && value.as_array().is_some_and(|items| items.iter().all(Value::is_object));
                if FIXED.contains(&key.as_str()) && !lists || (key == "kind" && !free_kind) {
                    continue;
                }
                if value.is_string() {
                    *value = Value::String(text.to_owned());
                } else {
                    filled(value, text);
                }
            }
        }
        _ => {}
    }
}

fn with_text(content: &Content, text: &str) -> Content {
    let mut value = serde_json::to_value(content).unwrap();
    filled(&mut value, text);
    serde_json::from_value(value).unwrap()
}

fn built(text: &str) -> Vec<Page> {
    let plain = fiction::saltmarsh();
    let content = with_text(&plain.content, text);
    let edition = Edition {
        notices: notices(&content, content.as_at),
        earlier: plain.earlier.iter().map(|earlier| with_text(earlier, text)).collect(),
        content,
    };
    let mut pages = site::build(&edition);
    pages.push(site::notices_page(&edition.content, &edition.notices, edition.content.as_at));
    pages.push(site::editions_page(&edition.content, &edition.earlier, &BTreeMap::new()));
    pages.extend(site::standing_pages(&edition.content.area, edition.content.as_at));
    // A line break in a comment begins a paragraph, as it should.
    let told = || text.replace(['\r', '\n'], " ");
    let reply = site::Reply {
        about: "roadmap".to_owned(),
        title: told(),
        said: told(),
        answer: told(),
        on: edition.content.as_at,
    };
    pages.push(site::comments_page(&edition.content.area, &[reply], edition.content.as_at));
    pages
}

/// Names of elements and attributes, without their values: what hostile text must not change.
type Tag = (String, Vec<String>);

fn skeleton(page: &Page) -> Vec<Tag> {
    let names = |element: html::Element| {
        let href = element.attribute("href").unwrap_or_default().to_lowercase();
        assert!(
            !["javascript:", "data:", "vbscript:"].iter().any(|scheme| href.starts_with(scheme)),
            "{href} on {:?}",
            page.path
        );
        (element.name, element.attributes.into_iter().map(|(name, _)| name).collect())
    };
    html::elements(&page.body).into_iter().map(names).collect()
}

#[test]
fn text_stays_text_in_every_page_and_file_whatever_it_says() {
    let harmless: BTreeMap<String, Vec<Tag>> = built("Plain words")
        .iter()
        .filter(|page| is_markup(page))
        .map(|page| (page.path.clone(), skeleton(page)))
        .collect();
    let reached = built("MARKER")
        .iter()
        .filter(|page| page.media_type.starts_with("text/html") && html::main_part(&page.body).contains("MARKER"))
        .count();
    assert!(reached > 30, "the text reached {reached} pages only");
    for text in HOSTILE {
        let pages = built(text);
        for page in pages.iter().filter(|page| is_markup(page)) {
            assert!(skeleton(page) == harmless[&page.path], "{text:?} changed the elements of {:?}", page.path);
        }
        calendar_and_feed_hold(&pages, text);
    }
}

fn is_markup(page: &Page) -> bool {
    page.media_type.starts_with("text/html") || page.media_type == "image/svg+xml"
}

fn calendar_and_feed_hold(pages: &[Page], text: &str) {
    let body = |path: &str| &pages.iter().find(|page| page.path == path).unwrap().body;
    let calendar: icalendar::Calendar = body("roadmap/events.ics").parse().unwrap();
    assert_eq!(calendar.events().count(), 4, "{text:?} added an event");
    assert_eq!(body("roadmap/events.ics").matches("\r\nBEGIN:VEVENT\r\n").count(), 4, "{text:?} added a line");
    let feed = atom_syndication::Feed::read_from(body("roadmap/changes.atom").as_bytes()).unwrap();
    assert!(feed.entries.len() >= 3, "{text:?}");
}

#[test]
fn no_cell_of_the_spreadsheet_can_run_as_a_formula() {
    for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"x\")"] {
        let pages = built(text);
        let file = pages.iter().find(|page| page.path == "roadmap.csv").unwrap();
        let mut reader = csv::Reader::from_reader(file.body.as_bytes());
        let mut met = 0;
        for record in reader.records() {
            for cell in &record.unwrap() {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
                met += usize::from(cell == format!("'{text}"));
            }
        }
        assert!(met > 5, "{text:?} stands in {met} cells");
    }
}
