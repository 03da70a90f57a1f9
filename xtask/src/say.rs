//! What a task tells the person at the terminal: one line at a time, at once.

use std::fmt::Display;
use std::io::Write;
use std::time::Duration;

/// Prints one line on standard output. A closed pipe is not a failure of the task.
pub(crate) fn say(line: impl Display) {
    let mut out = std::io::stdout().lock();
    let _closed = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// A length of time as a person reads it: `7.4 s` or `3 min 05 s`.
pub(crate) fn spoken(length: Duration) -> String {
    let seconds = length.as_secs();
    if seconds < 60 {
        format!("{:.1} s", length.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_time_is_said_in_minutes() {
        assert_eq!(spoken(Duration::from_millis(7_400)), "7.4 s");
        assert_eq!(spoken(Duration::from_secs(185)), "3 min 05 s");
    }
}
