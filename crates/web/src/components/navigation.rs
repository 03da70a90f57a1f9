//! Ways back and onwards.

use crate::{Attributes, Classes, Html};
use askama::Template;

/// A link to the page before.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/back-link.html")]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(rename_all = "camelCase", default, deny_unknown_fields)
)]
pub struct BackLink {
    /// Words of the link; "Back" when empty.
    pub text: String,
    /// Words as HTML.
    pub html: Html,
    /// Where it leads; `#` when empty.
    pub href: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// The pages above this one, outermost first.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/breadcrumbs.html")]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(rename_all = "camelCase", default, deny_unknown_fields)
)]
pub struct Breadcrumbs {
    /// The pages.
    pub items: Vec<Breadcrumb>,
    /// Whether narrow screens show only the first and the last.
    pub collapse_on_mobile: bool,
    /// Name of the landmark; "Breadcrumb" when not given.
    pub label_text: Option<String>,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// One page of the breadcrumbs.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(rename_all = "camelCase", default, deny_unknown_fields)
)]
pub struct Breadcrumb {
    /// Its name.
    pub text: String,
    /// Its name as HTML.
    pub html: Html,
    /// Its address; this very page when empty.
    pub href: String,
    /// Further attributes of the link.
    pub attributes: Attributes,
}
