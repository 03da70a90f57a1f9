//! Where a commitment stands: moved, split, merged, taken out and taken back.

use roadmap::{
    deed::{Deed, Place},
    import::node_key,
    inverse::place_of,
    model::{Node, Retired, RetiredKind, Tree},
    together::{Grounds, NewPart, merge, split},
};

use super::{Desk, Meant, or_nothing, reason, why};
use crate::{
    fields::{Typed, Wrongs},
    form::{Ask, Named},
};

/// The ways somebody takes a commitment out by hand; the others come about by splitting, merging and succession.
const BY_HAND: [RetiredKind; 3] = [RetiredKind::Dropped, RetiredKind::Closed, RetiredKind::AddedInError];

pub(super) fn reason_asks(_: Desk<'_>) -> Vec<Ask> {
    vec![why()]
}

/// Every commitment that stands, with its plan.
fn standing(desk: Desk<'_>) -> Vec<Named> {
    others(desk, |node| node.retired.is_none())
}

fn others(desk: Desk<'_>, fits: impl Fn(&Node) -> bool) -> Vec<Named> {
    let plan = |key: &str| desk.tree.plans.iter().find(|plan| plan.key == key).map_or("", |plan| plan.title.as_str());
    let others = desk.tree.nodes.iter().filter(|node| fits(node) && node.key != desk.node.key);
    others.map(|node| (node.key.clone(), format!("{} ({})", node.words(), plan(&node.plan)))).collect()
}

pub(super) fn asks(desk: Desk<'_>) -> Vec<Ask> {
    let place = place_of(desk.tree, desk.node);
    let plans = desk.tree.plans.iter().map(|plan| (plan.key.clone(), plan.title.clone())).collect();
    vec![
        Ask::one_of("plan", "In which plan?", plans, &place.plan),
        Ask::line("level", "At which level?", &place.level).hinted("The plan\u{2019}s own word, such as action"),
        Ask::one_of(
            "parent",
            "Under what?",
            or_nothing("At the top", standing(desk)),
            place.parent.as_deref().unwrap_or_default(),
        ),
        Ask::one_of(
            "after",
            "After what?",
            or_nothing("First in the plan", others(desk, |_| true)),
            place.after.as_deref().unwrap_or_default(),
        ),
        why(),
    ]
}

pub(super) fn deeds(desk: Desk<'_>, typed: &Typed) -> Meant {
    let mut wrongs = Wrongs::none();
    let place = Place {
        plan: typed.one("plan").to_owned(),
        parent: typed.some("parent"),
        level: wrongs.needed(typed, "level", "Say at which level"),
        after: typed.some("after"),
    };
    let reason = reason(&mut wrongs, typed);
    wrongs.or(vec![Deed::Move { node: desk.node.key.clone(), place, reason }])
}

pub(super) fn split_asks(_: Desk<'_>) -> Vec<Ask> {
    vec![
        Ask::text("parts", "The parts, one on each line", "")
            .hinted("Each becomes a commitment of its own with the same date, owners and links. At least two."),
        why(),
    ]
}

/// A key made of the first words, that nothing has yet.
pub(crate) fn free_key(tree: &Tree, taken: &[String], wording: &str) -> String {
    let wanted = node_key(None, wording);
    let is_free = |key: &String| tree.node(key).is_none() && !taken.contains(key);
    let numbered = (2..).map(|number| format!("{wanted}-{number}"));
    std::iter::once(wanted.clone()).chain(numbered).find(is_free).unwrap_or(wanted)
}

pub(super) fn split_deeds(desk: Desk<'_>, typed: &Typed) -> Meant {
    let mut wrongs = Wrongs::none();
    let reason = reason(&mut wrongs, typed);
    let mut parts: Vec<NewPart> = Vec::new();
    for wording in typed.one("parts").lines().map(str::trim).filter(|line| !line.is_empty()) {
        let taken: Vec<String> = parts.iter().map(|part| part.key.clone()).collect();
        parts.push(NewPart { key: free_key(desk.tree, &taken, wording), wording: wording.to_owned() });
    }
    let grounds = Grounds { on: desk.today, reason: &reason };
    match split(desk.tree, &desk.node.key, &parts, grounds) {
        Ok(deeds) => wrongs.or(deeds),
        Err(error) => {
            wrongs.add("parts", &crate::saving::sentence(&error.to_string()));
            wrongs.or(Vec::new())
        }
    }
}

pub(super) fn merge_asks(desk: Desk<'_>) -> Vec<Ask> {
    vec![Ask::one_of("into", "Into which commitment?", or_nothing("Choose one", standing(desk)), ""), why()]
}

pub(super) fn merge_deeds(desk: Desk<'_>, typed: &Typed) -> Meant {
    let mut wrongs = Wrongs::none();
    let reason = reason(&mut wrongs, typed);
    let grounds = Grounds { on: desk.today, reason: &reason };
    let Ok(deeds) = merge(desk.tree, std::slice::from_ref(&desk.node.key), typed.one("into"), grounds) else {
        wrongs.add("into", "Choose the commitment it goes into");
        return wrongs.or(Vec::new());
    };
    wrongs.or(deeds)
}

pub(super) fn retire_asks(_: Desk<'_>) -> Vec<Ask> {
    let kinds = BY_HAND.iter().map(|kind| (kind.word().to_owned(), kind.plain().to_owned())).collect();
    vec![Ask::one_of("kind", "How does it leave the plan?", or_nothing("Choose one", kinds), ""), why()]
}

pub(super) fn retire_deeds(desk: Desk<'_>, typed: &Typed) -> Meant {
    let mut wrongs = Wrongs::none();
    let reason = reason(&mut wrongs, typed);
    let kind = BY_HAND.into_iter().find(|kind| kind.word() == typed.one("kind"));
    let Some(kind) = kind else {
        wrongs.add("kind", "Choose how it leaves the plan");
        return wrongs.or(Vec::new());
    };
    let retired = Retired { kind, on: desk.today, reason: Some(reason), into: Vec::new() };
    wrongs.or(vec![Deed::Retire { node: desk.node.key.clone(), retired }])
}

pub(super) fn restore_deeds(desk: Desk<'_>, typed: &Typed) -> Meant {
    let mut wrongs = Wrongs::none();
    let reason = reason(&mut wrongs, typed);
    wrongs.or(vec![Deed::Restore { node: desk.node.key.clone(), on: desk.today, reason }])
}
