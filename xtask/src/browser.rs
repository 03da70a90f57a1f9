//! The public pages and the office in a real browser: starts the demonstration, walks through it, stops it.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::canary::canary;
use crate::count::Count;
use crate::doors::Doors;
use crate::keep::{Folder, Started};
use crate::run::{cargo, passes, target, teed};
use crate::say::say;
use crate::source::root;

/// The demonstration may build two areas with all their pages before it says it is ready.
const PATIENCE: Duration = Duration::from_mins(3);

/// Why the first edition of the invented county is taken back for the last tests.
const REASON: &str = "A figure in it was wrong. The next edition has the right one.";

/// What asks for the hostile words alone, where a pattern may stand.
const WORDS: &str = "words";

/// What asks for the deeds alone: journeys by keyboard, a passkey, forms that are refused.
const DEEDS: &str = "deeds";

/// Builds the program and checks its pages; `pattern` keeps to one route, or to the hostile words.
pub(crate) fn browser(pattern: Option<&str>) -> Result<Count, String> {
    // `--workspace` builds with the features the tests have built with already.
    if !passes(cargo().args(["build", "--workspace", "--bins"]))? {
        return Err("the program does not build".to_owned());
    }
    install()?;
    check(&target().join("debug/waymark"), pattern)
}

/// The browser tests' own folder.
fn tests() -> PathBuf {
    root().join("tests/browser")
}

/// Brings the npm packages in, when they are not there or the lock has changed since.
pub(crate) fn install() -> Result<(), String> {
    let changed = |path: PathBuf| std::fs::metadata(path).and_then(|meta| meta.modified());
    let lock = changed(tests().join("package-lock.json")).map_err(|error| error.to_string())?;
    if changed(tests().join("node_modules/.package-lock.json")).is_ok_and(|there| there >= lock) {
        return Ok(());
    }
    say("installing the browser tests' packages with npm");
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]);
    if passes(npm.current_dir(tests()))? {
        Ok(())
    } else {
        Err("npm could not install the packages of tests/browser".to_owned())
    }
}

/// Checks the pages that this program serves as its demonstration.
pub(crate) fn check(program: &Path, pattern: Option<&str>) -> Result<Count, String> {
    match pattern {
        Some(WORDS) => return hostile_words(program),
        Some(DEEDS) => return deeds(program),
        _ => {}
    }
    let folder = Folder::new("demo")?;
    let demo = Demonstration::start(program, folder.path())?;
    let site: [(&str, &str); 2] = [("WAYMARK_SITE", &demo.address), ("WAYMARK_PATTERN", pattern.unwrap_or_default())];
    if let Some(pattern) = pattern {
        return node(
            &["planted.mjs", if of_the_office(pattern)? { "office.mjs" } else { "site.mjs" }],
            &site,
            folder.path(),
        );
    }
    let mut count = node(&["planted.mjs", "site.mjs"], &site[..1], folder.path())?;
    // After the public pages, not beside them: both together would want more than two cores have.
    count += node(&["office.mjs"], &site[..1], folder.path())?;
    withdraw(program, &folder.path().join("data"))?;
    count += node(&["taken-back.mjs"], &[site[0], ("WAYMARK_REASON", REASON)], folder.path())?;
    drop(demo);
    let doors = Doors::open(program, &folder.path().join("data"))?;
    count += node(&["doors.mjs"], &[("WAYMARK_PORT", &doors.port.to_string())], folder.path())?;
    drop(doors);
    count += deeds(program)?;
    count += hostile_words(program)?;
    Ok(count)
}

/// Does what people of the office do, and what they do wrong: in a demonstration of its own, which it leaves changed.
fn deeds(program: &Path) -> Result<Count, String> {
    let folder = Folder::new("deeds")?;
    let demo = Demonstration::start(program, folder.path())?;
    let site = [("WAYMARK_SITE", demo.address.as_str())];
    let mut count = Count::default();
    // One after the other: each changes what the next one finds.
    for file in ["deeds.mjs", "passkey.mjs", "refusals.mjs"] {
        count += node(&[file], &site, folder.path())?;
    }
    Ok(count)
}

