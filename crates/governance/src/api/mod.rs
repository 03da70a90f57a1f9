//! The same deeds for programs. An entry goes out and comes in with the fields that forms and programme files have.

mod plan;

use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use office::{Access, Act, JsonSent, May, Once, PageError, Routes, Subject};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::routes as described;

use crate::{
    deeds::{self, Desk},
    logs::as_at,
    model::{Dated, Kept, Summary},
    pages::{
        Blanks, Boards, Family, Papers, Registers, Shown, asked_for, check_written, readable, with_kind,
        withhold_private,
    },
};

/// An entry.
#[derive(Debug, Serialize, ToSchema)]
struct KeptBody {
    /// Its stable word.
    key: String,
    /// Its version; a change names the one it was read at.
    version: i64,
    /// What is written about it.
    #[schema(value_type = Object)]
    about: Value,
    /// What happened to it: each with its day `on` and its `event`.
    #[schema(value_type = Vec<Object>)]
    past: Value,
    /// What the public may read: `summary` and the day `since`.
    #[schema(value_type = Option<Object>)]
    extract: Value,
}

/// What is written about an entry, at a version.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CorrectBody {
    /// The version it was read at.
    version: i64,
    /// All its fields.
    #[schema(value_type = Object)]
    about: Value,
}

/// What happened to an entry.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EventBody {
    /// The version it was read at.
    version: i64,
    /// The day it happened.
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// What happened: its word in `what`, with the fields of that event.
    #[schema(value_type = Object)]
    event: Value,
}

/// Words for the public, at a version.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PublishBody {
    /// The version it was read at.
    version: i64,
    /// What was said, or what it is.
    said: String,
    /// What the partnership will do.
    will_do: Option<String>,
    /// What this means for families.
    means: Option<String>,
}

/// A version alone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct VersionBody {
    /// The version it was read at.
    version: i64,
}

/// An entry as it goes out; the office's own notes, and who people are, to those who write only.
fn body<M: Shown>(kept: &Kept<M>, writes: bool) -> Result<Value, PageError> {
    let value = |value: serde_json::Result<Value>| value.map_err(PageError::ours);
    let body = KeptBody {
        key: kept.key.clone(),
        version: kept.version,
        about: value(serde_json::to_value(&kept.about))?,
        past: value(serde_json::to_value(&kept.past))?,
        extract: value(serde_json::to_value(&kept.extract))?,
    };
    let mut body = value(serde_json::to_value(body))?;
    if !writes {
        withhold_private(&mut body);
    }
    Ok(body)
}

/// What a program sent as a kind's own type, or the place where it is not.
fn read<T: DeserializeOwned>(value: Value) -> Result<T, PageError> {
    serde_json::from_value(value)
        .map_err(|error| PageError::refused("The body cannot be used", &format!("{error}. See the programme file.")))
}

async fn list<F: Family, M: Shown>(may: &May<F::Read>, asked: &Blanks) -> Result<Response, PageError> {
    let day = match asked.get("as_at").map(|day| day.parse::<Date>()) {
        None => may.today(),
        Some(Ok(day)) => day,
        Some(Err(_)) => return Err(PageError::refused("That is no day", "Give as_at as a day, such as 2026-03-27.")),
    };
    let mut tx = may.read().await?;
    let entries = as_at::<M>(&mut tx, day).await?;
    let entries = readable::<F, M, _>(&mut tx, may, entries).await?;
    let writes = may.can(F::writes(), &Subject::Area);
    let bodies: Result<Vec<_>, _> = entries.iter().map(|kept| body(kept, writes)).collect();
    Ok(axum::Json(bodies?).into_response())
}

async fn show<F: Family, M: Shown>(may: &May<F::Read>, blanks: &Blanks) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let kept = asked_for::<F, M, _>(&mut tx, may, blanks).await?;
    let writes = may.can(F::writes(), &Subject::Area);
    Ok(axum::Json(body(&kept, writes)?).into_response())
}

/// What a call does to an entry.
enum Change {
    Correct(Value),
    Happen(Date, Value),
    Publish(Summary),
    Withhold,
}

