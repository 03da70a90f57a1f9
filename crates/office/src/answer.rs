//! What can go wrong while answering, and how it is said: as a page to people, as a problem to programs.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use permission::Denied;
use web::ErrorPage;

/// What can go wrong while answering. Each variant is something a person reads.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// Nobody is signed in. People are led to the sign-in page and from there to where they wanted to go.
    #[error("nobody is signed in")]
    SignInFirst,
    /// The act wants proof, a moment ago, that it is really they.
    #[error("confirm that it is you first")]
    StepUpFirst,
    /// There is no such thing, or whoever asks may not know that there is.
    #[error("there is no such page")]
    NotFound,
    /// What was sent cannot be used: a title and what to do.
    #[error("{title}: {what_to_do}")]
    Refused {
        /// The heading.
        title: String,
        /// What to do, in a sentence.
        what_to_do: String,
    },
    /// Somebody else changed it in the meantime. Pages show both texts instead; programs get this.
    #[error("{0}")]
    Changed(String),
    /// A whole answer of its own, such as a form with its errors.
    #[error("the form was not accepted")]
    Shown(Box<Response>),
    /// Something failed on our side. What it was goes to the log, never to the page.
    #[error("something went wrong on our side")]
    Ours(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl PageError {
    /// Something on our side.
    pub fn ours(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Ours(Box::new(error))
    }

    /// What was sent cannot be used.
    pub fn refused(title: &str, what_to_do: &str) -> Self {
        Self::Refused { title: title.to_owned(), what_to_do: what_to_do.to_owned() }
    }

    /// A form shown again with what is wrong with it; status 422 (RFC 9110 section 15.5.21).
    pub fn form(mut answer: Response) -> Self {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        Self::Shown(Box::new(answer))
    }

    /// The page for it. Signing in and stepping up lead elsewhere; the entrance sees to that, from this mark.
    fn page(&self) -> ErrorPage {
        match self {
            Self::SignInFirst => ErrorPage::new(
                StatusCode::UNAUTHORIZED,
                "Sign in first",
                "This part is for people who work on the programme.",
            ),
            Self::StepUpFirst => ErrorPage::new(
                StatusCode::FORBIDDEN,
                "Confirm that it is you",
                "For this we ask you to show again that it is you.",
            ),
            Self::Refused { title, what_to_do } => ErrorPage::new(StatusCode::UNPROCESSABLE_ENTITY, title, what_to_do),
            Self::Changed(words) => {
                ErrorPage::new(StatusCode::CONFLICT, "Somebody changed this in the meantime", words)
            }
            Self::Ours(_) => ErrorPage::ours(),
            Self::NotFound | Self::Shown(_) => ErrorPage::not_found(),
        }
    }
}

/// Marks an answer that leads to the sign-in page, or to the page where one confirms who one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LeadsTo {
    SignIn,
    StepUp,
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        if let Self::Ours(error) = &self {
            // The error's own words may hold what somebody typed; its kind is enough to find the place.
            tracing::error!(kind = kind_of(error.as_ref()), "a request failed on our side");
        }
        let page = self.page();
        match self {
            Self::Shown(answer) => *answer,
            Self::SignInFirst => marked(page, LeadsTo::SignIn),
            Self::StepUpFirst => marked(page, LeadsTo::StepUp),
            _ => page.into_response(),
        }
    }
}

fn marked(page: ErrorPage, leads_to: LeadsTo) -> Response {
    let mut answer = page.into_response();
    answer.extensions_mut().insert(leads_to);
    answer
}

/// The kind of an error without its words: a database's code, or nothing more than that it was one of ours.
fn kind_of(error: &(dyn std::error::Error + Send + Sync + 'static)) -> String {
    match error.downcast_ref::<sqlx::Error>() {
        Some(sqlx::Error::Database(inner)) => {
            format!("database {}", inner.code().unwrap_or_default())
        }
        Some(sqlx::Error::RowNotFound) => "database: a row was expected".to_owned(),
        Some(sqlx::Error::PoolTimedOut) => "database: no connection was free in time".to_owned(),
        Some(_) => "database".to_owned(),
        None => "other".to_owned(),
    }
}

/// A failed answer for programs: `application/problem+json` (RFC 9457).
pub(crate) fn problem(page: &ErrorPage) -> Response {
    let body = serde_json::json!({
        "type": "about:blank",
        "title": page.title,
        "status": page.status.as_u16(),
        "detail": page.what_happened,
        "instance": page.reference,
    });
    let mut answer = (page.status, body.to_string()).into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if page.status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some(seconds) = page.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    answer
}

impl From<sqlx::Error> for PageError {
    fn from(error: sqlx::Error) -> Self {
        Self::ours(error)
    }
}

impl From<Denied> for PageError {
    /// Who may not know that a thing exists gets the same answer as for one that does not.
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::StepUpFirst => Self::StepUpFirst,
            Denied::NotPermitted | Denied::OutOfScope => Self::NotFound,
        }
    }
}
