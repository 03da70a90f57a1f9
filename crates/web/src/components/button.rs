//! Things to press.

use super::Component;
use crate::{Attributes, Classes, Html};
use askama::Template;

/// A button, or a link that looks like one.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/button.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Button {
    /// The words.
    pub text: String,
    /// The words as HTML.
    pub html: Html,
    /// Makes it a link.
    pub href: String,
    /// Name sent with the form.
    pub name: String,
    /// Value sent with the form.
    pub value: String,
    /// `submit` when empty; also `button` and `reset`.
    #[cfg_attr(test, serde(rename = "type"))]
    pub kind: String,
    /// Cannot be pressed. Avoid: say what is missing instead.
    pub disabled: bool,
    /// Whether a second press soon after the first is ignored.
    pub prevent_double_click: Option<bool>,
    /// Starts a task: larger, with an arrow.
    pub is_start_button: bool,
    /// Identifier.
    pub id: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Button {
    fn words(&self) -> Html {
        Html::or_text(&self.html, &self.text)
    }
}

/// Leaves the site at once, for pages that someone should not be seen reading.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/exit-this-page.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct ExitThisPage {
    /// The words.
    pub text: String,
    /// The words as HTML.
    pub html: Html,
    /// Where it leads; the weather when empty.
    pub redirect_url: String,
    /// Identifier.
    pub id: String,
    /// Announced when leaving.
    pub activated_text: String,
    /// Announced when the keys were pressed too slowly.
    pub timed_out_text: String,
    /// Announced after the first press of the Shift key.
    pub press_two_more_times_text: String,
    /// Announced after the second.
    pub press_one_more_time_text: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl ExitThisPage {
    fn button(&self) -> Html {
        let usual = Html::of(&UsualWords);
        let says_nothing = self.html.is_empty() && self.text.is_empty();
        let away = "https://www.bbc.co.uk/weather";
        Button {
            html: if says_nothing { usual } else { self.html.clone() },
            text: self.text.clone(),
            classes: "govuk-button--warning govuk-exit-this-page__button govuk-js-exit-this-page-button".into(),
            href: if self.redirect_url.is_empty() { away.to_owned() } else { self.redirect_url.clone() },
            attributes: Attributes::new().with("rel", "nofollow noreferrer"),
            ..Button::default()
        }
        .html()
    }

    fn announcements(&self) -> Attributes {
        Attributes::new()
            .translated("activated", &self.activated_text)
            .translated("timed-out", &self.timed_out_text)
            .translated("press-two-more-times", &self.press_two_more_times_text)
            .translated("press-one-more-time", &self.press_one_more_time_text)
    }
}

#[derive(Template)]
#[template(source = r#"<span class="govuk-visually-hidden">Emergency</span> Exit this page"#, ext = "html")]
struct UsualWords;
