//! What the public may read, in types that have no place for anything else.
//!
//! An entry is here only while it has an extract, which somebody published by an act. Free texts come from the extract
//! alone; beside it stand dates, states and posts. No person, note, minute or private wording has a field to go to.

use db::Tx;
use jiff::civil::Date;
use serde::Serialize;

use crate::{
    logs::as_at,
    model::{
        Board, Days, Decision, Item, Kept, Matter, Meeting, MeetingState, Purpose, Review, Seat, Stage, Strategy,
        Summary, lines,
    },
    store,
};

/// What the public reads of how the partnership is governed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicGovernance {
    /// Boards with who sits on them.
    pub boards: Vec<PublicBoard>,
    /// Meetings, the latest first.
    pub meetings: Vec<PublicMeeting>,
    /// Decisions, the latest first.
    pub decisions: Vec<PublicDecision>,
    /// Strategies.
    pub strategies: Vec<PublicStrategy>,
    /// Oversight reviews, the latest first.
    pub reviews: Vec<PublicReview>,
}

impl PublicGovernance {
    /// Whether nothing at all was published.
    pub fn is_empty(&self) -> bool {
        self.boards.is_empty() && self.decisions.is_empty() && self.strategies.is_empty() && self.reviews.is_empty()
    }
}

/// A board.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicBoard {
    /// Stable word.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Where it stands, in plain words.
    pub tier: &'static str,
    /// What it is for, in words for the public.
    pub summary: Summary,
    /// How often it meets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frequency: Option<String>,
    /// What it may decide, from its terms of reference: they were agreed to be shown, and go out with the act that
    /// publishes the board.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decides: Option<String>,
    /// Version of its terms of reference, and since when they hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<(String, Date)>,
    /// Who sits on it, by post.
    pub members: Vec<PublicSeat>,
    /// Keys of public boards it reports to.
    pub reports_to: Vec<String>,
    /// Its first day.
    pub since: Date,
    /// Its last day, once it has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Key of the public board in its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
}

/// A seat: a post at an organisation, never a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicSeat {
    /// The post.
    pub post: String,
    /// In what part, in plain words.
    pub part: &'static str,
    /// Key of the organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Since when.
    pub since: Date,
}

/// A meeting of a public board.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicMeeting {
    /// Stable word.
    pub key: String,
    /// Key of the board.
    pub board: String,
    /// Its day.
    pub on: Date,
    /// How far it is, in plain words.
    pub state: &'static str,
    /// What was said, what we will do, what this means for families.
    pub summary: Summary,
    /// Public agenda items, in their order.
    pub agenda: Vec<PublicItem>,
}

/// An agenda item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicItem {
    /// In words for the public.
    pub summary: Summary,
    /// What the meeting is asked to do.
    pub purpose: Purpose,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicDecision {
    /// Stable word.
    pub key: String,
    /// Key of the board.
    pub board: String,
    /// In words for the public.
    pub summary: Summary,
    /// The day it was taken.
    pub decided_on: Date,
    /// The day from which it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_from: Option<Date>,
    /// How it stands, in plain words.
    pub state: &'static str,
    /// Keys of commitments it is about.
    pub commitments: Vec<String>,
}

/// A strategy.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicStrategy {
    /// Stable word.
    pub key: String,
    /// Its name.
    pub name: String,
    /// In words for the public.
    pub summary: Summary,
    /// How far it is.
    pub stage: Stage,
    /// Each stage with its first day.
    pub stages: Vec<(Stage, Date)>,
    /// Last day it covers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period_to: Option<Date>,
    /// By when it is looked at again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_on: Option<Date>,
    /// What people said in its consultation, and what it changed.
    pub answers: Vec<(String, String)>,
}

/// A look from those who oversee. Its lists were written to be quoted from letters that are public themselves, and go
/// out with the act that publishes the review.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicReview {
    /// Stable word.
    pub key: String,
    /// What kind of look, in plain words.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// Its first day.
    pub on: Date,
    /// Who looked: a body.
    pub by: String,
    /// In words for the public.
    pub summary: Summary,
    /// Progress recognised.
    pub recognised: Vec<String>,
    /// What is still to do.
    pub still_to_do: Vec<String>,
    /// What is no longer monitored.
    pub no_longer_monitored: Vec<String>,
    /// When they look next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_on: Option<Date>,
    /// The day a notice was lifted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifted_on: Option<Date>,
    /// Keys of the findings it speaks of.
    pub findings: Vec<String>,
}

