//! What changed between editions, in sentences.

use askama::Template;
use web::{Html, Place};

use crate::{
    difference::{Change, ChangeKind, day_words, difference},
    model::Content,
    site::{
        Page,
        context::Site,
        frame::Sheet,
        paths,
        words::{self, counted},
    },
};

/// Changes as a list of sentences, each with the way to its entry.
#[derive(Template)]
#[template(path = "roadmap/change-lines.html")]
pub(crate) struct Listed<'a> {
    lines: Vec<ChangeLine<'a>>,
}

/// A sentence, cut after the words of the entry so that those can be the link.
struct ChangeLine<'a> {
    way: Option<String>,
    words: &'a str,
    rest: &'a str,
}

#[derive(Template)]
#[template(path = "roadmap/changes.html")]
struct Changes<'a> {
    here: Place,
    title: String,
    /// Nothing for the first edition, which has no one before it.
    compared: Option<Compared>,
    note: &'a str,
    groups: Vec<(&'static str, usize, Html)>,
    /// The form that compares any two editions; on the page of a pair the way to it stands instead.
    form: Html,
    pairs: Vec<(String, String)>,
}

struct Compared {
    sentence: String,
    counts: String,
}

impl<'a> Listed<'a> {
    pub(crate) fn plain(site: &Site, here: &Place, changes: &'a [Change]) -> Self {
        Self::of(site, here, changes.iter())
    }

    fn of(site: &Site, here: &Place, changes: impl Iterator<Item = &'a Change>) -> Self {
        let line = |change: &'a Change| {
            let cut = change.sentence.find('\u{201d}').map_or(0, |at| at + '\u{201d}'.len_utf8());
            let (words, rest) = change.sentence.split_at(cut);
            let way = site.has_entry_page(&change.entry).then(|| here.to(&paths::entry(&change.entry)));
            ChangeLine { way, words, rest }
        };
        Self { lines: changes.map(line).collect() }
    }
}

/// The changes since the last edition, and those between any two.
pub(crate) fn pages(site: &Site) -> Vec<Page> {
    let mut pages = vec![latest(site)];
    let editions: Vec<&Content> = site.earlier.iter().chain([site.content]).collect();
    for (at, later) in editions.iter().enumerate() {
        pages.extend(editions[..at].iter().map(|earlier| between(site, earlier, later)));
    }
    pages
}

/// The page `roadmap/changes`, which says plainly when there is no earlier edition.
fn latest(site: &Site) -> Page {
    let here = paths::place(paths::CHANGES);
    let step = site.steps.last();
    let changes = Changes {
        title: "What changed since last time".to_owned(),
        compared: step.map(|step| compared(step.from, step.to, &step.changes)),
        note: &site.content.note,
        groups: groups(site, &here, site.latest_changes()),
        form: super::compare::form(site, &here),
        pairs: pairs(site),
        here,
    };
    let sheet = Sheet::new(
        paths::CHANGES,
        &changes.title,
        "What is done, what moved and what is new on the roadmap since the last edition.",
        Html::of(&changes),
    );
    site.frame()
        .page(sheet.below("Roadmap", paths::ROADMAP).beside("Easy read version of this page", "easy-read/changes"))
}

/// The page of one pair. Any two editions may be compared, so that a slow slip over several editions can be seen.
fn between(site: &Site, earlier: &Content, later: &Content) -> Page {
    let path = paths::changes_between(earlier.number, later.number);
    let here = paths::place(&path);
    let found = difference(earlier, later);
    let changes = Changes {
        title: format!("What changed from edition {} to edition {}", earlier.number, later.number),
        compared: Some(compared(earlier, later, &found)),
        note: "",
        groups: groups(site, &here, &found),
        form: Html::default(),
        pairs: Vec::new(),
        here,
    };
    let sheet =
        Sheet::new(&path, &changes.title, "The difference between two editions of the roadmap.", Html::of(&changes));
    site.frame().page(sheet.below("Roadmap", paths::ROADMAP).below("What changed", paths::CHANGES))
}

fn compared(earlier: &Content, later: &Content, changes: &[Change]) -> Compared {
    let sentence = format!(
        "Edition {} of {} is compared with edition {} of {}.",
        later.number,
        day_words(later.as_at),
        earlier.number,
        day_words(earlier.as_at)
    );
    Compared { sentence, counts: counts(changes) }
}

/// "2 are done, 3 dates moved and 1 is new."
pub(crate) fn counts(changes: &[Change]) -> String {
    let count = |kind| changes.iter().filter(|change| change.kind == kind).count();
    let part = |kind: ChangeKind| {
        let (one, many) = match kind {
            ChangeKind::Delivered => ("thing is now done", "things are now done"),
            ChangeKind::Moved => ("date moved", "dates moved"),
            ChangeKind::New => ("thing is new", "things are new"),
            ChangeKind::Dropped => ("thing was dropped", "things were dropped"),
            ChangeKind::Merged => ("thing was merged into another", "things were merged into others"),
            ChangeKind::Split => ("thing was split into several", "things were split into several"),
            ChangeKind::Carried => ("thing goes on in the next plan", "things go on in the next plan"),
            ChangeKind::Closed => ("thing was closed", "things were closed"),
            ChangeKind::NoLongerPublished => ("thing is no longer shown", "things are no longer shown"),
            ChangeKind::StatusChanged => ("other status changed", "other statuses changed"),
            ChangeKind::PlacesChanged => ("number of places changed", "numbers of places changed"),
            ChangeKind::Reworded => ("thing is said in other words", "things are said in other words"),
        };
        Some(count(kind)).filter(|count| *count > 0).map(|count| counted(count, one, many))
    };
    let parts: Vec<String> = ChangeKind::ALL.iter().copied().filter_map(part).collect();
    if parts.is_empty() { "Nothing changed.".to_owned() } else { words::stopped(&words::listed(&parts)) }
}

/// The changes by kind, in the order in which they are listed to people, without empty kinds.
fn groups(site: &Site, here: &Place, changes: &[Change]) -> Vec<(&'static str, usize, Html)> {
    let group = |kind: ChangeKind| {
        let of_kind = || changes.iter().filter(move |change| change.kind == kind);
        (kind.plain(), of_kind().count(), Html::of(&Listed::of(site, here, of_kind())))
    };
    ChangeKind::ALL.iter().copied().map(group).filter(|(_, count, _)| *count > 0).collect()
}

/// Every pair of editions, the newest first, as words and path.
pub(crate) fn pairs(site: &Site) -> Vec<(String, String)> {
    let editions: Vec<&Content> = site.earlier.iter().chain([site.content]).collect();
    let mut pairs = Vec::new();
    for (at, later) in editions.iter().enumerate().rev() {
        for earlier in editions[..at].iter().rev() {
            let words = format!(
                "From edition {} ({}) to edition {} ({})",
                earlier.number,
                day_words(earlier.as_at),
                later.number,
                day_words(later.as_at)
            );
            pairs.push((words, paths::changes_between(earlier.number, later.number)));
        }
    }
    pairs
}
