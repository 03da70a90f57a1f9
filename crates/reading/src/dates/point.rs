//! One point or stretch of time without its preposition: a day, month, term, quarter, year.

use calendar::{Season, Span, Term};
use jiff::civil::Date;

use super::{
    Doubt, Yearless,
    token::{Part, Token},
};
use crate::model::Precision;

/// A point as far as its words give it.
#[derive(Debug, Clone)]
pub(super) struct Point {
    /// The days; `None` when a year is missing or the words are open.
    pub(super) span: Option<Span>,
    pub(super) precision: Precision,
    pub(super) yearless: Option<Yearless>,
    pub(super) doubt: Option<Doubt>,
    /// "End of" stood before it.
    pub(super) at_end: bool,
    /// Only digits of one year, which needs a preposition to be a date.
    pub(super) bare_year: bool,
}

impl Point {
    fn of(span: Option<Span>, precision: Precision) -> Option<Self> {
        span.map(|span| Self {
            span: Some(span),
            precision,
            yearless: None,
            doubt: None,
            at_end: false,
            bare_year: false,
        })
    }

    fn without_year(yearless: Yearless, precision: Precision) -> Self {
        Self { span: None, precision, yearless: Some(yearless), doubt: None, at_end: false, bare_year: false }
    }

    fn open(precision: Precision, choices: Vec<String>) -> Self {
        let doubt = Some(Doubt { code: "ambiguous_date", choices });
        Self { span: None, precision, yearless: None, doubt, at_end: false, bare_year: false }
    }
}

/// The tokens of a text and what was read from them.
pub(super) struct Cursor<'a> {
    pub(super) tokens: &'a [Token],
}

type Step = Option<(Point, usize)>;

