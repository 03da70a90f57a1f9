//! Days counted from today, so that the demonstration's office is in the middle of its work whenever it is opened.
//!
//! | In a file | Becomes |
//! |---|---|
//! | `{today-12}`, `{today+9}` | that day; a Saturday or Sunday gives way to the working day further off |
//! | `{day:today+150}` | the same in words |
//! | `{quarter-first}`, `{quarter-last}`, `{quarter}` | the quarter that was over two weeks ago, when a round about it opened: its days, and its name |
//! | `{who:board-member}` | the reference of the invented person in that role |

use jiff::{
    ToSpan,
    civil::{Date, Weekday, date},
};
use roadmap::difference::day_words;

use super::cast::Cast;
use crate::failure::Failure;

/// What the files tell on fixed days ends in July 2026. Where a machine's clock stands earlier, the office is shown as on
/// this day: its weeks must not run into that summer.
const EARLIEST: Date = date(2026, 9, 1);

/// A file's text with its days and people put in.
pub fn filled(text: &str, today: Date, cast: &Cast) -> Result<String, Failure> {
    let mut parts = text.split('{');
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let word = part.split_once('}').filter(|(word, _)| is_ours(word));
        if let Some((word, rest)) = word {
            whole.push_str(&meant(word, today, cast)?);
            whole.push_str(rest);
        } else {
            whole.push('{');
            whole.push_str(part);
        }
    }
    Ok(whole)
}

/// The day that a step or a deed names.
pub fn day(word: &str, today: Date) -> Result<Date, Failure> {
    let named = word.strip_prefix('{').and_then(|word| word.strip_suffix('}'));
    let day = named.map_or_else(|| word.parse().ok(), |word| counted(word, today));
    day.ok_or_else(|| Failure::Said(format!("{word:?} is not a day")))
}

/// Other curly brackets are those of TOML's own tables.
fn is_ours(word: &str) -> bool {
    word.starts_with("today") || word.starts_with("quarter") || word.starts_with("day:") || word.starts_with("who:")
}

fn meant(word: &str, today: Date, cast: &Cast) -> Result<String, Failure> {
    let unknown = || Failure::Said(format!("the demonstration knows no {{{word}}}"));
    if let Some(role) = word.strip_prefix("who:") {
        let role = role.parse().map_err(|_| unknown())?;
        return Ok(cast.who(role)?.person.0.to_string());
    }
    if let Some(counted_day) = word.strip_prefix("day:") {
        return counted(counted_day, today).map(day_words).ok_or_else(unknown);
    }
    let (first, last) = quarter_asked_about(today.max(EARLIEST)).ok_or_else(unknown)?;
    match word {
        "quarter-first" => Ok(first.to_string()),
        "quarter-last" => Ok(last.to_string()),
        "quarter" => Ok(format!("{} to {}", first.strftime("%B"), last.strftime("%B %Y"))),
        _ => counted(word, today).map(|day| day.to_string()).ok_or_else(unknown),
    }
}

fn counted(word: &str, today: Date) -> Option<Date> {
    let days: i64 = word.strip_prefix("today")?.parse().ok()?;
    let day = today.max(EARLIEST).checked_add(days.days()).ok()?;
    let further = match (day.weekday(), days < 0) {
        (Weekday::Saturday, true) => -1,
        (Weekday::Sunday, true) => -2,
        (Weekday::Saturday, false) => 2,
        (Weekday::Sunday, false) => 1,
        _ => 0,
    };
    day.checked_add(further.days()).ok()
}

/// First and last day of the quarter of a calendar year that was the last to be over two weeks ago.
fn quarter_asked_about(today: Date) -> Option<(Date, Date)> {
    let opened = today.checked_sub(2.weeks()).ok()?;
    let this = Date::new(opened.year(), (opened.month() - 1) / 3 * 3 + 1, 1).ok()?;
    Some((this.checked_sub(3.months()).ok()?, this.yesterday().ok()?))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn told(text: &str, today: Date) -> String {
        filled(text, today, &Cast::nobody()).unwrap()
    }

    #[test]
    fn a_day_is_counted_from_today_and_put_on_a_working_day_further_off() {
        // 23 November 2026 is a Monday.
        let today = date(2026, 11, 23);
        assert_eq!(told("on = \"{today-3}\"", today), "on = \"2026-11-20\"");
        assert_eq!(told("board-{today-1}", today), "board-2026-11-20", "a Sunday gives way to the Friday before");
        assert_eq!(told("board-{today+5}", today), "board-2026-11-30", "a Saturday to the Monday after");
        assert_eq!(told("{day:today+9}", today), "2 December 2026");
        assert_eq!(day("{today-3}", today).unwrap(), date(2026, 11, 20));
        assert_eq!(day("2026-07-21", today).unwrap(), date(2026, 7, 21));
        assert!(day("soon", today).is_err());
        assert_eq!(day("{today-1}", date(2026, 6, 1)).unwrap(), date(2026, 8, 31), "where a clock stands too early");
    }

    #[test]
    fn the_quarter_asked_about_was_over_when_the_round_opened() {
        let told = |today| told("{quarter}: {quarter-first} {quarter-last}", today);
        assert_eq!(told(date(2026, 11, 23)), "July to September 2026: 2026-07-01 2026-09-30");
        assert_eq!(told(date(2027, 1, 1)), "July to September 2026: 2026-07-01 2026-09-30");
        assert_eq!(told(date(2027, 1, 15)), "October to December 2026: 2026-10-01 2026-12-31");
    }

    #[test]
    fn tables_keep_their_brackets_and_a_word_nobody_knows_is_refused() {
        let today = date(2026, 11, 23);
        assert_eq!(told("about = { board = \"x\" }", today), "about = { board = \"x\" }");
        assert!(filled("{today?}", today, &Cast::nobody()).is_err());
        assert!(filled("{who:mayor}", today, &Cast::nobody()).is_err());
        assert!(filled("{who:publisher}", today, &Cast::nobody()).is_err(), "nobody is there to be named");
    }
}
