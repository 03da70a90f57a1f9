//! Handing a document in: what may come is said before anybody chooses a file.

use askama::Template;
use axum::response::Response;
use db::Tx;
use documents::{About, Finding, Sensitivity};
use governance::model::Board;
use office::{Action, May, Once, PageError, SentFiles, Subject, Visit, acts, staff_page};
use roadmap::store::load_tree;
use serde::Deserialize;
use web::{
    Component, FieldErrors, Html, Link, Shell,
    components::{Choice, Fieldset, FileUpload, Hint, Label, Legend, Radios, Select, SelectOption, Textarea},
};

use super::{list::MINE, range_words};
use crate::{
    deeds::{HandedIn, checked, hand_in, keys},
    shelf::{BOARD, COMMITMENT, PROGRAMME, own_path, refused, sentence},
};

/// Path of the form.
const NEW: &str = "office/documents/new";
/// What may come, said before anybody chooses.
const MAY_COME: &str = "PDF, Word (docx), Excel (xlsx), CSV, text, PNG or JPEG, at most 20 MB. \
    We look inside: a file with macros, scripts, locked parts or another file in it is refused, and we say why.";

/// What is said about a file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Fields {
    /// The word of its range.
    pub(crate) sensitivity: String,
    /// Key of the board it belongs to; empty for none.
    pub(crate) board: String,
    /// Key of the commitment it is about; empty for none.
    pub(crate) commitment: String,
    /// A remark; may be empty.
    pub(crate) note: String,
}

#[derive(Template)]
#[template(path = "records/add.html")]
struct AddPage {
    action: String,
    leave: String,
    once: Html,
    fields: Vec<Html>,
}

/// `GET /office/documents/new`
pub(crate) async fn ask(may: May<acts::AddDocument>) -> Result<Response, PageError> {
    let page = form(&may, &Fields::default(), &FieldErrors::new()).await?;
    Ok(may.show(&page))
}

/// `POST /office/documents/new`
pub(crate) async fn take(may: May<acts::AddDocument>, mut sent: SentFiles<Fields>) -> Result<Response, PageError> {
    let keys = keys(&may.office)?;
    let mut errors = FieldErrors::new();
    let said = match meant(&mut may.read().await?, &may, &sent.fields).await? {
        Ok(said) => Some(said),
        Err((field, what)) => {
            errors.add(field, what);
            None
        }
    };
    let file = sent.files.remove("file");
    if file.is_none() {
        errors.add("file", "Choose a file");
    }
    let (Some(said), Some(file)) = (said, file) else {
        return Err(again(&may, &sent.fields, &errors).await?);
    };
    let file = match checked(file, said.range).await? {
        Ok(file) => file,
        Err(findings) => {
            errors.add("file", explained(&findings));
            return Err(again(&may, &sent.fields, &errors).await?);
        }
    };
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let document = hand_in(&mut tx, keys, &may.actor(), (&file, said), may.now).await.map_err(refused)?;
    let answer = ticket.go_to(&mut tx, &may, &own_path(&document)).await?;
    tx.commit().await?;
    Ok(answer)
}

/// What was found in a file, as one message: everything that stands against it, each with what to do.
pub(crate) fn explained(findings: &[Finding]) -> String {
    findings.iter().map(|finding| sentence(&finding.to_string())).collect::<Vec<_>>().join(" ")
}

/// What somebody meant, or the field that is wrong and what to do.
pub(crate) async fn meant(
    tx: &mut Tx,
    visit: &Visit,
    fields: &Fields,
) -> Result<Result<HandedIn, (&'static str, &'static str)>, PageError> {
    let Some(range) = Sensitivity::of_word(&fields.sensitivity) else {
        return Ok(Err(("sensitivity", "Choose who the document is for")));
    };
    let about = |kind: &str, key: &str| About { kind: kind.to_owned(), key: key.to_owned() };
    let (board, commitment) = (fields.board.trim(), fields.commitment.trim());
    let about = if range == Sensitivity::Board {
        let known = governance::store::entry::<Board>(tx, board).await?.is_some();
        // Whoever runs no boards learns nothing of which there are.
        if !known || !visit.can(Action::RunBoards, &Subject::Area) {
            return Ok(Err(("board", "Choose the board whose members may read it")));
        }
        about(BOARD, board)
    } else if !board.is_empty() {
        return Ok(Err(("board", "Leave the board empty, or choose that the document is for those who sit on it")));
    } else if commitment.is_empty() {
        about(PROGRAMME, "whole")
    } else if load_tree(tx).await?.node(commitment).is_some() {
        about(COMMITMENT, commitment)
    } else {
        return Ok(Err(("commitment", "Choose a commitment of the plan, or none")));
    };
    if fields.note.trim().chars().count() > 2_000 {
        return Ok(Err(("note", "Shorten the note to 2,000 characters or fewer")));
    }
    Ok(Ok(HandedIn { about, range, note: fields.note.trim().to_owned() }))
}

