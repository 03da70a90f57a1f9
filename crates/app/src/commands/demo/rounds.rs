//! The quarterly rounds of the demonstration: who answered what on which day, who signed, and the edition made of it.

use jiff::Timestamp;
use kernel::{Actor, Area, Clock};
use permission::{Action, Permit, Role, Subject, decide};
use round::{
    By, Seen,
    edition::{self, EditionDraft},
    model::{Round, RoundState, Sheet, Terms},
};
use serde::Deserialize;

use super::{
    cast::Cast,
    days::{day, filled},
    story::Release,
};
use crate::{failure::Failure, installation::Installation};

/// A round as a file tells it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    terms: Terms,
    #[serde(default)]
    deed: Vec<Deed>,
    closes: Option<Closes>,
}

/// What somebody did about one commitment on a day.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Deed {
    on: String,
    by: String,
    node: String,
    what: What,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Draft(Sheet),
    Send(Sheet),
    SignOff,
    SendBack(String),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Closes {
    on: String,
}

/// Where a round of the demonstration is held, and by whom.
pub struct Hall<'a> {
    /// The installation at the present time.
    pub installation: &'a Installation,
    /// The area.
    pub area: &'a Area,
    /// Its people.
    pub cast: &'a Cast,
}

/// Somebody with the right to one deed, at its moment.
pub(super) struct Somebody {
    pub(super) permit: Permit,
    pub(super) actor: Actor,
    pub(super) at: Timestamp,
}

impl Somebody {
    fn by(&self) -> By<'_> {
        By { permit: &self.permit, actor: &self.actor, at: self.at }
    }
}

impl Hall<'_> {
    /// Holds the round that a file tells, each deed on its day.
    pub async fn hold(&self, text: &str, place: &str) -> Result<(), Failure> {
        let wrong = |error: toml::de::Error| Failure::Said(format!("{place}: {error}"));
        let text = filled(text, self.installation.clock.today(), self.cast)?;
        let told: Told = toml::from_str(&text).map_err(wrong)?;
        let round = self.open(told.terms).await?;
        for deed in told.deed {
            let node = deed.node.clone();
            self.take_part(&round, deed)
                .await
                .map_err(|failure| Failure::Said(format!("{place}: {node}: {failure}")))?;
        }
        if let Some(closes) = told.closes {
            let office = self.somebody(Role::ProgrammeOffice, Action::RunRound, &Subject::Area, &closes.on)?;
            let mut tx = self.installation.write(self.area).await?;
            round::close(&mut tx, office.by(), round.id, round.version).await.map_err(said)?;
            tx.commit().await?;
        }
        Ok(())
    }

    async fn open(&self, terms: Terms) -> Result<Round, Failure> {
        let on = terms.opens_on.to_string();
        let office = self.somebody(Role::ProgrammeOffice, Action::RunRound, &Subject::Area, &on)?;
        let mut tx = self.installation.write(self.area).await?;
        let round = round::set_up(&mut tx, office.by(), terms).await.map_err(said)?;
        tx.commit().await?;
        Ok(round)
    }

    async fn take_part(&self, round: &Round, deed: Deed) -> Result<(), Failure> {
        let role: Role = deed.by.parse().map_err(said)?;
        let mut tx = self.installation.write(self.area).await?;
        let slip = round::slip(&mut tx, round.id, &deed.node).await?;
        let slip = slip.ok_or_else(|| Failure::Said("nobody is asked about it".to_owned()))?;
        let seen = Seen { round: round.id, node: &deed.node, version: slip.version };
        let somebody = match deed.what {
            What::Draft(_) | What::Send(_) => self.somebody(role, Action::AnswerRound, &slip.subject(), &deed.on)?,
            What::SignOff | What::SendBack(_) => {
                self.somebody(role, Action::SignOffAnswers, &slip.signing_subject(), &deed.on)?
            }
        };
        match deed.what {
            What::Draft(sheet) => round::save_draft(&mut tx, somebody.by(), seen, sheet).await,
            What::Send(sheet) => round::send(&mut tx, somebody.by(), seen, sheet).await,
            What::SignOff => round::sign_off(&mut tx, somebody.by(), seen).await,
            What::SendBack(because) => round::send_back(&mut tx, somebody.by(), seen, &because).await,
        }
        .map_err(said)?;
        Ok(tx.commit().await?)
    }

    /// Makes the next edition of the round closed last: the office prepares it, and somebody else releases it.
    pub async fn release(&self, then: &Installation, release: &Release) -> Result<u32, Failure> {
        let on = then.clock.today().to_string();
        let draft = self.prepare(then, release).await?;
        let key = then.key().await?;
        let mut tx = then.write(self.area).await?;
        let publisher = self.somebody(Role::Publisher, Action::ReleaseEdition, &draft.subject(), &on)?;
        let what = (draft.id, draft.version);
        let number = edition::release(&mut tx, publisher.by(), (key, &then.clock), what).await.map_err(said)?;
        tx.commit().await?;
        Ok(number)
    }

    /// Prepares the edition of the round closed last, for somebody else to release.
    pub async fn prepare(&self, then: &Installation, told: &Release) -> Result<EditionDraft, Failure> {
        let on = then.clock.today().to_string();
        let office = self.somebody(Role::ProgrammeOffice, Action::PrepareEdition, &Subject::Area, &on)?;
        let mut tx = then.write(self.area).await?;
        let closed = round::rounds(&mut tx).await?.into_iter().find(|round| round.state == RoundState::Closed);
        let closed = closed.ok_or_else(|| Failure::Said("no round is closed, so no edition can be made".to_owned()))?;
        let draft = edition::prepare(&mut tx, office.by(), closed.id, &told.title, &told.note).await.map_err(said)?;
        tx.commit().await?;
        Ok(draft)
    }

    pub(super) fn somebody(&self, role: Role, action: Action, about: &Subject, on: &str) -> Result<Somebody, Failure> {
        let at = Clock::at_noon(day(on, self.installation.clock.today())?).now();
        let who = self.cast.who(role)?;
        let permit = decide(who, action, self.area.id, about, at).map_err(said)?;
        Ok(Somebody { permit, actor: Actor::Person(who.person.0), at })
    }
}

fn said(error: impl std::fmt::Display) -> Failure {
    Failure::Said(error.to_string())
}
