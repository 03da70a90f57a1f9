//! The second of the two who answer a comment: they let out what somebody else wrote, or send it back.

use axum::{extract::Path, response::Response};
use office::{Action, May, Once, PageError, Sent, Visit, acts};
use serde::Deserialize;
use web::{FieldErrors, Html};

use super::{
    comment_path, named,
    one::{Typed, check, found, lines, shown},
    roots,
    standing::clash,
    waiting_answer,
};
use crate::desk::{self, By, Comment, NotDone};

/// The form that lets an answer out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReleaseForm {
    version: i64,
}

/// The form that sends an answer back.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SentBackForm {
    version: i64,
    because: String,
}

/// Both forms, for those who may.
pub(super) struct SecondForms {
    pub(super) release_action: String,
    pub(super) release_once: Html,
    pub(super) back_action: String,
    pub(super) back_once: Html,
    pub(super) version: i64,
    pub(super) because: Html,
}

impl SecondForms {
    /// `None` where nothing waits, or not for whoever looks.
    pub(super) fn of(visit: &Visit, comment: &Comment, typed: &Typed, errors: &FieldErrors) -> Option<Self> {
        let may = comment.releasable().is_some_and(|answer| visit.can(Action::ReleaseReply, &answer));
        let path = comment_path(comment.id);
        let hint = "Whoever wrote it reads this, and the programme office. Name nobody.";
        may.then(|| Self {
            release_action: visit.here.at(&format!("{path}/release")),
            release_once: visit.once_field(),
            back_action: visit.here.at(&format!("{path}/send-back")),
            back_once: visit.once_field(),
            version: typed.version,
            because: lines(errors, "because", "What should change", hint, &typed.because),
        })
    }
}

/// `POST /office/comments/{comment}/release`
pub(crate) async fn release(
    may: May<acts::ReleaseReply>,
    Path(word): Path<String>,
    sent: Sent<ReleaseForm>,
) -> Result<Response, PageError> {
    let id = named(&word)?;
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let (permit, actor) = (may.over(&waiting_answer(&mut tx, id).await?)?, may.actor());
    let by = By { permit: &permit, actor: &actor, at: may.now };
    desk::release_answer(&mut tx, by, (id, sent.fields.version), roots(&may)?).await?;
    let answer = ticket.go_to(&mut tx, &may, &comment_path(id)).await?;
    tx.commit().await?;
    Ok(answer)
}

/// `POST /office/comments/{comment}/send-back`
pub(crate) async fn send_back(
    may: May<acts::ReleaseReply>,
    Path(word): Path<String>,
    sent: Sent<SentBackForm>,
) -> Result<Response, PageError> {
    let (id, form) = (named(&word)?, &sent.fields);
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let (permit, actor) = (may.over(&waiting_answer(&mut tx, id).await?)?, may.actor());
    let mut errors = FieldErrors::new();
    check(&mut errors, "because", "what should change", &form.because);
    if !errors.is_empty() {
        let comment = found(&mut tx, id).await?;
        let typed = Typed { version: form.version, because: form.because.clone(), ..Typed::of(&comment) };
        return Err(PageError::form(shown(&may, &mut tx, &comment, &typed, &errors).await?));
    }
    let by = By { permit: &permit, actor: &actor, at: may.now };
    match desk::send_answer_back(&mut tx, by, (id, form.version), &form.because).await {
        Ok(()) => {}
        Err(NotDone::Changed(now)) => {
            let fields = [("because", "What should change", "", form.because.as_str())];
            return Err(clash(&may, &now, "send-back", &fields));
        }
        Err(other) => return Err(other.into()),
    }
    let answer = ticket.go_to(&mut tx, &may, &comment_path(id)).await?;
    tx.commit().await?;
    Ok(answer)
}
