//! The pages every site owes its readers: help, accessibility, privacy, cookies.
//!
//! The accessibility statement follows the model form that the Public Sector Bodies (Websites and Mobile Applications)
//! (No. 2) Accessibility Regulations 2018 ask for, in our own words, and claims nothing that was not tested.

use askama::Template;
use jiff::civil::Date;
use web::{Html, Place};

use crate::{
    difference::day_words,
    model::AreaFacts,
    site::{
        Page,
        frame::{Frame, Sheet},
        pages::sending,
        paths,
    },
};

/// What is tested on every change of the program, as the public may read it.
const TESTS: [&str; 5] = [
    "A program (axe-core) looks at every kind of page on a small and on a wide screen.",
    "Another program checks the code of every page against the standard for HTML.",
    "The main journeys are made by keyboard alone.",
    "The main journeys are made with scripts turned off.",
    "Contrast of an area\u{2019}s own colour is measured before it is used.",
];

/// What is known not to be good enough.
const GAPS: [&str; 4] = [
    "People who use screen readers, magnifiers or voice control have not tested the site yet.",
    "Easy-read pages have not been checked by people with a learning disability yet.",
    "Pages that partners publish elsewhere, and that we link to, may not be accessible.",
    "The timeline picture shows numbers, not words. The table below it says the same in words.",
];

/// What every one of the four pages may print about the area and whom to ask.
struct Asked<'a> {
    here: Place,
    owner: &'a str,
    name: &'a str,
    email: &'a str,
    phone: &'a str,
    forum: &'a str,
    day: String,
}

#[derive(Template)]
#[template(path = "roadmap/help.html")]
struct Help<'a> {
    asked: Asked<'a>,
}

#[derive(Template)]
#[template(path = "roadmap/accessibility.html")]
struct Accessibility<'a> {
    asked: Asked<'a>,
    tests: &'a [&'a str],
    gaps: &'a [&'a str],
}

/// The page of boards before anything is published about them.
#[derive(Template)]
#[template(path = "roadmap/no-boards.html")]
pub(crate) struct NoBoards;

#[derive(Template)]
#[template(path = "roadmap/privacy.html")]
struct Privacy<'a> {
    asked: Asked<'a>,
}

#[derive(Template)]
#[template(path = "roadmap/cookies.html")]
struct Cookies<'a> {
    asked: Asked<'a>,
}

/// The four pages and those of the subscription, true of the day `as_at`.
pub(crate) fn pages(area: &AreaFacts, as_at: Date) -> Vec<Page> {
    let frame = Frame { area, as_at, change: String::new() };
    let asked = |path: &str| Asked {
        here: paths::place(path),
        owner: if area.profile.partnership.is_empty() { &area.name } else { &area.profile.partnership },
        name: &area.name,
        email: &area.profile.contact_email,
        phone: &area.profile.contact_phone,
        forum: &area.profile.forum,
        day: day_words(as_at),
    };
    let page = |path: &str, title: &str, about: &str, main: Html| frame.page(Sheet::new(path, title, about, main));
    let mut pages = vec![
        page(
            "help",
            "Help and contact",
            "How to ask a person about this site.",
            Html::of(&Help { asked: asked("help") }),
        ),
        page(
            "accessibility",
            "Accessibility statement",
            "How accessible this site is, what was tested and what falls short.",
            Html::of(&Accessibility { asked: asked("accessibility"), tests: &TESTS, gaps: &GAPS }),
        ),
        page("privacy", "Privacy", "What this site knows about you.", Html::of(&Privacy { asked: asked("privacy") })),
        page("cookies", "Cookies", "This site sets no cookies.", Html::of(&Cookies { asked: asked("cookies") })),
    ];
    pages.extend(sending::of_subscription(&frame));
    pages
}
