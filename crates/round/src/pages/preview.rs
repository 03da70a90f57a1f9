//! The pages an edition would have, for those who look at it before it is released.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use office::{May, PageError, acts, staff_page};
use web::{
    Html, Place, assets, document,
    paths::{Parsed, Path},
};

use super::round_path;
use crate::{
    edition::{draft_of, preview},
    model::RoundId,
};

/// The page that stands where something will be once the edition is released.
#[derive(Template)]
#[template(path = "round/not-yet.html")]
struct NotYet {
    number: u32,
    back: String,
}

/// `GET /office/rounds/{round}/edition/pages/`, the area's first page as it would be.
pub(super) async fn first(
    may: May<acts::ReadDraftEdition>,
    Path(Parsed(id)): Path<Parsed<RoundId>>,
) -> Result<Response, PageError> {
    shown(&may, id, "").await
}

/// `GET /office/rounds/{round}/edition/pages/{*page}`
pub(super) async fn page(
    may: May<acts::ReadDraftEdition>,
    Path((Parsed(id), path)): Path<(Parsed<RoundId>, String)>,
) -> Result<Response, PageError> {
    // The pages name their style sheet relative to the area's root, which here is the preview.
    if let Some(asset) = path.strip_prefix("assets/").and_then(assets::named) {
        return Ok(([(header::CONTENT_TYPE, asset.media_type)], asset.bytes).into_response());
    }
    shown(&may, id, &path).await
}

/// A page of the draft. Where its links lead out of the draft, the reader gets what the public reads there now: the
/// comments and earlier editions are no part of it.
async fn shown(may: &May<acts::ReadDraftEdition>, id: RoundId, path: &str) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let draft = draft_of(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let number = draft.prepared.content.number;
    let own = format!("editions/{number}/");
    let (path, permanent) = path.strip_prefix(&own).map_or((path, false), |path| (path, true));
    let pages = preview(&mut tx, &draft).await?;
    if let Some(page) = pages.into_iter().find(|page| page.path == path) {
        if permanent {
            return elsewhere(&may.here.at(&format!("{}/edition/pages/{path}", round_path(id))));
        }
        if page.media_type.starts_with("text/html") {
            return Ok(document(page.body));
        }
        let mut answer = page.body.into_response();
        answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(page.media_type));
        return Ok(answer);
    }
    if permanent {
        let back = format!("{}/edition", round_path(id));
        let main = NotYet { number, back: may.here.at(&back) };
        return Ok(may.show(&staff_page(may, &back, "Not there before the release", Html::of(&main))));
    }
    // Anything that is not the path of a page is no page of the public either.
    Place::new(path).map_err(|_| PageError::NotFound)?;
    elsewhere(&may.here.at(path))
}

/// Leads to another address of the same site.
fn elsewhere(address: &str) -> Result<Response, PageError> {
    let address = HeaderValue::from_str(address).map_err(|_| PageError::NotFound)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response())
}
