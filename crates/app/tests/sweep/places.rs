//! What the blanks of a pattern stand for: something of the asker's, the same of the other organisation, and nothing.

use permission::Role;
use serde_json::json;

use crate::{
    scene::Sending,
    table::Line,
    world::{Person, World},
};

/// Whose a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// The asker's, or their organisation's.
    Own,
    /// The other organisation's.
    Foreign,
    /// Nobody's: there is no such thing.
    Absent,
}

/// A key that nothing has.
const NOTHING: &str = "00000000-0000-7000-8000-0000000000ff";

/// An address, with the keys that stand in its blanks.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// Whose it is.
    pub(crate) whose: Whose,
    /// The path inside the area.
    pub(crate) path: String,
    /// What stands in the blanks.
    pub(crate) keys: Vec<String>,
    /// The organisation whose it is; the asker's where there is no such thing.
    pub(crate) organisation: &'static str,
}

/// The places of a route for somebody, or for whoever has no job: as for the council's contributor.
pub(crate) fn places(world: &World, person: &Person, line: &Line) -> Vec<Place> {
    if !line.pattern.contains('{') {
        return vec![Place {
            whose: Whose::Own,
            path: line.pattern.clone(),
            keys: Vec::new(),
            organisation: person.organisation,
        }];
    }
    let other = if person.organisation == "council" { "trust" } else { "council" };
    let found = [(Whose::Own, person.organisation), (Whose::Foreign, other), (Whose::Absent, person.organisation)];
    let place = |(whose, organisation)| {
        let mut keys = Vec::new();
        let mut path = Vec::new();
        for segment in line.pattern.split('/') {
            let blank = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            let filled = match blank {
                Some(blank) => {
                    let key = key(world, person, line, blank, (whose, organisation))?;
                    keys.push(key.clone());
                    key
                }
                None => segment.to_owned(),
            };
            path.push(filled);
        }
        Some(Place { whose, path: path.join("/"), keys, organisation })
    };
    let mut found: Vec<Place> = found.into_iter().filter_map(place).collect();
    // Where both organisations have the same thing, such as the one round, it is foreign to nobody.
    let own = found.iter().find(|place| place.whose == Whose::Own).map(|place| place.path.clone());
    found.retain(|place| place.whose != Whose::Foreign || Some(&place.path) != own.as_ref());
    found
}

/// What stands in one blank; `None` where the world has no such thing.
fn key(world: &World, person: &Person, line: &Line, blank: &str, (whose, at): (Whose, &str)) -> Option<String> {
    let absent = whose == Whose::Absent;
    let other = || world.person(person.role, at);
    let sits = world.person(Role::Contributor, at);
    let pattern = line.pattern.as_str();
    let present = match blank {
        "organisation" | "kind" if absent && pattern.matches('{').count() == 1 => "nowhere".to_owned(),
        "organisation" => return Some(at.to_owned()),
        "kind" => return Some(if pattern.contains("papers") { "meeting" } else { "risk" }.to_owned()),
        "edit" => return Some("words".to_owned()),
        "event" if pattern.contains("boards") => return Some("seat_taken".to_owned()),
        "event" => return Some(if pattern.contains("papers") { "papers_out" } else { "reviewed" }.to_owned()),
        "theme" => "places".to_owned(),
        "person" => sits.id.to_string(),
        "role" => sits.held.clone(),
        "invitation" if pattern.ends_with("confirm") => world.thing("way-back", at).to_owned(),
        "invitation" => world.thing("invitation", at).to_owned(),
        "session" => {
            if whose == Whose::Own {
                person.spare.0.clone()
            } else {
                other().spare.0.clone()
            }
        }
        "token" => {
            if whose == Whose::Own {
                person.spare.1.clone()
            } else {
                other().spare.1.clone()
            }
        }
        "node" | "commitment" => node_of(at).to_owned(),
        "proposal" => world.thing("proposal", at).to_owned(),
        "round" if pattern.contains("/edition") || pattern.contains("/print/") => world.things["round closed"].clone(),
        "round" => world.things["round open"].clone(),
        "*page" | "old" => "roadmap".to_owned(),
        "key" if pattern.contains("snapshots") => world.things["snapshot"].clone(),
        "key" if pattern.contains("boards") => format!("{at}-board"),
        "key" if pattern.contains("papers") || pattern.contains("meeting-files") => format!("{at}-meeting"),
        "key" => "risk".to_owned(),
        "new" => "next".to_owned(),
        "edition" if absent => return Some("99".to_owned()),
        "edition" => return world.things.get("edition").cloned(),
        "change" if absent => return Some("999999".to_owned()),
        "file" => return printed(world, pattern, whose, at),
        _ if absent => NOTHING.to_owned(),
        _ => return None,
    };
    Some(if absent { absent_like(&present) } else { present })
}

