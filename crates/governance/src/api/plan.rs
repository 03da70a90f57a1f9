//! The forward plan and the snapshots, for programs.

use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::{Timestamp, civil::Date};
use office::{Access, Act, JsonSent, May, Once, PageError, Routes, Subject, acts};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::routes as described;

use super::body;
use crate::{
    deeds::{Desk, NotDone},
    logs::forward_plan,
    model::{Item, Kept},
    pages::{Family, Papers, snapshot_of},
    snapshot,
    store::{self, SnapshotRow},
};

/// Which board's plan.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Whose {
    board: Option<String>,
}

/// A coming meeting with its agenda, each in the shape the papers have.
#[derive(Debug, Serialize, ToSchema)]
struct AheadBody {
    /// The meeting.
    #[schema(value_type = Object)]
    meeting: Value,
    /// Its items, in their order.
    #[schema(value_type = Vec<Object>)]
    items: Vec<Value>,
}

/// What comes before the boards.
#[derive(Debug, Serialize, ToSchema)]
struct PlanBody {
    /// Meetings to come, the next one first.
    meetings: Vec<AheadBody>,
    /// Items that wait for a meeting, those wanted first at the head.
    #[schema(value_type = Vec<Object>)]
    waiting: Vec<Value>,
}

/// The forward plan, of one board or of all.
#[utoipa::path(get, path = "/api/v1/forward-plan", tag = "governance", operation_id = "forward_plan",
    params(("board" = Option<String>, Query, description = "key of a board; every board when left out")),
    responses((status = 200, body = PlanBody)))]
async fn plan(may: May<acts::ReadBoards>, Query(whose): Query<Whose>) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let plan = forward_plan(&mut tx, whose.board.as_deref(), may.today()).await?;
    let writes = may.can(Papers::writes(), &Subject::Area);
    let items = |items: &[Kept<Item>]| items.iter().map(|item| body(item, writes)).collect::<Result<Vec<_>, _>>();
    let mut meetings = Vec::with_capacity(plan.meetings.len());
    for ahead in &plan.meetings {
        meetings.push(AheadBody { meeting: body(&ahead.meeting, writes)?, items: items(&ahead.items)? });
    }
    Ok(axum::Json(PlanBody { meetings, waiting: items(&plan.waiting)? }).into_response())
}

/// A snapshot without its logs.
#[derive(Debug, Serialize, ToSchema)]
struct SnapshotBody {
    /// Its stable word.
    key: String,
    /// What it was taken for.
    title: String,
    /// The day it shows.
    #[schema(value_type = String, format = Date)]
    as_at: Date,
    /// SHA-256 over the bytes that were kept, in hexadecimal digits.
    digest: String,
    /// When it was taken.
    #[schema(value_type = String, format = DateTime)]
    taken_at: Timestamp,
}

impl From<SnapshotRow> for SnapshotBody {
    fn from(row: SnapshotRow) -> Self {
        Self { key: row.key, title: row.title, as_at: row.as_at, digest: row.digest, taken_at: row.taken_at }
    }
}

/// Every snapshot, the newest first.
#[utoipa::path(get, path = "/api/v1/snapshots", tag = "governance", operation_id = "snapshots_list",
    responses((status = 200, body = Vec<SnapshotBody>)))]
async fn snapshots(may: May<acts::ReadRegisters>) -> Result<Response, PageError> {
    let rows = store::snapshots(&mut may.read().await?).await?;
    let bodies: Vec<SnapshotBody> = rows.into_iter().map(SnapshotBody::from).collect();
    Ok(axum::Json(bodies).into_response())
}

/// A snapshot to be taken.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TakeBody {
    /// What it is for.
    title: String,
    /// The day it shows: today or a day before.
    #[schema(value_type = String, format = Date)]
    as_at: Date,
}

/// Keeps every log and register as at a day, for good.
#[utoipa::path(post, path = "/api/v1/snapshots", tag = "governance", operation_id = "snapshots_take",
    request_body = TakeBody,
    responses((status = 201, body = SnapshotBody), (status = 422, description = "refused, with what to put right")))]
async fn take(may: May<acts::KeepRegisters>, sent: JsonSent<TakeBody>) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let actor = may.actor();
    let desk = Desk { actor: &actor, at: may.now };
    let row = snapshot::take(&mut tx, desk, &sent.body.title, sent.body.as_at).await.map_err(NotDone::from)?;
    let answer = ticket.json(&mut tx, StatusCode::CREATED, &SnapshotBody::from(row)).await?;
    tx.commit().await?;
    Ok(answer)
}

/// The logs of a snapshot, after checking that they are what was kept.
#[utoipa::path(get, path = "/api/v1/snapshots/{key}", tag = "governance", operation_id = "snapshots_show",
    params(("key" = String, Path, description = "the snapshot's key")),
    responses((status = 200, body = Object), (status = 404, description = "none, or not for you")))]
async fn show(may: May<acts::ReadRegisters>, Path(key): Path<String>) -> Result<Response, PageError> {
    Ok(axum::Json(snapshot_of(&may, &key).await?).into_response())
}

/// Every address of the forward plan and the snapshots.
pub(super) fn routes() -> Routes {
    let read = Access::To(acts::ReadRegisters::ACTION);
    Routes::new()
        .api(Access::To(acts::ReadBoards::ACTION), described!(plan))
        .api(read, described!(snapshots))
        .api(Access::To(acts::KeepRegisters::ACTION), described!(take))
        .api(read, described!(show))
}
