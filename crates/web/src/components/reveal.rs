//! Contents that open on request.

use crate::{Attributes, Classes, Html};
use askama::Template;

/// A line that opens to show more. Works without script.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/details.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Details {
    /// The line.
    pub summary_text: String,
    /// The line as HTML.
    pub summary_html: Html,
    /// What opens.
    pub text: String,
    /// What opens, as HTML.
    pub html: Html,
    /// Open from the start.
    pub open: bool,
    /// Identifier.
    pub id: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// Sections that open and close. Without script all are open.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/accordion.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Accordion {
    /// Identifier, unique in the site: the browser remembers what was open by it.
    pub id: String,
    /// The sections.
    pub items: Vec<AccordionSection>,
    /// Level of the headings; 2 when not given.
    pub heading_level: Option<u8>,
    /// Whether the browser remembers what was open.
    pub remember_expanded: Option<bool>,
    /// Words of the button that closes all.
    pub hide_all_sections_text: String,
    /// Words of the button that closes one.
    pub hide_section_text: String,
    /// The same for screen readers.
    pub hide_section_aria_label_text: String,
    /// Words of the button that opens all.
    pub show_all_sections_text: String,
    /// Words of the button that opens one.
    pub show_section_text: String,
    /// The same for screen readers.
    pub show_section_aria_label_text: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// One section of an accordion.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct AccordionSection {
    /// Its heading.
    pub heading: Content,
    /// A line under the heading.
    pub summary: Content,
    /// Its contents.
    pub content: Content,
    /// Open from the start.
    pub expanded: bool,
}

/// Words, or HTML instead of them.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Content {
    /// The words.
    pub text: String,
    /// The words as HTML.
    pub html: Html,
}

impl Content {
    /// What is printed: the HTML when there is any, otherwise the words.
    pub fn shown(&self) -> Html {
        Html::or_text(&self.html, &self.text)
    }
}

impl From<&str> for Content {
    fn from(words: &str) -> Self {
        Self { text: words.to_owned(), html: Html::default() }
    }
}

impl From<Html> for Content {
    fn from(html: Html) -> Self {
        Self { text: String::new(), html }
    }
}

impl Accordion {
    fn level(&self) -> u8 {
        self.heading_level.unwrap_or(2)
    }

    fn translations(&self) -> Attributes {
        Attributes::new()
            .translated("hide-all-sections", &self.hide_all_sections_text)
            .translated("hide-section", &self.hide_section_text)
            .translated("hide-section-aria-label", &self.hide_section_aria_label_text)
            .translated("show-all-sections", &self.show_all_sections_text)
            .translated("show-section", &self.show_section_text)
            .translated("show-section-aria-label", &self.show_section_aria_label_text)
            .with_some("data-remember-expanded", self.remember_expanded)
    }
}

/// Alternative views of one thing. Without script all are shown under one another.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/tabs.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Tabs {
    /// Identifier.
    pub id: String,
    /// Start of the identifiers of panels that have none of their own.
    pub id_prefix: String,
    /// Heading shown without script; "Contents" when not given.
    pub title: Option<String>,
    /// The views.
    pub items: Vec<Tab>,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// One view.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Tab {
    /// Identifier of its panel.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Further attributes of the tab.
    pub attributes: Attributes,
    /// What it shows.
    pub panel: TabPanel,
}

/// What a tab shows.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct TabPanel {
    /// The words.
    pub text: String,
    /// The words as HTML.
    pub html: Html,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Tabs {
    fn panel_id(&self, tab: &Tab, number: usize) -> String {
        if tab.id.is_empty() { format!("{}-{number}", self.id_prefix) } else { tab.id.clone() }
    }
}
