//! Moves that wait for consent, and how a body answers.

use askama::Template;
use axum::{extract::Path, response::Response};
use office::{Action, May, Once, PageError, Sent, Subject, Visit, acts, staff_page};
use roadmap::{
    consent::{Consent, ProposedMove, answer, withdraw as take_back},
    difference::when_words,
    history::body_name,
    model::Tree,
    store,
};
use uuid::Uuid;
use web::Html;

use super::{
    node::{Proposed, proposed},
    node_path,
};
use crate::{
    edits::or_nothing,
    fields::{Typed, Wrongs},
    form::{Ask, Form},
    saving::not_agreed,
};

#[derive(Template)]
#[template(path = "workspace/moves.html")]
struct MovesPage {
    moves: Vec<(String, String, Proposed)>,
}

/// `GET /office/plan/moves`
pub(crate) async fn list(may: May<acts::ReadPlan>) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let tree = store::load_tree(&mut tx).await?;
    let waiting = store::waiting_proposals(&mut tx).await?;
    let names = may.names(&mut tx).await?;
    drop(tx);
    let row = |held: &ProposedMove| {
        let words = tree.node(&held.node).map_or_else(String::new, |node| node.words().to_owned());
        (may.here.at(&node_path(&held.node)), words, proposed(&may, &tree, &names, held))
    };
    let main = MovesPage { moves: waiting.iter().map(row).collect() };
    Ok(may.show(&staff_page(&may, "office/plan/moves", "Moves that wait for consent", Html::of(&main))))
}

#[derive(Template)]
#[template(
    source = r#"<p class="govuk-body-l">{{ words }}</p><p class="govuk-body">From {{ from }} to {{ to }}, because {{ reason }}.</p>"#,
    ext = "html"
)]
struct About<'a> {
    words: &'a str,
    from: String,
    to: String,
    reason: &'a str,
}

/// The bodies that have yet to answer and for which this person speaks.
pub(crate) fn speaks_for(visit: &Visit, tree: &Tree, held: &ProposedMove) -> Vec<String> {
    let speaks = |body: &&str| {
        let organisations = vec![(*body).to_owned()];
        let subject = Subject::Commitment { key: held.node.clone(), organisations, people: Vec::new() };
        visit.can(Action::ConsentToMove, &subject)
    };
    held.unanswered(tree).filter(speaks).map(str::to_owned).collect()
}

/// Where a move is answered, inside the area.
pub(crate) fn answer_path(proposal: Uuid) -> String {
    format!("office/plan/moves/{proposal}/answer")
}

fn form(tree: &Tree, held: &ProposedMove, bodies: &[String]) -> Result<Form, PageError> {
    let node = tree.node(&held.node).ok_or(PageError::NotFound)?;
    let from = when_words(node.timing.current());
    let about = About { words: node.words(), from, to: when_words(&held.to), reason: &held.reason };
    let bodies = bodies.iter().map(|body| (body.clone(), body_name(tree, body))).collect();
    let answers = [("yes", "We consent"), ("no", "We do not consent")];
    let answers = answers.map(|(word, plain)| (word.to_owned(), plain.to_owned())).to_vec();
    Ok(Form {
        path: answer_path(held.id),
        title: "Answer a proposed move".to_owned(),
        about: Html::of(&about),
        asks: vec![
            Ask::one_of("body", "For which organisation?", bodies, ""),
            Ask::one_of("answer", "What is your answer?", or_nothing("Choose one", answers), ""),
            Ask::text("words", "In what words?", "").hinted("It is kept with the move. An answer cannot be changed."),
        ],
        hidden: Vec::new(),
        button: "Answer".to_owned(),
        leave: node_path(&held.node),
    })
}

/// `GET /office/plan/moves/{proposal}/answer`
pub(crate) async fn page(may: May<acts::ConsentToMove>, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let tree = store::load_tree(&mut tx).await?;
    let held = store::proposal(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let bodies = speaks_for(&may, &tree, &held);
    if bodies.is_empty() {
        return Err(PageError::NotFound);
    }
    Ok(may.show(&form(&tree, &held, &bodies)?.page(&may, &Wrongs::none())))
}

/// `POST /office/plan/moves/{proposal}/answer`
pub(crate) async fn save(
    may: May<acts::ConsentToMove>,
    Path(id): Path<Uuid>,
    sent: Sent<Typed>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let tree = store::load_tree(&mut tx).await?;
    let held = store::proposal(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let bodies = speaks_for(&may, &tree, &held);
    let typed = &sent.fields;
    let body = bodies.iter().find(|body| *body == typed.one("body")).ok_or(PageError::NotFound)?.clone();
    let form = form(&tree, &held, &bodies)?;
    typed.check(&form.asks, &[])?;
    let mut wrongs = Wrongs::none();
    let words = wrongs.needed(typed, "words", "Say in a sentence what you decided");
    if !matches!(typed.one("answer"), "yes" | "no") {
        wrongs.add("answer", "Choose whether you consent");
    }
    if let Err(wrongs) = wrongs.or(()) {
        return Err(form.again(&may, typed, &wrongs));
    }
    let consent = Consent { body, gives: typed.one("answer") == "yes", person: may.person().0, on: may.today(), words };
    answer(&mut tx, (&may.actor(), may.now), id, consent).await.map_err(not_agreed)?;
    let answer = ticket.go_to(&mut tx, &may, &node_path(&held.node)).await?;
    tx.commit().await?;
    Ok(answer)
}

/// `POST /office/plan/moves/{proposal}/withdraw`
pub(crate) async fn withdraw(
    may: May<acts::EditPlan>,
    Path(id): Path<Uuid>,
    sent: Sent<Typed>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    sent.fields.check(&[], &[])?;
    let held = store::proposal(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let who = (&may.actor(), may.now);
    take_back(&mut tx, who, may.today(), id, "taken back by the office").await.map_err(not_agreed)?;
    let answer = ticket.go_to(&mut tx, &may, &node_path(&held.node)).await?;
    tx.commit().await?;
    Ok(answer)
}
