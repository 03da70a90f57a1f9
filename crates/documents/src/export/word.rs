//! A Word document, part by part (ISO/IEC 29500-1). Only what we write is in it: no fields, no properties of persons,
//! no styles but those used.

use std::io::{Cursor, Write};

use quick_xml::escape::escape;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{Block, Cell, Document, ExportError, Table, safe::plain, word_parts};

/// The paper as a Word document: headings as headings, lists as lists, and tables with a heading row that is
/// repeated on each page and read aloud.
pub fn docx(document: &Document) -> Result<Vec<u8>, ExportError> {
    let language = escape(plain(&document.language)).into_owned();
    let parts = [
        ("[Content_Types].xml", word_parts::TYPES.to_owned()),
        ("_rels/.rels", word_parts::LINKS.to_owned()),
        ("docProps/core.xml", properties(document)),
        ("word/document.xml", body(document)),
        ("word/_rels/document.xml.rels", word_parts::DOCUMENT_LINKS.to_owned()),
        ("word/styles.xml", word_parts::STYLES.replace("{language}", &language)),
        ("word/numbering.xml", numbering(document)),
    ];
    let failed = |error: &dyn std::fmt::Display| ExportError::Writing(error.to_string());
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in parts {
        package.start_file(name, options).map_err(|error| failed(&error))?;
        package.write_all(text.as_bytes()).map_err(|error| failed(&error))?;
    }
    package.finish().map(Cursor::into_inner).map_err(|error| failed(&error))
}

fn properties(document: &Document) -> String {
    let words = |text: &str| escape(plain(text)).into_owned();
    word_parts::PROPERTIES
        .replace("{day}", &document.dated.to_string())
        .replace("{language}", &words(&document.language))
        .replace("{title}", &words(&document.title))
}

fn body(document: &Document) -> String {
    let mut body = String::from(word_parts::BODY_BEGINS);
    body.push_str(&paragraph("Title", "", &document.title));
    let mut lists = 0;
    for block in &document.blocks {
        match block {
            Block::Heading { level, text } => {
                body.push_str(&paragraph(&format!("Heading{}", (*level).clamp(1, 6)), "", text));
            }
            Block::Paragraph(text) => body.push_str(&paragraph("Normal", "", text)),
            Block::List { items, .. } => {
                lists += 1;
                let place = format!(r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{lists}"/></w:numPr>"#);
                for item in items {
                    body.push_str(&paragraph("ListParagraph", &place, item));
                }
            }
            Block::Table(table) => write_table(&mut body, table),
        }
    }
    body.push_str(word_parts::BODY_ENDS);
    body
}

/// A paragraph of a style; `place` is its place in a list, if it has one.
fn paragraph(style: &str, place: &str, text: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{place}</w:pPr>{}</w:p>"#, runs(text))
}

/// The words, with a break for each line end.
fn runs(text: &str) -> String {
    let lines: Vec<String> =
        plain(text).split('\n').map(|line| format!(r#"<w:t xml:space="preserve">{}</w:t>"#, escape(line))).collect();
    format!("<w:r>{}</w:r>", lines.join("<w:br/>"))
}

fn write_table(body: &mut String, table: &Table) {
    let widest = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    let columns = table.headings.len().max(widest);
    if columns == 0 {
        return;
    }
    body.push_str(&paragraph("Caption", "", &table.title));
    let caption = escape(plain(&table.title)).into_owned();
    body.push_str(&word_parts::TABLE_BEGINS.replace("{caption}", &caption));
    for _ in 0..columns {
        body.push_str("<w:gridCol/>");
    }
    body.push_str("</w:tblGrid>");
    let headings = table.headings.iter().map(String::as_str).chain(std::iter::repeat("")).take(columns);
    body.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    body.extend(headings.map(|heading| cell("TableHeading", heading)));
    body.push_str("</w:tr>");
    for row in &table.rows {
        body.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        let cells = row.iter().map(shown).chain(std::iter::repeat_with(String::new)).take(columns);
        body.extend(cells.map(|text| cell("Normal", &text)));
        body.push_str("</w:tr>");
    }
    // Two tables without a paragraph between them would be shown as one.
    body.push_str("</w:tbl>");
    body.push_str(&paragraph("Normal", "", ""));
}

fn cell(style: &str, text: &str) -> String {
    format!(r#"<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>{}</w:tc>"#, paragraph(style, "", text))
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Whole(number) => number.to_string(),
        Cell::Day(day) => day.strftime("%-d %B %Y").to_string(),
        Cell::Empty => String::new(),
    }
}

/// A numbering of its own for each list, so that each counted list begins at 1.
fn numbering(document: &Document) -> String {
    let lists = document.blocks.iter().filter_map(|block| match block {
        Block::List { numbered, .. } => Some(*numbered),
        _ => None,
    });
    let mut text = String::from(word_parts::NUMBERING_BEGINS);
    for (count, numbered) in (1u32..).zip(lists) {
        let kind = u8::from(numbered);
        let begin = r#"<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>"#;
        let list = format!(r#"<w:num w:numId="{count}"><w:abstractNumId w:val="{kind}"/>{begin}</w:num>"#);
        text.push_str(&list);
    }
    text.push_str("</w:numbering>");
    text
}
