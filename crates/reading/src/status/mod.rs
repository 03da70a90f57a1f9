//! What an entry's own words say about how far it is.
//!
//! Every rule is about where a verb stands. Whatever no rule decides stays "not stated".

use crate::{
    model::{Status, StatusReading},
    words::{Word, phrase_at, words},
};
mod lexicon;

use StatusReading::{Delayed, Done, InProgress, NotStated, Ongoing, Planned, Postponed};
use lexicon::{AFTER_VERB, FINISHED, FINISHED_PHRASES, IMPERATIVES, MARKERS, NOT_FINISHED, RUNNING, TOLD, UNDER_WAY};

/// Colours say how sure people are, not how far they are.
const COLOURS: &[&str] =
    &["red", "amber", "green", "blue", "brag", "rag", "purple", "grey", "gray", "yellow", "white", "black"];

/// What a status cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CellStatus {
    pub(crate) status: Status,
    /// It is a colour, whose meaning the page has to give.
    pub(crate) colour: Option<String>,
    /// It has words, and none is known.
    pub(crate) unknown: bool,
}

/// Reads the words of a status cell.
pub(crate) fn of_cell(text: &str) -> CellStatus {
    let text = text.trim();
    let list = words(text);
    let first = list.iter().position(|word| {
        !COLOURS.contains(&word.lower.as_str())
            && word.lower != "status"
            && word.lower != "rating"
            && word.lower != "rated"
    });
    let colour = list
        .iter()
        .find(|word| COLOURS.contains(&word.lower.as_str()) && !matches!(word.lower.as_str(), "rag" | "brag"))
        .map(|word| word.lower.clone());
    let marked = first.and_then(|at| marker(&list, at));
    let status = match &marked {
        Some((reading, end)) => {
            let start = first.and_then(|at| list.get(at)).map_or(0, |word| word.start);
            // A cell of a few words is a status as a whole; a longer one is a note that begins with one.
            let word = if list.len() <= 4 && colour.is_none() && crate::dates::find(text).is_empty() {
                text
            } else {
                text.get(start..*end).unwrap_or(text)
            };
            Status { word: Some(word.trim_end_matches(['.', ',', ';']).to_owned()), reading: *reading }
        }
        None => Status { word: (!list.is_empty()).then(|| text.to_owned()), reading: NotStated },
    };
    let unknown = marked.is_none() && colour.is_none() && !list.is_empty();
    CellStatus { status, colour, unknown }
}

/// The marker that begins at a word, with the byte where it ends.
fn marker(list: &[Word], at: usize) -> Option<(StatusReading, usize)> {
    MARKERS.iter().find_map(|(phrase, reading)| {
        let (from, to) = phrase_at(list.get(..(at + 4).min(list.len()))?, phrase, at)?;
        let end = list.get(to - 1)?.end;
        (from == at).then_some((*reading, end))
    })
}

/// The status words a flattened row ends with: where they begin and what they mean.
pub(crate) fn at_end_of_row(text: &str) -> Option<(usize, Status)> {
    let list = words(text);
    let count = list.len();
    (count.saturating_sub(5)..count).find_map(|at| {
        let (reading, end) = marker(&list, at)?;
        let start = list.get(at)?.start;
        let tail = text.get(end..)?.trim_matches(|sign: char| sign.is_whitespace() || ".;)".contains(sign));
        let word = text.get(start..end)?.to_owned();
        // In running words only what begins with a capital is a cell of its own.
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        (tail.is_empty() && capital).then_some((start, Status { word: Some(word), reading }))
    })
}

/// Past forms that claim a change for the better; whether it is so, somebody has to measure.
const CLAIMED: &[&str] =
    &["improved", "increased", "reduced", "enhanced", "strengthened", "better", "greater", "fewer", "raised", "more"];

/// Reads an entry's own words.
pub(crate) fn of_words(text: &str) -> Status {
    let list = words(text);
    bracketed(text)
        .or_else(|| so_far(text, &list))
        .or_else(|| trailing(text))
        .or_else(|| leading(text, &list))
        .or_else(|| told(text, &list))
        .or_else(|| told_plainly(text, &list))
        .or_else(|| finished(text, &list))
        .or_else(|| noun_at_end(text, &list))
        .or_else(|| claimed(text, &list))
        .unwrap_or_default()
}

/// "22 trained so far": a part is done, and the rest is to come.
fn so_far(text: &str, list: &[Word]) -> Option<Status> {
    let (from, to) = phrase_at(list, "so far", 0)?;
    let verb = from.checked_sub(1).and_then(|at| list.get(at))?;
    let counted = list.iter().any(|word| word.lower.starts_with(|sign: char| sign.is_ascii_digit()));
    (counted && verb.lower.ends_with("ed"))
        .then(|| Some(status(text, verb.start, list.get(to - 1)?.end, InProgress)))?
}

