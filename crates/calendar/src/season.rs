//! Seasons and school terms as public plans use them when they name no days.

use serde::Serialize;

use crate::Span;

/// A season of the year, in whole months as the Met Office counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Season {
    /// March to May.
    Spring,
    /// June to August.
    Summer,
    /// September to November.
    Autumn,
    /// December to the end of February after it.
    Winter,
}

impl Season {
    /// The season that begins in `year`; winter 2024 ends in February 2025.
    pub fn of(self, year: i16) -> Option<Span> {
        let first_month = match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Autumn => 9,
            Self::Winter => 12,
        };
        Span::months(year, first_month, 3)
    }
}

/// A school term in a year of three terms.
///
/// Term days are set by each school, so a plan that names none can only mean whole months. The
/// three terms here are whole months and leave out only August.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// September to December.
    Autumn,
    /// January to March.
    Spring,
    /// April to July.
    Summer,
}

impl Term {
    /// The term that lies in the calendar year given.
    pub fn of(self, year: i16) -> Option<Span> {
        match self {
            Self::Autumn => Span::months(year, 9, 4),
            Self::Spring => Span::months(year, 1, 3),
            Self::Summer => Span::months(year, 4, 4),
        }
    }

    /// The term that lies in the academic year beginning in September of `start`.
    pub fn in_academic_year(self, start: i16) -> Option<Span> {
        match self {
            Self::Autumn => self.of(start),
            Self::Spring | Self::Summer => self.of(start.checked_add(1)?),
        }
    }
}
