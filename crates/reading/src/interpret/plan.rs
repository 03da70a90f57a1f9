//! What a page says about itself: title, area, dates, cycle, what it expects and promises.

use super::Reader;
use crate::{
    areas,
    block::{Body, Document},
    dates,
    headings::{self, Class},
    model::{ActionCount, Precision},
    words::{folded, has_any, sentences, words},
};

/// Words a plan's title holds.
const TITLES: &[&str] = &[
    "plan",
    "roadmap",
    "strategy",
    "programme",
    "statement of action",
    "scorecard",
    "timeline",
    "dashboard",
    "letter",
    "update",
    "updates",
    "indicators",
    "kpis",
    "journey",
    "summary",
    "report",
    "performance",
    "improvement",
    "transformation",
];

/// Blocks at the beginning in which a title may stand.
const OPENING: usize = 12;

/// Whether words look like a plan's title.
pub(super) fn titled(text: &str) -> bool {
    has_any(&words(text), TITLES) && text.len() < 160 && !text.ends_with('.')
}

/// The block that is the title: the first heading of the opening that names a plan, else the first heading of all.
pub(super) fn title_at(document: &Document) -> Option<usize> {
    let mut first = None;
    for (at, block) in document.blocks.iter().enumerate().take(OPENING) {
        match &block.body {
            Body::Heading { level, text } => {
                let theme = matches!(headings::class(text), Class::Theme | Class::Notes | Class::Transparent)
                    && !headings::numbered(text);
                if matches!(headings::class(text), Class::Period(_) | Class::Entries(..)) || headings::numbered(text) {
                    break;
                }
                if theme && (titled(text) || *level == 1) {
                    return Some(at);
                }
                if theme && first.is_none() {
                    first = Some(at);
                }
            }
            Body::Para(text) if at <= 3 && titled(text) && text.split_whitespace().count() <= 14 => return Some(at),
            Body::Furniture(_) => {}
            _ => break,
        }
    }
    // A lone first heading names the page only when another heading follows before any entry.
    first.filter(|at| {
        document
            .blocks
            .iter()
            .skip(at + 1)
            .take(2)
            .any(|block| matches!(block.body, Body::Heading { .. } | Body::Para(_) | Body::Table(_)))
            && *at <= 2
    })
}

/// Fills in the plan.
pub(super) fn read(reader: &mut Reader<'_>) {
    let document = reader.document;
    let plan = &mut reader.out.plan;
    plan.source.clone_from(&document.source);
    plan.title = reader.page.title.and_then(|at| document.blocks.get(at)).map(|block| tidy_title(block.text()));
    if plan.title.is_none() {
        plan.title = document.source.as_deref().and_then(from_address);
    }
    let opening: Vec<&str> = document
        .blocks
        .iter()
        .take(40)
        .filter(|block| !matches!(block.body, Body::Furniture(_)))
        .map(super::super::block::Block::text)
        .collect();
    plan.area = area(plan.title.as_deref(), document.source.as_deref(), &opening);
    for block in &document.blocks {
        if let Body::Para(text) | Body::Furniture(text) | Body::Heading { text, .. } | Body::Bullet { text, .. } =
            &block.body
        {
            page_date(reader, text);
        }
        if let Body::Para(text) = &block.body {
            for sentence in sentences(text) {
                about(reader, sentence);
            }
        }
    }
}

