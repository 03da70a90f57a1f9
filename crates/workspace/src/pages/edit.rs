//! Changes of one commitment by the programme office.

use axum::{extract::Path, response::Response};
use office::{May, PageError, Sent, acts};

use super::work::{self, Work};
use crate::{edits::Edit, fields::Typed};

fn edit(word: &str) -> Result<Work, PageError> {
    Edit::of_word(word).map(Work::Edit).ok_or(PageError::NotFound)
}

/// `GET /office/plan/nodes/{node}/{edit}`
pub(crate) async fn page(
    may: May<acts::EditPlan>,
    Path((node, word)): Path<(String, String)>,
) -> Result<Response, PageError> {
    work::page(&may, edit(&word)?, &node).await
}

/// `POST /office/plan/nodes/{node}/{edit}`
pub(crate) async fn save(
    may: May<acts::EditPlan>,
    Path((node, word)): Path<(String, String)>,
    sent: Sent<Typed>,
) -> Result<Response, PageError> {
    work::saved(&may, edit(&word)?, &node, sent).await
}
