//! `cargo xtask mutants`: breaks one thing at a time, in a copy, and sees that its check notices.
//!
//! A check that cannot fail proves nothing. Each line of [`MUTANTS`] names a fault a person could
//! make and the one check that must catch it; the check must also hold without the fault.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::cluster::Cluster;
use crate::count::Count;
use crate::keep::Folder;
use crate::run::{answer, cargo, target};
use crate::say::say;
use crate::source::root;
use crate::{api, browser, tools};

/// The check that must notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Check {
    /// One test, by the program that holds it (as cargo is told) and its whole name.
    Test { program: &'static [&'static str], name: &'static str },
    /// The browser's walk over one route of tests/browser/routes.json.
    Page { pattern: &'static str },
    /// Whatever the `OpenAPI` text allows, sent to one path of the interface.
    Call { path: &'static str },
}

/// One fault.
struct Mutant {
    /// The fault, as a reviewer would say it.
    fault: &'static str,
    file: &'static str,
    find: &'static str,
    replace: &'static str,
    check: Check,
}

include!("mutants_table.rs");

/// Checks every mutant with a server of its own; with `only`, those whose fault has these words.
pub(crate) fn mutants(only: Option<&str>) -> Result<Count, String> {
    tools::for_tests()?;
    let cluster = Cluster::start()?;
    with(&cluster.address, only)
}

/// Checks every mutant against this server.
pub(crate) fn with(postgres: &str, only: Option<&str>) -> Result<Count, String> {
    let chosen = || MUTANTS.iter().filter(|mutant| only.is_none_or(|words| mutant.fault.contains(words)));
    let folder = Folder::new("mutants")?;
    let copy = Copy { place: folder.path().join("copy"), postgres: postgres.to_owned() };
    copy.make()?;
    Copy::borrow_built()?;
    let mut checks: Vec<Check> = chosen().map(|mutant| mutant.check).collect();
    checks.sort();
    checks.dedup();
    let mut count = Count::default();
    for check in checks {
        let held = copy.holds(check)?;
        say(format!("{} without any fault: {check:?}", if held { "holds" } else { "FAILS" }));
        count += Count::one(held);
    }
    for mutant in chosen() {
        let noticed = copy.with_fault(mutant, || copy.holds(mutant.check).map(|held| !held))?;
        say(format!("{}: {}", if noticed { "noticed" } else { "NOT NOTICED" }, mutant.fault));
        count += Count::one(noticed);
    }
    Ok(count)
}

/// The workspace as it stands, in another place.
struct Copy {
    place: PathBuf,
    postgres: String,
}

impl Copy {
    fn make(&self) -> Result<(), String> {
        let listed = answer(
            Command::new("git")
                .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
                .current_dir(root()),
        )?;
        for path in listed.split('\0').filter(|path| !path.is_empty()) {
            let (from, to) = (root().join(path), self.place.join(path));
            if !from.is_file() {
                continue;
            }
            let made =
                std::fs::create_dir_all(to.parent().unwrap_or(&self.place)).and_then(|()| std::fs::copy(&from, &to));
            made.map_err(|error| format!("{path} could not be copied: {error}"))?;
        }
        Ok(())
    }

    /// Links what is already built into a target folder of the copy's own: other people's crates
    /// need no second build, and a program with a fault never lies where a sound one is looked for.
    fn borrow_built() -> Result<(), String> {
        let own = own_target().join("debug");
        let _none_yet = std::fs::remove_dir_all(own_target());
        std::fs::create_dir_all(&own).map_err(|error| error.to_string())?;
        for part in ["deps", "build", ".fingerprint"] {
            let built = target().join("debug").join(part);
            if built.is_dir() {
                answer(Command::new("cp").arg("-al").arg(&built).arg(&own))?;
                forget_ours(&own.join(part))?;
            }
        }
        Ok(())
    }

    fn cargo(&self) -> Command {
        let mut command = cargo();
        command.current_dir(&self.place).env("CARGO_TARGET_DIR", own_target());
        command
    }

    fn holds(&self, check: Check) -> Result<bool, String> {
        match check {
            Check::Test { program, name } => self.test_holds(program, name),
            Check::Call { path } => {
                self.builds()?;
                api::holds(&own_target().join("debug/waymark"), path)
            }
            Check::Page { pattern } => {
                self.builds()?;
                browser::install()?;
                let count = browser::check(&own_target().join("debug/waymark"), Some(pattern))?;
                Ok(count.failed == 0)
            }
        }
    }

    /// Builds the program of the copy.
    fn builds(&self) -> Result<(), String> {
        let built = self.cargo().args(["build", "--quiet", "--workspace", "--bins"]).status();
        if built.is_ok_and(|status| status.success()) { Ok(()) } else { Err("the copy does not build".to_owned()) }
    }

    /// Whether one test holds. A copy that does not build is no answer.
    fn test_holds(&self, program: &[&str], name: &str) -> Result<bool, String> {
        let mut command = self.cargo();
        command.env("TEST_POSTGRES_URL", &self.postgres).env("WAYMARK_STRICT", "1").env("INSTA_UPDATE", "no");
        command.args(["test", "--quiet"]).args(program).args(["--", "--exact", name]);
        let output = command.stdin(Stdio::null()).output().map_err(|error| error.to_string())?;
        let count = Count::of_cargo_test(&String::from_utf8_lossy(&output.stdout));
        match (count.passed, count.failed) {
            (1, 0) if output.status.success() => Ok(true),
            (0, 1) => Ok(false),
            _ => {
                let complaint = String::from_utf8_lossy(&output.stderr);
                let complaint: Vec<&str> = complaint.lines().take(20).collect();
                Err(format!("{name} was not run:\n{}", complaint.join("\n")))
            }
        }
    }

    /// Does something while the copy has a fault, and mends it.
    fn with_fault<T>(&self, mutant: &Mutant, look: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
        let path = self.place.join(mutant.file);
        let sound = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", mutant.file))?;
        write(&path, &broken(mutant, &sound)?)?;
        let seen = look();
        write(&path, &sound)?;
        seen
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _gone_already = std::fs::remove_dir_all(own_target());
    }
}

/// Removes what was built of our own crates, and every program. Linked and not copied, they share their bytes with the
/// folder they come from: a build in the copy that wrote into one would write into both.
fn forget_ours(folder: &Path) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let ours = members()?;
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let of = name.rsplit_once('-').map_or(name.as_str(), |(of, _)| of);
        let is_ours = ours.iter().any(|member| of == member || of.strip_prefix("lib") == Some(member));
        if path.is_dir() && is_ours {
            std::fs::remove_dir_all(&path).map_err(failed)?;
        } else if path.is_file() && (is_ours || path.extension().is_none()) {
            std::fs::remove_file(&path).map_err(failed)?;
        }
    }
    Ok(())
}

