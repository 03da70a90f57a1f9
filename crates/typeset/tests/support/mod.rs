//! Papers of an invented county, full, empty and hostile, and a look into a finished file.
#![allow(dead_code, clippy::allow_attributes, clippy::allow_attributes_without_reason)]

pub mod opened;
pub mod samples;
