//! A published page is brought in, looked at change by change, and applied as one.

mod proposal;

use askama::Template;
use axum::{extract::Path, response::Response};
use jiff::civil::Date;
use office::{May, Once, PageError, Sent, SentFiles, Visit, acts, staff_page};
use reading::{Options, read_bytes};
use roadmap::{change::save, difference::day_words, model::Tree, store as plan};
use serde::Deserialize;
use uuid::Uuid;
use web::Html;

use crate::{
    fields::Typed,
    saving::{held, sentence, who},
    store::{self, Brought},
};
use proposal::{Change, Question, Review};

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
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let typed = &sent.fields;
    let (file_name, content) = match sent.files.get("file") {
        Some(file) => (file.name.chars().take(200).collect(), file.bytes.clone()),
        None => ("pasted.txt".to_owned(), typed.text.clone().into_bytes()),
    };
    let key = if typed.new_plan.trim().is_empty() { typed.plan.trim() } else { typed.new_plan.trim() };
    let tree = plan::load_tree(&mut tx).await?;
    let wrong = if key.is_empty()
        || !key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    {
        Some("Choose a plan, or name a new one with small letters, digits and hyphens.".to_owned())
    } else {
        read_bytes(&file_name, &content, &Options::default()).err().map(|error| sentence(&error.to_string()))
    };
    if let Some(wrong) = wrong {
        drop(tx);
        return Err(PageError::form(may.show(&list_page(&may, &tree, &wrong, typed).await?)));
    }
    let id = kernel::fresh_id(may.now);
    let (plan, state) = (key.to_owned(), "open".to_owned());
    let page = Brought { id, plan, file_name, content, on: may.today(), state, version: 1 };
    store::keep_page(&mut tx, &page, &may.actor().to_string()).await?;
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

fn unreadable(error: &reading::Unreadable) -> PageError {
    PageError::refused("This page cannot be read", &sentence(&error.to_string()))
}

/// `GET /office/plan/imports/{import}`
pub(crate) async fn page(may: May<acts::ImportPage>, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let page = store::page(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let decided = store::choices(&mut tx, id).await?;
    let tree = plan::load_tree(&mut tx).await?;
    let review = Review::of(&tree, &page, &decided).map_err(|error| unreadable(&error))?;
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
    let review = Review::of(&tree, &page, &before).map_err(|error| unreadable(&error))?;
    let typed = &sent.fields;
    let then = typed.one("then");
    let state = match then {
        "apply" => "applied",
        "put-away" => "put_away",
        _ => page.state.as_str(),
    };
    let version = typed.one("version").parse().unwrap_or_default();
    if !store::claim_page(&mut tx, id, version, state).await? {
        let notice = "Somebody else decided about this page while you did. This is how it stands now; decide again.";
        let mut answer = may.show(&review_page(&may, &page, review, notice));
        *answer.status_mut() = axum::http::StatusCode::CONFLICT;
        return Err(PageError::Shown(Box::new(answer)));
    }
    let decided = decisions(&review, typed)?;
    for one in &decided {
        store::choose(&mut tx, id, one).await?;
    }
    if then == "apply" {
        let review = Review::of(&tree, &page, &decided).map_err(|error| unreadable(&error))?;
        let reason = format!("brought in from {}", page.file_name);
        let (actor, at) = who(&may);
        let done = save(&mut tx, (&actor, at), tree, &[], (review.accepted(), Some(&reason))).await;
        done.map_err(|error| PageError::refused("Nothing was applied", &sentence(&error.to_string())))?;
    }
    let path = if then == "put-away" { LIST.to_owned() } else { format!("{LIST}/{id}") };
    let answer = ticket.go_to(&mut tx, &may, &path).await?;
    tx.commit().await?;
    Ok(answer)
}
