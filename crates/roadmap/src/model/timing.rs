//! The dates of an entry: what was first promised, every move with its reason, and what happened.

use jiff::civil::Date;
use reading::{Kind, When};
use serde::{Deserialize, Serialize};

/// The baseline, the moves and the actual. Nothing in it is ever rewritten.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timing {
    /// The first date published.
    pub baseline: When,
    /// Later dates, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revisions: Vec<Revision>,
    /// When it happened, once it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual: Option<Actual>,
}

/// One move of a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revision {
    /// The new date.
    pub to: When,
    /// Why, as published; `None` when no reason was given, which is itself said.
    pub reason: Option<String>,
    /// The role or body that moved it.
    pub author: String,
    /// The role or body that approved the move, when approval is recorded.
    pub approver: Option<String>,
    /// The day it was decided or first published.
    pub on: Date,
}

/// When something happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actual {
    /// The date, as exactly as it is known.
    pub when: When,
    /// The day it was recorded.
    pub recorded_on: Date,
    /// How it is known, in a sentence; `None` when nothing was given.
    pub note: Option<String>,
}

impl Timing {
    /// A timing with a baseline alone.
    pub fn new(baseline: When) -> Self {
        Self { baseline, ..Self::default() }
    }

    /// The date that holds now: the last revision's, or the baseline.
    pub fn current(&self) -> &When {
        self.revisions.last().map_or(&self.baseline, |revision| &revision.to)
    }

    /// Whether the date that holds has wholly passed by the end of `as_at` without an actual.
    ///
    /// Something ongoing, recurring or without a last day has no date that could pass.
    pub fn has_passed(&self, as_at: Date) -> bool {
        let when = self.current();
        let ends = !matches!(when.kind, Kind::Ongoing | Kind::Recurs | Kind::From);
        ends && self.actual.is_none() && when.latest.is_some_and(|last_day| last_day < as_at)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;
    use reading::Precision;

    use super::*;

    fn month(last_day: Date) -> When {
        When {
            text: Some("a month".to_owned()),
            earliest: Some(last_day.first_of_month()),
            latest: Some(last_day),
            precision: Precision::Month,
            kind: Kind::In,
        }
    }

    #[test]
    fn a_date_has_passed_the_day_after_its_last_day() {
        let timing = Timing::new(month(date(2025, 2, 28)));
        assert!(!timing.has_passed(date(2025, 2, 28)));
        assert!(timing.has_passed(date(2025, 3, 1)));
    }

    #[test]
    fn a_moved_date_is_judged_by_where_it_moved() {
        let mut timing = Timing::new(month(date(2025, 2, 28)));
        let to = month(date(2025, 9, 30));
        timing.revisions.push(Revision {
            to,
            reason: None,
            author: "board".into(),
            approver: None,
            on: date(2025, 2, 1),
        });
        assert!(!timing.has_passed(date(2025, 3, 1)));
        assert!(timing.has_passed(date(2025, 10, 1)));
    }

    proptest! {
        #[test]
        fn something_ongoing_or_done_never_has_a_passed_date(days in 0i32..4000, ongoing: bool) {
            let mut timing = Timing::new(month(date(2024, 1, 31)));
            if ongoing {
                timing.baseline.kind = Kind::Ongoing;
            } else {
                timing.actual = Some(Actual { when: month(date(2024, 1, 31)), recorded_on: date(2024, 2, 1), note: None });
            }
            prop_assert!(!timing.has_passed(date(2024, 1, 1) + jiff::Span::new().days(days)));
        }
    }
}
