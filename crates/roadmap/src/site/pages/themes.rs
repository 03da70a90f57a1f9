//! The promises by subject.

use askama::Template;
use web::{Html, Place};

use crate::{
    model::{Node, Theme},
    site::{
        Page,
        context::Site,
        frame::Sheet,
        lines::{self, EntryLines},
        paths,
        words::counted,
    },
};

/// All themes, and openly what belongs to none.
#[derive(Template)]
#[template(path = "roadmap/themes.html")]
struct Themes<'a> {
    here: Place,
    listed: Vec<(&'a Theme, String)>,
    without: Html,
    without_count: usize,
}

#[derive(Template)]
#[template(path = "roadmap/theme.html")]
struct ThemePage<'a> {
    theme: &'a Theme,
    standing: String,
    lines: Html,
    elsewhere: Html,
    elsewhere_count: usize,
}

/// The list of themes and a page for each.
pub(crate) fn pages(site: &Site) -> Vec<Page> {
    let mut pages = vec![index(site)];
    pages.extend(site.content.tree.themes.iter().map(|theme| one(site, theme)));
    pages
}

fn index(site: &Site) -> Page {
    let path = "roadmap/themes";
    let here = paths::place(path);
    let without: Vec<&Node> =
        site.live.iter().filter(|entry| !entry.themes.iter().any(|key| site.theme(key).is_some())).copied().collect();
    let themes = Themes {
        listed: site.content.tree.themes.iter().map(|theme| (theme, standing(&of(site, theme)))).collect(),
        without: EntryLines::plain(site, &here, &without),
        without_count: without.len(),
        here,
    };
    let sheet = Sheet::new(path, "The roadmap by theme", "The promises of the roadmap by subject.", Html::of(&themes));
    site.frame().page(sheet.below("Roadmap", paths::ROADMAP))
}

fn one(site: &Site, theme: &Theme) -> Page {
    let path = paths::theme(&theme.key);
    let here = paths::place(&path);
    let entries = of(site, theme);
    let in_theme = |node: &&Node| node.retired.is_none() && node.themes.contains(&theme.key);
    let elsewhere: Vec<&Node> = site.content.commitments().filter(in_theme).collect();
    let page = ThemePage {
        theme,
        standing: standing(&entries),
        lines: EntryLines::plain(site, &here, &entries),
        elsewhere_count: elsewhere.len(),
        elsewhere: EntryLines::plain(site, &here, &elsewhere),
    };
    let title = format!("Theme: {}", theme.name);
    let sheet = Sheet::new(&path, &title, &theme.plain, Html::of(&page));
    site.frame().page(sheet.below("Roadmap", paths::ROADMAP).below("Themes", "roadmap/themes"))
}

/// The live entries of a theme, in page order.
fn of<'a>(site: &Site<'a>, theme: &Theme) -> Vec<&'a Node> {
    site.live.iter().filter(|entry| entry.themes.contains(&theme.key)).copied().collect()
}

/// "12 things are promised. 4 are said to have happened."
pub(crate) fn standing(entries: &[&Node]) -> String {
    let happened = entries.iter().filter(|entry| lines::happened(entry)).count();
    match (entries.len(), happened) {
        (0, _) => "Nothing is promised here.".to_owned(),
        (all, 0) => {
            format!("{} promised. Nothing is said to have happened yet.", counted(all, "thing is", "things are"))
        }
        (all, happened) => format!(
            "{} promised. {} said to have happened.",
            counted(all, "thing is", "things are"),
            counted(happened, "is", "are")
        ),
    }
}
