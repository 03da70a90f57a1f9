//! Every SQL text of the roadmap. It answers with model types and decides nothing.

mod columns;
mod edition;
mod load;
mod parts;
mod write;

pub use edition::{editions, keep_edition};
pub use load::load_tree;
pub use write::{hold_tree, write_deed};
