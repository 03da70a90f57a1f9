//! Ways back and onwards.

use crate::{Attributes, Classes, Html};
use askama::Template;

/// A link to the page before.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/back-link.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
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
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
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
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
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

/// The way to the next and the previous page, with or without numbers.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/pagination.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Pagination {
    /// Numbered pages. Without any, the neighbours are shown as a block with their titles.
    pub items: Vec<PageNumber>,
    /// The page before.
    pub previous: Option<Neighbour>,
    /// The page after.
    pub next: Option<Neighbour>,
    /// Name of the landmark; "Pagination" when empty.
    pub landmark_label: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// A numbered page.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct PageNumber {
    /// Its number.
    pub number: String,
    /// Its name for screen readers; "Page" and the number when not given.
    pub visually_hidden_text: Option<String>,
    /// Its address.
    pub href: String,
    /// This very page.
    pub current: bool,
    /// Dots for pages left out.
    pub ellipsis: bool,
    /// Further attributes of the link.
    pub attributes: Attributes,
}

/// The page before or after.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Neighbour {
    /// Words of the link; "Next page" or "Previous page" when empty.
    pub text: String,
    /// Words as HTML.
    pub html: Html,
    /// The other page's title, shown only without numbers.
    pub label_text: String,
    /// Its address.
    pub href: String,
    /// Further attributes of the link.
    pub attributes: Attributes,
}

impl Pagination {
    fn is_block(&self) -> bool {
        self.items.is_empty() && (self.next.is_some() || self.previous.is_some())
    }

    fn label(&self) -> &str {
        if self.landmark_label.is_empty() { "Pagination" } else { &self.landmark_label }
    }
}

impl PageNumber {
    fn name(&self) -> String {
        self.visually_hidden_text.clone().unwrap_or_else(|| format!("Page {}", self.number))
    }

    fn is_given(&self) -> bool {
        self.ellipsis || !self.number.is_empty()
    }
}

impl Neighbour {
    fn has_words(&self) -> bool {
        !(self.html.is_empty() && self.text.is_empty())
    }
}

/// The same page in other languages.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/language-navigation.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct LanguageNavigation {
    /// The languages.
    pub items: Vec<LanguageLink>,
    /// Name of the landmark; "Language" when not given.
    pub aria_label: Option<String>,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// One language.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct LanguageLink {
    /// Its own name for itself.
    pub text: String,
    /// Its name as HTML.
    pub html: Html,
    /// The page in that language; this very page when empty.
    pub href: String,
    /// This very page.
    pub current: bool,
    /// Language of the words, as a BCP 47 tag.
    pub lang: String,
    /// Language of the page it leads to, when it differs from `lang`.
    pub href_lang: String,
    /// Direction of the words: `ltr` or `rtl`.
    pub dir: String,
    /// The same in the language of this page, for screen readers.
    pub language_description_text: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl LanguageLink {
    fn is_here(&self) -> bool {
        self.current || self.href.is_empty()
    }

    fn words(&self) -> Html {
        Html::or_text(&self.html, &self.text)
    }

    fn target_language(&self) -> &str {
        if self.href_lang.is_empty() { &self.lang } else { &self.href_lang }
    }
}