fn status(text: &str, from: usize, to: usize, reading: StatusReading) -> Status {
    Status { word: text.get(from..to).map(str::to_owned), reading }
}

/// "(ongoing)", "[complete]".
fn bracketed(text: &str) -> Option<Status> {
    text.match_indices(['(', '[']).find_map(|(at, _)| {
        let rest = text.get(at + 1..)?;
        let inner = rest.get(..rest.find([')', ']'])?)?;
        short_marker(inner)
    })
}

/// "…: on track", "… - complete".
fn trailing(text: &str) -> Option<Status> {
    let cut = text.trim_end_matches(['.', ' ']);
    let at = [" - ", " – ", " — ", ": "].iter().filter_map(|sign| cut.rfind(sign).map(|at| at + sign.len())).max()?;
    short_marker(cut.get(at..)?)
}

fn short_marker(inner: &str) -> Option<Status> {
    let without_date = match crate::dates::find(inner).first() {
        Some(found) => inner.get(..found.start)?,
        None => inner,
    };
    let list = words(without_date);
    let (reading, end) = marker(&list, 0)?;
    let start = list.first()?.start;
    (list.len() <= 4 && list.first().is_none_or(|word| word.lower != "open" && word.lower != "future"))
        .then(|| status(inner, start, end, reading))
}

/// "Ongoing …", "Planned opening …", "Phased update …", "Completed: …".
fn leading(text: &str, list: &[Word]) -> Option<Status> {
    let first = list.first()?;
    let second = list.get(1);
    let reading = match first.lower.as_str() {
        "ongoing" | "on-going" | "continuing" | "continued" => Ongoing,
        "planned" | "scheduled" | "proposed"
            if list.iter().take(5).any(|word| matches!(word.lower.as_str(), "postponed" | "cancelled")) =>
        {
            return None;
        }
        "planned" | "scheduled" | "proposed" => Planned,
        "phased" => InProgress,
        "cancelled" | "stopped" | "withdrawn" => NotStated,
        "delayed" | "overdue" => Delayed,
        "postponed" | "paused" | "deferred" => Postponed,
        "completed" | "complete" | "achieved" | "delivered" if text.get(first.end..)?.starts_with([':', ' ']) => Done,
        verb if UNDER_WAY.contains(&verb) && second.is_some_and(|next| next.lower != "of") => InProgress,
        _ => return None,
    };
    let both = matches!(second.map(|word| word.lower.as_str()), Some("opening" | "update" | "launch" | "rollout"));
    let end = if both { second.map_or(first.end, |word| word.end) } else { first.end };
    Some(status(text, first.start, end, reading))
}

/// "We published …", "the group has published …", "the group is building …".
fn told_plainly(text: &str, list: &[Word]) -> Option<Status> {
    list.windows(2).enumerate().find_map(|(at, pair)| {
        let (lead, verb) = (pair[0].lower.as_str(), pair[1].lower.as_str());
        let done = FINISHED.contains(&verb) || matches!(verb, "set" | "held" | "ran" | "built" | "cleared");
        let past = lead == "we" && (done || verb.ends_with("ed") && verb.len() > 4) && !NOT_FINISHED.contains(&verb);
        // "The board agreed the plan": a body, a past verb and what it was about.
        let body = matches!(
            lead,
            "board" | "cabinet" | "partnership" | "committee" | "executive" | "council" | "icb" | "group"
        ) && FINISHED.contains(&verb)
            && list.get(at + 2).is_some_and(|next| {
                matches!(next.lower.as_str(), "the" | "a" | "an" | "our" | "its" | "new" | "revised" | "that")
            });
        let perfect = matches!(lead, "has" | "have") && done && !CLAIMED.contains(&verb);
        let running = matches!(lead, "is" | "are") && RUNNING.contains(&verb);
        let relative = list
            .get(at.saturating_sub(2)..at)?
            .iter()
            .any(|word| matches!(word.lower.as_str(), "who" | "that" | "which" | "if" | "when" | "once" | "what"));
        let reading = if past || perfect || body {
            Done
        } else if running {
            InProgress
        } else {
            return None;
        };
        (!relative).then(|| status(text, pair[0].start, pair[1].end, reading))
    })
}

/// An entry that begins with a plain verb; "Work on the model remains …" begins with a noun.
fn asked(list: &[Word]) -> bool {
    let Some(first) = list.first().filter(|word| IMPERATIVES.contains(&word.lower.as_str())) else { return false };
    let noun = matches!(first.lower.as_str(), "work" | "review" | "support" | "design" | "use" | "update" | "launch")
        && list.get(1).is_some_and(|next| matches!(next.lower.as_str(), "on" | "of" | "to" | "in" | "with" | "for"))
        && list.iter().skip(2).any(|word| matches!(word.lower.as_str(), "remains" | "is" | "has" | "continues"));
    !noun
}