async fn open<F: Family, M: Shown>(may: &May<F::Write>, sent: &JsonSent<Value>) -> Result<Response, PageError> {
    let about: M = read(sent.body.clone())?;
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    check_written::<F, M, _>(&mut tx, may, &about).await?;
    let actor = may.actor();
    let kept = deeds::open_next(&mut tx, Desk { actor: &actor, at: may.now }, about).await?;
    let answer = ticket.json(&mut tx, StatusCode::CREATED, &body(&kept, true)?).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn change<F: Family, M: Shown, T>(
    may: &May<F::Write>,
    blanks: &Blanks,
    sent: &JsonSent<T>,
    version: i64,
    change: Change,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let key = asked_for::<F, M, _>(&mut tx, may, blanks).await?.key;
    let ticket = match sent.once(&mut tx, may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let actor = may.actor();
    let desk = Desk { actor: &actor, at: may.now };
    let kept = match change {
        Change::Correct(about) => {
            let about: M = read(about)?;
            check_written::<F, M, _>(&mut tx, may, &about).await?;
            deeds::correct(&mut tx, desk, &key, version, about).await?
        }
        Change::Happen(on, event) => {
            let dated: Dated<M::Event> = read(json!({ "on": on, "event": event }))?;
            deeds::happen(&mut tx, desk, &key, version, dated).await?
        }
        Change::Publish(summary) => deeds::publish(&mut tx, desk, &key, version, summary).await?,
        Change::Withhold => deeds::withhold(&mut tx, desk, &key, version).await?,
    };
    let answer = ticket.json(&mut tx, StatusCode::OK, &body::<M>(&kept, true)?).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Writes the addresses of a family. A description must hold each path as a literal, so they are given one by one.
macro_rules! family {
    ($module:ident, $family:ty, $at:literal, $one:literal, $events:literal, $public:literal,
        [$($kind:tt)*], $list:literal $open:literal $show:literal $correct:literal $happen:literal $publish:literal $withhold:literal) => {
        mod $module {
            use super::*;

            type Read = <$family as Family>::Read;
            type Write = <$family as Family>::Write;

            /// Entries of a kind, as at a day or today.
            #[utoipa::path(get, path = $at, tag = "governance", operation_id = $list,
                params($($kind)* ("as_at" = Option<String>, Query, format = Date, description = "a day; today when left out")),
                responses((status = 200, body = Vec<KeptBody>), (status = 404, description = "no such kind"),
                    (status = 422, description = "no such day")))]
            pub(super) async fn all(may: May<Read>, Path(blanks): Path<Blanks>, Query(asked): Query<Blanks>) -> Result<Response, PageError> {
                with_kind!(<$family>::kind(&blanks)?, M => list::<$family, M>(&may, &asked).await)
            }

            /// Opens an entry under the next free key of its kind. The body holds its fields.
            #[utoipa::path(post, path = $at, tag = "governance", operation_id = $open, params($($kind)*),
                request_body = Object,
                responses((status = 201, body = KeptBody), (status = 404, description = "no such kind"),
                    (status = 422, description = "refused, with what to put right")))]
            pub(super) async fn new(may: May<Write>, Path(blanks): Path<Blanks>, sent: JsonSent<Value>) -> Result<Response, PageError> {
                with_kind!(<$family>::kind(&blanks)?, M => open::<$family, M>(&may, &sent).await)
            }

            /// One entry.
            #[utoipa::path(get, path = $one, tag = "governance", operation_id = $show,
                params($($kind)* ("key" = String, Path, description = "the entry's key")),
                responses((status = 200, body = KeptBody), (status = 404, description = "no such entry")))]
            pub(super) async fn one(may: May<Read>, Path(blanks): Path<Blanks>) -> Result<Response, PageError> {
                with_kind!(<$family>::kind(&blanks)?, M => show::<$family, M>(&may, &blanks).await)
            }

            /// Corrects what is written about an entry.
            #[utoipa::path(put, path = $one, tag = "governance", operation_id = $correct,
                params($($kind)* ("key" = String, Path, description = "the entry's key")), request_body = CorrectBody,
                responses((status = 200, body = KeptBody), (status = 404, description = "no such entry"),
                    (status = 409, description = "changed meanwhile"), (status = 422, description = "refused, with what to put right")))]
            pub(super) async fn correct(may: May<Write>, Path(blanks): Path<Blanks>, sent: JsonSent<CorrectBody>) -> Result<Response, PageError> {
                let next = Change::Correct(sent.body.about.clone());
                with_kind!(<$family>::kind(&blanks)?, M => change::<$family, M, _>(&may, &blanks, &sent, sent.body.version, next).await)
            }

            /// Adds what happened to an entry.
            #[utoipa::path(post, path = $events, tag = "governance", operation_id = $happen,
                params($($kind)* ("key" = String, Path, description = "the entry's key")), request_body = EventBody,
                responses((status = 200, body = KeptBody), (status = 404, description = "no such entry"),
                    (status = 409, description = "changed meanwhile"), (status = 422, description = "refused, with what to put right")))]
            pub(super) async fn happen(may: May<Write>, Path(blanks): Path<Blanks>, sent: JsonSent<EventBody>) -> Result<Response, PageError> {
                let next = Change::Happen(sent.body.on, sent.body.event.clone());
                with_kind!(<$family>::kind(&blanks)?, M => change::<$family, M, _>(&may, &blanks, &sent, sent.body.version, next).await)
            }

            /// Publishes words for the public. With a board's words everybody also reads its powers and the posts that sit on it.
            #[utoipa::path(put, path = $public, tag = "governance", operation_id = $publish,
                params($($kind)* ("key" = String, Path, description = "the entry's key")), request_body = PublishBody,
                responses((status = 200, body = KeptBody), (status = 404, description = "no such entry"),
                    (status = 409, description = "changed meanwhile"), (status = 422, description = "refused, with what to put right")))]
            pub(super) async fn publish(may: May<Write>, Path(blanks): Path<Blanks>, sent: JsonSent<PublishBody>) -> Result<Response, PageError> {
                let PublishBody { said, will_do, means, .. } = &sent.body;
                let next = Change::Publish(Summary { said: said.clone(), will_do: will_do.clone(), means: means.clone() });
                with_kind!(<$family>::kind(&blanks)?, M => change::<$family, M, _>(&may, &blanks, &sent, sent.body.version, next).await)
            }

            /// Takes an entry back from the public.
            #[utoipa::path(delete, path = $public, tag = "governance", operation_id = $withhold,
                params($($kind)* ("key" = String, Path, description = "the entry's key")), request_body = VersionBody,
                responses((status = 200, body = KeptBody), (status = 404, description = "no such entry"),
                    (status = 409, description = "changed meanwhile"), (status = 422, description = "refused, with what to put right")))]
            pub(super) async fn withhold(may: May<Write>, Path(blanks): Path<Blanks>, sent: JsonSent<VersionBody>) -> Result<Response, PageError> {
                with_kind!(<$family>::kind(&blanks)?, M => change::<$family, M, _>(&may, &blanks, &sent, sent.body.version, Change::Withhold).await)
            }

            /// Every address of the family.
            pub(super) fn routes() -> Routes {
                let (reads, writes) = (Access::To(Read::ACTION), Access::To(Write::ACTION));
                Routes::new()
                    .api(reads, described!(all))
                    .api(writes, described!(new))
                    .api(reads, described!(one))
                    .api(writes, described!(correct))
                    .api(writes, described!(happen))
                    .api(writes, described!(publish))
                    .api(writes, described!(withhold))
            }
        }
    };
}

