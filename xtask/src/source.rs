//! The committed files of the house, as the rules see them.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::scan;

/// One text file and its path from the root, with `/` between folders.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// Its path from the root of the workspace.
    pub(crate) path: String,
    /// What it says.
    pub(crate) text: String,
}

impl Source {
    /// The end of its name after the last dot.
    pub(crate) fn kind(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, kind)| kind)
    }

    /// Whether it is test code: a `tests` folder, or the test bed itself.
    pub(crate) fn is_test(&self) -> bool {
        self.path.starts_with("crates/testing/")
            || self.path.starts_with("tests/")
            || self.path.contains("/tests/")
            || self.path.ends_with("/tests.rs")
    }

    /// Its code, without comments, texts and test modules.
    pub(crate) fn code(&self) -> String {
        scan::code_without_tests(&self.text)
    }
}

/// Every committed (or about to be committed) text file, in order of path.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// The files.
    pub(crate) files: Vec<Source>,
}

impl Tree {
    /// Reads the tree under `root`, as git lists it; binary files are left out.
    pub(crate) fn read(root: &Path) -> Result<Self, String> {
        let listed = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(root)
            .output()
            .map_err(|error| format!("git could not list the files: {error}"))?;
        if !listed.status.success() {
            return Err("git could not list the files of this folder".to_owned());
        }
        let mut paths: Vec<String> = String::from_utf8_lossy(&listed.stdout)
            .split('\0')
            .filter(|path| !path.is_empty())
            .map(str::to_owned)
            .collect();
        paths.sort();
        paths.dedup();
        let files = paths
            .into_iter()
            .filter_map(|path| {
                // A file deleted but not yet committed, or one that is no text, has no rules to keep.
                let text = std::fs::read_to_string(root.join(&path)).ok()?;
                Some(Source { path, text })
            })
            .collect();
        Ok(Self { files })
    }

    /// The files whose names end in one of these kinds.
    pub(crate) fn of<'a>(&'a self, kinds: &'a [&'a str]) -> impl Iterator<Item = &'a Source> {
        self.files.iter().filter(move |file| kinds.contains(&file.kind()))
    }

    /// The file at this path.
    pub(crate) fn at(&self, path: &str) -> Option<&Source> {
        self.files.iter().find(|file| file.path == path)
    }
}

/// The workspace's root: the folder above this crate, also when run from elsewhere inside it.
pub(crate) fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    PathBuf::from(here).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// A tree of made-up files, for the rules' own tests.
#[cfg(test)]
pub(crate) fn tree(files: &[(&str, &str)]) -> Tree {
    Tree {
        files: files.iter().map(|(path, text)| Source { path: (*path).to_owned(), text: (*text).to_owned() }).collect(),
    }
}
