//! What families say of one commitment, said by those who speak for them.

use axum::{extract::Path, response::Response};
use office::{May, PageError, Sent, acts};

use super::work::{self, Work};
use crate::fields::Typed;

/// `GET /office/plan/felt/{node}`
pub(crate) async fn page(may: May<acts::JudgeFelt>, Path(node): Path<String>) -> Result<Response, PageError> {
    work::page(&may, Work::Felt, &node).await
}

/// `POST /office/plan/felt/{node}`
pub(crate) async fn save(
    may: May<acts::JudgeFelt>,
    Path(node): Path<String>,
    sent: Sent<Typed>,
) -> Result<Response, PageError> {
    work::saved(&may, Work::Felt, &node, sent).await
}
