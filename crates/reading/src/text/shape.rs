//! Which lines of plain text are headings. Decided last, when every neighbour is known.

use crate::{
    block::{Block, Body, Document},
    dates, fields,
    headings::{self, Class},
};

/// Turns lines into headings and cards, and single numbered lines back from bullets.
pub(super) fn settle(document: &mut Document) {
    lone_numbers(&mut document.blocks);
    let mut in_period = false;
    for at in 0..document.blocks.len() {
        let dated =
            matches!(document.blocks.get(at).map(|block| &block.body), Some(Body::Para(text)) if page_date(text));
        let verdict = !dated && verdict(&document.blocks, at, in_period);
        let Some(block) = document.blocks.get_mut(at) else { continue };
        if dated {
            block.body = Body::Furniture(block.text().to_owned());
        }
        if let (Body::Para(text), true) = (&block.body, verdict) {
            block.body = Body::Heading { level: 0, text: text.trim_end_matches(':').to_owned() };
        }
        if let Body::Heading { text, .. } = &block.body {
            in_period = matches!(headings::class(text), Class::Period(_)) || in_period && !headings::numbered(text);
        }
    }
    label_lines(&mut document.blocks);
    card_lists(&mut document.blocks);
    depths(&mut document.blocks);
}

/// "1. Leadership" with text or bullets of another kind under it is a heading, not a list entry.
fn lone_numbers(blocks: &mut [Block]) {
    let numbered: Vec<bool> =
        blocks.iter().map(|block| matches!(&block.body, Body::Bullet { mark: Some(_), .. })).collect();
    let content: Vec<bool> =
        blocks.iter().map(|block| !matches!(block.body, Body::Heading { .. } | Body::Furniture(_))).collect();
    let bullet: Vec<bool> = blocks.iter().map(|block| matches!(&block.body, Body::Bullet { .. })).collect();
    let aim: Vec<bool> = blocks.iter().map(|block| headings::numbered(block.text())).collect();
    let mut made = 0_usize;
    for at in 0..blocks.len() {
        let before = at > 0 && numbered[at - 1];
        let after = numbered.get(at + 1).copied().unwrap_or(true);
        // The page may break off inside the last of several numbered headings.
        let last = made > 1 && at + 1 == blocks.len();
        let heads = !after && content.get(at + 1).copied().unwrap_or(false);
        if !numbered[at] || before || !(heads || last) {
            continue;
        }
        let next = |list: &[bool]| list.get(at + 1).copied().unwrap_or(false);
        let has_twin = numbered.iter().filter(|one| **one).count() > 1 || next(&bullet) || next(&aim);
        let Some(block) = blocks.get_mut(at) else { continue };
        if let Body::Bullet { mark: Some(mark), text, .. } = &block.body
            && has_twin
            && text.len() < 160
            && !mark.chars().all(|sign| sign.is_ascii_lowercase())
        {
            block.body = Body::Heading { level: 0, text: format!("{mark}. {text}") };
            made += 1;
        }
    }
}

fn verdict(blocks: &[Block], at: usize, in_period: bool) -> bool {
    let Some(block) = blocks.get(at) else { return false };
    let Body::Para(text) = &block.body else { return false };
    let next =
        blocks.get(at + 1..).and_then(|rest| rest.iter().find(|block| !matches!(block.body, Body::Furniture(_))));
    if dates::whole(text).is_some() && text.len() <= 60 {
        return true;
    }
    // The line under "14 January" is what happened on that day.
    let under_day = at.checked_sub(1).and_then(|at| blocks.get(at)).is_some_and(|before| {
        matches!(before.body, Body::Heading { .. })
            && dates::whole(before.text()).is_some_and(|found| matches!(found.yearless, Some(dates::Yearless::Day(..))))
    });
    if under_day {
        return false;
    }
    if headings::numbered(text) && text.split_whitespace().count() <= 40 {
        return true;
    }
    // A sentence before the words that lead in a list makes it a paragraph.
    let told = text.ends_with(':') && crate::words::sentences(text).len() > 1;
    if told || text.contains(" = ") || text.starts_with("Key:") {
        return false;
    }
    let valued = text.split_once(": ").is_some_and(|(_, value)| !dates::find(value).is_empty());
    let class = headings::class(text);
    let short = text.split_whitespace().count() <= 12;
    let stopped = text.ends_with(['.', ';', '!', ',']);
    if !matches!(class, Class::Theme) && short && !stopped {
        return true;
    }
    let Some(next) = next else { return false };
    if text.ends_with(':')
        && matches!(next.body, Body::Bullet { .. } | Body::Table(_))
        && text.split_whitespace().count() <= 14
    {
        return true;
    }
    let begins =
        text.chars().next().is_some_and(|sign| sign.is_uppercase() || sign.is_ascii_digit() || "\"“‘'(".contains(sign));
    let alike = begins
        && !stopped
        && text.split_whitespace().count() <= 16
        && text.len() <= 130
        && !begins_with_date(text)
        && !sentence(text);
    alike && !valued && leads(block, next, in_period)
}

/// "Published 2 March 2023", "Last updated: 3 June 2024" and nothing more.
fn page_date(text: &str) -> bool {
    let lower = text.to_lowercase();
    let rest = ["first published", "published", "last updated", "page last updated", "updated", "last reviewed"]
        .iter()
        .find_map(|lead| lower.strip_prefix(lead));
    rest.is_some_and(|rest| dates::whole(rest.trim_start_matches([':', ' ']).trim_start_matches("on ")).is_some())
}

