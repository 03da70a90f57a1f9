//! The record of who did what, for those who watch over the area; and its check.

use askama::Template;
use audit::{Asked, Entry, Gap, PublicKey, VerifyError, entries, verify};
use axum::{extract::Query, response::Response};
use jiff::Timestamp;
use office::{Access, Action, May, Names, PageError, PersonId, Routes, Subject, Visit, acts, staff_page};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::routes as described;
use uuid::Uuid;
use web::{FieldErrors, Html, Link, Shell, components::Cell};

use super::{
    account::instant_words,
    parts::{line, table},
};

const RECORD: &str = "office/record";
const TITLE: &str = "The record";
/// Entries on one page.
const PAGE: i64 = 50;

/// Every address of the record.
pub(super) fn routes() -> Routes {
    let read = Access::To(Action::ReadAudit);
    Routes::new()
        .get("/office/record", read, list)
        .get("/office/record/check", read, check)
        .api(read, described!(list_for_programs))
}

/// Which part of the record.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Which {
    deed: String,
    subject: String,
    before: Option<i64>,
}

impl Which {
    fn asked(&self) -> Asked<'_> {
        let given = |text: &'_ str| !text.is_empty();
        Asked {
            deed: Some(self.deed.trim()).filter(|text| given(text)),
            subject: Some(self.subject.trim()).filter(|text| given(text)),
            before: self.before,
        }
    }
}

/// Whether somebody may read all that an entry's particulars can hold. Those who run people see who did what and when,
/// but not what the plan or a board's papers say.
fn reads_particulars(visit: &Visit) -> bool {
    let every_board = Subject::Board { key: String::new(), members: Vec::new() };
    visit.can(Action::ReadPrivateText, &Subject::Area)
        && visit.can(Action::ReadRegisters, &Subject::Area)
        && visit.can(Action::ReadBoardPapers, &every_board)
}

/// Who acted, with the name colleagues know them by.
fn who(entry: &Entry, names: &Names) -> String {
    let Some(rest) = entry.actor.strip_prefix("person: ") else { return entry.actor.clone() };
    let (person, by) = rest.split_once(" by ").map_or((rest, ""), |(person, _)| (person, ", through a program"));
    let name = person.parse().ok().and_then(|id: Uuid| names.get(&PersonId(id)));
    format!("{}{by}", name.map_or("Somebody whose name is no longer kept", String::as_str))
}

#[derive(Template)]
#[template(path = "accounts/record.html")]
struct RecordPage {
    action: String,
    fields: Vec<Html>,
    table: Option<Html>,
    earlier: Option<String>,
    check: String,
}

/// `GET /office/record`
async fn list(may: May<acts::ReadAudit>, Query(which): Query<Which>) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let mut found = entries(&mut tx, which.asked(), PAGE + 1).await?;
    let more = i64::try_from(found.len()).is_ok_and(|found| found > PAGE);
    found.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let names = may.names(&mut tx).await?;
    let earlier = found.last().filter(|_| more).map(|last| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("deed", &which.deed).append_pair("subject", &which.subject);
        query.append_pair("before", &last.sequence.to_string());
        format!("{}?{}", may.here.at(RECORD), query.finish())
    });
    let none = FieldErrors::new();
    let main = RecordPage {
        action: may.here.at(RECORD),
        fields: vec![
            line(
                "deed",
                "Only this deed",
                "As the record writes it, such as round.release_edition.",
                &which.deed,
                &none,
            ),
            line("subject", "Only what was done to this", "A key, as the record writes it.", &which.subject, &none),
        ],
        table: (!found.is_empty()).then(|| shown(&found, &names, reads_particulars(&may))),
        earlier,
        check: may.here.at(&format!("{RECORD}/check")),
    };
    Ok(may.show(&staff_page(&may, RECORD, TITLE, Html::of(&main))))
}

