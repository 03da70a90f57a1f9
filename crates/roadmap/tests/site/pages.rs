//! What people read on the main pages.

use std::collections::BTreeMap;

use jiff::civil::date;
use roadmap::{
    model::{GaveWay, Retired, RetiredKind},
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
fn what_became_of_each_promise_is_told_when_a_new_plan_takes_over() {
    let mut edition = fiction::saltmarsh();
    assert!(words(&edition, "roadmap/succession").contains("No plan here has given way to another yet."));
    let (on, tree) = (fiction::TODAY, &mut edition.content.tree);
    let reason = |why: &str| Some(why.to_owned());
    let mut next = tree.plans.iter().find(|plan| plan.key == "action-plan").unwrap().clone();
    "next".clone_into(&mut next.key);
    "The next plan".clone_into(&mut next.title);
    let old = tree.plans.iter_mut().find(|plan| plan.key == "action-plan").unwrap();
    old.gave_way = Some(GaveWay { to: "next".to_owned(), on, reason: "Its time had run out".to_owned() });
    let title = old.title.clone();
    tree.plans.push(next);
    let open: Vec<String> =
        tree.nodes.iter().filter(|node| node.plan == "action-plan").map(|node| node.key.clone()).take(2).collect();
    let mut onward = tree.node(&open[0]).unwrap().clone();
    "next".clone_into(&mut onward.plan);
    "onward".clone_into(&mut onward.key);
    tree.nodes.push(onward);
    for (key, kind, into) in
        [(&open[0], RetiredKind::Carried, vec!["onward".to_owned()]), (&open[1], RetiredKind::Dropped, vec![])]
    {
        let node = tree.nodes.iter_mut().find(|node| node.key == *key).unwrap();
        node.retired = Some(Retired { kind, on, reason: reason("Families asked for it"), into });
    }

    let told = words(&edition, "roadmap/succession");
    for sentence in [
        format!("{title} gave way to The next plan"),
        "On 22 June 2026. The reason: Its time had run out.".to_owned(),
        "2 promises were still open: 1 goes on and 1 was given up.".to_owned(),
        "It goes on in the new plan. Families asked for it.".to_owned(),
    ] {
        assert!(told.contains(&sentence), "{sentence} is not in {told}");
    }
    assert!(page(&edition, "roadmap/succession").contains("href=\"commitments/onward\""));
    let own = words(&edition, &format!("roadmap/commitments/{}", open[0]));
    assert!(own.contains("Its plan gave way to The next plan on 22 June 2026."), "{own}");
    let own = page(&edition, &format!("roadmap/commitments/{}", open[0]));
    assert!(own.contains("href=\"onward\"") && own.contains("href=\"../succession\""), "{own}");
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
    assert!(finding.contains("href=\"../commitments/p-1\""), "{finding}");
    let commitment = page(&edition, "roadmap/commitments/p-1");
    for way in ["../findings/f-2", "../entries/e-01", "p-0", "../themes/together"] {
        assert!(commitment.contains(&format!("href=\"{way}\"")), "{way} is not in {commitment}");
    }
    assert!(page(&edition, "roadmap/entries/e-01").contains("href=\"../commitments/p-1\""));
    assert!(page(&edition, "roadmap/partners/council").contains("href=\"../commitments/p-1\""));
    assert!(page(&edition, "roadmap/themes/together").contains("href=\"../commitments/p-1\""));
    let lonely = words(&edition, "roadmap/findings/f-3");
    assert!(lonely.contains("Nothing on the roadmap answers it."), "{lonely}");
}

#[test]
fn a_promise_in_another_plan_tells_its_whole_story() {
    insta::assert_snapshot!("commitment", page(&fiction::saltmarsh(), "roadmap/commitments/p-4"));
}

#[test]
fn other_plans_are_listed_with_what_carries_them_out() {
    let edition = fiction::saltmarsh();
    insta::assert_snapshot!("commitments", page(&edition, "roadmap/commitments"));
    let area = words(&edition, "roadmap/commitments/p-0");
    assert!(area.contains("Something there carries out a part of it."), "{area}");
    let alone = words(&edition, "roadmap/commitments/p-2");
    assert!(alone.contains("Nothing on the roadmap carries it out."), "{alone}");
    let review = words(&edition, "roadmap/commitments/p-3");
    assert!(review.contains("This is not a promise of the partnership"), "{review}");
}

#[test]
fn an_address_of_another_plan_s_promise_stays_good_when_the_promise_goes() {
    let vanished = words(&fiction::saltmarsh(), "roadmap/commitments/p-5");
    assert!(
        vanished.contains("This is no longer in the plan. Edition 1 of 15 December 2025 was the last to show it."),
        "{vanished}"
    );
}

#[test]
fn a_heading_has_no_full_stop_and_the_published_words_keep_theirs() {
    let edition = fiction::saltmarsh();
    let entry = page(&edition, "roadmap/entries/e-05");
    assert!(entry.contains("Improved timeliness of EHCP advice from partners</h1>"), "{entry}");
    assert!(page(&edition, "roadmap/commitments/p-0").contains("Families are heard</h1>"));
    let quoted = page(&edition, "roadmap/entries/e-01");
    assert!(quoted.contains("agreed.</blockquote>"), "{quoted}");
    for page in site::build(&edition).iter().filter(|page| page.media_type.starts_with("text/html")) {
        let (heading, _) = page.body.split_once("</h1>").unwrap();
        assert!(!heading.ends_with('.') && !html::title(&page.body).contains(". "), "{:?}", page.path);
    }
}

#[test]
fn the_timeline_says_what_moved_and_never_that_a_silent_record_kept_its_dates() {
    let told = words(&fiction::saltmarsh(), "roadmap/timeline");
    assert!(told.contains("Of 9 things, 2 are said to have happened. 2 have moved to a later date."), "{told}");
    let silent = words(&fiction::of_size(52), "roadmap/timeline");
    assert!(
        silent.contains("Of 52 things, 18 are said to have happened. No move to a later date is recorded."),
        "{silent}"
    );
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
        missing.contains("For 1 promise in another plan, nothing on the roadmap helps to keep it.")
            && missing.contains("Publish how long plans take"),
        "{missing}"
    );
    for kept in ["Agree how families take part", "Families are heard", "Stocktake by the department"] {
        assert!(!missing.contains(kept), "{kept} is in {missing}");
    }
    assert!(words(&edition, "roadmap/partners").contains("6 things have no named owner on this roadmap."));
}