impl Cursor<'_> {
    pub(super) fn word(&self, at: usize) -> Option<&str> {
        match &self.tokens.get(at)?.part {
            Part::Word(word) => Some(word),
            _ => None,
        }
    }

    fn number(&self, at: usize) -> Option<(u32, usize)> {
        match self.tokens.get(at)?.part {
            Part::Number(value, digits) => Some((value, digits)),
            _ => None,
        }
    }

    pub(super) fn sign(&self, at: usize) -> Option<char> {
        match self.tokens.get(at)?.part {
            Part::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    pub(super) fn is_word(&self, at: usize, words: &[&str]) -> bool {
        self.word(at).is_some_and(|word| words.contains(&word))
    }

    /// The next token stands directly after this one, without white space.
    fn tight(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| !token.spaced)
    }

    fn month(&self, at: usize) -> Option<i8> {
        month_named(self.word(at)?)
    }

    /// A year of four digits inside a plan's possible lifetime.
    fn full_year(&self, at: usize) -> Option<i16> {
        match self.number(at)? {
            (value, 4) if (1990..=2060).contains(&value) => i16::try_from(value).ok(),
            _ => None,
        }
    }

    /// `2024/25`, `2024-25`, `2024/2025`, `24/25`: the year it begins in and the token after it.
    fn year_pair(&self, at: usize) -> Option<(i16, usize)> {
        let (first, first_digits) = self.number(at)?;
        if !matches!(self.sign(at + 1)?, '/' | '-') || !self.tight(at + 1) {
            return None;
        }
        let (second, second_digits) = self.number(at + 2)?;
        let slash = self.sign(at + 1) == Some('/');
        let start = match (first_digits, second_digits) {
            (4, 2) if (first + 1) % 100 == second => first,
            (4, 4) if first + 1 == second && slash => first,
            (2, 2) if first + 1 == second && slash && (14..=40).contains(&first) => first + 2000,
            _ => return None,
        };
        // A third part means a day such as 24/25/2024, which is no pair.
        if matches!(self.sign(at + 3), Some('/')) && self.tight(at + 3) {
            return None;
        }
        (1990..=2060).contains(&start).then_some(())?;
        Some((i16::try_from(start).ok()?, at + 3))
    }

    /// The point that begins at a token, with modifiers such as "end of" and "mid".
    pub(super) fn point(&self, at: usize) -> Step {
        let mut next = at;
        let mut at_end = false;
        if self.is_word(next, &["end"]) {
            let of = usize::from(self.is_word(next + 1, &["of"]));
            let the = usize::from(self.is_word(next + 1 + of, &["the"]));
            next += 1 + of + the;
            at_end = true;
        } else if self.is_word(next, &["start", "beginning"]) && self.is_word(next + 1, &["of"]) {
            next += 2 + usize::from(self.is_word(next + 2, &["the"]));
        }
        while self.is_word(next, &["early", "late", "mid", "middle", "around", "about", "approximately", "circa"])
            || self.sign(next) == Some('-') && next > at
        {
            next += 1;
        }
        let (mut point, after) = self.plain_point(next)?;
        point.at_end = at_end;
        Some((point, after))
    }

    fn plain_point(&self, at: usize) -> Step {
        self.week(at)
            .or_else(|| self.numeric_day(at))
            .or_else(|| self.day_and_month(at))
            .or_else(|| self.month_and_year(at))
            .or_else(|| self.season_or_term(at))
            .or_else(|| self.quarter(at))
            .or_else(|| self.named_year(at))
            .or_else(|| self.single_year(at))
    }

    /// "w/c 3 June 2024", "week commencing 3 June 2024".
    fn week(&self, at: usize) -> Step {
        let next = if self.is_word(at, &["w"]) && self.sign(at + 1) == Some('/') && self.is_word(at + 2, &["c", "b"]) {
            at + 3
        } else if self.is_word(at, &["week"]) && self.is_word(at + 1, &["commencing", "beginning"]) {
            at + 2
        } else {
            return None;
        };
        let (point, after) = self.numeric_day(next).or_else(|| self.day_and_month(next))?;
        let week = point.span.and_then(|span| Span::week_from(span.first()));
        Some((Point { span: week, precision: Precision::Range, ..point }, after))
    }

    /// `30/09/2024`, `30.9.24`, `2024-09-30`. British order: day first.
    fn numeric_day(&self, at: usize) -> Step {
        let at = at + self.weekday(at);
        let (first, digits) = self.number(at)?;
        let sign = self.sign(at + 1).filter(|sign| matches!(sign, '/' | '.' | '-'))?;
        let (second, _) = self.number(at + 2)?;
        let tight = (1..=4).all(|step| self.tight(at + step));
        let third = self.number(at + 4).filter(|_| self.sign(at + 3) == Some(sign) && tight);
        let month = i8::try_from(second).ok()?;
        match (digits, third) {
            (4, Some((day, _))) => {
                let day = Date::new(i16::try_from(first).ok()?, month, i8::try_from(day).ok()?).ok()?;
                Some((Point::of(Some(Span::day(day)), Precision::Day)?, at + 5))
            }
            (1 | 2, Some((year, year_digits @ (2 | 4)))) => {
                let year = if year_digits == 2 { year + 2000 } else { year };
                (1990..=2060).contains(&year).then_some(())?;
                let day = Date::new(i16::try_from(year).ok()?, month, i8::try_from(first).ok()?).ok()?;
                Some((Point::of(Some(Span::day(day)), Precision::Day)?, at + 5))
            }
            (4, None) if sign == '-' && self.year_pair(at).is_none() => {
                self.tight(at + 1).then_some(())?;
                let year = self.full_year(at)?;
                Some((Point::of(Span::month(year, month), Precision::Month)?, at + 3))
            }
            _ => None,
        }
    }

    /// One token when a weekday stands here, two with its comma.
    fn weekday(&self, at: usize) -> usize {
        let days = [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "mon",
            "tue",
            "tues",
            "wed",
            "thu",
            "thurs",
            "fri",
            "sat",
            "sun",
        ];
        if !self.is_word(at, &days) {
            return 0;
        }
        1 + usize::from(self.sign(at + 1) == Some(','))
    }

    /// "3 June 2024", "Monday 3rd June", "June 3, 2024".
    fn day_and_month(&self, at: usize) -> Step {
        let start = at + self.weekday(at);
        if let Some((day, digits)) = self.number(start) {
            if digits > 2 || !(1..=31).contains(&day) {
                return None;
            }
            let mut next = start + 1;
            if self.is_word(next, &["st", "nd", "rd", "th"]) {
                next += 1;
            }
            next += usize::from(self.is_word(next, &["of"]));
            let month = self.month(next)?;
            let day = i8::try_from(day).ok()?;
            next += 1;
            return Some(match self.year_after(next) {
                Some((year, after)) => {
                    (Point::of(Date::new(year, month, day).ok().map(Span::day), Precision::Day)?, after)
                }
                None => (Point::without_year(Yearless::Day(month, day), Precision::Day), next),
            });
        }
        let month = self.month(start)?;
        let (day, digits) = self.number(start + 1)?;
        let suffix = usize::from(self.is_word(start + 2, &["st", "nd", "rd", "th"]));
        let comma = usize::from(self.sign(start + 2 + suffix) == Some(','));
        if digits > 2 || !(1..=31).contains(&day) {
            return None;
        }
        let year = self.full_year(start + 2 + suffix + comma)?;
        let day = Date::new(year, month, i8::try_from(day).ok()?).ok()?;
        Some((Point::of(Some(Span::day(day)), Precision::Day)?, start + 3 + suffix + comma))
    }

    /// A year after a month: `2024`, `, 2024`, `-24`, `'24`, ` 24`.
    fn year_after(&self, at: usize) -> Option<(i16, usize)> {
        let mut next = at;
        if self.sign(next).is_some_and(|sign| matches!(sign, ',' | '-' | '\'' | '.' | '/')) {
            next += 1;
        }
        next += usize::from(self.sign(next) == Some('\''));
        next += usize::from(self.is_word(next, &["of"]));
        if let Some(year) = self.full_year(next) {
            return Some((year, next + 1));
        }
        let (value, digits) = self.number(next)?;
        let percent = matches!(self.sign(next + 1), Some('%'))
            || self.sign(next + 1) == Some('.') && self.tight(next + 1) && self.number(next + 2).is_some();
        // Plans of this kind were written between 2014 (the Act) and the years they plan for.
        // "Autumn term - 30 places", "in March 24 schools": a count, not a year.
        let apart = self.sign(at) == Some('-') && !self.tight(at);
        let counts = self
            .is_word(next + 1, &["schools", "children", "places", "place", "families", "staff", "parents", "pupils"]);
        if digits != 2 || !(14..=40).contains(&value) || percent || apart || counts || self.sign(at) == Some(',') {
            return None;
        }
        Some((i16::try_from(value).ok()? + 2000, next + 1))
    }

    fn month_and_year(&self, at: usize) -> Step {
        let month = self.month(at)?;
        if let Some((year, after)) = self.year_after(at + 1) {
            let mut point = Point::of(Span::month(year, month), Precision::Month)?;
            let capital = self.tokens.get(at).is_some_and(|token| token.capital);
            if !capital && self.number(after - 1).is_some_and(|(_, digits)| digits == 2) {
                return None;
            }
            let short = self.number(after - 1).is_some_and(|(value, digits)| digits == 2 && value <= 31);
            if short && after == at + 2 {
                let name = MONTHS.get(usize::try_from(month - 1).ok()?).map_or("", |names| names.0);
                let day = year - 2000;
                point.doubt = Some(Doubt {
                    code: "two_digit_year",
                    choices: vec![format!("{name} {year}"), format!("{day} {name}")],
                });
            }
            return Some((point, after));
        }
        let token = self.tokens.get(at)?;
        let led = at > 0
            && self.is_word(
                at - 1,
                &[
                    "in", "by", "during", "until", "since", "from", "of", "end", "and", "to", "between", "early",
                    "late", "mid", "before", "after", "for", "this", "last", "next",
                ],
            );
        let alone = self.tokens.len() == 1 || self.tokens.len() == at + 1 && led;
        // "may" and "march" are verbs too: a month alone needs its capital and a word that leads to it.
        let verb_like = matches!(self.word(at), Some("may" | "march" | "mar" | "sat"));
        let fits = token.capital
            && (led
                || alone
                || !verb_like && matches!(self.sign(at + 1), Some('-' | '/'))
                || self.is_word(at + 1, &["to", "and"]) && self.month(at + 2).is_some());
        fits.then(|| (Point::without_year(Yearless::Month(month), Precision::Month), at + 1))
    }

    /// "spring 2025", "autumn term 2024", "Autumn 2024 term", "winter 2024/25", "summer term".
    fn season_or_term(&self, at: usize) -> Step {
        let name = self.word(at)?.to_owned();
        let (season, term) = season_named(&name)?;
        let mut next = at + 1;
        let mut is_term = self.is_word(next, &["term"]);
        // Half-term numbers ("Autumn 1") narrow a term by dates only the school knows.
        if !is_term
            && self.number(next).is_some_and(|(value, digits)| digits == 1 && (1..=2).contains(&value))
            && self.full_year(next + 1).is_some()
        {
            next += 1;
            is_term = true;
        }
        next += usize::from(self.is_word(next, &["term"]));
        next += usize::from(self.sign(next) == Some(','));
        next += usize::from(self.is_word(next, &["of"]));
        if let Some((start, after)) = self.year_pair(next) {
            let is_term = is_term || self.is_word(after, &["term"]);
            let after = after + usize::from(self.is_word(after, &["term"]));
            let span = match (season, term, is_term) {
                (_, Some(term), true) => term.in_academic_year(start),
                (Season::Autumn | Season::Winter, ..) => season.of(start),
                _ => season.of(start + 1),
            };
            return Some((Point::of(span, if is_term { Precision::Term } else { Precision::Season })?, after));
        }
        let year = self.full_year(next).map(|year| (year, next + 1)).or_else(|| self.year_after(next));
        if let Some((year, after)) = year {
            let is_term = is_term || self.is_word(after, &["term"]);
            let after = after + usize::from(self.is_word(after, &["term"]));
            return match (term, is_term) {
                (Some(term), true) => Some((Point::of(term.of(year), Precision::Term)?, after)),
                _ => Some((Point::of(season.of(year), Precision::Season)?, after)),
            };
        }
        let term = term.filter(|_| is_term)?;
        Some((Point::without_year(Yearless::Term(term), Precision::Term), next))
    }

    /// "Q2 2024/25", "quarter 3 2024", "2024 Q2", "first quarter of 2025".
    fn quarter(&self, at: usize) -> Step {
        if let Some((start, next)) = self.year_pair(at) {
            let (quarter, after) = self.quarter_number(next)?;
            return Some((Point::of(Span::financial_quarter(start, quarter), Precision::QuarterLabel)?, after));
        }
        if let Some(year) = self.full_year(at) {
            let (quarter, after) = self.quarter_number(at + 1)?;
            return Some((open_quarter(year, quarter), after));
        }
        let (quarter, mut next) = self.quarter_number(at)?;
        next += usize::from(matches!(self.sign(next), Some(',' | '-')));
        next += usize::from(self.is_word(next, &["of"]));
        next += usize::from(self.is_word(next, &["fy"]));
        if let Some((start, after)) = self.year_pair(next) {
            return Some((Point::of(Span::financial_quarter(start, quarter), Precision::QuarterLabel)?, after));
        }
        let year = self.full_year(next)?;
        Some((open_quarter(year, quarter), next + 1))
    }

    fn quarter_number(&self, at: usize) -> Option<(u8, usize)> {
        let ordinal = ["first", "second", "third", "fourth"].iter().position(|name| self.is_word(at, &[name]));
        if let Some(position) = ordinal {
            return self.is_word(at + 1, &["quarter"]).then(|| (u8::try_from(position + 1).unwrap_or(1), at + 2));
        }
        if !self.is_word(at, &["q", "qtr", "quarter"]) {
            return None;
        }
        let (value, digits) = self.number(at + 1)?;
        (digits == 1 && (1..=4).contains(&value)).then(|| (u8::try_from(value).unwrap_or(1), at + 2))
    }

    /// "academic year 2024/25", "2024-25 financial year", "2024/25".
    fn named_year(&self, at: usize) -> Step {
        let lead = self.word(at).unwrap_or_default().to_owned();
        let mut next = at;
        let mut named = lead.as_str();
        if matches!(named, "academic" | "school" | "financial") && self.is_word(at + 1, &["year"]) {
            next += 2;
        } else if named == "fy" {
            named = "financial";
            next += 1;
        } else {
            named = "";
        }
        next += usize::from(self.is_word(next, &["of"])) + usize::from(self.sign(next) == Some('('));
        let (start, mut after) = self.year_pair(next)?;
        let follow = self.word(after).unwrap_or_default();
        if named.is_empty() && matches!(follow, "academic" | "school" | "financial") {
            named = follow;
            after += 1 + usize::from(self.is_word(after + 1, &["year"]));
        }
        match named {
            "academic" | "school" => Some((Point::of(Span::academic_year(start), Precision::AcademicYear)?, after)),
            "financial" => Some((Point::of(Span::financial_year(start), Precision::Range)?, after)),
            _ => {
                let end = (start + 1) % 100;
                let choices = vec![
                    format!("academic year {start}/{end:02}, September to August"),
                    format!("financial year {start}/{end:02}, April to March"),
                ];
                Some((Point::open(Precision::None, choices), after))
            }
        }
    }

    fn single_year(&self, at: usize) -> Step {
        let year = self.full_year(at)?;
        if matches!(self.sign(at + 1), Some('/' | '.')) && self.tight(at + 1) && self.number(at + 2).is_some() {
            return None;
        }
        let mut point = Point::of(Span::year(year), Precision::Year)?;
        point.bare_year = true;
        Some((point, at + 1))
    }
}

