//! The highlight report of a theme: one period of it on one page, for the board that watches it.

use jiff::civil::Date;
use roadmap::{
    difference::{day_words, when_words},
    model::{Confidence, Delivery, Node, Tree},
};
use serde::Serialize;

use super::{Slip, Terms};

/// What other rooms add to a report, as sentences.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// Risks that grew.
    pub risks_up: Vec<String>,
    /// What the board is asked to decide.
    pub decisions_asked: Vec<String>,
}

/// How one commitment stands beside how it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportLine {
    /// Its words.
    pub wording: String,
    /// How far it is, by the answer that was signed off.
    pub delivery: Option<Delivery>,
    /// How far it was when the round opened.
    pub delivery_before: Option<Delivery>,
    /// How sure they are.
    pub confidence: Option<Confidence>,
    /// How sure they were.
    pub confidence_before: Option<Confidence>,
    /// Why they are that sure.
    pub because: String,
}

/// A date beside the date first promised and the date it had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Milestone {
    /// Words of the commitment.
    pub wording: String,
    /// The date first published.
    pub first_promised: String,
    /// The date when the round opened.
    pub before: String,
    /// The date now.
    pub now: String,
    /// Why it moved; empty where it did not.
    pub because: String,
}

/// One theme over one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HighlightReport {
    /// The theme.
    pub theme: String,
    /// The round's name.
    pub round: String,
    /// The period in words.
    pub period: String,
    /// The least sure of its commitments decides; `None` where nothing was signed off.
    pub overall: Option<Confidence>,
    /// The same when the round opened.
    pub overall_before: Option<Confidence>,
    /// Each commitment asked about.
    pub commitments: Vec<ReportLine>,
    /// What happened.
    pub done: Vec<String>,
    /// What is planned for the time after the period that is as long as it.
    pub next: Vec<String>,
    /// Dates, moved or not.
    pub milestones: Vec<Milestone>,
    /// Risks that grew.
    pub risks_up: Vec<String>,
    /// What the board is asked to decide.
    pub decisions_asked: Vec<String>,
    /// Help that is wanted.
    pub help_wanted: Vec<String>,
    /// What families and young people said.
    pub voice_heard: Vec<String>,
    /// Commitments without a signed-off answer: nothing is inferred about them.
    pub not_answered: Vec<String>,
}

impl HighlightReport {
    /// Reads the report of a theme from the round's slips and the plan; `None` where there is no such theme.
    pub fn of(theme: &str, terms: &Terms, slips: &[Slip], tree: &Tree, beside: Beside) -> Option<Self> {
        let title = tree.themes.iter().find(|held| held.key == theme)?.name.clone();
        let nodes = |key: &str| tree.node(key).filter(|node| node.themes.iter().any(|held| held == theme));
        let ours: Vec<(&Slip, &Node)> = slips.iter().filter_map(|slip| Some((slip, nodes(&slip.node)?))).collect();
        let answers = || ours.iter().filter_map(|(slip, _)| Some((slip, &slip.signed_off_answer()?.answer)));
        let quoted = |wording: &str, says: &str| format!("{wording}: {says}");
        Some(Self {
            theme: title,
            round: terms.name.clone(),
            period: format!("{} to {}", day_words(terms.period_from), day_words(terms.period_to)),
            overall: answers().map(|(_, answer)| answer.confidence).max(),
            overall_before: ours.iter().filter_map(|(slip, _)| slip.before.confidence).max(),
            commitments: ours.iter().map(|(slip, _)| line(slip)).collect(),
            done: answers().map(|(slip, answer)| quoted(&slip.before.wording, &answer.happened)).collect(),
            next: ours.iter().filter(|(_, node)| is_next(node, terms)).map(|(_, node)| planned(node)).collect(),
            milestones: ours.iter().map(|(slip, node)| milestone(slip, node)).collect(),
            risks_up: beside.risks_up,
            decisions_asked: beside.decisions_asked,
            help_wanted: answers()
                .filter_map(|(slip, answer)| Some(quoted(&slip.before.wording, answer.help.as_deref()?)))
                .collect(),
            voice_heard: voice(theme, terms, &ours, tree),
            not_answered: ours
                .iter()
                .filter(|(slip, _)| slip.signed_off_answer().is_none())
                .map(|(slip, _)| slip.before.wording.clone())
                .collect(),
        })
    }
}

/// What families said in the period or since: how they felt what was done, and what those who speak for them answered.
fn voice(theme: &str, terms: &Terms, ours: &[(&Slip, &Node)], tree: &Tree) -> Vec<String> {
    let of_theme = |node: &&Node| node.retired.is_none() && node.themes.iter().any(|held| held == theme);
    let felt = tree.nodes.iter().filter(of_theme).filter_map(|node| {
        let mark = node.felt.as_ref().filter(|mark| mark.on >= terms.period_from)?;
        let note = mark.note.as_ref().map(|note| format!(". {}", note.trim_end_matches('.'))).unwrap_or_default();
        let words = node.words().trim_end_matches('.');
        Some(format!("{words}: {}{note} ({}, {})", mark.value.plain(), mark.by, day_words(mark.on)))
    });
    let answered = ours.iter().filter_map(|(slip, _)| {
        let sent = slip.signed_off_answer()?;
        let body = tree.bodies.iter().find(|body| Some(&body.key) == sent.organisation.as_ref())?;
        let words = slip.before.wording.trim_end_matches('.');
        speaks_for_families(&body.kind).then(|| format!("{words}: {} ({})", sent.answer.happened, body.name))
    });
    felt.chain(answered).collect()
}

/// Whether a body of this kind is one of families or young people. Kinds are free words, as the plan has them; a schools
/// forum is not meant.
fn speaks_for_families(kind: &str) -> bool {
    let kind = kind.to_lowercase();
    ["parent", "carer", "famil", "young people", "youth"].iter().any(|word| kind.contains(word))
}

fn line(slip: &Slip) -> ReportLine {
    let answer = slip.signed_off_answer().map(|sent| &sent.answer);
    ReportLine {
        wording: slip.before.wording.clone(),
        delivery: answer.map(|answer| answer.delivery),
        delivery_before: slip.before.delivery,
        confidence: answer.map(|answer| answer.confidence),
        confidence_before: slip.before.confidence,
        because: answer.map_or_else(String::new, |answer| answer.confidence_because.clone()),
    }
}

fn milestone(slip: &Slip, node: &Node) -> Milestone {
    let moved = slip.signed_off_answer().and_then(|sent| sent.answer.moved.as_ref());
    let before = when_words(&slip.before.when);
    Milestone {
        wording: slip.before.wording.clone(),
        first_promised: when_words(&node.timing.baseline),
        now: moved.map_or_else(|| before.clone(), |moved| when_words(&moved.to)),
        before,
        because: moved.map_or_else(String::new, |moved| moved.because.clone()),
    }
}

/// Whether it is to happen in the time after the period that is as long as the period, and has not happened.
fn is_next(node: &Node, terms: &Terms) -> bool {
    let until = terms.period_from.until(terms.period_to).and_then(|length| terms.period_to.checked_add(length));
    let until = until.unwrap_or(Date::MAX);
    let open = node.timing.actual.is_none() && node.retired.is_none();
    open && node.timing.current().latest.is_some_and(|last| terms.period_to < last && last <= until)
}

fn planned(node: &Node) -> String {
    format!("{}, planned for {}", node.words().trim_end_matches('.'), when_words(node.timing.current()))
}