fn told(text: &str, list: &[Word]) -> Option<Status> {
    if asked(list) {
        return None;
    }
    for (phrase, reading) in TOLD {
        let Some((from, to)) = phrase_at(list, phrase, 0) else { continue };
        // "people who will be supported": the clause tells of people, not of the step.
        let relative = list
            .get(..from)?
            .iter()
            .rev()
            .take(4)
            .any(|word| matches!(word.lower.as_str(), "who" | "that" | "which" | "what" | "how" | "if" | "those"));
        let future_inside = *reading == Done && phrase_at(list, "will", 0).is_some();
        // "was due to start": what was once expected is not what is planned now.
        let overtaken = *reading == Planned
            && from
                .checked_sub(1)
                .and_then(|at| list.get(at))
                .is_some_and(|word| matches!(word.lower.as_str(), "was" | "were"));
        if overtaken || relative || future_inside || *phrase == "will" && from == 0 {
            continue;
        }
        let after = list.get(to).map(|word| word.lower.as_str()).unwrap_or_default();
        let verb_follows = FINISHED.contains(&after)
            || after.ends_with("ed")
            || matches!(
                after,
                "set"
                    | "held"
                    | "built"
                    | "put"
                    | "begun"
                    | "seen"
                    | "made"
                    | "run"
                    | "won"
                    | "already"
                    | "also"
                    | "now"
                    | "successfully"
                    | "rolled"
                    | "taken"
                    | "brought"
                    | "met"
            );
        if *reading == Done
            && matches!(*phrase, "we have" | "we've" | "has been" | "have been" | "has now" | "we now have")
        {
            let improved = CLAIMED.contains(&after);
            if !verb_follows && *phrase != "we now have" || improved {
                continue;
            }
        }
        if *reading == InProgress && matches!(*phrase, "we are" | "we're" | "we are now") && !after.ends_with("ing") {
            continue;
        }
        let end_word = if *reading == Done && *phrase != "went live" && *phrase != "gone live"
            || matches!(*phrase, "we are" | "we're" | "we will" | "will" | "will be" | "is being" | "are being")
        {
            list.get(to)
        } else {
            None
        };
        let end = end_word.or_else(|| list.get(to - 1)).map_or(text.len(), |word| word.end);
        return Some(status(text, list.get(from)?.start, end, *reading));
    }
    None
}

/// A finished verb at the end of its clause, or at the beginning of the entry.
fn finished(text: &str, list: &[Word]) -> Option<Status> {
    let first = list.first()?.lower.as_str();
    let rhythm = crate::words::has_any(
        list,
        &[
            "each term",
            "each month",
            "every term",
            "every month",
            "every year",
            "each year",
            "monthly",
            "termly",
            "quarterly",
            "annually",
            "regularly",
        ],
    );
    if IMPERATIVES.contains(&first) || rhythm && first.ends_with("ed") {
        return None;
    }
    for (at, word) in list.iter().enumerate() {
        let phrase = FINISHED_PHRASES.iter().find(|phrase| {
            phrase_at(list.get(..(at + 3).min(list.len())).unwrap_or_default(), phrase, at)
                .is_some_and(|(from, _)| from == at)
        });
        let length = phrase.map_or(1, |phrase| phrase.split(' ').count());
        if phrase.is_none() && !FINISHED.contains(&word.lower.as_str()) {
            continue;
        }
        if at == 0
            && phrase.is_none()
            && (list.len() < 2 || list.get(1).is_some_and(|next| matches!(next.lower.as_str(), "by" | "in" | "to")))
        {
            continue;
        }
        let asked = |at: usize| {
            list.get(at.saturating_sub(2)..at).unwrap_or_default().iter().any(|word| {
                matches!(word.lower.as_str(), "be" | "being" | "will" | "to" | "not" | "get" | "put" | "if" | "once")
            })
        };
        let describes = if phrase.is_some() { asked(at) } else { described(list, at) };
        if at > 0 && phrase.is_none() && !ends_clause(text, list, at) || describes {
            continue;
        }
        let from = chain_start(text, list, at);
        let to = chain_end(list, at + length - 1);
        return Some(status(text, list.get(from)?.start, list.get(to)?.end, Done));
    }
    None
}

