//! What stands around a page: header, navigation, phase banner, skip link.

use super::{Component, Tag};
use crate::{Attributes, Classes, Html};
use askama::Template;

/// A header with the name of whoever runs the site. Areas are not GOV.UK, so the GOV.UK header is not offered.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/generic-header.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct GenericHeader {
    /// Where the name leads; `/` when empty.
    pub url: String,
    /// The name.
    pub logo_text: String,
    /// The name as HTML, instead of the text.
    pub logo_html: Html,
    /// Classes of the inner container; the page's width when empty.
    pub container_classes: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// The navigation of a site, with its name when there is one.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/service-navigation.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct SiteNavigation {
    /// Name shown first.
    pub service_name: String,
    /// Where the name leads; plain text when empty.
    pub service_url: String,
    /// The links.
    pub navigation: Vec<SiteLink>,
    /// Whether narrow screens fold the links behind a button; when not said, only if there are two or more.
    pub collapse_navigation_on_mobile: Option<bool>,
    /// Name of the landmark around the service name.
    pub aria_label: Option<String>,
    /// Words on the button of narrow screens; "Menu" when empty.
    pub menu_button_text: String,
    /// Longer name of that button for screen readers.
    pub menu_button_label: String,
    /// Name of the navigation landmark; the button's words when empty.
    pub navigation_label: String,
    /// Identifier of the list; `navigation` when empty.
    pub navigation_id: String,
    /// Further classes of the navigation element.
    pub navigation_classes: Classes,
    /// HTML before, within and after the list.
    pub slots: FrameSlots,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// Places in a service navigation that take HTML.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct FrameSlots {
    /// Before everything.
    pub start: Html,
    /// After everything.
    pub end: SlotEnd,
    /// First in the list.
    pub navigation_start: Html,
    /// Last in the list.
    pub navigation_end: Html,
}

/// HTML at the end of a service navigation.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct SlotEnd {
    /// The HTML.
    pub html: Html,
    /// `inline` puts it on the line of the links.
    pub align: String,
}

/// One link of a service navigation.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct SiteLink {
    /// Words of the link.
    pub text: String,
    /// Words as HTML.
    pub html: Html,
    /// Where it leads; plain text when empty.
    pub href: String,
    /// This very page.
    pub current: bool,
    /// The section this page belongs to.
    pub active: bool,
    /// Further attributes of the link.
    pub attributes: Attributes,
}

impl SiteNavigation {
    fn menu_words(&self) -> &str {
        if self.menu_button_text.is_empty() { "Menu" } else { &self.menu_button_text }
    }

    fn list_id(&self) -> &str {
        if self.navigation_id.is_empty() { "navigation" } else { &self.navigation_id }
    }

    fn landmark_name(&self) -> &str {
        if self.navigation_label.is_empty() { self.menu_words() } else { &self.navigation_label }
    }

    fn folds(&self) -> bool {
        self.collapse_navigation_on_mobile.unwrap_or(self.navigation.len() > 1)
    }

    fn has_links(&self) -> bool {
        !(self.navigation.is_empty() && self.slots.navigation_start.is_empty() && self.slots.navigation_end.is_empty())
    }

    /// A name or a slot makes it more than navigation, so it gets a landmark of its own.
    fn is_section(&self) -> bool {
        !(self.service_name.is_empty() && self.slots.start.is_empty() && self.slots.end.html.is_empty())
    }
}

impl SiteLink {
    fn words(&self) -> Html {
        Html::or_text(&self.html, &self.text)
    }

    fn is_active(&self) -> bool {
        self.active || self.current
    }
}

/// A line under the header saying what stage the site is at.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/phase-banner.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct PhaseBanner {
    /// The stage, in one or two words.
    pub tag: Tag,
    /// What that means for the reader.
    pub text: String,
    /// The same as HTML.
    pub html: Html,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl PhaseBanner {
    fn stage(&self) -> Html {
        Tag {
            classes: self.tag.classes.after("govuk-phase-banner__content__tag"),
            attributes: Attributes::new(),
            ..self.tag.clone()
        }
        .html()
    }
}

/// The first stop of the Tab key: past header and navigation, to the contents.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/skip-link.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct SkipLink {
    /// Words of the link.
    pub text: String,
    /// Words as HTML.
    pub html: Html,
    /// The contents' own identifier, as `#main-content`; `#content` when empty.
    pub href: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}
