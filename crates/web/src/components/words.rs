//! Short pieces of text with a look of their own.

use crate::{Attributes, Classes, Html};
use askama::Template;

/// A status in one or two words. Never a link, and never told by its colour alone.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/tag.html")]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(rename_all = "camelCase", default, deny_unknown_fields)
)]
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

impl From<&str> for Tag {
    fn from(words: &str) -> Self {
        Self {
            text: words.to_owned(),
            ..Self::default()
        }
    }
}
