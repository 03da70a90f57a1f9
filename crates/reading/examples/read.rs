//! Reads a file, or compares two, and prints JSON; for trials and measurements.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example prints")]

use std::{path::PathBuf, process::ExitCode};

fn main() -> ExitCode {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let options = reading::Options::default();
    let readings: Result<Vec<_>, _> = paths.iter().take(2).map(|path| reading::read_path(path, &options)).collect();
    let json = match readings.as_deref() {
        Ok([old, new]) => serde_json::to_string_pretty(&reading::diff(old, new)),
        Ok([only]) => serde_json::to_string_pretty(only),
        Ok(_) => return ExitCode::from(2),
        Err(fault) => {
            eprintln!("{fault}");
            return ExitCode::FAILURE;
        }
    };
    println!("{}", json.unwrap_or_default());
    ExitCode::SUCCESS
}
