//! What has to be known of the whole page before its first line can be read.

use std::collections::HashSet;

use crate::{
    Options, PeriodLabels,
    block::{Block, Body, Document},
    dates::{self, Found, when_of},
    headings::{self, Class},
    model::{Kind, Precision, StatusReading, When},
    status,
};
use calendar::Span;

/// Facts about the whole page.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent fact about the page")]
pub(super) struct Page {
    /// Month headings stand three months apart and are read as quarters.
    pub(super) quarters: bool,
    /// They could be either; the page does not say.
    pub(super) open_quarters: bool,
    /// Headings that are periods come again under other headings.
    pub(super) periods_repeat: bool,
    /// Themes stand between or under periods, not only above the first.
    pub(super) themes_among_periods: bool,
    /// There are lists, tables or cards; prose between them is explanation.
    pub(super) structured: bool,
    /// Aims are numbered and progress notes have headings.
    pub(super) numbered_aims: bool,
    /// What the page says its colours mean.
    pub(super) colours: Vec<(String, StatusReading, String)>,
    /// First line of the last heading that has entries of its own under it; lists before it introduce.
    pub(super) entries_begin: usize,
    /// Block index of the title.
    pub(super) title: Option<usize>,
}

impl Page {
    pub(super) fn survey(document: &Document, options: Options) -> Self {
        let mut page = Self { title: super::plan::title_at(document), ..Self::default() };
        let mut labels: Vec<Span> = Vec::new();
        let mut seen = HashSet::new();
        let (mut lists, mut prose, mut words_heads, mut periods) = (0usize, 0usize, 0usize, 0usize);
        for (at, block) in document.blocks.iter().enumerate() {
            match &block.body {
                Body::Heading { text, .. } => {
                    match headings::class(text) {
                        Class::Period(found) => {
                            periods += 1;
                            if let (Precision::Month, Some(span)) = (found.when.precision, dates::span_of(&found.when))
                            {
                                if seen.insert(span) {
                                    labels.push(span);
                                } else {
                                    page.periods_repeat = true;
                                }
                            }
                        }
                        Class::Entries(..) => words_heads += 1,
                        Class::Theme => page.themes_among_periods |= periods > 0,
                        _ => {}
                    }
                    page.numbered_aims |= headings::numbered(text) && Some(at) != page.title;
                }
                Body::Bullet { .. } | Body::Field { .. } => lists += 1,
                Body::Table(table) => {
                    lists += table.rows.len();
                    // Columns of periods are always under their theme.
                    page.themes_among_periods = true;
                }
                Body::Para(_) => prose += 1,
                Body::Furniture(_) => {}
            }
            page.note_colours(block);
        }
        page.entries_begin = entries_begin(document);
        let apart = three_months_apart(&labels);
        page.open_quarters = apart;
        page.quarters = apart && options.period_labels == PeriodLabels::Quarter;
        page.structured = lists >= 3 || !labels.is_empty() || words_heads > 0 && lists > 0 || lists > prose;
        page
    }

    /// "Blue = complete", "Green: on track": a key to colours.
    fn note_colours(&mut self, block: &Block) {
        for part in block.text().split([',', ';', '\n', '.']) {
            let split = part.split_once('=').or_else(|| part.split_once([':', '–', '-', '(']));
            let Some((colour, meaning)) = split else { continue };
            let colour = colour.trim().rsplit(' ').next().unwrap_or_default().to_lowercase();
            if !matches!(colour.as_str(), "red" | "amber" | "green" | "blue" | "purple" | "grey" | "yellow") {
                continue;
            }
            let said = status::of_cell(meaning.trim_end_matches(')'));
            if said.status.reading != StatusReading::NotStated && self.colours.len() < 12 {
                self.colours.push((colour, said.status.reading, part.trim().to_owned()));
            }
        }
    }

    /// The days of a period heading or column, as a quarter where the page's labels are quarters.
    pub(super) fn period(&self, found: &Found) -> When {
        let mut when = found.when.clone();
        if !self.quarters || when.precision != Precision::Month || when.kind != Kind::In {
            return when;
        }
        let first = when.earliest;
        if let Some(span) = first.and_then(|first| Span::quarter_from(first.year(), first.month())) {
            when = When { text: when.text, ..when_of(span, Precision::QuarterLabel, Kind::In) };
        }
        when
    }
}

/// The first line of the last heading over at least three list entries, rows or cards; 0 when there is none.
fn entries_begin(document: &Document) -> usize {
    let mut lists = 0usize;
    for block in document.blocks.iter().rev() {
        match &block.body {
            Body::Bullet { .. } | Body::Table(_) | Body::Field { .. } => lists += 1,
            Body::Heading { text, .. } if lists > 2 && heads_entries(text) => return block.first,
            _ => {}
        }
    }
    0
}

fn heads_entries(text: &str) -> bool {
    matches!(headings::class(text), Class::Period(_) | Class::Entries(..)) || headings::numbered(text)
}

/// At least two month labels, each three months from the one before, forwards or backwards.
fn three_months_apart(labels: &[Span]) -> bool {
    let months: Vec<i32> =
        labels.iter().map(|span| i32::from(span.first().year()) * 12 + i32::from(span.first().month())).collect();
    let steps: Vec<i32> = months.windows(2).map(|pair| pair[1] - pair[0]).collect();
    !steps.is_empty() && (steps.iter().all(|step| *step == 3) || steps.iter().all(|step| *step == -3))
}
