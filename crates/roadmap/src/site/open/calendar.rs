//! What people may want in their calendar (RFC 5545): events, surveys and openings.

use icalendar::{Calendar, Component, Event, Property};
use jiff::{ToSpan, civil::Date};

use crate::{
    difference::when_words,
    model::{Kind, Nature, Node, Precision, When},
    site::{
        context::Site,
        words::{self, without_controls},
    },
};

/// Whether and how a date can stand in a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Datedness {
    /// A day, or a few days in a row, all day.
    Day(Date, Date),
    /// A month or a quarter in which the day is not fixed: shown as a span that blocks nothing and says so.
    SomeTimeIn(Date, Date),
    /// Too vague for a calendar: a season, a year, "by", "from", or no date at all.
    TooVague,
}

/// What a published date gives a calendar. A month is never turned into a day.
fn datedness(when: &When) -> Datedness {
    let (Some(first), Some(last)) = (when.earliest, when.latest) else { return Datedness::TooVague };
    match (when.kind, when.precision) {
        (Kind::On | Kind::In | Kind::Range | Kind::Recurs, Precision::Day) => Datedness::Day(first, last),
        (Kind::On | Kind::In, Precision::Month | Precision::QuarterLabel) => Datedness::SomeTimeIn(first, last),
        _ => Datedness::TooVague,
    }
}

/// Whether an entry is something people go to, answer, or see open.
fn belongs(entry: &Node) -> bool {
    matches!(entry.nature, Nature::Event | Nature::Survey | Nature::Opening)
}

/// How many of those entries the calendar can show, and how.
#[derive(Debug, Default)]
pub(crate) struct Calendared {
    pub(crate) days: usize,
    pub(crate) spans: usize,
    pub(crate) left_out: usize,
}

impl Calendared {
    pub(crate) fn count(site: &Site) -> Self {
        let mut count = Self::default();
        for entry in site.live.iter().filter(|entry| belongs(entry)) {
            match datedness(shown_date(entry)) {
                Datedness::Day(..) => count.days += 1,
                Datedness::SomeTimeIn(..) => count.spans += 1,
                Datedness::TooVague => count.left_out += 1,
            }
        }
        count
    }
}

/// When it happened, or the date that holds.
fn shown_date(entry: &Node) -> &When {
    entry.timing.actual.as_ref().map_or(entry.timing.current(), |actual| &actual.when)
}

/// The calendar file. It is stamped with the edition's day, so that the same edition gives the same bytes.
pub(crate) fn events(site: &Site) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//Waymark//SEND roadmap//EN"));
    calendar.name(&without_controls(&format!("SEND roadmap for {}", site.content.area.name)));
    for entry in site.live.iter().filter(|entry| belongs(entry)) {
        calendar.extend(event(site, entry));
    }
    calendar.to_string()
}

/// An entry as an event, or nothing when its date is too vague.
fn event(site: &Site, entry: &Node) -> Option<Event> {
    let when = shown_date(entry);
    let (first, last, summary) = match datedness(when) {
        Datedness::Day(first, last) => (first, last, entry.words().to_owned()),
        Datedness::SomeTimeIn(first, last) => {
            (first, last, format!("Some time {}: {}", words::span(first, last), entry.words()))
        }
        Datedness::TooVague => return None,
    };
    // The end of an all-day event is the day after its last (RFC 5545 section 3.6.1).
    let end = last.checked_add(1.day()).ok()?;
    let content = site.content;
    let mut event = Event::new();
    event
        .append_property((
            "UID",
            format!("{}-{}@waymark.invalid", content.area.slug, crate::site::paths::segment(&entry.key)).as_str(),
        ))
        .append_property(("DTSTAMP", content.as_at.strftime("%Y%m%dT000000Z").to_string().as_str()))
        .append_property(all_day("DTSTART", first))
        .append_property(all_day("DTEND", end))
        .append_property(("SEQUENCE", content.number.to_string().as_str()))
        .append_property(("SUMMARY", without_controls(&summary).as_str()))
        .append_property((
            "DESCRIPTION",
            without_controls(&format!(
                "Date as published: {}. Taken from edition {} of the roadmap.",
                when_words(when),
                content.number
            ))
            .as_str(),
        ))
        .append_property(("TRANSP", "TRANSPARENT"));
    Some(event)
}

/// A date without a time, as the whole day counts.
fn all_day(name: &str, day: Date) -> Property {
    let mut property = Property::new(name, day.strftime("%Y%m%d").to_string());
    property.add_parameter("VALUE", "DATE").done()
}
