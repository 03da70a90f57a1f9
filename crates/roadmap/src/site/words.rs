//! Small parts of sentences: counts, lists, days, spans.

use std::fmt::Display;

use jiff::civil::Date;

use crate::{
    difference::day_words,
    model::{Kind, Precision, When},
};

/// "1 thing", "52 things".
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

/// "a", "a and b", "a, b and c".
pub(crate) fn listed<T: Display>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [only] => only.to_string(),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(ToString::to_string).collect();
            format!("{} and {last}", first.join(", "))
        }
    }
}

/// The first letter in upper case, for the start of a line.
pub(crate) fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Text without control characters, for formats in which they mean something or may not stand at all.
pub(crate) fn without_controls(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// A sentence with its full stop, whatever it came with.
pub(crate) fn stopped(words: &str) -> String {
    let words = words.trim();
    if words.is_empty() || words.ends_with(['.', '!', '?']) { words.to_owned() } else { format!("{words}.") }
}

/// An entry's words as a heading: without the full stop that its sentence may have. Three dots are no full stop.
pub(crate) fn headed(words: &str) -> &str {
    let words = words.trim();
    if words.ends_with("..") { words } else { words.strip_suffix('.').map_or(words, str::trim_end) }
}

/// An entry's words as a title: a heading, cut where a title would grow too long to be read.
pub(crate) fn shortened(words: &str) -> String {
    let words = headed(words);
    match words.char_indices().nth(120) {
        Some((at, _)) => format!("{}\u{2026}", words[..at].trim_end()),
        None => words.to_owned(),
    }
}

/// The days that the published words of a date stand for, when the words alone do not say them.
pub(crate) fn days_meant(when: &When) -> Option<String> {
    if matches!(when.precision, Precision::Day | Precision::None) {
        return None;
    }
    let (first, last) = (when.earliest?, when.latest?);
    // "By April" promises the last day alone.
    if when.kind == Kind::By {
        return Some(format!("by {} at the latest", day_words(last)));
    }
    Some(format!("some time {}", span(first, last)))
}

/// Two days in words, as whole months where they are whole months.
pub(crate) fn span(first: Date, last: Date) -> String {
    let whole_months = first.day() == 1 && last == last.last_of_month();
    let month = |day: Date| day.strftime("%B %Y").to_string();
    match (whole_months, first.year() == last.year(), first.month() == last.month()) {
        (true, true, true) => format!("in {}", month(first)),
        (true, true, false) => format!("from {} to {}", first.strftime("%B"), month(last)),
        (true, false, _) => format!("from {} to {}", month(first), month(last)),
        (false, ..) => format!("from {} to {}", day_words(first), day_words(last)),
    }
}

/// The machine-readable form of a date, where HTML has one: a day, a month or a year.
pub(crate) fn machine_date(when: &When) -> Option<String> {
    let first = when.earliest?;
    match when.precision {
        Precision::Day => Some(first.to_string()),
        Precision::Month => Some(first.strftime("%Y-%m").to_string()),
        Precision::Year => Some(first.strftime("%Y").to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_span_of_whole_months_is_said_in_months() {
        assert_eq!(span(date(2024, 1, 1), date(2024, 3, 31)), "from January to March 2024");
        assert_eq!(span(date(2024, 2, 1), date(2024, 2, 29)), "in February 2024");
        assert_eq!(span(date(2024, 12, 1), date(2025, 2, 28)), "from December 2024 to February 2025");
        assert_eq!(span(date(2024, 2, 1), date(2024, 2, 28)), "from 1 February 2024 to 28 February 2024");
    }

    #[test]
    fn a_list_reads_as_people_write_it() {
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
        assert_eq!(listed(&["a", "b"]), "a and b");
        assert_eq!(counted(1, "thing", "things"), "1 thing");
        assert_eq!(capitalised("élan"), "Élan");
        assert_eq!(stopped("Why?"), "Why?");
    }

    #[test]
    fn a_heading_has_no_full_stop_and_keeps_every_other_sign() {
        for (words, heading) in
            [("Plan agreed.", "Plan agreed"), ("Why?", "Why?"), ("And so on...", "And so on..."), (".", "")]
        {
            assert_eq!(headed(words), heading);
        }
        assert_eq!(shortened(&"a".repeat(121)), format!("{}\u{2026}", "a".repeat(120)));
    }
}
