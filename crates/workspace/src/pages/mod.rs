//! The pages of the plan.

pub(crate) mod add;
pub(crate) mod bulk;
pub(crate) mod edit;
pub(crate) mod evidence;
pub(crate) mod felt;
pub(crate) mod moves;
pub(crate) mod node;
pub(crate) mod succession;
pub(crate) mod tree;
pub(crate) mod undo;
mod work;

pub(crate) use moves::{answer_path, speaks_for};

/// The page of a commitment, a path inside the area.
pub(crate) fn node_path(key: &str) -> String {
    format!("office/plan/nodes/{key}")
}
