//! Files with something in them that nobody sees, or that acts: each built here, each refused for what it is.

#![expect(clippy::unwrap_used, reason = "a file that cannot be built must stop the test")]

mod build;

use std::time::Instant;

use build::{book, gif_of_zip, jpeg, packed, paper, pdf, pdf_with, png, stored_twice, zipped};
use documents::{
    Media, Purpose, check,
    check::{Finding, What},
};

/// Refused for every purpose, or for publication only.
#[derive(Clone, Copy, PartialEq)]
enum When {
    Always,
    Published,
}
use When::{Always, Published};

type Trap = (&'static str, &'static str, Vec<u8>, What, When);

fn kinds(answer: Result<documents::Checked, Vec<Finding>>) -> Vec<What> {
    answer.err().unwrap_or_default().iter().map(|finding| finding.what).collect()
}

/// Every trap is refused for what it is; those of publication are accepted to hold.
fn all_refused(traps: Vec<Trap>) {
    for (title, name, bytes, what, when) in traps {
        let begun = Instant::now();
        let published = kinds(check(bytes.clone(), name, Purpose::Publish));
        assert!(published.contains(&what), "{title}: {published:?}");
        let held = kinds(check(bytes, name, Purpose::Hold));
        match when {
            Always => assert!(held.contains(&what), "{title}, held: {held:?}"),
            Published => assert_eq!(held, [], "{title}, held"),
        }
        // Generous, for programs built without optimisation: what is bounded takes a fraction of it.
        assert!(begun.elapsed().as_secs() < 20, "{title} took {:?}", begun.elapsed());
    }
}

#[test]
fn plain_files_of_every_kind_are_accepted() {
    let files = [
        ("plan.pdf", pdf(""), Media::Pdf),
        ("plan.docx", paper("", &[]), Media::Docx),
        ("plan.xlsx", book("", "", &[]), Media::Xlsx),
        ("plan.csv", b"name,count\r\nA,-5\r\n".to_vec(), Media::Csv),
        ("plan.txt", "Minutes of 3 November\n\u{2013} no apologies\n".as_bytes().to_vec(), Media::Text),
        ("map.png", png(), Media::Png),
        ("hall.jpg", jpeg(), Media::Jpeg),
        ("Hall.JPEG", jpeg(), Media::Jpeg),
    ];
    for (name, bytes, media) in files {
        for purpose in [Purpose::Hold, Purpose::Publish] {
            let checked = check(bytes.clone(), name, purpose);
            let checked = checked.unwrap_or_else(|found| panic!("{name}: {found:?}"));
            assert_eq!((checked.media(), checked.name()), (media, name));
        }
    }
}

