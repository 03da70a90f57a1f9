//! What hangs on a commitment: owners, links, places, measures. Lists have two empty rows more than they hold.

use roadmap::{
    deed::{Deed, Links},
    model::{Owner, Part, PlaceChange, SuccessMeasure},
};

use super::{Desk, Meant, dates::bodies, or_nothing, reason, why};
use crate::{
    fields::{Typed, Wrongs},
    form::{Ask, Named},
};

/// Empty rows after those held.
const SPARE: usize = 2;

fn parts() -> Vec<Named> {
    let parts = [
        ("lead", "Leads"),
        ("accountable", "Is accountable"),
        ("responsible", "Is responsible"),
        ("support", "Supports"),
    ];
    parts.map(|(word, plain)| (word.to_owned(), plain.to_owned())).to_vec()
}

fn part_of(word: &str) -> Option<Part> {
    serde_json::from_value(serde_json::Value::from(word)).ok()
}

fn part_word(part: Part) -> String {
    serde_json::to_value(part).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Which of the rows typed hold anything, by number from 1; at most those the form offered.
fn rows(held: usize) -> impl Iterator<Item = usize> {
    1..=held + SPARE
}

pub(super) fn owner_asks(desk: Desk<'_>) -> Vec<Ask> {
    let owners = &desk.node.owners;
    let mut asks = Vec::new();
    for row in rows(owners.len()) {
        let owner = owners.get(row - 1);
        let text = |value: Option<&String>| value.cloned().unwrap_or_default();
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let body = text(owner.and_then(|owner| owner.body.as_ref()));
        let mut known = or_nothing("No organisation", bodies(desk));
        if !known.iter().any(|(key, _)| *key == body) {
            known.push((body.clone(), body.clone()));
        }
        let name = |field: &str| format!("owner-{row}-{field}");
        let label = |words: &str| format!("Owner {row}: {words}");
        asks.push(Ask::one_of(&name("body"), &label("organisation"), known, &body));
        asks.push(Ask::line(&name("role"), &label("post"), &text(owner.and_then(|owner| owner.role.as_ref()))));
        if desk.reads_private {
            let person = text(owner.and_then(|owner| owner.person.as_ref()));
            asks.push(Ask::line(&name("person"), &label("person, for the office only"), &person));
        }
        let part = owner.map_or_else(|| "responsible".to_owned(), |owner| part_word(owner.part));
        asks.push(Ask::one_of(&name("part"), &label("in what part"), parts(), &part));
        asks.push(Ask::line(&name("since"), &label("since"), &day(owner.and_then(|owner| owner.since))));
        asks.push(Ask::line(&name("until"), &label("until the end of"), &day(owner.and_then(|owner| owner.until))));
    }
    asks.push(why());
    asks
}

pub(super) fn owner_deeds(desk: Desk<'_>, typed: &Typed) -> Meant {
    let mut wrongs = Wrongs::none();
    let mut owners = Vec::new();
    for row in rows(desk.node.owners.len()) {
        let name = |field: &str| format!("owner-{row}-{field}");
        let held = desk.node.owners.get(row - 1);
        let person =
            if desk.reads_private { typed.some(&name("person")) } else { held.and_then(|owner| owner.person.clone()) };
        let (body, role) = (typed.some(&name("body")), typed.some(&name("role")));
        if body.is_none() && role.is_none() && person.is_none() {
            continue;
        }
        let part = part_of(typed.one(&name("part")));
        if part.is_none() {
            wrongs.add(&name("part"), "Choose in what part");
        }
        let (since, until) = (wrongs.day(typed, &name("since")), wrongs.day(typed, &name("until")));
        if matches!((since, until), (Some(since), Some(until)) if until < since) {
            wrongs.add(&name("until"), "The end must not be before the beginning");
        }
        owners.extend(part.map(|part| Owner { body, role, person, part, since, until }));
    }
    reason(&mut wrongs, typed);
    wrongs.or(vec![Deed::SetOwners { node: desk.node.key.clone(), owners }])
}

pub(super) fn link_asks(desk: Desk<'_>) -> Vec<Ask> {
    let (tree, node) = (desk.tree, desk.node);
    let themes = tree.themes.iter().map(|theme| (theme.key.clone(), theme.name.clone())).collect();
    let findings = tree.inspections.iter().flat_map(|inspection| &inspection.findings);
    let findings = findings.map(|finding| (finding.key.clone(), finding.wording.clone())).collect();
    let held = node.contributes_to.iter().filter_map(|key| tree.node(key));
    let held: Vec<Named> = held.map(|node| (node.key.clone(), node.words().to_owned())).collect();
    let others = tree.nodes.iter().filter(|other| other.plan != node.plan && other.retired.is_none());
    let others = others.filter(|other| !node.contributes_to.contains(&other.key));
    let others: Vec<Named> = others.map(|other| (other.key.clone(), other.words().to_owned())).collect();
    let proofs = tree.evidence.iter().filter(|held| node.evidence.contains(&held.key));
    let proofs = proofs.filter(|held| held.is_public() || desk.reads_private);
    let proofs = proofs.map(|held| (held.key.clone(), held.title.clone())).collect();
    vec![
        Ask::any_of("themes", "Themes", themes, node.themes.clone()),
        Ask::any_of("answers", "Findings it answers", findings, node.answers.clone()),
        Ask::any_of("helps", "Commitments it helps to keep", held, node.contributes_to.clone()),
        Ask::one_of("helps-too", "One more commitment it helps to keep", or_nothing("None", others), ""),
        Ask::any_of("evidence", "Evidence", proofs, node.evidence.clone()),
        why(),
    ]
}

pub(super) fn link_deeds(desk: Desk<'_>, typed: &Typed) -> Meant {
    let mut wrongs = Wrongs::none();
    reason(&mut wrongs, typed);
    let mut contributes_to = typed.all("helps");
    contributes_to.extend(typed.some("helps-too"));
    // What the person may not see stays joined.
    let unseen = |key: &&String| {
        !desk.reads_private && desk.tree.evidence.iter().any(|held| held.key == **key && !held.is_public())
    };
    let mut evidence = typed.all("evidence");
    evidence.extend(desk.node.evidence.iter().filter(unseen).cloned());
    let links = Links {
        themes: typed.all("themes"),
        answers: typed.all("answers"),
        contributes_to,
        baseline_of: desk.node.baseline_of.clone(),
        evidence,
    };
    wrongs.or(vec![Deed::Join { node: desk.node.key.clone(), links }])
}

pub(super) fn place_asks(desk: Desk<'_>) -> Vec<Ask> {
    let mut asks = Vec::new();
    for row in rows(desk.node.places.len()) {
        let place = desk.node.places.get(row - 1);
        let count = |count: Option<u32>| count.map(|count| count.to_string()).unwrap_or_default();
        let (name, label) =
            (|field: &str| format!("place-{row}-{field}"), |words: &str| format!("Place {row}: {words}"));
        let provision = place.map_or("", |place| place.provision.as_str());
        asks.push(Ask::line(&name("provision"), &label("school, base or service"), provision));
        asks.push(Ask::line(&name("kind"), &label("what it is"), place.map_or("", |place| place.kind.as_str())));
        asks.push(Ask::line(&name("added"), &label("places added"), &count(place.and_then(|place| place.added))));
        asks.push(Ask::line(
            &name("opening"),
            &label("places on the first day"),
            &count(place.and_then(|place| place.at_opening)),
        ));
        asks.push(Ask::line(&name("full"), &label("places when full"), &count(place.and_then(|place| place.full))));
    }
    asks.push(why());
    asks
}

pub(super) fn place_deeds(desk: Desk<'_>, typed: &Typed) -> Meant {
    let mut wrongs = Wrongs::none();
    let mut places = Vec::new();
    for row in rows(desk.node.places.len()) {
        let name = |field: &str| format!("place-{row}-{field}");
        let mut count = |field: &str| {
            let text = typed.some(&name(field))?;
            let count = text.parse::<u32>().ok().filter(|count| *count <= 100_000);
            if count.is_none() {
                wrongs.add(&name(field), "Write a whole number");
            }
            count
        };
        let (added, at_opening, full) = (count("added"), count("opening"), count("full"));
        match typed.some(&name("provision")) {
            Some(provision) => {
                let kind = typed.one(&name("kind")).to_owned();
                places.push(PlaceChange { provision, kind, added, at_opening, full });
            }
            None if added.or(at_opening).or(full).is_some() => wrongs.add(&name("provision"), "Say where"),
            None => {}
        }
    }
    reason(&mut wrongs, typed);
    wrongs.or(vec![Deed::SetPlaces { node: desk.node.key.clone(), places }])
}

pub(super) fn measure_asks(desk: Desk<'_>) -> Vec<Ask> {
    let mut asks = Vec::new();
    for row in rows(desk.node.measures.len()) {
        let measure = desk.node.measures.get(row - 1);
        let (name, label) =
            (|field: &str| format!("measure-{row}-{field}"), |words: &str| format!("Measure {row}: {words}"));
        let text = |value: Option<&Option<String>>| value.cloned().flatten().unwrap_or_default();
        asks.push(Ask::line(&name("text"), &label("in words"), measure.map_or("", |measure| measure.text.as_str())));
        asks.push(Ask::line(
            &name("target"),
            &label("the figure aimed at"),
            &text(measure.map(|measure| &measure.target)),
        ));
        asks.push(Ask::line(&name("due"), &label("by when"), &text(measure.map(|measure| &measure.due))));
    }
    asks.push(why());
    asks
}

pub(super) fn measure_deeds(desk: Desk<'_>, typed: &Typed) -> Meant {
    let mut wrongs = Wrongs::none();
    let mut measures = Vec::new();
    for row in rows(desk.node.measures.len()) {
        let name = |field: &str| format!("measure-{row}-{field}");
        let (target, due) = (typed.some(&name("target")), typed.some(&name("due")));
        match typed.some(&name("text")) {
            Some(text) => measures.push(SuccessMeasure { text, target, due }),
            None if target.is_some() || due.is_some() => wrongs.add(&name("text"), "Say it in words"),
            None => {}
        }
    }
    reason(&mut wrongs, typed);
    wrongs.or(vec![Deed::SetMeasures { node: desk.node.key.clone(), measures }])
}
