//! The only place that writes to the terminal: results to standard output, progress to standard error.

use std::{
    fmt::Display,
    io::{self, ErrorKind, Write},
    process,
};

/// A result, on standard output.
pub fn result(line: impl Display) {
    let mut out = io::stdout().lock();
    answered(writeln!(out, "{line}").and_then(|()| out.flush()));
}

/// A result without a line's end, on standard output.
pub fn text(text: impl Display) {
    let mut out = io::stdout().lock();
    answered(write!(out, "{text}").and_then(|()| out.flush()));
}

/// How far long work is, or a remark, on standard error.
pub fn progress(line: impl Display) {
    // Nobody is there to be told that nobody is there.
    let _unheard = writeln!(io::stderr().lock(), "{line}").is_err();
}

/// A reader who has read enough, as `head` has, ends the program quietly; a full disk ends it with a sentence.
fn answered(written: io::Result<()>) {
    let Err(error) = written else { return };
    if error.kind() == ErrorKind::BrokenPipe {
        process::exit(0);
    }
    progress(format!("waymark: standard output cannot be written: {error}"));
    process::exit(1);
}
