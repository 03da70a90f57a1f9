//! Every explained word, from A to Z.

use askama::Template;
use web::Html;

use crate::site::{
    Page,
    context::Site,
    frame::Sheet,
    glossary::{Term, terms},
    paths,
};

/// Terms under their first letter; each is an anchor that marks in running text lead to.
#[derive(Template)]
#[template(path = "roadmap/glossary.html")]
struct Glossary {
    letters: Vec<(char, Vec<&'static Term>)>,
}

/// The page `glossary`. Its own words are not marked: every one of them would lead back here.
pub(crate) fn page(site: &Site) -> Page {
    let mut letters: Vec<(char, Vec<&Term>)> = Vec::new();
    for term in terms() {
        let letter = term.name.chars().next().unwrap_or('?').to_ascii_uppercase();
        match letters.last_mut() {
            Some((last, of_letter)) if *last == letter => of_letter.push(term),
            _ => letters.push((letter, vec![term])),
        }
    }
    let sheet = Sheet::new(
        paths::GLOSSARY,
        "Glossary",
        "What the words on this site mean, in plain English and in easy read.",
        Html::of(&Glossary { letters }),
    );
    site.frame().page(Sheet { unmarked: true, ..sheet })
}
