//! The keys of `roadmap.json` and `roadmap/changes.json`, each with what it holds and what it means.
//!
//! A test walks real files with this table: a key that is missing here, or here and in no file, fails it.

/// A kind of object that occurs in a file.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Its name in this dictionary.
    pub name: &'static str,
    /// What one such object stands for.
    pub about: &'static str,
    /// Its keys, in the order of the file.
    pub fields: &'static [Field],
}

/// One key of an object.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// What its value is.
    pub holds: Holds,
    /// What it means, for people.
    pub meaning: &'static str,
}

/// What stands behind a key. Any value but a list may be absent or `null` where nothing is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Text.
    Text,
    /// A whole number.
    Number,
    /// A civil day as `YYYY-MM-DD`.
    Day,
    /// `true` or `false`.
    Flag,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A list of texts, mostly keys.
    Texts,
    /// An object of the shape of that name.
    One(&'static str),
    /// A list of objects of the shape of that name.
    List(&'static str),
}

use Holds::{Day, Flag, List, Number, One, OneOf, Text, Texts};

const fn shape(name: &'static str, about: &'static str, fields: &'static [Field]) -> Shape {
    Shape { name, about, fields }
}

const fn field(key: &'static str, holds: Holds, meaning: &'static str) -> Field {
    Field { key, holds, meaning }
}

/// Every shape; the first two are the files themselves.
pub const SHAPES: &[Shape] = &[
    shape(
        "roadmap.json",
        "One edition",
        &[
            field("dictionary", Text, "Path of this page inside the area"),
            field("area", One("area"), "Whose roadmap it is"),
            field("edition", One("edition"), "Which edition it is"),
            field("bodies", List("body"), "Organisations"),
            field("themes", List("theme"), "Subjects of the work"),
            field("inspections", List("inspection"), "Inspections with their findings, oldest first"),
            field("plans", List("plan"), "The roadmap and the plans behind it"),
            field("entries", List("promise"), "What stands or stood on the roadmap, in page order"),
            field("commitments", List("promise"), "What stands in other plans: promises, and looks from outside"),
            field("evidence", List("evidence"), "What shows how something stands"),
            field("notices", List("notice"), "What a date tells, as at the edition's day"),
        ],
    ),
    shape(
        "roadmap/changes.json",
        "What changed since the last edition",
        &[
            field("dictionary", Text, "Path of this page inside the area"),
            field("from", Number, "Number of the edition before; null for the first"),
            field("to", Number, "Number of this edition"),
            field("changes", List("change"), "The changes, by kind and then in page order"),
        ],
    ),
    shape(
        "change",
        "One change",
        &[
            field(
                "kind",
                OneOf(&[
                    "delivered",
                    "moved",
                    "new",
                    "dropped",
                    "merged",
                    "no_longer_published",
                    "status_changed",
                    "places_changed",
                    "reworded",
                ]),
                "What kind of change",
            ),
            field("entry", Text, "Key of the entry"),
            field("sentence", Text, "The change in one sentence"),
            field("old", Text, "How it was"),
            field("new", Text, "How it is"),
            field("reason", Text, "Why, when a reason was given"),
        ],
    ),
    shape(
        "area",
        "A local area partnership",
        &[
            field("slug", Text, "Its word in addresses"),
            field("name", Text, "The name families know"),
            field("partnership", Text, "The partnership's full name"),
            field("colour", Text, "Its colour as #rrggbb; empty for the usual one"),
            field("contact_email", Text, "Where families can write"),
            field("contact_phone", Text, "Where a person answers"),
            field("forum", Text, "Name of the parent carer forum"),
            field("notice", Text, "Said on every page when the site is not official"),
        ],
    ),
    shape(
        "edition",
        "One edition",
        &[
            field("number", Number, "Counted from 1"),
            field("title", Text, "Its title"),
            field("as_at", Day, "The day of its release; what depends on a date is said as at this day"),
            field("note", Text, "What it is, in a sentence or two"),
        ],
    ),
    shape(
        "body",
        "An organisation",
        &[
            field("key", Text, "Stable word"),
            field("name", Text, "Its name"),
            field("kind", Text, "What it is, in a word or two"),
        ],
    ),
    shape(
        "theme",
        "A subject of the work",
        &[field("key", Text, "Stable word"), field("name", Text, "Its name"), field("plain", Text, "What it is about")],
    ),
    shape(
        "inspection",
        "A look from outside",
        &[
            field("key", Text, "Stable word"),
            field("kind", OneOf(&["full", "monitoring", "revisit"]), "What kind of look it was"),
            field("title", Text, "Its name"),
            field("expected", One("date"), "When it was expected"),
            field("started_on", Day, "First day of the visit"),
            field("ended_on", Day, "Last day of the visit"),
            field("published_on", Day, "Day of the report"),
            field("outcome", Text, "What it concluded"),
            field("finding", List("finding"), "Its findings, in the report's order"),
        ],
    ),
    shape(
        "finding",
        "What must or should get better",
        &[
            field("key", Text, "Stable word"),
            field("kind", OneOf(&["priority_action", "improvement"]), "How serious it is"),
            field("wording", Text, "What must change"),
            field("plain", Text, "The same in plain English"),
            field("bodies", Texts, "Keys of the organisations named"),
            field("oversight", One("judgement"), "What those who check say now"),
        ],
    ),
    shape(
        "plan",
        "A published plan",
        &[
            field("key", Text, "Stable word"),
            field("kind", Text, "What kind of plan"),
            field("title", Text, "Its title"),
            field("levels", Texts, "Names of its levels from the top"),
            field("source", Text, "Where it was published"),
            field("published_on", Day, "When it was published"),
            field("period_from", Day, "First day it covers"),
            field("period_to", Day, "Last day it covers"),
            field("review_cycle", Text, "How often it says it is reviewed"),
            field("introduction", Text, "What it is"),
            field("is_roadmap", Flag, "Whether its promises are the entries of the roadmap"),
            field("gave_way", One("gave_way"), "The plan that took its place"),
        ],
    ),
    shape(
        "promise",
        "An entry of the roadmap, or a promise in another plan",
        &[
            field("page", Text, "Path of its page inside the area"),
            field("key", Text, "Stable word, the same in every edition"),
            field("plan", Text, "Key of its plan"),
            field("parent", Text, "Key of the promise above it"),
            field("level", Text, "Its level's name in the plan"),
            field("reference", Text, "The plan's own number"),
            field("section", Text, "Heading it was published under"),
            field("wording", Text, "Its words as published"),
            field("plain", Text, "The same in plain English"),
            field("why", Text, "Why it matters"),
            field(
                "nature",
                OneOf(&[
                    "event",
                    "survey",
                    "document",
                    "governance",
                    "pilot",
                    "opening",
                    "service_change",
                    "outcome_claim",
                    "finance",
                    "oversight_review",
                    "programme_target",
                    "external",
                    "action",
                ]),
                "What kind of thing it is",
            ),
            field("recurs", Flag, "Whether it comes round again"),
            field("timing", One("timing"), "Its dates"),
            field(
                "delivery",
                One("judgement"),
                "How far it is: not_started, planned, in_progress, ongoing, delayed, postponed or done",
            ),
            field("confidence", One("judgement"), "How sure the partnership is: blue, green, amber or red"),
            field(
                "oversight",
                One("judgement"),
                "What those who check say: monitored, sufficient_progress, business_as_usual or no_longer_monitored",
            ),
            field("felt", One("judgement"), "What families say: yes, partly, no or not_asked"),
            field("owners", List("owner"), "Who answers for it"),
            field("themes", Texts, "Keys of its themes"),
            field("answers", Texts, "Keys of the findings it answers"),
            field("contributes_to", Texts, "Keys of the promises it helps to keep"),
            field("baseline_of", Text, "Key of the later promise that is compared with it"),
            field("evidence", Texts, "Keys of what shows how it stands"),
            field("places", List("places"), "Places it adds"),
            field("measures", List("measure"), "How one would know that it worked"),
            field("updates", List("update"), "Progress notes, oldest first"),
            field("retired", One("retired"), "Why and when it left the plan"),
            field("came_from", Texts, "Keys of the promises it came out of"),
        ],
    ),
    shape(
        "gave_way",
        "That another plan took a plan's place",
        &[
            field("to", Text, "Key of the plan that follows"),
            field("on", Day, "From when"),
            field("reason", Text, "Why"),
        ],
    ),
    shape(
        "timing",
        "The dates of a promise; nothing in it is ever rewritten",
        &[
            field("baseline", One("date"), "The first date published"),
            field("revisions", List("move"), "Later dates, oldest first"),
            field("actual", One("happened"), "When it happened"),
        ],
    ),
    shape(
        "date",
        "A date as published and as days",
        &[
            field("text", Text, "The words as published"),
            field("earliest", Day, "First day it can mean"),
            field("latest", Day, "Last day it can mean"),
            field(
                "precision",
                OneOf(&["day", "month", "quarter_label", "term", "season", "year", "academic_year", "range", "none"]),
                "How fine the words are",
            ),
            field(
                "kind",
                OneOf(&["on", "in", "by", "range", "from", "ongoing", "recurs"]),
                "How the words relate to the days",
            ),
        ],
    ),
    shape(
        "move",
        "One move of a date",
        &[
            field("to", One("date"), "The new date"),
            field("reason", Text, "Why; null when no reason was given"),
            field("author", Text, "Role or body that moved it"),
            field("approver", Text, "Role or body that approved it"),
            field("on", Day, "When it was decided or first published"),
        ],
    ),
    shape(
        "happened",
        "When something happened",
        &[
            field("when", One("date"), "The date, as exactly as it is known"),
            field("recorded_on", Day, "When it was recorded"),
            field("note", Text, "How it is known"),
        ],
    ),
    shape(
        "judgement",
        "What somebody says, apart from every other judgement",
        &[
            field("value", Text, "The judgement; its words stand where the judgement is named"),
            field("word", Text, "The word as published"),
            field("on", Day, "When it was made"),
            field("by", Text, "Role or body that made it"),
            field("note", Text, "Why"),
        ],
    ),
    shape(
        "owner",
        "Who answers for a promise; never a person's name",
        &[
            field("body", Text, "Key of an organisation, or its name as published"),
            field("role", Text, "A post"),
            field("part", OneOf(&["lead", "accountable", "responsible", "support"]), "In what part"),
            field("since", Day, "From this day"),
            field("until", Day, "To the end of this day"),
        ],
    ),
    shape(
        "places",
        "Places a promise adds",
        &[
            field("provision", Text, "The school, base or service"),
            field("kind", Text, "What it is"),
            field("added", Number, "Places added"),
            field("at_opening", Number, "Places on the first day"),
            field("full", Number, "Places when full"),
        ],
    ),
    shape(
        "measure",
        "How one would know that a promise was kept",
        &[
            field("text", Text, "In words"),
            field("target", Text, "The figure aimed at, as published"),
            field("due", Text, "By when, as published"),
        ],
    ),
    shape(
        "update",
        "A progress note",
        &[
            field("on", Day, "When it was given"),
            field("period", Text, "The time it speaks of, as published"),
            field("text", Text, "The words"),
            field("by", Text, "Role or body that gave it"),
        ],
    ),
    shape(
        "retired",
        "How a promise left its plan",
        &[
            field(
                "kind",
                OneOf(&["dropped", "merged", "split", "carried", "closed", "added_in_error", "no_longer_published"]),
                "How it left",
            ),
            field("on", Day, "When"),
            field("reason", Text, "Why; null when no reason was given"),
            field("into", Texts, "Keys of the promises it goes on in"),
        ],
    ),
    shape(
        "evidence",
        "What shows how something stands",
        &[
            field("key", Text, "Stable word"),
            field("title", Text, "What it is"),
            field(
                "kind",
                OneOf(&["document", "data", "case_study", "testimony", "audit", "survey"]),
                "What kind of proof it is",
            ),
            field("on", Day, "The day it speaks of or came out"),
            field("address", Text, "Where it can be read"),
            field("shows", Text, "What it shows"),
            field("private", Flag, "Always false: what is private is not published"),
            field("supersedes", Text, "Key of the evidence it takes the place of"),
        ],
    ),
    shape(
        "notice",
        "What a date tells",
        &[
            field(
                "kind",
                OneOf(&["date_passed", "outcome_without_measure", "ongoing_without_update", "done_without_evidence"]),
                "What is noticed",
            ),
            field("entry", Text, "Key of the entry"),
            field("sentence", Text, "The notice in one sentence"),
        ],
    ),
];
