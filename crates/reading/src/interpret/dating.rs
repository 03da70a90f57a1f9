//! The date of an entry, from its own words, its cell and the period it stands under.

use calendar::Span;

use crate::{
    dates::{self, Found, when_of},
    model::{Kind, Precision, StatusReading, When},
    words::{has_any, words},
};

/// A date, and the question it leaves.
#[derive(Debug, Clone, Default)]
pub(super) struct Dated {
    pub(super) when: When,
    pub(super) question: Option<Question>,
    /// An earlier date the words name beside the one that holds now.
    pub(super) before: Option<String>,
}

/// A question about a date.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) code: &'static str,
    pub(super) text: String,
    pub(super) choices: Vec<String>,
}

/// Words that say the first date no longer holds.
const MOVED: &[&str] = &[
    "delayed from",
    "moved from",
    "pushed back from",
    "slipped from",
    "postponed from",
    "revised from",
    "changed from",
    "extended from",
    "brought forward from",
];
/// Words that introduce the date that holds now.
const NOW: &[&str] = &[
    "revised to",
    "now",
    "moved to",
    "delayed to",
    "delayed until",
    "extended to",
    "postponed to",
    "postponed until",
    "pushed back to",
    "new date",
    "revised date",
    "revised",
    "changed to",
    "brought forward to",
    "slipped to",
];

/// The date in an entry's own words, joined with the period it stands under.
pub(super) fn of_words(text: &str, period: Option<&When>) -> Dated {
    let found = outside_brackets(text, resolved(dates::find(text), period));
    let (found, before) = current(text, borrowed(text, found));
    let dated: Vec<&Found> =
        found.iter().filter(|one| one.when.earliest.is_some() || one.when.latest.is_some()).collect();
    let base = period.cloned().unwrap_or_default();
    match dated.as_slice() {
        [] => undated(&found, base),
        [only] => one(text, only, period, before),
        several => {
            let same = several
                .iter()
                .all(|one| one.when.earliest == several[0].when.earliest && one.when.latest == several[0].when.latest);
            if same {
                return one(text, several[0], period, before);
            }
            if let Some(when) = together(text, several) {
                return Dated { when, question: None, before };
            }
            // The heading dates the entry; the dates in its words are of something in it.
            if period.is_some_and(|period| period.earliest.is_some() || period.latest.is_some()) {
                return Dated { when: base, ..Dated::default() };
            }
            let choices: Vec<String> = several.iter().filter_map(|one| one.when.text.clone()).collect();
            let question = Question {
                code: "two_dates",
                text: format!("More than one date is given: {}.", choices.join("; ")),
                choices,
            };
            Dated { when: When::default(), question: Some(question), before }
        }
    }
}

/// "opens 1 September, closes 30 September 2025": the first day takes its year from the second.
fn borrowed(text: &str, mut found: Vec<Found>) -> Vec<Found> {
    if let [first, second] = found.as_mut_slice()
        && let (Some(yearless), Some(last)) = (first.yearless, dates::span_of(&second.when))
        && first.when.earliest.is_none()
        && text.get(first.end..second.start).is_some_and(|between| between.len() <= 24 && !between.contains(". "))
    {
        let (year, day) = (last.first().year(), last.last());
        let around = Span::new(jiff::civil::date(year, 1, 1), day).ok();
        if let Some(days) = around.and_then(|around| yearless.inside(around)).filter(|days| days.last() <= day) {
            let text = first.when.text.take();
            first.when = When { text, ..when_of(days, second.when.precision, first.when.kind) };
        }
    }
    found
}

/// Dates in brackets are of the figures there, when the sentence gives a date outside them.
fn outside_brackets(text: &str, found: Vec<Found>) -> Vec<Found> {
    let inside = |one: &Found| {
        let before = text.get(..one.start).unwrap_or_default();
        before.matches('(').count() > before.matches(')').count()
    };
    let days = |one: &&Found| one.when.earliest.is_some() || one.when.latest.is_some();
    let leads = found.first().filter(days).is_some_and(|one| one.start == 0 || one.when.kind == Kind::By);
    if found.len() < 2 || !leads || found.iter().all(|one| !inside(one)) {
        return found;
    }
    found.into_iter().filter(|one| !inside(one)).collect()
}

/// "opens 1 September, closes 30 September", "in May 2026, and the rest by July 2027": two dates that do not compete.
fn together(text: &str, several: &[&Found]) -> Option<When> {
    let [first, second] = several else { return None };
    let lead = text.get(..first.start)?.trim_end().to_lowercase();
    let between = text.get(first.end..second.start)?.to_lowercase();
    let (begin, end) = (dates::span_of(&first.when), dates::span_of(&second.when));
    let opens = ["opens", "starts", "begins", "from", "runs"].iter().any(|verb| lead.ends_with(verb));
    let closes = ["closes", "ends", "finishes", "until"].iter().any(|verb| between.trim_end().ends_with(verb));
    if opens && closes {
        let span = Span::new(begin?.first(), end?.last()).ok()?;
        let words = text.get(first.start..second.end).map(str::to_owned);
        return Some(When { text: words, ..when_of(span, first.when.precision, Kind::Range) });
    }
    (between.contains("the rest") || between.contains("the remainder")).then(|| first.when.clone())
}