#[test]
fn what_is_not_what_it_seems_is_refused() {
    let mut after_pdf = pdf("");
    after_pdf.extend(zipped(&[("a.txt", b"x")]));
    let mut page_before_png = b"<html><script>alert(1)</script>".to_vec();
    page_before_png.extend(png());
    let mut page_in_png = png();
    page_in_png.splice(8..8, b"<script>".iter().copied());
    let mut zip_in_jpeg = jpeg();
    zip_in_jpeg.extend(zipped(&[("a.txt", b"x")]));
    let pdf_in_text = b"some words
%PDF-1.7
1 0 obj
<< /JS (x) >>
endobj
%%EOF
"
    .to_vec();
    let mut behind_package = paper("", &[]);
    behind_package.extend(b"<script>");
    let mut before_package = b"PK\x03\x04 something".to_vec();
    before_package.extend(paper("", &[]));
    all_refused(vec![
        ("nothing", "a.txt", Vec::new(), What::Empty, Always),
        ("above the limit", "a.txt", vec![b'a'; (25 << 20) + 1], What::TooLarge, Always),
        ("a program", "a.txt", b"MZ\x90\0\x03\0\0\0".to_vec(), What::UnknownKind, Always),
        ("a shell script", "a.txt", b"#!/bin/sh\nrm x\n".to_vec(), What::UnknownKind, Always),
        ("a page named text", "a.txt", b"  <!DOCTYPE html><p>x".to_vec(), What::WebPage, Always),
        ("a drawing named text", "a.txt", b"<svg onload='x()'/>".to_vec(), What::WebPage, Always),
        ("a script late in a text", "a.txt", b"hello\n\n<ScRiPt>x()</script>".to_vec(), What::WebPage, Always),
        ("a PDF named text", "a.txt", pdf(""), What::NameDiffers, Always),
        ("text named PDF", "a.pdf", b"hello".to_vec(), What::NameDiffers, Always),
        ("a workbook named document", "a.docx", book("", "", &[]), What::NameDiffers, Always),
        ("a picture named program", "a.exe", png(), What::NameDiffers, Always),
        ("a name without ending", "a", png(), What::NameDiffers, Always),
        ("any archive", "a.docx", zipped(&[("a.txt", b"x")]), What::UnknownKind, Always),
        ("a GIF that is an archive", "a.png", gif_of_zip(), What::UnknownKind, Always),
        ("an archive behind a PDF", "a.pdf", after_pdf, What::TwoKinds, Always),
        ("a page before a picture", "a.png", page_before_png, What::UnknownKind, Always),
        ("a page inside a picture", "a.png", page_in_png, What::TwoKinds, Always),
        ("an archive behind a picture", "a.jpg", zip_in_jpeg, What::TwoKinds, Always),
        ("a PDF behind words", "a.txt", pdf_in_text, What::TwoKinds, Always),
        ("a page behind a document", "a.docx", behind_package, What::TwoKinds, Always),
        ("something before a document", "a.docx", before_package, What::TwoKinds, Always),
        ("two parts of one name", "a.docx", stored_twice(), What::TwoKinds, Always),
        (
            "Office of before 2007, or locked",
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0".to_vec(),
            What::LockedOrOld,
            Always,
        ),
    ]);
}

#[test]
fn a_document_that_acts_is_refused() {
    let link = |kind: &str, target: &str, outside: &str| {
        let kind = format!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}");
        let link = format!(
            r#"<Relationships><Relationship Id="r" Type="{kind}" Target="{target}" {outside}/></Relationships>"#
        );
        paper("", &[("word/_rels/document.xml.rels", link.as_bytes())])
    };
    let outside = r#"TargetMode="External""#;
    let types = br#"<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>"#;
    let split = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DDEA</w:instrText></w:r><w:r><w:instrText>UTO c:\\\\x</w:instrText></w:r>";
    all_refused(vec![
        ("macros", "a.docx", paper("", &[("word/vbaProject.bin", b"x")]), What::Macros, Always),
        ("macros by type", "a.docx", paper("", &[("[Content_Types].xml", types)]), What::Macros, Always),
        ("macros under another name", "a.docx", link("vbaProject", "notes.xml", ""), What::Macros, Always),
        ("a control", "a.docx", paper("", &[("word/activeX/activeX1.xml", b"<a/>")]), What::Controls, Always),
        (
            "a file inside",
            "a.docx",
            paper("", &[("word/embeddings/a.xlsx", b"PK\x03\x04")]),
            What::EmbeddedFile,
            Always,
        ),
        ("a PDF as a picture", "a.docx", paper("", &[("word/media/a.png", b"%PDF-1.7")]), What::EmbeddedFile, Always),
        ("an object", "a.docx", paper("<w:object/>", &[]), What::EmbeddedFile, Always),
        ("a part in another form", "a.docx", paper("<w:altChunk r:id='a'/>", &[]), What::EmbeddedFile, Always),
        (
            "a template elsewhere",
            "a.docx",
            link("attachedTemplate", "http://x/t.dotm", outside),
            What::ExternalLink,
            Always,
        ),
        ("a picture elsewhere", "a.docx", link("image", "http://x/p.png", outside), What::ExternalLink, Always),
        ("a link to a share", "a.docx", link("hyperlink", "file:////x/share", outside), What::ExternalLink, Always),
        ("a field that starts", "a.docx", paper(split, &[]), What::LiveField, Always),
        (
            "a field that fetches",
            "a.docx",
            paper("<w:fldSimple w:instr=' INCLUDEPICTURE \"http://x\"'/>", &[]),
            What::LiveField,
            Always,
        ),
        (
            "a document type",
            "a.docx",
            paper("", &[("word/x.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")]),
            What::Bomb,
            Always,
        ),
        ("endless nesting", "a.docx", paper(&"<w:r>".repeat(100_000), &[]), What::Bomb, Always),
        (
            "a part that unpacks without end",
            "a.docx",
            paper("", &[("word/x.xml", &vec![b' '; 40 << 20])]),
            What::Bomb,
            Always,
        ),
        ("a part outside", "a.docx", paper("", &[("../../x.xml", b"<a/>")]), What::TwoKinds, Always),
        ("a broken part", "a.docx", paper("<w:p></w:r>", &[]), What::Damaged, Always),
    ]);
}

