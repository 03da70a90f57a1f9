//! What we give out: opened again by readers that are not its writers.

#![expect(clippy::unwrap_used, reason = "an export that does not open must stop the test")]

use std::io::{Cursor, Read};

use calamine::{DataType, Reader, Xlsx};
use documents::{
    Purpose, check,
    export::{Block, Cell, Document, ExportError, Table, csv, docx, xlsx},
};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use zip::ZipArchive;

const DAY: Date = date(2026, 11, 2);

fn table(title: &str, rows: Vec<Vec<Cell>>) -> Table {
    Table {
        title: title.to_owned(),
        headings: vec!["What".to_owned(), "=How many".to_owned(), "When".to_owned()],
        rows,
    }
}

fn a_row() -> Vec<Cell> {
    vec![Cell::Text("Read & write <b>\n=1+1".to_owned()), Cell::Whole(-12), Cell::Day(DAY)]
}

fn a_paper() -> Document {
    Document {
        title: "Highlight report & more".to_owned(),
        language: "en-GB".to_owned(),
        dated: DAY,
        blocks: vec![
            Block::Heading { level: 1, text: "What moved".to_owned() },
            Block::Paragraph("First line\nsecond line".to_owned()),
            Block::List { numbered: false, items: vec!["one".to_owned(), "two".to_owned()] },
            Block::List { numbered: true, items: vec!["first".to_owned()] },
            Block::Table(table("Waiting times", vec![a_row(), vec![Cell::Text("short".to_owned())]])),
        ],
    }
}

/// Every part of a package as text.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    parts(bytes).into_iter().find(|(part, _)| part == name).unwrap().1
}

#[test]
fn our_own_exports_hide_nothing() {
    let tables = [table("Plan", vec![a_row()]), table("Plan", Vec::new()), table("a/b: [x]*?'", Vec::new())];
    let files = [
        ("a.xlsx", xlsx("Plan", DAY, &tables).unwrap()),
        ("a.docx", docx(&a_paper()).unwrap()),
        ("a.csv", csv(&tables[0]).unwrap()),
    ];
    for (name, bytes) in files {
        let checked = check(bytes.clone(), name, Purpose::Publish);
        assert!(checked.is_ok(), "{name}: {checked:?}");
        assert_eq!(checked.unwrap().bytes(), bytes);
    }
}

#[test]
fn the_same_export_gives_the_same_bytes() {
    let tables = [table("Plan", vec![a_row()])];
    assert_eq!(xlsx("Plan", DAY, &tables).unwrap(), xlsx("Plan", DAY, &tables).unwrap());
    assert_eq!(docx(&a_paper()).unwrap(), docx(&a_paper()).unwrap());
}

#[test]
fn a_workbook_keeps_words_numbers_and_days_apart() {
    let bytes = xlsx("Plan", DAY, &[table("Waiting times", vec![a_row()])]).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range("Waiting times").unwrap();
    assert_eq!(range.get((0, 1)).unwrap().to_string(), "=How many");
    assert_eq!(range.get((1, 0)).unwrap().to_string(), "Read & write <b>\n=1+1");
    assert_eq!(range.get((1, 1)).unwrap(), &calamine::Data::Float(-12.0));
    assert!(range.get((1, 2)).unwrap().is_datetime());
    assert!(book.worksheet_formula("Waiting times").unwrap().used_cells().next().is_none());
}

#[test]
fn a_workbook_without_a_table_or_beyond_a_sheet_is_refused() {
    assert!(matches!(xlsx("Plan", DAY, &[]), Err(ExportError::NoTable)));
    let long = table("Plan", vec![vec![Cell::Text("x".repeat(32_768))]]);
    let refused = xlsx("Plan", DAY, &[long]).unwrap_err();
    assert!(refused.to_string().contains("32,767 characters"), "{refused}");
}

