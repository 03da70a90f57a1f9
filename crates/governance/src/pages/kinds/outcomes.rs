//! Decisions and actions.

use jiff::civil::Date;

use crate::{
    model::{Action, ActionState, Decision, DecisionState, Kept, Kind},
    pages::{
        field::{Ask, EventForm, Field, Shown, day_words, field, maybe_day},
        lookup::Lookup,
    },
};

const BOARD: Field = field("board", "Board", Ask::One(Kind::Board));
const MEETING: Field = field("meeting", "Meeting", Ask::One(Kind::Meeting)).optional();
const THEMES: Field = field("themes", "Themes", Ask::Themes).optional();
const COMMITMENTS: Field = field("commitments", "Commitments it is about", Ask::Keys)
    .hint("One key a line, as in their addresses.")
    .optional();
const WHY: &[Field] = &[field("reason", "Why", Ask::Text)];

impl Shown for Decision {
    const PLURAL: &'static str = "Decisions";
    const EMPTY: &'static str = "No decision of a board whose papers you may read fits what you chose.";
    const GOES_OUT: &'static str = "Everybody then also reads which board took it and when, from when it holds, how it stands, and which \
        commitments it is about.";
    const FIELDS: &'static [Field] = &[
        BOARD,
        MEETING,
        field("item", "Agenda item", Ask::One(Kind::Item)).optional(),
        field("wording", "What was decided", Ask::Text),
        field("options", "What else was considered", Ask::Lines).hint("One a line.").optional(),
        field("authority", "By what right", Ask::Line).hint("The board's own, or that of a body it goes back to."),
        field("decided_on", "Decided on", Ask::Day),
        field("effective_from", "Holds from", Ask::Day).optional(),
        COMMITMENTS,
        THEMES,
        field("note", "Note for the office", Ask::Text).optional(),
    ];
    const EVENTS: &'static [EventForm] = &[
        EventForm { word: "called_in", title: "Record that it was called in", past: "It was called in", fields: WHY },
        EventForm { word: "upheld", title: "Record that it stands", past: "It stands", fields: &[] },
        EventForm {
            word: "replaced",
            title: "Record that another took its place",
            past: "Another took its place",
            fields: &[field("by", "Key of that decision", Ask::Line)],
        },
    ];
    const STATES: &'static [(&'static str, &'static str)] = DecisionState::CHOICES;
    const HEADS: &'static [&'static str] = &["Board", "Decided on", "Holds from"];

    fn state(kept: &Kept<Self>, _day: Date) -> &'static str {
        kept.state().word()
    }

    fn offers(state: &str, event: &str) -> bool {
        matches!(
            (state, event),
            ("stands", "called_in") | ("called_in", "upheld") | ("stands" | "called_in", "replaced")
        )
    }

    fn row(kept: &Kept<Self>, _day: Date, lookup: &Lookup) -> Vec<String> {
        vec![lookup.board(&kept.about.board), day_words(kept.about.decided_on), maybe_day(kept.about.effective_from)]
    }
}

impl Shown for Action {
    const PLURAL: &'static str = "Actions";
    const EMPTY: &'static str = "No action of a board whose papers you may read fits what you chose.";
    const FIELDS: &'static [Field] = &[
        BOARD,
        MEETING,
        field("wording", "What is to be done", Ask::Text),
        field("organisation", "Organisation that does it", Ask::Organisation),
        field("post", "Post that does it", Ask::Line).optional(),
        field("person", "Person with an account", Ask::Person).hint("Shown to the office only.").optional(),
        field("raised_on", "Asked for on", Ask::Day),
        field("first_due", "First promised for", Ask::Day).hint("A later date is added beside it, with its reason."),
        COMMITMENTS,
        THEMES,
    ];
    const EVENTS: &'static [EventForm] = &[
        EventForm {
            word: "delayed",
            title: "Put it off",
            past: "It was put off",
            fields: &[field("to", "New date", Ask::Day), field("reason", "Why", Ask::Text)],
        },
        EventForm {
            word: "closed",
            title: "Close it",
            past: "It was closed",
            fields: &[field("outcome", "What came of it", Ask::Text)],
        },
        EventForm { word: "reopened", title: "Open it again", past: "It was opened again", fields: WHY },
    ];
    const STATES: &'static [(&'static str, &'static str)] = ActionState::CHOICES;
    const HEADS: &'static [&'static str] = &["Reference", "Organisation", "Due", "Closed on"];

    fn state(kept: &Kept<Self>, _day: Date) -> &'static str {
        kept.state().word()
    }

    fn offers(state: &str, event: &str) -> bool {
        (state == "closed") == (event == "reopened")
    }

    fn row(kept: &Kept<Self>, day: Date, lookup: &Lookup) -> Vec<String> {
        let passed = if kept.is_past_due(day) { " (this date has passed)" } else { "" };
        let closed = kept.closed_on().map_or_else(String::new, day_words);
        let organisation = lookup.organisation(&kept.about.organisation);
        vec![kept.key.clone(), organisation, format!("{}{passed}", day_words(kept.due())), closed]
    }
}
