//! Searching what an edition froze.

use roadmap::site::SearchRule;
use shelf::Rule;

use crate::shelved::published;

/// The answer as printed for debugging: the whole document with its quotation marks escaped.
fn asked(question: &str) -> Option<String> {
    let answer = SearchRule.answer(&published(), &[("q".to_owned(), question.to_owned())])?;
    Some(format!("{answer:?}").replace("\\\"", "\""))
}

#[test]
fn a_question_is_answered_in_the_frozen_page() {
    assert_eq!(SearchRule.path(), "roadmap/search");
    let answer = asked("heron").unwrap();
    assert!(answer.contains("2 results for \\xe2\\x80\\x9cheron"), "{answer}");
    assert!(answer.contains("href=\"entries/e-04\""), "{answer}");
    assert!(answer.contains("value=\"heron\""), "{answer}");
}

#[test]
fn a_promise_in_another_plan_is_found_with_its_plan() {
    let answer = asked("stocktake").unwrap();
    assert!(answer.contains("href=\"commitments/p-3\""), "{answer}");
    assert!(answer.contains("Not a promise of the partnership. Priority action plan 1.1."), "{answer}");
}

#[test]
fn a_slip_of_the_finger_still_finds_it_and_says_so() {
    let answer = asked("hreon").unwrap();
    assert!(answer.contains("Showing results for <b>heron</b>"), "{answer}");
}

#[test]
fn nothing_found_says_what_to_do_next() {
    let answer = asked("zzzzzzzzz").unwrap();
    assert!(answer.contains("No results for") && answer.contains("try fewer words"), "{answer}");
}

#[test]
fn without_a_question_the_frozen_page_itself_answers() {
    let pages = published();
    assert!(SearchRule.answer(&pages, &[]).is_none());
    for empty in ["", "   ", "...", "\u{0}"] {
        assert!(asked(empty).is_none(), "{empty:?}");
    }
}

#[test]
fn a_question_is_printed_as_text_and_cut_to_a_bearable_length() {
    let answer = asked("<script>alert(1)</script>").unwrap();
    assert!(!answer.contains("<script>alert"), "{answer}");
    let long = asked(&"autism ".repeat(1000)).unwrap();
    assert!(long.len() < 20_000, "{}", long.len());
}
