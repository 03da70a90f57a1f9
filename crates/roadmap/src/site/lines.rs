//! An entry in a list: its words, how far it is said to be, when, and what is to be noticed. One look on every page.

use askama::Template;
use web::{Component, Html, Place, components::Tag};

use super::{context::Site, paths, words};
use crate::{
    difference::{lateness, when_words},
    model::{Delivery, Mark, Nature, Node, When},
    notices::NoticeKind,
};

/// A list of entries.
#[derive(Template)]
#[template(path = "roadmap/entry-lines.html")]
pub(crate) struct EntryLines {
    lines: Vec<EntryLine>,
}

struct EntryLine {
    /// Printed on the roadmap itself alone, where each entry stands once.
    id: Option<String>,
    href: String,
    words: String,
    happened: bool,
    tag: Option<Html>,
    text: String,
    flags: String,
}

impl EntryLines {
    /// The list as it stands on the roadmap, under the heading `section`, with an anchor for each entry.
    pub(crate) fn anchored(site: &Site, here: &Place, section: Option<&str>, entries: &[&Node]) -> Html {
        let line =
            |entry: &&Node| EntryLine { id: Some(paths::segment(&entry.key)), ..line(site, here, section, entry) };
        Html::of(&Self { lines: entries.iter().map(line).collect() })
    }

    /// The list as it stands anywhere else, each promise with its date, those of other plans with their plan.
    pub(crate) fn plain(site: &Site, here: &Place, nodes: &[&Node]) -> Html {
        let line = |node: &&Node| {
            let line = line(site, here, None, node);
            let plan = (!site.is_entry(node)).then(|| words::stopped(&site.place_in_plan(node)));
            line.begun_with(plan.as_deref())
        };
        Html::of(&Self { lines: nodes.iter().map(line).collect() })
    }

    /// The list as it stands under the name of a plan that is not the roadmap: each node with its level and number there,
    /// and plainly where nothing on the roadmap carries a promise out.
    pub(crate) fn of_plan(site: &Site, here: &Place, nodes: &[&Node]) -> Html {
        let line = |node: &&Node| {
            let level = words::capitalised(&node.level);
            let number = node.reference.as_deref().unwrap_or_default();
            let place = words::stopped(format!("{level} {number}").trim());
            let line = line(site, here, None, node).begun_with(Some(&place));
            let flags = if is_carried_out(site, node) || !is_open_promise(node) { "" } else { NOT_CARRIED_OUT };
            EntryLine { flags: flags.to_owned(), ..line }
        };
        Html::of(&Self { lines: nodes.iter().map(line).collect() })
    }
}

impl EntryLine {
    fn begun_with(self, words: Option<&str>) -> Self {
        let text = words.into_iter().chain([self.text.as_str()]).collect::<Vec<_>>().join(" ");
        Self { text, ..self }
    }
}

/// Said of a promise in another plan that no entry helps to keep.
const NOT_CARRIED_OUT: &str = "Nothing on the roadmap carries it out.";

/// Whether a node is something the partnership promised. A review by those who oversee it, or what others do, is not.
pub(crate) fn is_promise(node: &Node) -> bool {
    !matches!(node.nature, Nature::OversightReview | Nature::External)
}

/// Whether it is a promise that still stands.
pub(crate) fn is_open_promise(node: &Node) -> bool {
    is_promise(node) && node.retired.is_none()
}

/// Whether an entry on the roadmap helps to keep a promise of another plan, or any part of it.
pub(crate) fn is_carried_out(site: &Site, node: &Node) -> bool {
    !site.entries_for(&node.key).is_empty() || site.has_entries_below(&node.key)
}

