//! The explained words: one source for the glossary page, for marks in running text and for the easy-read pages.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::LazyLock,
};

use serde::Deserialize;
use web::Place;

use super::paths;

/// One explained word.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Stable word, the anchor on the glossary page.
    pub key: String,
    /// The word as a heading.
    pub name: String,
    /// The spellings that are marked in running text.
    pub forms: Vec<String>,
    /// What it means, for a parent.
    pub plain: String,
    /// What it means, in easy read.
    pub easy: String,
    /// Where the meaning comes from.
    pub source: String,
}

#[derive(Deserialize)]
struct Source {
    term: Vec<Term>,
}

static TERMS: LazyLock<Vec<Term>> = LazyLock::new(|| {
    // A test reads the same text and fails when it cannot be read, so the empty list is never served.
    let source: Result<Source, _> = toml::from_str(include_str!("../../words/glossary.toml"));
    let mut terms = source.map(|source| source.term).unwrap_or_default();
    terms.sort_by_key(|term| term.name.to_lowercase());
    terms
});

/// Forms by their first word in lower case, the longest first, so that "priority action plan" wins over
/// "priority action".
static FORMS: LazyLock<HashMap<String, Vec<(&'static str, usize)>>> = LazyLock::new(|| {
    let mut forms: HashMap<String, Vec<(&'static str, usize)>> = HashMap::new();
    for (at, term) in TERMS.iter().enumerate() {
        for form in &term.forms {
            forms.entry(first_word(form).to_lowercase()).or_default().push((form, at));
        }
    }
    for candidates in forms.values_mut() {
        candidates.sort_by_key(|(form, _)| std::cmp::Reverse(form.len()));
    }
    forms
});

/// Every explained word, by its name.
pub fn terms() -> &'static [Term] {
    &TERMS
}

/// Inside these, words are left alone: links within links are not allowed, and headings, names and tags stay clean.
const LEFT_ALONE: [&str; 18] = [
    "a", "h1", "h2", "h3", "h4", "button", "label", "option", "code", "strong", "caption", "th", "dt", "summary",
    "title", "svg", "nav", "span",
];

/// Links the first mention of each term in the main part of a document to the glossary.
pub(crate) fn mark(document: &str, here: &Place) -> String {
    // The record at the foot of the page names bodies, which are no words to explain.
    let end = document.find("<div class=\"waymark-record\"").or_else(|| document.rfind("</main>"));
    let Some((start, end)) = document.find("<main").zip(end) else {
        return document.to_owned();
    };
    let mut out = String::with_capacity(document.len() + 4096);
    out.push_str(&document[..start]);
    Marker { glossary: here.to(paths::GLOSSARY), marked: HashSet::new(), alone: 0 }
        .run(&document[start..end], &mut out);
    out.push_str(&document[end..]);
    out
}

/// The terms that occur in a piece of markup, in links and headings too, by their names.
pub(crate) fn met_in(markup: &str) -> Vec<&'static Term> {
    let mut met = BTreeSet::new();
    for text in markup.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)) {
        let mut at = 0;
        while let Some(word_at) = next_word(text, at) {
            at = word_at + first_word(&text[word_at..]).len();
            if let Some((length, term)) = mention(text, word_at) {
                at = word_at + length;
                met.insert(term);
            }
        }
    }
    met.into_iter().map(|term| &TERMS[term]).collect()
}

struct Marker {
    glossary: String,
    marked: HashSet<usize>,
    /// How many elements are open in which words are left alone.
    alone: usize,
}

impl Marker {
    fn run(&mut self, mut rest: &str, out: &mut String) {
        while let Some(open) = rest.find('<') {
            self.text(&rest[..open], out);
            let close = rest[open..].find('>').map_or(rest.len(), |at| open + at + 1);
            let tag = &rest[open..close];
            self.note(tag);
            out.push_str(tag);
            rest = &rest[close..];
        }
        self.text(rest, out);
    }

    fn note(&mut self, tag: &str) {
        let name = tag.trim_start_matches(['<', '/']);
        let name = &name[..name.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(name.len())];
        if !LEFT_ALONE.contains(&name) {
            return;
        }
        if tag.starts_with("</") {
            self.alone = self.alone.saturating_sub(1);
        } else if !tag.ends_with("/>") {
            self.alone += 1;
        }
    }

