use serde::{Deserialize, Serialize};

use crate::{Audience, Block, Fact, Imprint, NotTypeset, check};

/// All papers of one meeting in one file: agenda, papers, action log, decision log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeetingPack {
    /// What stands on every page.
    pub imprint: Imprint,
    /// The board that meets. Must not be empty.
    pub board: String,
    /// When, in words, such as `Tuesday 1 December 2026, 10:00`.
    #[serde(default)]
    pub held: String,
    /// Place, chair, quorum and whatever else stands on the front page.
    #[serde(default)]
    pub details: Vec<Fact>,
    /// What is talked about, in order.
    #[serde(default)]
    pub agenda: Vec<AgendaItem>,
    /// The papers; each begins on a new page.
    #[serde(default)]
    pub papers: Vec<PackPaper>,
    /// What was to be done after earlier meetings.
    #[serde(default)]
    pub actions: Vec<Action>,
    /// What was decided at earlier meetings.
    #[serde(default)]
    pub decisions: Vec<Decision>,
}

/// One item of an agenda.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgendaItem {
    /// Its number or letter.
    #[serde(default)]
    pub number: String,
    /// What it is about. Must not be empty.
    pub title: String,
    /// To decide, to assure, to discuss.
    #[serde(default)]
    pub purpose: String,
    /// The post that leads it.
    #[serde(default)]
    pub lead: String,
    /// When it begins or how long it takes.
    #[serde(default)]
    pub time: String,
    /// The `reference` of its paper in this pack; empty when it has none.
    #[serde(default)]
    pub paper: String,
}

/// One paper of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackPaper {
    /// What the agenda calls it, such as `A` or `2026-14`; each is used once.
    #[serde(default)]
    pub reference: String,
    /// Must not be empty.
    pub title: String,
    /// What the board is asked to do with it.
    #[serde(default)]
    pub purpose: String,
    /// The post or body that wrote it.
    #[serde(default)]
    pub from: String,
    /// Who may read it. A private paper is refused in a public pack.
    pub audience: Audience,
    /// Its text.
    #[serde(default)]
    pub blocks: Vec<Block>,
}

/// A line of the action log.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// The log's own number for it.
    #[serde(default)]
    pub reference: String,
    /// The meeting it comes from.
    #[serde(default)]
    pub from: String,
    /// What is to be done. Must not be empty.
    pub text: String,
    /// Who does it.
    #[serde(default)]
    pub owner: String,
    /// By when.
    #[serde(default)]
    pub due: String,
    /// How it stands, with the day it was closed.
    #[serde(default)]
    pub state: String,
}

/// A line of the decision log.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The log's own number for it.
    #[serde(default)]
    pub reference: String,
    /// When it was made.
    #[serde(default)]
    pub on: String,
    /// What was decided. Must not be empty.
    pub text: String,
    /// What else could have been decided.
    #[serde(default)]
    pub options: String,
    /// The right under which it was made.
    #[serde(default)]
    pub authority: String,
}

impl MeetingPack {
    pub(crate) fn check(&self) -> Result<(), NotTypeset> {
        check::imprint(&self.imprint)?;
        check::present(&self.board, "the board's name")?;
        check::facts(&self.details, "the front page")?;
        self.check_papers()?;
        self.check_agenda()?;
        for (at, action) in (1..).zip(&self.actions) {
            check::present(&action.text, &format!("action {at}, text"))?;
        }
        for (at, decision) in (1..).zip(&self.decisions) {
            check::present(&decision.text, &format!("decision {at}, text"))?;
        }
        Ok(())
    }

    fn check_papers(&self) -> Result<(), NotTypeset> {
        for (at, paper) in (1..).zip(&self.papers) {
            let place = format!("paper {at}");
            check::present(&paper.title, &format!("{place}, title"))?;
            check::blocks(&paper.blocks, &place)?;
            if self.imprint.audience == Audience::Public && paper.audience == Audience::Private {
                let reason = "it is private and the pack is public; take it out, or make the pack private".to_owned();
                return Err(NotTypeset::Wrong { place, reason });
            }
            let earlier = &self.papers[..at - 1];
            if !paper.reference.is_empty() && earlier.iter().any(|other| other.reference == paper.reference) {
                let reason =
                    format!("another paper is called {:?} already; give it its own reference", paper.reference);
                return Err(NotTypeset::Wrong { place, reason });
            }
        }
        Ok(())
    }

    /// A reader must be able to follow every item to its paper.
    fn check_agenda(&self) -> Result<(), NotTypeset> {
        for (at, item) in (1..).zip(&self.agenda) {
            let place = format!("agenda item {at}");
            check::present(&item.title, &format!("{place}, title"))?;
            if !item.paper.is_empty() && !self.papers.iter().any(|paper| paper.reference == item.paper) {
                let reason =
                    format!("no paper of this pack is called {:?}; add it, or leave the item without", item.paper);
                return Err(NotTypeset::Wrong { place, reason });
            }
        }
        Ok(())
    }
}
