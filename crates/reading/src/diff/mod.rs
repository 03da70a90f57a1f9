//! What changed between two versions of one page, in the page's own words.

mod pairs;

use std::fmt;

use serde::Serialize;

use crate::{
    model::{Item, Reading, Status, StatusReading, Warning, When},
    words::{folded, has_any, sentences, words},
};

/// What changed between two versions of one page.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Diff {
    /// Changes in the order of the new page; entries that are gone come last.
    pub changes: Vec<Change>,
    /// Remarks on the two versions as wholes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

/// One change of one entry. An entry can have several, such as delivered and moved.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// The entry as it was; absent for a new one.
    pub old: Option<Side>,
    /// The entry as it is; absent when the page no longer has it.
    pub new: Option<Side>,
    /// Why, only when the page says so.
    pub reason: Option<String>,
}

/// What happened to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// The old page did not have it.
    New,
    /// Its date is another.
    Moved,
    /// It is done now and was not before.
    Delivered,
    /// The new page says it was stopped.
    Dropped,
    /// Its words are others.
    Reworded,
    /// The page no longer has it, and does not say why.
    NoLongerPublished,
}

/// An entry as one version has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Side {
    /// Index among the version's entries.
    pub item: usize,
    /// The page's own number.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// The heading it stands under.
    pub section: Option<String>,
    /// Its words.
    pub text: String,
    /// When, as published and as days.
    pub when: When,
    /// How far it is by its own words.
    pub status: Status,
}

impl Side {
    fn of(index: usize, item: &Item) -> Self {
        Self {
            item: index,
            reference: item.reference.clone(),
            section: item.section.clone(),
            text: item.text.clone(),
            when: item.when.clone(),
            status: item.status.clone(),
        }
    }
}

/// For each entry of the later page, the place of the entry it continues in the earlier one.
pub fn partners(old: &[Item], new: &[Item]) -> Vec<Option<usize>> {
    pairs::of(old, new)
}

/// Compares two readings of one page, the older first.
pub fn diff(old: &Reading, new: &Reading) -> Diff {
    let partner = pairs::of(&old.items, &new.items);
    let mut out = Diff::default();
    let mut met = vec![false; old.items.len()];
    for (at, item) in new.items.iter().enumerate() {
        let side = Side::of(at, item);
        match partner.get(at).copied().flatten().and_then(|from| old.items.get(from).map(|was| (from, was))) {
            Some((from, was)) => {
                if let Some(slot) = met.get_mut(from) {
                    *slot = true;
                }
                compare(&mut out.changes, &Side::of(from, was), &side, item);
            }
            None => out.changes.push(Change { kind: ChangeKind::New, old: None, new: Some(side), reason: None }),
        }
    }
    for (at, item) in old.items.iter().enumerate().filter(|(at, _)| !met.get(*at).copied().unwrap_or(true)) {
        // A page that stopped in this entry never published it whole.
        if !item.incomplete_tail {
            out.changes.push(Change {
                kind: ChangeKind::NoLongerPublished,
                old: Some(Side::of(at, item)),
                new: None,
                reason: None,
            });
        }
    }
    out.warnings = remarks(old, new);
    out
}

fn compare(changes: &mut Vec<Change>, was: &Side, is: &Side, item: &Item) {
    let mut add = |kind: ChangeKind, reason: Option<String>| {
        changes.push(Change { kind, old: Some(was.clone()), new: Some(is.clone()), reason });
    };
    let told = told(item);
    if stopped(&told) {
        return add(ChangeKind::Dropped, reason(&told));
    }
    let delivered = is.status.reading == StatusReading::Done && was.status.reading != StatusReading::Done;
    if delivered {
        add(ChangeKind::Delivered, None);
    }
    if moved(&was.when, &is.when) {
        add(ChangeKind::Moved, reason(&told));
    }
    if folded(&was.text) != folded(&is.text) {
        add(ChangeKind::Reworded, None);
    }
}