family!(boards, Boards, "/api/v1/boards", "/api/v1/boards/{key}", "/api/v1/boards/{key}/events", "/api/v1/boards/{key}/public",
    [], "boards_list" "boards_open" "boards_show" "boards_correct" "boards_happen" "boards_publish" "boards_withhold");
family!(papers, Papers, "/api/v1/papers/{kind}", "/api/v1/papers/{kind}/{key}", "/api/v1/papers/{kind}/{key}/events",
    "/api/v1/papers/{kind}/{key}/public",
    [("kind" = String, Path, description = "meeting, item, paper, decision or action"),],
    "papers_list" "papers_open" "papers_show" "papers_correct" "papers_happen" "papers_publish" "papers_withhold");
family!(registers, Registers, "/api/v1/registers/{kind}", "/api/v1/registers/{kind}/{key}",
    "/api/v1/registers/{kind}/{key}/events", "/api/v1/registers/{kind}/{key}/public",
    [("kind" = String, Path, description = "risk, concern, strategy, review or criterion"),],
    "registers_list" "registers_open" "registers_show" "registers_correct" "registers_happen" "registers_publish" "registers_withhold");

/// Every address for programs.
pub(crate) fn routes() -> Routes {
    boards::routes().and(papers::routes()).and(registers::routes()).and(plan::routes())
}
