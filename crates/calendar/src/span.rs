//! An unbroken run of days, first and last included.

use jiff::{ToSpan, civil::Date};
use serde::Serialize;
use thiserror::Error;

/// The two ends of a span were given in the wrong order.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the span would begin on {first}, after its last day {last}: swap the two days")]
pub struct EmptySpan {
    /// The day that was to come first.
    pub first: Date,
    /// The day that was to come last.
    pub last: Date,
}

/// An unbroken run of days; both ends belong to it, and it holds at least one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Span {
    first: Date,
    last: Date,
}

impl Span {
    /// The days from `first` to `last`, both included.
    pub fn new(first: Date, last: Date) -> Result<Self, EmptySpan> {
        if first > last {
            return Err(EmptySpan { first, last });
        }
        Ok(Self { first, last })
    }

    /// One day.
    pub fn day(day: Date) -> Self {
        Self { first: day, last: day }
    }

    /// A calendar month; `None` when the month is not 1 to 12 or the year is outside jiff's range.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        let first = Date::new(year, month, 1).ok()?;
        Some(Self { first, last: first.last_of_month() })
    }

    /// Whole months: `count` of them beginning with the one given. A count below one gives `None`.
    pub fn months(year: i16, month: i8, count: u8) -> Option<Self> {
        let first = Date::new(year, month, 1).ok()?;
        let more = count.checked_sub(1)?;
        let last = first.checked_add(i32::from(more).months()).ok()?.last_of_month();
        Some(Self { first, last })
    }

    /// The three months a quarter label stands for: "January 2024" over a quarter means January to March.
    pub fn quarter_from(year: i16, month: i8) -> Option<Self> {
        Self::months(year, month, 3)
    }

    /// A calendar year.
    pub fn year(year: i16) -> Option<Self> {
        Self::months(year, 1, 12)
    }

    /// The school year that begins on 1 September of `start` and ends on 31 August after it.
    pub fn academic_year(start: i16) -> Option<Self> {
        Self::months(start, 9, 12)
    }

    /// The financial year of English public bodies: 1 April of `start` to 31 March after it.
    pub fn financial_year(start: i16) -> Option<Self> {
        Self::months(start, 4, 12)
    }

    /// Quarter 1 to 4 of a financial year; quarter 1 is April to June.
    pub fn financial_quarter(start: i16, quarter: u8) -> Option<Self> {
        match quarter {
            1 => Self::months(start, 4, 3),
            2 => Self::months(start, 7, 3),
            3 => Self::months(start, 10, 3),
            4 => Self::months(start.checked_add(1)?, 1, 3),
            _ => None,
        }
    }

    /// Quarter 1 to 4 of a calendar year; quarter 1 is January to March.
    pub fn calendar_quarter(year: i16, quarter: u8) -> Option<Self> {
        let first_month = i8::try_from(quarter.checked_sub(1)?.checked_mul(3)?.checked_add(1)?).ok()?;
        Self::months(year, first_month, 3)
    }

    /// Seven days beginning with the one given, as "week commencing" means.
    pub fn week_from(first: Date) -> Option<Self> {
        Some(Self { first, last: first.checked_add(6.days()).ok()? })
    }

    /// The first day.
    pub fn first(self) -> Date {
        self.first
    }

    /// The last day; it belongs to the span.
    pub fn last(self) -> Date {
        self.last
    }

    /// How many days it holds; never less than one.
    pub fn days(self) -> i32 {
        self.first.until(self.last).map_or(0, |gap| gap.get_days()) + 1
    }

    /// Whether the day belongs to it.
    pub fn contains(self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }

    /// Whether every day of `other` belongs to it.
    pub fn covers(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// The days both have, or `None`.
    pub fn overlap(self, other: Self) -> Option<Self> {
        Self::new(self.first.max(other.first), self.last.min(other.last)).ok()
    }

    /// From the first day of the earlier to the last day of the later.
    #[must_use]
    pub fn through(self, other: Self) -> Self {
        Self { first: self.first.min(other.first), last: self.last.max(other.last) }
    }
}
