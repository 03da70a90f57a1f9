//! The same facts as files: what programs read out of them.

use std::collections::{BTreeMap, BTreeSet};

use icalendar::Component as _;
use jiff::civil::date;
use roadmap::{
    model::{Content, GaveWay, Retired, RetiredKind},
    site::{self, COLUMNS, Edition, Holds, SHAPES},
};
use serde_json::Value;

use crate::fiction;

fn file(edition: &Edition, path: &str) -> String {
    site::build(edition).into_iter().find(|page| page.path == path).unwrap().body
}

/// Every key met in real files: the shape it stands in, and whether it ever held a value.
#[derive(Default)]
struct Met(BTreeMap<&'static str, BTreeSet<String>>);

impl Met {
    fn keys_of(&mut self, shape: &'static str, value: &Value) {
        let described =
            SHAPES.iter().find(|one| one.name == shape).unwrap_or_else(|| panic!("no shape is called {shape}"));
        for (key, value) in value.as_object().unwrap_or_else(|| panic!("{shape} is no object: {value}")) {
            let field = described
                .fields
                .iter()
                .find(|field| field.key == key)
                .unwrap_or_else(|| panic!("{shape} does not explain {key:?}"));
            self.0.entry(described.name).or_default().insert(key.clone());
            self.value(&format!("{shape}.{key}"), field.holds, value);
        }
    }

    fn value(&mut self, place: &str, holds: Holds, value: &Value) {
        match (holds, value) {
            (_, Value::Null)
            | (Holds::Text, Value::String(_))
            | (Holds::Number, Value::Number(_))
            | (Holds::Flag, Value::Bool(_)) => {}
            (Holds::Day, Value::String(day)) => assert!(day.parse::<jiff::civil::Date>().is_ok(), "{place}: {day}"),
            (Holds::OneOf(words), Value::String(word)) => assert!(words.contains(&word.as_str()), "{place}: {word}"),
            (Holds::Texts, Value::Array(items)) => assert!(items.iter().all(Value::is_string), "{place}"),
            (Holds::One(shape), value) => self.keys_of(shape, value),
            (Holds::List(shape), Value::Array(items)) => items.iter().for_each(|item| self.keys_of(shape, item)),
            (holds, value) => panic!("{place} should be {holds:?} and is {value}"),
        }
    }
}

#[test]
fn the_dictionary_explains_every_key_there_is_and_no_other() {
    let mut edition = fiction::saltmarsh();
    let file_of_edition: Value = serde_json::from_str(&file(&edition, "roadmap.json")).unwrap();
    let paths: BTreeSet<String> = site::build(&edition).into_iter().map(|page| page.path).collect();
    for list in ["entries", "commitments"] {
        for promise in file_of_edition[list].as_array().unwrap() {
            assert!(paths.contains(promise["page"].as_str().unwrap()), "{promise} names no page");
        }
    }
    // One entry with everything the invented county does not need.
    let node = edition.content.tree.nodes.iter_mut().find(|node| node.key == "e-08").unwrap();
    node.parent = Some("e-03".to_owned());
    node.came_from = vec!["e-03".to_owned()];
    let reason = Some("Two became one".to_owned());
    let on = fiction::TODAY;
    node.retired = Some(Retired { kind: RetiredKind::Merged, on, reason, into: vec!["e-03".to_owned()] });
    let to = "roadmap".to_owned();
    edition.content.tree.plans[1].gave_way = Some(GaveWay { to, on, reason: "One plan is enough".to_owned() });
    edition.content.tree.evidence[1].supersedes = Some("charter".to_owned());
    let mut met = Met::default();
    for path in ["roadmap.json", "roadmap/changes.json"] {
        met.keys_of(
            SHAPES.iter().find(|shape| shape.name == path).unwrap().name,
            &serde_json::from_str(&file(&edition, path)).unwrap(),
        );
    }
    for shape in SHAPES {
        let explained: BTreeSet<String> = shape.fields.iter().map(|field| field.key.to_owned()).collect();
        assert_eq!(met.0.get(shape.name).cloned().unwrap_or_default(), explained, "keys of {}", shape.name);
    }
}

#[test]
fn the_spreadsheet_holds_every_entry_under_the_explained_columns() {
    let edition = fiction::saltmarsh();
    let text = file(&edition, "roadmap.csv");
    assert!(text.ends_with("\r\n"), "lines end as RFC 4180 says");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(heads, COLUMNS.iter().map(|column| column.name).collect::<Vec<_>>());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), edition.content.entries().count());
    let cell = |key: &str, column: &str| {
        let at = heads.iter().position(|head| head == column).unwrap();
        rows.iter().find(|row| &row[0] == key).unwrap()[at].to_owned()
    };
    assert_eq!(cell("e-04", "first_promised"), "January 2026");
    assert_eq!(cell("e-04", "now_to"), "2026-06-30");
    assert_eq!(cell("e-04", "reason"), "The builders found damp in the walls");
    assert_eq!(cell("e-04", "places_added"), "10");
    assert_eq!(cell("e-11", "owners"), "Head of inclusion, Saltmarsh County Council");
    assert_eq!(cell("e-07", "left_how"), "dropped");
    insta::assert_snapshot!("spreadsheet", text);
}

