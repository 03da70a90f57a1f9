//! What every file must be, whoever opens it.

use crate::{
    opened::{Opened, open},
    samples,
};

fn every_paper() -> Vec<Opened> {
    let (edition, highlight, pack, plain) = samples::bare();
    vec![
        open("edition", &typeset::edition(&samples::edition(5, 6)).unwrap()),
        open("highlight", &typeset::highlight_report(&samples::highlight()).unwrap()),
        open("pack", &typeset::meeting_pack(&samples::pack()).unwrap()),
        open("plain", &typeset::plain_paper(&samples::plain()).unwrap()),
        open("bare-edition", &typeset::edition(&edition).unwrap()),
        open("bare-highlight", &typeset::highlight_report(&highlight).unwrap()),
        open("bare-pack", &typeset::meeting_pack(&pack).unwrap()),
        open("bare-plain", &typeset::plain_paper(&plain).unwrap()),
    ]
}

#[test]
fn every_paper_says_which_standards_it_keeps_and_in_which_language_it_is() {
    for paper in every_paper() {
        let catalog = paper.catalog();
        assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en-GB");
        assert!(catalog.has(b"StructTreeRoot"));
        let marked = paper.dictionary(catalog.get(b"MarkInfo").unwrap()).unwrap();
        assert!(marked.get(b"Marked").unwrap().as_bool().unwrap());
        let viewer = paper.dictionary(catalog.get(b"ViewerPreferences").unwrap()).unwrap();
        assert!(viewer.get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
        for said in ["<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<", "<dc:title>", "2026-12-01"] {
            assert!(paper.metadata.contains(said), "{said} is not in {}", paper.metadata);
        }
    }
}

#[test]
fn every_letter_can_be_drawn_on_a_machine_without_our_fonts() {
    let mut paper = samples::highlight();
    paper.heard.push("Zażółć gęślą jaźń, مرحبا, שלום".into());
    let paper = open("highlight-languages", &typeset::highlight_report(&paper).unwrap());
    let dictionaries = paper.document.objects.values().filter_map(|object| object.as_dict().ok());
    let descriptors: Vec<_> = dictionaries.filter(|one| one.has_type(b"FontDescriptor")).collect();
    assert!(descriptors.len() >= 3);
    for descriptor in descriptors {
        assert!(descriptor.has(b"FontFile2") || descriptor.has(b"FontFile3"), "{descriptor:?}");
    }
}

#[test]
fn headings_tables_links_and_drawings_can_be_found_by_a_screen_reader() {
    let paper = open("structure", &typeset::plain_paper(&samples::plain()).unwrap());
    let structure = paper.structure();
    for (kind, least) in [
        ("Title", 1),
        ("H1", 4),
        ("H2", 9),
        ("TOC", 1),
        ("TOCI", 12),
        ("Table", 3),
        ("TR", 8),
        ("TH", 12),
        ("TD", 12),
        ("L", 2),
        ("LI", 4),
        ("Link", 13),
        ("Figure", 1),
        ("BlockQuote", 1),
    ] {
        assert!(structure.get(kind).copied().unwrap_or(0) >= least, "{kind}: {structure:?}");
    }
    let figures: Vec<_> =
        paper.elements().into_iter().filter(|one| one.get(b"S").unwrap().as_name().unwrap() == b"Figure").collect();
    let said = figures[0].get(b"Alt").unwrap().as_str().unwrap();
    let said = String::from_utf8_lossy(said).replace('\0', "");
    assert!(said.contains("Complete (blue) 14; On track (green) 31; At risk (amber) 9; Off track (red) 0."), "{said}");
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    let once = typeset::highlight_report(&samples::highlight()).unwrap();
    assert_eq!(once, typeset::highlight_report(&samples::highlight()).unwrap());
}

#[test]
fn a_machine_without_fonts_prints_the_same_words_in_the_faces_the_program_carries() {
    let carried = typeset::Typesetter::with_fonts_from(&[]);
    let paper = open("carried", &carried.meeting_pack(&samples::pack()).unwrap());
    assert!(paper.text().contains("Writetothefamilieswhosedatemoved"));
    assert!(paper.metadata.contains("<pdfaid:conformance>A<"));
}
