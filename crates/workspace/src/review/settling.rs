//! What pages and programs do alike: a page is handed in, and what was decided about it is kept and done.

use db::Tx;
use jiff::Timestamp;
use kernel::Actor;
use office::{PageError, SentFiles, Visit};
use reading::{Options, read_bytes};
use roadmap::{change::save, model::Tree};
use uuid::Uuid;

use super::{Bringing, proposal::Review};
use crate::{
    saving::{sentence, who},
    store::{self, Brought, Decided},
};

/// A page as it was handed in.
pub struct Handed {
    plan: String,
    file_name: String,
    content: Vec<u8>,
}

impl Handed {
    /// The file that was sent, or the pasted text; otherwise what to put right. It is read before any writer is taken,
    /// and away from the threads that answer: a large file takes its time.
    pub(super) async fn of(sent: &SentFiles<Bringing>) -> Result<Result<Self, String>, PageError> {
        let typed = &sent.fields;
        let (file_name, content) = match sent.files.get("file") {
            Some(file) => (file.name.chars().take(200).collect(), file.bytes.clone()),
            None => ("pasted.txt".to_owned(), typed.text.clone().into_bytes()),
        };
        let plan = if typed.new_plan.trim().is_empty() { &typed.plan } else { &typed.new_plan };
        let plan = plan.trim().to_owned();
        let look = move || Self::new(&plan, file_name, content);
        tokio::task::spawn_blocking(look).await.map_err(PageError::ours)
    }

    /// The page, if it names a plan and can be read; otherwise what to put right.
    pub fn new(plan: &str, file_name: String, content: Vec<u8>) -> Result<Self, String> {
        let letters = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if plan.is_empty() || !plan.bytes().all(letters) {
            return Err("Choose a plan, or name a new one with small letters, digits and hyphens.".to_owned());
        }
        match read_bytes(&file_name, &content, &Options::default()) {
            Ok(_) => Ok(Self { plan: plan.to_owned(), file_name, content }),
            Err(error) => Err(sentence(&error.to_string())),
        }
    }

    /// Keeps the page for review.
    pub async fn keep(self, tx: &mut Tx, (actor, at): (&Actor, Timestamp)) -> sqlx::Result<Uuid> {
        let (id, on) = (kernel::fresh_id(at), kernel::london_date(at));
        let Self { plan, file_name, content } = self;
        let page = Brought { id, plan, file_name, content, on, state: "open".to_owned(), version: 1 };
        store::keep_page(tx, &page, &actor.to_string()).await?;
        Ok(id)
    }
}

/// What is to happen with the decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// They are kept; the page stays open.
    Keep,
    /// What was accepted is done.
    Apply,
    /// The page is put away.
    PutAway,
}

impl Then {
    fn state(self, page: &Brought) -> &str {
        match self {
            Self::Keep => &page.state,
            Self::Apply => "applied",
            Self::PutAway => "put_away",
        }
    }
}

/// What the page would change now.
pub(super) fn reviewed(tree: &Tree, page: &Brought, decided: &[Decided]) -> Result<Review, PageError> {
    let said =
        |error: reading::Unreadable| PageError::refused("This page cannot be read", &sentence(&error.to_string()));
    Review::of(tree, page, decided).map_err(said)
}

/// Takes the page for somebody who saw this version of it; `false` when somebody else decided since.
pub(super) async fn claim(tx: &mut Tx, page: &Brought, version: i64, then: Then) -> sqlx::Result<bool> {
    store::claim_page(tx, page.id, version, then.state(page)).await
}

/// Keeps the decisions about a claimed page and does what is to happen; the number of the change, where one was made.
pub(super) async fn settle(
    tx: &mut Tx,
    visit: &Visit,
    tree: Tree,
    page: &Brought,
    decided: &[Decided],
    then: Then,
) -> Result<Option<i64>, PageError> {
    for one in decided {
        store::choose(tx, page.id, one).await?;
    }
    if then != Then::Apply {
        return Ok(None);
    }
    let review = reviewed(&tree, page, decided)?;
    let taken = decided.iter().filter(|(_, choice, _)| matches!(choice.as_str(), "accepted" | "corrected"));
    for (digest, _, words) in taken {
        if !review.asks_about(digest) {
            let words =
                "Something that was accepted changed since. Read the page again, keep your decisions, then apply.";
            return Err(PageError::Changed(words.to_owned()));
        }
        // Done with: the same name may come up again only as a new question.
        store::choose(tx, page.id, &(digest.clone(), String::new(), words.clone())).await?;
    }
    let accepted = review.accepted();
    let reason = format!("brought in from {}", page.file_name);
    let (actor, at) = who(visit);
    let done = save(tx, (&actor, at), tree, &[], (accepted, Some(&reason))).await;
    done.map_err(|error| PageError::refused("Nothing was applied", &sentence(&error.to_string())))
}