#[test]
fn the_calendar_never_turns_a_month_into_a_day() {
    let text = file(&fiction::saltmarsh(), "roadmap/events.ics");
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{line:?} is longer than RFC 5545 allows");
        assert!(!line.contains('\n'));
    }
    let calendar: icalendar::Calendar = text.parse().unwrap();
    let days: BTreeMap<String, (String, String)> = calendar
        .events()
        .map(|event| {
            let value = |name: &str| event.property_value(name).unwrap_or_default().to_owned();
            assert_eq!(value("DTSTAMP"), "20260622T000000Z");
            (value("SUMMARY"), (value("DTSTART"), value("DTEND")))
        })
        .collect();
    let expected = |start: &str, end: &str| Some((start.to_owned(), end.to_owned()));
    assert_eq!(days.get("Saltmarsh Conversations").cloned(), expected("20251120", "20251121"));
    assert_eq!(
        days.get("Some time in July 2026: Parent carers follow-up survey").cloned(),
        expected("20260701", "20260801")
    );
    assert_eq!(
        days.get("Some time from October to December 2025: Parent carers baseline survey").cloned(),
        expected("20251001", "20260101")
    );
    assert_eq!(days.len(), 4, "{days:?}");
    insta::assert_snapshot!("calendar", text.replace("\r\n", "\n"));
}

#[test]
fn the_feed_gives_every_change_an_identifier_that_stays() {
    let edition = fiction::saltmarsh();
    let text = file(&edition, "roadmap/changes.atom");
    let feed = atom_syndication::Feed::read_from(text.as_bytes()).unwrap();
    let ids: BTreeSet<&String> = feed.entries.iter().map(|entry| &entry.id).collect();
    assert_eq!(ids.len(), feed.entries.len());
    // The feed of the second edition: all its identifiers are still in the third.
    let [first, second] = edition.earlier.as_slice() else { panic!("two earlier editions") };
    let before = Edition { content: second.clone(), earlier: vec![first.clone()], notices: vec![] };
    let earlier = atom_syndication::Feed::read_from(file(&before, "roadmap/changes.atom").as_bytes()).unwrap();
    assert!(earlier.entries.len() > 4);
    assert!(earlier.entries.iter().all(|entry| ids.contains(&entry.id)));
    assert_eq!(feed.entries.iter().filter(|entry| entry.title.value.starts_with("Edition")).count(), 3);
    insta::assert_snapshot!("feed", text);
}

#[test]
fn a_person_s_name_is_in_no_file_and_on_no_page() {
    let mut tree = fiction::saltmarsh().content.tree;
    for node in &mut tree.nodes {
        for owner in &mut node.owners {
            owner.person = Some("Jo Bloggs".to_owned());
        }
    }
    let area = fiction::area();
    let area = kernel::Area {
        id: kernel::AreaId(uuid::Uuid::nil()),
        slug: area.slug.parse().unwrap(),
        name: area.name,
        profile: area.profile,
    };
    let content = Content::freeze(&area, tree, 1, "one", "", date(2026, 6, 22));
    let pages = site::build(&Edition { content, earlier: vec![], notices: vec![] });
    assert!(pages.iter().all(|page| !page.body.contains("Bloggs")));
}
