//! The four papers, as typed values. What is optional may be empty; its part is then left out in print.

mod edition;
mod highlight;
mod meeting;
mod plain;

pub use edition::{EditionEntry, EditionPaper, EditionSection};
pub use highlight::{HighlightReport, Measure, Milestone, Risk};
pub use meeting::{Action, AgendaItem, Decision, MeetingPack, PackPaper};
pub use plain::PlainPaper;
