use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// Where the time comes from. Made once at the edge of the program and passed in.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's own clock.
    System,
    /// Always the same instant: tests, and the retelling of dated events in the demonstration.
    Fixed(Timestamp),
}

impl Clock {
    /// A clock that stands at noon in London on `day`.
    pub fn at_noon(day: Date) -> Self {
        let noon =
            day.at(12, 0, 0, 0).to_zoned_datetime(london()).map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp());
        Self::Fixed(noon)
    }

    /// The present instant, cut to the whole second.
    ///
    /// SQLite compares instants as text, and `…00Z` would sort after `…00.5Z`.
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
    pub fn now(&self) -> Timestamp {
        let instant = match self {
            Self::System => Timestamp::now(),
            Self::Fixed(instant) => *instant,
        };
        Timestamp::from_second(instant.as_second()).unwrap_or(instant)
    }

    /// Today's date in London, where the duties of the Act are counted.
    pub fn today(&self) -> Date {
        london_date(self.now())
    }
}

/// The civil date in London at an instant: midnight is London's, summer and winter.
pub fn london_date(instant: Timestamp) -> Date {
    instant.to_zoned_datetime(london()).date()
}

/// London's zone from the bundled tables, so that a machine without zone files counts alike.
fn london() -> TimeZone {
    TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_day_begins_at_londons_midnight_in_summer() {
        let last_minute_utc: Timestamp = "2026-06-30T23:30:00Z".parse().unwrap();
        assert_eq!(london_date(last_minute_utc), date(2026, 7, 1));
        let winter: Timestamp = "2026-12-31T23:30:00Z".parse().unwrap();
        assert_eq!(london_date(winter), date(2026, 12, 31));
    }

    #[test]
    fn instants_are_whole_seconds() {
        let clock = Clock::Fixed("2026-06-30T23:30:00.75Z".parse().unwrap());
        assert_eq!(clock.now().to_string(), "2026-06-30T23:30:00Z");
        assert_eq!(Clock::System.now().subsec_nanosecond(), 0);
    }

    #[test]
    fn a_clock_at_noon_shows_the_day_it_was_given() {
        assert_eq!(Clock::at_noon(date(2026, 7, 1)).today(), date(2026, 7, 1));
    }
}
