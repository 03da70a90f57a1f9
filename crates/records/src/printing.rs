//! Papers as files, for programs: each the same as its page gives out, of what the one who asks may read.

use axum::{Json, extract::Query, response::Response};
use office::{Access, Action, May, PageError, Routes, acts};
use round::model::{HighlightReport, RoundId};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes as described;
use web::paths::{Parsed, Path};

use crate::pages::{highlight::report, pack, print, wanted::Wanted};

/// An edition that was released and stands.
#[utoipa::path(get, path = "/api/v1/print/edition/{file}", tag = "print", operation_id = "print_edition",
    params(("file" = String, Path, description = "number of the edition and form, such as 3.pdf, 3.docx or 3.xlsx")),
    responses((status = 200, description = "the file", content_type = "application/octet-stream"),
        (status = 404, description = "none, or not for you")))]
async fn edition(may: May<acts::ReadPlan>, file: Path<Parsed<Wanted>>) -> Result<Response, PageError> {
    print::edition(may, file).await
}

/// What a round prepared, or the plan as it is now.
#[utoipa::path(get, path = "/api/v1/print/draft/{file}", tag = "print", operation_id = "print_draft",
    params(("file" = String, Path, description = "identifier of the round, or `now`, and form, such as now.pdf")),
    responses((status = 200, description = "the file", content_type = "application/octet-stream"),
        (status = 404, description = "none, or not for you")))]
async fn draft(may: May<acts::ReadDraftEdition>, file: Path<Parsed<Wanted>>) -> Result<Response, PageError> {
    print::draft(may, file).await
}

/// Everything members read before a meeting.
#[utoipa::path(get, path = "/api/v1/print/meeting/{file}", tag = "print", operation_id = "print_meeting",
    params(("file" = String, Path, description = "key of the meeting, as a PDF")),
    responses((status = 200, description = "the file", content_type = "application/octet-stream"),
        (status = 404, description = "none, or not for you")))]
async fn meeting(may: May<acts::ReadBoardPapers>, file: Path<Parsed<Wanted>>) -> Result<Response, PageError> {
    pack::meeting(may, file).await
}

/// The pack with its files: as a ZIP, with each paper that was handed in as a file under its reference and title.
#[utoipa::path(get, path = "/api/v1/print/meeting-files/{key}", tag = "print", operation_id = "print_meeting_files",
    params(("key" = String, Path, description = "key of the meeting")),
    responses((status = 200, description = "the ZIP", content_type = "application/zip"),
        (status = 404, description = "none, or not for you"), (status = 422, description = "more than 60 MB together")))]
async fn meeting_files(may: May<acts::ReadBoardPapers>, key: Path<String>) -> Result<Response, PageError> {
    pack::with_files(may, key).await
}

/// The action log of the boards whose papers you read.
#[utoipa::path(get, path = "/api/v1/print/log/actions/{file}", tag = "print", operation_id = "print_actions",
    params(("file" = String, Path, description = "log.xlsx or log.csv"), ("as_at" = Option<String>, Query, format = Date, description = "a day; today when left out")),
    responses((status = 200, description = "the file", content_type = "application/octet-stream"),
        (status = 404, description = "none, or not for you")))]
async fn actions(
    may: May<acts::ReadBoardPapers>,
    file: Path<Parsed<Wanted>>,
    day: Query<print::AsAt>,
) -> Result<Response, PageError> {
    print::actions(may, file, day).await
}

/// The decision log of the boards whose papers you read.
#[utoipa::path(get, path = "/api/v1/print/log/decisions/{file}", tag = "print", operation_id = "print_decisions",
    params(("file" = String, Path, description = "log.xlsx or log.csv"), ("as_at" = Option<String>, Query, format = Date, description = "a day; today when left out")),
    responses((status = 200, description = "the file", content_type = "application/octet-stream"),
        (status = 404, description = "none, or not for you")))]
async fn decisions(
    may: May<acts::ReadBoardPapers>,
    file: Path<Parsed<Wanted>>,
    day: Query<print::AsAt>,
) -> Result<Response, PageError> {
    print::decisions(may, file, day).await
}

/// The risk register.
#[utoipa::path(get, path = "/api/v1/print/log/risks/{file}", tag = "print", operation_id = "print_risks",
    params(("file" = String, Path, description = "log.xlsx or log.csv"), ("as_at" = Option<String>, Query, format = Date, description = "a day; today when left out")),
    responses((status = 200, description = "the file", content_type = "application/octet-stream"),
        (status = 404, description = "none, or not for you")))]
async fn risks(
    may: May<acts::ReadRegisters>,
    file: Path<Parsed<Wanted>>,
    day: Query<print::AsAt>,
) -> Result<Response, PageError> {
    print::risks(may, file, day).await
}

/// A theme's highlight report of a round.
#[utoipa::path(get, path = "/api/v1/print/round/{round}/{file}", tag = "print", operation_id = "print_highlight",
    params(("round" = String, Path, description = "the round's identifier"),
        ("file" = String, Path, description = "key of the theme and form, such as workforce.pdf")),
    responses((status = 200, description = "the file", content_type = "application/octet-stream"),
        (status = 404, description = "none, or not for you")))]
async fn highlight(
    may: May<acts::ReadRound>,
    which: Path<(Parsed<RoundId>, Parsed<Wanted>)>,
) -> Result<Response, PageError> {
    print::highlight(may, which).await
}

/// A theme over the period of a round.
#[derive(Debug, Serialize, ToSchema)]
struct ReportBody {
    /// The round.
    #[schema(value_type = String, format = Uuid)]
    round: RoundId,
    /// Key of the theme.
    theme: String,
    /// Commitments, what happened and what comes next, dates, risks, decisions asked for, what families said, help
    /// wanted, and what nobody answered.
    #[schema(value_type = Object)]
    report: HighlightReport,
}

/// A theme's highlight report, as its page and its paper have it.
#[utoipa::path(get, path = "/api/v1/rounds/{round}/themes/{theme}", tag = "round", operation_id = "round_theme",
    params(("round" = String, Path, format = Uuid, description = "the round's identifier"), ("theme" = String, Path, description = "its key")),
    responses((status = 200, body = ReportBody), (status = 404, description = "no such round or theme")))]
async fn theme(
    may: May<acts::ReadRound>,
    Path((Parsed(round), theme)): Path<(Parsed<RoundId>, String)>,
) -> Result<Json<ReportBody>, PageError> {
    let report = report(&mut may.read().await?, &may, round, &theme).await?;
    Ok(Json(ReportBody { round, theme, report }))
}

/// Every address, with what it takes to use it.
pub(crate) fn routes() -> Routes {
    let papers = Access::To(Action::ReadBoardPapers);
    Routes::new()
        .api(Access::To(Action::ReadPlan), described!(edition))
        .api(Access::To(Action::ReadDraftEdition), described!(draft))
        .api(Access::To(Action::ReadRound), described!(highlight))
        .api(Access::To(Action::ReadRound), described!(theme))
        .api(papers, described!(meeting))
        .api(papers, described!(meeting_files))
        .api(papers, described!(actions))
        .api(papers, described!(decisions))
        .api(Access::To(Action::ReadRegisters), described!(risks))
}
