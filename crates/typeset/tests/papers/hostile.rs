//! Whatever a person types is printed as typed, or replaced and named; it is never obeyed.

use crate::{opened::open, samples};
use serde_json::Value;
use typeset::{Block, EditionPaper, HighlightReport, MeetingPack, PlainPaper};

/// Fields that hold stored words, addresses or the link between an agenda and its papers.
const NOT_FREE: [&str; 9] =
    ["kind", "audience", "now", "confidence", "overall", "overall_before", "dated", "address", "paper"];

/// The same paper with one text in every field that a person can type.
fn filled<P: serde::Serialize + serde::de::DeserializeOwned>(paper: &P, text: &str) -> P {
    let mut value = serde_json::to_value(paper).unwrap();
    fill(&mut value, text);
    serde_json::from_value(value).unwrap()
}

fn fill(value: &mut Value, text: &str) {
    match value {
        Value::String(field) => text.clone_into(field),
        Value::Array(values) => values.iter_mut().for_each(|value| fill(value, text)),
        Value::Object(fields) => {
            let judged = fields.contains_key("confidence") || fields.contains_key("now");
            let free = |name: &str| !NOT_FREE.contains(&name) && name != "reference" && !(judged && name == "before");
            fields.iter_mut().filter(|(name, _)| free(name)).for_each(|(_, value)| fill(value, text));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The texts of the four papers, white space removed.
fn printed(name: &str, text: &str) -> Vec<String> {
    let edition: EditionPaper = filled(&samples::edition(1, 1), text);
    let highlight: HighlightReport = filled(&samples::highlight(), text);
    let mut pack: MeetingPack = filled(&samples::pack(), text);
    pack.papers[1].blocks.truncate(2);
    let plain: PlainPaper = filled(&samples::plain(), text);
    let files = [
        typeset::edition(&edition),
        typeset::highlight_report(&highlight),
        typeset::meeting_pack(&pack),
        typeset::plain_paper(&plain),
    ];
    files.iter().enumerate().map(|(at, file)| open(&format!("{name}-{at}"), file.as_ref().unwrap()).text()).collect()
}

#[test]
fn markup_and_scripts_are_printed_as_they_were_typed() {
    let typed =
        "#include(\"x\") $x^2$ *b* _i_ <a> @b \\ // /* [c] {d} #panic() = h - l + e / t: `r` <script>x()</script>";
    let expected: String = typed.split_whitespace().collect();
    for text in printed("markup", typed) {
        assert!(text.contains(&expected), "{text}");
    }
}

#[test]
fn letters_of_other_languages_are_printed_and_those_without_a_face_are_named() {
    let typed =
        "Zażółć, مرحبا, שלום, \u{1f469}\u{200d}\u{1f9bd}, e\u{20e3}, \u{202e}gnorw\u{202c}, \u{13000}, \u{e000}, \0";
    for text in printed("letters", typed) {
        assert!(text.contains("Zażółć"), "{text}");
        assert!(text.contains("gnorw"), "{text}");
        assert!(text.contains("U+13000"), "{text}");
    }
}

#[test]
fn spaces_and_line_breaks_alone_are_no_text() {
    let mut paper = samples::plain();
    paper.blocks = vec![samples::paragraph(" \n \n\n "), Block::Bullets { items: vec!["\n".into(), String::new()] }];
    paper.subtitle = " ".into();
    paper.signed = vec!["\u{200b}".into()];
    assert!(open("spaces", &typeset::plain_paper(&paper).unwrap()).text().contains("Strategy"));
}

#[test]
fn a_hundred_thousand_letters_fit_in_any_place_even_without_a_space() {
    let mut paper = samples::plain();
    let (_, _, mut pack, _) = samples::bare();
    paper.title = "w".repeat(2_000);
    paper.blocks = vec![samples::paragraph(&"word ".repeat(20_000)), samples::paragraph(&"x".repeat(20_000))];
    pack.details = vec![typeset::Fact { name: "y".repeat(3_000), value: "z ".repeat(10_000) }];
    let long = open("long", &typeset::plain_paper(&paper).unwrap());
    assert_eq!(long.text().matches("word").count(), 20_000);
    assert_eq!(long.text().matches('x').count(), 20_000);
    assert!(open("long-pack", &typeset::meeting_pack(&pack).unwrap()).pages() > 2);
}

#[test]
fn a_reader_is_named_on_every_page_of_their_copy() {
    let mut pack = samples::pack();
    pack.imprint.reader = "Ward councillor, Hill Lane".into();
    let paper = open("copy", &typeset::meeting_pack(&pack).unwrap());
    for page in 1..=paper.pages() {
        assert!(paper.page(page).contains("CopyforWardcouncillor,HillLane"), "page {page}");
    }
}
