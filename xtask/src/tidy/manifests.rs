//! Manifests: every dependency has a reason, and a room reaches only what it may know.

use std::collections::BTreeSet;

use super::Fault;
use crate::source::Tree;

/// What a room must not reach, through any chain of our own crates (the map in ARCHITECTURE.md).
const MUST_NOT_KNOW: &[(&[&str], &[&str])] = &[
    (
        &["calendar", "kernel", "law", "reading"],
        &["db", "sqlx", "tokio", "axum", "web", "jobs", "audit", "publication", "shelf", "roadmap", "app"],
    ),
    (&["shelf"], &["db", "sqlx", "audit", "jobs", "publication", "roadmap", "app"]),
    (&["web", "db", "jobs", "audit"], &["roadmap", "app"]),
];

/// Every dependency of the workspace has a reason above it; one comment serves until a blank line.
pub(super) fn reasons(tree: &Tree) -> Vec<Fault> {
    let Some(manifest) = tree.at("Cargo.toml") else { return Vec::new() };
    let mut faults = Vec::new();
    let (mut inside, mut reason) = (false, false);
    for (at, line) in manifest.text.lines().enumerate() {
        if line.starts_with('[') {
            inside = line == "[workspace.dependencies]";
            reason = false;
        } else if line.trim().is_empty() {
            reason = false;
        } else if line.starts_with('#') {
            reason = true;
        } else if inside
            && !reason
            && let Some((name, _)) = line.split_once('=')
        {
            let what = format!("`{}` has no reason in a comment above it", name.trim());
            faults.push(Fault::new(&manifest.path, at + 1, what));
        }
    }
    faults
}

/// The names under `[dependencies]`, without those for tests.
fn dependencies(manifest: &str) -> Vec<&str> {
    let mut inside = false;
    let mut names = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line == "[dependencies]" || line == "[build-dependencies]";
        } else if inside {
            let name = line.split(['.', '=', ' ']).next().unwrap_or_default();
            if !name.is_empty() && !name.starts_with('#') {
                names.push(name);
            }
        }
    }
    names
}

/// Everything a room reaches through our own crates.
fn reach<'a>(tree: &'a Tree, room: &str, seen: &mut BTreeSet<&'a str>) {
    let Some(manifest) = tree.at(&format!("crates/{room}/Cargo.toml")) else { return };
    for name in dependencies(&manifest.text) {
        if seen.insert(name) {
            reach(tree, name, seen);
        }
    }
}

/// A room that must not know a thing does not reach it through its manifest.
pub(super) fn rooms(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (rooms, unknown) in MUST_NOT_KNOW {
        for room in *rooms {
            let mut reached = BTreeSet::new();
            reach(tree, room, &mut reached);
            for name in unknown.iter().filter(|name| reached.contains(*name)) {
                let path = format!("crates/{room}/Cargo.toml");
                faults.push(Fault::new(&path, 1, format!("`{room}` must not know `{name}`, but reaches it")));
            }
        }
    }
    faults
}

/// Lock files hold versions and digests; where a package comes from is each machine's own setting.
pub(super) fn locks(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in &tree.files {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        for (at, line) in file.text.lines().enumerate() {
            let line = line.trim();
            let broken = match name {
                "package-lock.json" => line.starts_with("\"resolved\""),
                "Cargo.lock" => {
                    line.starts_with("source = ")
                        && line != "source = \"registry+https://github.com/rust-lang/crates.io-index\""
                }
                _ => false,
            };
            if broken {
                faults.push(Fault::new(&file.path, at + 1, "a download address in a lock file"));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::tree;

    #[test]
    fn a_dependency_without_a_reason_is_refused() {
        let text = "[workspace.dependencies]\n# Dates.\njiff = \"1\"\nicu = \"1\"\n\nserde = \"1\"\n[profile.dev]\ndebug = 1\n";
        let faults = reasons(&tree(&[("Cargo.toml", text)]));
        assert_eq!(faults, [Fault::new("Cargo.toml", 6, "`serde` has no reason in a comment above it")]);
    }

    #[test]
    fn a_pure_room_that_reaches_the_database_by_a_detour_is_refused() {
        let house = tree(&[
            ("crates/reading/Cargo.toml", "[dependencies]\nquiet.workspace = true\n"),
            ("crates/quiet/Cargo.toml", "[dependencies]\ndb.workspace = true\n"),
            ("crates/kernel/Cargo.toml", "[dependencies]\njiff = \"1\"\n[dev-dependencies]\ntokio = \"1\"\n"),
        ]);
        let faults = rooms(&house);
        assert_eq!(faults.len(), 1);
        assert!(faults[0].what.contains("`reading` must not know `db`"));
    }

    #[test]
    fn a_lock_file_with_a_download_address_is_refused() {
        let npm = tree(&[("tests/browser/package-lock.json", "  \"resolved\": \"https://example.org/a.tgz\",\n")]);
        assert_eq!(locks(&npm).len(), 1);
        let cargo = tree(&[("Cargo.lock", "source = \"registry+https://example.org/index\"\n")]);
        assert_eq!(locks(&cargo).len(), 1);
    }
}
