//! The answer to a search: a pure rule over the frozen shell and the frozen index.

use std::collections::BTreeSet;

use askama::Template;
use shelf::{Answer, AreaPages, Rule};
use web::{Html, Place};

use super::{END, INDEX, PATH, START, TITLE, index::Findable, spelling};
use crate::site::{paths, words::counted};

/// No more results than this stand on one page.
const MOST: usize = 50;
/// Longer questions are cut: nobody types them, and every word costs a pass over the index.
const LONGEST: usize = 200;
/// So many words are looked for.
const MOST_WORDS: usize = 12;

/// Answers `roadmap/search?q=...` from what the area's present edition froze. Without a question it leaves the path to
/// the frozen page.
#[derive(Debug, Clone, Copy, Default)]
pub struct SearchRule;

impl Rule for SearchRule {
    fn path(&self) -> &str {
        PATH
    }

    fn answer(&self, pages: &AreaPages, query: &[(String, String)]) -> Option<Answer> {
        let asked = query.iter().find(|(name, _)| name == "q").map(|(_, value)| value.trim())?;
        let frame = pages.page(PATH)?;
        let index = pages.page(INDEX)?;
        let document = std::str::from_utf8(&frame.copies().identity).ok()?;
        let index = serde_json::from_slice(&index.copies().identity).ok()?;
        Some(Answer::within(frame, answered(document, index, asked)?))
    }
}

/// What takes the place of the form until the next question.
#[derive(Template)]
#[template(path = "roadmap/search-results.html")]
struct Results {
    here: Place,
    heading: String,
    asked: String,
    corrected: Option<String>,
    found: usize,
    hits: Vec<Findable>,
}

/// The document with the results of one question; nothing when nothing was asked or the page is not the search.
pub(crate) fn answered(document: &str, index: Vec<Findable>, asked: &str) -> Option<String> {
    let asked = shortened(asked);
    let mut words = words_of(&asked);
    words.truncate(MOST_WORDS);
    if words.is_empty() {
        return None;
    }
    let (before, rest) = document.split_once(START)?;
    let (_, after) = rest.split_once(END)?;
    let indexed: Vec<Indexed> = index.into_iter().map(Indexed::of).collect();
    let (mut hits, mut corrected) = (matching(&indexed, &words), None);
    if hits.is_empty() {
        let mended = mended(&indexed, &words);
        hits = matching(&indexed, &mended);
        corrected = (!hits.is_empty()).then(|| mended.join(" "));
    }
    let heading = match hits.len() {
        0 => format!("No results for \u{201c}{asked}\u{201d}"),
        count => format!(
            "{} for \u{201c}{}\u{201d}",
            counted(count, "result", "results"),
            corrected.as_deref().unwrap_or(&asked)
        ),
    };
    let title = Html::escaped(&heading);
    let found = hits.len();
    let hits = hits.into_iter().take(MOST).cloned().collect();
    let results = Html::of(&Results { here: paths::place(PATH), heading, asked, corrected, found, hits });
    let before = before.replacen(&format!("<title>{TITLE}"), &format!("<title>{title} \u{2013} {TITLE}"), 1);
    Some(format!("{before}{results}{after}"))
}

/// One thing that can be found, with its words.
struct Indexed {
    found: Findable,
    title: BTreeSet<String>,
    all: BTreeSet<String>,
}

impl Indexed {
    fn of(found: Findable) -> Self {
        let title: BTreeSet<String> = words_of(&found.title).into_iter().collect();
        let mut all = title.clone();
        all.extend(words_of(&found.text));
        all.extend(words_of(&found.also));
        Self { found, title, all }
    }

    /// How well it answers: every word must start one of its own; whole words and words of the title count more.
    fn score(&self, words: &[String]) -> Option<usize> {
        words.iter().map(|word| self.score_of(word)).sum()
    }

    fn score_of(&self, word: &str) -> Option<usize> {
        let begins =
            |words: &BTreeSet<String>| words.range(word.to_owned()..).next().is_some_and(|next| next.starts_with(word));
        if !begins(&self.all) {
            return None;
        }
        let points = [self.title.contains(word), begins(&self.title), self.all.contains(word)];
        Some(1 + points.iter().filter(|point| **point).count() * 2)
    }
}

/// Everything that has all the words, the best first.
fn matching<'i>(index: &'i [Indexed], words: &[String]) -> Vec<&'i Findable> {
    let mut hits: Vec<(usize, &Findable)> =
        index.iter().filter_map(|one| one.score(words).map(|score| (score, &one.found))).collect();
    // A stable sort: what answers equally well stays in the order of the roadmap.
    hits.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    hits.into_iter().map(|(_, found)| found).collect()
}

/// The words with those that nothing begins with exchanged for the nearest known ones.
fn mended(index: &[Indexed], words: &[String]) -> Vec<String> {
    let known: BTreeSet<&str> = index.iter().flat_map(|one| one.all.iter().map(String::as_str)).collect();
    let is_known = |word: &str| known.range(word..).next().is_some_and(|next| next.starts_with(word));
    let mend = |word: &String| {
        if is_known(word) {
            return word.clone();
        }
        spelling::nearest(word, known.iter().copied()).unwrap_or(word).to_owned()
    };
    words.iter().map(mend).collect()
}

/// Small words that stand everywhere and tell nothing.
const EVERYWHERE: [&str; 16] =
    ["a", "an", "and", "are", "at", "by", "for", "in", "is", "of", "on", "or", "the", "to", "was", "with"];

/// The words of a text in small letters, without punctuation and without those that stand everywhere. A
/// question of nothing but such words is taken as it is.
fn words_of(text: &str) -> Vec<String> {
    let apostrophes = ['\'', '\u{2019}'];
    let text = text.to_lowercase().replace(apostrophes, "");
    let all: Vec<String> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let telling: Vec<String> = all.iter().filter(|word| !EVERYWHERE.contains(&word.as_str())).cloned().collect();
    if telling.is_empty() { all } else { telling }
}

/// The question as it is taken: bounded, and without control characters.
fn shortened(asked: &str) -> String {
    let plain: String = asked.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect();
    plain.trim().to_owned()
}
