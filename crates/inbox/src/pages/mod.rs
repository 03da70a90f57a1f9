//! The office's pages of what the public told us: the comments that wait, and one with the forms that deal with it.

pub(crate) mod list;
pub(crate) mod one;
pub(crate) mod second;
mod standing;

use db::Tx;
use jiff::Timestamp;
use office::{PageError, Subject, Visit};
use uuid::Uuid;

use crate::{
    Roots,
    desk::{self, NotDone},
};

/// Where the comments stand inside the area.
const COMMENTS: &str = "office/comments";

/// The program has not said where areas' pages stand.
#[derive(Debug, thiserror::Error)]
#[error("the office was opened without the addresses of the areas' pages")]
struct NoRoots;

/// Where the mail that says there is an answer leads.
pub(crate) fn roots(visit: &Visit) -> Result<&Roots, PageError> {
    visit.office.part().ok_or_else(|| PageError::ours(NoRoots))
}

/// Which comment an address names. What is no identifier is answered as one that names nothing.
pub(crate) fn named(word: &str) -> Result<Uuid, PageError> {
    word.parse().map_err(|_| PageError::NotFound)
}

/// The answer that waits to be let out, as a permit names it.
pub(crate) async fn waiting_answer(tx: &mut Tx, id: Uuid) -> Result<Subject, PageError> {
    let comment = desk::comment(tx, id).await?.ok_or(PageError::NotFound)?;
    Ok(comment.releasable().ok_or(NotDone::NothingToRelease)?)
}

/// The page of a comment, a path inside the area.
fn comment_path(id: Uuid) -> String {
    format!("{COMMENTS}/{id}")
}

/// The day in London, such as 2 March 2026.
fn day_words(at: Timestamp) -> String {
    kernel::london_date(at).strftime("%-d %B %Y").to_string()
}

impl From<NotDone> for PageError {
    fn from(reason: NotDone) -> Self {
        let words = reason.to_string();
        match reason {
            NotDone::NoSuchComment => Self::NotFound,
            NotDone::Changed(_) | NotDone::NothingToRelease => Self::Changed(words),
            NotDone::Words(_) => Self::refused("This cannot be kept", &words),
            NotDone::Engine(error) => error.into(),
        }
    }
}
