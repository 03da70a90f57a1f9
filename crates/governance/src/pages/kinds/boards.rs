//! Boards.

use jiff::civil::Date;

use crate::{
    model::{Board, Kept, Kind, Part, Tier, next_seat},
    pages::{
        field::{Ask, EventForm, Field, Shown, field, maybe_day},
        lookup::Lookup,
    },
};

const BOARD: Ask = Ask::One(Kind::Board);

const TERMS: &[Field] = &[
    field("version", "Version", Ask::Line).hint("As printed on them, such as 1.1."),
    field("purpose", "Why the board is there", Ask::Text),
    field("oversees", "What it oversees", Ask::Lines).hint("One thing a line.").optional(),
    field("chair", "Post that chairs it", Ask::Line),
    field("authority", "What it may decide itself, and how other decisions go back to each body", Ask::Text),
    field("escalates", "When and to whom it passes on what it cannot settle", Ask::Text).optional(),
    field("quorum", "How many must be there", Ask::Line),
    field("frequency", "How often it meets", Ask::Line),
    field("review_on", "Looked at again by", Ask::Day).optional(),
];

const SEAT: &[Field] = &[
    field("seat", "Number of the seat", Ask::Number),
    field("post", "Post", Ask::Line).hint("A post, never a person's name."),
    field("part", "In what part", Ask::Choice(Part::CHOICES)),
    field("organisation", "Organisation", Ask::Organisation).optional(),
    field("person", "Person with an account", Ask::Person).hint("Shown to the office only.").optional(),
];

impl Shown for Board {
    const PLURAL: &'static str = "Boards";
    const EMPTY: &'static str = "No board is set up yet, or none fits what you chose.";
    const GOES_OUT: &'static str = "Everybody then also reads its name and where it stands, its powers (what it may decide itself) and \
        how often it meets, as its terms of reference say, the boards it reports to that are published, and \
        every post that sits on it with its organisation, never a person. What changes there later is shown \
        too.";
    const FIELDS: &'static [Field] = &[
        field("name", "Name", Ask::Line),
        field("word", "Word in its address", Ask::Line)
            .hint("Small letters, digits and hyphens, such as improvement-board."),
        field("tier", "Where it stands", Ask::Choice(Tier::CHOICES)),
        field("since", "First day", Ask::Day),
        field("contact", "How to reach its office", Ask::Line).hint("A post or a mailbox.").optional(),
        field("note", "Note for the office", Ask::Text).optional(),
    ];
    const EVENTS: &'static [EventForm] = &[
        EventForm {
            word: "terms_agreed",
            title: "Agree terms of reference",
            past: "Terms of reference were agreed",
            fields: TERMS,
        },
        EventForm { word: "seat_taken", title: "Add a member", past: "A member joined", fields: SEAT },
        EventForm {
            word: "seat_left",
            title: "End a membership",
            past: "A membership ended",
            fields: &[field("seat", "Number of the seat", Ask::Number)],
        },
        EventForm {
            word: "reports_to",
            title: "Add a reporting line",
            past: "A reporting line began",
            fields: &[field("board", "Reports to", BOARD), field("on_what", "On what", Ask::Line).optional()],
        },
        EventForm {
            word: "no_longer_reports_to",
            title: "End a reporting line",
            past: "A reporting line ended",
            fields: &[field("board", "No longer reports to", BOARD)],
        },
        EventForm {
            word: "closed",
            title: "Close the board",
            past: "The board was closed",
            fields: &[field("reason", "Why", Ask::Text), field("replaced_by", "Board in its place", BOARD).optional()],
        },
    ];
    const STATES: &'static [(&'static str, &'static str)] = &[("standing", "Standing"), ("ended", "Ended")];
    const HEADS: &'static [&'static str] = &["Where it stands", "Members", "Terms looked at again by"];

    fn state(kept: &Kept<Self>, day: Date) -> &'static str {
        if kept.stands(day) { "standing" } else { "ended" }
    }

    fn offers(state: &str, _event: &str) -> bool {
        state == "standing"
    }

    fn row(kept: &Kept<Self>, day: Date, _lookup: &Lookup) -> Vec<String> {
        let terms = kept.terms(day).and_then(|(terms, _)| terms.review_on);
        vec![kept.about.tier.plain().to_owned(), kept.members(day).len().to_string(), maybe_day(terms)]
    }

    fn preset(kept: &Kept<Self>, event: &str) -> Vec<(&'static str, String)> {
        if event == "seat_taken" { vec![("seat", next_seat(&kept.past).to_string())] } else { Vec::new() }
    }
}