/// One entry in two lines: its words as the link, then status, dates and notices.
fn line(site: &Site, here: &Place, section: Option<&str>, entry: &Node) -> EntryLine {
    let mut text = vec![when_line(entry, section)];
    text.extend(said_word(entry.delivery.as_ref()).map(|word| format!("Their word: \u{201c}{word}\u{201d}.")));
    if entry.delivery.is_none() && entry.retired.is_none() {
        text.push("Nobody has said how far this is.".to_owned());
    }
    text.extend(entry.confidence.as_ref().map(|mark| format!("How sure they are: {}.", mark.value.plain())));
    text.extend(entry.felt.as_ref().map(|mark| format!("{}.", mark.value.plain())));
    text.extend(
        entry
            .places
            .iter()
            .filter_map(|place| place.added)
            .map(|added| format!("{}.", words::counted(added as usize, "place", "places"))),
    );
    let flags: Vec<&str> = site.noticed(&entry.key).iter().map(|notice| flag(notice.kind)).collect();
    EntryLine {
        id: None,
        href: here.to(&site.path_of(entry)),
        words: entry.words().to_owned(),
        happened: happened(entry),
        tag: status_tag(entry),
        text: text.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "),
        flags: flags.join(" "),
    }
}

/// Whether it is said to have happened.
pub(crate) fn happened(entry: &Node) -> bool {
    entry.timing.actual.is_some() || entry.delivery.as_ref().is_some_and(|mark| mark.value == Delivery::Done)
}

/// A notice in three or four words.
pub(crate) fn flag(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::DatePassed => "The date has passed.",
        NoticeKind::OutcomeWithoutMeasure => "No figure shows it.",
        NoticeKind::OngoingWithoutUpdate => "No news for a year.",
        NoticeKind::DoneWithoutEvidence => "No proof is given.",
    }
}

/// How far it is said to be, as a tag; nothing when nobody has said.
pub(crate) fn status_tag(entry: &Node) -> Option<Html> {
    let (text, colour) = match (&entry.retired, &entry.delivery) {
        (Some(retired), _) => (retired.kind.plain(), "govuk-tag--grey"),
        (None, Some(mark)) => (mark.value.plain(), colour(mark.value)),
        (None, None) => return None,
    };
    Some(Tag { text: text.to_owned(), classes: colour.into(), ..Tag::default() }.html())
}

/// A colour beside the words, never instead of them.
fn colour(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Done => "govuk-tag--green",
        Delivery::InProgress | Delivery::Ongoing => "govuk-tag--blue",
        Delivery::Delayed | Delivery::Postponed => "govuk-tag--yellow",
        Delivery::NotStarted | Delivery::Planned => "govuk-tag--grey",
    }
}

/// The word as published, where it says more than ours.
pub(crate) fn said_word<T: Copy + std::fmt::Display>(mark: Option<&Mark<T>>) -> Option<&str> {
    let mark = mark?;
    let word = mark.word.as_deref()?.trim();
    let same = word.to_lowercase() == mark.value.to_string().replace('_', " ");
    (!same && !word.is_empty()).then_some(word)
}

/// When, in short: what was first promised, where it moved and why, and what happened. The date is left out where the
/// heading above has just said it.
pub(crate) fn when_line(entry: &Node, section: Option<&str>) -> String {
    let timing = &entry.timing;
    let baseline = when_words(&timing.baseline);
    let mut parts = Vec::new();
    match timing.revisions.as_slice() {
        [] if section == Some(baseline.as_str()) => {}
        [] => parts.push(format!("When: {baseline}.")),
        [.., last] => {
            let moves = match timing.revisions.len() {
                1 => "Moved to".to_owned(),
                many => format!("Moved {many} times, now"),
            };
            parts.push(format!("{}: {baseline}. {moves}: {}.", first_date_words(entry), when_words(&last.to)));
            parts.push(reason_line(last.reason.as_deref()));
        }
    }
    if let Some(actual) = &timing.actual {
        parts.push(format!("Happened: {}.", when_words(&actual.when)));
        parts.extend(late(entry, &actual.when));
    }
    parts.join(" ")
}

/// What the first date of a node is called: nobody here promises what those who oversee do.
pub(crate) fn first_date_words(node: &Node) -> &'static str {
    if is_promise(node) { "First promised" } else { "First planned" }
}

/// How much later than first promised it happened; nothing when it was not.
pub(crate) fn late(node: &Node, happened: &When) -> Option<String> {
    let late = lateness(&node.timing.baseline, happened)?;
    Some(if is_promise(node) { late } else { late.replace("first promised", "first planned") })
}

/// Why a date moved, or the plain statement that nobody said.
pub(crate) fn reason_line(reason: Option<&str>) -> String {
    reason.map_or_else(|| "No reason was given.".to_owned(), |reason| format!("Reason: {}", words::stopped(reason)))
}