/// The entries as a table; what an entry says in particular only where its reader may read all that it can hold.
fn shown(entries: &[Entry], names: &Names, particulars: bool) -> Html {
    let when = |entry: &Entry| {
        let at: Option<Timestamp> = entry.recorded_at.parse().ok();
        at.map_or_else(|| entry.recorded_at.clone(), instant_words)
    };
    let row = |entry: &Entry| {
        let mut cells: Vec<Cell> = vec![
            entry.sequence.to_string().as_str().into(),
            when(entry).as_str().into(),
            who(entry, names).as_str().into(),
            entry.deed.as_str().into(),
            entry.subject.as_str().into(),
        ];
        if particulars {
            cells.push(entry.detail.as_str().into());
        }
        cells
    };
    let heads = ["Place", "When", "Who", "Deed", "About", "Particulars"];
    let heads = if particulars { &heads[..] } else { &heads[..5] };
    table("Who did what, the latest first", heads, entries.iter().map(row).collect())
}

#[derive(Template)]
#[template(path = "accounts/record-check.html")]
struct CheckPage {
    whole: Option<String>,
    gaps: Vec<String>,
    broken: Option<String>,
}

/// A gap the record admits to. A signature that is not the installation's own explains nothing.
fn gap_words(gap: &Gap, ours: &PublicKey) -> String {
    let signed = if gap.signed_by == *ours {
        "signed with this installation’s key"
    } else {
        "signed with another key: ask why"
    };
    format!("entry {}, recorded {}, {signed}", gap.sequence, gap.recorded_at)
}

/// `GET /office/record/check`: every entry from the first to the last, as the database holds them now.
async fn check(may: May<acts::ReadAudit>) -> Result<Response, PageError> {
    let main = match verify(&mut may.read().await?).await {
        Ok(verified) => CheckPage {
            whole: Some(format!("{} entries, each fits the one before it.", verified.entries)),
            gaps: verified.gaps.iter().map(|gap| gap_words(gap, &may.office.key().public())).collect(),
            broken: None,
        },
        Err(VerifyError::Broken(broken)) => {
            CheckPage { whole: None, gaps: Vec::new(), broken: Some(broken.to_string()) }
        }
        Err(VerifyError::Engine(error)) => return Err(error.into()),
    };
    let page = staff_page(&may, &format!("{RECORD}/check"), "Check of the record", Html::of(&main));
    Ok(may.show(&Shell { breadcrumbs: vec![Link::inside(TITLE, RECORD)], ..page }))
}

/// An entry of the record.
#[derive(Debug, Serialize, ToSchema)]
struct EntryBody {
    /// Its place in the chain, from 1, without gaps.
    sequence: i64,
    /// When, in UTC.
    recorded_at: String,
    /// Who, by role or identifier.
    actor: String,
    /// What was done.
    deed: String,
    /// What it was done to.
    subject: String,
    /// The particulars; none for those who may not read all that they can hold.
    #[schema(value_type = Option<Object>)]
    detail: Option<Value>,
    /// SHA-256 over the entry and the one before it.
    hash: String,
}

/// The record, the newest entries first, 50 at a time.
#[utoipa::path(get, path = "/api/v1/record", tag = "accounts", operation_id = "record_list",
    params(("deed" = Option<String>, Query, description = "only this deed"),
        ("subject" = Option<String>, Query, description = "only what was done to this"),
        ("before" = Option<i64>, Query, description = "only entries before this place")),
    responses((status = 200, body = Vec<EntryBody>)))]
async fn list_for_programs(
    may: May<acts::ReadAudit>,
    Query(which): Query<Which>,
) -> Result<axum::Json<Vec<EntryBody>>, PageError> {
    let particulars = reads_particulars(&may);
    let found = entries(&mut may.read().await?, which.asked(), PAGE).await?;
    let body = |entry: Entry| EntryBody {
        sequence: entry.sequence,
        detail: particulars.then(|| serde_json::from_str(&entry.detail).unwrap_or(Value::Null)),
        hash: entry.hash.to_string(),
        recorded_at: entry.recorded_at,
        actor: entry.actor,
        deed: entry.deed,
        subject: entry.subject,
    };
    Ok(axum::Json(found.into_iter().map(body).collect()))
}
