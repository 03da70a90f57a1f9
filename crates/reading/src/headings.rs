//! What a heading says about the lines under it.

use crate::{
    dates::{self, Found},
    model::StatusReading,
    words::folded,
};

/// What stands under a heading.
#[derive(Debug, Clone)]
pub(crate) enum Class {
    /// Entries of a period.
    Period(Box<Found>),
    /// Entries whose status, and perhaps date, the heading gives.
    Entries(StatusReading, Option<Box<Found>>),
    /// What success looks like.
    Measures,
    /// How things stand.
    Updates,
    /// Introduction, explanation, contact.
    Notes,
    /// A label without meaning of its own, such as "Progress:".
    Transparent,
    /// Counts of an action log.
    Counts,
    /// A theme, aim or title.
    Theme,
}

/// Beginnings of headings over finished, running and coming work.
const ENTRY_HEADS: &[(&str, StatusReading)] = &[
    ("what we have done", StatusReading::Done),
    ("what we've done", StatusReading::Done),
    ("what have we done", StatusReading::Done),
    ("what we have achieved", StatusReading::Done),
    ("what we've achieved", StatusReading::Done),
    ("what has been achieved", StatusReading::Done),
    ("what we have completed", StatusReading::Done),
    ("so far we have", StatusReading::Done),
    ("we have", StatusReading::Done),
    ("achievements", StatusReading::Done),
    ("key achievements", StatusReading::Done),
    ("our achievements", StatusReading::Done),
    ("achieved", StatusReading::Done),
    ("completed", StatusReading::Done),
    ("completed actions", StatusReading::Done),
    ("actions completed", StatusReading::Done),
    ("delivered", StatusReading::Done),
    ("what we are doing", StatusReading::InProgress),
    ("what we're doing", StatusReading::InProgress),
    ("what are we doing", StatusReading::InProgress),
    ("what we are working on", StatusReading::InProgress),
    ("we are", StatusReading::InProgress),
    ("in progress", StatusReading::InProgress),
    ("work in progress", StatusReading::InProgress),
    ("under way", StatusReading::InProgress),
    ("underway", StatusReading::InProgress),
    ("what we will do", StatusReading::Planned),
    ("what we'll do", StatusReading::Planned),
    ("what will we do", StatusReading::Planned),
    ("what we plan to do", StatusReading::Planned),
    ("what we are going to do", StatusReading::Planned),
    ("what happens next", StatusReading::Planned),
    ("what's next", StatusReading::Planned),
    ("what is next", StatusReading::Planned),
    ("what next", StatusReading::Planned),
    ("next steps", StatusReading::Planned),
    ("coming next", StatusReading::Planned),
    ("coming up", StatusReading::Planned),
    ("coming soon", StatusReading::Planned),
    ("planned", StatusReading::Planned),
    ("planned work", StatusReading::Planned),
    ("we will", StatusReading::Planned),
    ("looking ahead", StatusReading::Planned),
    ("future plans", StatusReading::Planned),
    ("by next term", StatusReading::Planned),
    ("key next steps", StatusReading::Planned),
    ("what will change", StatusReading::Planned),
    ("next quarter", StatusReading::Planned),
    ("next term", StatusReading::Planned),
    ("next month", StatusReading::Planned),
    ("not started", StatusReading::Planned),
    ("not yet started", StatusReading::Planned),
    ("to do", StatusReading::Planned),
    ("complete", StatusReading::Done),
    ("closed", StatusReading::Done),
    ("delayed", StatusReading::Delayed),
    ("postponed", StatusReading::Postponed),
    ("on hold", StatusReading::Postponed),
    ("ongoing", StatusReading::Ongoing),
];

const NOTE_HEADS: &[&str] = &[
    "more about this",
    "introduction",
    "background",
    "about",
    "contact",
    "contact us",
    "find out more",
    "glossary",
    "why",
    "who",
    "useful links",
    "related",
    "privacy",
    "cookies",
    "feedback",
    "overview",
    "summary",
    "what we want",
    "what we wanted",
    "any issues",
    "issues escalated",
    "our vision",
    "vision",
    "get involved",
    "have your say",
    "further information",
    "more information",
    "documents",
    "downloads",
    "key",
    "rag key",
    "how to read",
    "what the inspectors",
    "what ofsted",
    "what inspectors",
    "what the inspection",
    "inspection",
    "context",
    "purpose",
    "foreword",
    "notes",
    "share this",
    "related pages",
    "in this section",
    "on this page",
    "contents",
    "what this means",
    "help and support",
    "aim",
    "focus",
    "our aim",
    "attendance",
    "present",
    "apologies",
    "footnotes",
    "footnote",
    "who we are",
    "what is",
    "escalations",
    "the issue",
    "governance arrangements",
    "how we will work",
    "frequently asked questions",
    "key to",
    "legend",
    "news",
];

