//! What every field has around its control: the frame, the question, the hint, the error.

use super::{Component, Content, ErrorMessage, Hint, Label};
use crate::{Attributes, Classes, Html};
use askama::Template;

/// The frame around a field.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct FormGroup {
    /// HTML or words just before the control.
    #[cfg_attr(test, serde(alias = "beforeInput", alias = "beforeInputs"))]
    pub before: Content,
    /// HTML or words just after the control.
    #[cfg_attr(test, serde(alias = "afterInput", alias = "afterInputs"))]
    pub after: Content,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// A group of controls that answer one question.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/fieldset.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Fieldset {
    /// Identifiers of what describes the group.
    pub described_by: String,
    /// The question.
    pub legend: Legend,
    /// A role, where screen readers need one.
    pub role: String,
    /// The controls.
    pub html: Html,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// The question a group of controls answers.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Legend {
    /// The words.
    pub text: String,
    /// The words as HTML.
    pub html: Html,
    /// Whether it is the page's only heading.
    pub is_page_heading: bool,
    /// Size, such as `govuk-fieldset__legend--l`.
    pub classes: Classes,
}

impl Legend {
    fn shown(&self) -> Html {
        Html::or_text(&self.html, &self.text)
    }
}

impl From<&str> for Legend {
    fn from(words: &str) -> Self {
        Self { text: words.to_owned(), ..Self::default() }
    }
}

/// The question, hint and error of a field whose control has the identifier `id`.
pub(super) struct Above<'a> {
    pub(super) id: &'a str,
    pub(super) label: Option<&'a Label>,
    pub(super) hint: Option<&'a Hint>,
    pub(super) error: Option<&'a ErrorMessage>,
}

impl Above<'_> {
    /// Identifiers for `aria-describedby`: `first`, then the hint, then the error.
    pub(super) fn described_by(&self, first: &str) -> String {
        let hint = self.hint.map(|_| format!("{}-hint", self.id));
        let error = self.error.map(|_| format!("{}-error", self.id));
        let first = Some(first.to_owned()).filter(|first| !first.is_empty());
        [first, hint, error].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    pub(super) fn html(&self) -> Html {
        let label = self.label.map(|label| Label { for_id: self.id.to_owned(), ..label.clone() }.html());
        let hint = self.hint.map(|hint| Hint { id: format!("{}-hint", self.id), ..hint.clone() }.html());
        let error = self.error.map(|error| ErrorMessage { id: format!("{}-error", self.id), ..error.clone() }.html());
        Html::join([label, hint, error].into_iter().flatten().filter(|part| !part.is_empty()))
    }
}

/// An identifier, or the field's name when none is given.
pub(super) fn id_or_name<'a>(id: &'a str, name: &'a str) -> &'a str {
    if id.is_empty() { name } else { id }
}
