use proptest::prelude::*;

use super::{find, whole, word_for_date};
use crate::model::{Kind, Precision};

/// Phrase, first day, last day, precision, kind. `-` is an open end.
const TABLE: &[(&str, &str, &str, Precision, Kind)] = &[
    ("31 July 2024", "2024-07-31", "2024-07-31", Precision::Day, Kind::On),
    ("Monday 3rd June 2024", "2024-06-03", "2024-06-03", Precision::Day, Kind::On),
    ("Monday, 3 June 2024", "2024-06-03", "2024-06-03", Precision::Day, Kind::On),
    ("June 3, 2024", "2024-06-03", "2024-06-03", Precision::Day, Kind::On),
    ("30/09/2024", "2024-09-30", "2024-09-30", Precision::Day, Kind::On),
    ("30.9.24", "2024-09-30", "2024-09-30", Precision::Day, Kind::On),
    ("2024-09-30", "2024-09-30", "2024-09-30", Precision::Day, Kind::On),
    ("2024-09", "2024-09-01", "2024-09-30", Precision::Month, Kind::In),
    ("12 May 25", "2025-05-12", "2025-05-12", Precision::Day, Kind::On),
    ("May 25", "2025-05-01", "2025-05-31", Precision::Month, Kind::In),
    ("Dec-24", "2024-12-01", "2024-12-31", Precision::Month, Kind::In),
    ("Sept '24", "2024-09-01", "2024-09-30", Precision::Month, Kind::In),
    ("Sept. 2024", "2024-09-01", "2024-09-30", Precision::Month, Kind::In),
    ("by September 2024", "-", "2024-09-30", Precision::Month, Kind::By),
    ("by the end of Q2 2024/25", "-", "2024-09-30", Precision::QuarterLabel, Kind::By),
    ("By end of Mar 26", "-", "2026-03-31", Precision::Month, Kind::By),
    ("by the end of 2025", "-", "2025-12-31", Precision::Year, Kind::By),
    ("end of March 2025", "-", "2025-03-31", Precision::Month, Kind::By),
    ("before September 2024", "-", "2024-08-31", Precision::Month, Kind::By),
    ("no later than 1 May 2025", "-", "2025-05-01", Precision::Day, Kind::By),
    ("until March 2025", "-", "2025-03-31", Precision::Month, Kind::By),
    ("from April 2024", "2024-04-01", "-", Precision::Month, Kind::From),
    ("April 2024 onwards", "2024-04-01", "-", Precision::Month, Kind::From),
    ("since 3 June 2024", "2024-06-03", "-", Precision::Day, Kind::From),
    ("between April and June 2024", "2024-04-01", "2024-06-30", Precision::Range, Kind::Range),
    ("between 2022 and 2025", "2022-01-01", "2025-12-31", Precision::Year, Kind::Range),
    ("April to June 2024", "2024-04-01", "2024-06-30", Precision::Range, Kind::Range),
    ("November 2024 – January 2025", "2024-11-01", "2025-01-31", Precision::Range, Kind::Range),
    ("Nov – Jan 2025", "2024-11-01", "2025-01-31", Precision::Range, Kind::Range),
    ("1-5 July 2024", "2024-07-01", "2024-07-05", Precision::Range, Kind::Range),
    ("12 and 13 March 2024", "2024-03-12", "2024-03-13", Precision::Range, Kind::Range),
    ("w/c 3 June 2024", "2024-06-03", "2024-06-09", Precision::Range, Kind::In),
    ("week commencing Monday 3 June 2024", "2024-06-03", "2024-06-09", Precision::Range, Kind::In),
    ("Spring 2025", "2025-03-01", "2025-05-31", Precision::Season, Kind::In),
    ("during spring 2023", "2023-03-01", "2023-05-31", Precision::Season, Kind::In),
    ("by spring 2024", "-", "2024-05-31", Precision::Season, Kind::By),
    ("winter 2024/25", "2024-12-01", "2025-02-28", Precision::Season, Kind::In),
    ("Autumn term 2024", "2024-09-01", "2024-12-31", Precision::Term, Kind::In),
    ("Spring term 2024/25", "2025-01-01", "2025-03-31", Precision::Term, Kind::In),
    ("Q1 2024/25", "2024-04-01", "2024-06-30", Precision::QuarterLabel, Kind::In),
    ("2024/25 Q4", "2025-01-01", "2025-03-31", Precision::QuarterLabel, Kind::In),
    ("academic year 2024/25", "2024-09-01", "2025-08-31", Precision::AcademicYear, Kind::In),
    ("2024-25 academic year", "2024-09-01", "2025-08-31", Precision::AcademicYear, Kind::In),
    ("financial year 2024/25", "2024-04-01", "2025-03-31", Precision::Range, Kind::In),
    ("in 2024", "2024-01-01", "2024-12-31", Precision::Year, Kind::In),
    ("mid-June 2024", "2024-06-01", "2024-06-30", Precision::Month, Kind::In),
    ("around February 2025", "2025-02-01", "2025-02-28", Precision::Month, Kind::In),
];

