//! One document: what is known about it, its content as a download, and taking it back.

use askama::Template;
use axum::response::Response;
use documents::{DocumentError, StoredDocument, download};
use office::{Clash, ClashField, May, Once, PageError, Sent, Visit, acts, staff_page};
use roadmap::difference::day_words;
use serde::Deserialize;
use uuid::Uuid;
use web::{
    Component, FieldErrors, Html, Link, Shell,
    components::{Label, SummaryList, SummaryRow, SummaryText, Textarea},
    paths::{Parsed, Path},
};

use super::{Lookup, called, edit::edit_path, kind, list::MINE, range_words, size, state};
use crate::{
    deeds::{give_out, keys},
    shelf::{Boards, Partnership, Shelf, found, is_own, may_withdraw, own_path, path_of, refused},
};

#[derive(Template)]
#[template(path = "records/one.html")]
struct OnePage {
    name: String,
    handed_in: bool,
    facts: Html,
    file: Option<String>,
    edit: Option<String>,
    withdraw: Option<Withdrawing>,
}

/// The form that takes a document back.
struct Withdrawing {
    action: String,
    once: Html,
    version: i64,
    because: Html,
}

/// `GET` of a document's page, on either shelf.
pub(crate) async fn one<S: Shelf>(
    may: May<S::Read>,
    Path(Parsed(id)): Path<Parsed<Uuid>>,
) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let people = may.names(&mut tx).await?;
    let document = found::<S>(&mut tx, &may, keys(&may.office)?, id).await?;
    let lookup = Lookup::of(&mut tx, people).await?;
    let readable = document.withdrawn.is_none() && document.shredded_at.is_none();
    let path = path_of(&document);
    let file = readable.then(|| may.here.at(&format!("{path}/file")));
    let main = page(&may, &lookup, &document, (file, false), &FieldErrors::new());
    Ok(may.show(&framed(&may, &document, &path, main)))
}

/// `GET` of a document's content, on either shelf. That it was given out is recorded first.
pub(crate) async fn file<S: Shelf>(
    may: May<S::Read>,
    Path(Parsed(id)): Path<Parsed<Uuid>>,
) -> Result<Response, PageError> {
    content::<S>(&may, id).await
}

/// The content of a document of this shelf as a download.
pub(crate) async fn content<S: Shelf>(may: &May<S::Read>, id: Uuid) -> Result<Response, PageError> {
    let keys = keys(&may.office)?;
    let mut tx = may.write().await?;
    let document = found::<S>(&mut tx, may, keys, id).await?;
    let content = give_out(&mut tx, keys, &may.actor(), id, may.now).await.map_err(refused)?;
    tx.commit().await?;
    Ok(download(called(&document), document.media, content))
}

/// `GET /office/documents/{document}/handed-in`: for whoever handed it in, who may not be among its readers.
pub(crate) async fn handed_in(
    may: May<acts::AddDocument>,
    Path(Parsed(id)): Path<Parsed<Uuid>>,
) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let people = may.names(&mut tx).await?;
    let document = own(&mut tx, &may, id).await?;
    let lookup = Lookup::of(&mut tx, people).await?;
    let main = page(&may, &lookup, &document, (None, true), &FieldErrors::new());
    Ok(may.show(&framed(&may, &document, &own_path(&document), main)))
}

/// A reason for taking a document back, over the version somebody saw.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reason {
    version: i64,
    because: String,
}

/// `POST /office/documents/{document}/withdraw`
pub(crate) async fn withdraw(
    may: May<acts::AddDocument>,
    Path(Parsed(id)): Path<Parsed<Uuid>>,
    sent: Sent<Reason>,
) -> Result<Response, PageError> {
    let keys = keys(&may.office)?;
    let mut tx = may.write().await?;
    let people = may.names(&mut tx).await?;
    let document = withdrawable(&mut tx, &may, id).await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let typed = &sent.fields;
    let (seen, because) = ((id, typed.version), typed.because.trim());
    match documents::withdraw(&mut tx, keys, &may.actor(), seen, because, may.now).await {
        Ok(_) => {}
        Err(DocumentError::Changed(now)) => return Err(clash(&may, &now, typed)),
        Err(DocumentError::Words { .. }) => {
            let mut errors = FieldErrors::new();
            errors.add("because", "Say why it is taken back, in 1 to 2,000 characters");
            let lookup = Lookup::of(&mut tx, people).await?;
            let main = page(&may, &lookup, &document, (None, false), &errors);
            let page = framed(&may, &document, &path_of(&document), main);
            return Err(PageError::form(may.show(&errors.shown_on(page))));
        }
        Err(error) => return Err(refused(error)),
    }
    // Whoever handed it in may not be among its readers, and then sees the page of their own.
    let path = if is_own(&may, &document) { own_path(&document) } else { path_of(&document) };
    let answer = ticket.go_to(&mut tx, &may, &path).await?;
    tx.commit().await?;
    Ok(answer)
}

