//! What is wrong with a form, said twice in the same words: at the top of the page and at the field.

use crate::components::{Component, ErrorMessage, ErrorSummary, SummarisedError};
use crate::{Html, Shell};

/// The errors of one form, in the order of its fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(Vec<(String, String)>);

impl FieldErrors {
    /// No errors yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes an error. `field` is the identifier of the control, `message` says what to do: "Enter the day the panel met".
    pub fn add(&mut self, field: &str, message: impl Into<String>) {
        self.0.push((field.to_owned(), message.into()));
    }

    /// Whether the form may go on.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first error of a field, to be set as its `error_message`.
    pub fn message(&self, field: &str) -> Option<ErrorMessage> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, message)| ErrorMessage::from(message.as_str()))
    }

    /// All errors, each a link to its field; nothing when there are none.
    pub fn summary(&self) -> Html {
        if self.is_empty() {
            return Html::default();
        }
        let listed = |(field, message): &(String, String)| SummarisedError {
            href: format!("#{field}"),
            text: message.clone(),
            ..SummarisedError::default()
        };
        ErrorSummary {
            title_text: "There is a problem".to_owned(),
            error_list: self.0.iter().map(listed).collect(),
            ..ErrorSummary::default()
        }
        .html()
    }

    /// The page with these errors: the summary first in its contents, and "Error: " first in its title.
    #[must_use]
    pub fn shown_on(&self, page: Shell) -> Shell {
        if self.is_empty() {
            return page;
        }
        Shell { has_errors: true, main: Html::join([self.summary(), page.main.clone()]), ..page }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::Input;
    use crate::{AreaLook, Place};

    #[test]
    fn an_error_is_said_at_the_top_and_at_its_field_in_the_same_words() {
        let mut errors = FieldErrors::new();
        errors.add("met-on", "Enter the day the panel met");
        let field = Input { name: "met-on".to_owned(), error_message: errors.message("met-on"), ..Input::default() };
        let page = Shell::new(AreaLook::new("Ridgeway", "ridgeway"), Place::home(), "Panel", field.html());

        let shown = errors.shown_on(page).render();

        assert!(shown.contains("<title>Error: Panel"));
        assert!(shown.contains("<a href=\"#met-on\">Enter the day the panel met</a>"), "{shown}");
        assert_eq!(shown.matches("Enter the day the panel met").count(), 2);
        assert!(shown.contains("aria-describedby=\"met-on-error\""));
    }

    #[test]
    fn a_form_without_errors_is_left_as_it_is() {
        let page = Shell::new(AreaLook::new("Ridgeway", "ridgeway"), Place::home(), "Panel", Html::escaped("x"));
        let shown = FieldErrors::new().shown_on(page.clone());
        assert_eq!(shown.render(), page.render());
        assert!(FieldErrors::new().message("met-on").is_none());
    }
}
