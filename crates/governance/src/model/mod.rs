//! What boards keep: values with invariants, no storage and no pages.
//!
//! The fields are those that published terms of reference, agendas, action logs, risk registers and stocktake letters
//! of English partnerships have in common.

mod action;
mod board;
mod check;
mod concern;
mod criterion;
mod decision;
mod item;
mod kept;
mod meeting;
mod paper;
mod review;
mod risk;
mod strategy;
mod words;

pub use action::{Action, ActionEvent, ActionState};
pub use board::{Board, BoardEvent, Days, Part, Seat, Terms, Tier, lines, next_seat, seats};
pub use check::{LINE, LIST, TEXT, Wrong};
pub use concern::{Concern, ConcernEvent, Nature};
pub use criterion::{Criterion, CriterionEvent, Grade};
pub use decision::{Decision, DecisionEvent, DecisionState};
pub use item::{Item, ItemEvent, Purpose};
pub use kept::{Dated, Event, Extract, Kept, Kind, Matter, Reference, Summary, To};
pub use meeting::{Meeting, MeetingEvent, MeetingState};
pub use paper::{Block, Paper, PaperEvent};
pub use review::{Review, ReviewEvent, ReviewKind};
pub use risk::{Response, Risk, RiskEvent, Score, Step};
pub use strategy::{Stage, Strategy, StrategyEvent};