fn tidy_title(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// "send-improvement-plan.aspx" and "`SENDimprovementplan`" as words.
fn from_address(address: &str) -> Option<String> {
    const KNOWN: &[&str] = &[
        "improvement",
        "transformation",
        "accelerated",
        "performance",
        "inspection",
        "indicators",
        "progress",
        "priority",
        "strategic",
        "strategy",
        "roadmap",
        "action",
        "impact",
        "update",
        "plan",
        "area",
        "local",
        "send",
        "apps",
        "app",
        "and",
        "kpi",
        "key",
        "joint",
        "of",
        "the",
    ];
    let path = address.split("://").last()?.split(['?', '#']).next()?;
    let slug = path.trim_end_matches('/').split('/').skip(1).last()?.split('.').next()?.to_lowercase();
    let mut rest = slug.replace(['-', '_', '+'], " ").trim().to_owned();
    let mut parts: Vec<String> = Vec::new();
    while !rest.is_empty() {
        rest = rest.trim_start().to_owned();
        let known = KNOWN.iter().find(|word| rest.starts_with(**word));
        if let Some(word) = known {
            parts.push((*word).to_owned());
            rest = rest.get(word.len()..).unwrap_or_default().to_owned();
        } else {
            let end = rest.find(' ').unwrap_or(rest.len());
            parts.push(rest.get(..end).unwrap_or_default().to_owned());
            rest = rest.get(end..).unwrap_or_default().to_owned();
        }
    }
    let shown: Vec<String> = parts
        .into_iter()
        .map(|word| if matches!(word.as_str(), "send" | "kpi" | "app") { word.to_uppercase() } else { word })
        .collect();
    let title = shown.join(" ");
    let mut letters = title.chars();
    let first = letters.next()?.to_uppercase().collect::<String>();
    let title = first + letters.as_str();
    titled(&title).then_some(title)
}

fn area(title: Option<&str>, source: Option<&str>, opening: &[&str]) -> Option<String> {
    let in_title = title.and_then(areas::in_text).map(str::to_owned);
    let england = opening.iter().any(|text| folded(text) == "applies to england");
    in_title
        .or_else(|| source.and_then(areas::in_address).map(str::to_owned))
        .or_else(|| england.then(|| "England".to_owned()))
        .or_else(|| title.and_then(areas::by_form))
        .or_else(|| title.and_then(areas::begins_title))
        .or_else(|| opening.iter().find_map(|text| areas::by_form(text)))
        .or_else(|| opening.iter().take(6).find_map(|text| areas::in_text(text)).map(str::to_owned))
}

/// "Published 2 March 2023", "Last updated: 3 June 2024".
fn page_date(reader: &mut Reader<'_>, text: &str) {
    let plain = folded(text);
    let fits = [
        "published",
        "posted",
        "last updated",
        "updated",
        "page updated",
        "last reviewed",
        "page last updated",
        "date published",
        "first published",
        "version date",
        "last modified",
    ]
    .iter()
    .any(|head| plain.starts_with(head));
    if !fits || text.len() > 80 {
        return;
    }
    if let Some(found) = dates::find(text).into_iter().find(|found| found.when.precision == Precision::Day) {
        // A later "last updated" replaces the day of publication.
        if reader.out.plan.page_date.is_none() || plain.contains("updated") {
            reader.out.plan.page_date = found.when.latest;
        }
    }
}

/// Sentences that speak of the plan as a whole.
fn about(reader: &mut Reader<'_>, sentence: &str) {
    let list = words(sentence);
    let plan = &mut reader.out.plan;
    if plan.period_start.is_none() && has_any(&list, &["covers", "cover", "runs", "period"]) {
        let span = dates::find(sentence).into_iter().find(|found| found.when.kind == crate::model::Kind::Range);
        if let Some((first, last)) = span.and_then(|found| found.when.earliest.zip(found.when.latest)) {
            plan.period_start = Some(first.strftime("%Y-%m").to_string());
            plan.period_end = Some(last.strftime("%Y-%m").to_string());
        }
    }
    if plan.review_cycle.is_none() && has_any(&list, &["reviewed", "review", "updated", "monitored"]) {
        let cycle = [
            "quarterly",
            "monthly",
            "termly",
            "annually",
            "yearly",
            "every six months",
            "six-monthly",
            "every four months",
            "every term",
            "every month",
            "every quarter",
            "each term",
            "twice a year",
        ];
        plan.review_cycle = cycle
            .iter()
            .find(|word| has_any(&list, &[word]) && has_any(&list, &["will be", "is", "are", "we"]))
            .map(|word| (*word).to_owned());
    }
    if has_any(&list, &["monitoring visit", "revisit", "re-inspection", "monitoring inspection", "follow-up visit"])
        && has_any(&list, &["due", "expected", "expect"])
        && !dates::find(sentence).is_empty()
        && plan.expects.len() < 20
    {
        plan.expects.push(expected(sentence));
    }
    if has_any(&list, &["being developed", "will be published", "will be added", "being written", "being prepared"])
        && plan.promises.len() < 20
    {
        let subject = ["are being", "is being", "will be"]
            .iter()
            .filter_map(|verb| sentence.find(verb))
            .min()
            .and_then(|at| sentence.get(..at))
            .unwrap_or_default();
        for part in without_brackets(subject).split(" and a ").flat_map(|part| part.split(" and the ")) {
            let part = part.trim().trim_start_matches("A ").trim_start_matches("The ").trim_start_matches("An ").trim();
            if !part.is_empty() && part.len() < 160 {
                plan.promises.push(part.to_owned());
            }
        }
    }
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0u32;
    text.chars()
        .filter(|sign| {
            match sign {
                '(' => depth += 1,
                ')' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

/// The part of a sentence that names a visit and its date.
fn expected(sentence: &str) -> String {
    let from =
        ["for ", "for the "].iter().filter_map(|lead| sentence.find(lead).map(|at| at + lead.len())).max().unwrap_or(0);
    let visit = sentence.to_lowercase().find("visit").unwrap_or(0);
    let start = if from < visit { from } else { 0 };
    sentence.get(start..).unwrap_or(sentence).trim().trim_end_matches('.').to_owned()
}

/// "14 actions open", "Closed: 23", in a summary of an action log. False when the line counts nothing.
pub(super) fn counts(reader: &mut Reader<'_>, text: &str) -> bool {
    const STATES: &[&str] = &[
        "open",
        "closed",
        "complete",
        "completed",
        "delayed",
        "overdue",
        "on track",
        "in progress",
        "not started",
        "outstanding",
        "business as usual",
        "new",
    ];
    let parts = sentences(text);
    if parts.len() > 1 && parts.len() <= 4 {
        let counted: Vec<bool> = parts.into_iter().map(|part| counts(reader, part)).collect();
        return counted.contains(&true);
    }
    let list = words(text);
    if list.len() > 30 {
        return false;
    }
    let log = has_any(&list, &["action log", "actions"]) || list.len() <= 4 && reader.out.plan.counts.last().is_some();
    if !log || has_any(&list, &["we will", "we have", "will be"]) && list.len() > 16 {
        return false;
    }
    let mut found: Vec<ActionCount> = Vec::new();
    for (at, word) in list.iter().enumerate() {
        let Some(count) = crate::words::number(&word.lower) else {
            continue;
        };
        if (1990..2060).contains(&count) {
            continue;
        }
        let next_number =
            list.iter().skip(at + 1).position(|word| word.lower.chars().all(|sign| sign.is_ascii_digit())).unwrap_or(9);
        let after = STATES.iter().find(|state| {
            let reach = if list.get(at + 1).is_some_and(|next| next.lower == "actions") { 8 } else { 3 };
            (1..=next_number.min(reach))
                .any(|step| crate::words::phrase_at(&list, state, at + step).is_some_and(|(from, _)| from == at + step))
        });
        let before = STATES.iter().find(|state| {
            let start = at.saturating_sub(state.split(' ').count());
            let ends_here = crate::words::phrase_at(&list, state, start).is_some_and(|(_, to)| to == at);
            let gap = at
                .checked_sub(1)
                .and_then(|last| list.get(last))
                .and_then(|last| text.get(last.end..word.start))
                .unwrap_or_default();
            ends_here && gap.trim().starts_with([':', '-', '=', '–'])
        });
        if let Some(state) = before.or(after) {
            found.push(ActionCount { state: (*state).to_owned(), count, as_published: text.to_owned() });
        }
    }
    let total =
        list.first().is_some_and(|word| word.lower == "total") && has_any(&list, &["actions"]) && list.len() <= 5;
    if let (true, true, Some(count)) =
        (found.is_empty(), total, list.iter().find_map(|word| crate::words::number(&word.lower)))
    {
        found.push(ActionCount { state: "total".to_owned(), count, as_published: text.to_owned() });
    }
    let any = !found.is_empty();
    reader.out.plan.counts.extend(found.into_iter().take(12));
    any
}
