//! Documents for programs: the same shelves, the same deeds, the same records of who read what.

use axum::{
    Json,
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
};
use documents::StoredDocument;
use office::{Access, Action, JsonSent, May, Once, PageError, Routes, SentFiles, acts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    deeds::{checked, hand_in, keys},
    pages::{
        After, Fields, Filter, board_documents, content,
        edit::{Amended, amendable},
        explained, meant, own_documents, withdrawable,
    },
    shelf::{Boards, Partnership, Shelf, found, ranges, refused},
};

/// Every address, with what it takes to use it.
pub(crate) fn routes() -> Routes {
    let (read, add) = (Access::To(Action::ReadDocument), Access::To(Action::AddDocument));
    let board = Access::To(Action::ReadBoardPapers);
    Routes::new()
        .api(read, utoipa_axum::routes!(list))
        .api(add, utoipa_axum::routes!(list_own))
        .api(add, utoipa_axum::routes!(upload))
        .api(read, utoipa_axum::routes!(show))
        .api(read, utoipa_axum::routes!(file))
        .api(add, utoipa_axum::routes!(amend))
        .api(add, utoipa_axum::routes!(withdraw))
        .api(board, utoipa_axum::routes!(list_of_boards))
        .api(board, utoipa_axum::routes!(show_of_board))
        .api(board, utoipa_axum::routes!(file_of_board))
}

/// A document without its content.
#[derive(Debug, Serialize, ToSchema)]
struct DocumentBody {
    /// Its identifier.
    id: Uuid,
    /// The name of its file; none once it was destroyed.
    name: Option<String>,
    /// The remark of whoever handed it in.
    note: Option<String>,
    /// What its bytes were found to be, as a media type.
    media_type: &'static str,
    /// The size of its content.
    bytes: u64,
    /// Who it is for: `public`, `partnership`, `office` or `board`.
    sensitivity: &'static str,
    /// The kind of thing it belongs to: `programme`, `commitment` or `board`.
    about: String,
    /// The key of that thing.
    about_key: String,
    /// When it was handed in.
    added_at: String,
    /// Grows with every change.
    version: i64,
    /// Why it can no longer be read, once it was taken back.
    withdrawn_because: Option<String>,
    /// Whether its content was destroyed.
    is_destroyed: bool,
}

impl From<StoredDocument> for DocumentBody {
    fn from(document: StoredDocument) -> Self {
        let (name, note) = document.card.map(|card| (card.name, card.note)).unzip();
        Self {
            id: document.id,
            name,
            note,
            media_type: document.media.as_str(),
            bytes: document.bytes,
            sensitivity: document.sensitivity.as_str(),
            about: document.about.kind,
            about_key: document.about.key,
            added_at: document.added_at.to_string(),
            version: document.version,
            withdrawn_because: document.withdrawn.map(|withdrawal| withdrawal.because),
            is_destroyed: document.shredded_at.is_some(),
        }
    }
}

/// What an upload sends, as parts of a form.
#[expect(dead_code, reason = "describes the form; it is read as fields and files apart")]
#[derive(ToSchema)]
struct UploadForm {
    /// Letters, digits and hyphens, new for each upload: sent twice, it has one effect.
    once: String,
    /// The file, with its name.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// Who it is for: `public`, `partnership`, `office` or `board`.
    sensitivity: String,
    /// Key of the board, for a document of one.
    board: Option<String>,
    /// Key of the commitment it is about.
    commitment: Option<String>,
    /// A remark.
    note: Option<String>,
}

/// Who a document is for, and its note.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AmendmentBody {
    /// The version that was seen.
    version: i64,
    /// `public`, `partnership` or `office`; `board` for a document of a board.
    sensitivity: String,
    /// A remark, in at most 2,000 characters; may be empty.
    note: String,
}

/// Why a document is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WithdrawalBody {
    /// The version that was seen.
    version: i64,
    /// The reason, in 1 to 2,000 characters.
    because: String,
}

/// Documents for the public, the partnership or the office, newest first, 50 at a time.
#[utoipa::path(get, path = "/api/v1/documents", tag = "documents",
    params(
        ("kind" = Option<String>, Query, description = "pdf, docx, xlsx, csv, txt, png or jpg"),
        ("sensitivity" = Option<String>, Query, description = "public, partnership or office"),
        ("before" = Option<Uuid>, Query, description = "the last document of the page before")),
    responses((status = 200, body = Vec<DocumentBody>)))]
async fn list(
    may: May<acts::ReadDocument>,
    Query(filter): Query<Filter>,
) -> Result<Json<Vec<DocumentBody>>, PageError> {
    let chosen = filter.chosen(&ranges(&may));
    let found = documents::documents(&mut may.read().await?, keys(&may.office)?, &chosen).await.map_err(refused)?;
    Ok(Json(found.into_iter().map(DocumentBody::from).collect()))
}

/// Documents of the boards whose papers may be read, newest first.
#[utoipa::path(get, path = "/api/v1/board-documents", tag = "documents",
    responses((status = 200, body = Vec<DocumentBody>)))]
async fn list_of_boards(may: May<acts::ReadBoardPapers>) -> Result<Json<Vec<DocumentBody>>, PageError> {
    let found = board_documents(&mut may.read().await?, &may, keys(&may.office)?).await?;
    Ok(Json(found.into_iter().map(DocumentBody::from).collect()))
}

/// Documents that whoever asks handed in, newest first, 50 at a time, whoever may read them.
#[utoipa::path(get, path = "/api/v1/own-documents", tag = "documents",
    params(("before" = Option<Uuid>, Query, description = "the last document of the page before")),
    responses((status = 200, body = Vec<DocumentBody>)))]
