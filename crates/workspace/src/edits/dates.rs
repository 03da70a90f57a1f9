//! Dates: the move, what happened, and whose consent a move needs.

use kernel::DAY_HINT;
use roadmap::{
    deed::Deed,
    difference::when_words,
    model::{Actual, Revision},
};

use super::{Desk, Meant, reason, said_by, why};
use crate::{
    fields::{Typed, Wrongs},
    form::{Ask, Named},
};

/// The three questions of a date as it is published.
pub(crate) fn when_asks(label: &str) -> Vec<Ask> {
    vec![
        Ask::line("when", label, "")
            .hinted("In the words the public will read, such as May 2026 or by the end of June 2026"),
        Ask::line("first", "The first day that can mean", "")
            .hinted(&format!("{DAY_HINT} Leave it empty for \u{201c}by\u{201d}.")),
        Ask::line("last", "The last day that can mean", "").hinted(DAY_HINT),
    ]
}

pub(super) fn asks(desk: Desk<'_>) -> Vec<Ask> {
    let now = format!("When now? Until now it was: {}", when_words(desk.node.timing.current()));
    let mut asks = when_asks(&now);
    asks.push(why().hinted("It is published. Write it so that it reads on after \u{201c}because\u{201d}."));
    asks.push(said_by());
    asks.push(Ask::line("approver", "Who approved it?", "").hinted("A body or a post"));
    asks
}

pub(super) fn deeds(desk: Desk<'_>, typed: &Typed) -> Meant {
    let mut wrongs = Wrongs::none();
    let revision = Revision {
        to: wrongs.when(typed),
        reason: Some(reason(&mut wrongs, typed)),
        author: wrongs.needed(typed, "by", "Say who moves it"),
        approver: typed.some("approver"),
        on: desk.today,
    };
    wrongs.or(vec![Deed::MoveDate { node: desk.node.key.clone(), revision }])
}

pub(super) fn actual_asks(_: Desk<'_>) -> Vec<Ask> {
    let mut asks = when_asks("When did it happen?");
    asks.push(Ask::text("note", "How is it known?", ""));
    asks
}

pub(super) fn actual_deeds(desk: Desk<'_>, typed: &Typed) -> Meant {
    let mut wrongs = Wrongs::none();
    let when = wrongs.when(typed);
    if when.earliest.is_some_and(|first| first > desk.today) {
        wrongs.add("first", "This lies in the future; to plan it, move the date instead");
    }
    let actual = Actual { when, recorded_on: desk.today, note: typed.some("note") };
    wrongs.or(vec![Deed::RecordActual { node: desk.node.key.clone(), actual }])
}

pub(super) fn withdraw_deeds(desk: Desk<'_>, typed: &Typed) -> Meant {
    let mut wrongs = Wrongs::none();
    let reason = reason(&mut wrongs, typed);
    wrongs.or(vec![Deed::WithdrawActual { node: desk.node.key.clone(), reason }])
}

/// Every organisation by name.
pub(super) fn bodies(desk: Desk<'_>) -> Vec<Named> {
    desk.tree.bodies.iter().map(|body| (body.key.clone(), body.name.clone())).collect()
}

pub(super) fn consent_asks(desk: Desk<'_>) -> Vec<Ask> {
    let held = desk.node.consent_from.clone();
    vec![
        Ask::any_of("bodies", "Who must consent before the date moves?", bodies(desk), held)
            .hinted("A move is then proposed, and happens when all of them have consented."),
        why().hinted("If somebody need not be asked any more, this reason is published with the note that says so."),
    ]
}

pub(super) fn consent_deeds(desk: Desk<'_>, typed: &Typed) -> Meant {
    let mut wrongs = Wrongs::none();
    reason(&mut wrongs, typed);
    wrongs.or(vec![Deed::RequireConsent { node: desk.node.key.clone(), bodies: typed.all("bodies") }])
}
