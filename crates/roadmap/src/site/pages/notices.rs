//! What a date tells: said as at a printed day, beside what people said and never mixed into it.

use askama::Template;
use jiff::civil::Date;
use web::{Html, Place};

use crate::{
    difference::day_words,
    notices::{Notice, NoticeKind},
    site::{
        Page,
        context::Site,
        frame::{Frame, Sheet},
        paths,
    },
};

/// The printed day and the edition spoken of are two facts: the page may be re-issued without a new edition.
#[derive(Template)]
#[template(path = "roadmap/notices.html")]
struct Notices<'a> {
    here: Place,
    as_at: String,
    edition: String,
    standing: String,
    groups: Vec<(NoticeKind, Vec<NoticeLine<'a>>)>,
}

/// The words of an entry, the way to it, and what is noticed about it.
struct NoticeLine<'a> {
    words: &'a str,
    href: String,
    sentence: &'a str,
}

/// The page as at a day, which may be later than the edition it speaks of.
pub(crate) fn page(site: &Site, as_at: Date) -> Page {
    let path = "roadmap/notices";
    let here = paths::place(path);
    let content = site.content;
    let group = |kind: NoticeKind| {
        let of_kind = site.notices.iter().filter(|notice| notice.kind == kind);
        (kind, of_kind.filter_map(|notice| line(site, &here, notice)).collect::<Vec<_>>())
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

/// A notice about an entry that the edition holds; there is no other.
fn line<'a>(site: &Site<'a>, here: &Place, notice: &'a Notice) -> Option<NoticeLine<'a>> {
    let entry = site.node(&notice.entry)?;
    let href = here.to(&paths::entry(&entry.key));
    Some(NoticeLine { words: entry.words(), href, sentence: &notice.sentence })
}
