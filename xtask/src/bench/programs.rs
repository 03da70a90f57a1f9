//! Promises about whole programs: reading a page, publishing an edition, growing tenfold.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use serde_json::{Value, json};

use super::{Figure, median};
use crate::run::{answer, cargo, target};
use crate::source::root;

/// Published pages beside the checkout, where there are any, and our own.
const SAMPLES: &[&str] = &["../shared/roadmaps", "crates/reading/tests/samples"];
const READ_MS: f64 = 50.0;
const PUBLISH_MS: f64 = 1000.0;
/// How much slower ten times as much may make a page.
pub(super) const GROWTH: f64 = 1.3;

/// The largest text among the samples.
fn largest() -> Option<PathBuf> {
    SAMPLES
        .iter()
        .flat_map(|folder| std::fs::read_dir(root().join(folder)).into_iter().flatten().flatten())
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "txt"))
        .max_by_key(|path| path.metadata().map_or(0, |about| about.len()))
}

/// `waymark roadmap read` from start to exit on the largest sample.
pub(super) fn read() -> Result<Vec<Figure>, String> {
    let sample = largest().ok_or("there is no sample to read")?;
    let program = target().join("release/waymark");
    let mut times = Vec::new();
    for _ in 0..21 {
        let begun = Instant::now();
        answer(Command::new(&program).args(["roadmap", "read"]).arg(&sample).arg("--json"))?;
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    let middle = median(&times);
    let name = sample.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let size = sample.metadata().map_or(0, |about| about.len());
    Ok(vec![Figure {
        name: format!("reading {name} ({size} bytes), whole program"),
        value: format!("{middle:.1} ms"),
        held_to: Some(format!("under {READ_MS:.0} ms")),
        holds: middle < READ_MS,
        raw: json!(times),
    }])
}

/// What an example of a crate says on its last line, as JSON.
pub(super) fn example(package: &str, name: &str) -> Result<Value, String> {
    let mut command = cargo();
    command.args(["run", "--release", "--quiet", "--package", package, "--example", name]);
    figures(name, &answer(&mut command)?)
}

/// The same for an example that measures on both engines, held to one core.
///
/// The embedded engine works on threads of its own. Where the system puts them, beside the asking thread or across the
/// machine, doubles a time of a few milliseconds and has nothing to do with how many areas there are.
pub(super) fn on_one_core(package: &str, name: &str, postgres: &str) -> Result<Value, String> {
    answer(cargo().args(["build", "--release", "--quiet", "--package", package, "--example", name]))?;
    let program = target().join("release/examples").join(name);
    let mut command = Command::new("taskset");
    command.args(["--cpu-list", "0"]).arg(program).env("TEST_POSTGRES_URL", postgres);
    figures(name, &answer(&mut command)?)
}

fn figures(name: &str, said: &str) -> Result<Value, String> {
    let last = said.lines().last().unwrap_or_default();
    serde_json::from_str(last).map_err(|_| format!("the example {name} did not end with its figures: {last}"))
}

/// One edition of 500 entries, from the deed to the signed bytes on disk.
pub(super) fn publish() -> Result<Vec<Figure>, String> {
    let figures = example("roadmap", "publish_500")?;
    let times = numbers(&figures["milliseconds"]);
    let middle = median(&times);
    Ok(vec![Figure {
        name: "publishing an edition of 500 entries".to_owned(),
        value: format!("{middle:.0} ms"),
        held_to: Some(format!("under {PUBLISH_MS:.0} ms")),
        holds: !times.is_empty() && middle < PUBLISH_MS,
        raw: figures,
    }])
}

/// The same page among ten times as many plans.
pub(super) fn growth() -> Result<Vec<Figure>, String> {
    let figures = example("roadmap", "page_growth")?;
    let (small, large) = (numbers(&figures["small"]), numbers(&figures["large"]));
    let times = median(&large) / median(&small);
    Ok(vec![Figure {
        name: "a page among ten times the plans".to_owned(),
        value: format!("{times:.2}x"),
        held_to: Some(format!("at most {GROWTH}x")),
        holds: times <= GROWTH,
        raw: figures,
    }])
}

/// The numbers in a list.
pub(super) fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_figures_are_no_promise_kept() {
        assert_eq!(numbers(&json!({})), Vec::<f64>::new());
        let nothing = median(&[]) / median(&[]);
        assert!(nothing.is_nan(), "which is not within any limit");
    }
}
