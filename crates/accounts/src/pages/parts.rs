//! The few shapes that the pages of accounts are made of.

use askama::Template;
use axum::response::Response;
use office::{Here, PageError, Visit, staff_page};
use web::{
    Component, FieldErrors, Html,
    components::{Button, Hint, Input, Label, ScrollRegion, Table},
};

use crate::NotDone;

/// A form with a button. Every form carries the hidden key that makes its sending one of a kind.
#[derive(Template)]
#[template(path = "accounts/form.html")]
pub(super) struct Form {
    action: String,
    once: Html,
    hidden: Vec<(&'static str, String)>,
    fields: Vec<Html>,
    button: Html,
}

impl Form {
    /// A form sent to a path inside the area.
    pub(super) fn to(here: &Here, path: &str, button: &str) -> Self {
        let text = button.to_owned();
        let button = Button { text, prevent_double_click: Some(true), ..Button::default() }.html();
        Self { action: here.at(path), once: here.once_field(), hidden: Vec::new(), fields: Vec::new(), button }
    }

    /// The same with a quieter button, named for screen readers by what it is about.
    pub(super) fn quiet(here: &Here, path: &str, button: &str, about: &str) -> Self {
        let html = Html::of(&Quiet { text: button, about });
        let classes = "govuk-button--secondary".into();
        let button = Button { html, classes, prevent_double_click: Some(true), ..Button::default() }.html();
        Self { button, ..Self::to(here, path, "") }
    }

    /// One more field that is sent along.
    pub(super) fn hidden(mut self, name: &'static str, value: &str) -> Self {
        self.hidden.push((name, value.to_owned()));
        self
    }

    /// One more field to fill in.
    pub(super) fn field(mut self, field: Html) -> Self {
        self.fields.push(field);
        self
    }

    pub(super) fn shown(&self) -> Html {
        Html::of(self)
    }
}

#[derive(Template)]
#[template(source = r#"{{ text }} <span class="govuk-visually-hidden">{{ about }}</span>"#, ext = "html")]
struct Quiet<'a> {
    text: &'a str,
    about: &'a str,
}

/// A question with one line to answer it.
pub(super) fn line(name: &str, label: &str, hint: &str, value: &str, errors: &FieldErrors) -> Html {
    Input {
        id: name.to_owned(),
        name: name.to_owned(),
        label: Label::from(label),
        hint: Some(hint).filter(|hint| !hint.is_empty()).map(Hint::from),
        value: Some(value.to_owned()),
        error_message: errors.message(name),
        autocomplete: "off".to_owned(),
        spellcheck: Some(false),
        ..Input::default()
    }
    .html()
}

/// One part of a longer page.
pub(super) struct Part {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) lines: Vec<String>,
    pub(super) parts: Vec<Html>,
}

/// A page of several parts.
#[derive(Template)]
#[template(path = "accounts/sections.html")]
pub(super) struct Parted {
    pub(super) title: String,
    pub(super) lines: Vec<String>,
    pub(super) sections: Vec<Part>,
}

/// A secret that is shown this once.
#[derive(Template)]
#[template(path = "accounts/shown-once.html")]
pub(super) struct ShownOnce {
    pub(super) title: &'static str,
    pub(super) lines: Vec<String>,
    pub(super) secret: String,
    pub(super) back: String,
    pub(super) back_words: &'static str,
}

/// A table; its last column holds buttons.
pub(super) fn table(caption: &str, heads: &[&str], rows: Vec<Vec<web::components::Cell>>) -> Html {
    let table = Table {
        caption: caption.to_owned(),
        caption_classes: "govuk-table__caption--m".into(),
        head: Some(heads.iter().map(|head| (*head).into()).collect()),
        rows,
        first_cell_is_header: true,
        ..Table::default()
    };
    // Wide tables scroll by themselves, so that the page fits 320 px (WCAG 2.2, 1.4.10).
    ScrollRegion { label: caption.to_owned(), contents: table.html() }.html()
}

/// A staff page made of one template.
pub(super) fn page(visit: &Visit, path: &str, title: &str, main: &impl Template, errors: &FieldErrors) -> Response {
    visit.show(&errors.shown_on(staff_page(visit, path, title, Html::of(main))))
}

/// What is wrong with a form, or the error that no form can show.
pub(super) fn errors_of(error: NotDone) -> Result<FieldErrors, PageError> {
    match error {
        NotDone::Wrong(wrong) => {
            let mut errors = FieldErrors::new();
            for wrong in wrong {
                errors.add(wrong.field, wrong.remedy);
            }
            Ok(errors)
        }
        other => Err(other.into()),
    }
}

impl From<NotDone> for PageError {
    fn from(error: NotDone) -> Self {
        let words = error.to_string();
        match error {
            NotDone::NotFound => Self::NotFound,
            NotDone::ProofFirst => Self::StepUpFirst,
            NotDone::Engine(error) => error.into(),
            NotDone::PersonChanged(_) | NotDone::OrganisationChanged(_) => Self::Changed(words),
            NotDone::Wrong(_) => Self::refused("Something cannot be used", &words),
            NotDone::CodeRefused => Self::refused(
                "That cannot be used",
                "It is not known, was used already, or has ended. Try again, or ask your administrator.",
            ),
            NotDone::AskAnother => Self::refused(
                "Somebody else has to confirm this",
                "Ask an administrator who had the role a week before the new way in was made, and who was not invited \
                 by whoever made it, nor invited them.",
            ),
            NotDone::LastWayIn => Self::refused(
                "This is your last way to sign in",
                "Make another passkey or link another sign-in on your account page first. Then take this one away.",
            ),
            NotDone::ConfirmFirst => Self::refused(
                "A second person has to confirm first",
                "Ask another administrator to confirm, or enter one of your own recovery codes.",
            ),
        }
    }
}