fn ends_clause(text: &str, list: &[Word], at: usize) -> bool {
    let Some(word) = list.get(at) else { return false };
    let Some(next) = list.get(at + 1) else { return true };
    let between = text.get(word.end..next.start).unwrap_or_default();
    let dated = next.lower.starts_with(|sign: char| sign.is_ascii_digit());
    dated || between.contains(['.', ',', ';', ')', '(', ':', '–']) || AFTER_VERB.contains(&next.lower.as_str())
}

/// "are agreed", "to be published", "who have been assessed": the verb describes, or asks, and does not report.
fn described(list: &[Word], at: usize) -> bool {
    let before: Vec<&str> =
        list.get(at.saturating_sub(4)..at).unwrap_or_default().iter().map(|word| word.lower.as_str()).collect();
    before
        .iter()
        .rev()
        .take(3)
        .any(|word| matches!(*word, "is" | "are" | "be" | "being" | "get" | "to" | "will" | "should" | "not" | "newly"))
        || before
            .iter()
            .any(|word| matches!(*word, "who" | "that" | "which" | "those" | "once" | "if" | "when" | "until"))
}

/// "mapped, improved and published": the verbs before, joined by commas and "and".
fn chain_start(text: &str, list: &[Word], at: usize) -> usize {
    let verb = |word: &Word| word.lower.ends_with("ed") && word.lower.len() > 4;
    let mut from = at;
    while from > 0 {
        let skip = 1 + usize::from(list.get(from - 1).is_some_and(|word| word.lower == "and"));
        let Some(earlier) = from.checked_sub(skip).and_then(|at| list.get(at)) else { break };
        let gap = list.get(from).and_then(|word| text.get(earlier.end..word.start)).unwrap_or_default();
        if !verb(earlier) || skip == 1 && !gap.contains(',') {
            break;
        }
        from -= skip;
    }
    from
}

/// "Developed and agreed", "established and active": the words after, joined by "and".
fn chain_end(list: &[Word], at: usize) -> usize {
    // "mapped, improved and published": as long as verbs follow one another.
    let mut at = at;
    while list.get(at + 1).is_some_and(|next| next.lower.ends_with("ed") && next.lower.len() > 5)
        && list.get(at + 2).is_some_and(|word| word.lower == "and" || word.lower.ends_with("ed"))
    {
        at += 1;
    }
    let and = list.get(at + 1).is_some_and(|word| word.lower == "and");
    let fits = list.get(at + 2).is_some_and(|word| {
        FINISHED.contains(&word.lower.as_str())
            || matches!(word.lower.as_str(), "active" | "ready" | "live" | "operational")
    });
    let in_use = list.get(at + 2).is_some_and(|word| word.lower == "in")
        && list.get(at + 3).is_some_and(|word| matches!(word.lower.as_str(), "use" | "place"));
    match (and, fits, in_use) {
        (true, true, _) => at + 2,
        (true, _, true) => at + 3,
        _ => at,
    }
}

/// "… rollout." says that something is being rolled out; "Rollout phase one …" names a phase to come or not.
fn noun_at_end(text: &str, list: &[Word]) -> Option<Status> {
    let ending = list.last()?;
    if list.len() > 2
        && matches!(ending.lower.as_str(), "rollout" | "roll-out" | "implementation")
        && !IMPERATIVES.contains(&list.first()?.lower.as_str())
    {
        return Some(status(text, ending.start, ending.end, InProgress));
    }
    if list.len() == 2 && matches!(ending.lower.as_str(), "rollout" | "roll-out")
        || ending.lower == "implementation" && list.len() == 3
    {
        return Some(status(text, ending.start, ending.end, InProgress));
    }
    let before = list.len().checked_sub(2).and_then(|at| list.get(at)).map(|word| word.lower.as_str());
    if ending.lower == "planned"
        && list.len() > 2
        && !matches!(before, Some("than" | "as" | "originally" | "we" | "was" | "were"))
    {
        return Some(status(text, ending.start, ending.end, Planned));
    }
    let head: Vec<&str> = list.iter().take(3).map(|word| word.lower.as_str()).collect();
    let phase = match head.as_slice() {
        ["rollout" | "roll-out", "phase", _, ..]
        | ["phase", _, "transfer" | "rollout" | "launch" | "delivery" | "implementation", ..] => 3,
        _ => return None,
    };
    Some(status(text, list.first()?.start, list.get(phase - 1)?.end, NotStated))
}

fn claimed(text: &str, list: &[Word]) -> Option<Status> {
    let first = list.first()?;
    let fits =
        matches!(first.lower.as_str(), "improved" | "increased" | "reduced" | "enhanced" | "strengthened" | "raised");
    fits.then(|| status(text, first.start, first.end, NotStated))
}

/// A status that stands as a mark beside the words: in brackets or after a dash.
pub(crate) fn marked(text: &str) -> Option<Status> {
    bracketed(text).or_else(|| trailing(text))
}
