//! `cargo xtask bless`: what people read has changed on purpose.

use std::process::Command;

use crate::cluster::Cluster;
use crate::count::Count;
use crate::run::{answer, cargo, passes};
use crate::say::say;
use crate::source::root;

/// Set while blessing: a test that compares a stored file writes it instead (schemas per engine,
/// the matrix of routes, generated documents).
const BLESS: (&str, &str) = ("WAYMARK_BLESS", "1");

/// Accepts every snapshot, rewrites every generated file, and says what changed.
pub(crate) fn bless() -> Result<Count, String> {
    let cluster = Cluster::start()?;
    let mut command = cargo();
    command.args(["test", "--workspace", "--all-targets", "--quiet", "--no-fail-fast"]);
    command.env(BLESS.0, BLESS.1).env("INSTA_UPDATE", "always").env("INSTA_FORCE_PASS", "1");
    command.env("TEST_POSTGRES_URL", &cluster.address);
    let passed = passes(&mut command)?;
    let changed = answer(Command::new("git").args(["status", "--short"]).current_dir(root()))?;
    say("files changed and not committed, to be read before they are:");
    say(changed.trim_end());
    Ok(Count::one(passed))
}
