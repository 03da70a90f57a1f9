//! Tables that kept a sign between their cells: pipes, tabs, or a run of spaces.

use super::{Line, bullet};
use crate::{
    block::{Row, Table},
    dates, fields,
    words::collapsed,
};

/// The cells of a row; a pipe at its beginning parts nothing when the table's rows all begin with one.
fn cells(line: &str, led: bool) -> Vec<String> {
    let inner = line.trim();
    let inner = if led { inner.strip_prefix('|').unwrap_or(inner) } else { inner };
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    inner.split('|').map(collapsed).collect()
}

pub(super) fn pipes(lines: &[Line<'_>], at: usize) -> Option<(Table, usize)> {
    let piped = |line: &&Line<'_>| line.text.contains('|');
    let run = lines.get(at..)?.iter().take_while(piped).count();
    // One line with a sign between words can be navigation ("Home | Search").
    if run < 2 {
        return None;
    }
    if let Some(found) = cell_a_line(lines, at, run) {
        return Some(found);
    }
    let led = lines.get(at..at + run)?.iter().all(|line| line.text.starts_with('|'));
    let rows: Vec<Row> = lines
        .get(at..at + run)?
        .iter()
        .map(|line| Row { cells: cells(line.text, led), first: line.no, last: line.no })
        .collect();
    let width = rows.first().map_or(0, |row| row.cells.len());
    let last = rows.last()?;
    let open = lines.get(at + run - 1).is_some_and(|line| !line.text.ends_with('|'));
    let short = last.cells.len() < width && rows.len() > 2 && open;
    let cut = short.then(|| format!("the last row has {} of {width} cells", last.cells.len()));
    Some((Table { rows, flattened: false, cut }, at + run))
}

/// A header in one line, then each cell on a line of its own that ends with the sign.
fn cell_a_line(lines: &[Line<'_>], at: usize, run: usize) -> Option<(Table, usize)> {
    let head = lines.get(at)?;
    let names = cells(head.text, head.text.starts_with('|'));
    let width = names.len();
    let is_rule = |line: &Line<'_>| line.text.chars().all(|sign| matches!(sign, '|' | '-' | ':' | ' '));
    let begin = at + 1 + usize::from(lines.get(at + 1).is_some_and(is_rule));
    let body = lines.get(begin..at + run)?;
    let single = |line: &Line<'_>| line.text.ends_with('|') && line.text.matches('|').count() == 1;
    if width < 3 || body.len() < 2 || !body.iter().all(single) {
        return None;
    }
    let mut cells_of: Vec<(usize, String)> =
        body.iter().map(|line| (line.no, collapsed(line.text.trim_end_matches('|')))).collect();
    let mut next = at + run;
    // The page may break off inside a cell, before its sign.
    if let Some(last) = lines.get(next).filter(|line| next + 1 == lines.len() && !line.gap) {
        cells_of.push((last.no, collapsed(last.text)));
        next += 1;
    }
    let mut rows = vec![Row { cells: names, first: head.no, last: lines.get(begin - 1)?.no }];
    let mut cut = None;
    for chunk in cells_of.chunks(width) {
        let (first, last) = (chunk.first()?.0, chunk.last()?.0);
        if chunk.len() < width {
            cut = Some(format!("row {} has {} of {width} cells", rows.len(), chunk.len()));
        }
        rows.push(Row { cells: chunk.iter().map(|(_, cell)| cell.clone()).collect(), first, last });
    }
    Some((Table { rows, flattened: false, cut }, next))
}

pub(super) fn tabs(lines: &[Line<'_>], at: usize) -> Option<(Table, usize)> {
    let count = |line: &Line<'_>| line.text.matches('\t').count();
    let width = count(lines.get(at)?);
    if width == 0 || bullet::mark(lines.get(at)?.text).is_some_and(|(mark, _)| mark.is_none()) {
        return None;
    }
    let run = lines.get(at..)?.iter().take_while(|line| count(line) >= 1 && count(line) <= width + 1).count();
    let mut rows: Vec<Row> = lines
        .get(at..at + run)?
        .iter()
        .map(|line| Row { cells: line.raw.split('\t').map(collapsed).collect(), first: line.no, last: line.no })
        .collect();
    // A last cell that is empty lost its tab with the white space at the end of its line.
    let last = lines.get(at + run).filter(|line| !line.gap && run >= 2 && width == 1);
    let alone = last.filter(|line| lines.get(at + run + 1).is_none_or(|next| next.gap) && line.raw.len() > 20);
    if let Some(line) = alone {
        rows.push(Row { cells: vec![collapsed(line.raw), String::new()], first: line.no, last: line.no });
    }
    (run >= 2).then_some((Table { rows, flattened: false, cut: None }, at + run + usize::from(alone.is_some())))
}

/// Cells parted by two spaces or more, under a header that names a figure or periods.
pub(super) fn spaced(lines: &[Line<'_>], at: usize) -> Option<(Table, usize)> {
    let parts = |line: &Line<'_>| -> Vec<String> {
        line.text.split("  ").map(collapsed).filter(|cell| !cell.is_empty()).collect()
    };
    let names = parts(lines.get(at)?);
    if names.len() > 60 {
        return None;
    }
    let known = names.iter().filter(|name| fields::column(name).is_some() || dates::whole(name).is_some()).count();
    if names.len() < 3 || known * 3 < names.len() * 2 {
        return None;
    }
    let run = lines.get(at..)?.iter().take_while(|line| !line.text.contains('|') && parts(line).len() == names.len());
    let rows: Vec<Row> = run.map(|line| Row { cells: parts(line), first: line.no, last: line.no }).collect();
    let next = at + rows.len();
    (rows.len() >= 2).then_some((Table { rows, flattened: false, cut: None }, next))
}