fn undated(found: &[Found], base: When) -> Dated {
    let open = found
        .iter()
        .find(|one| one.doubt.as_ref().is_some_and(|doubt| doubt.code == "ambiguous_date") || one.yearless.is_some());
    let Some(open) = open.filter(|_| base.earliest.is_none() && base.latest.is_none()) else {
        return Dated { when: base, ..Dated::default() };
    };
    Dated { when: open.when.clone(), question: open_question(open), before: None }
}

fn open_question(open: &Found) -> Option<Question> {
    let words = open.when.text.clone().unwrap_or_default();
    if let Some(doubt) = open.doubt.as_ref().filter(|doubt| doubt.code == "ambiguous_date") {
        let text = format!("\"{words}\" can be counted in more than one way.");
        return Some(Question { code: doubt.code, text, choices: doubt.choices.clone() });
    }
    open.yearless.map(|_| Question {
        code: "year_missing",
        text: format!("\"{words}\" has no year."),
        choices: Vec::new(),
    })
}

/// Months and days without a year take it from the period, when only one year fits.
fn resolved(found: Vec<Found>, period: Option<&When>) -> Vec<Found> {
    let span = period.and_then(dates::span_of);
    found
        .into_iter()
        .map(|mut one| {
            let inside =
                one.yearless.zip(span).and_then(|(yearless, span)| yearless.inside(span).map(|days| (yearless, days)));
            if let Some((yearless, days)) = inside {
                let precision = match yearless {
                    dates::Yearless::Day(..) => Precision::Day,
                    dates::Yearless::Month(_) => Precision::Month,
                    dates::Yearless::Days(..) | dates::Yearless::Months(..) => Precision::Range,
                    dates::Yearless::Term(_) => Precision::Term,
                };
                let kind =
                    if precision == Precision::Day && one.when.kind != Kind::By { Kind::On } else { one.when.kind };
                let text = one.when.text.take();
                one.when = When { text, ..when_of(days, precision, kind) };
                if kind == Kind::By {
                    one.when.earliest = None;
                }
            }
            one
        })
        .collect()
}

/// Where the words say a date has moved, only the new one counts; the old one is kept as words.
fn current(text: &str, found: Vec<Found>) -> (Vec<Found>, Option<String>) {
    let list = words(text);
    if let [only] = found.as_slice() {
        if only.when.kind == Kind::Range && has_any(&list, MOVED) {
            let phrase = only.when.text.clone().unwrap_or_default();
            let halves = phrase
                .split_once(" to ")
                .map(|(old, new)| (old.trim_start_matches("from ").to_owned(), dates::find(new)));
            if let Some((old, new)) = halves.filter(|(_, new)| new.len() == 1) {
                return (new, Some(old));
            }
        }
        // "delayed from September": the first date only, no new one.
        if only.when.kind == Kind::From && has_any(&list, MOVED) {
            return (Vec::new(), only.when.text.clone());
        }
        return (found, None);
    }
    let lead = NOW
        .iter()
        .filter_map(|phrase| {
            crate::words::phrase_at(&list, phrase, 0).and_then(|(_, to)| list.get(to - 1)).map(|word| word.end)
        })
        .max();
    let Some(lead) = lead else { return (found, None) };
    let at = found.iter().position(|one| one.start + 12 >= lead && one.end > lead && one.start <= lead + 14);
    match at {
        Some(at) if found.len() <= 3 => {
            let before =
                found.iter().enumerate().find(|(index, _)| *index != at).and_then(|(_, one)| one.when.text.clone());
            (found.get(at).cloned().into_iter().collect(), before)
        }
        _ => (found, None),
    }
}

fn one(text: &str, found: &Found, period: Option<&When>, before: Option<String>) -> Dated {
    let mut when = found.when.clone();
    let mut question = day_or_year(text, found);
    if question.is_some() {
        (when.earliest, when.latest) = (None, None);
        return Dated { when, question, before };
    }
    if let Some(period) = period.filter(|period| period.earliest.is_some() || period.latest.is_some()) {
        // The narrower words win, but words about another time altogether are not the entry's own date.
        let own = when.earliest.zip(when.latest).and_then(|(first, last)| Span::new(first, last).ok());
        let around = dates::span_of(period);
        let apart = own.zip(around).is_some_and(|(own, around)| own.overlap(around).is_none());
        let reports = when.kind == Kind::From && period.earliest.is_some();
        // Words that begin after the period's end cannot be squared with it.
        let after = when.earliest.zip(around).is_some_and(|(first, around)| first > around.last());
        if after && when.kind == Kind::From {
            let choices: Vec<String> = [period.text.clone(), when.text.clone()].into_iter().flatten().collect();
            let text = format!("The heading and the words give two dates: {}.", choices.join("; "));
            return Dated {
                when: When::default(),
                question: Some(Question { code: "two_dates", text, choices }),
                before,
            };
        }
        if apart && when.kind != Kind::Range || reports {
            return Dated { when: period.clone(), question: None, before };
        }
        when.text = Some(format!("{} / {}", period.text.clone().unwrap_or_default(), when.text.unwrap_or_default()));
    }
    if when.earliest.is_none() && when.latest.is_none() {
        question = open_question(found);
    }
    Dated { when, question, before }
}

