//! The import review for programs: a page handed in, what it would change, and what was decided about that.

use axum::{Json, extract::Path, http::StatusCode, response::Response};
use office::{JsonSent, May, Once, PageError, SentFiles, acts};
use roadmap::store as plan;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Bringing,
    proposal::Review,
    settling::{Handed, Then, claim, reviewed, settle},
};
use crate::{
    saving::held,
    store::{self, Brought, Decided},
};

/// What a page is handed in as: the parts of a form.
#[expect(dead_code, reason = "describes the form; it is read as fields and files apart")]
#[derive(ToSchema)]
pub(crate) struct ImportForm {
    /// Letters, digits and hyphens, new for each page: sent twice, it has one effect.
    once: String,
    /// The page: plain text, HTML, CSV, xlsx or docx, with its name.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// Key of the plan it is about; either this or `new_plan`.
    plan: Option<String>,
    /// Key of the plan it opens: small letters, digits and hyphens.
    new_plan: Option<String>,
}

/// A page in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportRow {
    id: Uuid,
    file_name: String,
    /// The day it was handed in.
    #[schema(value_type = String, format = Date)]
    on: jiff::civil::Date,
    /// open, applied or `put_away`.
    state: String,
}

/// A page that was handed in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Import {
    import: Uuid,
}

/// A page and what it would change now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportBody {
    id: Uuid,
    /// Key of the plan it is about.
    plan: String,
    file_name: String,
    #[schema(value_type = String, format = Date)]
    on: jiff::civil::Date,
    /// open, applied or `put_away`.
    state: String,
    /// Send it back with what you decide.
    version: i64,
    changes: Vec<ImportChange>,
    questions: Vec<ImportQuestion>,
}

/// One change that the page proposes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportChange {
    digest: String,
    /// The commitment's words.
    about: String,
    /// Which side of it changes.
    facet: &'static str,
    before: String,
    after: String,
    /// Whether other words may be put in the place of the page's.
    has_words: bool,
    /// accepted, refused or corrected; empty while nobody has decided.
    choice: String,
    /// The words put in the place of the page's.
    words: String,
}

/// What the reader asks because the page does not say it clearly.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportQuestion {
    digest: String,
    text: String,
    /// Empty while it is open.
    answer: String,
}

impl ImportBody {
    fn of(page: Brought, review: Review) -> Self {
        let changes = review.changes.into_iter().map(|change| ImportChange {
            digest: change.digest,
            about: change.about,
            facet: change.facet,
            before: change.before,
            after: change.after,
            has_words: change.has_words,
            choice: change.choice,
            words: change.words,
        });
        let questions = review.questions.into_iter().map(|question| ImportQuestion {
            digest: question.digest,
            text: question.text,
            answer: question.answer,
        });
        Self {
            id: page.id,
            plan: page.plan,
            file_name: page.file_name,
            on: page.on,
            state: page.state,
            version: page.version,
            changes: changes.collect(),
            questions: questions.collect(),
        }
    }
}

/// The last fifty pages, the newest first.
#[utoipa::path(get, path = "/api/v1/plan/imports", tag = "plan", responses((status = 200, body = Vec<ImportRow>)))]
pub(crate) async fn list(may: May<acts::ImportPage>) -> Result<Json<Vec<ImportRow>>, PageError> {
    let pages = store::pages(&mut may.read().await?).await?;
    let row = |(id, file_name, on, state)| ImportRow { id, file_name, on, state };
    Ok(Json(pages.into_iter().map(row).collect()))
}

/// Hands a page in. Nothing of it is done until it is decided.
#[utoipa::path(post, path = "/api/v1/plan/imports", tag = "plan",
    request_body(content = ImportForm, content_type = "multipart/form-data"),
    responses((status = 201, body = Import), (status = 422, description = "it cannot be read, with the place")))]
pub(crate) async fn bring(may: May<acts::ImportPage>, sent: SentFiles<Bringing>) -> Result<Response, PageError> {
    let refused = |wrong: String| PageError::refused("The page was not kept", &wrong);
    let handed = Handed::of(&sent).await?.map_err(refused)?;
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let import = handed.keep(&mut tx, (&may.actor(), may.now)).await?;
    let answer = ticket.json(&mut tx, StatusCode::CREATED, &Import { import }).await?;
    tx.commit().await?;
    Ok(answer)
}