/// Fills every form with words that try to be more than words: in a demonstration of its own, which it leaves unfit for
/// anything else.
fn hostile_words(program: &Path) -> Result<Count, String> {
    let folder = Folder::new("words")?;
    let log = folder.path().join("log");
    let kept = File::create(&log).map_err(|error| error.to_string())?;
    let demo = Demonstration::talkative(program, folder.path(), kept)?;
    let mut count = node(&["xss.mjs"], &[("WAYMARK_SITE", &demo.address)], folder.path())?;
    drop(demo);
    count += canary(&log, &folder.path().join("data/mail"))?;
    Ok(count)
}

/// Whether a pattern is in the office's table of routes and not in the public one.
fn of_the_office(pattern: &str) -> Result<bool, String> {
    let table = std::fs::read_to_string(tests().join("office-routes.json")).map_err(|error| error.to_string())?;
    Ok(table.contains(&format!("\"{pattern}\"")))
}

/// Takes the first edition of the invented county back, as an office would: from another process.
fn withdraw(program: &Path, data: &Path) -> Result<(), String> {
    let mut command = Command::new(program);
    command.args(["roadmap", "withdraw", "1", "--area", "ridgeway", "--reason", REASON]);
    command.env("WAYMARK_DATABASE", format!("sqlite:{}", data.join("waymark.db").display()));
    command.env("WAYMARK_DATA_DIR", data).env("WAYMARK_LOG", "error");
    if passes(&mut command)? { Ok(()) } else { Err("the first edition could not be withdrawn".to_owned()) }
}

/// Runs browser tests and counts them.
fn node(files: &[&str], environment: &[(&str, &str)], folder: &Path) -> Result<Count, String> {
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter=spec", "--test-reporter-destination=stdout"]);
    let report = folder.join("report.tap");
    node.args(["--test-reporter=tap", "--test-reporter-destination"]).arg(&report);
    node.args(files).current_dir(tests()).envs(environment.iter().copied());
    let (passed, _) = teed(&mut node)?;
    let report = std::fs::read_to_string(&report).unwrap_or_default();
    match Count::of_node(&report) {
        Some(count) if passed == (count.failed == 0) && count.passed + count.failed > 0 => Ok(count),
        _ => Err("the browser tests ended without counting what they found".to_owned()),
    }
}

/// A running demonstration.
pub(crate) struct Demonstration {
    _program: Started,
    /// Where it serves, such as `http://localhost:41234`.
    pub(crate) address: String,
}

impl Demonstration {
    /// Starts the program on a free port with an empty folder and waits until it is ready.
    pub(crate) fn start(program: &Path, folder: &Path) -> Result<Self, String> {
        Self::begin(Command::new(program).arg("demo"), folder)
    }

    /// The same, with all that the program can say of itself kept in a file.
    fn talkative(program: &Path, folder: &Path, log: File) -> Result<Self, String> {
        let mut command = Command::new(program);
        Self::begin(command.args(["demo", "--log", "debug"]).stderr(log), folder)
    }

    fn begin(command: &mut Command, folder: &Path) -> Result<Self, String> {
        command.args(["--port", "0", "--data"]).arg(folder.join("data"));
        let mut started = Started::start(command.stdout(Stdio::piped()))?;
        let out = started.child().stdout.take().ok_or("the demonstration has no standard output")?;
        let (sender, ready) = mpsc::channel();
        std::thread::spawn(move || {
            // Reads on after `ready`: a full pipe would stop the program.
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if let Some(address) = line.strip_prefix("ready ") {
                    let _nobody_waits = sender.send(address.trim().to_owned());
                }
            }
        });
        match ready.recv_timeout(PATIENCE) {
            Ok(address) => Ok(Self { _program: started, address }),
            Err(mpsc::RecvTimeoutError::Timeout) => Err("the demonstration did not become ready".to_owned()),
            Err(mpsc::RecvTimeoutError::Disconnected) => Err("the demonstration ended before it was ready".to_owned()),
        }
    }
}
