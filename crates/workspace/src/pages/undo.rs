//! Taking a change back by a new one.

use askama::Template;
use axum::{extract::Path, response::Response};
use db::Tx;
use office::{May, Once, PageError, Sent, Visit, acts};
use roadmap::{
    change::undo,
    history::{Kind, Past},
    store,
};
use web::Html;

use super::node_path;
use crate::{
    edits::why,
    fields::{Typed, Wrongs},
    form::Form,
    saving::{actor_words, day_of, may_undo, not_undone},
};

#[derive(Template)]
#[template(path = "workspace/undo.html")]
struct About<'a> {
    number: i64,
    by: String,
    on: String,
    done: &'a [Past],
}

/// The page of the first commitment that a change touched, or the plan's.
fn touched(done: &[Past]) -> String {
    let node = done.iter().find(|past| past.side.kind == Kind::Node);
    node.map_or_else(|| "office/plan".to_owned(), |past| node_path(&past.side.key))
}

async fn form(tx: &mut Tx, visit: &Visit, number: i64, done: &[Past]) -> Result<Form, PageError> {
    let first = done.first().filter(|_| may_undo(visit, done)).ok_or(PageError::NotFound)?;
    let by = actor_words(&first.actor, &visit.names(tx).await?);
    Ok(Form {
        path: format!("office/plan/changes/{number}/undo"),
        title: format!("Take back change {number}"),
        about: Html::of(&About { number, by, on: day_of(first), done }),
        asks: vec![why()],
        hidden: Vec::new(),
        button: "Take it back".to_owned(),
        leave: touched(done),
    })
}

/// `GET /office/plan/changes/{change}/undo`
pub(crate) async fn page(may: May<acts::EditPlan>, Path(number): Path<i64>) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let done = store::change(&mut tx, number).await?;
    Ok(may.show(&form(&mut tx, &may, number, &done).await?.page(&may, &Wrongs::none())))
}

/// `POST /office/plan/changes/{change}/undo`
pub(crate) async fn save(
    may: May<acts::EditPlan>,
    Path(number): Path<i64>,
    sent: Sent<Typed>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let done = store::change(&mut tx, number).await?;
    let form = form(&mut tx, &may, number, &done).await?;
    let typed = &sent.fields;
    typed.check(&form.asks, &[])?;
    let Some(reason) = typed.some("reason") else {
        return Err(form.again(&may, typed, &Wrongs::one("reason", "Say why")));
    };
    undo(&mut tx, (&may.actor(), may.now), may.today(), number, &reason).await.map_err(not_undone)?;
    let answer = ticket.go_to(&mut tx, &may, &touched(&done)).await?;
    tx.commit().await?;
    Ok(answer)
}
