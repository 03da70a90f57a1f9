//! Short pieces of text with a look of their own.

use crate::{Attributes, Classes, Html};
use askama::Template;

/// A status in one or two words. Never a link, and never told by its colour alone.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/tag.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Tag {
    /// The words.
    pub text: String,
    /// The words as HTML.
    pub html: Html,
    /// A colour such as `govuk-tag--green`.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// What helps to answer a question, in grey under its label.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/hint.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Hint {
    /// Identifier that the control names in `aria-describedby`; fields set it themselves.
    pub id: String,
    /// The words.
    pub text: String,
    /// The words as HTML.
    pub html: Html,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// The question a control answers. Prints nothing when it has no words.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/label.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Label {
    /// The words.
    pub text: String,
    /// The words as HTML.
    pub html: Html,
    /// Identifier of the control; fields set it themselves.
    #[cfg_attr(test, serde(rename = "for"))]
    pub for_id: String,
    /// Whether the label is the page's only heading.
    pub is_page_heading: bool,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// What is wrong with an answer and how to put it right.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/error-message.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct ErrorMessage {
    /// Identifier that the control names in `aria-describedby`; fields set it themselves.
    pub id: String,
    /// The words.
    pub text: String,
    /// The words as HTML.
    pub html: Html,
    /// Word before the message for screen readers; "Error" when not given, none when empty.
    pub visually_hidden_text: Option<String>,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// A paragraph set apart from the text around it.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/inset-text.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct InsetText {
    /// Identifier.
    pub id: String,
    /// The words.
    pub text: String,
    /// The words as HTML.
    pub html: Html,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// A warning of something with consequences, such as a legal limit.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/warning-text.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct WarningText {
    /// The words.
    pub text: String,
    /// The words as HTML.
    pub html: Html,
    /// What the sign means, for screen readers; "Warning" when empty.
    pub icon_fallback_text: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl ErrorMessage {
    fn prefix(&self) -> &str {
        self.visually_hidden_text.as_deref().unwrap_or("Error")
    }
}

/// Components that are mostly words can be made from them.
macro_rules! from_words {
    ($($part:ident),*) => {$(
        impl From<&str> for $part {
            fn from(words: &str) -> Self {
                Self { text: words.to_owned(), ..Self::default() }
            }
        }
    )*};
}

from_words!(Tag, Hint, Label, ErrorMessage, InsetText, WarningText);
