//! One comment, and the forms that answer it or put it aside.

use askama::Template;
use axum::{extract::Path, response::Response};
use db::Tx;
use office::{Action, May, Once, PageError, Sent, Subject, Visit, acts, staff_page};
use serde::Deserialize;
use uuid::Uuid;
use web::{
    Component, FieldErrors, Html,
    components::{Hint, Label, Textarea},
};

use super::{
    COMMENTS, comment_path, day_words, named,
    second::SecondForms,
    standing::{Waiting, clash, texts},
};
use crate::desk::{self, Answer, By, Comment, LONGEST_ANSWER, NotDone, Standing, fits};

/// The form in which an answer is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerForm {
    version: i64,
    said: String,
    answer: String,
}

/// The form that puts a comment aside.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DismissalForm {
    version: i64,
    reason: String,
}

/// What stands in the fields of the forms, and the version they were opened at.
pub(super) struct Typed {
    pub(super) version: i64,
    pub(super) said: String,
    pub(super) answer: String,
    pub(super) reason: String,
    pub(super) because: String,
}

impl Typed {
    /// As a comment stands: the answer that waits, what was published, or the comment itself, to be made fit for the
    /// public.
    pub(super) fn of(comment: &Comment) -> Self {
        let (said, answer, reason) = texts(comment);
        let said = if said.is_empty() { comment.text.as_str() } else { said };
        let [said, answer, reason] = [said, answer, reason].map(str::to_owned);
        Self { version: comment.version, said, answer, reason, because: String::new() }
    }
}

/// The two forms, for those who may answer.
struct Forms {
    answer_action: String,
    dismissal_action: String,
    answer_once: Html,
    dismissal_once: Html,
    version: i64,
    said: Html,
    answer: Html,
    reason: Html,
}

#[derive(Template)]
#[template(path = "inbox/one.html")]
struct OnePage<'a> {
    comment: &'a Comment,
    received: String,
    about_href: String,
    back: String,
    waiting: Option<Waiting>,
    forms: Option<Forms>,
}

/// `GET /office/comments/{comment}`
pub(crate) async fn page(may: May<acts::ReadComments>, Path(word): Path<String>) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let comment = found(&mut tx, named(&word)?).await?;
    shown(&may, &mut tx, &comment, &Typed::of(&comment), &FieldErrors::new()).await
}

pub(super) async fn found(tx: &mut Tx, id: Uuid) -> Result<Comment, PageError> {
    desk::comment(tx, id).await?.ok_or(PageError::NotFound)
}

pub(super) async fn shown(
    visit: &Visit,
    tx: &mut db::Tx,
    comment: &Comment,
    typed: &Typed,
    errors: &FieldErrors,
) -> Result<Response, PageError> {
    let second = SecondForms::of(visit, comment, typed, errors);
    let main = OnePage {
        comment,
        received: day_words(comment.received_at),
        about_href: visit.here.at(&comment.about),
        back: visit.here.at(COMMENTS),
        waiting: Waiting::of(visit, tx, comment, second).await?,
        forms: visit.can(Action::ReplyToComment, &Subject::Area).then(|| forms(visit, comment.id, typed, errors)),
    };
    let page = staff_page(visit, &comment_path(comment.id), "A comment from the public", Html::of(&main));
    Ok(visit.show(&errors.shown_on(page)))
}

fn forms(visit: &Visit, id: Uuid, typed: &Typed, errors: &FieldErrors) -> Forms {
    let path = comment_path(id);
    let area = |name, label, hint, value| lines(errors, name, label, hint, value);
    Forms {
        answer_action: visit.here.at(&format!("{path}/answer")),
        dismissal_action: visit.here.at(&format!("{path}/dismissal")),
        answer_once: visit.once_field(),
        dismissal_once: visit.once_field(),
        version: typed.version,
        said: area(
            "said",
            "The comment, as the public will read it",
            "Take out every name, school and anything else that could show who wrote it or whom it is about.",
            &typed.said,
        ),
        answer: area("answer", "Our answer", "Plain words. Say what we do about it and by when.", &typed.answer),
        reason: area("reason", "Why it is not published", "Only the office reads this. Name nobody.", &typed.reason),
    }
}

