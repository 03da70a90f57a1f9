//! What a reading consists of. Field names and values are those of the published JSON.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One page or plan as read: a proposal for a person to accept, never a decision.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Reading {
    /// What the page says about itself.
    pub plan: Plan,
    /// Headings or columns that are periods, in page order.
    pub periods: Vec<Period>,
    /// Entries in page order.
    pub items: Vec<Item>,
    /// Figures the page publishes.
    pub kpis: Vec<Kpi>,
    /// Relations between entries, by their text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// Questions and remarks for the person who accepts the reading.
    pub warnings: Vec<Warning>,
    /// What was cut off at the end of the page, in words; absent when nothing was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incomplete_tail: Option<String>,
    /// Where every source line went.
    pub lines: Lines,
}

/// What the page says about itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Plan {
    /// Its own title, or one spelled out from its address.
    pub title: Option<String>,
    /// The local area, without "Council" or "County".
    pub area: Option<String>,
    /// The page's address when the file gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The day the page says it was published or changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_date: Option<Date>,
    /// First month it says it covers, as `YYYY-MM`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period_start: Option<String>,
    /// Last month it says it covers, as `YYYY-MM`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period_end: Option<String>,
    /// How often it says it is reviewed, in its own word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_cycle: Option<String>,
    /// Visits and reviews it expects from outside.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expects: Vec<String>,
    /// Things it promises that are not entries.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub promises: Vec<String>,
    /// Counts a board summary gives for its action log, as published.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub counts: Vec<ActionCount>,
}

/// One figure of an action log: how many actions are open, closed, delayed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActionCount {
    /// The page's word for the state, in lower case.
    pub state: String,
    /// How many actions.
    pub count: u32,
    /// The words as published.
    pub as_published: String,
}

/// A heading or column that is a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Period {
    /// As published.
    pub label: String,
    /// First day, or open.
    pub earliest: Option<Date>,
    /// Last day, or open.
    pub latest: Option<Date>,
    /// How many entries stand under it.
    pub entries: usize,
}

/// One entry of the page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// The page's own number, such as `1.1`.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// The heading it stands under.
    pub section: Option<String>,
    /// The entry's words, without bullet sign.
    pub text: String,
    /// What kind of thing it is.
    pub nature: Nature,
    /// When, as published and as days.
    pub when: When,
    /// How far it is, only where words say so.
    pub status: Status,
    /// Places stated, open or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub places: Option<u32>,
    /// Who answers for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<Owner>,
    /// What success looks like, as published.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<String>,
    /// The same entry comes round again.
    #[serde(skip_serializing_if = "is_false")]
    pub recurs: bool,
    /// Relations to other entries or to numbered things.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<ItemLink>,
    /// Progress notes and figures beside the entry.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub updates: Vec<Update>,
    /// Words of the entry that are none of the above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// The page stops inside this entry.
    #[serde(skip_serializing_if = "is_false")]
    pub incomplete_tail: bool,
    /// Codes of the warnings that speak of this entry.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands the field over by reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

/// What kind of thing an entry is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// Something people go to.
    Event,
    /// A survey or questionnaire.
    Survey,
    /// A strategy, plan, policy, page or set of standards.
    Document,
    /// How the partnership is run.
    Governance,
    /// A trial.
    Pilot,
    /// A school, base or centre opens.
    Opening,
    /// A service works differently.
    ServiceChange,
    /// Something is said to be better for families.
    OutcomeClaim,
    /// Money.
    Finance,
    /// A review, stocktake or visit by those who oversee.
    OversightReview,
    /// A target of the whole programme.
    ProgrammeTarget,
    /// Done by others.
    External,
    /// None of the above is said.
    #[default]
    Action,
}

/// When, as published and as days.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// The words of the page; heading and words are joined by a slash.
    pub text: Option<String>,
    /// First day it can be, or open.
    pub earliest: Option<Date>,
    /// Last day it can be, or open.
    pub latest: Option<Date>,
    /// How fine the words are.
    pub precision: Precision,
    /// How the words relate the entry to the days.
    pub kind: Kind,
}

