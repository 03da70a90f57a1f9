//! What a roadmap consists of: values with invariants, no storage and no pages.
//!
//! Source of the shape: how twenty areas publish their plans. Kind is a field and title is free;
//! one tree with a level name per plan holds depth one to four; the text of a date as published,
//! its earliest and latest day and its precision are kept side by side.

mod content;
mod evidence;
mod leaving;
mod private;
mod status;
mod timing;
mod tree;

pub use content::{AreaFacts, Content};
pub use evidence::{Evidence, EvidenceKind, Sensitivity};
pub use leaving::{GaveWay, Retired, RetiredKind};
pub use private::PrivateText;
pub use reading::{Kind, Nature, Part, Precision, StatusReading, When};
pub(crate) use status::words;
pub use status::{Confidence, Delivery, Felt, Mark, Oversight, UnknownWord};
pub use timing::{Actual, Revision, Timing};
pub use tree::{
    Body, Finding, FindingKind, Inspection, InspectionKind, Node, NodeUpdate, Owner, PlaceChange, Plan, SuccessMeasure,
    Theme, Tree,
};
