//! The living roadmap: inspections, findings, plans, the tree of promises, editions.

pub mod difference;
pub mod model;
pub mod notices;
