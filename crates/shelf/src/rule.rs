//! Pages that answer a question, by a pure rule over frozen pages.

use axum::body::Bytes;
use hyper::{StatusCode, header::HeaderValue};

use crate::{AreaPages, Frozen};

/// A page whose answer depends on the question, such as a search.
///
/// A rule sees the area's frozen pages and the question, and can hold no handle on anything else that lives: it is a
/// plain value, and its answer must depend on its arguments alone.
pub trait Rule: Send + Sync {
    /// The path inside every area where it answers, such as `roadmap/search`.
    fn path(&self) -> &str;

    /// The answer, or `None` to leave the path to the frozen page that stands there. `query` holds the decoded pairs of
    /// the address's query, in order; it is never longer than 1,000 bytes as sent.
    fn answer(&self, pages: &AreaPages, query: &[(String, String)]) -> Option<Answer>;
}

/// What a rule answers.
#[derive(Debug, Clone)]
pub struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) media_type: HeaderValue,
    pub(crate) csp: HeaderValue,
    pub(crate) body: Bytes,
}

impl Answer {
    /// A document made by putting words into the main part of a frozen page. It keeps that page's media type and policy,
    /// so nothing the frozen page could not run can run in the answer.
    pub fn within(frame: &Frozen, document: String) -> Self {
        Self {
            status: StatusCode::OK,
            media_type: frame.media_type().clone(),
            csp: frame.csp().clone(),
            body: document.into(),
        }
    }

    /// JSON text.
    pub fn json(text: String) -> Self {
        Self {
            status: StatusCode::OK,
            media_type: HeaderValue::from_static("application/json"),
            csp: crate::headers::NOTHING.clone(),
            body: text.into(),
        }
    }
}
