//! What a page says about itself or about what was just done.

use super::{Button, Component};
use crate::{Attributes, Classes, Html};
use askama::Template;

/// A message beside the page's own business: at most one, and never together with an error summary.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/notification-banner.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct NotificationBanner {
    /// The words.
    pub text: String,
    /// The words as HTML.
    pub html: Html,
    /// Title; "Important", or "Success" for a success, when empty.
    pub title_text: String,
    /// Title as HTML.
    pub title_html: Html,
    /// Level of the title; 2 when not given.
    pub title_heading_level: Option<u8>,
    /// `success` for the outcome of a deed.
    #[cfg_attr(test, serde(rename = "type"))]
    pub kind: String,
    /// Landmark or live role; chosen by the kind when empty.
    pub role: String,
    /// Identifier of the title; `govuk-notification-banner-title` when empty.
    pub title_id: String,
    /// Whether a success keeps the focus where it is.
    pub disable_auto_focus: Option<bool>,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl NotificationBanner {
    fn is_success(&self) -> bool {
        self.kind == "success"
    }

    fn shown_role(&self) -> &str {
        match (self.role.as_str(), self.is_success()) {
            ("", true) => "alert",
            ("", false) => "region",
            (role, _) => role,
        }
    }

    fn shown_title(&self) -> Html {
        let usual = if self.is_success() { "Success" } else { "Important" };
        let text = if self.title_text.is_empty() { usual } else { &self.title_text };
        Html::or_text(&self.title_html, text)
    }

    fn shown_title_id(&self) -> &str {
        if self.title_id.is_empty() { "govuk-notification-banner-title" } else { &self.title_id }
    }

    fn level(&self) -> u8 {
        self.title_heading_level.unwrap_or(2)
    }
}

/// Says that something is done, or stops before something serious.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/panel.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Panel {
    /// Title.
    pub title_text: String,
    /// Title as HTML.
    pub title_html: Html,
    /// Level of the title; 1 when not given.
    pub heading_level: Option<u8>,
    /// The words.
    pub text: String,
    /// The words as HTML.
    pub html: Html,
    /// What can be done next, for the variant `govuk-panel--interruption`.
    pub actions: Option<PanelActions>,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// What can be done from a panel.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct PanelActions {
    /// The actions.
    pub items: Vec<PanelAction>,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// A button or a link in a panel.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct PanelAction {
    /// The words.
    pub text: String,
    /// Where it leads; a button when empty.
    pub href: String,
    /// `button`, `submit`, or empty.
    #[cfg_attr(test, serde(rename = "type"))]
    pub kind: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Panel {
    fn level(&self) -> u8 {
        self.heading_level.unwrap_or(1)
    }

    fn is_interruption(&self) -> bool {
        self.classes.mention("govuk-panel--interruption")
    }

    fn interruption_actions(&self) -> Option<&PanelActions> {
        self.actions.as_ref().filter(|_| self.is_interruption())
    }
}

impl PanelAction {
    fn is_button(&self) -> bool {
        self.href.is_empty() || self.kind == "button"
    }

    fn button(&self) -> Html {
        Button {
            text: self.text.clone(),
            kind: if self.kind.is_empty() { "button".to_owned() } else { self.kind.clone() },
            classes: self.classes.after("govuk-button--inverse"),
            href: self.href.clone(),
            attributes: self.attributes.clone(),
            ..Button::default()
        }
        .html()
    }
}

/// Asks what readers think of the page.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/feedback.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Feedback {
    /// Title.
    pub title_text: String,
    /// Title as HTML.
    pub title_html: Html,
    /// Level of the title; 2 when not given.
    pub heading_level: Option<u8>,
    /// The words.
    pub text: String,
    /// The words as HTML.
    pub html: Html,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Feedback {
    fn level(&self) -> u8 {
        self.heading_level.unwrap_or(2)
    }
}

/// Everything wrong on a page, first on it, each with a link to its field. Always shown, even for a single error.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/error-summary.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct ErrorSummary {
    /// Title.
    pub title_text: String,
    /// Title as HTML.
    pub title_html: Html,
    /// A sentence before the list.
    pub description_text: String,
    /// The sentence as HTML.
    pub description_html: Html,
    /// The errors.
    pub error_list: Vec<SummarisedError>,
    /// Whether the focus stays where it is when the page opens.
    pub disable_auto_focus: Option<bool>,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// One error in the summary.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct SummarisedError {
    /// Address of the field, such as `#email`.
    pub href: String,
    /// The words.
    pub text: String,
    /// The words as HTML.
    pub html: Html,
    /// Further attributes of the link.
    pub attributes: Attributes,
}
