//! One school or base as all plans together tell of it, so that no place is counted twice.

use crate::{
    difference::{day_words, lateness, when_words},
    model::{Delivery, Node, PlaceChange, When},
    site::{context::Site, lines, words},
};

/// A school, base or service, with every promise that speaks of it.
///
/// Two promises speak of the same one when they give it the same name and one helps to carry the other out or is a part
/// of it. A name alone is not enough: a school may get places twice.
pub(crate) struct Provision<'a> {
    /// Promises of other plans first, those of the roadmap last: the roadmap speaks last, and its figures hold.
    promises: Vec<Promise<'a>>,
}

/// A promise with its places in this one school or base.
struct Promise<'a> {
    node: &'a Node,
    places: Vec<&'a PlaceChange>,
}

/// Every provision of an edition, by the day it was first promised for; those without a day come last.
pub(crate) fn provisions<'a>(site: &Site<'a>) -> Vec<Provision<'a>> {
    let stands = |node: &&Node| node.retired.is_none();
    let mut found: Vec<Provision> = Vec::new();
    for node in site.content.commitments().filter(stands).chain(site.live.iter().copied()) {
        for promise in of_node(node) {
            let (same, others) = found.into_iter().partition(|provision| provision.is_spoken_of_by(&promise));
            found = others;
            let same: Vec<Provision> = same;
            let promises = same.into_iter().flat_map(|provision| provision.promises).chain([promise]).collect();
            found.push(Provision { promises });
        }
    }
    found.sort_by_key(|provision| last_day(&provision.first_promised()));
    found
}

/// A node's places, brought together by the name of the school or base.
fn of_node(node: &Node) -> Vec<Promise<'_>> {
    let mut promises: Vec<Promise> = Vec::new();
    for place in &node.places {
        match promises.iter_mut().find(|promise| named_alike(promise.places[0], place)) {
            Some(promise) => promise.places.push(place),
            None => promises.push(Promise { node, places: vec![place] }),
        }
    }
    promises
}

fn named_alike(one: &PlaceChange, other: &PlaceChange) -> bool {
    let name =
        |place: &PlaceChange| place.provision.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    name(one) == name(other)
}

/// Sorts undated promises behind all others.
fn last_day(when: &When) -> (bool, Option<jiff::civil::Date>) {
    let day = when.latest.or(when.earliest);
    (day.is_none(), day)
}

impl<'a> Provision<'a> {
    fn is_spoken_of_by(&self, promise: &Promise) -> bool {
        let tied = |one: &Node, other: &Node| {
            one.contributes_to.contains(&other.key) || one.parent.as_ref() == Some(&other.key)
        };
        self.promises.iter().any(|met| {
            named_alike(met.places[0], promise.places[0])
                && (tied(met.node, promise.node) || tied(promise.node, met.node))
        })
    }

    /// What the promise that speaks last says, of those that say anything.
    fn last<T>(&self, said: impl Fn(&Promise<'a>) -> Option<T>) -> Option<T> {
        self.promises.iter().rev().find_map(said)
    }

    /// A number of places as the promise that speaks last and gives one has it.
    fn places(&self, number: fn(&PlaceChange) -> Option<u32>) -> Option<u32> {
        self.last(|promise| promise.places.iter().filter_map(|place| number(place)).reduce(u32::saturating_add))
    }

    /// Places added.
    pub(crate) fn added(&self) -> Option<u32> {
        self.places(|place| place.added)
    }

    /// Places on the first day.
    pub(crate) fn at_opening(&self) -> Option<u32> {
        self.places(|place| place.at_opening)
    }

    /// Places when full.
    pub(crate) fn full(&self) -> Option<u32> {
        self.places(|place| place.full)
    }

    /// Its name with its kind, such as "Heron Primary (resource base)".
    pub(crate) fn name(&self) -> String {
        let named = self.last(|promise| promise.places.first().copied());
        let name = named.map_or("", |place| place.provision.as_str());
        match self.last(|promise| promise.places.iter().map(|place| place.kind.as_str()).find(|kind| !kind.is_empty()))
        {
            Some(kind) => format!("{name} ({kind})"),
            None => name.to_owned(),
        }
    }

    /// The promises that speak of it, the roadmap's last.
    pub(crate) fn nodes(&self) -> impl DoubleEndedIterator<Item = &'a Node> {
        self.promises.iter().map(|promise| promise.node)
    }

    /// The earliest date any plan first gave.
    pub(crate) fn first_promised(&self) -> When {
        let baselines = self.nodes().map(|node| &node.timing.baseline);
        baselines.min_by_key(|when| last_day(when)).cloned().unwrap_or_default()
    }

    /// Every other date that was given: each move with its day and its reason, and what a further plan promised from the
    /// start. Empty where no plan gave another.
    pub(crate) fn moves(&self, site: &Site) -> Vec<String> {
        let first = self.first_promised();
        let mut nodes: Vec<&Node> = self.nodes().collect();
        nodes.sort_by_key(|node| last_day(&node.timing.baseline));
        let mut moves = Vec::new();
        for node in nodes {
            let timing = &node.timing;
            if timing.baseline != first && last_day(&timing.baseline) != last_day(&When::default()) {
                let plan = if site.is_entry(node) {
                    "on the roadmap".to_owned()
                } else {
                    format!("in \u{201c}{}\u{201d}", site.plan_title(node))
                };
                moves.push(format!("{}, {plan}.", when_words(&timing.baseline)));
            }
            moves.extend(timing.revisions.iter().map(|revision| {
                let reason = lines::reason_line(revision.reason.as_deref());
                format!("{}, said on {}. {reason}", when_words(&revision.to), day_words(revision.on))
            }));
        }
        moves
    }

    /// Whether the date that holds now is later than the one first promised.
    pub(crate) fn is_later_than_promised(&self) -> bool {
        let first = self.first_promised().latest;
        let now = self.last(|promise| promise.node.timing.current().latest);
        first.is_some() && now > first
    }

    /// When it opened, and how much later that was than first promised; nothing when nobody has said.
    pub(crate) fn opened(&self) -> Option<String> {
        let actual = self.last(|promise| promise.node.timing.actual.as_ref())?;
        let late = lateness(&self.first_promised(), &actual.when);
        let opened = words::stopped(&when_words(&actual.when));
        Some(late.map_or_else(|| when_words(&actual.when), |late| format!("{opened} {late}")))
    }

    /// Whether any promise of it is said to have happened.
    pub(crate) fn is_open(&self) -> bool {
        self.nodes().any(lines::happened)
    }

    /// How far it is said to be, by the promise that speaks last.
    pub(crate) fn delivery(&self) -> Option<Delivery> {
        self.last(|promise| promise.node.delivery.as_ref().map(|mark| mark.value))
    }
}
