//! Files that are damaged, huge or built to harm: each gives a sentence with a remedy, or a reading.
#![expect(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::{io::Write, time::Instant};

use proptest::prelude::*;
use reading::{Options, Reading, Unreadable, read_bytes};
use zip::{ZipWriter, write::SimpleFileOptions};

fn read(name: &str, bytes: &[u8]) -> Result<Reading, Unreadable> {
    read_bytes(name, bytes, &Options::default())
}

fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn docx(body: &str) -> Vec<u8> {
    let xml = format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    package(&[("word/document.xml", xml.as_bytes())])
}

fn xlsx(sheet: &str, strings: &str) -> Vec<u8> {
    let book = "<workbook><sheets><sheet name=\"Actions\" r:id=\"rId1\"/></sheets></workbook>";
    let rels = "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
    let styles =
        "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"17\"/></cellXfs></styleSheet>";
    package(&[
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", rels.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// The refusal has to name the file and say what helps.
fn refused(name: &str, bytes: &[u8]) -> String {
    let begun = Instant::now();
    let fault = read(name, bytes).map(|reading| reading.summary()).unwrap_err().to_string();
    assert!(begun.elapsed().as_secs() < 20, "{name} took {:?} in a build without optimisation", begun.elapsed());
    assert!(fault.contains(name) && fault.len() > 40, "{fault}");
    fault
}

#[test]
fn a_file_larger_than_a_plan_is_refused_with_its_limit() {
    assert!(refused("line.txt", &vec![b'a'; 50 << 20]).contains("2 MiB"));
    assert!(refused("one-line.txt", &vec![b'a'; 1 << 20]).contains("line 1"));
    assert!(refused("lines.txt", &b"a\n".repeat(1_000_000)).contains("lines"));
}

#[test]
fn a_zip_bomb_is_refused_before_it_unpacks() {
    let bomb = vec![b' '; 40 << 20];
    assert!(refused("bomb.docx", &package(&[("word/document.xml", &bomb)])).contains("MiB"));
    let inner = package(&[("word/document.xml", b"<a/>")]);
    assert!(refused("nested.zip", &package(&[("a.docx", &inner)])).contains("archive"));
}

#[test]
fn entities_and_deep_nesting_are_refused_in_office_files() {
    let dtd = b"<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><w:document>&c;</w:document>";
    assert!(refused("dtd.docx", &package(&[("word/document.xml", dtd)])).contains("document type"));
    let deep = format!("{}{}", "<w:p>".repeat(3_000), "</w:p>".repeat(3_000));
    assert!(refused("deep.docx", &docx(&deep)).contains("256"));
}

#[test]
fn xml_that_is_no_page_is_refused_and_a_page_in_xml_is_read() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"cccccccc\"><!ENTITY d \"&b;&b;\">]><a>&d;</a>";
    assert!(refused("plan.xml", bomb.as_bytes()).contains("entities"));
    assert!(refused("plan.xml", b"<?xml version=\"1.0\"?><records><r>1</r></records>").contains("not a page"));
    let page = "<?xml version=\"1.0\"?><!DOCTYPE html><html><body><h1>SEND roadmap</h1><h2>January 2026</h2>\
                <ul><li>Charter agreed.</li></ul></body></html>";
    assert_eq!(read("plan.html", page.as_bytes()).unwrap().items.len(), 1);
}

#[test]
fn deep_html_is_read_or_refused_without_harm() {
    let page = format!("<html><body>{}<p>We will open a base by May 2025.</p></body></html>", "<div>".repeat(100_000));
    let reading = read("deep.html", page.as_bytes()).unwrap();
    assert_eq!(reading.lines.total, 1);
    let rows = format!("<table>{}", "<tr><td colspan=100000>a<td>b".repeat(2_000));
    assert!(refused("table.html", rows.as_bytes()).contains("cells"));
}

#[test]
fn a_quote_that_never_closes_is_named_with_its_line() {
    let mut csv = String::from("Action,Due date,Lead\nPublish,May 2025,ICB\n\"");
    csv.push_str(&"text, more\n".repeat(20_000));
    assert!(refused("quote.csv", csv.as_bytes()).contains("line 3"));
}

#[test]
fn binary_files_are_named_for_what_they_are() {
    assert!(refused("scan.txt", b"%PDF-1.7 something").contains("PDF"));
    assert!(refused("zeros.txt", b"Plan\0with zero bytes in an odd place, Action, Due date").contains("zero"));
    assert!(refused("empty.txt", b"").contains("empty"));
    assert!(refused("broken.xlsx", b"PK\x03\x04 and nothing of a package").contains("package"));
}

#[test]
fn other_encodings_are_read_and_said_to_be_guessed() {
    let text = "Roadmap\n\nMay 2025\n\n• Base opened – 8 places\n";
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let bare: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let windows = b"Roadmap\n\nMay 2025\n\n\x95 Base opened \x96 8 places\n".to_vec();
    for bytes in [utf16, bare, windows] {
        let reading = read("page.txt", &bytes).unwrap();
        assert_eq!(reading.items.len(), 1);
        assert_eq!((reading.items[0].text.as_str(), reading.items[0].places), ("Base opened – 8 places", Some(8)));
        assert!(reading.warnings.iter().any(|warning| warning.code == "encoding_guessed"));
    }
}

#[test]
fn a_sheet_is_read_by_its_cells_and_not_by_what_it_declares() {
    let strings = "<sst><si><t>Action</t></si><si><t>Due date</t></si><si><t>Lead</t></si><si><r><t>Publish </t></r><r><t>a guide</t></r></si></sst>";
    let sheet = "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData>\
        <row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Elmfield SEND plan</t></is></c></row>\
        <row r=\"3\"><c r=\"A3\" t=\"s\"><v>0</v></c><c r=\"B3\" t=\"s\"><v>1</v></c><c r=\"C3\" t=\"s\"><v>2</v></c></row>\
        <row r=\"4\"><c r=\"A4\" t=\"s\"><v>3</v></c><c r=\"B4\" s=\"1\"><v>45504</v></c><c r=\"C4\" t=\"str\"><f>A1</f><v>ICB &amp; LA</v></c></row>\
        <row r=\"1048576\"><c r=\"A1048576\" t=\"inlineStr\"><is><t>Agree terms</t></is></c><c r=\"B1048576\" s=\"2\"><v>45717</v></c><c r=\"XFD1048576\" t=\"str\"><v>far</v></c></row>\
        </sheetData></worksheet>";
    let reading = read("plan.xlsx", &xlsx(sheet, strings)).unwrap();
    let items: Vec<(&str, Option<&str>)> =
        reading.items.iter().map(|item| (item.text.as_str(), item.when.text.as_deref())).collect();
    assert_eq!(items, [("Publish a guide", Some("31 July 2024")), ("Agree terms", Some("March 2025"))]);
    assert_eq!(reading.items[0].owners[0].body.as_deref(), Some("ICB & LA"));
    assert_eq!(reading.plan.title.as_deref(), Some("Elmfield SEND plan"));
}

#[test]
fn one_long_text_shared_by_many_cells_is_refused() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "word ".repeat(6_000));
    let row = (0..50).map(|_| "<c t=\"s\"><v>0</v></c>").collect::<String>();
    let sheet = format!("<worksheet><sheetData>{}</sheetData></worksheet>", format!("<row>{row}</row>").repeat(200));
    assert!(refused("shared.xlsx", &xlsx(&sheet, &strings)).contains("4 MiB"));
}