#[test]
fn a_paper_can_be_read_aloud() {
    let bytes = docx(&a_paper()).unwrap();
    let body = part(&bytes, "word/document.xml");
    assert!(
        body.contains(r#"<w:pStyle w:val="Title"/></w:pPr><w:r><w:t xml:space="preserve">Highlight report &amp; more"#)
    );
    assert!(body.contains(r#"<w:pStyle w:val="Heading1"/>"#));
    assert!(body.contains("First line</w:t><w:br/>"));
    assert_eq!(body.matches("<w:tblHeader/>").count(), 1);
    assert_eq!(body.matches("<w:tc>").count(), 9);
    assert!(body.contains("2 November 2026"));
    assert!(part(&bytes, "word/styles.xml").contains(r#"<w:lang w:val="en-GB"/>"#));
    assert!(part(&bytes, "docProps/core.xml").contains("<dc:title>Highlight report &amp; more</dc:title>"));
    let numbering = part(&bytes, "word/numbering.xml");
    assert!(numbering.contains(r#"<w:num w:numId="2"><w:abstractNumId w:val="1"/>"#));
}

#[test]
fn a_paper_of_nothing_is_still_a_paper() {
    let empty = Document { title: String::new(), language: "cy".to_owned(), dated: DAY, blocks: Vec::new() };
    assert!(check(docx(&empty).unwrap(), "a.docx", Purpose::Publish).is_ok());
}

fn hostile() -> impl Strategy<Value = String> {
    let sign = prop::sample::select(vec![
        "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " ", "'", "\"", ",", ";", "",
    ]);
    (prop::collection::vec(sign, 0..4), "\\PC{0,12}|cmd\\|'/c x'!A0|[\\x00-\\x1f]{1,4}=1")
        .prop_map(|(signs, rest)| signs.concat() + &rest)
}

/// What a spreadsheet would work out: judged here by rules of its own, on the cell as a reader gives it.
fn works_out(cell: &str) -> bool {
    let cell = cell.trim_start_matches([' ', '\u{a0}', '\u{feff}', '\n']);
    let number = cell.parse::<f64>().is_ok();
    let like_a_number = cell.chars().skip(1).all(|sign| "0123456789.,% ".contains(sign)) && cell.len() > 1;
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) && !number && !like_a_number
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_cell_of_any_export_is_a_formula(words in prop::collection::vec(hostile(), 1..6), number in any::<i64>()) {
        let rows = words.iter().map(|text| vec![Cell::Text(text.clone()), Cell::Whole(number), Cell::Empty]).collect();
        let headings = words.clone();
        let table = Table { title: words[0].clone(), headings, rows };

        let text = csv(&table).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.strip_prefix("\u{feff}".as_bytes()).unwrap());
        let mut records = 0;
        for record in reader.records() {
            records += 1;
            for cell in &record.unwrap() {
                prop_assert!(!works_out(cell), "{cell:?}");
            }
        }
        prop_assert_eq!(records, words.len() + 1);

        let book = xlsx(&words[0], DAY, std::slice::from_ref(&table)).unwrap();
        for (name, text) in parts(&book) {
            prop_assert!(!text.contains("<f>") && !text.contains("<f "), "{name}");
        }
        let mut opened: Xlsx<_> = Xlsx::new(Cursor::new(&book)).unwrap();
        let sheet = opened.sheet_names()[0].clone();
        prop_assert!(opened.worksheet_formula(&sheet).unwrap().used_cells().next().is_none());

        let paper = Document { title: words[0].clone(), language: "en-GB".to_owned(), dated: DAY, blocks: vec![Block::Table(table)] };
        let paper = docx(&paper).unwrap();
        let body = part(&paper, "word/document.xml");
        prop_assert!(!body.contains("instrText") && !body.contains("fldSimple"));
        for (bytes, name) in [(book, "a.xlsx"), (paper, "a.docx"), (text, "a.csv")] {
            let checked = check(bytes, name, Purpose::Publish);
            prop_assert!(checked.is_ok(), "{name}: {checked:?}");
        }
    }
}
