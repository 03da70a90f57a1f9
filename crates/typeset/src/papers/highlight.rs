use serde::{Deserialize, Serialize};

use crate::{Block, Confidence, DateMove, Imprint, NotTypeset, check};

/// How one theme went in one period, for the board that watches it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HighlightReport {
    /// What stands on every page.
    pub imprint: Imprint,
    /// The theme. Must not be empty.
    pub theme: String,
    /// Such as `July to September 2026`.
    #[serde(default)]
    pub period: String,
    /// The post or body that answers for the theme.
    #[serde(default)]
    pub lead: String,
    /// How sure the lead is of the theme as a whole.
    #[serde(default)]
    pub overall: Option<Confidence>,
    /// The same, last period.
    #[serde(default)]
    pub overall_before: Option<Confidence>,
    /// Why.
    #[serde(default)]
    pub overall_reason: String,
    /// What was done in the period.
    #[serde(default)]
    pub done: Vec<String>,
    /// What comes next.
    #[serde(default)]
    pub next: Vec<String>,
    /// The points on the way, with their dates.
    #[serde(default)]
    pub milestones: Vec<Milestone>,
    /// Dates that moved in the period.
    #[serde(default)]
    pub moves: Vec<DateMove>,
    /// Figures that would show whether it works.
    #[serde(default)]
    pub measures: Vec<Measure>,
    /// What might go wrong.
    #[serde(default)]
    pub risks: Vec<Risk>,
    /// What families and young people said.
    #[serde(default)]
    pub heard: Vec<String>,
    /// What the board is asked to decide.
    #[serde(default)]
    pub decisions_asked: Vec<String>,
    /// Anything more.
    #[serde(default)]
    pub more: Vec<Block>,
}

/// A point on the way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// The plan's own number for it.
    #[serde(default)]
    pub reference: String,
    /// What it is. Must not be empty.
    pub title: String,
    /// When, in the words published.
    #[serde(default)]
    pub due: String,
    /// How sure its owner is.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// The same, last period.
    #[serde(default)]
    pub before: Option<Confidence>,
    /// What happened.
    #[serde(default)]
    pub note: String,
}

/// A figure, as words: the report prints what the measure's own definition rounds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// What is measured. Must not be empty.
    pub name: String,
    /// The figure before.
    #[serde(default)]
    pub before: String,
    /// The latest figure, with its month.
    #[serde(default)]
    pub latest: String,
    /// The figure wanted.
    #[serde(default)]
    pub wanted: String,
    /// What the figure means.
    #[serde(default)]
    pub note: String,
}

/// Something that might go wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// The register's own number for it.
    #[serde(default)]
    pub reference: String,
    /// Cause, event and effect. Must not be empty.
    pub text: String,
    /// How likely and how bad, in words or as the register counts.
    #[serde(default)]
    pub weight: String,
    /// What is done about it.
    #[serde(default)]
    pub response: String,
    /// The post or body that watches it.
    #[serde(default)]
    pub owner: String,
}

impl HighlightReport {
    pub(crate) fn check(&self) -> Result<(), NotTypeset> {
        check::imprint(&self.imprint)?;
        check::present(&self.theme, "the theme")?;
        for (at, milestone) in (1..).zip(&self.milestones) {
            check::present(&milestone.title, &format!("milestone {at}, title"))?;
        }
        for (at, measure) in (1..).zip(&self.measures) {
            check::present(&measure.name, &format!("measure {at}, name"))?;
        }
        for (at, risk) in (1..).zip(&self.risks) {
            check::present(&risk.text, &format!("risk {at}, text"))?;
        }
        check::blocks(&self.more, "the last part")
    }
}
