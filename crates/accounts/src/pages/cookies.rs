//! The two cookies: the session's, and the one that ties a sign-in under way to the browser that began it.

use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, header, request::Parts},
    response::Response,
};
use office::{Here, Office, PageError};

use crate::{Secret, model::CEREMONY_LASTS};

/// The browser that asks, known by a cookie that says nothing about anybody.
pub(super) struct Browser(String);

impl Browser {
    pub(super) fn secret(&self) -> &str {
        &self.0
    }

    /// Lets the browser keep it until the sign-in is done.
    pub(super) fn keep(&self, here: &Here, mut answer: Response) -> Response {
        set(&mut answer, &browser_cookie(here), &self.0, Some(CEREMONY_LASTS.as_secs()));
        answer
    }
}

impl FromRequestParts<Office> for Browser {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, office: &Office) -> Result<Self, PageError> {
        let here = Here::from_request_parts(parts, office).await?;
        let name = browser_cookie(&here);
        let lines = parts.headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let found = pairs.find(|(key, _)| *key == name).map(|(_, secret)| secret.to_owned());
        Ok(Self(found.unwrap_or_else(|| Secret::fresh().reveal().to_owned())))
    }
}

fn browser_cookie(here: &Here) -> String {
    format!("{}-browser", here.cookie())
}

/// Gives the browser its session.
pub(super) fn signed_in(here: &Here, mut answer: Response, session: &Secret) -> Response {
    set(&mut answer, &here.cookie(), session.reveal(), None);
    set(&mut answer, &browser_cookie(here), "", Some(0));
    answer
}

/// Takes the session from the browser, and everything it kept of our pages.
pub(super) fn signed_out(here: &Here, mut answer: Response) -> Response {
    set(&mut answer, &here.cookie(), "", Some(0));
    answer.headers_mut().insert("clear-site-data", HeaderValue::from_static(r#""cache", "cookies", "storage""#));
    answer
}

fn set(answer: &mut Response, name: &str, value: &str, seconds: Option<i64>) {
    let lasts = seconds.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
    // Lax, not strict: whoever follows a link from a mail arrives signed in. What changes something is a POST.
    let line = format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{lasts}");
    if let Ok(line) = HeaderValue::try_from(line) {
        answer.headers_mut().append(header::SET_COOKIE, line);
    }
}
