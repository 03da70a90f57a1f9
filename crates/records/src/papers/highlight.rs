//! A theme's highlight report on paper.

use round::model::{HighlightReport as Report, Milestone as Held, ReportLine};
use typeset::{Block, DateMove, HighlightReport, Imprint, Milestone, Risk, Table};

/// The report as a paper.
pub(crate) fn highlight(report: Report, imprint: Imprint) -> HighlightReport {
    let more = more(&report);
    let risk = |text: String| Risk { text, ..Risk::default() };
    HighlightReport {
        imprint,
        theme: report.theme,
        period: format!("{}, {}", report.round, report.period),
        lead: String::new(),
        overall: report.overall.map(super::confidence),
        overall_before: report.overall_before.map(super::confidence),
        overall_reason: "The least sure of its commitments decides.".to_owned(),
        done: report.done,
        next: report.next,
        milestones: report.commitments.iter().zip(&report.milestones).map(milestone).collect(),
        moves: report.milestones.iter().filter(|held| held.before != held.now).map(date_move).collect(),
        measures: Vec::new(),
        risks: report.risks_up.into_iter().map(risk).collect(),
        heard: report.voice_heard,
        decisions_asked: report.decisions_asked,
        more,
    }
}

/// A commitment with its date; the round lists both in one order.
fn milestone((line, held): (&ReportLine, &Held)) -> Milestone {
    Milestone {
        reference: String::new(),
        title: line.wording.clone(),
        due: held.now.clone(),
        confidence: line.confidence.map(super::confidence),
        before: line.confidence_before.map(super::confidence),
        note: line.because.clone(),
    }
}

fn date_move(held: &Held) -> DateMove {
    DateMove {
        what: held.wording.clone(),
        old: held.before.clone(),
        new: held.now.clone(),
        reason: held.because.clone(),
        agreed_by: String::new(),
    }
}

/// How far each commitment is, what help is wanted, and what nobody answered for: nothing is inferred about it.
fn more(report: &Report) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !report.commitments.is_empty() {
        let row = |(line, held): (&ReportLine, &Held)| {
            let plain = |delivery: Option<roadmap::model::Delivery>, none: &str| {
                delivery.map_or_else(|| none.to_owned(), |delivery| delivery.plain().to_owned())
            };
            vec![
                line.wording.clone(),
                held.first_promised.clone(),
                plain(line.delivery_before, "Not said"),
                plain(line.delivery, "No signed-off answer"),
            ]
        };
        blocks.push(Block::Table(Table {
            caption: "How far each commitment is".to_owned(),
            columns: ["Commitment", "First promised", "Before", "Now"].map(str::to_owned).to_vec(),
            rows: report.commitments.iter().zip(&report.milestones).map(row).collect(),
        }));
    }
    let lists = [("Help wanted", &report.help_wanted), ("Without a signed-off answer", &report.not_answered)];
    for (heading, items) in lists.into_iter().filter(|(_, items)| !items.is_empty()) {
        blocks.push(Block::Heading { text: heading.to_owned(), level: 1 });
        blocks.push(Block::Bullets { items: items.clone() });
    }
    blocks
}