#[test]
fn a_word_document_gives_its_headings_lists_and_tables() {
    let paragraph = |style: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let bullet = |text: &str| {
        format!("<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let row = |cells: &[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(|text| cell(text)).collect::<String>());
    let body = [
        paragraph("Title", "Larkhill SEND roadmap"),
        paragraph("Heading2", "Autumn term 2024"),
        bullet("Outreach team launched"),
        bullet("Parent survey"),
        paragraph("Heading2", "Actions"),
        format!(
            "<w:tbl>{}{}</w:tbl>",
            row(&["Action", "Lead", "Deadline"]),
            row(&["Agree a protocol &amp; form", "ICB", "March 2025"])
        ),
    ]
    .concat();
    let reading = read("plan.docx", &docx(&body)).unwrap();
    assert_eq!(reading.plan.title.as_deref(), Some("Larkhill SEND roadmap"));
    let texts: Vec<&str> = reading.items.iter().map(|item| item.text.as_str()).collect();
    assert_eq!(texts, ["Outreach team launched", "Parent survey", "Agree a protocol & form"]);
    assert_eq!(reading.items[2].when.latest.unwrap().to_string(), "2025-03-31");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_under_any_name_give_a_reading_or_a_sentence(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        name in prop::sample::select(vec!["a.txt", "a.html", "a.csv", "a.xlsx", "a.docx"]),
    ) {
        match read(name, &bytes) {
            Ok(reading) => prop_assert!(!reading.summary().is_empty()),
            Err(fault) => prop_assert!(fault.to_string().contains(name)),
        }
    }

    #[test]
    fn any_soup_of_markup_and_labels_is_accounted_for(
        parts in prop::collection::vec(prop::sample::select(vec![
            "<table>", "<tr>", "<td>", "</td>", "</table>", "<ul>", "<li>", "</ul>", "<h2>", "</h2>", "<p>", "<script>", "</script>", "<td rowspan=9>",
            "Action", "Due date", "Lead:", " | ", "\n", "\n\n", "• ", "\t", "May 2024", "by June 2025", "Complete", "1.1 ", "Progress:", "(", ")", "---", "# ", "Status", "Text of an entry.", ",", ";", "\"",
        ]), 0..60),
        name in prop::sample::select(vec!["a.txt", "a.html", "a.csv"]),
    ) {
        if let Ok(reading) = read(name, parts.concat().as_bytes()) {
            let lines = &reading.lines;
            prop_assert_eq!(lines.total, lines.blank + lines.item + lines.heading + lines.note + lines.unread.len());
            for warning in &reading.warnings {
                prop_assert!(warning.item.is_none_or(|at| at < reading.items.len()));
            }
        }
    }

    #[test]
    fn a_damaged_package_is_never_more_than_a_sentence(at in 0usize..400, value in any::<u8>()) {
        let mut bytes = docx("<w:p><w:r><w:t>Plan</w:t></w:r></w:p>");
        let place = at % bytes.len();
        bytes[place] = value;
        if let Err(fault) = read("plan.docx", &bytes) {
            prop_assert!(fault.to_string().contains("plan.docx"));
        }
    }
}

#[test]
fn a_tag_with_more_attributes_than_any_page_needs_is_refused() {
    let attributes = " a=1".repeat(20_000);
    assert!(refused("tag.html", format!("<html><p{attributes}>x</p>").as_bytes()).contains("attributes"));
}
