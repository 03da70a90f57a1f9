//! Papers as tables, one sheet for each kind of row, for those who sort and count.

use documents::export::{Cell, Table};
use typeset::{DateMove, EditionPaper, HighlightReport};

use super::{Paper, sureness};

/// The sheets of a paper. A kind of row that it has none of keeps its sheet, so that every file has the same shape.
pub(super) fn tables(paper: &Paper) -> Vec<Table> {
    match paper {
        Paper::Edition(paper) => edition(paper),
        Paper::Highlight(paper) => highlight(paper),
    }
}

/// A table of words under these headings.
pub(super) fn table(title: &str, headings: &[&str], rows: Vec<Vec<Cell>>) -> Table {
    Table { title: title.to_owned(), headings: headings.iter().map(|&heading| heading.to_owned()).collect(), rows }
}

/// Words; an empty cell when there are none.
pub(super) fn words(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

fn edition(paper: &EditionPaper) -> Vec<Table> {
    let headings = [
        "Section",
        "Reference",
        "What",
        "As published, and why",
        "Who answers for it",
        "When",
        "How far",
        "How sure",
        "Oversight",
        "Families",
    ];
    let all = || paper.sections.iter().flat_map(|section| section.entries.iter().map(move |entry| (section, entry)));
    let rows = all().map(|(section, entry)| {
        let owners = entry.owners.join("; ");
        let cells = [
            section.heading.as_str(),
            &entry.reference,
            &entry.title,
            &entry.text,
            &owners,
            &entry.due,
            &entry.delivery,
            sureness(entry.confidence),
            &entry.oversight,
            &entry.families,
        ];
        cells.map(words).to_vec()
    });
    let moved: Vec<DateMove> = all()
        .flat_map(|(_, entry)| entry.moves.iter().map(|held| DateMove { what: entry.title.clone(), ..held.clone() }))
        .collect();
    let changes = paper.changes.iter().map(|change| vec![words(change)]).collect();
    vec![
        table("Promises", &headings, rows.collect()),
        moves("Dates that moved", &moved),
        table("Changes", &["What changed since the edition before"], changes),
    ]
}

fn highlight(paper: &HighlightReport) -> Vec<Table> {
    let lists: [(&str, Vec<&str>); 5] = [
        ("Done", paper.done.iter().map(String::as_str).collect()),
        ("Next", paper.next.iter().map(String::as_str).collect()),
        ("Risk that grew", paper.risks.iter().map(|risk| risk.text.as_str()).collect()),
        ("What families and young people said", paper.heard.iter().map(String::as_str).collect()),
        ("Decision asked for", paper.decisions_asked.iter().map(String::as_str).collect()),
    ];
    let lines =
        lists.into_iter().flat_map(|(kind, lines)| lines.into_iter().map(move |line| vec![words(kind), words(line)]));
    let mut sheets = vec![
        milestones(paper),
        moves("Dates that moved", &paper.moves),
        table("Report", &["Kind", "Words"], lines.collect()),
    ];
    let further = paper.more.iter().filter_map(|block| match block {
        typeset::Block::Table(held) => Some(flat(held)),
        _ => None,
    });
    sheets.extend(further);
    sheets
}

/// The points on the way, with their dates.
pub(super) fn milestones(paper: &HighlightReport) -> Table {
    let row = |held: &typeset::Milestone| {
        [held.title.as_str(), &held.due, sureness(held.before), sureness(held.confidence), &held.note]
            .map(words)
            .to_vec()
    };
    let headings = ["Commitment", "When", "How sure before", "How sure now", "Why"];
    table("Commitments", &headings, paper.milestones.iter().map(row).collect())
}

/// Dates that moved.
pub(super) fn moves(title: &str, moves: &[DateMove]) -> Table {
    let row =
        |held: &DateMove| [held.what.as_str(), &held.old, &held.new, &held.reason, &held.agreed_by].map(words).to_vec();
    table(title, &["What", "From", "To", "Why", "Who agreed"], moves.iter().map(row).collect())
}

/// A printed table as it is.
pub(super) fn flat(printed: &typeset::Table) -> Table {
    let rows = printed.rows.iter().map(|row| row.iter().map(|cell| words(cell)).collect()).collect();
    Table { title: printed.caption.clone(), headings: printed.columns.clone(), rows }
}
