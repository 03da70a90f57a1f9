//! What people read on the main pages.

use std::collections::BTreeMap;

use jiff::civil::date;
use roadmap::{
    notices::notices,
    site::{self, Edition},
};

use crate::{fiction, html};

/// The main part of a page; the frame around it is the web crate's.
fn page(edition: &Edition, path: &str) -> String {
    let pages = site::build(edition);
    let page = pages.iter().find(|page| page.path == path).unwrap_or_else(|| panic!("{path:?} is not built"));
    html::main_part(&page.body).to_owned()
}

/// The words of a page on one line, as a reader meets them.
fn words(edition: &Edition, path: &str) -> String {
    html::text(&page(edition, path)).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_roadmap_says_what_was_promised_and_how_it_stands() {
    insta::assert_snapshot!("roadmap", page(&fiction::saltmarsh(), "roadmap"));
}

#[test]
fn an_entry_tells_its_whole_story() {
    insta::assert_snapshot!("entry", page(&fiction::saltmarsh(), "roadmap/entries/e-04"));
}

#[test]
fn the_changes_are_told_in_sentences() {
    insta::assert_snapshot!("changes", page(&fiction::saltmarsh(), "roadmap/changes/1-to-2"));
}

#[test]
fn a_move_without_a_reason_says_that_none_was_given() {
    let words = words(&fiction::saltmarsh(), "roadmap/entries/e-05");
    assert!(
        words.contains("Moved to: July 2026No reason was given.")
            || words.contains("Moved to: July 2026 No reason was given."),
        "{words}"
    );
    assert!(words.contains("Nobody is named who approved it."), "{words}");
    assert!(words.contains("No measure is given."), "{words}");
    assert!(words.contains("This says that something is better. No measure was named that would show it."), "{words}");
}

#[test]
fn four_judgements_stand_beside_each_other_and_none_fills_in_for_another() {
    let told = words(&fiction::saltmarsh(), "roadmap/entries/e-04");
    for sentence in [
        "Done. Their word: “open”.",
        "At risk (amber).",
        "Still being checked.",
        "Some families notice it. Eleven of twenty families said so. Said by Saltmarsh Parent Voice",
    ] {
        assert!(told.contains(sentence), "{sentence} is not in {told}");
    }
    let silent = words(&fiction::saltmarsh(), "roadmap/entries/e-02");
    assert_eq!(silent.matches("Nobody has said.").count(), 4, "{silent}");
}

#[test]
fn what_was_given_up_keeps_its_page_and_its_reason() {
    let edition = fiction::saltmarsh();
    assert!(
        words(&edition, "roadmap/entries/e-07")
            .contains("Dropped on 20 March 2026. The reason: The national training covers it.")
    );
    let vanished = words(&edition, "roadmap/entries/e-10");
    assert!(
        vanished.contains("Edition 1 of 15 December 2025 was the last to show it. No reason was given."),
        "{vanished}"
    );
}

#[test]
fn a_baseline_and_its_follow_up_point_to_each_other() {
    let edition = fiction::saltmarsh();
    assert!(
        words(&edition, "roadmap/entries/e-03").contains("It will be compared with: Parent carers follow-up survey")
    );
    assert!(words(&edition, "roadmap/entries/e-08").contains("It is compared with: Parent carers baseline survey"));
}

#[test]
fn the_chain_can_be_walked_from_a_finding_to_an_entry_and_back() {
    let edition = fiction::saltmarsh();
    let entry = words(&edition, "roadmap/entries/e-01");
    assert!(entry.contains("Partners should plan transitions together. (Full inspection 2025)"), "{entry}");
    assert!(entry.contains("Agree how families take part (Priority action plan 1.1)"), "{entry}");
    let finding = page(&edition, "roadmap/findings/f-2");
    assert!(finding.contains("href=\"../entries/e-01\""), "{finding}");
    let lonely = words(&edition, "roadmap/findings/f-3");
    assert!(lonely.contains("Nothing on the roadmap answers it."), "{lonely}");
}

#[test]
fn a_visit_that_came_late_says_by_how_much() {
    let words = words(&fiction::saltmarsh(), "roadmap/findings");
    let expected = "It was expected: around October 2025. It took place from 18 May 2026 to 20 May 2026. That is about 7 months later than expected.";
    assert!(words.contains(expected), "{words}");
    assert!(words.contains("Inspectors named 3 things that must get better. 1 is so serious that it must be put right first. Nothing here answers 1 of them."), "{words}");
}

#[test]
fn promises_nobody_carries_out_and_entries_nobody_leads_are_listed_openly() {
    let edition = fiction::saltmarsh();
    let missing = words(&edition, "roadmap/not-on-the-roadmap");
    assert!(
        missing.contains("1 promise was made in other plans.") && missing.contains("Publish how long plans take"),
        "{missing}"
    );
    assert!(!missing.contains("Agree how families take part"), "{missing}");
    assert!(words(&edition, "roadmap/partners").contains("6 things have no named owner on this roadmap."));
}

#[test]
fn places_are_added_up_and_told_apart() {
    let words = words(&fiction::saltmarsh(), "roadmap/places");
    assert!(
        words.contains(
            "10 new places are promised in 1 school or base. 10 of them are said to be open. 1 date has moved"
        ),
        "{words}"
    );
}

#[test]
fn an_area_with_nothing_yet_says_so_on_every_page() {
    let edition = fiction::empty();
    for (path, sentence) in [
        ("", "Nothing is on this roadmap yet."),
        ("roadmap", "Nothing is on this roadmap yet."),
        ("roadmap/timeline", "Nothing is on this roadmap yet."),
        ("roadmap/themes", "has not put its promises into themes"),
        ("roadmap/partners", "No organisation is named yet."),
        ("roadmap/changes", "This is the first edition"),
        ("roadmap/findings", "No finding of inspectors is recorded here."),
        ("roadmap/places", "No new places are on this roadmap."),
        ("easy-read/changes", "nothing has changed yet"),
    ] {
        let words = words(&edition, path);
        assert!(words.contains(sentence), "{path:?}: {words}");
    }
}

#[test]
fn the_notices_can_be_issued_again_for_a_later_day_while_the_edition_stays() {
    let edition = fiction::saltmarsh();
    let later = date(2026, 9, 1);
    let page = site::notices_page(&edition.content, &notices(&edition.content, later), later);
    let words = html::text(html::main_part(&page.body)).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("On 1 September 2026: There are"), "{words}");
    assert!(words.contains("It looked at edition 3, released on 22 June 2026."), "{words}");
    assert!(words.contains("On 1 September 2026 nothing here says that it happened."), "{words}");
}

#[test]
fn the_list_of_editions_names_each_and_tells_why_one_was_taken_back() {
    let edition = fiction::saltmarsh();
    let taken_back = BTreeMap::from([(2, "It named a child".to_owned())]);
    let page = site::editions_page(&edition.content, &edition.earlier, &taken_back);
    let main = html::main_part(&page.body);
    let words = html::text(main).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("The newest edition in this list is edition 3, released on 22 June 2026."), "{words}");
    assert!(
        words.contains("It was taken back and cannot be read here. The reason: It named a child. Edition 1"),
        "{words}"
    );
    assert!(main.contains("editions/1/roadmap") && main.contains("editions/3/roadmap"), "{main}");
    assert!(!main.contains("editions/2/"), "{main}");
}

#[test]
fn an_area_that_is_not_official_says_so_on_every_page() {
    let edition = fiction::saltmarsh();
    for page in site::build(&edition).iter().filter(|page| page.media_type.starts_with("text/html")) {
        assert!(page.body.contains("Saltmarsh is an invented county."), "{:?}", page.path);
        assert!(page.body.contains("<meta name=\"robots\" content=\"noindex\">"), "{:?}", page.path);
    }
}
