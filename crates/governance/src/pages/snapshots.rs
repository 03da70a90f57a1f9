//! Snapshots: taken for a stocktake, listed, and given out as the bytes that were kept.

use askama::Template;
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use office::{May, Once, PageError, Sent, Subject, acts, staff_page};
use serde_json::Value;
use web::{
    Component, FieldErrors, Html,
    components::{Cell, ScrollRegion, Table},
};

use crate::{
    deeds::{Desk, NotDone},
    snapshot::{self, Logs, Unreadable},
    store::{self, SnapshotRow},
};

use super::{
    SNAPSHOTS,
    ask::{Asked, FormPage},
    family::{Boards, Family, Papers, Registers},
    field::{Ask, Field, day_words, field, withhold_private},
    list::anchor,
    lookup::Lookup,
    typed::{Typed, to_json, typed},
    write::Fields,
};

const FIELDS: &[Field] = &[
    field("title", "What it is for", Ask::Line).hint("Such as: second stocktake."),
    field("as_at", "The day it shows", Ask::Day).hint("Today or a day before."),
];

#[derive(Template)]
#[template(path = "governance/snapshots.html")]
struct SnapshotsPage {
    table: Html,
    none: bool,
    /// Whether the reader may open one, not only see that it was taken.
    opens: bool,
    form: Option<Html>,
}

/// `GET` of the list, with the form to take one.
pub(crate) async fn snapshots(may: May<acts::ReadRegisters>) -> Result<Response, PageError> {
    let typed = Typed::from([("as_at".to_owned(), may.today().to_string())]);
    page(&may, &typed, &FieldErrors::new()).await
}

async fn page<A: office::Act>(may: &May<A>, typed: &Typed, errors: &FieldErrors) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let rows = store::snapshots(&mut tx).await?;
    let asked = Asked {
        shows: "",
        title: "Take a snapshot".to_owned(),
        lead: "Every log and register as at one day, kept unchanged. Nobody can alter or remove it afterwards."
            .to_owned(),
        path: SNAPSHOTS.to_owned(),
        leave: Registers::path(crate::model::Kind::Review),
        version: None,
        button: "Take it",
    };
    let form = may.can(Registers::writes(), &Subject::Area);
    let form = form.then(|| Html::of(&FormPage::new(may, &asked, FIELDS, typed, errors, &Lookup::default())));
    let main = SnapshotsPage { table: table(may, &rows), none: rows.is_empty(), opens: opens(may), form };
    Ok(may.show(&errors.shown_on(staff_page(may, SNAPSHOTS, "Snapshots", Html::of(&main)))))
}

fn table(visit: &office::Visit, rows: &[SnapshotRow]) -> Html {
    let opens = opens(visit);
    let row = |row: &SnapshotRow| {
        let words = day_words(row.as_at);
        let href = visit.here.at(&format!("{SNAPSHOTS}/{}", row.key));
        let day =
            if opens { Cell { html: anchor(href, &words), ..Cell::default() } } else { Cell::from(words.as_str()) };
        let taken = day_words(kernel::london_date(row.taken_at));
        vec![
            day,
            Cell::from(row.title.as_str()),
            Cell::from(taken.as_str()),
            Cell::from(row.digest[..12].to_owned().as_str()),
        ]
    };
    let caption = "Snapshots, the newest first".to_owned();
    let contents = Table {
        caption: caption.clone(),
        caption_classes: "govuk-table__caption--m".into(),
        head: Some(["As at", "For", "Taken on", "Digest begins"].map(Cell::from).to_vec()),
        rows: rows.iter().map(row).collect(),
        first_cell_is_header: true,
        ..Table::default()
    };
    ScrollRegion { label: caption, contents: contents.html() }.html()
}

/// `POST` that takes one.
pub(crate) async fn take(may: May<acts::KeepRegisters>, sent: Sent<Fields>) -> Result<Response, PageError> {
    let typed = typed(&sent.fields, FIELDS, &[])?;
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let errors = match to_json(&typed, FIELDS, &Lookup::default()) {
        Err(errors) => errors,
        Ok(map) => {
            let actor = may.actor();
            let desk = Desk { actor: &actor, at: may.now };
            let title = map["title"].as_str().unwrap_or_default();
            let day = map["as_at"].as_str().and_then(|day| day.parse().ok()).unwrap_or_else(|| may.today());
            match snapshot::take(&mut tx, desk, title, day).await.map_err(NotDone::from) {
                Ok(_) => {
                    let answer = ticket.go_to(&mut tx, &may, SNAPSHOTS).await?;
                    tx.commit().await?;
                    return Ok(answer);
                }
                Err(NotDone::Wrong(wrong)) => {
                    let mut errors = FieldErrors::new();
                    errors.add(wrong.field, wrong.what);
                    errors
                }
                Err(other) => return Err(other.into()),
            }
        }
    };
    drop(tx);
    Err(PageError::form(page(&may, &typed, &errors).await?))
}

/// `GET` of one, as JSON.
pub(crate) async fn one(may: May<acts::ReadRegisters>, Path(key): Path<String>) -> Result<Response, PageError> {
    let logs = snapshot_of(&may, &key).await?;
    let body = serde_json::to_string_pretty(&logs).map_err(PageError::ours)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// Whether somebody may read the papers of every board, as whoever opens a snapshot must.
fn opens(visit: &office::Visit) -> bool {
    visit.can(office::Action::ReadBoardPapers, &Subject::Board { key: String::new(), members: Vec::new() })
}

/// A snapshot's logs, after checking that they are what was kept. They hold papers of every board, so whoever reads
/// them must be one who may read them all.
pub(crate) async fn snapshot_of(may: &May<acts::ReadRegisters>, key: &str) -> Result<Value, PageError> {
    if !opens(may) {
        return Err(PageError::NotFound);
    }
    let mut tx = may.read().await?;
    let logs = snapshot::read(&mut tx, key).await.map_err(|error| match error {
        Unreadable::Engine(error) => error.into(),
        other => PageError::ours(other),
    })?;
    shown(may, &logs.ok_or(PageError::NotFound)?)
}

/// The logs as JSON; what the office keeps to itself only in those that the reader writes.
fn shown(visit: &office::Visit, logs: &Logs) -> Result<Value, PageError> {
    let mut value = serde_json::to_value(logs).map_err(PageError::ours)?;
    let families = [
        (Boards::writes(), ["boards"].as_slice()),
        (Papers::writes(), &["meetings", "items", "papers", "decisions", "actions"]),
        (Registers::writes(), &["risks", "concerns", "strategies", "reviews", "criteria"]),
    ];
    for (writes, names) in families {
        if visit.can(writes, &Subject::Area) {
            continue;
        }
        for name in names {
            value[name].as_array_mut().into_iter().flatten().for_each(withhold_private);
        }
    }
    Ok(value)
}
