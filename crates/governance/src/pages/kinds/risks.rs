//! Risks, assumptions, issues and dependencies.

use jiff::civil::Date;

use crate::{
    model::{Concern, Kept, Kind, Nature, Response, Risk},
    pages::{
        field::{Ask, EventForm, Field, IMPACT, LIKELIHOOD, ON_REGISTER, Shown, field, maybe_day},
        lookup::Lookup,
    },
};

const ORGANISATION: Field = field("organisation", "Organisation that owns it", Ask::Organisation);
const POST: Field = field("post", "Post that owns it", Ask::Line).optional();
const RAISED_ON: Field = field("raised_on", "Put on the register on", Ask::Day);
const BOARD: Field = field("board", "Board that watches it", Ask::One(Kind::Board)).optional();
const THEMES: Field = field("themes", "Themes", Ask::Themes).optional();
const COMMITMENTS: Field =
    field("commitments", "Commitments it touches", Ask::Keys).hint("One key a line, as in their addresses.").optional();
const CLOSE: EventForm = EventForm {
    word: "closed",
    title: "Take it off the register",
    past: "It was taken off the register",
    fields: &[field("reason", "Why", Ask::Text)],
};

impl Shown for Risk {
    const PLURAL: &'static str = "Risks";
    const EMPTY: &'static str = "No risk on the register fits what you chose.";
    const FIELDS: &'static [Field] = &[
        field("cause", "Because of", Ask::Text),
        field("event", "This may happen", Ask::Text),
        field("effect", "With this effect on families", Ask::Text),
        ORGANISATION,
        POST,
        field("person", "Person with an account", Ask::Person).hint("Shown to the office only.").optional(),
        field("response", "What is done about it", Ask::Choice(Response::CHOICES)),
        field("measures", "How", Ask::Text),
        RAISED_ON,
        field("likelihood", "How likely it was then", Ask::Scale(LIKELIHOOD)),
        field("impact", "How grave it would have been then", Ask::Scale(IMPACT)),
        BOARD,
        THEMES,
        COMMITMENTS,
    ];
    const EVENTS: &'static [EventForm] = &[
        EventForm {
            word: "reviewed",
            title: "Add a review",
            past: "It was reviewed",
            fields: &[
                field("likelihood", "How likely it is now", Ask::Scale(LIKELIHOOD)),
                field("impact", "How grave it would be now", Ask::Scale(IMPACT)),
                field("note", "Why", Ask::Text),
            ],
        },
        CLOSE,
    ];
    const STATES: &'static [(&'static str, &'static str)] = ON_REGISTER;
    const HEADS: &'static [&'static str] = &["Score of 25", "Organisation", "What is done", "Last looked at"];

    fn state(kept: &Kept<Self>, _day: Date) -> &'static str {
        if kept.is_open() { "open" } else { "closed" }
    }

    fn offers(state: &str, _event: &str) -> bool {
        state == "open"
    }

    fn weight(kept: &Kept<Self>, day: Date) -> u8 {
        if kept.is_open() { kept.score(day).product() } else { 0 }
    }

    fn row(kept: &Kept<Self>, day: Date, lookup: &Lookup) -> Vec<String> {
        vec![
            kept.score(day).product().to_string(),
            lookup.organisation(&kept.about.organisation),
            kept.about.response.plain().to_owned(),
            maybe_day(kept.reviewed_on()),
        ]
    }
}

impl Shown for Concern {
    const PLURAL: &'static str = "Assumptions, issues and dependencies";
    const EMPTY: &'static str = "No assumption, issue or dependency fits what you chose.";
    const FIELDS: &'static [Field] = &[
        field("nature", "Which of the three", Ask::Choice(Nature::CHOICES)),
        field("wording", "What it is", Ask::Text),
        field("effect", "What follows", Ask::Text).hint("If it does not hold, is not put right, or does not come."),
        ORGANISATION,
        POST,
        field("waits_for", "Organisation it waits for", Ask::Organisation).hint("For a dependency only.").optional(),
        field("needed_by", "To be settled by", Ask::Day).optional(),
        RAISED_ON,
        BOARD,
        THEMES,
        COMMITMENTS,
        field("note", "Note for the office", Ask::Text).optional(),
    ];
    const EVENTS: &'static [EventForm] = &[
        EventForm {
            word: "reviewed",
            title: "Add a review",
            past: "It was reviewed",
            fields: &[field("note", "What was seen", Ask::Text)],
        },
        CLOSE,
    ];
    const STATES: &'static [(&'static str, &'static str)] = ON_REGISTER;
    const HEADS: &'static [&'static str] = &["Kind", "Organisation", "To be settled by"];

    fn state(kept: &Kept<Self>, _day: Date) -> &'static str {
        if kept.is_open() { "open" } else { "closed" }
    }

    fn offers(state: &str, _event: &str) -> bool {
        state == "open"
    }

    fn row(kept: &Kept<Self>, _day: Date, lookup: &Lookup) -> Vec<String> {
        vec![
            kept.about.nature.plain().to_owned(),
            lookup.organisation(&kept.about.organisation),
            maybe_day(kept.about.needed_by),
        ]
    }
}
