//! Figures told in sentences: "31% of plans were on time, up from 12%", "40 children wait, down from 90".

use std::collections::HashSet;

use super::{
    Reader,
    figures::{FIGURES, change, number, unit},
};
use crate::{
    block::Body,
    dates,
    fields::{self, Field},
    headings::{self, Class},
    model::{Figure, Kpi},
    words::{Word, collapsed, has_any, sentences, words},
};

/// A figure in a sentence.
struct Value {
    at: usize,
    count: f64,
    shown: String,
    /// It stands after "from", "compared to" and the like: where the figure was.
    before: bool,
}

/// Verbs a figure's name ends before.
const VERBS: &[&str] = &[
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "rose",
    "fell",
    "will",
    "increased",
    "decreased",
    "improved",
    "reduced",
    "wait",
    "waits",
    "stands",
    "stood",
    "now",
    "had",
];

/// The figure a sentence gives, with where it was when it says so. `None` when it gives none, or more than can be told.
pub(super) fn of(sentence: &str, section: Option<String>) -> Option<Kpi> {
    let list = words(sentence);
    // The figure of the whole country is no figure of the area.
    if has_any(&list, &["average for england", "national average", "england average", "nationally"]) {
        return None;
    }
    let values = values(sentence, &list);
    let share = values.iter().any(|value| value.shown.contains('%'));
    let compared = values.iter().any(|value| value.before);
    if values.is_empty() || values.len() > 4 || !(share || compared && values.len() >= 2) {
        return None;
    }
    if !sentence.contains("% of ")
        && let Some(kpi) = change(sentence, section.clone())
    {
        return Some(kpi);
    }
    let name = name(sentence, &list, values.first()?)?;
    let planned = list.iter().any(|word| matches!(word.lower.as_str(), "will" | "target" | "aim"));
    let figure = |value: &Value| Figure {
        text: value.shown.clone(),
        value: Some(value.count),
        period: period(sentence, &list, value.at),
    };
    let mut kpi = Kpi { name, section, as_published: sentence.to_owned(), ..Kpi::default() };
    kpi.unit = values.first().and_then(|value| unit(&value.shown));
    let (before, now): (Vec<&Value>, Vec<&Value>) = values.iter().partition(|value| value.before);
    kpi.baseline = before.first().map(|value| figure(value));
    match now.as_slice() {
        // An aim without a figure reached so far is an entry, not an indicator.
        [_] if planned && before.is_empty() => return None,
        // What will be is a target; what stands in brackets beside it are the readings so far.
        [target, readings @ ..] if planned => {
            kpi.target = Some(figure(target));
            kpi.readings = readings.iter().map(|value| figure(value)).collect();
        }
        [only] => (kpi.value, kpi.period) = (Some(only.count), figure(only).period),
        [first, .., latest] => {
            kpi.baseline = kpi.baseline.or_else(|| Some(figure(first)));
            (kpi.value, kpi.period) = (Some(latest.count), figure(latest).period);
        }
        [] => {}
    }
    Some(kpi)
}

/// Figures of the page's sentences, beside whatever the sentences are read as.
pub(super) fn of_page(reader: &mut Reader<'_>) {
    let mut section: Option<String> = None;
    let mut measures = false;
    let published: HashSet<String> = reader.out.kpis.iter().map(|kpi| kpi.as_published.clone()).collect();
    let beside = beside(reader);
    for block in &reader.document.blocks {
        let text = match &block.body {
            Body::Heading { text, .. } => {
                let class = headings::class(text);
                measures = matches!(class, Class::Measures);
                if matches!(class, Class::Theme) {
                    section = Some(text.clone());
                }
                continue;
            }
            Body::Bullet { text, .. } | Body::Para(text) => text,
            Body::Field { label, text } if fields::label(label) == Some(Field::Update) => text,
            _ => continue,
        };
        if measures || reader.out.kpis.len() >= FIGURES {
            continue;
        }
        let field = matches!(block.body, Body::Field { .. });
        for sentence in text.split('\n').flat_map(sentences) {
            // A bullet's figure already stands beside the entry it tells of.
            if !published.contains(sentence) && (field || !beside.contains(sentence)) {
                sentence_of(reader, sentence, section.clone());
            }
        }
    }
    counts(reader);
}