/// What a page would change now, with what was decided so far.
#[utoipa::path(get, path = "/api/v1/plan/imports/{import}", tag = "plan", params(("import" = Uuid, Path,)),
    responses((status = 200, body = ImportBody), (status = 404)))]
pub(crate) async fn page(may: May<acts::ImportPage>, Path(id): Path<Uuid>) -> Result<Json<ImportBody>, PageError> {
    let mut tx = may.read().await?;
    let page = store::page(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let decided = store::choices(&mut tx, id).await?;
    let review = reviewed(&plan::load_tree(&mut tx).await?, &page, &decided)?;
    Ok(Json(ImportBody::of(page, review)))
}

/// What was decided about a page.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecisionsBody {
    /// The version that was seen.
    version: i64,
    /// keep (decide on later), apply (do what was accepted) or `put_away`.
    then: String,
    #[serde(default)]
    changes: Vec<DecidedChange>,
    #[serde(default)]
    answers: Vec<DecidedAnswer>,
}

/// Whether a change is taken.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecidedChange {
    digest: String,
    /// accepted or refused.
    choice: String,
    /// Other words in the place of the page's.
    words: Option<String>,
}

/// What the reader is answered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecidedAnswer {
    digest: String,
    answer: String,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Settled {
    /// Number of the change that was made, where one was.
    change: Option<i64>,
}

fn unusable(what: &str) -> PageError {
    PageError::refused("The body cannot be used", what)
}

impl DecisionsBody {
    fn then(&self) -> Result<Then, PageError> {
        match self.then.as_str() {
            "keep" => Ok(Then::Keep),
            "apply" => Ok(Then::Apply),
            "put_away" => Ok(Then::PutAway),
            _ => Err(unusable("\"then\" is keep, apply or put_away.")),
        }
    }

    /// Earlier decisions with these in their place. One about something that the page does not say is refused.
    fn over(&self, before: &[Decided], review: &Review) -> Result<Vec<Decided>, PageError> {
        let mut decided = Vec::new();
        for one in &self.changes {
            let change = review.changes.iter().find(|change| change.digest == one.digest);
            let change = change.ok_or_else(|| unusable(&format!("The page proposes no change {}.", one.digest)))?;
            let choice = match (one.choice.as_str(), &one.words) {
                ("accepted", Some(_)) if change.has_words => "corrected",
                ("accepted" | "refused", None) => one.choice.as_str(),
                _ => {
                    let what = "A choice is accepted or refused; words come with an accepted change that has words.";
                    return Err(unusable(what));
                }
            };
            decided.push((one.digest.clone(), choice.to_owned(), one.words.clone()));
        }
        for one in &self.answers {
            if !review.questions.iter().any(|question| question.digest == one.digest) {
                return Err(unusable(&format!("The page asks no question {}.", one.digest)));
            }
            decided.push((one.digest.clone(), "answered".to_owned(), Some(one.answer.clone())));
        }
        // A decision about what changed since is open again once somebody kept theirs; until then nothing is applied.
        let held = |one: &Decided| match self.then.as_str() {
            "keep" if !review.asks_about(&one.0) => (one.0.clone(), String::new(), None),
            _ => one.clone(),
        };
        let kept = before.iter().filter(|(digest, ..)| !decided.iter().any(|(new, ..)| new == digest)).map(held);
        Ok(kept.collect::<Vec<_>>().into_iter().chain(decided.clone()).collect())
    }
}

/// Keeps what was decided, and with `apply` does what was accepted, as one change.
#[utoipa::path(post, path = "/api/v1/plan/imports/{import}", tag = "plan", params(("import" = Uuid, Path,)),
    request_body = DecisionsBody,
    responses((status = 201, body = Settled), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn decide(
    may: May<acts::ImportPage>,
    Path(id): Path<Uuid>,
    sent: JsonSent<DecisionsBody>,
) -> Result<Response, PageError> {
    let body = &sent.body;
    let then = body.then()?;
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let tree = held(&mut tx).await?;
    let page = store::page(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let before = store::choices(&mut tx, id).await?;
    let decided = body.over(&before, &reviewed(&tree, &page, &before)?)?;
    if !claim(&mut tx, &page, body.version, then).await? {
        return Err(PageError::Changed(format!("Version {} is there now; read the page again.", page.version)));
    }
    let change = settle(&mut tx, &may, tree, &page, &decided, then).await?;
    let answer = ticket.json(&mut tx, StatusCode::CREATED, &Settled { change }).await?;
    tx.commit().await?;
    Ok(answer)
}
