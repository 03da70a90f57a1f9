//! Evidence filed for one commitment.

use axum::{extract::Path, response::Response};
use office::{May, PageError, Sent, acts};

use super::work::{self, Work};
use crate::fields::Typed;

/// `GET /office/plan/evidence/{node}`
pub(crate) async fn page(may: May<acts::FileEvidence>, Path(node): Path<String>) -> Result<Response, PageError> {
    work::page(&may, Work::Evidence, &node).await
}

/// `POST /office/plan/evidence/{node}`
pub(crate) async fn save(
    may: May<acts::FileEvidence>,
    Path(node): Path<String>,
    sent: Sent<Typed>,
) -> Result<Response, PageError> {
    work::saved(&may, Work::Evidence, &node, sent).await
}