/// Another last day, or another first day where both have one. "By September" that became "September" has not moved.
fn moved(was: &When, is: &When) -> bool {
    if was.earliest.is_none() && was.latest.is_none() && is.earliest.is_none() && is.latest.is_none() {
        return was.kind != is.kind && (was.text.is_some() || is.text.is_some());
    }
    was.latest != is.latest || was.earliest.is_some() && is.earliest.is_some() && was.earliest != is.earliest
}

/// Everything the new page says of an entry.
fn told(item: &Item) -> String {
    let mut parts = vec![item.text.clone()];
    parts.extend(item.status.word.clone());
    parts.extend(item.notes.clone());
    parts.extend(item.updates.iter().filter_map(|update| update.text.clone()));
    parts.join(". ")
}

fn stopped(told: &str) -> bool {
    has_any(
        &words(told),
        &[
            "cancelled",
            "canceled",
            "stopped",
            "withdrawn",
            "will not go ahead",
            "not going ahead",
            "no longer going ahead",
            "abandoned",
            "discontinued",
            "no longer required",
            "no longer needed",
            "will no longer",
        ],
    )
}

/// The reason a page gives: what follows "because" and its like, to the end of the sentence.
fn reason(told: &str) -> Option<String> {
    const LEADS: &[&str] = &["because of ", "because ", "due to ", "owing to ", "as a result of ", "caused by "];
    sentences(told).into_iter().find_map(|sentence| {
        let lower = sentence.to_lowercase();
        let (at, lead) = LEADS
            .iter()
            .filter_map(|lead| lower.find(lead).map(|at| (at, *lead)))
            .min_by_key(|(at, lead)| (*at, usize::MAX - lead.len()))?;
        // "Due to open in May" gives a date, not a reason.
        let rest = sentence.get(at + lead.len()..)?;
        let verb = rest.split_whitespace().next().unwrap_or_default();
        let dated = lead == "due to "
            && matches!(
                verb,
                "open" | "start" | "begin" | "launch" | "be" | "go" | "report" | "complete" | "finish" | "publish"
            );
        (!dated && !rest.trim().is_empty())
            .then(|| sentence.get(at..).unwrap_or_default().trim_end_matches(['.', ' ', ')']).to_owned())
    })
}

fn remarks(old: &Reading, new: &Reading) -> Vec<Warning> {
    let mut out = Vec::new();
    let mut remark =
        |code: &'static str, text: String| out.push(Warning { code, item: None, text, choices: Vec::new() });
    if let (Some(was), Some(is)) = (&old.plan.source, &new.plan.source)
        && was != is
    {
        remark("address_changed", format!("The two versions give two addresses for one page: {was} and {is}."));
    }
    if old.incomplete_tail.is_some() || new.incomplete_tail.is_some() {
        remark(
            "incomplete_tail",
            "A version stops in the middle: entries after that point are neither new nor gone.".to_owned(),
        );
    }
    if !old.items.is_empty() && new.items.is_empty() {
        remark("nothing_found", "The new version has no entry at all: check that it is the same page.".to_owned());
    }
    out
}

impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.changes.is_empty() {
            return writeln!(f, "Nothing changed.");
        }
        let days = |when: &When| when.text.clone().unwrap_or_else(|| "no date".to_owned());
        for change in &self.changes {
            let text = change.new.as_ref().or(change.old.as_ref()).map_or("", |side| side.text.as_str());
            match (change.kind, &change.old, &change.new) {
                (ChangeKind::Moved, Some(old), Some(new)) => {
                    write!(f, "Moved from {} to {}: {text}", days(&old.when), days(&new.when))?;
                }
                (ChangeKind::Reworded, Some(old), Some(_)) => write!(f, "Reworded: {text} (before: {})", old.text)?,
                (ChangeKind::New, ..) => write!(f, "New: {text}")?,
                (ChangeKind::Delivered, ..) => write!(f, "Delivered: {text}")?,
                (ChangeKind::Dropped, ..) => write!(f, "Dropped: {text}")?,
                _ => write!(f, "No longer published: {text}")?,
            }
            match &change.reason {
                Some(reason) => writeln!(f, " ({reason})")?,
                None => writeln!(f)?,
            }
        }
        Ok(())
    }
}
