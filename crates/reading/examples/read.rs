//! Reads a file and prints the reading as JSON; for trials and measurements.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example prints")]

use std::{path::PathBuf, process::ExitCode};

fn main() -> ExitCode {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let read = |path: &PathBuf| reading::read_path(path, &reading::Options::default());
    let Some(first) = paths.first() else { return ExitCode::from(2) };
    match read(first) {
        Ok(reading) => {
            println!("{}", serde_json::to_string_pretty(&reading).unwrap_or_default());
            ExitCode::SUCCESS
        }
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}
