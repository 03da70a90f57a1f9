//! What stands around every page: header, sections, trail, record, footer.

use jiff::civil::Date;
use web::{Alternate, AreaLook, Colour, Html, Link, NavigationItem, PageRecord, Shell, Sibling};

use super::{Page, glossary, paths};
use crate::{difference::day_words, model::AreaFacts};

/// The value of `Content-Type` of every page for people.
pub(crate) const HTML: &str = "text/html; charset=utf-8";

/// The main sections of an area, in the one order kept on every page.
const SECTIONS: [(&str, &str); 6] = [
    ("Roadmap", "roadmap"),
    ("What changed", "roadmap/changes"),
    ("Findings", "roadmap/findings"),
    ("Places", "roadmap/places"),
    ("Search", "roadmap/search"),
    ("Easy read", "easy-read"),
];

/// Whose page it is and which day it is true of.
pub(crate) struct Frame<'a> {
    pub(crate) area: &'a AreaFacts,
    pub(crate) as_at: Date,
    /// What the page belongs to, such as "Edition 2, Summer 2026".
    pub(crate) change: String,
}

/// One page before it is framed.
#[derive(Default)]
pub(crate) struct Sheet {
    pub(crate) path: String,
    pub(crate) title: String,
    /// One sentence for search engines and link previews.
    pub(crate) description: String,
    /// The pages above, outermost first, as words and path; the first page is added here.
    pub(crate) trail: Vec<(String, String)>,
    /// The same page told in another way, as words and path.
    pub(crate) sibling: Option<(String, String)>,
    /// Whether words of the glossary are left as they are.
    pub(crate) unmarked: bool,
    pub(crate) main: Html,
}

impl Sheet {
    /// A page with its path, its title, a sentence about it and its contents.
    pub(crate) fn new(path: &str, title: &str, description: &str, main: Html) -> Self {
        let (path, title, description) = (path.to_owned(), title.to_owned(), description.to_owned());
        Self { path, title, description, main, ..Self::default() }
    }

    /// Adds the page above.
    pub(crate) fn below(mut self, words: &str, path: &str) -> Self {
        self.trail.push((words.to_owned(), path.to_owned()));
        self
    }

    /// Names the same page told in another way.
    pub(crate) fn beside(mut self, words: &str, path: &str) -> Self {
        self.sibling = Some((words.to_owned(), path.to_owned()));
        self
    }
}

/// A page of another room's, before it is framed.
#[derive(Debug, Clone)]
pub struct Leaf<'a> {
    /// Its place inside the area.
    pub path: &'a str,
    /// Its title.
    pub title: &'a str,
    /// One sentence for search engines and link previews.
    pub about: &'a str,
    /// The page above it, as words and path, where there is one.
    pub below: Option<(&'a str, &'a str)>,
    /// Its contents.
    pub main: Html,
}

/// A page of another room's in the frame of the whole site, true of the day `as_at`.
pub fn framed(area: &AreaFacts, as_at: Date, leaf: Leaf<'_>) -> Page {
    let sheet = Sheet::new(leaf.path, leaf.title, leaf.about, leaf.main);
    let sheet = match leaf.below {
        Some((words, path)) => sheet.below(words, path),
        None => sheet,
    };
    Frame { area, as_at, change: String::new() }.page(sheet)
}

impl Frame<'_> {
    /// The whole document.
    pub(crate) fn page(&self, sheet: Sheet) -> Page {
        let here = paths::place(&sheet.path);
        let mut shell = Shell::new(self.look(), here.clone(), &sheet.title, sheet.main);
        shell.description = sheet.description;
        shell.navigation =
            SECTIONS.map(|(text, path)| NavigationItem { text: text.to_owned(), path: path.to_owned() }).to_vec();
        if !sheet.path.is_empty() {
            shell.breadcrumbs.push(Link::inside("Home", ""));
            shell.breadcrumbs.extend(sheet.trail.iter().map(|(words, path)| Link::inside(words, path)));
        }
        shell.sibling = sheet.sibling.map(|(text, path)| Sibling { text, path });
        shell.record = Some(PageRecord {
            last_updated: day_words(self.as_at),
            change: self.change.clone(),
            owner: self.owner().to_owned(),
            ..PageRecord::default()
        });
        shell.feedback = vec![self.report_link()];
        shell.alternates = vec![Alternate {
            title: "Changes to the roadmap".to_owned(),
            media_type: "application/atom+xml".to_owned(),
            path: "roadmap/changes.atom".to_owned(),
        }];
        let mut body = shell.render();
        if !sheet.unmarked {
            body = glossary::mark(&body, &here);
        }
        Page { path: sheet.path, media_type: HTML, body }
    }

    /// Who answers for the pages.
    pub(crate) fn owner(&self) -> &str {
        let partnership = &self.area.profile.partnership;
        if partnership.is_empty() { &self.area.name } else { partnership }
    }

    /// The area's name, colour, notice and contacts, in the order kept on every page (WCAG 2.2, 3.2.6).
    fn look(&self) -> AreaLook {
        let profile = &self.area.profile;
        let mut look = AreaLook::new(self.owner(), &self.area.slug);
        look.notice.clone_from(&profile.notice);
        look.colour = Colour::or_default(&profile.colour).0;
        if !profile.contact_phone.is_empty() {
            let digits: String =
                profile.contact_phone.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect();
            look.contact.push(Link::outside(
                &format!("Telephone\u{a0}{}", profile.contact_phone.replace(' ', "\u{a0}")),
                &format!("tel:{digits}"),
            ));
        }
        if !profile.contact_email.is_empty() {
            look.contact.push(Link::outside(&profile.contact_email, &format!("mailto:{}", profile.contact_email)));
        }
        look
    }

    /// The way to say that something is wrong: a letter where there is an address, else the page of help.
    fn report_link(&self) -> Link {
        let email = &self.area.profile.contact_email;
        if email.is_empty() {
            Link::inside("Something wrong with this page?", "help")
        } else {
            Link::outside("Something wrong with this page? Tell us", &format!("mailto:{email}"))
        }
    }
}