async fn list_own(
    may: May<acts::AddDocument>,
    Query(after): Query<After>,
) -> Result<Json<Vec<DocumentBody>>, PageError> {
    let found = own_documents(&mut may.read().await?, &may, after.before).await?;
    Ok(Json(found.into_iter().map(DocumentBody::from).collect()))
}

/// Hands a document in.
#[utoipa::path(post, path = "/api/v1/documents", tag = "documents",
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 201, body = DocumentBody), (status = 422, description = "refused, with what to put right")))]
async fn upload(may: May<acts::AddDocument>, mut sent: SentFiles<Fields>) -> Result<Response, PageError> {
    let refuse = |what: &str| PageError::refused("The document was not accepted", what);
    let said = meant(&mut may.read().await?, &may, &sent.fields).await?;
    let said = said.map_err(|(field, what)| refuse(&format!("{field}: {what}.")))?;
    let file = sent.files.remove("file").ok_or_else(|| refuse("Send the file as the part `file`, with its name."))?;
    let file = checked(file, said.range).await?.map_err(|findings| refuse(&explained(&findings)))?;
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let document = hand_in(&mut tx, keys(&may.office)?, &may.actor(), (&file, said), may.now).await.map_err(refused)?;
    let answer = ticket.json(&mut tx, StatusCode::CREATED, &DocumentBody::from(document)).await?;
    tx.commit().await?;
    Ok(answer)
}

/// What is known about a document.
#[utoipa::path(get, path = "/api/v1/documents/{document}", tag = "documents",
    params(("document" = Uuid, Path, description = "the document's identifier")),
    responses((status = 200, body = DocumentBody), (status = 404, description = "no such document")))]
async fn show(may: May<acts::ReadDocument>, Path(id): Path<Uuid>) -> Result<Json<DocumentBody>, PageError> {
    known::<Partnership>(&may, id).await
}

/// What is known about a document of a board.
#[utoipa::path(get, path = "/api/v1/board-documents/{document}", tag = "documents",
    params(("document" = Uuid, Path, description = "the document's identifier")),
    responses((status = 200, body = DocumentBody), (status = 404, description = "no such document")))]
async fn show_of_board(may: May<acts::ReadBoardPapers>, Path(id): Path<Uuid>) -> Result<Json<DocumentBody>, PageError> {
    known::<Boards>(&may, id).await
}

/// The content of a document. That it was given out is recorded.
#[utoipa::path(get, path = "/api/v1/documents/{document}/file", tag = "documents",
    params(("document" = Uuid, Path, description = "the document's identifier")),
    responses((status = 200, description = "the file"), (status = 404, description = "no such document")))]
async fn file(may: May<acts::ReadDocument>, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    content::<Partnership>(&may, id).await
}

/// The content of a document of a board. That it was given out is recorded.
#[utoipa::path(get, path = "/api/v1/board-documents/{document}/file", tag = "documents",
    params(("document" = Uuid, Path, description = "the document's identifier")),
    responses((status = 200, description = "the file"), (status = 404, description = "no such document")))]
async fn file_of_board(may: May<acts::ReadBoardPapers>, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    content::<Boards>(&may, id).await
}

/// Changes who a document is for, and its note. A document of a board stays with its board.
#[utoipa::path(put, path = "/api/v1/documents/{document}", tag = "documents",
    params(("document" = Uuid, Path, description = "the document's identifier")), request_body = AmendmentBody,
    responses((status = 200, body = DocumentBody), (status = 404, description = "no such document, or not yours to change"),
        (status = 409, description = "changed meanwhile"), (status = 422, description = "refused, with what to put right")))]
async fn amend(
    may: May<acts::AddDocument>,
    Path(id): Path<Uuid>,
    sent: JsonSent<AmendmentBody>,
) -> Result<Response, PageError> {
    let AmendmentBody { version, sensitivity, note } = &sent.body;
    let mut tx = may.write().await?;
    let document = amendable(&mut tx, &may, id).await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let typed = Amended { version: *version, sensitivity: sensitivity.clone(), note: note.clone() };
    let amendment = typed
        .amendment(&document)
        .map_err(|(field, what)| PageError::refused("The document was not changed", &format!("{field}: {what}.")))?;
    let done = documents::amend(&mut tx, keys(&may.office)?, &may.actor(), (id, *version), &amendment, may.now).await;
    let answer = ticket.json(&mut tx, StatusCode::OK, &DocumentBody::from(done.map_err(refused)?)).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Takes a document back; it stays in its list with the reason.
#[utoipa::path(post, path = "/api/v1/documents/{document}/withdraw", tag = "documents",
    params(("document" = Uuid, Path, description = "the document's identifier")), request_body = WithdrawalBody,
    responses((status = 200, body = DocumentBody), (status = 409, description = "changed meanwhile")))]
async fn withdraw(
    may: May<acts::AddDocument>,
    Path(id): Path<Uuid>,
    sent: JsonSent<WithdrawalBody>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    withdrawable(&mut tx, &may, id).await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let (seen, because) = ((id, sent.body.version), sent.body.because.trim());
    let done = documents::withdraw(&mut tx, keys(&may.office)?, &may.actor(), seen, because, may.now).await;
    let answer = ticket.json(&mut tx, StatusCode::OK, &DocumentBody::from(done.map_err(refused)?)).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn known<S: Shelf>(may: &May<S::Read>, id: Uuid) -> Result<Json<DocumentBody>, PageError> {
    let document = found::<S>(&mut may.read().await?, may, keys(&may.office)?, id).await?;
    Ok(Json(document.into()))
}