const MEASURE_HEADS: &[&str] = &[
    "what we will see",
    "what you will see",
    "the difference this will make",
    "what difference",
    "success measures",
    "success criteria",
    "how we will measure",
    "how will we measure",
    "how we will know",
    "how will we know",
    "what success looks like",
    "what does success look like",
    "what will success look like",
    "measures of success",
    "expected impact",
    "impact measures",
];

const UPDATE_HEADS: &[&str] = &[
    "where are we now",
    "where we are now",
    "current position",
    "latest position",
    "progress update",
    "impact so far",
    "what has changed",
];

/// What a heading says about what follows.
pub(crate) fn class(text: &str) -> Class {
    if let Some(found) = dates::whole(text).or_else(|| counted_year(text)) {
        return Class::Period(Box::new(found));
    }
    let plain = folded(text);
    let begins = |heads: &[&str]| {
        heads.iter().any(|head| {
            plain == *head
                || plain.strip_prefix(head).is_some_and(|rest| rest.starts_with(' ')) && plain.len() < head.len() + 60
        })
    };
    if matches!(
        plain.as_str(),
        "progress"
            | "progress to date"
            | "progress so far"
            | "our progress"
            | "actions"
            | "milestones"
            | "key milestones"
            | "updates"
            | "latest updates"
            | "timeline"
            | "action plan"
            | "key actions"
            | "our actions"
            | "progress and impact"
    ) {
        return Class::Transparent;
    }
    let greeting = plain.starts_with("dear ") && plain.split(' ').count() <= 6;
    if greeting || lead_in(&plain) {
        return Class::Transparent;
    }
    if !numbered(text) && aims(&plain) {
        return Class::Notes;
    }
    if plain.starts_with("action log") || plain == "actions log" || plain.starts_with("action tracker") {
        return Class::Counts;
    }
    if begins(MEASURE_HEADS) {
        return Class::Measures;
    }
    if begins(UPDATE_HEADS) {
        return Class::Updates;
    }
    if let Some(class) = entries(text, &plain) {
        return class;
    }
    // "About the transport plan" is a note; "About" alone too, but a long sentence is a theme.
    if begins(NOTE_HEADS) && plain.split(' ').count() <= 9 {
        return Class::Notes;
    }
    Class::Theme
}

/// "Year 2 (2025/26)", "Phase 1 (January to June 2026)": the brackets say when.
fn counted_year(text: &str) -> Option<Found> {
    let (lead, rest) = text.split_once('(')?;
    let (word, number) = lead.trim().split_once(' ')?;
    let counts = matches!(word.to_lowercase().as_str(), "year" | "phase" | "stage");
    let digits = !number.is_empty() && number.chars().all(|sign| sign.is_ascii_digit());
    dates::whole(rest.trim_end().strip_suffix(')')?).filter(|_| counts && digits)
}

/// "They recognised", "Improvements included", "Progress made since January": a few words that lead in a list.
fn lead_in(plain: &str) -> bool {
    let words: Vec<&str> = plain.split(' ').collect();
    let since = plain.starts_with("progress made since") || plain.starts_with("progress since");
    let verb = words.last().is_some_and(|last| {
        matches!(
            *last,
            "include" | "included" | "includes" | "including" | "recognised" | "noted" | "found" | "saw" | "heard"
        )
    });
    // "The report recommended to the Board that": the list is of what it recommended.
    let that = words.last() == Some(&"that") && words.len() <= 8;
    since || that || verb && (2..=6).contains(&words.len()) && !plain.starts_with("what")
}

/// "Our three priorities are", "Outcomes we're aiming for", "The plan sets out how": what is wished for, not what is done.
pub(crate) fn aims(plain: &str) -> bool {
    let words: Vec<&str> = plain.split(' ').collect();
    let wished = words.iter().any(|word| {
        matches!(
            *word,
            "priorities" | "aims" | "outcomes" | "objectives" | "pillars" | "principles" | "values" | "areas"
        )
    });
    let counted = words.iter().take(3).any(|word| crate::words::number(word).is_some());
    let last = words.last().copied().unwrap_or_default();
    let open = matches!(last, "are" | "for" | "is" | "include") || plain.contains("aiming for");
    // "… which created 200 places by": how an earlier step was taken.
    let named = matches!(
        plain,
        "priorities"
            | "our priorities"
            | "key priorities"
            | "aims"
            | "our aims"
            | "our objectives"
            | "our ambitions"
            | "our outcomes"
            | "our values"
            | "our principles"
    );
    let earlier = last == "by"
        && words.iter().any(|word| matches!(*word, "created" | "built" | "delivered" | "achieved" | "opened"));
    named || earlier || words.len() <= 14 && (wished && (open || counted) || last == "how" && words.len() >= 3)
}