    fn text(&mut self, text: &str, out: &mut String) {
        if self.alone > 0 {
            out.push_str(text);
            return;
        }
        let mut done = 0;
        let mut at = 0;
        while let Some(word_at) = next_word(text, at) {
            at = word_at + first_word(&text[word_at..]).len();
            if let Some((length, term)) = mention(text, word_at) {
                at = word_at + length;
                if self.marked.insert(term) {
                    out.push_str(&text[done..word_at]);
                    self.link(&text[word_at..at], term, out);
                    done = at;
                }
            }
        }
        out.push_str(&text[done..]);
    }

    fn link(&self, words: &str, term: usize, out: &mut String) {
        let glossary = &self.glossary;
        let key = &TERMS[term].key;
        out.extend(["<a class=\"govuk-link waymark-term\" href=\"", glossary, "#", key, "\">", words, "</a>"]);
    }
}

/// The letters and digits a text starts with.
fn first_word(text: &str) -> &str {
    &text[..text.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(text.len())]
}

/// Where the next word starts, at or after `from`.
fn next_word(text: &str, from: usize) -> Option<usize> {
    text[from..].find(char::is_alphanumeric).map(|at| from + at)
}

/// The longest term that stands at this place as whole words: its length in bytes and its number.
fn mention(text: &str, at: usize) -> Option<(usize, usize)> {
    let candidates = FORMS.get(&first_word(&text[at..]).to_lowercase())?;
    let whole = |length: usize| {
        let mut after = text[at + length..].chars();
        let joined = |next: Option<char>| next.is_some_and(char::is_alphanumeric);
        match after.next() {
            Some('-') => !joined(after.next()),
            next => !joined(next),
        }
    };
    // "non-CQC" and "&SEND;" are other words.
    if text[..at].ends_with(['-', '&', '#']) {
        return None;
    }
    candidates
        .iter()
        .copied()
        .find(|(form, _)| reads(&text[at..], form) && whole(form.len()))
        .map(|(form, term)| (form.len(), term))
}

/// Whether a text starts with a form: letter for letter, but a form in small letters may start a sentence.
fn reads(text: &str, form: &str) -> bool {
    let Some(start) = text.get(..form.len()) else { return false };
    let small = form.chars().all(|letter| !letter.is_uppercase());
    start == form || (small && start[1..] == form[1..] && start[..1].eq_ignore_ascii_case(&form[..1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> String {
        mark(&format!("<main>{text}</main>"), &paths::place("roadmap/changes"))
    }

    #[test]
    fn the_source_can_be_read_and_its_keys_are_unique() {
        assert!(terms().len() >= 40, "{}", terms().len());
        let keys: HashSet<&str> = terms().iter().map(|term| term.key.as_str()).collect();
        assert_eq!(keys.len(), terms().len());
        let forms: Vec<&str> = terms().iter().flat_map(|term| term.forms.iter().map(String::as_str)).collect();
        assert_eq!(forms.iter().collect::<HashSet<_>>().len(), forms.len());
        // Forms are compared by bytes, which is sound for plain letters only.
        assert!(forms.iter().all(|form| form.is_ascii() && !form.is_empty()));
    }

    #[test]
    fn a_term_is_marked_where_it_stands_first_and_not_again() {
        let page = marked("<p>The CQC came. The CQC left.</p>");
        assert_eq!(page.matches("glossary#cqc\">CQC</a>").count(), 1);
        assert!(page.contains("<p>The <a"));
    }

    #[test]
    fn words_inside_links_headings_and_other_words_stay_as_they_are() {
        for text in [
            "<h2>CQC</h2>",
            "<a href=\"x\">the <em>CQC</em></a>",
            "CQCs",
            "non-CQC",
            "cqc",
            "outcome-based",
            "<strong>CQC</strong>",
        ] {
            assert_eq!(marked(text), format!("<main>{text}</main>"));
        }
    }

    #[test]
    fn the_longest_term_wins_and_a_sentence_may_start_with_one() {
        let page = marked("Priority action plan, then a priority action.");
        assert!(page.contains("#priority-action-plan\">Priority action plan</a>"), "{page}");
        assert!(page.contains("#priority-action\">priority action</a>"), "{page}");
    }
}
