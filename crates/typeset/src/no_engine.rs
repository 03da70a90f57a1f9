//! In place of the engine when the feature `pdf` is off: papers are checked, and then refused with a reason.

use std::path::PathBuf;

use serde::Serialize;

use crate::NotTypeset;

pub(crate) struct Engine;

impl Engine {
    pub(crate) fn with_fonts_from(_folders: &[PathBuf]) -> Self {
        Self
    }

    #[expect(clippy::unused_self, reason = "the same signature as the engine that prints")]
    pub(crate) fn print<P: Serialize>(&self, _template: &'static str, _paper: &P) -> Result<Vec<u8>, NotTypeset> {
        Err(NotTypeset::LeftOut)
    }
}
