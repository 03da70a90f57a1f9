//! The living roadmap: inspections, findings, plans, the tree of promises, editions.

pub mod deed;
pub mod deeds;
pub mod difference;
pub mod editions;
pub mod import;
pub mod model;
pub mod notices;
pub mod programme;
pub mod site;
pub mod store;
