//! The room `typeset`: typed papers in, tagged PDF out.
//!
//! Board papers are printed, archived and read aloud. So every file keeps PDF/UA-1 (ISO 14289-1) and PDF/A-2a
//! (ISO 19005-2) at once; the exporter refuses a paper that would not. What a person typed is text and stays text:
//! it reaches the engine as JSON values, never as markup, and the engine can open no file and no address.

mod block;
mod check;
#[cfg(feature = "pdf")]
mod engine;
#[cfg(not(feature = "pdf"))]
#[path = "no_engine.rs"]
mod engine;
mod imprint;
mod papers;
mod refused;
mod typesetter;

pub use block::{Bar, Bars, Block, Confidence, DateMove, Fact, Standing, Table};
pub use imprint::{Audience, Imprint};
pub use papers::{
    Action, AgendaItem, Decision, EditionEntry, EditionPaper, EditionSection, HighlightReport, Measure, MeetingPack,
    Milestone, PackPaper, PlainPaper, Risk,
};
pub use refused::NotTypeset;
pub use typesetter::{FONT_FOLDERS, Typesetter, edition, highlight_report, meeting_pack, plain_paper};