/// What the public may read as at a day.
pub async fn public(tx: &mut Tx, day: Date) -> sqlx::Result<PublicGovernance> {
    let boards: Vec<Kept<Board>> = as_at(tx, day).await?;
    let shown: Vec<String> =
        boards.iter().filter(|board| board.extract.is_some()).map(|board| board.key.clone()).collect();
    let items = store::entries::<Item>(tx).await?;
    let mut meetings: Vec<_> =
        as_at(tx, day).await?.iter().filter_map(|kept| public_meeting(kept, &items, &shown)).collect();
    meetings.sort_by_key(|meeting| std::cmp::Reverse(meeting.on));
    let mut decisions: Vec<_> = as_at(tx, day).await?.iter().filter_map(public_decision).collect();
    decisions.sort_by_key(|decision| std::cmp::Reverse(decision.decided_on));
    let mut reviews: Vec<_> = as_at(tx, day).await?.iter().filter_map(public_review).collect();
    reviews.sort_by_key(|review| std::cmp::Reverse(review.on));
    Ok(PublicGovernance {
        boards: boards.iter().filter_map(|board| public_board(board, &shown, day)).collect(),
        meetings,
        decisions,
        strategies: as_at(tx, day).await?.iter().filter_map(public_strategy).collect(),
        reviews,
    })
}

/// The words somebody published; `None` while it is private.
fn words<M: Matter>(kept: &Kept<M>) -> Option<Summary> {
    kept.extract.as_ref().map(|extract| extract.summary.clone())
}

fn public_board(board: &Kept<Board>, shown: &[String], day: Date) -> Option<PublicBoard> {
    let summary = words(board)?;
    let is_shown = |key: &&str| shown.iter().any(|shown| shown == key);
    let terms = board.terms(day);
    let seat = |(seat, days): (&Seat, Days)| PublicSeat {
        post: seat.post.clone(),
        part: seat.part.plain(),
        organisation: seat.organisation.clone(),
        since: days.from,
    };
    let held = lines(&board.past).into_iter().filter(|(_, _, days)| days.hold(day));
    let closed = board.closed();
    Some(PublicBoard {
        key: board.key.clone(),
        name: board.about.name.clone(),
        tier: board.about.tier.plain(),
        summary,
        frequency: terms.map(|(terms, _)| terms.frequency.clone()),
        decides: terms.map(|(terms, _)| terms.authority.clone()),
        terms: terms.map(|(terms, since)| (terms.version.clone(), since)),
        members: board.members(day).into_iter().map(seat).collect(),
        reports_to: held.map(|(key, _, _)| key).filter(is_shown).map(str::to_owned).collect(),
        since: board.about.since,
        until: closed.map(|(until, _)| until),
        replaced_by: closed.and_then(|(_, by)| by).filter(is_shown).map(str::to_owned),
    })
}

fn public_meeting(meeting: &Kept<Meeting>, items: &[Kept<Item>], shown: &[String]) -> Option<PublicMeeting> {
    let summary = words(meeting)?;
    if !shown.contains(&meeting.about.board) {
        return None;
    }
    let mut own: Vec<_> = items.iter().filter(|item| item.about.meeting.as_ref() == Some(&meeting.key)).collect();
    own.sort_by_key(|item| item.about.place);
    let item = |item: &Kept<Item>| Some(PublicItem { summary: words(item)?, purpose: item.about.purpose });
    let state = match meeting.state() {
        // Whether papers are out concerns members only.
        MeetingState::PapersOut => MeetingState::Planned,
        state => state,
    };
    Some(PublicMeeting {
        key: meeting.key.clone(),
        board: meeting.about.board.clone(),
        on: meeting.about.on,
        state: state.plain(),
        summary,
        agenda: own.into_iter().filter_map(item).collect(),
    })
}

fn public_decision(decision: &Kept<Decision>) -> Option<PublicDecision> {
    Some(PublicDecision {
        summary: words(decision)?,
        key: decision.key.clone(),
        board: decision.about.board.clone(),
        decided_on: decision.about.decided_on,
        effective_from: decision.about.effective_from,
        state: decision.state().plain(),
        commitments: decision.about.commitments.clone(),
    })
}

fn public_strategy(strategy: &Kept<Strategy>) -> Option<PublicStrategy> {
    let answers = strategy.answers().into_iter();
    Some(PublicStrategy {
        summary: words(strategy)?,
        key: strategy.key.clone(),
        name: strategy.about.name.clone(),
        stage: strategy.stage(),
        stages: strategy.stages(),
        period_to: strategy.about.period_to,
        review_on: strategy.about.review_on,
        answers: answers.map(|(said, changed)| (said.to_owned(), changed.to_owned())).collect(),
    })
}

fn public_review(review: &Kept<Review>) -> Option<PublicReview> {
    Some(PublicReview {
        summary: words(review)?,
        key: review.key.clone(),
        kind: review.about.kind.plain(),
        title: review.about.title.clone(),
        on: review.about.on,
        by: review.about.by.clone(),
        recognised: review.about.recognised.clone(),
        still_to_do: review.about.still_to_do.clone(),
        no_longer_monitored: review.about.no_longer_monitored.clone(),
        next_on: review.about.next_on,
        lifted_on: review.lifted_on(),
        findings: review.about.findings.clone(),
    })
}