/// A month or day without its year, counted from the page's own date: backwards for what is done, forwards for what
/// is planned. Where the words say neither, nothing is taken.
pub(super) fn by_page(text: &str, page: Span, reading: StatusReading) -> Option<Dated> {
    let found = dates::find(text).into_iter().find(|one| one.yearless.is_some() && one.when.latest.is_none())?;
    let yearless = found.yearless?;
    let phrase = found.when.text.clone().unwrap_or_default();
    let lead = phrase.split(' ').next().unwrap_or_default().to_lowercase();
    let forward = match lead.as_str() {
        "for" | "by" | "from" | "until" => true,
        "since" => false,
        _ => match reading {
            StatusReading::Done => false,
            StatusReading::Planned | StatusReading::Postponed | StatusReading::Delayed => true,
            _ => return None,
        },
    };
    let year = page.first().year();
    let near = |year: i16| {
        let around = Span::new(jiff::civil::date(year, 1, 1), jiff::civil::date(year, 12, 31)).ok()?;
        yearless.inside(around)
    };
    let years = [year.checked_sub(1)?, year, year.checked_add(1)?];
    let mut spans = years.into_iter().filter_map(near);
    let days = if forward {
        spans.find(|span| span.last() >= page.first())?
    } else {
        spans.rfind(|span| span.first() <= page.last())?
    };
    let precision = match yearless {
        dates::Yearless::Day(..) => Precision::Day,
        dates::Yearless::Month(_) => Precision::Month,
        dates::Yearless::Days(..) | dates::Yearless::Months(..) => Precision::Range,
        dates::Yearless::Term(_) => Precision::Term,
    };
    let mut when = When { text: found.when.text, ..when_of(days, precision, found.when.kind) };
    match when.kind {
        Kind::By => when.earliest = None,
        Kind::From => when.latest = None,
        Kind::In if precision == Precision::Day => when.kind = Kind::On,
        _ => {}
    }
    let text = format!("\"{phrase}\" has no year; {} was taken from the page's own date.", days.first().year());
    let choices = vec![days.first().year().to_string(), "another year".to_owned()];
    Some(Dated { when, question: Some(Question { code: "year_from_page", text, choices }), before: None })
}

/// "On May 25" can be the 25th of May or May 2025; with "by end of" or in a column of such dates it cannot.
fn day_or_year(text: &str, found: &Found) -> Option<Question> {
    let doubt = found.doubt.as_ref().filter(|doubt| doubt.code == "two_digit_year" && !found.at_end)?;
    let before = text.get(..found.start)?.trim_end().to_lowercase();
    let phrase = found.when.text.clone().unwrap_or_default().to_lowercase();
    let open = phrase.starts_with("on ") || before.ends_with(" on");
    open.then(|| Question {
        code: "ambiguous_date",
        text: format!("\"{phrase}\" can be a day or a year."),
        choices: doubt.choices.clone(),
    })
}

/// The date of a cell in a column of dates. A plain date there is a date to be met.
pub(super) fn of_cell(text: &str, due: bool) -> Dated {
    let cell = text.trim();
    if cell.is_empty() || matches!(cell, "-" | "–" | "—") {
        return Dated::default();
    }
    if let Some(when) = dates::word_for_date(cell) {
        let unsure = when.kind == Kind::On;
        let question = unsure.then(|| Question {
            code: "date_to_be_confirmed",
            text: format!("The date is given as \"{cell}\"."),
            choices: Vec::new(),
        });
        return Dated { when, question, before: None };
    }
    let mut dated = match dates::whole(cell) {
        Some(found) if found.when.earliest.is_some() || found.when.latest.is_some() => {
            Dated { when: When { text: Some(cell.to_owned()), ..found.when }, ..Dated::default() }
        }
        Some(found) => Dated {
            when: When { text: Some(cell.to_owned()), ..found.when.clone() },
            question: open_question(&found),
            before: None,
        },
        None => of_words(cell, None),
    };
    let nothing = dated.when.earliest.is_none() && dated.when.latest.is_none();
    if nothing && dated.question.is_none() {
        dated.question = Some(Question {
            code: "date_unread",
            text: format!("No day can be taken from \"{cell}\"."),
            choices: Vec::new(),
        });
    }
    if nothing {
        dated.when.text = Some(cell.to_owned());
    }
    if due && matches!(dated.when.kind, Kind::On | Kind::In) && !nothing {
        dated.when.kind = Kind::By;
    }
    dated
}