/// The names of our own crates: their folders are called like them.
fn members() -> Result<Vec<String>, String> {
    let folders = std::fs::read_dir(root().join("crates")).map_err(|error| error.to_string())?;
    let names = folders.filter_map(|folder| folder.ok()?.file_name().into_string().ok());
    Ok(names.chain(["xtask".to_owned()]).collect())
}

/// The copy's own target folder.
fn own_target() -> PathBuf {
    target().join("mutants")
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// The file with the fault in it. A text that has changed since must be found again by a person.
fn broken(mutant: &Mutant, sound: &str) -> Result<String, String> {
    match sound.matches(mutant.find).count() {
        1 => Ok(sound.replace(mutant.find, mutant.replace)),
        found => Err(format!(
            "\"{}\": {} has the text {:?} {found} times, not once; bring the table of mutants up to date",
            mutant.fault, mutant.file, mutant.find
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_can_still_be_made() {
        for mutant in MUTANTS {
            let sound = std::fs::read_to_string(root().join(mutant.file)).expect(mutant.file);
            assert_ne!(broken(mutant, &sound).unwrap(), sound, "{}", mutant.fault);
        }
    }

    #[test]
    fn a_fault_whose_place_is_gone_stops_the_run() {
        let mutant =
            Mutant { fault: "a fault", file: "a.rs", find: "one", replace: "two", check: Check::Page { pattern: "/" } };
        assert_eq!(broken(&mutant, "one").unwrap(), "two");
        assert!(broken(&mutant, "three").is_err());
        assert!(broken(&mutant, "one one").is_err());
    }
}