#[test]
fn a_document_that_hides_is_refused_for_publication() {
    let core = b"<cp:coreProperties><dc:creator>Ada Marlowe</dc:creator></cp:coreProperties>";
    let exif = [b"\xff\xd8\xff\xe1\0\x10Exif\0\0".as_slice(), b"51.75N 1.26W"].concat();
    all_refused(vec![
        ("inserted words", "a.docx", paper("<w:ins w:author='x'><w:r/></w:ins>", &[]), What::TrackedChanges, Published),
        (
            "deleted words",
            "a.docx",
            paper("<w:del><w:r><w:delText>x</w:delText></w:r></w:del>", &[]),
            What::TrackedChanges,
            Published,
        ),
        (
            "a changed format",
            "a.docx",
            paper("<w:p><w:pPr><w:pPrChange/></w:pPr></w:p>", &[]),
            What::TrackedChanges,
            Published,
        ),
        ("comments", "a.docx", paper("", &[("word/comments.xml", b"<w:comments/>")]), What::Comments, Published),
        (
            "a mark of a comment",
            "a.docx",
            paper("<w:r><w:commentReference w:id='0'/></w:r>", &[]),
            What::Comments,
            Published,
        ),
        (
            "hidden words",
            "a.docx",
            paper("<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>", &[]),
            What::HiddenWords,
            Published,
        ),
        ("a hidden shape", "a.docx", paper("<wp:docPr id='1' hidden='&#49;'/>", &[]), What::HiddenWords, Published),
        ("who wrote it", "a.docx", paper("", &[("docProps/core.xml", core)]), What::Properties, Published),
        ("own properties", "a.docx", paper("", &[("docProps/custom.xml", b"<a/>")]), What::Properties, Published),
        ("parts of a program", "a.docx", paper("", &[("customXml/item1.xml", b"<a/>")]), What::UnseenParts, Published),
        ("a picture's place", "a.docx", paper("", &[("word/media/a.jpg", &exif)]), What::Properties, Published),
    ]);
}