/// A label that names no theme itself: the sentence under it does.
pub(crate) fn generic(text: &str) -> bool {
    let plain = folded(text);
    matches!(
        plain.as_str(),
        "outcome"
            | "area of weakness"
            | "weakness"
            | "priority"
            | "priority action"
            | "area for improvement"
            | "improvement area"
            | "recommendation"
            | "objective"
            | "theme"
            | "finding"
    )
}

/// "Action 1.2" alone: the number of the card that follows.
pub(crate) fn bare_number(text: &str) -> Option<&str> {
    let (word, number) = text.trim().trim_end_matches(':').split_once(' ')?;
    let known = matches!(word.to_lowercase().as_str(), "action" | "milestone" | "step" | "activity" | "task" | "ref");
    let digits = number.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '.')
        && number.starts_with(|sign: char| sign.is_ascii_digit());
    (known && digits).then_some(number)
}

fn entries(text: &str, plain: &str) -> Option<Class> {
    let all = dates::find(text);
    let dated = |one: &&Found| one.when.earliest.is_some() || one.when.latest.is_some();
    // "By next term (26 April 2021)": the days beside the name of the term count.
    let found = all.iter().find(dated).or(all.first()).cloned();
    // "By 31 December 2019 we will have", "By next term (April 2020) we will have".
    if plain.starts_with("by ")
        && (plain.ends_with("we will have")
            || plain.ends_with("we will")
            || plain.ends_with("we will be")
            || plain.contains("next term"))
    {
        let found = found.map(|mut found| {
            found.when.earliest = None;
            found.when.kind = crate::model::Kind::By;
            found
        });
        return Some(Class::Entries(StatusReading::Planned, found.map(Box::new)));
    }
    let count = plain.split(' ').count();
    let hit = ENTRY_HEADS.iter().find(|(head, _)| {
        plain == *head
            || plain.strip_prefix(head).is_some_and(|rest| rest.starts_with(' '))
                && head.contains(' ')
                && (count <= head.split(' ').count() + 6)
            || found.is_some() && plain.starts_with(&format!("{head} "))
    })?;
    // "We will open a new base in May" is an entry, not a heading; "We will:" is one.
    let sentence = matches!(hit.0, "we have" | "we will" | "we are") && plain != hit.0;
    (!sentence).then(|| Class::Entries(hit.1, found.map(Box::new)))
}

/// "1: …", "Priority action 2: …", "Area 3", "Theme A": an aim the page numbers.
pub(crate) fn numbered(text: &str) -> bool {
    let trimmed = text.trim_start();
    let digits = trimmed.chars().take_while(char::is_ascii_digit).count();
    if (1..=2).contains(&digits) {
        let rest = trimmed.get(digits..).unwrap_or_default();
        if rest.starts_with([':', ')']) || rest.starts_with(". ") || rest.starts_with(" - ") || rest.starts_with(" – ")
        {
            return true;
        }
    }
    let plain = folded(text);
    let mut words = plain.split(' ');
    let kinds = [
        "priority",
        "area",
        "theme",
        "aim",
        "outcome",
        "objective",
        "workstream",
        "section",
        "recommendation",
        "pillar",
        "improvement",
        "strand",
        "ambition",
        "goal",
        "weakness",
        "part",
        "programme",
        "project",
        "action",
    ];
    let first = words.next().unwrap_or_default();
    if !kinds.contains(&first) && !first.strip_suffix('s').is_some_and(|one| kinds.contains(&one)) {
        return false;
    }
    words.take(3).any(|word| {
        word.chars().all(|sign| sign.is_ascii_digit())
            || matches!(word, "one" | "two" | "three" | "four" | "five" | "six" | "seven")
            || word.len() == 1 && word != "a"
    })
}

/// Lines of a web page's frame.
pub(crate) fn furniture(text: &str) -> bool {
    const LINES: &[&str] = &[
        "back to top",
        "skip to main content",
        "skip to content",
        "accept all cookies",
        "accept cookies",
        "reject cookies",
        "print this page",
        "share this page",
        "was this page useful",
        "is this page useful",
        "print",
        "share",
        "menu",
        "search",
        "home",
        "listen",
        "translate",
        "cookie settings",
        "manage cookies",
        "rate this page",
        "next page",
        "previous page",
        "next",
        "previous",
        "close",
        "top of page",
        "sign in",
        "login",
        "subscribe",
        "you are here",
        "report a problem with this page",
        "give feedback",
        "print page",
        "email this page",
        "main menu",
        "breadcrumb",
        "go to top",
        "hide this message",
        "table of contents",
        "skip to navigation",
    ];
    let plain = folded(text);
    LINES.contains(&plain.as_str())
        || plain.starts_with("this site uses cookies")
        || plain.starts_with("we use cookies")
        || plain.starts_with("this website uses cookies")
        || plain.starts_with("we use some essential cookies")
        || text.starts_with("Home >")
        || text.starts_with("Home ›")
        || text.starts_with("Home /")
        || text.starts_with("©")
        || plain.starts_with("copyright")
        || plain.starts_with("you are here")
}