/// A line that opens with its own date is an entry: "12 March 2024 - Board agreed the plan".
fn begins_with_date(text: &str) -> bool {
    dates::find(text).first().is_some_and(|found| found.start == 0 && found.end < text.len())
}

/// "We have …" and the like tell; they do not head.
fn sentence(text: &str) -> bool {
    ["We ", "We've ", "The council has ", "It "].iter().any(|start| text.starts_with(start))
        && text.split_whitespace().count() > 5
}

/// Whether what follows can stand under this line.
fn leads(block: &Block, next: &Block, in_period: bool) -> bool {
    match &next.body {
        Body::Bullet { .. } | Body::Table(_) | Body::Field { .. } => true,
        Body::Heading { .. } => !in_period,
        Body::Para(text) => {
            let prose = text.ends_with(['.', '!', '?', ':']) || text.split_whitespace().count() > 16;
            // Under a period, lines without a gap between them are entries without bullets.
            if in_period {
                prose && block.gap && next.gap && text.split_whitespace().count() > 12
            } else {
                prose || block.gap || next.gap
            }
        }
        Body::Furniture(_) => false,
    }
}

/// Labels standing alone before their values ("Lead" / "Head of SEND") make cards when they come again.
fn label_lines(blocks: &mut Vec<Block>) {
    let label = |block: &Block| match &block.body {
        Body::Heading { text, .. } | Body::Para(text) if text.split_whitespace().count() <= 6 => {
            fields::exact(text.trim_end_matches(':'))
        }
        _ => None,
    };
    let labels: Vec<Option<fields::Field>> = blocks.iter().map(label).collect();
    let is_field = |field: &fields::Field| !matches!(field, fields::Field::Entries(_) | fields::Field::Section);
    let due = labels
        .iter()
        .flatten()
        .filter(|field| {
            matches!(
                field,
                fields::Field::Due | fields::Field::Owner(_) | fields::Field::Status | fields::Field::Achieved
            )
        })
        .count();
    let texts = labels.iter().flatten().filter(|field| **field == fields::Field::Text).count();
    if due < 2 || texts < 1 && due < 4 {
        return;
    }
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        let values = blocks.get(at + 1..).unwrap_or_default().iter().zip(labels.get(at + 1..).unwrap_or_default());
        let run: Vec<&Block> = values
            .take_while(|(block, label)| {
                label.is_none()
                    && matches!(block.body, Body::Para(_) | Body::Bullet { .. } | Body::Heading { .. })
                    && !headings::numbered(block.text())
            })
            .map(|(block, _)| block)
            .take(6)
            .collect();
        // One value, unless the label is of prose: what follows a date or a name is the next heading.
        let field = labels.get(at).copied().flatten().filter(is_field);
        let prose = matches!(field, Some(fields::Field::Update | fields::Field::Measure | fields::Field::Notes));
        let count = if prose {
            run.iter().take_while(|block| !matches!(block.body, Body::Heading { .. })).count().max(1)
        } else {
            // Lines without a gap belong to one value: two owners, one under the other.
            1 + run.iter().skip(1).take_while(|block| !block.gap).count()
        }
        .min(run.len());
        match field {
            Some(_) if count > 0 => {
                let text = run.iter().take(count).map(|block| block.text()).collect::<Vec<_>>().join("\n");
                let last = run.get(count - 1).map_or(block.last, |block| block.last);
                out.push(Block {
                    body: Body::Field { label: block.text().trim_end_matches(':').to_owned(), text },
                    first: block.first,
                    last,
                    gap: block.gap,
                });
                at += 1 + count;
            }
            _ => {
                out.push(block.clone());
                at += 1;
            }
        }
    }
    *blocks = out;
}

/// A label on a card with a list or paragraphs under it ("Success criteria") holds them all.
fn card_lists(blocks: &mut Vec<Block>) {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        at += 1;
        let on_card = out.last().is_some_and(|last| matches!(last.body, Body::Field { .. }));
        let indent = match &block.body {
            Body::Bullet { depth, .. } => Some(*depth),
            Body::Para(_) | Body::Heading { .. } => Some(0),
            _ => None,
        };
        let label = fields::label(block.text().trim_end_matches(':'))
            .filter(|field| on_card && matches!(field, fields::Field::Measure | fields::Field::Update));
        let (Some(indent), Some(_)) = (indent, label) else {
            out.push(block.clone());
            continue;
        };
        let under: Vec<&Block> = blocks
            .get(at..)
            .unwrap_or_default()
            .iter()
            .take_while(|next| match &next.body {
                Body::Bullet { depth, .. } => *depth > indent,
                Body::Para(_) => true,
                _ => false,
            })
            .collect();
        let text = under.iter().map(|block| block.text()).collect::<Vec<_>>().join("\n");
        let last = under.last().map_or(block.last, |block| block.last);
        let label = block.text().trim_end_matches(':').to_owned();
        at += under.len();
        out.push(Block { body: Body::Field { label, text }, first: block.first, last, gap: block.gap });
    }
    *blocks = out;
}

/// Indents in columns become depths 0, 1, 2 within each run of bullets.
fn depths(blocks: &mut [Block]) {
    let mut stack: Vec<u8> = Vec::new();
    for block in blocks {
        let Body::Bullet { depth, .. } = &mut block.body else {
            if matches!(block.body, Body::Heading { .. }) {
                stack.clear();
            }
            continue;
        };
        while stack.last().is_some_and(|top| *top > *depth) {
            stack.pop();
        }
        if stack.last() != Some(depth) {
            stack.push(*depth);
        }
        *depth = u8::try_from(stack.len().saturating_sub(1)).unwrap_or(0);
    }
}
