//! Records told on one line each, with dashes or semicolons between their parts.

use super::Line;
use crate::{
    block::{Row, Table},
    dates,
    fields::{self, Field},
    status,
    words::collapsed,
};

/// Parts a line may have before it is prose.
const PARTS: usize = 10;

/// "Area 2; Short breaks; Lead: Council; Due: May 2025; Status: On track".
pub(super) fn semicolons(lines: &[Line<'_>], at: usize) -> Option<(Table, usize)> {
    let first = labelled(lines.get(at)?.text)?;
    let run: Vec<(&Line<'_>, Labelled)> =
        lines.get(at..)?.iter().map_while(|line| labelled(line.text).map(|found| (line, found))).collect();
    let mut names: Vec<String> = Vec::new();
    for (_, (_, parts)) in &run {
        for (name, _) in parts {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
    }
    if run.len() < 2 && first.1.len() < 3 {
        return None;
    }
    let mut head = vec!["Ref".to_owned(), "Action".to_owned()];
    head.extend(names.iter().cloned());
    let mut rows = vec![Row { cells: head, first: 0, last: 0 }];
    for (line, (lead, parts)) in &run {
        let (number, text) = match lead.as_slice() {
            [only] => (String::new(), only.clone()),
            [number, rest @ ..] => (number.clone(), rest.join("; ")),
            [] => (String::new(), String::new()),
        };
        let mut cells = vec![number_of(&number), text];
        for name in &names {
            cells.push(
                parts.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default(),
            );
        }
        rows.push(Row { cells, first: line.no, last: line.no });
    }
    Some((Table { rows, flattened: false, cut: None }, at + run.len()))
}

/// Parts without a label, and parts with one.
type Labelled = (Vec<String>, Vec<(String, String)>);

fn labelled(line: &str) -> Option<Labelled> {
    let parts: Vec<&str> = line.split(';').map(str::trim).filter(|part| !part.is_empty()).collect();
    if !(3..=PARTS).contains(&parts.len()) {
        return None;
    }
    let (mut lead, mut named) = (Vec::new(), Vec::new());
    for part in parts {
        let known = part.split_once(':').filter(|(label, _)| {
            fields::exact(label).is_some_and(|field| !matches!(field, Field::Entries(_) | Field::Text))
        });
        match known {
            Some((label, value)) => named.push((collapsed(label), collapsed(value))),
            None if named.is_empty() => lead.push(collapsed(part)),
            None => {
                let last: &mut (String, String) = named.last_mut()?;
                last.1 = format!("{}; {}", last.1, collapsed(part));
            }
        }
    }
    (!lead.is_empty() && lead.len() <= 3 && named.len() >= 2).then_some((lead, named))
}

/// "Area 2" and "Action 1.1" are numbers of entries with a word before them.
fn number_of(lead: &str) -> String {
    let tail = lead.rsplit(' ').next().unwrap_or_default();
    if tail.starts_with(|sign: char| sign.is_ascii_digit()) { tail.to_owned() } else { lead.to_owned() }
}

/// "1a - Set up the board - June 2024 - Blue - a remark": a date and a status word among parts with dashes.
pub(super) fn dashed(lines: &[Line<'_>], at: usize) -> Option<(Table, usize)> {
    let run: Vec<(&Line<'_>, [String; 5])> = lines
        .get(at..)?
        .iter()
        .map_while(|line| parted(line.text).map(|cells| (line, cells)))
        .enumerate()
        .take_while(|(index, (line, _))| *index == 0 || !line.gap)
        .map(|(_, found)| found)
        .collect();
    if run.len() < 2 {
        return None;
    }
    let next = at + run.len();
    let head = ["Ref", "Action", "Date", "RAG status", "Notes"].map(str::to_owned).to_vec();
    let mut rows = vec![Row { cells: head, first: 0, last: 0 }];
    rows.extend(run.into_iter().map(|(line, cells)| Row { cells: cells.to_vec(), first: line.no, last: line.no }));
    Some((Table { rows, flattened: false, cut: None }, next))
}

fn parted(line: &str) -> Option<[String; 5]> {
    let bare = super::bullet::mark(line).filter(|(mark, _)| mark.is_none()).map_or(line.to_owned(), |(_, text)| text);
    let plain = bare.replace(['–', '—'], "-");
    let parts: Vec<&str> = plain.split(" - ").map(str::trim).collect();
    if !(3..=PARTS).contains(&parts.len()) {
        return None;
    }
    let numbered = parts.first().is_some_and(|part| {
        part.len() <= 5
            && part.chars().any(|sign| sign.is_ascii_digit())
            && part.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '.')
    });
    let from = usize::from(numbered);
    let date = parts.iter().skip(from + 1).position(|part| dates::whole(part).is_some())? + from + 1;
    let said = parts.get(date + 1).filter(|part| {
        let cell = status::of_cell(part);
        !cell.unknown && part.split_whitespace().count() <= 4
    })?;
    let join = |from: usize, to: usize| parts.get(from..to).unwrap_or_default().join(" - ");
    let number = if numbered { join(0, 1) } else { String::new() };
    Some([number, join(from, date), join(date, date + 1), (*said).to_owned(), join(date + 2, parts.len())])
}
