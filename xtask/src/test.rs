//! `cargo xtask test`: everything, in the order in which a fault is cheapest to find.

use std::path::PathBuf;
use std::time::Instant;

use crate::cluster::Cluster;
use crate::count::Count;
use crate::run::{cargo, passes, teed};
use crate::say::{say, spoken};
use crate::source::root;
use crate::{api, browser, mutants, tidy, tools};

/// What the stages stand on.
struct Bed {
    nextest: bool,
    /// The address of the second engine.
    postgres: String,
}

type Stage = fn(&Bed) -> Result<Count, String>;

const STAGES: &[(&str, Stage)] = &[
    ("fmt", |_| quiet(&["fmt", "--all", "--check"])),
    ("clippy", |_| quiet(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"])),
    ("tidy", |_| Ok(Count { passed: 0, failed: tidy::tidy()?.1 })),
    ("tests", tests),
    ("doctests", doctests),
    ("docs", docs),
    ("api", |bed| api::api(&bed.postgres)),
    ("browser", |_| browser::browser(None)),
    ("mutants", |bed| mutants::with(&bed.postgres, None)),
];
/// Left out by `--quick`.
const SLOW: &[&str] = &["api", "browser", "mutants"];

/// Runs the stages that the flags ask for; the sum of what they counted.
pub(crate) fn test(flags: &[&str]) -> Result<Count, String> {
    let chosen = chosen(flags)?;
    let begun = Instant::now();
    tools::for_tests()?;
    let cluster = Cluster::start()?;
    let bed = Bed { nextest: tools::nextest(), postgres: cluster.address.clone() };
    let mut sum = Count::default();
    let mut summary = Vec::new();
    for (name, stage) in chosen {
        say(format!("\n== {name}"));
        let stage_begun = Instant::now();
        let count = stage(&bed).unwrap_or_else(|reason| {
            say(format!("{name} stopped: {reason}"));
            Count::FAILED
        });
        let verdict = if count.failed == 0 { "ok" } else { "FAILED" };
        summary.push(format!("{name:10} {verdict:7} {:>12}  {count}", spoken(stage_begun.elapsed())));
        sum += count;
    }
    drop(cluster);
    say(format!("\n{}\nin all {}", summary.join("\n"), spoken(begun.elapsed())));
    Ok(sum)
}

fn chosen(flags: &[&str]) -> Result<Vec<(&'static str, Stage)>, String> {
    let keeps: Box<dyn Fn(&str) -> bool> = match flags {
        [] => Box::new(|_| true),
        ["--quick"] => Box::new(|name| !SLOW.contains(&name)),
        ["--only", only] => {
            let only = (*only).to_owned();
            Box::new(move |name| name == only)
        }
        _ => return Err(format!("unknown flags: {}", flags.join(" "))),
    };
    let stages: Vec<_> = STAGES.iter().copied().filter(|(name, _)| keeps(name)).collect();
    if stages.is_empty() {
        return Err(format!("there is no stage {}", flags.join(" ")));
    }
    Ok(stages)
}

/// A cargo command that counts only when it fails.
fn quiet(arguments: &[&str]) -> Result<Count, String> {
    let held = passes(cargo().args(arguments))?;
    Ok(Count { passed: 0, failed: usize::from(!held) })
}

/// Unit, property and story tests on both engines.
fn tests(bed: &Bed) -> Result<Count, String> {
    let mut command = cargo();
    command.env("TEST_POSTGRES_URL", &bed.postgres).env("WAYMARK_STRICT", "1");
    command.env("INSTA_UPDATE", "no");
    if !bed.nextest {
        let (held, said) = teed(command.args(["test", "--workspace", "--all-targets", "--no-fail-fast"]))?;
        return Ok(counted(held, Count::of_cargo_test(&said)));
    }
    let report = report();
    let _none_yet = std::fs::remove_file(&report);
    let held = passes(command.args(["nextest", "run", "--workspace", "--no-fail-fast"]))?;
    let report = std::fs::read_to_string(report).map_err(|_| "the tests do not build, or none was run")?;
    let count = Count::of_junit(&report).ok_or("the report of the tests cannot be read")?;
    Ok(counted(held, count))
}

/// Where nextest leaves its report (`.config/nextest.toml`): in the workspace, wherever the build is.
fn report() -> PathBuf {
    root().join("target/nextest/default/junit.xml")
}

/// A runner that failed must have counted why.
fn counted(held: bool, mut count: Count) -> Count {
    if !held && count.failed == 0 {
        count.failed = 1;
    }
    count
}

fn doctests(_: &Bed) -> Result<Count, String> {
    let (held, said) = teed(cargo().args(["test", "--workspace", "--doc", "--quiet"]))?;
    Ok(counted(held, Count::of_cargo_test(&said)))
}

/// Documentation whose links all arrive.
fn docs(_: &Bed) -> Result<Count, String> {
    let mut command = cargo();
    command.env("RUSTDOCFLAGS", "-D warnings");
    let held = passes(command.args(["doc", "--workspace", "--no-deps", "--quiet"]))?;
    Ok(Count { passed: 0, failed: usize::from(!held) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(flags: &[&str]) -> Vec<&'static str> {
        chosen(flags).unwrap().into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn the_quick_run_leaves_out_what_takes_minutes() {
        assert!(names(&[]).contains(&"browser"));
        assert!(!names(&["--quick"]).iter().any(|name| SLOW.contains(name)));
        assert_eq!(names(&["--only", "tidy"]), ["tidy"]);
        assert!(chosen(&["--only", "tide"]).is_err());
        assert!(chosen(&["--fast"]).is_err());
    }

    #[test]
    fn a_runner_that_fails_without_counting_is_a_failure() {
        assert_eq!(counted(false, Count { passed: 3, failed: 0 }).failed, 1);
    }
}
