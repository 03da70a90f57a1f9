//! Tables that lost their signs: one row a line with single spaces, or one cell a line.

use super::Line;
use crate::{
    block::{Row, Table},
    dates,
    fields::{self, Field},
    owners, status,
    words::collapsed,
};

/// A header line of known names, then rows whose dates and status words are the only anchors.
pub(super) fn one_line(lines: &[Line<'_>], at: usize) -> Option<(Table, usize)> {
    let header = lines.get(at)?;
    if header.text.contains('|') || header.text.contains('\t') {
        return None;
    }
    let names = fields::header_line(header.text)?;
    let columns: Vec<Field> = names.iter().filter_map(|name| fields::exact(name)).collect();
    let mut table =
        Table { rows: vec![Row { cells: names, first: header.no, last: header.no }], flattened: true, cut: None };
    let mut next = at + 1;
    let mut buffer = String::new();
    let mut began = None;
    while let Some(line) = lines.get(next) {
        if began.is_none() && line.gap && split(line.text, &columns).is_none() && !row_follows(lines, next, &columns) {
            break;
        }
        began.get_or_insert(line.no);
        if !buffer.is_empty() {
            buffer.push(' ');
        }
        buffer.push_str(&collapsed(line.text));
        next += 1;
        // No row of a plan is this long: what follows is not of this table.
        if buffer.len() > 4_000 {
            next = lines.iter().position(|line| Some(line.no) == began).unwrap_or(next);
            began = None;
            break;
        }
        if let Some(cells) = split(&buffer, &columns) {
            table.rows.push(Row { cells, first: began.unwrap_or(line.no), last: line.no });
            buffer.clear();
            began = None;
        }
    }
    if let Some(first) = began {
        let last = lines.get(next - 1).map_or(first, |line| line.no);
        table.cut = Some(format!("row {} is cut off in its {}", table.rows.len(), "first cells"));
        table.rows.push(Row { cells: vec![buffer], first, last });
    }
    (table.rows.len() > 2).then_some((table, next))
}

/// A row may be broken over two lines after an empty one.
fn row_follows(lines: &[Line<'_>], at: usize, columns: &[Field]) -> bool {
    let joined: Vec<&str> =
        lines.get(at..(at + 3).min(lines.len())).unwrap_or_default().iter().map(|line| line.text).collect();
    split(&joined.join(" "), columns).is_some() || at + 1 == lines.len()
}

/// Cuts a row by its anchors; `None` while an anchor the header promises is missing.
fn split(row: &str, columns: &[Field]) -> Option<Vec<String>> {
    let mut cells = vec![String::new(); columns.len()];
    let mut rest = row;
    let mut last = columns.len();
    if columns.last() == Some(&Field::Status) {
        let (start, _) = status::at_end_of_row(rest)?;
        last -= 1;
        put(&mut cells, last, rest.get(start..)?);
        rest = rest.get(..start)?.trim_end();
    }
    let due = columns.iter().position(|field| matches!(field, Field::Due | Field::Start | Field::Achieved));
    let Some(due) = due.filter(|due| *due < last) else {
        return (last < columns.len()).then(|| {
            fill(&mut cells, 0, last, rest, columns);
            cells
        });
    };
    let (from, to) = date_anchor(rest)?;
    put(&mut cells, due, rest.get(from..to)?);
    fill(&mut cells, 0, due, rest.get(..from)?.trim(), columns);
    fill(&mut cells, due + 1, last, rest.get(to..)?.trim(), columns);
    // Without a status column, only words after the date show that the row is whole.
    let whole = due + 1 >= last || !rest.get(to..)?.trim().is_empty();
    whole.then_some(cells)
}

/// Where the date column stands in a row: the first date, or "Ongoing" with its capital.
fn date_anchor(row: &str) -> Option<(usize, usize)> {
    let found = dates::find(row)
        .into_iter()
        .find(|found| found.when.latest.is_some() || found.when.earliest.is_some() || found.doubt.is_some());
    let word = ["Ongoing", "On-going", "TBC", "Termly", "Monthly", "Quarterly", "Annually", "Immediate"]
        .iter()
        .filter_map(|word| {
            row.find(&format!(" {word} "))
                .or_else(|| row.strip_suffix(word).map(|rest| rest.len().saturating_sub(1)))
                .map(|at| (at + 1, at + 1 + word.len()))
        })
        .min();
    match (found.map(|found| (found.start, found.end)), word) {
        (Some(date), Some(word)) => Some(date.min(word)),
        (date, word) => date.or(word),
    }
}

/// Shares a stretch without signs among neighbouring columns: a number first, owners by their names.
fn fill(cells: &mut [String], from: usize, to: usize, text: &str, columns: &[Field]) {
    if from >= to {
        return;
    }
    let mut from = from;
    let mut text = text;
    if columns.get(from) == Some(&Field::Ref) && to - from > 1 {
        if let Some((head, rest)) =
            text.split_once(' ').filter(|(head, _)| head.chars().any(|sign| sign.is_ascii_digit()))
        {
            put(cells, from, head);
            text = rest;
        }
        from += 1;
    }
    let leads = matches!(columns.get(from), Some(Field::Owner(_)));
    if leads && to - from > 1 {
        match owners::prefix(text) {
            Some(end) => {
                put(cells, from, text.get(..end).unwrap_or_default());
                put(cells, from + 1, text.get(end..).unwrap_or_default());
            }
            // Where the owner ends is a question; the words stay together in the next column.
            None => put(cells, from + 1, text),
        }
        return;
    }
    let owner = |at: usize| matches!(columns.get(at), Some(Field::Owner(_)));
    let two_owners = to - from == 3 && owner(from + 1) && owner(from + 2);
    if let Some((start, end)) = owners::inside(text).filter(|_| two_owners) {
        put(cells, from, text.get(..start).unwrap_or_default());
        put(cells, from + 1, text.get(start..end).unwrap_or_default());
        put(cells, from + 2, text.get(end..).unwrap_or_default());
        return;
    }
    if to - from == 2 && matches!(columns.get(from + 1), Some(Field::Owner(_))) {
        let start = owners::suffix(text).unwrap_or(text.len());
        put(cells, from, text.get(..start).unwrap_or_default());
        put(cells, from + 1, text.get(start..).unwrap_or_default());
        return;
    }
    put(cells, from, text);
}

fn put(cells: &mut [String], at: usize, text: &str) {
    if let Some(cell) = cells.get_mut(at) {
        text.trim().clone_into(cell);
    }
}

/// Column names each on a line of their own, then one cell a line.
pub(super) fn cell_a_line(lines: &[Line<'_>], at: usize) -> Option<(Table, usize)> {
    let names: Vec<&Line<'_>> = lines.get(at..)?.iter().take(12).take_while(|line| name_line(line.text)).collect();
    let width = names.len();
    if width < 3 || repeated(&names) {
        return None;
    }
    let columns: Vec<Option<Field>> = names.iter().map(|line| fields::column(line.text)).collect();
    let body: Vec<&Line<'_>> = lines.get(at + width..)?.iter().collect();
    let leads = columns
        .iter()
        .flatten()
        .any(|field| matches!(field, Field::Text | Field::Indicator | Field::Section | Field::Measure));
    if !leads {
        return None;
    }
    // As many full rows as keep their typed cells typed; a heading or prose ends the table.
    let mut rows = Vec::new();
    let mut used = 0;
    while let Some(chunk) = body.get(used..used + width) {
        if !fits(chunk, &columns) {
            break;
        }
        rows.push(Row {
            cells: chunk.iter().map(|line| collapsed(line.text)).collect(),
            first: chunk.first()?.no,
            last: chunk.last()?.no,
        });
        used += width;
    }
    let typed = columns.contains(&Some(Field::Due));
    if rows.is_empty() || rows.len() == 1 && body.len() > used + width && !typed {
        return None;
    }
    let header = Row {
        cells: names.iter().map(|line| collapsed(line.text)).collect(),
        first: names.first()?.no,
        last: names.last()?.no,
    };
    rows.insert(0, header);
    let mut cut = None;
    let rest = body.get(used..).unwrap_or_default();
    let footnote =
        rest.first().is_some_and(|line| line.gap && (line.text.starts_with('*') || line.text.ends_with('.')));
    if !rest.is_empty() && rest.len() < width && !footnote {
        cut = Some(format!("row {} has {} of {width} cells", rows.len(), rest.len()));
        rows.push(Row {
            cells: rest.iter().map(|line| collapsed(line.text)).collect(),
            first: rest.first()?.no,
            last: rest.last()?.no,
        });
        used += rest.len();
    }
    Some((Table { rows, flattened: false, cut }, at + width + used))
}

fn name_line(text: &str) -> bool {
    let short = text.split_whitespace().count() <= 8;
    let figure =
        matches!(fields::column(text), Some(Field::Milestone | Field::Actual | Field::Baseline | Field::Target));
    short && (figure || fields::exact(text).is_some_and(|field| !matches!(field, Field::Entries(_))))
}

/// The same name twice is a card whose labels stand alone, not a header.
fn repeated(names: &[&Line<'_>]) -> bool {
    names.iter().enumerate().any(|(at, name)| names.iter().skip(at + 1).any(|other| other.text == name.text))
}

/// Dates stand in date columns, numbers in number columns, and prose does not stand in either.
fn fits(chunk: &[&Line<'_>], columns: &[Option<Field>]) -> bool {
    chunk.iter().zip(columns).all(|(line, column)| match column {
        Some(Field::Due | Field::Start | Field::Achieved) => {
            let dated = !dates::find(line.text).is_empty() && line.text.len() < 80;
            dated || dates::word_for_date(line.text).is_some() || matches!(line.text, "-" | "–" | "N/A")
        }
        Some(Field::Status) => line.text.split_whitespace().count() <= 8,
        Some(Field::Ref) => line.text.len() <= 8,
        _ => true,
    })
}
