//! What a date tells: said as at a printed day, beside what people said and never mixed into it.

use askama::Template;
use jiff::civil::Date;
use web::{Html, Place};

use crate::{
    difference::day_words,
    notices::{Notice, NoticeKind},
    site::{Page, context::Site, frame::{Frame, Sheet}, paths},
};

#[derive(Template)]
#[template(path = "roadmap/notices.html")]
struct Notices<'a> {
    here: Place,
    as_at: String,
    edition: String,
    standing: String,
    groups: Vec<(NoticeKind, Vec<(&'a str, String, &'a str)>)>,
}

/// The page as at a day, which may be later than the edition it speaks of.
pub(crate) fn page(site: &Site, as_at: Date) -> Page {
    let path = "roadmap/notices";
    let here = paths::place(path);
    let content = site.content;
    let line = |notice: &'_ Notice| site.node(&notice.entry).map(|entry| (entry.words(), here.to(&paths::entry(&entry.key))));
    let group = |kind: NoticeKind| {
        let of_kind = site.notices.iter().filter(|notice| notice.kind == kind);
        let lines: Vec<_> = of_kind.filter_map(|notice| line(notice).map(|(words, href)| (words, href, notice.sentence.as_str()))).collect();
        (kind, lines)
    };
    let notices = Notices {
        as_at: day_words(as_at),
        edition: format!("edition {}, released on {}", content.number, day_words(content.as_at)),
        standing: match site.notices.len() {
            0 => "There is nothing to notice.".to_owned(),
            1 => "There is 1 thing to notice.".to_owned(),
            count => format!("There are {count} things to notice."),
        },
        groups: NoticeKind::ALL.iter().copied().map(group).filter(|(_, lines)| !lines.is_empty()).collect(),
        here,
    };
    let about = "Dates that have passed, claims with no figure, and things nobody has spoken of for a year.";
    let frame = Frame { as_at, ..site.frame() };
    frame.page(Sheet::new(path, "Notices", about, Html::of(&notices)).below("Roadmap", paths::ROADMAP))
}
