use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::{Season, Span, Term};

fn any_day() -> impl Strategy<Value = Date> {
    (1990i16..2090, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| date(year, month, day))
}

proptest! {
    #[test]
    fn a_span_holds_exactly_the_days_between_its_ends(a in any_day(), b in any_day(), probe in any_day()) {
        match Span::new(a, b) {
            Ok(span) => {
                prop_assert!(a <= b);
                prop_assert_eq!(span.contains(probe), a <= probe && probe <= b);
                prop_assert!(span.days() >= 1);
            }
            Err(fault) => prop_assert!(fault.first > fault.last),
        }
    }

    #[test]
    fn twelve_months_make_the_year_without_gap_or_overlap(year in 1990i16..2090) {
        let months: Vec<Span> = (1..=12).filter_map(|month| Span::month(year, month)).collect();
        for pair in months.windows(2) {
            prop_assert_eq!(pair[0].last().tomorrow().unwrap(), pair[1].first());
        }
        prop_assert_eq!(months[0].through(months[11]), Span::year(year).unwrap());
        let days: i32 = months.iter().map(|month| month.days()).sum();
        prop_assert_eq!(days, Span::year(year).unwrap().days());
    }

    #[test]
    fn four_quarters_make_a_financial_year(start in 1990i16..2090) {
        let quarters: Vec<Span> = (1..=4).filter_map(|n| Span::financial_quarter(start, n)).collect();
        prop_assert_eq!(quarters.len(), 4);
        for pair in quarters.windows(2) {
            prop_assert_eq!(pair[0].last().tomorrow().unwrap(), pair[1].first());
        }
        prop_assert_eq!(quarters[0].through(quarters[3]), Span::financial_year(start).unwrap());
    }

    #[test]
    fn four_calendar_quarters_make_a_year(year in 1990i16..2090) {
        let quarters: Vec<Span> = (1..=4).filter_map(|n| Span::calendar_quarter(year, n)).collect();
        prop_assert_eq!(quarters[0].through(quarters[3]), Span::year(year).unwrap());
        prop_assert_eq!(quarters.iter().map(|q| q.days()).sum::<i32>(), Span::year(year).unwrap().days());
    }

    #[test]
    fn seasons_follow_one_another(year in 1990i16..2090) {
        let order = [Season::Spring, Season::Summer, Season::Autumn, Season::Winter];
        let spans: Vec<Span> = order.iter().filter_map(|season| season.of(year)).collect();
        for pair in spans.windows(2) {
            prop_assert_eq!(pair[0].last().tomorrow().unwrap(), pair[1].first());
        }
        prop_assert_eq!(spans[3].last().tomorrow().unwrap(), Season::Spring.of(year + 1).unwrap().first());
    }

    #[test]
    fn terms_lie_inside_their_academic_year_and_leave_out_only_august(start in 1990i16..2090) {
        let year = Span::academic_year(start).unwrap();
        let terms: Vec<Span> = [Term::Autumn, Term::Spring, Term::Summer]
            .iter()
            .filter_map(|term| term.in_academic_year(start))
            .collect();
        prop_assert!(terms.iter().all(|term| year.covers(*term)));
        prop_assert_eq!(terms.iter().map(|term| term.days()).sum::<i32>() + 31, year.days());
    }

    #[test]
    fn an_overlap_is_covered_by_both_and_is_the_same_either_way(
        a in any_day(), b in any_day(), c in any_day(), d in any_day(),
    ) {
        let one = Span::new(a.min(b), a.max(b)).unwrap();
        let other = Span::new(c.min(d), c.max(d)).unwrap();
        prop_assert_eq!(one.overlap(other), other.overlap(one));
        if let Some(shared) = one.overlap(other) {
            prop_assert!(one.covers(shared) && other.covers(shared));
        }
        prop_assert!(one.through(other).covers(one) && one.through(other).covers(other));
    }
}

#[test]
fn a_quarter_label_begins_its_quarter() {
    assert_eq!(Span::quarter_from(2024, 1), Span::new(date(2024, 1, 1), date(2024, 3, 31)).ok());
    assert_eq!(Span::quarter_from(2024, 11), Span::new(date(2024, 11, 1), date(2025, 1, 31)).ok());
}

#[test]
fn an_academic_year_runs_from_september_to_august() {
    assert_eq!(Span::academic_year(2024), Span::new(date(2024, 9, 1), date(2025, 8, 31)).ok());
}

#[test]
fn numbers_outside_their_range_give_no_span() {
    assert_eq!(Span::month(2024, 13), None);
    assert_eq!(Span::months(2024, 1, 0), None);
    assert_eq!(Span::calendar_quarter(2024, 0), None);
    assert_eq!(Span::calendar_quarter(2024, 5), None);
    assert_eq!(Span::financial_quarter(2024, 9), None);
    assert_eq!(Span::year(20_000), None);
}

#[test]
fn a_week_commencing_has_seven_days() {
    let week = Span::week_from(date(2024, 6, 3)).unwrap();
    assert_eq!((week.days(), week.last()), (7, date(2024, 6, 9)));
}

#[test]
fn an_empty_span_says_which_days_to_swap() {
    let fault = Span::new(date(2024, 2, 1), date(2024, 1, 1)).unwrap_err();
    assert!(fault.to_string().contains("2024-02-01"));
}
