//! The changes as an Atom feed (RFC 4287).

use atom_syndication::{Entry, Feed, FixedDateTime, Link, Person, Text, WriteConfig};
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::json_text;
use crate::{
    difference::Change,
    model::Content,
    site::{
        context::Site,
        paths,
        words::{shortened, without_controls},
    },
};

/// So many of the newest changes stand in the feed; readers keep the older ones.
const MOST: usize = 200;

/// One entry for each edition and one for each change in it, the newest first.
pub(crate) fn changes(site: &Site) -> String {
    let here = paths::place("roadmap/changes.atom");
    let link = |relation: &str, path: &str| Link { rel: relation.to_owned(), href: here.to(path), ..Link::default() };
    let content = site.content;
    let mut entries = Vec::new();
    for edition in site.earlier.iter().chain([content]).rev() {
        entries.push(of_edition(site, edition, link("alternate", "roadmap/editions")));
        let step = site.steps.iter().find(|step| step.to.number == edition.number);
        for change in step.map_or(&[][..], |step| &step.changes) {
            let path = if site.has_entry_page(&change.entry) {
                paths::entry(&change.entry)
            } else {
                paths::CHANGES.to_owned()
            };
            entries.push(of_change(site, edition, change, link("alternate", &path)));
        }
    }
    entries.truncate(MOST);
    let feed = Feed {
        title: Text::plain(format!("Changes to the SEND roadmap for {}", content.area.name)),
        id: identifier(&[&content.area.slug]),
        updated: midnight(content.as_at),
        authors: vec![Person { name: site.frame().owner().to_owned(), ..Person::default() }],
        links: vec![link("self", "roadmap/changes.atom"), link("alternate", paths::CHANGES)],
        lang: Some("en-GB".to_owned()),
        entries,
        ..Feed::default()
    };
    let config = WriteConfig { write_document_declaration: true, indent_size: Some(1) };
    let written = feed.write_with_config(Vec::new(), config).unwrap_or_default();
    String::from_utf8(written).unwrap_or_default()
}

/// The release itself, so that a first edition without changes is in the feed too.
fn of_edition(site: &Site, edition: &Content, link: Link) -> Entry {
    let title = format!("Edition {} of the roadmap was released", edition.number);
    let summary = if edition.note.is_empty() { &title } else { &edition.note };
    entry(&title, summary, identifier(&[&site.content.area.slug, &edition.number.to_string()]), edition.as_at, link)
}

/// One change, with the way to its entry.
fn of_change(site: &Site, edition: &Content, change: &Change, link: Link) -> Entry {
    let id =
        identifier(&[&site.content.area.slug, &edition.number.to_string(), &change.entry, &json_text(&change.kind)]);
    let words = edition.node(&change.entry).map(|node| format!(": {}", shortened(node.words()))).unwrap_or_default();
    entry(&format!("{}{words}", change.kind.plain()), &change.sentence, id, edition.as_at, link)
}

/// An entry of the feed; its `updated` is the edition's day, never the moment of building.
fn entry(title: &str, summary: &str, id: String, on: Date, link: Link) -> Entry {
    Entry {
        title: Text::plain(without_controls(title)),
        summary: Some(Text::plain(without_controls(summary))),
        id,
        updated: midnight(on),
        links: vec![link],
        ..Entry::default()
    }
}

/// The identifier of an entry, the same for ever: a name-based UUID (RFC 9562, version 8) over the area's word, the
/// edition's number, the entry's key and the kind of change.
fn identifier(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\u{1f}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid().urn().to_string()
}

/// The start of a day in universal time: an edition has a day, and a feed asks for an instant.
fn midnight(day: Date) -> FixedDateTime {
    format!("{day}T00:00:00Z").parse().unwrap_or_default()
}
