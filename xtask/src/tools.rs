//! The programs the tests need, and how a fresh Debian machine gets them.

use std::path::PathBuf;
use std::process::Command;

use crate::cluster;
use crate::run::{cargo, find, is_root, passes, target};
use crate::say::say;

/// A program from the system's packages: what to look for, the package, what it is for.
struct Tool {
    found: fn() -> bool,
    package: &'static str,
    purpose: &'static str,
}

const FOR_TESTS: &[Tool] = &[
    Tool { found: || find("chromium").is_some(), package: "chromium", purpose: "the browser tests" },
    Tool {
        found: || std::path::Path::new("/usr/share/fonts/truetype/liberation").is_dir(),
        package: "fonts-liberation",
        purpose: "the pages' sans face in the browser tests",
    },
    POSTGRES,
];

const POSTGRES: Tool =
    Tool { found: || cluster::programs().is_some(), package: "postgresql", purpose: "the second of the two engines" };

const FOR_BENCH: &[Tool] = &[
    Tool { found: || find("nginx").is_some(), package: "nginx-light", purpose: "the server we are measured against" },
    Tool { found: || find("wrk").is_some(), package: "wrk", purpose: "the load" },
];

/// Sees to it that everything `cargo xtask test` needs is there.
pub(crate) fn for_tests() -> Result<(), String> {
    install(FOR_TESTS)?;
    for program in ["node", "npm"] {
        if find(program).is_none() {
            return Err(format!("{program} is missing: install Node.js 20 or later with npm"));
        }
    }
    Ok(())
}

/// Sees to it that a server of the second engine can be started.
pub(crate) fn for_clusters() -> Result<(), String> {
    install(&[POSTGRES])
}

/// Sees to it that everything `cargo xtask bench` needs is there.
pub(crate) fn for_bench() -> Result<(), String> {
    install(FOR_BENCH)
}

fn install(tools: &[Tool]) -> Result<(), String> {
    let missing: Vec<&Tool> = tools.iter().filter(|tool| !(tool.found)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    for tool in &missing {
        say(format!("{} is missing; it is needed for {}", tool.package, tool.purpose));
    }
    let packages: Vec<&str> = missing.iter().map(|tool| tool.package).collect();
    let by_hand = format!("install by hand: apt-get install --no-install-recommends {}", packages.join(" "));
    if find("apt-get").is_none() {
        return Err(format!("this machine has no apt-get; {by_hand}"));
    }
    say(format!("installing from the system's packages: {}", packages.join(" ")));
    let updated = passes(apt(&by_hand)?.args(["-qq", "update"]))?;
    let mut command = apt(&by_hand)?;
    command.args(["-qq", "install", "-y", "--no-install-recommends"]).args(&packages);
    if updated && passes(&mut command)? && tools.iter().all(|tool| (tool.found)()) {
        Ok(())
    } else {
        Err(format!("the packages could not be installed; {by_hand}"))
    }
}

/// `apt-get`, through `sudo` for those who are not root.
fn apt(by_hand: &str) -> Result<Command, String> {
    let mut command = if is_root() {
        Command::new("apt-get")
    } else if find("sudo").is_some() {
        let mut command = Command::new("sudo");
        command.arg("apt-get");
        command
    } else {
        return Err(format!("only root may install packages, and there is no sudo; {by_hand}"));
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}

/// The program that sends to the JSON interface whatever its `OpenAPI` text allows, and the one it makes its texts with.
const SCHEMATHESIS: [&str; 2] = ["schemathesis==4.32.5", "hypothesis==6.170.15"];

/// Where that program is, after installing it into a folder of its own under the build.
pub(crate) fn schemathesis() -> Result<PathBuf, String> {
    let folder = target().join("tools").join(SCHEMATHESIS.join("-").replace("==", "-"));
    let (program, whole) = (folder.join("bin/schemathesis"), folder.join("whole"));
    if whole.exists() {
        return Ok(program);
    }
    let by_hand = format!("install Python 3.10 or later with venv and pip, then {}", SCHEMATHESIS.join(" "));
    say(format!("installing {} with pip into {}", SCHEMATHESIS.join(" and "), folder.display()));
    let made = passes(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let mut pip = Command::new(folder.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check"]).args(SCHEMATHESIS);
    if made && passes(&mut pip)? && std::fs::write(&whole, "").is_ok() {
        return Ok(program);
    }
    Err(format!("schemathesis could not be installed; {by_hand}"))
}

/// Whether nextest is there, after trying to install it.
pub(crate) fn nextest() -> bool {
    if find("cargo-nextest").is_some() {
        return true;
    }
    say("cargo-nextest is missing; installing it with cargo (a few minutes, once)");
    let installed = passes(cargo().args(["install", "--quiet", "--locked", "cargo-nextest"]));
    if installed == Ok(true) {
        return true;
    }
    say("it could not be installed; the tests run with `cargo test` instead, more slowly");
    false
}