/// A numbered quarter beside one plain year can be counted from January or from April.
fn open_quarter(year: i16, quarter: u8) -> Point {
    let months =
        |span: Option<Span>| span.map_or_else(String::new, |span| format!("{} to {}", span.first(), span.last()));
    Point::open(
        Precision::QuarterLabel,
        vec![
            format!("calendar quarter, {}", months(Span::calendar_quarter(year, quarter))),
            format!("financial quarter, {}", months(Span::financial_quarter(year, quarter))),
        ],
    )
}

/// Full name and shorter spellings of each month.
pub(super) const MONTHS: [(&str, &[&str]); 12] = [
    ("January", &["january", "jan"]),
    ("February", &["february", "feb"]),
    ("March", &["march", "mar"]),
    ("April", &["april", "apr"]),
    ("May", &["may"]),
    ("June", &["june", "jun"]),
    ("July", &["july", "jul"]),
    ("August", &["august", "aug"]),
    ("September", &["september", "sept", "sep"]),
    ("October", &["october", "oct"]),
    ("November", &["november", "nov"]),
    ("December", &["december", "dec"]),
];

fn month_named(word: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|(_, spellings)| spellings.contains(&word))?;
    i8::try_from(at + 1).ok()
}

fn season_named(word: &str) -> Option<(Season, Option<Term>)> {
    Some(match word {
        "spring" => (Season::Spring, Some(Term::Spring)),
        "summer" => (Season::Summer, Some(Term::Summer)),
        "autumn" => (Season::Autumn, Some(Term::Autumn)),
        "winter" => (Season::Winter, None),
        _ => return None,
    })
}
