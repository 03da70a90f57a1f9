//! Meetings, agenda items and papers.

use jiff::civil::Date;

use crate::{
    model::{Item, Kept, Kind, Meeting, MeetingState, Paper, Purpose},
    pages::{
        field::{Ask, EventForm, Field, Shown, day_words, field, maybe_day},
        lookup::Lookup,
    },
};

const BOARD: Field = field("board", "Board", Ask::One(Kind::Board));
const WHY: &[Field] = &[field("reason", "Why", Ask::Text)];

impl Shown for Meeting {
    const PLURAL: &'static str = "Meetings";
    const EMPTY: &'static str = "No meeting of a board whose papers you may read fits what you chose.";
    const GOES_OUT: &'static str = "Everybody then also reads its day, how far it is, and those of its agenda items that are published, \
        once its board is published too.";
    const FIELDS: &'static [Field] = &[
        BOARD,
        field("on", "Day", Ask::Day),
        field("hours", "From when to when", Ask::Line).hint("Such as 14:00 to 16:00.").optional(),
        field("place", "Place", Ask::Line).optional(),
        field("online", "How to join from afar", Ask::Line).optional(),
        field("papers_due", "Papers due on", Ask::Day).optional(),
        field("note", "Note for the office", Ask::Text).optional(),
    ];
    const EVENTS: &'static [EventForm] = &[
        EventForm { word: "papers_out", title: "Say that papers are out", past: "Papers are out", fields: &[] },
        EventForm {
            word: "held",
            title: "Record that it was held",
            past: "It was held",
            fields: &[
                field("quorate", "Were enough there to decide?", Ask::Yes),
                field("minutes", "Minutes", Ask::Text).hint("For members. What the public reads is published apart."),
            ],
        },
        EventForm { word: "cancelled", title: "Cancel it", past: "It was cancelled", fields: WHY },
    ];
    const STATES: &'static [(&'static str, &'static str)] = MeetingState::CHOICES;
    const HEADS: &'static [&'static str] = &["Board", "Where", "Papers due"];

    fn state(kept: &Kept<Self>, _day: Date) -> &'static str {
        kept.state().word()
    }

    fn offers(state: &str, event: &str) -> bool {
        matches!((state, event), ("planned", _) | ("papers_out", "held" | "cancelled"))
    }

    fn row(kept: &Kept<Self>, _day: Date, lookup: &Lookup) -> Vec<String> {
        let place = kept.about.place.as_deref().or(kept.about.online.as_deref()).unwrap_or_default();
        vec![lookup.board(&kept.about.board), place.to_owned(), maybe_day(kept.about.papers_due)]
    }
}

impl Shown for Item {
    const PLURAL: &'static str = "Agenda items";
    const EMPTY: &'static str = "No agenda item fits what you chose.";
    const GOES_OUT: &'static str = "Everybody then also reads what the meeting is asked to do about it, once the meeting is published \
        too.";
    const FIELDS: &'static [Field] = &[
        BOARD,
        field("meeting", "Meeting", Ask::One(Kind::Meeting)).hint("Leave empty until one is chosen.").optional(),
        field("title", "Title", Ask::Line),
        field("purpose", "What the meeting is asked to do", Ask::Choice(Purpose::CHOICES)),
        field("place", "Place on the agenda", Ask::Number),
        field("lead", "Organisation that brings it", Ask::Organisation).optional(),
        field("post", "Post that brings it", Ask::Line).optional(),
        field("minutes", "Minutes allotted", Ask::Number).optional(),
        field("standing", "Does it come to every meeting?", Ask::Yes),
        field("wanted_by", "Wanted by", Ask::Day).optional(),
        field("themes", "Themes", Ask::Themes).optional(),
        field("commitments", "Commitments it is about", Ask::Keys)
            .hint("One key a line, as in their addresses.")
            .optional(),
        field("note", "Note for the office", Ask::Text).optional(),
    ];
    const EVENTS: &'static [EventForm] = &[
        EventForm {
            word: "taken",
            title: "Record what came of it",
            past: "It was dealt with",
            fields: &[field("outcome", "What came of it", Ask::Text)],
        },
        EventForm { word: "dropped", title: "Drop it", past: "It was dropped", fields: WHY },
    ];
    const STATES: &'static [(&'static str, &'static str)] = &[("open", "To come"), ("done", "Dealt with or dropped")];
    const HEADS: &'static [&'static str] = &["Board", "Asked to", "Lead"];

    fn state(kept: &Kept<Self>, _day: Date) -> &'static str {
        if kept.is_open() { "open" } else { "done" }
    }

    fn offers(state: &str, _event: &str) -> bool {
        state == "open"
    }

    fn row(kept: &Kept<Self>, _day: Date, lookup: &Lookup) -> Vec<String> {
        let lead = kept.about.lead.as_deref().map_or_else(String::new, |key| lookup.organisation(key));
        vec![lookup.board(&kept.about.board), kept.about.purpose.plain().to_owned(), lead]
    }
}

impl Shown for Paper {
    const PLURAL: &'static str = "Papers";
    const EMPTY: &'static str = "No paper of a board whose papers you may read fits what you chose.";
    const FIELDS: &'static [Field] = &[
        BOARD,
        field("meeting", "Meeting", Ask::One(Kind::Meeting)),
        field("item", "Agenda item", Ask::One(Kind::Item)).optional(),
        field("title", "Title", Ask::Line),
        field("on", "Dated", Ask::Day),
        field("blocks", "Text", Ask::Blocks)
            .hint("Begin a heading with # and a point with -. A line \"Table: what it shows\" begins a table; write its rows below with | between the cells.")
            .optional(),
        field("document", "Document", Ask::Line).hint("Its identifier, when the paper is a file.").optional(),
    ];
    const EVENTS: &'static [EventForm] =
        &[EventForm { word: "withdrawn", title: "Take it back", past: "It was taken back", fields: WHY }];
    const STATES: &'static [(&'static str, &'static str)] = &[("standing", "Standing"), ("withdrawn", "Taken back")];
    const HEADS: &'static [&'static str] = &["Board", "Dated"];

    fn state(kept: &Kept<Self>, _day: Date) -> &'static str {
        if kept.stands() { "standing" } else { "withdrawn" }
    }

    fn offers(state: &str, _event: &str) -> bool {
        state == "standing"
    }

    fn row(kept: &Kept<Self>, _day: Date, lookup: &Lookup) -> Vec<String> {
        vec![lookup.board(&kept.about.board), day_words(kept.about.on)]
    }
}
