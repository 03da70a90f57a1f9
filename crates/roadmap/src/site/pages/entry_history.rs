//! What each edition said about a promise: the last part of its page.

use crate::{
    difference::{day_words, when_words},
    model::{Content, Node},
    site::{
        context::{Site, Step},
        lines, words,
    },
};

/// What each edition said about the entry, oldest first. `elsewhere` is for a promise of another plan, of which the
/// changes between editions do not speak.
pub(crate) fn told(site: &Site, entry: &Node, elsewhere: bool) -> Vec<(String, Vec<String>)> {
    let name = |edition: &Content| format!("Edition {}, {}", edition.number, day_words(edition.as_at));
    let editions = site.earlier.iter().chain([site.content]);
    let first = editions.clone().find(|edition| edition.node(&entry.key).is_some());
    let mut told: Vec<(String, Vec<String>)> = first
        .and_then(|edition| {
            edition.node(&entry.key).map(|node| {
                (name(edition), vec![format!("First shown here. Date: {}.", when_words(node.timing.current()))])
            })
        })
        .into_iter()
        .collect();
    for step in &site.steps {
        let said = if elsewhere { moved(step, &entry.key) } else { changed(step, &entry.key) };
        if !said.is_empty() {
            told.push((name(step.to), said));
        }
    }
    told
}

/// What the changes of one step say about an entry that the earlier edition knew.
fn changed(step: &Step, key: &str) -> Vec<String> {
    let named = [step.from, step.to].map(|edition| edition.node(key));
    let about = step.changes.iter().filter(|change| change.entry == key && named[0].is_some());
    about.map(|change| without_its_name(&change.sentence, named)).collect()
}

/// What one step changed for a promise of another plan: its date, with the reason, and how far it is.
fn moved(step: &Step, key: &str) -> Vec<String> {
    let (Some(before), Some(after)) = (step.from.node(key), step.to.node(key)) else { return Vec::new() };
    let mut said = Vec::new();
    let (was, is) = (before.timing.current(), after.timing.current());
    if was != is {
        let reason = after.timing.revisions.last().and_then(|revision| revision.reason.as_deref());
        said.push(format!("It moved from {} to {}. {}", when_words(was), when_words(is), lines::reason_line(reason)));
    }
    let far = |node: &Node| node.delivery.as_ref().map_or("Nobody has said", |mark| mark.value.plain());
    if far(before) != far(after) {
        said.push(format!(
            "How far it is: \u{201c}{}\u{201d} before, \u{201c}{}\u{201d} now.",
            far(before),
            far(after)
        ));
    }
    said
}

/// A sentence about the entry, on its own page: "It" stands for its words.
fn without_its_name(sentence: &str, named: [Option<&Node>; 2]) -> String {
    let quoted = |node: &Node| format!("\u{201c}{}\u{201d}", node.words().trim_end_matches('.'));
    let rest = named.into_iter().flatten().find_map(|node| sentence.strip_prefix(&quoted(node)));
    rest.map_or_else(
        || sentence.to_owned(),
        |rest| rest.strip_prefix(": ").map_or_else(|| format!("It{rest}"), words::capitalised),
    )
}