/// A field for a text.
pub(super) fn lines(errors: &FieldErrors, name: &str, label: &str, hint: &str, value: &str) -> Html {
    Textarea {
        id: name.to_owned(),
        name: name.to_owned(),
        value: value.to_owned(),
        label: Label::from(label),
        hint: Some(Hint::from(hint)),
        error_message: errors.message(name),
        ..Textarea::default()
    }
    .html()
}

/// Notes what is wrong with a text of a form.
pub(super) fn check(errors: &mut FieldErrors, field: &str, what: &str, text: &str) {
    if text.trim().is_empty() {
        errors.add(field, format!("Enter {what}"));
    } else if !fits(text) {
        errors.add(field, format!("Shorten {what} to {LONGEST_ANSWER} letters or fewer"));
    }
}

/// `POST /office/comments/{comment}/answer`
pub(crate) async fn answer(
    may: May<acts::ReplyToComment>,
    Path(word): Path<String>,
    sent: Sent<AnswerForm>,
) -> Result<Response, PageError> {
    let (id, form) = (named(&word)?, &sent.fields);
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let mut errors = FieldErrors::new();
    check(&mut errors, "said", "the comment as the public will read it", &form.said);
    check(&mut errors, "answer", "our answer", &form.answer);
    if !errors.is_empty() {
        let comment = found(&mut tx, id).await?;
        let (said, answer) = (form.said.clone(), form.answer.clone());
        let typed = Typed { version: form.version, said, answer, ..Typed::of(&comment) };
        return Err(PageError::form(shown(&may, &mut tx, &comment, &typed, &errors).await?));
    }
    let (public, actor) = (Answer { said: &form.said, answer: &form.answer }, may.actor());
    let by = By { permit: may.permit(), actor: &actor, at: may.now };
    match desk::write_answer(&mut tx, by, (id, form.version), public).await {
        Ok(()) => {}
        Err(NotDone::Changed(now)) => {
            let (said, answer, _) = texts(&now);
            let fields = [
                ("said", "The comment, as the public will read it", said, form.said.as_str()),
                ("answer", "Our answer", answer, form.answer.as_str()),
            ];
            return Err(clash(&may, &now, "answer", &fields));
        }
        Err(other) => return Err(other.into()),
    }
    let answer = ticket.go_to(&mut tx, &may, &comment_path(id)).await?;
    tx.commit().await?;
    Ok(answer)
}

/// `POST /office/comments/{comment}/dismissal`
pub(crate) async fn dismissal(
    may: May<acts::ReplyToComment>,
    Path(word): Path<String>,
    sent: Sent<DismissalForm>,
) -> Result<Response, PageError> {
    let (id, form) = (named(&word)?, &sent.fields);
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let mut errors = FieldErrors::new();
    check(&mut errors, "reason", "why it is not published", &form.reason);
    if !errors.is_empty() {
        let comment = found(&mut tx, id).await?;
        let typed = Typed { version: form.version, reason: form.reason.clone(), ..Typed::of(&comment) };
        return Err(PageError::form(shown(&may, &mut tx, &comment, &typed, &errors).await?));
    }
    match desk::dismiss(&mut tx, &may.actor(), (id, form.version), &form.reason, may.now).await {
        Ok(()) => {}
        Err(NotDone::Changed(now)) => {
            let (_, _, reason) = texts(&now);
            let fields = [("reason", "Why it is not published", reason, form.reason.as_str())];
            return Err(clash(&may, &now, "dismissal", &fields));
        }
        Err(other) => return Err(other.into()),
    }
    let answer = ticket.go_to(&mut tx, &may, &comment_path(id)).await?;
    tx.commit().await?;
    Ok(answer)
}
