//! Comparing any two editions through the form.

use roadmap::site::{self, ChangesRule};
use shelf::Rule;

use crate::shelved::published;

/// The answer as printed for debugging, with its quotation marks unescaped.
fn asked(query: &[(&str, &str)]) -> Option<String> {
    let query: Vec<(String, String)> =
        query.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    Some(format!("{:?}", ChangesRule.answer(&published(), &query)?).replace("\\\"", "\""))
}

#[test]
fn two_editions_are_compared_in_the_order_of_time_however_they_are_chosen() {
    for (from, to) in [("1", "3"), ("3", "1"), (" 1", "3 ")] {
        let answer = asked(&[("from", from), ("to", to)]).unwrap();
        assert!(
            answer.contains("<h1 class=\"govuk-heading-xl\">What changed from edition 1 to edition 3</h1>"),
            "{answer}"
        );
        assert!(answer.contains("href=\"../entries/e-04\""), "{answer}");
    }
}

#[test]
fn a_choice_that_is_no_pair_says_so_and_what_to_do() {
    for (query, words) in [
        (vec![("from", "2"), ("to", "2")], "You chose edition 2 twice. Choose two different editions."),
        (vec![("from", "2"), ("to", "9")], "Editions 2 and 9 are not both here. Choose two editions from the lists."),
        (vec![("from", "<script>"), ("to", "1")], "That is not a pair of editions."),
        (vec![("from", "1")], "That is not a pair of editions."),
    ] {
        let answer = asked(&query).unwrap();
        assert!(answer.contains(words), "{answer}");
        assert!(answer.contains("<h1 class=\"govuk-heading-xl\">Compare two editions</h1>"), "{answer}");
        assert!(!answer.contains("<script>"), "{answer}");
    }
}

#[test]
fn without_a_choice_the_frozen_form_itself_answers() {
    assert!(asked(&[]).is_none() && asked(&[("q", "1")]).is_none());
}

#[test]
fn every_form_on_the_site_is_answered_by_a_rule() {
    let edition = crate::fiction::saltmarsh();
    let rules: Vec<String> = site::rules().iter().map(|rule| rule.path().to_owned()).collect();
    let mut forms = 0;
    for page in site::build(&edition) {
        for form in crate::html::elements(&page.body).iter().filter(|element| element.name == "form") {
            let action = form.attribute("action").unwrap();
            // What is sent, not asked, goes into the letter box, whose page stands beside the editions.
            if form.attribute("method") == Some("post") {
                assert_eq!(action.trim_start_matches("../"), "comments");
                continue;
            }
            assert!(rules.iter().any(|path| path.ends_with(action.trim_start_matches("../"))), "{action}");
            forms += 1;
        }
    }
    assert!(forms >= 3, "{forms}");
}