/// A document that somebody handed in themselves.
async fn own(tx: &mut db::Tx, may: &May<acts::AddDocument>, id: Uuid) -> Result<StoredDocument, PageError> {
    let held = documents::document(tx, keys(&may.office)?, id).await.map_err(refused)?;
    held.filter(|document| is_own(may, document)).ok_or(PageError::NotFound)
}

/// A document that somebody may take back.
pub(crate) async fn withdrawable(
    tx: &mut db::Tx,
    may: &May<acts::AddDocument>,
    id: Uuid,
) -> Result<StoredDocument, PageError> {
    let held = documents::document(tx, keys(&may.office)?, id).await.map_err(refused)?;
    held.filter(|document| may_withdraw(may, document)).ok_or(PageError::NotFound)
}

/// Somebody else changed it meanwhile: both reasons, where there are two.
fn clash(visit: &Visit, now: &StoredDocument, typed: &Reason) -> PageError {
    let held = now.withdrawn.as_ref().map_or_else(String::new, |withdrawal| withdrawal.because.clone());
    Clash {
        path: format!("{}/{}/withdraw", Partnership::PATH, now.id),
        about: "whether the document can be read".to_owned(),
        saved_by: String::new(),
        fields: vec![ClashField {
            name: "because".to_owned(),
            label: "Why is it taken back?".to_owned(),
            now: held,
            typed: typed.because.clone(),
        }],
        hidden: vec![("version".to_owned(), now.version.to_string())],
        leave: path_of(now),
    }
    .page(visit)
}

fn framed(visit: &Visit, document: &StoredDocument, path: &str, main: Html) -> Shell {
    let page = staff_page(visit, path, called(document), main);
    let above = if path == own_path(document) {
        Link::inside("Documents you handed in", MINE)
    } else if Boards::holds(document.sensitivity) {
        Link::inside("Documents of boards", Boards::PATH)
    } else {
        Link::inside("Documents", Partnership::PATH)
    };
    Shell { breadcrumbs: vec![above], ..page }
}

fn page(
    visit: &Visit,
    lookup: &Lookup,
    document: &StoredDocument,
    (file, handed_in): (Option<String>, bool),
    errors: &FieldErrors,
) -> Html {
    let open = document.withdrawn.is_none() && document.shredded_at.is_none();
    let because = Textarea {
        id: "because".to_owned(),
        name: "because".to_owned(),
        label: Label::from("Why is it taken back? Readers of the list see this."),
        error_message: errors.message("because"),
        ..Textarea::default()
    };
    Html::of(&OnePage {
        name: called(document).to_owned(),
        handed_in,
        facts: facts(lookup, document),
        file,
        edit: (open && may_withdraw(visit, document)).then(|| visit.here.at(&edit_path(document))),
        withdraw: (open && may_withdraw(visit, document)).then(|| Withdrawing {
            action: visit.here.at(&format!("{}/{}/withdraw", Partnership::PATH, document.id)),
            once: visit.once_field(),
            version: document.version,
            because: because.html(),
        }),
    })
}

fn facts(lookup: &Lookup, document: &StoredDocument) -> Html {
    let mut rows = vec![
        ("State", state(document).to_owned()),
        ("Kind", format!("{}, {}", kind(document.media), size(document.bytes))),
        ("For whom", range_words(document.sensitivity).to_owned()),
        ("Belongs to", lookup.about(document)),
        ("Handed in", lookup.added(document)),
    ];
    let note = document.card.as_ref().map(|card| card.note.clone()).filter(|note| !note.is_empty());
    rows.extend(note.map(|note| ("Note", note)));
    if let Some(withdrawal) = &document.withdrawn {
        rows.push(("Withdrawn on", day_words(kernel::london_date(withdrawal.at))));
        rows.push(("Why", withdrawal.because.clone()));
    }
    let row = |(key, value): (&str, String)| SummaryRow {
        key: SummaryText::from(key),
        value: SummaryText::from(value.as_str()),
        ..SummaryRow::default()
    };
    SummaryList { rows: rows.into_iter().map(row).collect(), ..SummaryList::default() }.html()
}
