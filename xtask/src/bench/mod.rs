//! `cargo xtask bench`: the promises about speed, measured; docs/benchmarks.md says what they mean.

mod nginx;
mod office;
mod open_loop;
mod programs;
mod serve;
mod wire;

use serde_json::{Value, json};

use crate::count::Count;
use crate::run::{cargo, passes, target};
use crate::say::say;
use crate::tools;

/// One figure, what it is held to, and whether it holds.
struct Figure {
    name: String,
    /// As a person reads it.
    value: String,
    /// What it is held to; `None` for a figure that only explains another.
    held_to: Option<String>,
    holds: bool,
    /// Every single measurement.
    raw: Value,
}

type Part = fn() -> Result<Vec<Figure>, String>;

const PARTS: &[(&str, Part)] = &[
    ("serve", serve::serve),
    ("read", programs::read),
    ("publish", programs::publish),
    ("growth", programs::growth),
    ("office", office::office),
];

/// Measures one part or all of them, prints a table and keeps every measurement.
pub(crate) fn bench(only: Option<&str>) -> Result<Count, String> {
    let parts: Vec<_> = PARTS.iter().filter(|(name, _)| only.is_none_or(|only| only == *name)).collect();
    if parts.is_empty() {
        return Err(format!("there is no part {}", only.unwrap_or_default()));
    }
    tools::for_bench()?;
    if !passes(cargo().args(["build", "--release", "--workspace", "--bins"]))? {
        return Err("the program does not build".to_owned());
    }
    let mut count = Count::default();
    for (name, part) in parts {
        say(format!("\n== {name}"));
        let figures = part()?;
        keep(name, &figures)?;
        for figure in &figures {
            let verdict = match (&figure.held_to, figure.holds) {
                (None, _) => String::new(),
                (Some(limit), true) => format!("holds ({limit})"),
                (Some(limit), false) => format!("DOES NOT HOLD ({limit})"),
            };
            say(format!("{:58} {:>24}  {verdict}", figure.name, figure.value));
            if figure.held_to.is_some() {
                count += Count::one(figure.holds);
            }
        }
    }
    Ok(count)
}

/// Writes the measurements beside the build, one file a part.
fn keep(name: &str, figures: &[Figure]) -> Result<(), String> {
    let folder = target().join("bench");
    let rows: Vec<Value> = figures
        .iter()
        .map(|figure| {
            json!({
                "name": figure.name, "value": figure.value, "held_to": figure.held_to,
                "holds": figure.holds, "raw": figure.raw,
            })
        })
        .collect();
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(folder.join(format!("{name}.json")), format!("{:#}\n", Value::Array(rows))))
        .map_err(|error| format!("the measurements could not be kept: {error}"))
}

/// The middle one; of an even number the mean of the middle two; 0 of none.
fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => 0.0,
        n if n % 2 == 1 => sorted[n / 2],
        n => f64::midpoint(sorted[n / 2 - 1], sorted[n / 2]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_ignores_one_wild_round() {
        assert!((median(&[3.0, 1.0, 900.0]) - 3.0).abs() < f64::EPSILON);
        assert!((median(&[4.0, 2.0]) - 3.0).abs() < f64::EPSILON);
    }
}
