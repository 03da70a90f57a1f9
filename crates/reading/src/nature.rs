//! What kind of thing an entry is, from its nouns and the form of its verb.

use crate::{
    model::{Nature, StatusReading},
    words::{Word, has_any, words},
};

const SURVEYS: &[&str] = &["survey", "surveys", "questionnaire", "questionnaires"];
const PILOTS: &[&str] = &["pilot", "pilots", "piloting", "trial"];
const MONEY: &[&str] = &[
    "funding",
    "financial",
    "finance",
    "budget",
    "budgets",
    "banding",
    "savings",
    "deficit",
    "£",
    "invest",
    "investment",
];
const EVENTS: &[&str] = &[
    "event",
    "events",
    "conference",
    "conferences",
    "conversation",
    "conversations",
    "festival",
    "workshop",
    "workshops",
    "webinar",
    "webinars",
    "drop-in",
    "drop-ins",
    "roadshow",
    "roadshows",
    "fair",
    "coffee morning",
    "coffee mornings",
    "information day",
    "open day",
    "listening event",
];
const OVERSIGHT: &[&str] = &[
    "stocktake",
    "monitoring visit",
    "deep dive",
    "monitoring inspection",
    "dfe review",
    "challenge meeting",
    "re-inspection",
    "revisit",
    "monitoring meeting",
    "progress review",
    "review meeting",
    "reviewed our progress",
];
const GOVERNANCE: &[&str] = &[
    "governance",
    "board",
    "boards",
    "terms of reference",
    "definition",
    "steering group",
    "working group",
    "network and consultation group",
    "network",
    "consultation group",
    "programme resourced",
    "memorandum",
    "partnership group",
    "executive",
    "sub-group",
    "task and finish group",
    "risk register",
];
const DOCUMENTS: &[&str] = &[
    "strategy",
    "strategies",
    "framework",
    "charter",
    "plan",
    "plans",
    "protocol",
    "protocols",
    "pathway",
    "pathways",
    "policy",
    "policies",
    "guidance",
    "handbook",
    "webpages",
    "website",
    "web pages",
    "dashboard",
    "templates",
    "template",
    "report",
    "standards",
    "statement",
    "reports",
    "toolkit",
    "leaflet",
    "newsletter",
    "local offer",
    "guide",
    "directory",
    "specification",
    "self-evaluation",
    "jsna",
    "booklet",
    "glossary",
    "needs assessment",
    "scorecard",
    "agreement",
    "video",
    "factsheet",
];
const OPENED_PLACES: &[&str] = &[
    "school",
    "base",
    "bases",
    "unit",
    "units",
    "centre",
    "centres",
    "hub",
    "hubs",
    "provision",
    "nursery",
    "college",
    "academy",
    "campus",
    "places",
    "site",
    "satellite",
];
const DOCUMENT_VERBS: &[&str] = &[
    "publish",
    "develop",
    "receive",
    "write",
    "produce",
    "draft",
    "refresh",
    "update",
    "create",
    "co-produce",
    "issue",
    "finalise",
    "agree",
];
const OUTCOME_OPENERS: &[&str] = &[
    "improved",
    "improving",
    "increased",
    "increasing",
    "reduced",
    "reducing",
    "better",
    "more",
    "fewer",
    "enhanced",
    "greater",
    "strengthened",
    "raised",
];

/// Words after which a sentence states how things are for people.
const STATES: &[&str] = &[
    "is",
    "are",
    "has",
    "have",
    "detail",
    "details",
    "feel",
    "feels",
    "support",
    "supports",
    "receive",
    "experience",
    "informing",
    "know",
    "can",
    "understand",
    "reflects",
    "reflect",
];

/// The kind of an entry; `in_table` says it stands in a column of actions, where the plain kind is an action.
pub(crate) fn of(text: &str, reading: StatusReading, in_table: bool) -> Nature {
    let list = words(text);
    let head = head_words(&list, text);
    if has_any(&list, SURVEYS) && !has_any(&list, &["survey results"]) {
        return Nature::Survey;
    }
    if has_any(head, PILOTS) {
        return Nature::Pilot;
    }
    if opening(&list) {
        return Nature::Opening;
    }
    let met =
        has_any(&list, &["met", "meeting with"]) && has_any(&list, &["department for education", "dfe", "nhs england"]);
    if has_any(&list, OVERSIGHT) || met && has_any(&list, &["review", "progress", "monitoring"]) {
        return Nature::OversightReview;
    }
    if new_places(&list, text) {
        return Nature::Opening;
    }
    if let Some(nature) = counted(&list, text, reading) {
        return nature;
    }
    if has_any(&list, MONEY) || text.contains('£') {
        return Nature::Finance;
    }
    let done = reading == StatusReading::Done;
    if has_any(head, EVENTS)
        && (list.len() <= 8
            || has_any(&list, &["held", "hold", "host", "hosted", "attended", "take place", "took place"]))
    {
        return Nature::Event;
    }
    let asked = asked(&list);
    if asked && sets_up(&list) {
        return Nature::Governance;
    }
    if outcome(&list, reading, asked) {
        return Nature::OutcomeClaim;
    }
    if alters_provision(&list, done) {
        return Nature::ServiceChange;
    }
    if has_any(head, GOVERNANCE) && !asked {
        return Nature::Governance;
    }
    let said = (done || reading == StatusReading::InProgress) && !asked && !in_table;
    let hired = has_any(&list, &["recruited", "appointed", "hired"]);
    if has_any(head, DOCUMENTS) && !hired && (said || starts_with(&list, DOCUMENT_VERBS)) {
        return Nature::Document;
    }
    if has_any(head, DOCUMENTS) && !asked && !in_table && !hired {
        return Nature::Document;
    }
    if asked || in_table {
        return Nature::Action;
    }
    if list.first().is_some_and(|word| word.lower.ends_with("ing")) || reading == StatusReading::InProgress || done {
        return Nature::ServiceChange;
    }
    Nature::Action
}

