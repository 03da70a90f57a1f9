//! The form that compares any two editions: two lists, and the pairs as plain links for those who use no forms.

use askama::Template;
use web::{
    Component, Html, Place,
    components::{Label, Select, SelectOption},
};

use super::changes::pairs;
use crate::{
    difference::day_words,
    model::Content,
    site::{Page, compare, context::Site, frame::Sheet, paths},
};

/// Two lists of editions and a button.
#[derive(Template)]
#[template(path = "roadmap/compare-form.html")]
struct Form {
    here: Place,
    from: Html,
    to: Html,
}

#[derive(Template)]
#[template(path = "roadmap/compare.html")]
struct Compare {
    here: Place,
    mark: &'static str,
    form: Html,
    pairs: Vec<(String, String)>,
}

/// The page `roadmap/changes/compare`; there is none while there is nothing to compare.
pub(crate) fn page(site: &Site) -> Option<Page> {
    if site.earlier.is_empty() {
        return None;
    }
    let here = paths::place(compare::PATH);
    let page = Compare { mark: compare::MARK, form: form(site, &here), pairs: pairs(site), here };
    let about = "Choose any two editions of the roadmap and see what changed between them.";
    let sheet = Sheet::new(compare::PATH, "Compare two editions", about, Html::of(&page));
    Some(site.frame().page(sheet.below("Roadmap", paths::ROADMAP).below("What changed", paths::CHANGES)))
}

/// The form as it stands on any page, with the two newest editions chosen.
pub(crate) fn form(site: &Site, here: &Place) -> Html {
    let editions: Vec<&Content> = site.earlier.iter().chain([site.content]).collect();
    let before = editions.len().checked_sub(2).and_then(|at| editions.get(at)).map_or(0, |edition| edition.number);
    let list = |name: &str, label: &str, chosen: u32| Select {
        name: name.to_owned(),
        items: editions.iter().map(|edition| option(edition)).collect(),
        value: chosen.to_string(),
        label: Label { text: label.to_owned(), ..Label::default() },
        ..Select::default()
    };
    Html::of(&Form {
        here: here.clone(),
        from: list("from", "From", before).html(),
        to: list("to", "To", site.content.number).html(),
    })
}

fn option(edition: &Content) -> SelectOption {
    let text = format!("Edition {}, {}", edition.number, day_words(edition.as_at));
    SelectOption { text, value: Some(edition.number.to_string()), ..SelectOption::default() }
}
