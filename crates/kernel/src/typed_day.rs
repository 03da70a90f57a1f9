//! A day as people type it: one way of asking for it and one way of reading it, on every form of the office.

use jiff::civil::Date;

/// The hint below every field for a day.
pub const DAY_HINT: &str = "Such as 27 March 2026 or 2026-03-27.";
/// What to do about a day that cannot be read.
pub const DAY_REMEDY: &str = "Enter a day such as 27 March 2026 or 2026-03-27";

/// A day that was typed; `None` where it is none. British order: 4/5/2026 is the fourth of May.
pub fn typed_day(text: &str) -> Option<Date> {
    let (year, month, day) = parts(text)?;
    Date::new(year, month, day?).ok()
}

/// The first day of a month that was typed without a day, such as `September 2026` or `2026-09`.
pub fn typed_month(text: &str) -> Option<Date> {
    let (year, month, day) = parts(text)?;
    if day.is_some() { None } else { Date::new(year, month, 1).ok() }
}

/// Year, month and perhaps day, in any of the orders people write them in: `18 December 2026`, `12/2026`, `2026-12-18`.
fn parts(text: &str) -> Option<(i16, i8, Option<i8>)> {
    let words: Vec<&str> = text.split([' ', '-', '/', '.', ',']).filter(|word| !word.is_empty()).collect();
    let is_year = |word: &str| word.len() == 4 && word.bytes().all(|sign| sign.is_ascii_digit());
    let (year, month, day) = match words[..] {
        [year, month] if is_year(year) => (year, month, None),
        [month, year] => (year, month, None),
        [year, month, day] if is_year(year) => (year, month, Some(day)),
        [day, month, year] => (year, month, Some(day)),
        _ => return None,
    };
    let year = year.parse().ok()?;
    // Another century is a slip of the finger.
    if !(1900..=2099).contains(&year) {
        return None;
    }
    let day = day.map(str::parse).transpose().ok()?;
    Some((year, month_number(month)?, day))
}

/// A month in figures, or by its English name or the first letters of it.
fn month_number(word: &str) -> Option<i8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_lowercase();
    let named = || NAMES.iter().position(|name| word.len() >= 3 && name.starts_with(&word));
    word.parse().ok().or_else(|| named().and_then(|place| i8::try_from(place + 1).ok()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_can_be_written_in_the_ways_people_write_one() {
        let written =
            ["27/3/2026", "27 March 2026", "27.03.2026", "2026-03-27", "2026-3-27", "27 mar 2026", " 27 march, 2026 "];
        for text in written {
            assert_eq!(typed_day(text), Some(date(2026, 3, 27)), "{text}");
            assert_eq!(typed_month(text), None, "{text}");
        }
        for text in [
            "31/2/2026",
            "29 February 2026",
            "soon",
            "3/2026",
            "",
            "27 March 26",
            "27 ma 2026",
            "27/3/3026",
            "27/13/2026",
        ] {
            assert_eq!(typed_day(text), None, "{text}");
        }
    }

    #[test]
    fn a_month_alone_is_its_first_day_and_no_day() {
        for text in ["September 2026", "sept 2026", "Sept, 2026", "9/2026", "2026-09"] {
            assert_eq!((typed_month(text), typed_day(text)), (Some(date(2026, 9, 1)), None), "{text}");
        }
        assert_eq!(typed_month("June 2026"), Some(date(2026, 6, 1)), "four letters are no year");
        assert_eq!(typed_month("Autumn 2026"), None);
    }

    #[test]
    fn the_words_of_the_hint_and_the_remedy_are_days_that_can_be_typed() {
        for day in ["27 March 2026", "2026-03-27"] {
            assert!(DAY_HINT.contains(day) && DAY_REMEDY.contains(day));
            assert!(typed_day(day).is_some());
        }
    }
}