/// The words before brackets and long tails: what the entry is about.
fn head_words<'a>(list: &'a [Word], text: &str) -> &'a [Word] {
    // A noun in a relative clause is not what the entry is about ("partnerships that plan together").
    let cut = [" to support ", " so that ", " that ", " which ", " who "]
        .iter()
        .filter_map(|lead| text.find(lead))
        .min()
        .unwrap_or(text.len());
    let count = list.iter().take_while(|word| word.start < cut).count();
    list.get(..count).unwrap_or(list)
}

fn starts_with(list: &[Word], verbs: &[&str]) -> bool {
    list.first().is_some_and(|word| verbs.contains(&word.lower.as_str()))
}

/// An entry that begins with a verb in its plain form asks for something.
fn asked(list: &[Word]) -> bool {
    let Some(first) = list.first() else { return false };
    matches!(
        first.lower.as_str(),
        "engage"
            | "give"
            | "issue"
            | "set"
            | "begin"
            | "bring"
            | "work"
            | "start"
            | "keep"
            | "make"
            | "put"
            | "strengthen"
            | "publish"
            | "develop"
            | "receive"
            | "invest"
            | "ensure"
            | "create"
            | "agree"
            | "improve"
            | "increase"
            | "reduce"
            | "review"
            | "launch"
            | "recruit"
            | "establish"
            | "implement"
            | "deliver"
            | "introduce"
            | "undertake"
            | "complete"
            | "continue"
            | "co-produce"
            | "design"
            | "train"
            | "commission"
            | "provide"
            | "build"
            | "embed"
            | "explore"
            | "identify"
            | "appoint"
            | "hold"
            | "carry"
            | "roll"
            | "update"
            | "refresh"
            | "map"
            | "monitor"
            | "share"
            | "use"
            | "expand"
            | "test"
            | "produce"
            | "write"
            | "finalise"
            | "we"
            | "clear"
    )
}

fn opening(list: &[Word]) -> bool {
    let verb = has_any(
        list,
        &["opened", "opening of", "opens", "will open", "to open", "due to open", "open a", "open new", "opening"],
    );
    verb && has_any(list, OPENED_PLACES)
}

/// "16 new places", "a new special school for 90 pupils": room is being added.
fn new_places(list: &[Word], text: &str) -> bool {
    let more = ["new", "extra", "additional", "further", "more", "build", "open", "create", "new-build"];
    let adds = has_any(list, &more);
    let counted = crate::places::of(text) != crate::places::Places::None;
    let built = has_any(list, &["new special school", "new special schools", "new-build special schools"]);
    adds && !text.contains('£') && (counted || built)
}

/// A share or count with its direction: what is aimed at, or what is claimed to have changed.
fn counted(list: &[Word], text: &str, reading: StatusReading) -> Option<Nature> {
    let figure = list.iter().any(|word| word.lower.chars().all(|sign| sign.is_ascii_digit() || "%.,".contains(sign)));
    let changed = has_any(
        list,
        &["fell from", "rose from", "rose to", "fell to", "compared to", "compared with", "down from", "up from"],
    );
    if figure && changed {
        return Some(Nature::OutcomeClaim);
    }
    let share = text.contains("% of ") || has_any(list, &["target"]) && text.contains('%');
    let open = matches!(reading, StatusReading::NotStated | StatusReading::Planned | StatusReading::Delayed);
    (share && (open || asked(list))).then_some(Nature::ProgrammeTarget)
}

/// "Set up the improvement board", "Put new governance in place": the verb makes a body.
fn sets_up(list: &[Word]) -> bool {
    starts_with(list, &["set", "put", "establish", "form"])
        && has_any(list.get(..9.min(list.len())).unwrap_or(list), GOVERNANCE)
}

fn outcome(list: &[Word], reading: StatusReading, asked: bool) -> bool {
    if asked || reading == StatusReading::Done {
        return false;
    }
    let first = list.first().map(|word| word.lower.as_str()).unwrap_or_default();
    let named_year = list.last().is_some_and(|word| word.lower.len() == 4 && word.lower.starts_with("20"));
    if OUTCOME_OPENERS.contains(&first) && !(named_year && list.len() <= 6) {
        return true;
    }
    // A step said to be running, planned or late is a step; "is added" names one too.
    let passive = list.windows(2).any(|pair| {
        matches!(pair[0].lower.as_str(), "is" | "are") && (pair[1].lower.ends_with("ed") || pair[1].lower == "brought")
    });
    if reading != StatusReading::NotStated || passive {
        return false;
    }
    // A finite verb in the present, after a subject: how things are said to be.
    let ours = list.iter().take(6).any(|word| word.lower == "we");
    let people_first = !ours && !matches!(first, "we" | "ongoing" | "planned" | "phased" | "rollout");
    let planned = has_any(list, &["will", "being", "planned", "due to"]);
    people_first
        && !planned
        && list.iter().take(22).skip(1).any(|word| STATES.contains(&word.lower.as_str()))
        && list.len() > 4
        && !has_any(list, &["rollout", "consultation with", "training and support", "support service"])
}

fn alters_provision(list: &[Word], done: bool) -> bool {
    has_any(
        list,
        &[
            "rollout",
            "roll-out",
            "rolled out",
            "implementation",
            "transfer",
            "in use",
            "went live",
            "gone live",
            "live",
        ],
    ) || done
        && has_any(list, &["processes", "service", "services", "system", "programme", "team", "helpline"])
        && !has_any(list, &["governance", "resourced", "strategy", "plan", "charter", "framework", "guidance"])
}
