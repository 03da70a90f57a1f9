//! The only place that writes to the terminal: results to standard output, progress to standard error.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this is the place")]

use std::fmt::Display;

/// A result, on standard output.
pub fn result(line: impl Display) {
    println!("{line}");
}

/// A result without a line's end, on standard output.
pub fn text(text: impl Display) {
    print!("{text}");
}

/// How far long work is, or a remark, on standard error.
pub fn progress(line: impl Display) {
    eprintln!("{line}");
}
