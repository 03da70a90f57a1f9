//! What every log said on a day, kept unchanged: a stocktake pack is a query at a date.

use audit::record;
use db::Tx;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{
    deeds::{Desk, NotDone, today},
    logs::as_at,
    model::{
        Action, Board, Concern, Criterion, Decision, Item, Kept, Kind, LINE, Meeting, Paper, Review, Risk, Strategy,
        Wrong,
    },
    store::{self, SnapshotRow},
};

/// Every log as at one day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logs {
    /// The day.
    pub as_at: Date,
    /// Boards.
    pub boards: Vec<Kept<Board>>,
    /// Meetings.
    pub meetings: Vec<Kept<Meeting>>,
    /// Agenda items.
    pub items: Vec<Kept<Item>>,
    /// Papers.
    pub papers: Vec<Kept<Paper>>,
    /// The decision log.
    pub decisions: Vec<Kept<Decision>>,
    /// The action log.
    pub actions: Vec<Kept<Action>>,
    /// The risk register.
    pub risks: Vec<Kept<Risk>>,
    /// Assumptions, issues and dependencies.
    pub concerns: Vec<Kept<Concern>>,
    /// Strategies.
    pub strategies: Vec<Kept<Strategy>>,
    /// Oversight reviews.
    pub reviews: Vec<Kept<Review>>,
    /// The self-evaluation.
    pub criteria: Vec<Kept<Criterion>>,
}

/// Every log as at the end of a day. Nothing is written.
pub async fn at(tx: &mut Tx, day: Date) -> sqlx::Result<Logs> {
    Ok(Logs {
        as_at: day,
        boards: as_at(tx, day).await?,
        meetings: as_at(tx, day).await?,
        items: as_at(tx, day).await?,
        papers: as_at(tx, day).await?,
        decisions: as_at(tx, day).await?,
        actions: as_at(tx, day).await?,
        risks: as_at(tx, day).await?,
        concerns: as_at(tx, day).await?,
        strategies: as_at(tx, day).await?,
        reviews: as_at(tx, day).await?,
        criteria: as_at(tx, day).await?,
    })
}

/// Why a snapshot was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// Its title or day cannot be used.
    #[error(transparent)]
    Wrong(#[from] Wrong),
    /// The logs could not be written out, or the database's own message.
    #[error("the snapshot could not be taken: {0}")]
    Engine(#[from] sqlx::Error),
}

impl From<NotTaken> for NotDone {
    fn from(reason: NotTaken) -> Self {
        match reason {
            NotTaken::Wrong(wrong) => Self::Wrong(wrong),
            NotTaken::Engine(error) => Self::Engine(error),
        }
    }
}

/// Keeps every log as at a day, for good. There is no deed that changes or removes a snapshot.
pub async fn take(tx: &mut Tx, desk: Desk<'_>, title: &str, day: Date) -> Result<SnapshotRow, NotTaken> {
    if title.trim().is_empty() || title.chars().count() > LINE {
        return Err(Wrong { field: "title", what: format!("say what it is for, in 1 to {LINE} letters") }.into());
    }
    if day > today(desk) {
        return Err(Wrong { field: "as_at", what: "choose today or a day before".to_owned() }.into());
    }
    let logs = at(tx, day).await?;
    let content = serde_json::to_vec(&logs).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let digest = hex::encode(Sha256::digest(&content));
    let row = SnapshotRow {
        key: format!("{day}-{}", &digest[..12]),
        title: title.to_owned(),
        as_at: day,
        digest,
        taken_at: desk.at,
    };
    if !store::keep_snapshot(tx, &row, &content).await? {
        let what = "the same logs were kept before; the earlier snapshot holds them".to_owned();
        return Err(Wrong { field: "as_at", what }.into());
    }
    let subject = format!("snapshot/{}", row.key);
    let detail = json!({ "as_at": day, "digest": row.digest });
    record(tx, desk.actor, "take_snapshot", &subject, &detail, desk.at).await?;
    Ok(row)
}

/// A snapshot that can no longer be trusted.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// Its bytes are not those that were kept.
    #[error("the snapshot's bytes do not have the digest that was kept beside them")]
    Changed,
    /// Its text is not one of ours.
    #[error("the snapshot cannot be read: {0}")]
    Shape(#[from] serde_json::Error),
    /// The database's own message.
    #[error("the snapshot could not be read: {0}")]
    Engine(#[from] sqlx::Error),
}

/// A kept snapshot, after checking its digest; `None` where there is none of this key.
pub async fn read(tx: &mut Tx, key: &str) -> Result<Option<Logs>, Unreadable> {
    let Some((content, digest)) = store::snapshot(tx, key).await? else { return Ok(None) };
    if hex::encode(Sha256::digest(&content)) != digest {
        return Err(Unreadable::Changed);
    }
    Ok(Some(serde_json::from_slice(&content)?))
}

impl Logs {
    /// How many entries of each kind there were.
    pub fn counts(&self) -> [(Kind, usize); 11] {
        [
            (Kind::Board, self.boards.len()),
            (Kind::Meeting, self.meetings.len()),
            (Kind::Item, self.items.len()),
            (Kind::Paper, self.papers.len()),
            (Kind::Decision, self.decisions.len()),
            (Kind::Action, self.actions.len()),
            (Kind::Risk, self.risks.len()),
            (Kind::Concern, self.concerns.len()),
            (Kind::Strategy, self.strategies.len()),
            (Kind::Review, self.reviews.len()),
            (Kind::Criterion, self.criteria.len()),
        ]
    }
}
