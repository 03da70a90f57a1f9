//! A round: what is asked, of which plans, by when.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use roadmap::model::Tree;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Wrong;

/// Identifies a round in one area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoundId(pub Uuid);

impl fmt::Display for RoundId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for RoundId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        text.parse().map(Self)
    }
}

/// What the office says of a round when it sets it up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Its name, such as "Autumn 2026".
    pub name: String,
    /// First day of the period that is answered for.
    pub period_from: Date,
    /// Last day of that period.
    pub period_to: Date,
    /// The day the slips go out.
    pub opens_on: Date,
    /// The last day an answer is in time; a later one is taken and marked.
    pub answers_due: Date,
    /// The last day for organisations to sign off.
    pub sign_off_due: Date,
    /// Keys of the plans whose commitments are asked about.
    pub plans: Vec<String>,
}

/// The longest name of a round, in letters: it stands in a heading and in a menu.
const LONGEST_NAME: usize = 80;

impl Terms {
    /// Everything that keeps these terms from being used, each with the field to put right.
    pub fn faults(&self, tree: &Tree) -> Vec<Wrong> {
        let mut faults = Vec::new();
        if !(1..=LONGEST_NAME).contains(&self.name.trim().chars().count()) {
            faults.push(Wrong::new("name", format!("Give the round a name of 1 to {LONGEST_NAME} letters")));
        }
        if self.period_to < self.period_from {
            faults.push(Wrong::new("period_to", "The period must end on or after the day it begins"));
        }
        if self.answers_due < self.opens_on {
            faults.push(Wrong::new("answers_due", "Answers must be due on or after the day the round opens"));
        }
        if self.sign_off_due < self.answers_due {
            faults.push(Wrong::new("sign_off_due", "Sign-off must be due on or after the day answers are due"));
        }
        if self.plans.is_empty() {
            faults.push(Wrong::new("plans", "Choose at least one plan"));
        }
        let unknown = self.plans.iter().filter(|key| !tree.plans.iter().any(|plan| plan.key == **key));
        faults
            .extend(unknown.map(|key| Wrong::new("plans", format!("There is no plan {key:?}; choose from the list"))));
        faults
    }

    /// Whether some plan is asked about by both.
    pub fn meets(&self, other: &Self) -> bool {
        self.plans.iter().any(|plan| other.plans.contains(plan))
    }
}

/// Where a round stands. It only goes forward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundState {
    /// Set up; its day has not come.
    Planned,
    /// Slips are out and can be answered.
    Open,
    /// What was signed off is in the plan.
    Closed,
    /// The edition with this number was made from it.
    Published(u32),
}

/// A deed came at a time when the round does not allow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the round is {is}; this can be done only while it is {wanted}")]
pub struct NotNow {
    /// Where it stands, in a word.
    pub is: &'static str,
    /// Where it would have to stand.
    pub wanted: &'static str,
}

impl RoundState {
    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Published(_) => "published",
        }
    }

    /// From set up to open.
    pub fn opened(self) -> Result<Self, NotNow> {
        self.only_from(Self::Planned, Self::Open)
    }

    /// From open to closed.
    pub fn closed(self) -> Result<Self, NotNow> {
        self.only_from(Self::Open, Self::Closed)
    }

    /// From closed to published as an edition.
    pub fn published(self, edition: u32) -> Result<Self, NotNow> {
        self.only_from(Self::Closed, Self::Published(edition))
    }

    /// Refuses unless the round is in `wanted`.
    pub fn must_be(self, wanted: Self) -> Result<(), NotNow> {
        self.only_from(wanted, self).map(|_| ())
    }

    fn only_from(self, from: Self, to: Self) -> Result<Self, NotNow> {
        if self == from { Ok(to) } else { Err(NotNow { is: self.word(), wanted: from.word() }) }
    }
}

/// A round as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Round {
    /// Its identifier.
    pub id: RoundId,
    /// What was said when it was set up.
    pub terms: Terms,
    /// Where it stands.
    pub state: RoundState,
    /// Grows with every change, so that two people who change it notice each other.
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn terms() -> Terms {
        Terms {
            name: "Autumn 2026".to_owned(),
            period_from: date(2026, 7, 1),
            period_to: date(2026, 9, 30),
            opens_on: date(2026, 10, 1),
            answers_due: date(2026, 10, 14),
            sign_off_due: date(2026, 10, 21),
            plans: vec!["roadmap".to_owned()],
        }
    }

    fn tree() -> Tree {
        let plan = serde_json::json!({ "key": "roadmap", "kind": "roadmap", "title": "Roadmap" });
        Tree { plans: vec![serde_json::from_value(plan).unwrap()], ..Tree::default() }
    }

    #[test]
    fn terms_whose_days_run_backwards_name_each_field_to_put_right() {
        assert_eq!(terms().faults(&tree()), []);
        let backwards = Terms {
            name: " ".to_owned(),
            period_to: date(2026, 6, 30),
            answers_due: date(2026, 9, 30),
            sign_off_due: date(2026, 9, 29),
            plans: vec!["no-such".to_owned()],
            ..terms()
        };
        let fields: Vec<&str> = backwards.faults(&tree()).iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["name", "period_to", "answers_due", "sign_off_due", "plans"]);
    }

    #[test]
    fn a_round_goes_forward_only() {
        let open = RoundState::Planned.opened().unwrap();
        let closed = open.closed().unwrap();
        assert_eq!(closed.published(4).unwrap(), RoundState::Published(4));
        assert!(closed.opened().is_err());
        assert!(RoundState::Planned.closed().is_err());
        assert!(open.published(4).is_err());
        let again = closed.closed().unwrap_err();
        assert_eq!(again.to_string(), "the round is closed; this can be done only while it is open");
    }
}
