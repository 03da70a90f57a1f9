//! The pages an edition would have, for those who look at it before it is released.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use office::{May, PageError, acts};
use web::{
    assets, document,
    paths::{Parsed, Path},
};

use crate::{
    edition::{draft_of, preview},
    model::RoundId,
};

/// `GET /office/rounds/{round}/edition/pages/{*page}`
pub(super) async fn page(
    may: May<acts::ReadDraftEdition>,
    Path((Parsed(id), path)): Path<(Parsed<RoundId>, String)>,
) -> Result<Response, PageError> {
    // The pages name their style sheet relative to the area's root, which here is the preview.
    if let Some(asset) = path.strip_prefix("assets/").and_then(assets::named) {
        return Ok(([(header::CONTENT_TYPE, asset.media_type)], asset.bytes).into_response());
    }
    let mut tx = may.write().await?;
    let draft = draft_of(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let pages = preview(&mut tx, &draft).await?;
    let page = pages.into_iter().find(|page| page.path == path).ok_or(PageError::NotFound)?;
    if page.media_type.starts_with("text/html") {
        return Ok(document(page.body));
    }
    let mut answer = page.body.into_response();
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(page.media_type));
    Ok(answer)
}