/// A paper to be printed. Boards' logs are printed whole, as far as whoever asks may read.
fn printed(world: &World, pattern: &str, whose: Whose, at: &str) -> Option<String> {
    let absent = whose == Whose::Absent;
    let which = match pattern {
        _ if absent => NOTHING.to_owned(),
        pattern if pattern.contains("/draft/") => world.things["round closed"].clone(),
        pattern if pattern.contains("/round/") => "places".to_owned(),
        pattern if pattern.contains("/meeting/") => format!("{at}-meeting"),
        _ => return None,
    };
    let ending = if pattern.contains("/meeting/") { "pdf" } else { "docx" };
    Some(format!("{which}.{ending}"))
}

/// A key of the same kind that nothing has.
fn absent_like(present: &str) -> String {
    if present.len() == NOTHING.len() && present.matches('-').count() == 4 {
        NOTHING.to_owned()
    } else {
        "no-such-thing".to_owned()
    }
}

/// What is sent to a route that changes something: what its form would send where that is known, so that what is asked
/// about is looked up; otherwise a form with its key and nothing else.
pub(crate) fn body(world: &World, line: &Line, place: &Place) -> Sending {
    if line.is_safe() {
        return Sending::None;
    }
    let form = |pairs: &[(&str, &str)]| {
        Sending::Form(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    };
    let whole = |name: &str| line.pattern.ends_with(name);
    match line.pattern.as_str() {
        _ if line.is_api() => Sending::Json(call(world, line, place)),
        _ if whole("/{organisation}/invite") => form(&[("name", "Newcomer"), ("role", "contributor")]),
        _ if whole("/{person}/name") => form(&[("name", "Renamed"), ("version", "1")]),
        "/account/name" => form(&[("name", "Renamed"), ("version", "1")]),
        "/account/tokens" => form(&[("name", "Mine"), ("scope", "ReadPlan"), ("last_day", "2026-12-01")]),
        "/office/organisations" => form(&[("key", "school"), ("name", "School")]),
        _ if whole("/slips/{round}/{node}") => form(&[
            ("version", "2"),
            ("deed", "draft"),
            ("happened", "Later news"),
            ("delivery", "in_progress"),
            ("evidence", "none_yet"),
            ("confidence", "green"),
        ]),
        _ if whole("/sign-off/{round}/{node}") => form(&[("version", "2"), ("deed", "sign")]),
        _ if whole("/moves/{proposal}/answer") => {
            form(&[("body", speaker(world, place)), ("answer", "yes"), ("words", "Agreed")])
        }
        _ if whole("/edition/release") => form(&[("draft", &world.things["draft"]), ("version", "1")]),
        _ if whole("/sign-off") => form(&[
            ("slip", &format!("{}/{}/2", world.things["round open"], node_of(place.organisation))),
            ("which", "ticked"),
        ]),
        _ => form(&[]),
    }
}

/// The commitment an organisation answers for.
fn node_of(organisation: &str) -> &'static str {
    if organisation == "council" { "guide" } else { "therapy" }
}

/// The body that is asked for its consent to a proposed move.
fn speaker(world: &World, place: &Place) -> &'static str {
    if place.keys[0] == world.thing("proposal", "council") { "council" } else { "trust" }
}

fn call(world: &World, line: &Line, place: &Place) -> serde_json::Value {
    let whole = |name: &str| line.pattern.ends_with(name);
    let sheet = json!({
        "happened": "Later news", "delivery": "in_progress", "done_on": "", "evidence": "none_yet",
        "evidence_title": "", "evidence_address": "", "evidence_document": "", "evidence_because": "",
        "moved_to": "", "moved_because": "", "confidence": "green", "confidence_because": "", "help": "",
    });
    match (line.method.as_str(), line.pattern.as_str()) {
        ("PUT", "/api/v1/account") => json!({ "name": "Renamed", "version": 1 }),
        ("PUT", pattern) if pattern.ends_with("/{commitment}") => json!({ "version": 2, "sheet": sheet }),
        _ if whole("/{commitment}/send") => json!({ "version": 2, "sheet": sheet }),
        _ if whole("/{commitment}/sign-off") => json!({ "version": 2 }),
        _ if whole("/{commitment}/send-back") => json!({ "version": 2, "because": "Say more" }),
        _ if whole("/{proposal}/answers") => {
            json!({ "body": speaker(world, place), "gives": true, "words": "Agreed" })
        }
        _ => json!({}),
    }
}
