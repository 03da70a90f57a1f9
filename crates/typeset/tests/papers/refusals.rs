//! What is refused, with the place and the remedy, before anything is made.

use crate::samples;
use jiff::civil::date;
use typeset::{Audience, Block, NotTypeset, Table};

fn refusal_of(block: Block) -> String {
    let mut paper = samples::plain();
    paper.blocks = vec![samples::paragraph("First."), block];
    typeset::plain_paper(&paper).unwrap_err().to_string()
}

#[test]
fn a_paper_without_a_title_is_refused_with_the_place() {
    let (mut edition, mut highlight, mut pack, mut plain) = samples::bare();
    edition.title = String::new();
    highlight.theme = " ".into();
    pack.board = "\u{200b}\u{feff}".into();
    plain.title = "\n".into();
    let refusals = [
        (typeset::edition(&edition), "the edition's title"),
        (typeset::highlight_report(&highlight), "the theme"),
        (typeset::meeting_pack(&pack), "the board's name"),
        (typeset::plain_paper(&plain), "the title"),
    ];
    for (refused, place) in refusals {
        let said = refused.unwrap_err().to_string();
        assert_eq!(said, format!("{place} is empty: write it, or leave out what it belongs to"));
    }
}

#[test]
fn the_place_of_a_fault_can_be_found_in_a_long_paper() {
    let mut edition = samples::edition(3, 2);
    edition.sections[2].entries[1].title = String::new();
    let said = typeset::edition(&edition).unwrap_err().to_string();
    assert!(said.starts_with("section 3, entry 2, title is empty"), "{said}");
}

#[test]
fn blocks_that_cannot_be_printed_are_refused_with_what_would_be_right() {
    let table = |columns: usize, cells: usize| {
        let columns = (0..columns).map(|at| format!("C{at}")).collect();
        Block::Table(Table { caption: String::new(), columns, rows: vec![vec!["x".into(); cells]] })
    };
    let link = |address: &str| Block::Link { text: "Here".into(), address: address.into() };
    for (block, said) in [
        (table(3, 2), "row 1 has 2 cells and the table 3 columns"),
        (table(0, 0), "the table has 0 columns; 1 to 10 can be printed"),
        (table(11, 11), "the table has 11 columns; 1 to 10 can be printed"),
        (samples::heading("Deep", 9), "its heading has level 9; use 1, 2 or 3"),
        (samples::heading("", 1), "heading is empty"),
        (link("javascript:alert(1)"), "is not an https, http or mailto address"),
        (link("file:///etc/passwd"), "is not an https, http or mailto address"),
        (link("https://a b"), "is not an https, http or mailto address"),
    ] {
        let refused = refusal_of(block);
        assert!(refused.starts_with("the text, block 2") && refused.contains(said), "{refused}");
    }
}

#[test]
fn a_private_paper_does_not_get_into_a_public_pack() {
    let mut pack = samples::pack();
    pack.imprint.audience = Audience::Public;
    pack.papers[0].audience = Audience::Public;
    let said = typeset::meeting_pack(&pack).unwrap_err().to_string();
    assert!(said.starts_with("paper 2 cannot be printed: it is private and the pack is public"), "{said}");
}

#[test]
fn an_agenda_leads_to_papers_that_are_there_and_can_be_told_apart() {
    let mut pack = samples::pack();
    pack.agenda[3].paper = "Z".into();
    assert!(typeset::meeting_pack(&pack).unwrap_err().to_string().contains("no paper of this pack is called \"Z\""));
    pack.agenda[3].paper = "A".into();
    pack.papers[2].reference = "A".into();
    assert!(typeset::meeting_pack(&pack).unwrap_err().to_string().contains("another paper is called \"A\" already"));
}

#[test]
fn a_date_that_pdf_cannot_write_is_refused() {
    let mut paper = samples::plain();
    paper.imprint.dated = date(-44, 3, 15);
    assert!(typeset::plain_paper(&paper).unwrap_err().to_string().contains("its year is -44"));
}

#[cfg(feature = "pdf")]
#[test]
fn more_text_than_a_paper_holds_is_refused_before_it_is_laid_out() {
    let mut paper = samples::plain();
    paper.blocks = vec![samples::paragraph(&"word ".repeat(900_000))];
    assert!(matches!(typeset::plain_paper(&paper).unwrap_err(), NotTypeset::TooLong { most: 4_000_000, .. }));
}

#[cfg(not(feature = "pdf"))]
#[test]
fn a_program_without_pdf_says_so() {
    assert_eq!(typeset::plain_paper(&samples::plain()).unwrap_err(), NotTypeset::LeftOut);
}
