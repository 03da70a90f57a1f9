//! The whole roadmap on one page, by the headings it was published under.

use std::collections::HashMap;

use askama::Template;
use jiff::civil::Date;
use web::{Html, Place};

use super::summary;
use crate::{
    difference::day_words,
    model::{Node, Precision},
    site::{
        Page,
        context::Site,
        frame::Sheet,
        glossary::{self, Term},
        lines::EntryLines,
        paths, words,
    },
};

/// No script and no filter: the whole of it stays small enough to load once and search with the browser itself.
#[derive(Template)]
#[template(path = "roadmap/roadmap.html")]
struct Roadmap<'a> {
    here: Place,
    name: &'a str,
    edition: u32,
    released: String,
    standing: String,
    passed: Option<String>,
    sections: Vec<Section>,
    retired: Html,
    retired_count: usize,
    /// The entries' words are links, so their hard words are explained at the foot of the page.
    terms: Vec<&'static Term>,
}

/// The entries under one heading.
struct Section {
    id: String,
    heading: String,
    /// The days the heading stands for, where it does not say them.
    meaning: Option<String>,
    count: String,
    lines: Html,
}

/// The page `roadmap`.
pub(crate) fn page(site: &Site) -> Page {
    let here = paths::place(paths::ROADMAP);
    let content = site.content;
    let sections = sections(site, &here);
    let everything: String = sections.iter().map(|section| section.lines.as_str()).collect();
    let roadmap = Roadmap {
        name: &content.area.name,
        edition: content.number,
        released: day_words(content.as_at),
        standing: summary::standing(site).join(" "),
        passed: summary::passed(site),
        terms: glossary::met_in(&everything),
        sections,
        retired: EntryLines::anchored(site, &here, None, &site.retired),
        retired_count: site.retired.len(),
        here,
    };
    let about = format!(
        "Everything on the SEND roadmap for {}, by date: what was promised, what is done and what moved.",
        content.area.name
    );
    let sheet = Sheet::new(paths::ROADMAP, "SEND roadmap", &about, Html::of(&roadmap));
    site.frame().page(Sheet { unmarked: true, ..sheet }.beside("Easy read version of this page", "easy-read/roadmap"))
}

/// The entries grouped by heading. The groups stand in the order of their dates, those without a date at the end: what a
/// later edition adds to an early quarter belongs there.
pub(crate) fn grouped<'a>(entries: &[&'a Node]) -> Vec<(Option<&'a str>, Vec<&'a Node>)> {
    let mut groups: Vec<(Option<&str>, Vec<&Node>)> = Vec::new();
    let mut place: HashMap<Option<&str>, usize> = HashMap::new();
    for entry in entries {
        let heading = entry.section.as_deref();
        let at = *place.entry(heading).or_insert_with(|| {
            groups.push((heading, Vec::new()));
            groups.len() - 1
        });
        groups[at].1.push(entry);
    }
    groups.sort_by_key(|(heading, entries)| {
        let first = first_day(*heading, entries);
        (first.is_none(), first)
    });
    groups
}

/// The first day of the date that is the heading itself, or of any date under it.
fn first_day(heading: Option<&str>, entries: &[&Node]) -> Option<Date> {
    let baselines = || entries.iter().map(|entry| &entry.timing.baseline);
    let own = baselines().find(|when| when.text.as_deref() == heading && when.earliest.is_some());
    own.or_else(|| baselines().filter(|when| when.earliest.is_some()).min_by_key(|when| when.earliest))
        .and_then(|when| when.earliest)
}

/// The live entries under their headings; those given up stand in a list of their own below.
fn sections(site: &Site, here: &Place) -> Vec<Section> {
    let section = |(heading, entries): (Option<&str>, Vec<&Node>)| Section {
        id: format!("when-{}", paths::segment(&heading.unwrap_or("none").to_lowercase().replace(' ', "-"))),
        heading: heading.unwrap_or("Under no heading").to_owned(),
        meaning: heading.and_then(|heading| meaning(heading, &entries)),
        count: words::counted(entries.len(), "thing", "things"),
        lines: EntryLines::anchored(site, here, heading, &entries),
    };
    grouped(&site.live).into_iter().map(section).collect()
}

/// A month that stands for a quarter is explained under its heading.
fn meaning(heading: &str, entries: &[&Node]) -> Option<String> {
    let labelled = |entry: &&&Node| {
        let when = &entry.timing.baseline;
        when.precision == Precision::QuarterLabel && when.text.as_deref() == Some(heading)
    };
    words::days_meant(&entries.iter().find(labelled)?.timing.baseline)
}
