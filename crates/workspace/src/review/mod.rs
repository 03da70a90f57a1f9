//! A published page is brought in, looked at change by change, and applied as one.

pub(crate) mod api;
mod proposal;
mod settling;

use askama::Template;
use axum::{extract::Path, response::Response};
use jiff::civil::Date;
use office::{May, Once, PageError, Sent, SentFiles, Visit, acts, staff_page};
use roadmap::{difference::day_words, model::Tree, store as plan};
use serde::Deserialize;
use uuid::Uuid;
use web::Html;

use crate::{
    fields::Typed,
    saving::held,
    store::{self, Brought},
};
use proposal::{Change, Question, Review};
pub use settling::Handed;
use settling::{Then, claim, reviewed, settle};

const LIST: &str = "office/plan/imports";

#[derive(Template)]
#[template(path = "workspace/imports.html")]
struct ListPage {
    pages: Vec<(String, String, String, String)>,
    plans: Vec<(String, String)>,
    action: String,
    once: Html,
    wrong: String,
    text: String,
    new_key: String,
}

async fn list_page(visit: &Visit, tree: &Tree, wrong: &str, typed: &Bringing) -> Result<web::Shell, PageError> {
    let pages = store::pages(&mut visit.read().await?).await?;
    let row = |(id, name, on, state): (Uuid, String, Date, String)| {
        let state = match state.as_str() {
            "applied" => "applied",
            "put_away" => "put away",
            _ => "to be looked at",
        };
        (visit.here.at(&format!("{LIST}/{id}")), name, day_words(on), state.to_owned())
    };
    let main = ListPage {
        pages: pages.into_iter().map(row).collect(),
        plans: tree.plans.iter().map(|plan| (plan.key.clone(), plan.title.clone())).collect(),
        action: visit.here.at(LIST),
        once: visit.once_field(),
        wrong: wrong.to_owned(),
        text: typed.text.clone(),
        new_key: typed.new_plan.clone(),
    };
    let page = staff_page(visit, LIST, "Bring a page in", Html::of(&main));
    Ok(web::Shell { has_errors: !wrong.is_empty(), ..page })
}

/// `GET /office/plan/imports`
pub(crate) async fn list(may: May<acts::ImportPage>) -> Result<Response, PageError> {
    let tree = plan::load_tree(&mut may.read().await?).await?;
    Ok(may.show(&list_page(&may, &tree, "", &Bringing::default()).await?))
}

/// A page as it is sent: a file, or its text.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bringing {
    #[serde(default)]
    plan: String,
    #[serde(default)]
    new_plan: String,
    #[serde(default)]
    text: String,
}

/// `POST /office/plan/imports`
pub(crate) async fn bring(may: May<acts::ImportPage>, sent: SentFiles<Bringing>) -> Result<Response, PageError> {
    let typed = &sent.fields;
    let handed = match Handed::of(&sent).await? {
        Ok(handed) => handed,
        Err(wrong) => {
            let tree = plan::load_tree(&mut may.read().await?).await?;
            return Err(PageError::form(may.show(&list_page(&may, &tree, &wrong, typed).await?)));
        }
    };
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let id = handed.keep(&mut tx, (&may.actor(), may.now)).await?;
    let answer = ticket.go_to(&mut tx, &may, &format!("{LIST}/{id}")).await?;
    tx.commit().await?;
    Ok(answer)
}

#[derive(Template)]
#[template(path = "workspace/review.html")]
struct ReviewPage {
    file_name: String,
    on: String,
    state: String,
    changes: Vec<Change>,
    questions: Vec<Question>,
    version: i64,
    action: String,
    leave: String,
    once: Html,
    notice: String,
}

fn review_page(visit: &Visit, page: &Brought, review: Review, notice: &str) -> web::Shell {
    let path = format!("{LIST}/{}", page.id);
    let main = ReviewPage {
        file_name: page.file_name.clone(),
        on: day_words(page.on),
        state: page.state.clone(),
        changes: review.changes,
        questions: review.questions,
        version: page.version,
        action: visit.here.at(&path),
        leave: visit.here.at(LIST),
        once: visit.once_field(),
        notice: notice.to_owned(),
    };
    let shell = staff_page(visit, &path, "What this page would change", Html::of(&main));
    web::Shell { has_errors: !notice.is_empty(), ..shell }
}

/// `GET /office/plan/imports/{import}`
pub(crate) async fn page(may: May<acts::ImportPage>, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let page = store::page(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let decided = store::choices(&mut tx, id).await?;
    let tree = plan::load_tree(&mut tx).await?;
    let review = reviewed(&tree, &page, &decided)?;
    Ok(may.show(&review_page(&may, &page, review, "")))
}

/// What was decided in the form, by digest. A field about something that the page does not propose is refused.
fn decisions(review: &Review, typed: &Typed) -> Result<Vec<store::Decided>, PageError> {
    let mut decided = Vec::new();
    let mut names = vec!["version".to_owned(), "then".to_owned()];
    for change in &review.changes {
        let name = |field: &str| format!("{field}-{}", change.digest);
        names.extend([name("choice"), name("words")]);
        let words = typed.some(&name("words")).filter(|_| change.has_words);
        let choice = match (typed.one(&name("choice")), &words) {
            ("accepted", Some(_)) => "corrected",
            ("accepted", None) => "accepted",
            ("refused", _) => "refused",
            _ => "",
        };
        decided.push((change.digest.clone(), choice.to_owned(), words));
    }
    for question in &review.questions {
        let name = format!("answer-{}", question.digest);
        decided.push((question.digest.clone(), "answered".to_owned(), typed.some(&name)));
        names.push(name);
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    typed.check(&[], &names)?;
    Ok(decided)
}

/// `POST /office/plan/imports/{import}`: keeps the decisions, and with `then=apply` does what was accepted.
pub(crate) async fn decide(
    may: May<acts::ImportPage>,
    Path(id): Path<Uuid>,
    sent: Sent<Typed>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let tree = held(&mut tx).await?;
    let page = store::page(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let before = store::choices(&mut tx, id).await?;
    let review = reviewed(&tree, &page, &before)?;
    let typed = &sent.fields;
    let then = match typed.one("then") {
        "apply" => Then::Apply,
        "put-away" => Then::PutAway,
        _ => Then::Keep,
    };
    if !claim(&mut tx, &page, typed.one("version").parse().unwrap_or_default(), then).await? {
        let notice = "Somebody else decided about this page while you did. This is how it stands now; decide again.";
        let mut answer = may.show(&review_page(&may, &page, review, notice));
        *answer.status_mut() = axum::http::StatusCode::CONFLICT;
        return Err(PageError::Shown(Box::new(answer)));
    }
    // What was decided about is named with what the plan said then: an edit since is never written over unseen.
    let choices = typed.pairs().filter_map(|(name, _)| name.strip_prefix("choice-"));
    if choices.into_iter().any(|digest| !review.asks_about(digest)) {
        let notice = "The plan changed since you looked. This is how it stands now; decide again.";
        let mut answer = may.show(&review_page(&may, &page, review, notice));
        *answer.status_mut() = axum::http::StatusCode::CONFLICT;
        return Err(PageError::Shown(Box::new(answer)));
    }
    let decided = decisions(&review, typed)?;
    settle(&mut tx, &may, tree, &page, &decided, then).await?;
    let path = if then == Then::PutAway { LIST.to_owned() } else { format!("{LIST}/{id}") };
    let answer = ticket.go_to(&mut tx, &may, &path).await?;
    tx.commit().await?;
    Ok(answer)
}
