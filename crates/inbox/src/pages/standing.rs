//! How a comment stands, in words: what waits, who wrote it and who can let it out.

use office::{Action, Clash, ClashField, PageError, Subject, Visit};

use super::{comment_path, day_words, second::SecondForms};
use crate::desk::{Comment, Draft, Standing};

/// The comment for the public, the answer and the reason; each empty where there is none. An answer that waits goes
/// before the one that is published.
pub(super) fn texts(comment: &Comment) -> (&str, &str, &str) {
    match (&comment.draft, &comment.standing) {
        (Some(draft), _) => (&draft.said, &draft.answer, ""),
        (None, Standing::Waiting) => ("", "", ""),
        (None, Standing::Answered { said, answer }) => (said, answer, ""),
        (None, Standing::Dismissed { reason }) => ("", "", reason),
    }
}

/// An answer that the public does not read yet.
pub(super) struct Waiting {
    /// The answer.
    pub(super) draft: Draft,
    /// Who wrote it and when, as a sentence.
    pub(super) written: String,
    /// Who can do something about it, as a sentence.
    pub(super) who_can: &'static str,
    /// For those who can.
    pub(super) forms: Option<SecondForms>,
}

impl Waiting {
    pub(super) async fn of(
        visit: &Visit,
        tx: &mut db::Tx,
        comment: &Comment,
        forms: Option<SecondForms>,
    ) -> Result<Option<Self>, PageError> {
        let Some(draft) = comment.draft.clone() else { return Ok(None) };
        let own = draft.written_by == visit.person();
        let names = visit.names(tx).await?;
        let name = names.get(&draft.written_by).map_or("Somebody in the programme office", String::as_str);
        let written = format!("{} wrote it on {}.", if own { "You" } else { name }, day_words(draft.written_at));
        let replies = visit.can(Action::ReplyToComment, &Subject::Area);
        let who_can = match (&draft.sent_back, own, forms.is_some()) {
            (Some(_), _, _) if replies => "Write it anew below. Then somebody else reads it again.",
            (Some(_), _, _) => "The programme office can write it anew.",
            (None, true, _) => {
                "You wrote it, so somebody else must let it out: another person of the programme office, or a publisher."
            }
            (None, false, true) => "You did not write it, so you can let it out or send it back.",
            (None, false, false) => "Another person of the programme office, or a publisher, can let it out.",
        };
        Ok(Some(Self { draft, written, who_can, forms }))
    }
}

/// What a comment in the list waits for.
pub(super) fn waits_for(comment: &Comment) -> &'static str {
    match &comment.draft {
        None => "An answer",
        Some(Draft { sent_back: None, .. }) => "Somebody else to let the answer out",
        Some(Draft { sent_back: Some(_), .. }) => "A new answer: the last was sent back",
    }
}

/// What somebody else made of the comment meanwhile, in a sentence.
fn meanwhile(comment: &Comment) -> String {
    match (&comment.draft, &comment.standing) {
        (Some(Draft { sent_back: None, .. }), _) => {
            "Somebody has written an answer meanwhile. It waits to be let out.".to_owned()
        }
        (Some(Draft { sent_back: Some(because), .. }), _) => {
            format!("Somebody has sent the answer back meanwhile, because: {because}")
        }
        (None, Standing::Waiting) => String::new(),
        (None, Standing::Answered { .. }) => "Somebody has published an answer meanwhile.".to_owned(),
        (None, Standing::Dismissed { reason }) => {
            format!("Somebody has dismissed the comment meanwhile, because: {reason}")
        }
    }
}

/// The page with both texts; `fields` hold name, label, what is there now and what was typed.
pub(super) fn clash(visit: &Visit, now: &Comment, end: &str, fields: &[(&str, &str, &str, &str)]) -> PageError {
    let field = |(name, label, now, typed): &(&str, &str, &str, &str)| ClashField {
        name: (*name).to_owned(),
        label: (*label).to_owned(),
        now: (*now).to_owned(),
        typed: (*typed).to_owned(),
    };
    Clash {
        path: format!("{}/{end}", comment_path(now.id)),
        about: format!("a comment on the page {}", now.about),
        saved_by: meanwhile(now),
        fields: fields.iter().map(field).collect(),
        hidden: vec![("version".to_owned(), now.version.to_string())],
        leave: comment_path(now.id),
    }
    .page(visit)
}