#[test]
fn a_school_that_two_plans_speak_of_counts_once() {
    let edition = fiction::saltmarsh();
    let told = words(&edition, "roadmap/places");
    for sentence in [
        "10 new places are promised in 1 school or base, in all plans together. 1 of these is said to be open. When full, it has 10 of the new places. For 1, the date is now later than first promised.",
        // The roadmap speaks last, so its figures and its name hold; the first date is the older plan's.
        "Heron Primary (resource base) 10 4 8 January 2025",
        "Done Priority action plan: Heron Primary (resource base)SEND roadmap: Heron Primary (resource base)",
        "July 2025, said on 12 January 2026. Reason: The money came late. January 2026, on the roadmap.",
        "1 June 2026. That is about 14 months later than first promised.",
    ] {
        let (sentence, told) = (without_spaces(sentence), without_spaces(&told));
        assert!(told.contains(&sentence), "{sentence} is not in {told}");
    }
    // The same name without a tie between the promises is another lot of places.
    let mut apart = edition;
    apart.content.tree.nodes.iter_mut().for_each(|node| node.contributes_to.clear());
    let told = words(&apart, "roadmap/places");
    assert!(told.contains("18 new places are promised in 2 schools or bases"), "{told}");
}

fn without_spaces(words: &str) -> String {
    words.split_whitespace().collect()
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
        ("roadmap/places", "No new places are promised here."),
        ("roadmap/commitments", "No other plan is recorded here."),
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
    assert!(!main.contains("editions/2/") && !words.contains("spring 2026"), "{words}");
    // The third is then compared with the first, which alone stands before it.
    let counts = "1 thing is now done, 2 dates moved, 1 thing is new, 1 thing was dropped";
    assert!(words.contains(counts), "{words}");
}

#[test]
fn an_area_that_is_not_official_says_so_on_every_page() {
    let edition = fiction::saltmarsh();
    for page in site::build(&edition).iter().filter(|page| page.media_type.starts_with("text/html")) {
        assert!(page.body.contains("Saltmarsh is an invented county."), "{:?}", page.path);
        assert!(page.body.contains("<meta name=\"robots\" content=\"noindex\">"), "{:?}", page.path);
    }
}