/// How fine a published date is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// A day.
    Day,
    /// A calendar month.
    Month,
    /// A month's name that stands for three months, or a numbered quarter.
    QuarterLabel,
    /// A school term.
    Term,
    /// A season.
    Season,
    /// A calendar year.
    Year,
    /// 1 September to 31 August.
    AcademicYear,
    /// Two ends of different or no finer kind.
    Range,
    /// No days are given.
    #[default]
    None,
}

/// How an entry relates to its days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// On that day, or simply dated with it.
    #[default]
    On,
    /// At some time inside.
    In,
    /// Not later than the last day.
    By,
    /// From the first to the last day.
    Range,
    /// From the first day, no end given.
    From,
    /// The page says ongoing instead of a date.
    Ongoing,
    /// It comes round at an interval.
    Recurs,
}

/// How far an entry is, only where words say so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The words as published.
    pub word: Option<String>,
    /// What they mean.
    pub reading: StatusReading,
}

/// Meaning of a status word. Never taken from today's date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusReading {
    /// Finished, agreed, open, in use.
    Done,
    /// Begun and not finished.
    InProgress,
    /// Carried on without an end.
    Ongoing,
    /// Meant to happen.
    Planned,
    /// Put off.
    Postponed,
    /// Late by the page's own words.
    Delayed,
    /// The words do not say.
    #[default]
    NotStated,
}

/// Who answers for an entry: one of body, role or person, sometimes person and role.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Owner {
    /// An organisation, as published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// A post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// A named person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// How they answer for it.
    pub part: Part,
}

/// How an owner answers for an entry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Leads it.
    #[default]
    Lead,
    /// Answers for it at the top.
    Accountable,
    /// Does it.
    Responsible,
    /// Helps.
    Support,
}

/// A progress note or figure beside an entry.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Update {
    /// The words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// A number in them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figure: Option<f64>,
    /// What the number counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The date the page gives the note, as published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
}

/// A relation from the entry that holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemLink {
    /// `baseline_of`, `part_of`, `answers`.
    pub kind: String,
    /// Text of the other entry, or the page's own number.
    pub to: String,
}

/// A relation between two entries, by their text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// `baseline_of`.
    pub kind: String,
    /// Text of the entry it goes from.
    pub from: String,
    /// Text of the entry it goes to.
    pub to: String,
}

/// A figure the page publishes.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Kpi {
    /// What is measured, as published.
    pub name: String,
    /// The latest figure published, as a number; `null` when it is not one.
    pub value: Option<f64>,
    /// `%`, `weeks`, `places` or another word beside the figure.
    pub unit: Option<String>,
    /// The period of the latest figure, as published.
    pub period: Option<String>,
    /// The words the figure was read from.
    pub as_published: String,
    /// The section it stands under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Where it started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Figure>,
    /// Where it should go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Figure>,
    /// The way there: what was aimed at and what came.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub milestones: Vec<Milestone>,
    /// Figures of further periods, in page order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<Figure>,
    /// Explanations beside the figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

/// A figure with its own period.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Figure {
    /// As published.
    pub text: String,
    /// As a number; `null` for "not collected" or a comparator in words.
    pub value: Option<f64>,
    /// Its own period, as published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
}

/// A point on the way to a target.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Milestone {
    /// The column's name.
    pub label: String,
    /// What was aimed at.
    pub target: Option<Figure>,
    /// What came; absent when the page has no cell for it.
    pub actual: Option<Figure>,
}

/// A question or remark for the person who accepts the reading. Codes are listed in `docs/reading.md`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// Stable code.
    pub code: &'static str,
    /// Index of the entry it speaks of, or `null` for the page.
    pub item: Option<usize>,
    /// In plain words.
    pub text: String,
    /// Answers to choose from, when it is a question.
    pub choices: Vec<String>,
}

/// Where every source line went. Blank lines are the rest of `total`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Lines {
    /// Lines of the source (rows or paragraphs for files without lines).
    pub total: usize,
    /// Empty lines.
    pub blank: usize,
    /// Lines that became an entry, a figure or part of one.
    pub item: usize,
    /// Lines that became a heading, a period or a column name.
    pub heading: usize,
    /// Lines understood as introduction, navigation or a note.
    pub note: usize,
    /// Lines nobody could place, with their number from 1.
    pub unread: Vec<Unread>,
}

/// A line nobody could place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// Number from 1.
    pub line: usize,
    /// Its words, at most 200 characters.
    pub text: String,
}
