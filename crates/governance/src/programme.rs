//! A programme file: boards and registers of an area as TOML. Bringing it in twice changes nothing the second time.
//!
//! Each table names its entry's `key`, what is written about it, the events that happened to it, and where it is public
//! its extract:
//!
//! ```toml
//! [[action]]
//! key = "action-1"
//! about = { board = "improvement-board", wording = "Write to every school", organisation = "council", raised_on = "2026-01-14", first_due = "2026-02-11" }
//! past = [{ on = "2026-02-10", event = { what = "closed", outcome = "Sent to 312 schools." } }]
//! ```

use db::Tx;
use serde::Deserialize;

use crate::{
    deeds::{Desk, NotDone, correct, happen, open, publish},
    model::{
        Action, Board, Concern, Criterion, Dated, Decision, Item, Matter, Meeting, Paper, Review, Risk, Strategy,
        Summary,
    },
    store,
};

/// A programme file as written. Tables may come in any order; they are brought in in the order of these fields.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Programme {
    /// Boards; one that another reports to or is replaced by stands before it.
    pub board: Vec<Told<Board>>,
    /// Meetings.
    pub meeting: Vec<Told<Meeting>>,
    /// Agenda items.
    pub item: Vec<Told<Item>>,
    /// Papers.
    pub paper: Vec<Told<Paper>>,
    /// Decisions.
    pub decision: Vec<Told<Decision>>,
    /// Actions.
    pub action: Vec<Told<Action>>,
    /// Risks.
    pub risk: Vec<Told<Risk>>,
    /// Assumptions, issues and dependencies.
    pub concern: Vec<Told<Concern>>,
    /// Strategies.
    pub strategy: Vec<Told<Strategy>>,
    /// Oversight reviews.
    pub review: Vec<Told<Review>>,
    /// Self-evaluation rows.
    pub criterion: Vec<Told<Criterion>>,
}

/// One entry as a file tells it.
#[derive(Debug, Clone, Deserialize)]
#[serde(bound(deserialize = ""), deny_unknown_fields)]
pub struct Told<M: Matter> {
    key: String,
    about: M,
    #[serde(default = "Vec::new")]
    past: Vec<Dated<M::Event>>,
    extract: Option<Summary>,
}

/// Why a programme file was not brought in.
#[derive(Debug, thiserror::Error)]
pub enum BadProgramme {
    /// Not the shape of a programme file; the message names the line.
    #[error("this is not a programme file: {0}")]
    Shape(#[from] toml::de::Error),
    /// What it tells of an entry cannot be kept.
    #[error("{kind} {key}: {reason}")]
    Refused {
        /// The table.
        kind: &'static str,
        /// The entry.
        key: String,
        /// Why not.
        reason: Box<NotDone>,
    },
}

impl Programme {
    /// Reads the text of a programme file.
    pub fn parse(text: &str) -> Result<Self, BadProgramme> {
        Ok(toml::from_str(text)?)
    }

    /// Does the deeds that bring the area to what the file says, and counts them; 0 when it already says so.
    pub async fn bring_in(&self, tx: &mut Tx, desk: Desk<'_>) -> Result<usize, BadProgramme> {
        Ok(all(tx, desk, &self.board).await?
            + all(tx, desk, &self.meeting).await?
            + all(tx, desk, &self.item).await?
            + all(tx, desk, &self.paper).await?
            + all(tx, desk, &self.decision).await?
            + all(tx, desk, &self.action).await?
            + all(tx, desk, &self.risk).await?
            + all(tx, desk, &self.concern).await?
            + all(tx, desk, &self.strategy).await?
            + all(tx, desk, &self.review).await?
            + all(tx, desk, &self.criterion).await?)
    }
}

async fn all<M: Matter>(tx: &mut Tx, desk: Desk<'_>, told: &[Told<M>]) -> Result<usize, BadProgramme> {
    let mut deeds = 0;
    for one in told {
        let refused =
            |reason| BadProgramme::Refused { kind: M::KIND.word(), key: one.key.clone(), reason: Box::new(reason) };
        deeds += one.bring_in(tx, desk).await.map_err(refused)?;
    }
    Ok(deeds)
}

impl<M: Matter> Told<M> {
    async fn bring_in(&self, tx: &mut Tx, desk: Desk<'_>) -> Result<usize, NotDone> {
        let mut deeds = 0;
        let mut held = if let Some(held) = store::entry::<M>(tx, &self.key).await? {
            held
        } else {
            deeds += 1;
            open(tx, desk, &self.key, self.about.clone()).await?
        };
        if held.about != self.about {
            deeds += 1;
            held = correct(tx, desk, &self.key, held.version, self.about.clone()).await?;
        }
        for dated in &self.past {
            if !held.past.contains(dated) {
                deeds += 1;
                held = happen(tx, desk, &self.key, held.version, dated.clone()).await?;
            }
        }
        if let Some(extract) = &self.extract
            && held.extract.as_ref().map(|held| &held.summary) != Some(extract)
        {
            deeds += 1;
            publish::<M>(tx, desk, &self.key, held.version, extract.clone()).await?;
        }
        Ok(deeds)
    }
}