/// The form again with what was typed; a browser does not keep the file.
async fn again(visit: &Visit, typed: &Fields, errors: &FieldErrors) -> Result<PageError, PageError> {
    Ok(PageError::form(visit.show(&form(visit, typed, errors).await?)))
}

async fn form(visit: &Visit, typed: &Fields, errors: &FieldErrors) -> Result<Shell, PageError> {
    let mut tx = visit.read().await?;
    let tree = load_tree(&mut tx).await?;
    let runs_boards = visit.can(Action::RunBoards, &Subject::Area);
    let boards = if runs_boards { governance::store::entries::<Board>(&mut tx).await? } else { Vec::new() };
    let mut fields = vec![
        file(errors),
        ranges(&typed.sensitivity, errors, !boards.is_empty()),
        choice(
            ("commitment", "What it is about, if it is about one thing of the plan"),
            tree.nodes.iter().map(|node| (node.key.clone(), node.words().chars().take(120).collect())).collect(),
            &typed.commitment,
            errors,
        ),
    ];
    if !boards.is_empty() {
        let offered = boards.into_iter().map(|board| (board.key, board.about.name)).collect();
        fields.push(choice(("board", "Which board, if it is for those who sit on one"), offered, &typed.board, errors));
    }
    fields.push(note(&typed.note, errors));
    let main = AddPage { action: visit.here.at(NEW), leave: visit.here.at("office"), once: visit.once_field(), fields };
    let page = staff_page(visit, NEW, "Hand a document in", Html::of(&main));
    Ok(errors.shown_on(Shell { breadcrumbs: vec![Link::inside("Documents you handed in", MINE)], ..page }))
}

fn file(errors: &FieldErrors) -> Html {
    FileUpload {
        id: "file".to_owned(),
        name: "file".to_owned(),
        label: Label::from("The file"),
        hint: Some(Hint::from(MAY_COME)),
        error_message: errors.message("file"),
        ..FileUpload::default()
    }
    .html()
}

/// The question who a document is for; `chosen` is the word of a range.
pub(super) fn ranges(chosen: &str, errors: &FieldErrors, with_boards: bool) -> Html {
    let offered = Sensitivity::ALL.into_iter().filter(|range| with_boards || *range != Sensitivity::Board);
    let hint = |range| {
        let says = match range {
            Sensitivity::Public => "Nothing in it may be hidden; we look for that too. It is not published by this.",
            Sensitivity::Partnership => "Those who lead for a partner, review or release.",
            Sensitivity::Office => "Those who keep the plan.",
            Sensitivity::Board => "Choose the board below.",
        };
        Some(Hint::from(says))
    };
    let item = |range: Sensitivity| Choice {
        value: range.as_str().to_owned(),
        text: range_words(range).to_owned(),
        hint: hint(range),
        ..Choice::default()
    };
    let legend = Legend::from("Who is it for?");
    Radios {
        id_prefix: "sensitivity".to_owned(),
        name: "sensitivity".to_owned(),
        items: offered.map(item).collect(),
        value: chosen.to_owned(),
        fieldset: Some(Fieldset { legend, ..Fieldset::default() }),
        error_message: errors.message("sensitivity"),
        ..Radios::default()
    }
    .html()
}

fn choice((name, label): (&str, &str), offered: Vec<(String, String)>, value: &str, errors: &FieldErrors) -> Html {
    let none = (String::new(), "None".to_owned());
    let item = |(value, text): (String, String)| SelectOption { text, value: Some(value), ..SelectOption::default() };
    Select {
        id: name.to_owned(),
        name: name.to_owned(),
        label: Label::from(label),
        items: std::iter::once(none).chain(offered).map(item).collect(),
        value: value.to_owned(),
        error_message: errors.message(name),
        ..Select::default()
    }
    .html()
}

/// The question for a note.
pub(super) fn note(typed: &str, errors: &FieldErrors) -> Html {
    Textarea {
        id: "note".to_owned(),
        name: "note".to_owned(),
        label: Label::from("A note for those who read it, if one is needed"),
        value: typed.to_owned(),
        error_message: errors.message("note"),
        ..Textarea::default()
    }
    .html()
}
