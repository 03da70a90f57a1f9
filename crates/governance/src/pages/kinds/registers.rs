//! Strategies, oversight reviews and the self-evaluation.

use jiff::civil::Date;

use crate::{
    model::{Criterion, Grade, Kept, Review, ReviewKind, Stage, Strategy},
    pages::{
        field::{Ask, EventForm, Field, Shown, day_words, field, maybe_day},
        lookup::Lookup,
    },
};

impl Shown for Strategy {
    const PLURAL: &'static str = "Strategies";
    const EMPTY: &'static str = "No strategy fits what you chose.";
    const GOES_OUT: &'static str = "Everybody then also reads its name, each stage with its first day, the last day it covers, when it \
        is looked at again, and what people said in its consultation with what that changed.";
    const FIELDS: &'static [Field] = &[
        field("name", "Name", Ask::Line),
        field("word", "Word in its address", Ask::Line).hint("Small letters, digits and hyphens."),
        field("organisations", "Organisations that own it", Ask::Organisations),
        field("begun_on", "Work began on", Ask::Day),
        field("period_from", "Covers from", Ask::Day).optional(),
        field("period_to", "Covers until", Ask::Day).optional(),
        field("review_on", "Looked at again by", Ask::Day).optional(),
        field("documents", "Documents", Ask::Lines).hint("One address or identifier a line.").optional(),
        field("themes", "Themes", Ask::Themes).optional(),
        field("note", "Note for the office", Ask::Text).optional(),
    ];
    const EVENTS: &'static [EventForm] = &[
        EventForm {
            word: "moved",
            title: "Move it to another stage",
            past: "It moved to another stage",
            fields: &[
                field("to", "Stage", Ask::Choice(Stage::CHOICES)),
                field("note", "By whom agreed, or why sent back", Ask::Text).optional(),
                field("until", "Last day of the consultation", Ask::Day).hint("For a consultation only.").optional(),
            ],
        },
        EventForm {
            word: "answered",
            title: "Add what people said and what changed",
            past: "People said, and it changed",
            fields: &[
                field("said", "What people said", Ask::Text),
                field("changed", "What changed because of it, or why nothing did", Ask::Text),
            ],
        },
    ];
    const STATES: &'static [(&'static str, &'static str)] = Stage::CHOICES;
    const HEADS: &'static [&'static str] = &["Organisations", "Since", "Looked at again by"];

    fn state(kept: &Kept<Self>, _day: Date) -> &'static str {
        kept.stage().word()
    }

    fn offers(state: &str, event: &str) -> bool {
        state != "ended" || event == "answered"
    }

    fn row(kept: &Kept<Self>, _day: Date, lookup: &Lookup) -> Vec<String> {
        let owners: Vec<_> = kept.about.organisations.iter().map(|key| lookup.organisation(key)).collect();
        let since = kept.stages().last().map(|(_, since)| *since);
        vec![owners.join(", "), maybe_day(since), maybe_day(kept.about.review_on)]
    }
}

impl Shown for Review {
    const PLURAL: &'static str = "Oversight reviews";
    const EMPTY: &'static str = "No look from those who oversee fits what you chose.";
    const GOES_OUT: &'static str = "Everybody then also reads its title, its days, who looked, and its lists: progress recognised, what \
        is still to do, what is no longer monitored, and the findings it speaks of.";
    const FIELDS: &'static [Field] = &[
        field("kind", "Kind", Ask::Choice(ReviewKind::CHOICES)),
        field("title", "Title", Ask::Line),
        field("on", "First day, or day of the letter", Ask::Day),
        field("until", "Last day", Ask::Day).optional(),
        field("by", "Who looked", Ask::Line).hint("A body, never a person."),
        field("theme", "Theme of a deep dive", Ask::Theme).optional(),
        field("recognised", "Progress recognised", Ask::Lines).hint("One a line.").optional(),
        field("still_to_do", "Still to do", Ask::Lines).hint("One a line.").optional(),
        field("no_longer_monitored", "No longer monitored", Ask::Lines).hint("One a line.").optional(),
        field("next_on", "They look next on", Ask::Day).optional(),
        field("findings", "Findings it speaks of", Ask::Keys).hint("One key a line.").optional(),
        field("note", "Note for the office", Ask::Text).optional(),
    ];
    const EVENTS: &'static [EventForm] = &[EventForm {
        word: "lifted",
        title: "Record that the notice was lifted",
        past: "The notice was lifted",
        fields: &[field("reason", "By what", Ask::Text)],
    }];
    const STATES: &'static [(&'static str, &'static str)] = ReviewKind::CHOICES;
    const HEADS: &'static [&'static str] = &["Day", "Who looked", "Next"];

    fn state(kept: &Kept<Self>, _day: Date) -> &'static str {
        kept.about.kind.word()
    }

    fn offers(state: &str, _event: &str) -> bool {
        state == ReviewKind::Notice.word()
    }

    fn row(kept: &Kept<Self>, _day: Date, _lookup: &Lookup) -> Vec<String> {
        vec![day_words(kept.about.on), kept.about.by.clone(), maybe_day(kept.about.next_on)]
    }
}

/// A criterion that nobody judged yet stands beside the four grades.
const GRADES: &[(&str, &str)] =
    &[("unjudged", "Not judged yet"), ("strong", "Strong"), ("secure", "Secure"), ("mixed", "Mixed"), ("weak", "Weak")];

impl Shown for Criterion {
    const PLURAL: &'static str = "Self-evaluation";
    const EMPTY: &'static str = "No criterion fits what you chose.";
    const FIELDS: &'static [Field] = &[
        field("wording", "What is judged", Ask::Text),
        field("reference", "Its number in the framework", Ask::Line).optional(),
        field("since", "In the self-evaluation since", Ask::Day),
        field("evidence", "Evidence", Ask::Keys).hint("One key a line.").optional(),
        field("findings", "Findings it answers to", Ask::Keys).hint("One key a line.").optional(),
    ];
    const EVENTS: &'static [EventForm] = &[EventForm {
        word: "judged",
        title: "Add a judgement",
        past: "It was judged",
        fields: &[
            field("grade", "Judgement", Ask::Choice(Grade::CHOICES)),
            field("because", "What the evidence shows", Ask::Text),
            field("gaps", "What is missing", Ask::Text),
        ],
    }];
    const STATES: &'static [(&'static str, &'static str)] = GRADES;
    const HEADS: &'static [&'static str] = &["Judged on", "Evidence"];

    fn state(kept: &Kept<Self>, _day: Date) -> &'static str {
        kept.grade().map_or("unjudged", |(grade, _)| grade.word())
    }

    fn row(kept: &Kept<Self>, _day: Date, _lookup: &Lookup) -> Vec<String> {
        vec![maybe_day(kept.grade().map(|(_, on)| on)), format!("{} items", kept.about.evidence.len())]
    }
}
