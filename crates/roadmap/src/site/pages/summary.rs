//! How an edition stands, in a few sentences. Figures are counts of what was said, never judgements of our own.

use crate::{
    difference::day_words,
    model::{Delivery, Node, RetiredKind},
    notices::{NoticeKind, counted as notices_by_kind},
    site::{context::Site, lines, words::counted},
};

/// "52 things were promised. 17 are said to be done. ..."
pub(crate) fn standing(site: &Site) -> Vec<String> {
    let all = site.live.len();
    if all == 0 {
        return vec!["Nothing is on this roadmap yet.".to_owned()];
    }
    let mut sentences = vec![format!("{} promised.", counted(all, "thing is", "things are"))];
    let said = |kinds: &[Delivery]| kinds.iter().map(|kind| site.count_said(Some(*kind))).sum::<usize>();
    let groups = [
        (said(&[Delivery::Done]), "said to be done"),
        (said(&[Delivery::InProgress, Delivery::Ongoing]), "said to be under way or ongoing"),
        (said(&[Delivery::NotStarted, Delivery::Planned]), "planned or not started"),
        (said(&[Delivery::Delayed, Delivery::Postponed]), "delayed or put off"),
    ];
    sentences.extend(
        groups
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{} {what}.", counted(*count, "is", "are"))),
    );
    match site.count_said(None) {
        0 => {}
        none if none == all => sentences.push("Nobody has said how far any of them is.".to_owned()),
        none => sentences.push(format!("For {none}, nobody has said how far it is.")),
    }
    sentences.extend(moves(site.live.iter().copied()));
    sentences.extend(left(site));
    sentences
}

/// How many dates moved since they were first promised.
pub(crate) fn moves<'a>(entries: impl Iterator<Item = &'a Node>) -> Option<String> {
    let moved = entries.filter(|entry| !entry.timing.revisions.is_empty()).count();
    match moved {
        0 => None,
        1 => Some("1 date has moved since it was first promised.".to_owned()),
        moved => Some(format!("{moved} dates have moved since they were first promised.")),
    }
}

/// How many entries were given up, and how.
fn left(site: &Site) -> Option<String> {
    let dropped = site
        .retired
        .iter()
        .filter(|entry| entry.retired.as_ref().is_some_and(|retired| retired.kind == RetiredKind::Dropped))
        .count();
    let others = site.retired.len() - dropped;
    match (dropped, others) {
        (0, 0) => None,
        (0, others) => Some(format!("{} from the roadmap.", counted(others, "thing has gone", "things have gone"))),
        (dropped, 0) => Some(format!("{} dropped.", counted(dropped, "thing was", "things were"))),
        (dropped, others) => Some(format!(
            "{} dropped and {others} more left the roadmap.",
            counted(dropped, "thing was", "things were")
        )),
    }
}

/// How many dates have passed without news, as at the printed day; nothing when none has.
pub(crate) fn passed(site: &Site) -> Option<String> {
    let passed = notices_by_kind(site.notices).get(&NoticeKind::DatePassed).copied().unwrap_or(0);
    let day = day_words(site.content.as_at);
    (passed > 0).then(|| {
        format!("On {day}, {} passed with no news here of what happened.", counted(passed, "date had", "dates had"))
    })
}

/// The one sentence that says what the timeline shows.
pub(crate) fn finding_of_the_timeline(site: &Site) -> String {
    let all = site.live.len();
    let done = site.live.iter().filter(|entry| lines::happened(entry)).count();
    let later = site
        .live
        .iter()
        .filter(|entry| {
            entry.timing.current().latest > entry.timing.baseline.latest && entry.timing.baseline.latest.is_some()
        })
        .count();
    if all == 0 {
        return "Nothing is on this roadmap yet.".to_owned();
    }
    let things = counted(all, "thing", "things");
    let done = if done == 0 { "none is".to_owned() } else { counted(done, "is", "are") };
    // A silent record is no proof that every date held.
    let moved = match later {
        0 => "No move to a later date is recorded.".to_owned(),
        later => format!("{} to a later date.", counted(later, "has moved", "have moved")),
    };
    format!("Of {things}, {done} said to have happened. {moved}")
}
