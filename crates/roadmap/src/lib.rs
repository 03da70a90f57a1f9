//! The living roadmap: inspections, findings, plans, the tree of promises, editions.

pub mod apply;
pub mod change;
pub mod consent;
pub mod deed;
pub mod deeds;
pub mod difference;
pub mod editions;
pub mod history;
pub mod import;
pub mod inverse;
pub mod model;
pub mod notices;
pub mod programme;
pub mod site;
pub mod store;
pub mod succession;
pub mod together;