#[test]
fn each_form_in_use_means_the_days_a_reader_would_take() {
    for (phrase, first, last, precision, kind) in TABLE {
        let found = find(phrase);
        assert_eq!(found.len(), 1, "{phrase}: {found:?}");
        let when = &found[0].when;
        let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
        assert_eq!((day(when.earliest).as_str(), day(when.latest).as_str()), (*first, *last), "{phrase}");
        assert_eq!((when.precision, when.kind), (*precision, *kind), "{phrase}");
        assert!(whole(phrase).is_some(), "{phrase} fills its cell");
    }
}

#[test]
fn two_possible_meanings_give_no_days_but_a_choice() {
    for phrase in ["2024/25", "2024 Q2", "quarter 2 2024", "Q3 2025"] {
        let found = find(phrase);
        assert_eq!(found.len(), 1, "{phrase}");
        assert_eq!((found[0].when.earliest, found[0].when.latest), (None, None), "{phrase}");
        assert_eq!(found[0].doubt.as_ref().map(|doubt| doubt.choices.len()), Some(2), "{phrase}");
    }
}

#[test]
fn a_label_with_its_months_in_brackets_means_those_months() {
    let found = whole("Quarter 1 2024 (April to June 2024)").unwrap();
    assert_eq!(found.when.earliest.unwrap().to_string(), "2024-04-01");
    assert_eq!(whole("This year (2023)").unwrap().when.precision, Precision::Year);
    assert_eq!(whole("Autumn 2024 term").unwrap().when.precision, Precision::Term);
    assert_eq!(whole("Term: Spring term 2025").unwrap().when.precision, Precision::Term);
}

#[test]
fn names_verbs_and_figures_are_not_dates() {
    for text in [
        "Better Together event 2024.",
        "It may 25 times over help families",
        "ages 0-4 and 5-16",
        "94.7% of 2,440 schools",
        "We march on together",
        "1.1 Publish the strategy",
        "SEN2 2023 to be used",
        "from pregnancy through to 19 years old or 25",
        "16 new places",
    ] {
        assert!(find(text).is_empty(), "{text}: {:?}", find(text));
    }
}

#[test]
fn a_month_without_its_year_waits_for_the_page_to_give_it() {
    let found = find("went live in September.");
    assert!(found[0].yearless.is_some() && found[0].when.earliest.is_none());
    let year = calendar::Span::academic_year(2024).unwrap();
    assert_eq!(found[0].yearless.unwrap().inside(year).unwrap().first().to_string(), "2024-09-01");
    let two_years = year.through(calendar::Span::academic_year(2025).unwrap());
    assert_eq!(found[0].yearless.unwrap().inside(two_years), None);
}

#[test]
fn words_in_place_of_a_date_give_no_days() {
    assert_eq!(word_for_date("Ongoing, reviewed termly").unwrap().kind, Kind::Ongoing);
    assert_eq!(word_for_date("On-going").unwrap().kind, Kind::Ongoing);
    assert_eq!(word_for_date("Termly").unwrap().kind, Kind::Recurs);
    assert_eq!(word_for_date("TBC").unwrap().earliest, None);
    assert_eq!(word_for_date("Ongoing pathways pilot"), None);
}

proptest! {
    #[test]
    fn any_text_is_searched_without_harm_and_phrases_stand_in_order(text in "\\PC{0,200}") {
        let mut last = 0;
        for found in find(&text) {
            prop_assert!(found.start >= last && found.end > found.start);
            prop_assert!(text.get(found.start..found.end).is_some());
            if let (Some(first), Some(end)) = (found.when.earliest, found.when.latest) {
                prop_assert!(first <= end);
            }
            last = found.end;
        }
    }

    #[test]
    fn date_like_tokens_in_any_order_never_give_days_in_the_wrong_order(
        words in prop::collection::vec(prop::sample::select(vec![
            "by", "from", "to", "between", "and", "-", "/", "May", "25", "2024", "2024/25", "Q2", "end", "of",
            "spring", "term", "3", "June", "w/c", "(", ")", "31", "February", "until", "Monday", "24",
        ]), 0..12),
    ) {
        for found in find(&words.join(" ")) {
            if let (Some(first), Some(end)) = (found.when.earliest, found.when.latest) {
                prop_assert!(first <= end);
            }
        }
    }
}
