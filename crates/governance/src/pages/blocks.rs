//! A paper as it is typed: `# ` begins a heading, `- ` a point, `Table: ` the caption of a table whose rows follow with
//! `|` between cells; anything else is a paragraph, ended by an empty line.

use askama::Template;
use serde_json::Value;
use web::{
    Component, Html,
    components::{Cell, ScrollRegion, Table},
};

use crate::model::Block;

#[derive(Template)]
#[template(path = "governance/block.html")]
struct Words<'a> {
    heading: &'a str,
    paragraph: &'a str,
    points: &'a [String],
}

fn words(heading: &str, paragraph: &str, points: &[String]) -> Html {
    Html::of(&Words { heading, paragraph, points })
}

/// Blocks as a page shows them. Tables scroll by themselves where the page is narrow.
pub(crate) fn shown(value: &Value) -> Vec<Html> {
    let blocks: Vec<Block> = serde_json::from_value(value.clone()).unwrap_or_default();
    let block = |block: &Block| match block {
        Block::Heading { text } => words(text, "", &[]),
        Block::Paragraph { text } => words("", text, &[]),
        Block::Points { points } => words("", "", points),
        Block::Table { caption, head, rows } => {
            let cells = |cells: &Vec<String>| cells.iter().map(|cell| Cell::from(cell.as_str())).collect::<Vec<_>>();
            let table = Table {
                caption: caption.clone(),
                caption_classes: "govuk-table__caption--s".into(),
                head: Some(cells(head)),
                rows: rows.iter().map(cells).collect(),
                ..Table::default()
            };
            ScrollRegion { label: caption.clone(), contents: table.html() }.html()
        }
    };
    blocks.iter().map(block).collect()
}

/// Reads what was typed.
pub(crate) fn read(text: &str) -> Result<Vec<Block>, String> {
    let mut blocks = Vec::new();
    let mut apart = true;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            apart = true;
            continue;
        }
        if let Some(heading) = line.strip_prefix("# ") {
            blocks.push(Block::Heading { text: heading.to_owned() });
        } else if let Some(caption) = line.strip_prefix("Table: ") {
            blocks.push(Block::Table { caption: caption.to_owned(), head: Vec::new(), rows: Vec::new() });
        } else if let Some(point) = line.strip_prefix("- ") {
            add_point(&mut blocks, point, apart);
        } else if line.starts_with('|') {
            add_row(&mut blocks, line)?;
        } else {
            match blocks.last_mut() {
                Some(Block::Paragraph { text }) if !apart => *text = format!("{text}\n{line}"),
                _ => blocks.push(Block::Paragraph { text: line.to_owned() }),
            }
        }
        apart = false;
    }
    Ok(blocks)
}

fn add_point(blocks: &mut Vec<Block>, point: &str, apart: bool) {
    match blocks.last_mut() {
        Some(Block::Points { points }) if !apart => points.push(point.to_owned()),
        _ => blocks.push(Block::Points { points: vec![point.to_owned()] }),
    }
}

fn add_row(blocks: &mut [Block], line: &str) -> Result<(), String> {
    let inner = line.trim_start_matches('|');
    let cells: Vec<String> =
        inner.strip_suffix('|').unwrap_or(inner).split('|').map(|cell| cell.trim().to_owned()).collect();
    match blocks.last_mut() {
        Some(Block::Table { head, .. }) if head.is_empty() => *head = cells,
        Some(Block::Table { rows, .. }) => rows.push(cells),
        _ => return Err("put a line \"Table: what it shows\" before the first row of a table".to_owned()),
    }
    Ok(())
}

/// Blocks as they are typed.
pub(crate) fn written(value: &Value) -> String {
    let blocks: Vec<Block> = serde_json::from_value(value.clone()).unwrap_or_default();
    let row = |cells: &[String]| format!("| {} |", cells.join(" | "));
    let block = |block: &Block| match block {
        Block::Heading { text } => format!("# {text}"),
        Block::Paragraph { text } => text.clone(),
        Block::Points { points } => points.iter().map(|point| format!("- {point}")).collect::<Vec<_>>().join("\n"),
        Block::Table { caption, head, rows } => {
            let rows = std::iter::once(row(head)).chain(rows.iter().map(|cells| row(cells)));
            format!("Table: {caption}\n{}", rows.collect::<Vec<_>>().join("\n"))
        }
    };
    blocks.iter().map(block).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_paper_typed_and_shown_again_is_the_same_paper() {
        let text = "# Waits\n\nOne line\nand its next\n\n- a\n- b\n\nTable: Numbers\n| Month | Waits |\n| May | 12 |";
        let blocks = read(text).unwrap();
        assert_eq!(blocks.len(), 4);
        assert_eq!(written(&json!(blocks)), text);
        assert_eq!(read(&written(&json!(blocks))).unwrap(), blocks);
    }

    #[test]
    fn a_row_without_a_table_is_told_how_to_begin_one() {
        assert!(read("| a | b |").unwrap_err().contains("Table:"));
    }
}