#[test]
fn a_workbook_with_hidden_sheets_or_cells_is_refused_for_publication() {
    let cells = |rows: &str| book("", rows, &[]);
    let names = |names: &str| book(names, "", &[]);
    let sheet = |state: &str| format!("<sheets><sheet name='Secret' state='{state}'/></sheets>");
    all_refused(vec![
        ("a hidden sheet", "a.xlsx", names(&sheet("hidden")), What::HiddenSheet, Published),
        ("a very hidden sheet", "a.xlsx", names(&sheet("veryHidden")), What::HiddenSheet, Published),
        ("a hidden sheet in disguise", "a.xlsx", names(&sheet("h&#105;dden")), What::HiddenSheet, Published),
        (
            "a hidden window",
            "a.xlsx",
            names("<bookViews><workbookView visibility='hidden'/></bookViews>"),
            What::HiddenSheet,
            Published,
        ),
        ("a hidden row", "a.xlsx", cells("<row r='1' hidden='1'/>"), What::HiddenCells, Published),
        ("a flat row", "a.xlsx", cells("<row r='1' ht='0' customHeight='1'/>"), What::HiddenCells, Published),
        (
            "a hidden column",
            "a.xlsx",
            cells("</sheetData><cols><col hidden='true'/></cols><sheetData>"),
            What::HiddenCells,
            Published,
        ),
        (
            "cells shown as nothing",
            "a.xlsx",
            book(
                "",
                "",
                &[("xl/styles.xml", b"<styleSheet><numFmts><numFmt formatCode=';;;'/></numFmts></styleSheet>")],
            ),
            What::HiddenCells,
            Published,
        ),
    ]);
}

#[test]
fn a_workbook_that_carries_more_than_its_cells_is_refused_for_publication() {
    let names = |names: &str| book(names, "", &[]);
    all_refused(vec![
        ("comments", "a.xlsx", book("", "", &[("xl/comments1.xml", b"<comments/>")]), What::Comments, Published),
        (
            "a conversation",
            "a.xlsx",
            book("", "", &[("xl/threadedComments/t.xml", b"<a/>")]),
            What::Comments,
            Published,
        ),
        (
            "the rows of a pivot table",
            "a.xlsx",
            book("", "", &[("xl/pivotCache/pivotCacheRecords1.xml", b"<a/>")]),
            What::StoredRows,
            Published,
        ),
        (
            "a hidden name",
            "a.xlsx",
            names("<definedNames><definedName name='x' hidden='1'>Plan!$A$1</definedName></definedNames>"),
            What::DefinedName,
            Published,
        ),
        (
            "a name that holds words",
            "a.xlsx",
            names("<definedNames><definedName name='x'>\"Ada Marlowe\"</definedName></definedNames>"),
            What::DefinedName,
            Published,
        ),
        (
            "whose workbook",
            "a.xlsx",
            book("", "", &[("docProps/app.xml", b"<Properties><Company>X</Company></Properties>")]),
            What::Properties,
            Published,
        ),
        (
            "the log of changes",
            "a.xlsx",
            book("", "", &[("xl/revisions/revisionLog1.xml", b"<a/>")]),
            What::TrackedChanges,
            Published,
        ),
        (
            "a printer's name",
            "a.xlsx",
            book("", "", &[("xl/printerSettings/printerSettings1.bin", b"\\\\x")]),
            What::Properties,
            Published,
        ),
    ]);
}

#[test]
fn a_workbook_that_acts_is_refused() {
    let cells = |rows: &str| book("", rows, &[]);
    let names = |names: &str| book(names, "", &[]);
    let row = |cell: &str| cells(&format!("<row r='1'><c r='A1'>{cell}</c></row>"));
    all_refused(vec![
        ("macros", "a.xlsx", book("", "", &[("xl/vbaProject.bin", b"x")]), What::Macros, Always),
        ("a macro sheet", "a.xlsx", book("", "", &[("xl/macrosheets/sheet1.xml", b"<a/>")]), What::Macros, Always),
        (
            "a name that runs",
            "a.xlsx",
            names("<definedNames><definedName name='_xlnm.Auto_Open'>M!$A$1</definedName></definedNames>"),
            What::Macros,
            Always,
        ),
        (
            "another workbook",
            "a.xlsx",
            book("", "", &[("xl/externalLinks/externalLink1.xml", b"<a/>")]),
            What::ExternalLink,
            Always,
        ),
        ("a connection", "a.xlsx", book("", "", &[("xl/connections.xml", b"<a/>")]), What::Connection, Always),
        ("a formula that asks a program", "a.xlsx", row("<f>cmd|'/c calc'!A0</f>"), What::LiveField, Always),
        ("a formula that fetches", "a.xlsx", row("<f>WEBSERVICE (\"http://x/?\"&amp;A2)</f>"), What::LiveField, Always),
        ("a formula in entities", "a.xlsx", row("<f>WEB&#83;ERVICE(A2)</f>"), What::LiveField, Always),
        (
            "an object",
            "a.xlsx",
            cells("</sheetData><oleObjects><oleObject progId='x'/></oleObjects><sheetData>"),
            What::EmbeddedFile,
            Always,
        ),
    ]);
}

