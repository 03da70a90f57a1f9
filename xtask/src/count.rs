//! How many checks held and how many did not, whoever ran them.

use std::fmt;
use std::ops::AddAssign;

/// Checks that held and checks that did not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// Held.
    pub(crate) passed: usize,
    /// Did not.
    pub(crate) failed: usize,
}

impl Count {
    /// One check that did not hold.
    pub(crate) const FAILED: Self = Self { passed: 0, failed: 1 };

    /// One check.
    pub(crate) fn one(held: bool) -> Self {
        Self { passed: usize::from(held), failed: usize::from(!held) }
    }

    /// Reads the counts that nextest writes as `JUnit`: the attributes of its outermost element.
    pub(crate) fn of_junit(report: &str) -> Option<Self> {
        let head = report.split_once("<testsuites")?.1.split_once('>')?.0;
        let number = |name: &str| -> Option<usize> {
            let (_, rest) = head.split_once(&format!(" {name}=\""))?;
            rest.split_once('"')?.0.parse().ok()
        };
        let failed = number("failures")? + number("errors")?;
        let passed = number("tests")?.checked_sub(failed)?;
        Some(Self { passed, failed })
    }

    /// Adds up every `test result:` line of `cargo test`.
    pub(crate) fn of_cargo_test(said: &str) -> Self {
        let mut sum = Self::default();
        for line in said.lines().filter(|line| line.trim_start().starts_with("test result:")) {
            sum.passed += before(line, " passed");
            sum.failed += before(line, " failed");
        }
        sum
    }

    /// Reads the closing lines of node's own test runner in its TAP form.
    pub(crate) fn of_node(said: &str) -> Option<Self> {
        let number = |name: &str| {
            said.lines().rev().find_map(|line| line.strip_prefix(&format!("# {name} "))?.trim().parse().ok())
        };
        let cancelled: usize = number("cancelled").unwrap_or(0);
        Some(Self { passed: number("pass")?, failed: number("fail")? + cancelled })
    }
}

/// The number that stands before a word.
fn before(line: &str, word: &str) -> usize {
    line.split_once(word).and_then(|(front, _)| front.rsplit(' ').next()?.parse().ok()).unwrap_or(0)
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nextest_is_counted_by_its_report() {
        let report = "<?xml version=\"1.0\"?>\n<testsuites name=\"nextest-run\" tests=\"12\" failures=\"2\" errors=\"1\" uuid=\"x\">\n<testsuite tests=\"3\">";
        assert_eq!(Count::of_junit(report), Some(Count { passed: 9, failed: 3 }));
        assert_eq!(Count::of_junit("cut short"), None);
    }

    #[test]
    fn cargo_test_is_counted_over_all_its_programs() {
        let said =
            "test result: ok. 3 passed; 0 failed; 0 ignored\nnoise\ntest result: FAILED. 1 passed; 2 failed; 0 ignored";
        assert_eq!(Count::of_cargo_test(said), Count { passed: 4, failed: 2 });
    }

    #[test]
    fn node_is_counted_by_its_closing_lines() {
        let said = "ok 1 - a\n# tests 5\n# pass 4\n# fail 1\n# cancelled 0\n";
        assert_eq!(Count::of_node(said), Some(Count { passed: 4, failed: 1 }));
        assert_eq!(Count::of_node("killed"), None);
    }

    #[test]
    fn the_closing_line_is_one_sentence() {
        assert_eq!(Count { passed: 4, failed: 1 }.to_string(), "4 passed, 1 failed");
    }
}
