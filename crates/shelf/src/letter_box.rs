//! The slot in the wall: what the public sends goes through it into the [`Inbox`], or comes straight back.

use std::sync::Arc;

use axum::body::Bytes;
use hyper::{Request, StatusCode, body::Body};

use crate::{
    Inbox, Received, Refused,
    find::Mount,
    limit::Turnstile,
    notice::Notice,
    receive::{Meant, Slot, meant, typed},
    reply,
};

/// An inbox, and how often one visitor may use it.
pub(crate) struct LetterBox {
    inbox: Arc<dyn Inbox>,
    pub(crate) turnstile: Turnstile,
}

impl LetterBox {
    pub(crate) fn new(inbox: Arc<dyn Inbox>) -> Self {
        Self { inbox, turnstile: Turnstile::for_letters() }
    }

    /// Takes a form and says what became of it.
    pub(crate) async fn take<B>(&self, mount: &Mount<'_>, slot: Slot, head: &Request<()>, body: B) -> Notice
    where
        B: Body<Data = Bytes>,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let typed = match typed(slot, head, body).await {
            Ok(typed) => typed,
            Err(unfit) => return back(reply::unfit(unfit), mount, slot),
        };
        let letter = match meant(slot, &typed, head.uri().query().unwrap_or(""), mount.area) {
            Ok(Meant::Letter(letter)) => letter,
            Ok(Meant::Trapped) if slot == Slot::Subscribe => return reply::received(Received::LookInYourMail),
            Ok(Meant::Trapped) => return reply::received(Received::CommentKept),
            Ok(Meant::Again(field, wrong)) => {
                return reply::again(StatusCode::UNPROCESSABLE_ENTITY, slot, &typed, field, wrong);
            }
            Err(unfit) => return back(reply::unfit(unfit), mount, slot),
        };
        match self.inbox.put(mount.area.slug(), letter).await {
            Ok(received) => reply::received(received),
            Err(Refused::NoMailHere) => reply::refused(Refused::NoMailHere, slot, &typed)
                .way_out("Go to the page with the news feed", mount.at(Slot::Subscribe.path())),
            Err(refused) => back(reply::refused(refused, slot, &typed), mount, slot),
        }
    }
}

/// Offers the page where it can be tried again.
fn back(notice: Notice, mount: &Mount<'_>, slot: Slot) -> Notice {
    match slot {
        Slot::Comment => notice.way_out("See what people told us", mount.at(slot.path())),
        _ => notice.way_out("Get an e-mail when something changes", mount.at(Slot::Subscribe.path())),
    }
}