#[test]
fn a_pdf_that_acts_or_hides_is_refused() {
    let action = |action: &str| pdf(&format!("/OpenAction << {action} >>"));
    let object = |object: &str| pdf_with(object.as_bytes());
    let stream = |extra: &str, content: &[u8]| {
        let begin = format!("<< {extra} /Length {} >>\nstream\n", content.len());
        pdf_with(&[begin.as_bytes(), content, b"\nendstream"].concat())
    };
    let hidden = packed(b"7 0 << /S /JavaScript /JS (app.alert(1)) >>");
    let objects = "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode";
    let bomb = packed(&vec![0; 70 << 20]);
    let mut again = pdf("");
    again.extend(b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\nstartxref\n9\n%%EOF\n");
    all_refused(vec![
        ("a script", "a.pdf", action("/S /JavaScript /JS (app.alert\\(1\\))"), What::Script, Always),
        ("a script in disguise", "a.pdf", action("/S /J#61vaScr#69pt /J#53 (x)"), What::Script, Always),
        ("a script in packed objects", "a.pdf", stream(objects, &hidden), What::Script, Always),
        (
            "packed objects of an odd form",
            "a.pdf",
            stream("/Type /ObjStm /N 1 /First 4 /Filter /LZWDecode", b"x"),
            What::Damaged,
            Always,
        ),
        (
            "a script behind an open bracket",
            "a.pdf",
            pdf_with(b"(\n9 0 obj\n<< /S /JavaScript /JS (x) >>\nendobj\n"),
            What::TwoKinds,
            Always,
        ),
        (
            "a script inside a picture",
            "a.pdf",
            stream("/Subtype /Image", b"9 0 obj << /JS (x) >> endobj"),
            What::TwoKinds,
            Always,
        ),
        ("a script in a remark", "a.pdf", pdf_with(b"<< >> % 9 0 obj << /JS (x) >> endobj"), What::TwoKinds, Always),
        ("a program to start", "a.pdf", action("/S /Launch /F (cmd.exe)"), What::Action, Always),
        ("a form that sends", "a.pdf", action("/S /SubmitForm /F (http://x)"), What::Action, Always),
        ("another file to open", "a.pdf", action("/S /GoToR /F (x.pdf)"), What::Action, Always),
        ("a form of scripts", "a.pdf", object("<< /XFA 9 0 R >>"), What::Action, Always),
        ("a film", "a.pdf", object("<< /Subtype /RichMedia >>"), What::Action, Always),
        ("a file inside", "a.pdf", object("<< /Type /Filespec /EF << /F 9 0 R >> >>"), What::EmbeddedFile, Always),
        ("a pinned file", "a.pdf", object("<< /Subtype /FileAttachment >>"), What::EmbeddedFile, Always),
        ("a password", "a.pdf", object("<< /Encrypt 9 0 R >>"), What::LockedOrOld, Always),
        ("a stream that unpacks without end", "a.pdf", stream("/Filter /FlateDecode", &bomb), What::Bomb, Always),
        ("a stream packed twice", "a.pdf", stream("/Filter [/FlateDecode /FlateDecode]", b"x"), What::Bomb, Always),
        ("endless nesting", "a.pdf", pdf_with("[".repeat(50_000).as_bytes()), What::Bomb, Always),
        ("no end", "a.pdf", b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n".to_vec(), What::Damaged, Always),
        ("a remark", "a.pdf", object("<< /Subtype /Text /Rect [0 0 9 9] /Contents (x) >>"), What::Comments, Published),
        (
            "a black bar not burnt in",
            "a.pdf",
            object("<< /Subtype /Redact /Rect [0 0 9 9] >>"),
            What::Comments,
            Published,
        ),
        ("a hidden note", "a.pdf", object("<< /Subtype /Link /Rect [0 0 9 9] /F 2 >>"), What::HiddenWords, Published),
        ("layers", "a.pdf", pdf("/OCProperties << >>"), What::Layers, Published),
        ("who wrote it", "a.pdf", object("<< /Author (Ada Marlowe) >>"), What::Properties, Published),
        (
            "who wrote it, in its description",
            "a.pdf",
            stream("/Type /Metadata", b"<dc:creator><rdf:Seq><rdf:li>Ada</rdf:li></rdf:Seq></dc:creator>"),
            What::Properties,
            Published,
        ),
        ("a program's own notes", "a.pdf", object("<< /PieceInfo << >> >>"), What::UnseenParts, Published),
        ("an earlier state", "a.pdf", again, What::EarlierState, Published),
    ]);
}

#[test]
fn a_table_as_text_that_acts_is_refused() {
    let table = |cell: &str| format!("name,result\r\nA,\"{cell}\"\r\n").into_bytes();
    all_refused(vec![
        ("a program", "a.csv", table("=cmd|'/c calc'!A0"), What::LiveField, Always),
        ("a fetch", "a.csv", table("+HYPERLINK(1)"), What::LiveField, Always),
        ("a wide sign", "a.csv", table("\u{ff1d}WEBSERVICE(1)"), What::LiveField, Always),
        ("behind a blank", "a.csv", table(" @SUM(A1)"), What::LiveField, Always),
        ("between semicolons", "a.csv", b"name;result\r\nA, B;=CALL(1)\r\n".to_vec(), What::LiveField, Always),
        ("a sum", "a.csv", table("=A1+A2"), What::Formula, Published),
        (
            "bytes that are no text",
            "a.csv",
            [b"name,result\r\n".repeat(5).as_slice(), b"\xff\xfe\r\n"].concat(),
            What::Damaged,
            Always,
        ),
    ]);
}

#[test]
fn a_picture_keeps_nothing_but_the_picture() {
    let located = build::with_place(&jpeg());
    assert!(build::holds(&located, b"51.75N"));
    let checked = check(located, "hall.jpg", Purpose::Hold).unwrap();
    assert!(!build::holds(checked.bytes(), b"51.75N") && !build::holds(checked.bytes(), b"Exif"));

    let noted = build::with_note(&png());
    assert!(build::holds(&noted, b"Ada Marlowe"));
    let checked = check(noted, "map.png", Purpose::Publish).unwrap();
    assert!(!build::holds(checked.bytes(), b"Ada Marlowe"));
    // The same points: the picture itself is not lost.
    let points = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().into_rgb8();
    assert_eq!(points(checked.bytes()), points(&png()));
}

#[test]
fn a_picture_of_endless_size_is_refused() {
    all_refused(vec![
        ("wide", "a.png", build::png_of_size(60_000, 60_000), What::TooLarge, Always),
        ("cut short", "a.png", png().get(..60).unwrap().to_vec(), What::Damaged, Always),
        ("no picture", "a.jpg", b"\xff\xd8\xff\xe0 no picture".to_vec(), What::Damaged, Always),
    ]);
}

#[test]
fn a_refusal_says_what_was_found_and_what_to_do() {
    let found = check(paper("<w:ins/>", &[]), "a.docx", Purpose::Publish).unwrap_err();
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["it has tracked changes (word/document.xml); accept or reject all changes and save it again"]);
}