/// Sentences whose figure stands beside an entry already.
fn beside(reader: &Reader<'_>) -> HashSet<String> {
    let updates = reader.out.items.iter().flat_map(|item| &item.updates).filter(|update| update.figure.is_some());
    updates.filter_map(|update| update.text.as_deref()).flat_map(sentences).map(str::to_owned).collect()
}

fn sentence_of(reader: &mut Reader<'_>, sentence: &str, section: Option<String>) {
    let list = words(sentence);
    let again = has_any(&list, &["it was", "it is", "this was", "this is", "this rose to", "it rose to"]);
    let values = values(sentence, &list);
    // "In February it was 51%": the figure of the sentence before, some time later.
    if let ([only], true, Some(last)) = (values.as_slice(), again, reader.out.kpis.last_mut()) {
        if last.section == section && only.shown.contains('%') && last.unit.as_deref() == Some("%") {
            let was = last.value.take().map(|value| Figure {
                text: format!("{value}%"),
                value: Some(value),
                period: last.period.take(),
            });
            last.baseline = last.baseline.take().or(was);
            last.value = Some(only.count);
            last.period = dates::find(sentence).into_iter().next().and_then(|found| found.when.text);
            last.as_published = format!("{} {sentence}", last.as_published);
        }
        return;
    }
    if let Some(kpi) = of(sentence, section) {
        reader.out.kpis.push(kpi);
    }
}

/// The counts of an action log are figures too.
fn counts(reader: &mut Reader<'_>) {
    let counted: Vec<Kpi> = reader
        .out
        .plan
        .counts
        .iter()
        .map(|count| Kpi {
            name: format!("actions {}", count.state),
            value: Some(f64::from(count.count)),
            unit: Some("actions".to_owned()),
            as_published: count.as_published.clone(),
            ..Kpi::default()
        })
        .collect();
    reader.out.kpis.extend(counted);
}

/// Shares, and counts beside a comparison, in the order they stand; days, years and money are none.
fn values(sentence: &str, list: &[Word]) -> Vec<Value> {
    let found = dates::find(sentence);
    let mut out = Vec::new();
    for (at, word) in list.iter().enumerate() {
        let Some(raw) = sentence.get(word.start..).and_then(|rest| rest.split_whitespace().next()) else { continue };
        let digits = word.lower.starts_with(|sign: char| sign.is_ascii_digit());
        let dated = found.iter().any(|one| one.start <= word.start && word.start < one.end);
        let Some(value) = number(raw).filter(|_| digits && !dated) else { continue };
        let share = raw.contains('%');
        let back = |steps: usize| at.checked_sub(steps).and_then(|at| list.get(at)).map(|word| word.lower.as_str());
        let near = [back(1), back(2)];
        let marked = |word: &str| near.contains(&Some(word));
        let before = marked("from") || marked("compared") || back(2) == Some("compared");
        let beside = list.get(at + 1).map(|next| next.lower.clone()).unwrap_or_default();
        let measured = unit(&format!("1 {beside}")).is_some();
        let limit = matches!(back(1), Some("over" | "under" | "within" | "than" | "in")) && !marked("from") && !share;
        let leads = at == 0 && !share;
        if limit || !(share || before || measured || leads || marked("to")) {
            continue;
        }
        let decimal = sentence.get(word.end..).is_some_and(|rest| rest.starts_with('.'));
        let shown = raw.trim_matches(|sign: char| !(sign.is_ascii_digit() || sign == '%')).to_owned();
        // "30.5" is two words here; its second half is no figure of its own.
        let half = sentence.get(..word.start).is_some_and(|rest| rest.ends_with('.'))
            && at.checked_sub(1).and_then(|at| list.get(at)).is_some_and(|last| last.end + 1 == word.start);
        if half {
            continue;
        }
        let shown = if measured && !decimal { format!("{shown} {beside}") } else { shown };
        out.push(Value { at, count: value, shown, before });
    }
    out
}

