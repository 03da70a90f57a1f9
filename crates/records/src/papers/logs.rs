//! Logs and the risk register as flat tables, as at a day.

use std::collections::HashMap;

use documents::export::{Cell, Table};
use governance::model::{Action, ActionEvent, Decision, Kept, Risk};
use jiff::civil::Date;
use roadmap::model::Tree;

use super::{
    meeting::organisation,
    tables::{table, words},
};

/// A day, or nothing.
fn day(day: Option<Date>) -> Cell {
    day.map_or(Cell::Empty, Cell::Day)
}

fn maybe(text: Option<&str>) -> Cell {
    words(text.unwrap_or_default())
}

/// The name of a board by its key.
fn board(boards: &HashMap<String, String>, key: &str) -> Cell {
    words(boards.get(key).map_or(key, String::as_str))
}

/// The action log.
pub(crate) fn actions(actions: &[Kept<Action>], boards: &HashMap<String, String>, tree: &Tree) -> Table {
    let outcome = |action: &Kept<Action>| match action.past.last().map(|dated| &dated.event) {
        Some(ActionEvent::Closed { outcome }) => words(outcome),
        _ => Cell::Empty,
    };
    let row = |action: &Kept<Action>| {
        let about = &action.about;
        vec![
            words(&action.key),
            board(boards, &about.board),
            maybe(about.meeting.as_deref()),
            words(&about.wording),
            words(&organisation(tree, &about.organisation)),
            maybe(about.post.as_deref()),
            Cell::Day(about.raised_on),
            Cell::Day(about.first_due),
            Cell::Day(action.due()),
            maybe(action.delay_reason()),
            words(action.state().plain()),
            day(action.closed_on()),
            outcome(action),
        ]
    };
    let headings = [
        "Reference",
        "Board",
        "Meeting",
        "What is to be done",
        "Organisation",
        "Post",
        "Asked for on",
        "First due",
        "Due",
        "Why put off",
        "State",
        "Closed on",
        "What came of it",
    ];
    table("Actions", &headings, actions.iter().map(row).collect())
}

/// The decision log.
pub(crate) fn decisions(decisions: &[Kept<Decision>], boards: &HashMap<String, String>) -> Table {
    let row = |decision: &Kept<Decision>| {
        let about = &decision.about;
        vec![
            words(&decision.key),
            board(boards, &about.board),
            maybe(about.meeting.as_deref()),
            Cell::Day(about.decided_on),
            words(&about.wording),
            words(&about.options.join("; ")),
            words(&about.authority),
            day(about.effective_from),
            words(decision.state().plain()),
        ]
    };
    let headings = [
        "Reference",
        "Board",
        "Meeting",
        "Decided on",
        "What was decided",
        "What else was considered",
        "By what right",
        "Holds from",
        "State",
    ];
    table("Decisions", &headings, decisions.iter().map(row).collect())
}

/// The risk register as at a day.
pub(crate) fn risks(risks: &[Kept<Risk>], boards: &HashMap<String, String>, tree: &Tree, as_at: Date) -> Table {
    let row = |risk: &Kept<Risk>| {
        let (about, score) = (&risk.about, risk.score(as_at));
        let step = |step: governance::model::Step| Cell::Whole(i64::from(u8::from(step)));
        vec![
            words(&risk.key),
            words(&about.cause),
            words(&about.event),
            words(&about.effect),
            words(&organisation(tree, &about.organisation)),
            maybe(about.post.as_deref()),
            about.board.as_deref().map_or(Cell::Empty, |key| board(boards, key)),
            words(about.response.plain()),
            words(&about.measures),
            Cell::Day(about.raised_on),
            step(score.likelihood),
            step(score.impact),
            Cell::Whole(i64::from(score.product())),
            day(risk.reviewed_on()),
            words(if risk.is_open() { "Open" } else { "Closed" }),
        ]
    };
    let headings = [
        "Reference",
        "Because of",
        "This may happen",
        "With this effect",
        "Organisation",
        "Post",
        "Board",
        "Response",
        "What is done",
        "Raised on",
        "Likelihood (1 to 5)",
        "Impact (1 to 5)",
        "Score (1 to 25)",
        "Last looked at",
        "State",
    ];
    table("Risks", &headings, risks.iter().map(row).collect())
}
