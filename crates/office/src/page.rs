//! The frame around every page for signed-in people.

use askama::Template;
use axum::response::Response;
use permission::{Action, Subject};
use web::{Html, NavigationItem, Place, Robots, Shell, document};

use crate::Visit;

/// Where the office's own style sheet, script and icon stand inside an area.
pub(crate) const ASSETS: &str = "office/assets";

/// One section of the office's navigation; shown to those who may open it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// Its name.
    pub text: &'static str,
    /// Its path inside the area.
    pub path: &'static str,
    /// What it takes to open it.
    pub action: Action,
    /// What one does there, in a sentence.
    pub says: &'static str,
}

/// A page of the office. `path` is its place inside the area, such as `office/plan`; `main` its contents.
///
/// Fill in what else the page has (breadcrumbs, errors), then hand it to [`Visit::show`].
pub fn staff_page(visit: &Visit, path: &str, title: &str, main: Html) -> Shell {
    let place = place(&visit.here, path);
    let sections = visit.office.desk().sections.iter();
    let open = sections.filter(|section| visit.could(section.action, &Subject::Area));
    let navigation =
        open.map(|section| NavigationItem { text: section.text.to_owned(), path: section.path.to_owned() }).collect();
    Shell {
        navigation,
        robots: Robots::NoIndex,
        asset_folder: ASSETS.to_owned(),
        ..Shell::new(visit.here.look(), place, title, main)
    }
}

/// A page of the office is never frozen, and is shown again at its form's address when something in the form is wrong: its
/// links hold from everywhere.
fn place(here: &crate::Here, path: &str) -> Place {
    Place::new(path).unwrap_or_else(|_| Place::home()).named_from(&here.root)
}

/// A page for somebody who is not signed in, such as the sign-in page itself.
pub(crate) fn door_page(here: &crate::Here, path: &str, title: &str, main: Html) -> Shell {
    let place = place(here, path);
    let robots = Robots::NoIndex;
    Shell { robots, asset_folder: ASSETS.to_owned(), ..Shell::new(here.look(), place, title, main) }
}

#[derive(Template)]
#[template(source = r#"<input type="hidden" name="once" value="{{ key }}">"#, ext = "html")]
struct OnceField {
    key: String,
}

/// The hidden field that every form carries: sent twice, the form has one effect. `Sent` refuses a form without it.
pub(crate) fn once_field() -> Html {
    Html::of(&OnceField { key: hex::encode(kernel::random_bytes::<16>()) })
}

impl Visit {
    /// The hidden field that every form carries.
    pub fn once_field(&self) -> Html {
        once_field()
    }

    /// The answer with a page.
    pub fn show(&self, page: &Shell) -> Response {
        document(page.render())
    }
}

impl crate::Here {
    /// A page for somebody who is not signed in. `path` is its place inside the area.
    pub fn door_page(&self, path: &str, title: &str, main: Html) -> Shell {
        door_page(self, path, title, main)
    }

    /// The hidden field that every form carries.
    pub fn once_field(&self) -> Html {
        once_field()
    }
}
