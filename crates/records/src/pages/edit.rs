//! Who may read a document, and its note, put right. What a file holds never changes.

use askama::Template;
use axum::response::Response;
use db::Tx;
use documents::{Amendment, DocumentError, Sensitivity, StoredDocument};
use office::{Clash, ClashField, May, Once, PageError, Sent, Visit, acts, staff_page};
use serde::Deserialize;
use uuid::Uuid;
use web::{
    FieldErrors, Html, Link, Shell,
    paths::{Parsed, Path},
};

use super::{
    add::{explained, note, ranges},
    called, withdrawable,
};
use crate::{
    deeds::keys,
    shelf::{Boards, Partnership, Shelf, is_own, own_path, path_of, refused},
};

/// What is said about a document, over the version somebody saw.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Amended {
    pub(crate) version: i64,
    /// The word of its range; left out for a board's document, which stays its board's.
    #[serde(default)]
    pub(crate) sensitivity: String,
    pub(crate) note: String,
}

impl Amended {
    fn of(document: &StoredDocument) -> Self {
        Self {
            version: document.version,
            sensitivity: document.sensitivity.as_str().to_owned(),
            note: document.card.as_ref().map(|card| card.note.clone()).unwrap_or_default(),
        }
    }

    /// What becomes of the document, or the field that is wrong and what to do.
    pub(crate) fn amendment(&self, document: &StoredDocument) -> Result<Amendment, (&'static str, &'static str)> {
        let wanted = Sensitivity::of_word(&self.sensitivity);
        let sensitivity = match (document.sensitivity, wanted) {
            (Sensitivity::Board, None | Some(Sensitivity::Board)) => Sensitivity::Board,
            (Sensitivity::Board, Some(_)) => {
                return Err(("sensitivity", "A document of a board stays with its board; hand it in again for others"));
            }
            (_, None | Some(Sensitivity::Board)) => return Err(("sensitivity", "Choose who the document is for")),
            (_, Some(range)) => range,
        };
        if self.note.trim().chars().count() > 2_000 {
            return Err(("note", "Shorten the note to 2,000 characters or fewer"));
        }
        Ok(Amendment { sensitivity, note: self.note.trim().to_owned() })
    }
}

#[derive(Template)]
#[template(path = "records/edit.html")]
struct EditPage {
    name: String,
    action: String,
    once: Html,
    version: i64,
    fields: Vec<Html>,
    leave: String,
}

/// `GET /office/documents/{document}/edit`
pub(crate) async fn ask(
    may: May<acts::AddDocument>,
    Path(Parsed(id)): Path<Parsed<Uuid>>,
) -> Result<Response, PageError> {
    let document = amendable(&mut may.read().await?, &may, id).await?;
    Ok(may.show(&page(&may, &document, &Amended::of(&document), &FieldErrors::new())))
}

/// `POST /office/documents/{document}/edit`
pub(crate) async fn save(
    may: May<acts::AddDocument>,
    Path(Parsed(id)): Path<Parsed<Uuid>>,
    sent: Sent<Amended>,
) -> Result<Response, PageError> {
    let (keys, typed) = (keys(&may.office)?, &sent.fields);
    let mut tx = may.write().await?;
    let document = amendable(&mut tx, &may, id).await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let again = |field: &'static str, what: &str| {
        let mut errors = FieldErrors::new();
        errors.add(field, what);
        PageError::form(may.show(&page(&may, &document, typed, &errors)))
    };
    let amendment = typed.amendment(&document).map_err(|(field, what)| again(field, what))?;
    match documents::amend(&mut tx, keys, &may.actor(), (id, typed.version), &amendment, may.now).await {
        Ok(_) => {}
        Err(DocumentError::Changed(now)) => return Err(clash(&may, &now, typed)),
        Err(DocumentError::NotFitForPublication(findings)) => return Err(again("sensitivity", &explained(&findings))),
        Err(error) => return Err(refused(error)),
    }
    let answer = ticket.go_to(&mut tx, &may, &back(&may, &document)).await?;
    tx.commit().await?;
    Ok(answer)
}

/// A document that can still be read and that somebody may put right: whoever may take it back.
pub(crate) async fn amendable(
    tx: &mut Tx,
    may: &May<acts::AddDocument>,
    id: Uuid,
) -> Result<StoredDocument, PageError> {
    let document = withdrawable(tx, may, id).await?;
    let stands = document.withdrawn.is_none() && document.shredded_at.is_none();
    stands.then_some(document).ok_or_else(|| {
        PageError::refused(
            "The document can no longer be changed",
            "It was taken back. Hand it in again if it is wanted.",
        )
    })
}

/// Whoever handed it in may not be among its readers, and then has a page of their own.
fn back(visit: &Visit, document: &StoredDocument) -> String {
    if is_own(visit, document) { own_path(document) } else { path_of(document) }
}

/// Path of the form.
pub(super) fn edit_path(document: &StoredDocument) -> String {
    format!("{}/{}/edit", Partnership::PATH, document.id)
}

fn page(visit: &Visit, document: &StoredDocument, typed: &Amended, errors: &FieldErrors) -> Shell {
    let mut fields = Vec::new();
    if !Boards::holds(document.sensitivity) {
        fields.push(ranges(&typed.sensitivity, errors, false));
    }
    fields.push(note(&typed.note, errors));
    let (path, back) = (edit_path(document), back(visit, document));
    let main = EditPage {
        name: called(document).to_owned(),
        action: visit.here.at(&path),
        once: visit.once_field(),
        version: typed.version,
        fields,
        leave: visit.here.at(&back),
    };
    let page = staff_page(visit, &path, "Who may read a document", Html::of(&main));
    errors.shown_on(Shell { breadcrumbs: vec![Link::inside(called(document), &back)], ..page })
}

fn clash(visit: &Visit, now: &StoredDocument, typed: &Amended) -> PageError {
    let held = Amended::of(now);
    let field = |name: &str, label: &str, now: &str, typed: &str| ClashField {
        name: name.to_owned(),
        label: label.to_owned(),
        now: now.to_owned(),
        typed: typed.to_owned(),
    };
    let mut fields = vec![field("note", "The note", &held.note, &typed.note)];
    if !Boards::holds(now.sensitivity) {
        let label = "Who it is for: public, partnership or office";
        fields.insert(0, field("sensitivity", label, &held.sensitivity, &typed.sensitivity));
    }
    Clash {
        path: edit_path(now),
        about: "who may read a document".to_owned(),
        saved_by: String::new(),
        fields,
        hidden: vec![("version".to_owned(), now.version.to_string())],
        leave: back(visit, now),
    }
    .page(visit)
}