/// What is counted: the words after "N% of" or a leading count, else the subject before the verb.
fn name(sentence: &str, list: &[Word], first: &Value) -> Option<String> {
    let word = list.get(first.at)?;
    let token = sentence.get(word.start..)?.split_whitespace().next()?;
    let after = sentence.get(word.start + token.len()..)?.trim_start();
    let led = first.shown.contains('%') || first.at == 0;
    let tail = if led { after.strip_prefix("of ").unwrap_or(after) } else { "" };
    // A comma after one word parts the names of a list ("education, health and care plans").
    let ends = |at: usize| {
        !tail.get(at..).is_some_and(|rest| rest.starts_with(','))
            || tail.get(..at).is_some_and(|head| head.contains(' '))
    };
    let stop =
        tail.match_indices([',', '.', '(', ';', '–']).map(|(at, _)| at).find(|at| ends(*at)).unwrap_or(tail.len());
    let stop = dates::find(tail).iter().map(|found| found.start).chain([stop]).min().unwrap_or(stop);
    let clause = [" when ", " compared ", " up from ", " down from "].iter().filter_map(|join| tail.find(join)).min();
    let tail = tail.get(..clause.map_or(stop, |clause| clause.min(stop)))?;
    let named: Vec<&str> =
        tail.split_whitespace().filter(|word| !matches!(*word, "were" | "was" | "are" | "is")).collect();
    if named.len() >= 2 {
        return Some(collapsed(&named.join(" ")));
    }
    let verb = list.iter().position(|word| VERBS.contains(&word.lower.as_str())).filter(|at| *at > 0)?;
    let from = list.first()?.start;
    let subject = sentence.get(from..list.get(verb - 1)?.end)?;
    (verb <= 12 && subject.split_whitespace().count() >= 2).then(|| collapsed(subject))
}

/// The nearest date after a figure, before the next one.
fn period(sentence: &str, list: &[Word], at: usize) -> Option<String> {
    let start = list.get(at)?.end;
    let next = list
        .iter()
        .skip(at + 1)
        .find(|word| word.lower.starts_with(|sign: char| sign.is_ascii_digit()) && word.lower.contains('%'));
    let end = next.map_or(sentence.len(), |word| word.start);
    let found = dates::find(sentence).into_iter().find(|one| one.start >= start && one.start < end)?;
    found.when.text.map(|words| words.trim_start_matches("in ").to_owned())
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_share_and_where_it_was_are_told_apart() {
        let kpi = of("62% of plans were issued on time in May 2026, up from 31% in May 2025.", None).unwrap();
        assert_eq!((kpi.value, kpi.name.as_str()), (Some(62.0), "plans issued on time"));
        assert_eq!(kpi.baseline.and_then(|figure| figure.value), Some(31.0));
    }

    #[test]
    fn a_count_down_from_another_is_a_figure() {
        let kpi = of("40 children wait over 18 weeks, down from 90.", None).unwrap();
        assert_eq!((kpi.value, kpi.baseline.and_then(|figure| figure.value)), (Some(40.0), Some(90.0)));
    }

    #[test]
    fn a_promise_is_a_target_and_its_brackets_are_readings() {
        let kpi = of("By May 2027, 70% of reviews will be on time (41% in May 2025).", None).unwrap();
        assert_eq!((kpi.value, kpi.target.and_then(|figure| figure.value)), (None, Some(70.0)));
        assert_eq!(kpi.readings.first().and_then(|figure| figure.value), Some(41.0));
    }

    #[test]
    fn a_count_of_people_alone_is_no_figure() {
        assert!(of("We trained 40 teachers in May 2026.", None).is_none());
    }
}
