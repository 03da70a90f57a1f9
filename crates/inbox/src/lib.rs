//! What the public sends: wishes for e-mail when something changes, and comments on pages.
//!
//! Two doors. [`Door`] is the public's: it implements [`shelf::Inbox`] and has no other method, so whoever holds it can
//! put letters in and read nothing back. [`desk`] is the office's: it reads comments, answers them and dismisses them.
//! One person writes an answer and another lets it out, each with an entry in the audit record that names nobody.
//!
//! Nobody gets e-mail who did not confirm it by a link that went to the same address, and one click ends it (RFC 8058).
//! Links are kept as SHA-256 digests only. What is kept of people, and how long, is in [`forget`] and on the public
//! privacy page; leaving deletes everything at once.

mod api;
mod asks;
pub mod desk;
mod door;
mod pages;
mod reconcile;
mod roots;
mod store;
mod telling;
mod token;
mod words;

use office::{Access, Action, Routes, Section};

pub use asks::Asks;
pub use door::Door;
pub use reconcile::{CONTACT_KEPT_DAYS, UNCONFIRMED_KEPT_DAYS, forget, register};
pub use roots::Roots;
pub use telling::{TellError, tell_subscribers};

/// The comments' place in the office's navigation.
pub const SECTION: Section = Section {
    text: "Comments",
    path: "office/comments",
    action: Action::ReadComments,
    says: "What the public told us about the pages, and what we answer.",
};

/// Every route of the office's desk. It needs [`Roots`] among the office's parts, for the mail that says there is an answer.
pub fn routes() -> Routes {
    let (reads, replies) = (Access::To(Action::ReadComments), Access::To(Action::ReplyToComment));
    let releases = Access::To(Action::ReleaseReply);
    Routes::new()
        .get("/office/comments", reads, pages::list::page)
        .get("/office/comments/{comment}", reads, pages::one::page)
        .post("/office/comments/{comment}/answer", replies, pages::one::answer)
        .post("/office/comments/{comment}/dismissal", replies, pages::one::dismissal)
        .post("/office/comments/{comment}/release", releases, pages::second::release)
        .post("/office/comments/{comment}/send-back", releases, pages::second::send_back)
        .api(reads, utoipa_axum::routes!(api::list))
        .api(reads, utoipa_axum::routes!(api::one))
        .api(replies, utoipa_axum::routes!(api::answer))
        .api(replies, utoipa_axum::routes!(api::dismissal))
        .api(releases, utoipa_axum::routes!(api::second::release))
        .api(releases, utoipa_axum::routes!(api::second::send_back))
}
