//! The key file: made once, for its owner alone, whole or refused.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on must stop the test")]

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::PathBuf,
};

use documents::{KeyFileError, Keys};
use tempfile::TempDir;

fn made() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("documents.key");
    Keys::load_or_create(&path).unwrap();
    (folder, path)
}

#[test]
fn a_key_file_is_made_once_for_its_owner_alone() {
    let (folder, path) = made();
    let text = fs::read_to_string(&path).unwrap();
    Keys::load_or_create(&path).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn two_installations_have_different_keys() {
    let (one, other) = (made(), made());
    assert_ne!(fs::read_to_string(&one.1).unwrap(), fs::read_to_string(&other.1).unwrap());
}

#[test]
fn a_key_file_that_others_can_read_is_refused() {
    let (_folder, path) = made();
    fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
    let refused = Keys::load_or_create(&path).unwrap_err();
    assert!(matches!(refused, KeyFileError::Exposed { mode: 0o640, .. }), "{refused}");
}

#[test]
fn a_key_file_that_was_cut_or_changed_is_refused() {
    let (_folder, path) = made();
    let text = fs::read_to_string(&path).unwrap();
    // The first three lines are the heading and the two keys, the fourth says that nothing is missing.
    assert_eq!(text.lines().count(), 4);
    let broken = [
        (String::new(), 1),
        (text.replace("version 1", "version 2"), 1),
        (text.replace("wrap ", "wrap 0"), 2),
        (text.replace("seed 0", "seed 97"), 3),
        (text.replace("end\n", ""), 4),
    ];
    for (text, place) in broken {
        fs::write(&path, &text).unwrap();
        let refused = Keys::load(&path).unwrap_err();
        assert!(matches!(refused, KeyFileError::NotAKeyFile { line, .. } if line == place), "{refused}");
    }
}

#[test]
fn a_key_never_shows_in_a_log() {
    let (_folder, path) = made();
    let text = fs::read_to_string(&path).unwrap();
    let shown = format!("{:?}", Keys::load(&path).unwrap());
    let keys = text.lines().filter_map(|line| line.rsplit(' ').next()).filter(|word| word.len() == 64);
    assert_eq!(keys.filter(|key| !shown.contains(key)).count(), 2);
}
