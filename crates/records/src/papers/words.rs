//! Papers as text documents: headings, paragraphs, lists and tables, for those who must work in the text.

use documents::export::{Block, Cell, Document, Table};
use roadmap::difference::day_words;
use typeset::{Block as Part, EditionEntry, EditionPaper, HighlightReport, Imprint};

use super::{Paper, sureness, tables};

/// The paper's title.
pub(super) fn title(paper: &Paper) -> String {
    match paper {
        Paper::Edition(paper) => paper.title.clone(),
        Paper::Highlight(paper) => format!("Highlight report: {}", paper.theme),
    }
}

/// The paper as a text document.
pub(super) fn document(paper: &Paper) -> Document {
    let (imprint, blocks) = match paper {
        Paper::Edition(paper) => (&paper.imprint, edition(paper)),
        Paper::Highlight(paper) => (&paper.imprint, highlight(paper)),
    };
    let blocks = front(imprint).into_iter().chain(blocks).collect();
    Document { title: title(paper), language: "en-GB".to_owned(), dated: imprint.dated, blocks }
}

/// What stands on every page of the printed paper stands here once, at the top.
fn front(imprint: &Imprint) -> Vec<Block> {
    let audience = match imprint.audience {
        typeset::Audience::Public => "Public",
        typeset::Audience::Private => "Private: only for those it was given to",
    };
    let issuer = if imprint.issued_by.is_empty() { &imprint.area } else { &imprint.issued_by };
    let day = day_words(imprint.dated);
    let parts = [issuer.as_str(), &imprint.label, &day, audience, &imprint.notice]
        .map(str::trim)
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(str::to_owned);
    parts.map(Block::Paragraph).collect()
}

fn edition(paper: &EditionPaper) -> Vec<Block> {
    let mut blocks: Vec<Block> = paper.summary.iter().flat_map(part).collect();
    blocks.extend(list("What changed since the edition before", &paper.changes));
    for section in &paper.sections {
        blocks.push(heading(1, &section.heading));
        blocks.extend(section.introduction.iter().flat_map(part));
        blocks.extend(section.entries.iter().flat_map(entry));
    }
    blocks
}

fn entry(entry: &EditionEntry) -> Vec<Block> {
    let mut blocks = vec![heading(2, format!("{} {}", entry.reference, entry.title).trim())];
    blocks
        .extend(entry.text.split("\n\n").filter(|text| !text.is_empty()).map(|text| Block::Paragraph(text.to_owned())));
    let named = [
        ("Who answers for it", entry.owners.join("; ")),
        ("When", entry.due.clone()),
        ("How far", entry.delivery.clone()),
        ("How sure", sureness(entry.confidence).to_owned()),
        ("Oversight", entry.oversight.clone()),
        ("Families", entry.families.clone()),
    ];
    let items: Vec<String> =
        named.into_iter().filter(|(_, says)| !says.is_empty()).map(|(name, says)| format!("{name}: {says}")).collect();
    blocks.push(Block::List { numbered: false, items });
    let moves = tables::moves("How its date moved", &entry.moves);
    if !moves.rows.is_empty() {
        blocks.push(Block::Table(moves));
    }
    blocks
}

fn highlight(paper: &HighlightReport) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(paper.period.clone())];
    let (now, before) = (sureness(paper.overall), sureness(paper.overall_before));
    let said = |words: &'static str| if words.is_empty() { "not said" } else { words };
    blocks.push(Block::Paragraph(format!("Overall: {}. Last time: {}.", said(now), said(before))));
    blocks.extend(list("What was done", &paper.done));
    blocks.extend(list("What comes next", &paper.next));
    let listed = [tables::milestones(paper), tables::moves("Dates that moved", &paper.moves)];
    blocks.extend(listed.into_iter().filter(|table| !table.rows.is_empty()).map(Block::Table));
    let risks: Vec<String> = paper.risks.iter().map(|risk| risk.text.clone()).collect();
    blocks.extend(list("Risks that grew", &risks));
    blocks.extend(list("What families and young people said", &paper.heard));
    blocks.extend(list("Decisions asked for", &paper.decisions_asked));
    blocks.extend(paper.more.iter().flat_map(part));
    blocks
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading { level, text: text.to_owned() }
}

/// A list under its heading; nothing when it is empty.
fn list(title: &str, items: &[String]) -> Vec<Block> {
    if items.is_empty() {
        return Vec::new();
    }
    vec![heading(1, title), Block::List { numbered: false, items: items.to_vec() }]
}

/// A part of a printed paper as parts of a text. What is drawn there is told here as a table.
fn part(part: &Part) -> Vec<Block> {
    let rows = |rows: Vec<[String; 2]>, title: &str, headings: [&str; 2]| {
        Block::Table(Table {
            title: title.to_owned(),
            headings: headings.map(str::to_owned).to_vec(),
            rows: rows.into_iter().map(|row| row.map(Cell::Text).to_vec()).collect(),
        })
    };
    match part {
        Part::Heading { text, level } => vec![heading(*level, text)],
        Part::Paragraph { text } => vec![Block::Paragraph(text.clone())],
        Part::Bullets { items } => vec![Block::List { numbered: false, items: items.clone() }],
        Part::Numbered { items } => vec![Block::List { numbered: true, items: items.clone() }],
        Part::Facts { rows: facts } => {
            let facts = facts.iter().map(|fact| [fact.name.clone(), fact.value.clone()]).collect();
            vec![rows(facts, "At a glance", ["What", "Value"])]
        }
        Part::Bars(bars) => {
            let counts = bars.bars.iter().map(|bar| [bar.label.clone(), bar.count.to_string()]).collect();
            vec![rows(counts, &bars.title, ["What", "How many"])]
        }
        Part::Table(table) => vec![Block::Table(tables::flat(table))],
        Part::DateMoves { rows } => vec![Block::Table(tables::moves("Dates that moved", rows))],
        Part::Standing(standing) => {
            vec![Block::Paragraph(format!("{} {}. {}", standing.about, sureness(Some(standing.now)), standing.reason))]
        }
        Part::Link { text, address } => vec![Block::Paragraph(format!("{text}: {address}"))],
        Part::Quote { text, source } => vec![Block::Paragraph(format!("\u{201c}{text}\u{201d} {source}"))],
    }
}
