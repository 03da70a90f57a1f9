//! The page on which a device is asked for a passkey, and the script it needs.

use askama::Template;
use axum::{http::header, response::IntoResponse};
use office::Here;
use serde::Deserialize;
use web::Html;

use crate::passkeys::{Answered, Asked};

/// Where the script stands inside the area.
const SCRIPT: &str = "sign-in/passkey.js";

/// The module that speaks to the device.
pub(super) async fn script() -> impl IntoResponse {
    let headers = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, include_str!("../../assets/passkey.js"))
}

/// What the page asks of the device, and where its answer goes.
#[derive(Template)]
#[template(path = "accounts/passkey.html")]
pub(super) struct AskPage {
    title: &'static str,
    before: &'static str,
    action: String,
    kind: &'static str,
    options: String,
    once: Html,
    hidden: Vec<(&'static str, String)>,
    button: &'static str,
    other: String,
    script: String,
}

impl AskPage {
    /// Asks for a passkey that is there already.
    pub(super) fn to_show(here: &Here, action: &str, asked: Asked, to: &str, other: &str) -> Self {
        Self {
            title: "Use your passkey",
            before: "Press the button. Your device then asks you to confirm that it is you.",
            kind: "get",
            hidden: vec![("ceremony", asked.ceremony.reveal().to_owned()), ("to", to.to_owned())],
            button: "Use your passkey",
            options: asked.options,
            ..Self::bare(here, action, other)
        }
    }

    /// Asks for a new one.
    pub(super) fn to_make(here: &Here, action: &str, asked: Asked, name: &str, other: &str) -> Self {
        Self {
            title: "Make a passkey",
            before: "Press the button. Your device then asks where to keep the passkey.",
            kind: "create",
            hidden: vec![("ceremony", asked.ceremony.reveal().to_owned()), ("name", name.to_owned())],
            button: "Make a passkey",
            options: asked.options,
            ..Self::bare(here, action, other)
        }
    }

    fn bare(here: &Here, action: &str, other: &str) -> Self {
        Self {
            title: "",
            before: "",
            action: here.at(action),
            kind: "",
            options: String::new(),
            once: here.once_field(),
            hidden: Vec::new(),
            button: "",
            other: here.at(other),
            script: here.at(SCRIPT),
        }
    }

    pub(super) fn title(&self) -> &'static str {
        self.title
    }
}

/// What comes back from the page for a passkey that is there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ShownForm {
    pub(super) ceremony: String,
    pub(super) credential: String,
    #[serde(default)]
    pub(super) to: String,
}

impl ShownForm {
    pub(super) fn answered<'a>(&'a self, browser: &'a str) -> Answered<'a> {
        Answered { browser, ceremony: &self.ceremony, credential: &self.credential }
    }
}
