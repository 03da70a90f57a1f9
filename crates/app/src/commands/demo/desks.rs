//! What lies on the desks of the demonstration's office: documents handed in, and what somebody has yet to decide.

use documents::{About, Keys, NewDocument, Purpose, Sensitivity};
use governance::{deeds::Desk, snapshot};
use kernel::Actor;
use permission::Role;
use roadmap::{
    consent::{Wanted, propose},
    difference::day_words,
    model::{Kind, Precision, When},
};
use serde::Deserialize;

use super::{days::day, rounds::Hall};
use crate::{failure::Failure, installation::Installation};

/// A file that the office keeps about one commitment, or that was put before one board.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The file.
    pub file: String,
    about: Belongs,
    note: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Belongs {
    Commitment(String),
    Board(String),
}

/// A page that waits for review.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// The file.
    pub file: String,
    plan: String,
}

/// A move of a date that waits for consent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    node: String,
    /// A day as the files name it.
    to: String,
    reason: String,
    author: String,
}

impl Hall<'_> {
    fn actor(&self, role: Role) -> Result<Actor, Failure> {
        Ok(Actor::Person(self.cast.who(role)?.person.0))
    }

    /// Hands a file in.
    pub async fn hand_in(&self, then: &Installation, document: &Document, text: &str) -> Result<(), Failure> {
        let said = |error: &dyn std::fmt::Display| Failure::Said(format!("{}: {error}", document.file));
        let checked = documents::check(text.as_bytes().to_vec(), name_of(&document.file), Purpose::Hold);
        let checked = checked.map_err(|found| Failure::Said(format!("{}: {found:?}", document.file)))?;
        let keys = Keys::load_or_create(&then.config.document_key_file()).map_err(|error| said(&error))?;
        let (role, kind, key, sensitivity) = match &document.about {
            Belongs::Commitment(key) => (Role::Contributor, "commitment", key, Sensitivity::Partnership),
            Belongs::Board(key) => (Role::BoardSecretary, "board", key, Sensitivity::Board),
        };
        let about = About { kind: kind.to_owned(), key: key.clone() };
        let new = NewDocument { file: &checked, about, sensitivity, note: document.note.clone() };
        let actor = self.actor(role)?;
        let mut tx = then.write(self.area).await?;
        documents::add(&mut tx, &keys, &actor, &new, then.clock.now()).await.map_err(|error| said(&error))?;
        Ok(tx.commit().await?)
    }

    /// Proposes a move, for those whose consent it needs.
    pub async fn propose(&self, then: &Installation, told: &Proposal) -> Result<(), Failure> {
        let to = day(&told.to, self.installation.clock.today())?;
        let wanted = Wanted {
            node: &told.node,
            to: When {
                text: Some(day_words(to)),
                earliest: Some(to),
                latest: Some(to),
                precision: Precision::Day,
                kind: Kind::On,
            },
            reason: &told.reason,
            author: &told.author,
        };
        let actor = self.actor(Role::ProgrammeOffice)?;
        let mut tx = then.write(self.area).await?;
        let proposed = propose(&mut tx, (&actor, then.clock.now()), then.clock.today(), wanted).await;
        proposed.map_err(|error| Failure::Said(format!("{}: {error}", told.node)))?;
        Ok(tx.commit().await?)
    }

    /// Keeps every log as on this day.
    pub async fn take_snapshot(&self, then: &Installation, title: &str) -> Result<(), Failure> {
        let actor = self.actor(Role::BoardSecretary)?;
        let mut tx = then.write(self.area).await?;
        let desk = Desk { actor: &actor, at: then.clock.now() };
        let taken = snapshot::take(&mut tx, desk, title, then.clock.today()).await;
        taken.map_err(|error| Failure::Said(format!("{title}: {error}")))?;
        Ok(tx.commit().await?)
    }

    /// Brings a page in, to be looked at change by change.
    pub async fn bring(&self, then: &Installation, page: &Page, text: &str) -> Result<(), Failure> {
        let actor = self.actor(Role::ProgrammeOffice)?;
        let mut tx = then.write(self.area).await?;
        let handed = workspace::Handed::new(&page.plan, name_of(&page.file).to_owned(), text.as_bytes().to_vec());
        let handed = handed.map_err(|wrong| Failure::Said(format!("{}: {wrong}", page.file)))?;
        handed.keep(&mut tx, (&actor, then.clock.now())).await?;
        Ok(tx.commit().await?)
    }
}

fn name_of(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or_default()
}
