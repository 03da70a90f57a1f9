//! `waymark roadmap read` and `diff` as other programs call them.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on must stop the test")]

use std::{
    fs,
    process::{Command, Output, Stdio},
};

use serde_json::Value;

const PAGE: &str = "Ridgeway SEND roadmap

January 2026

  • Partnership charter agreed.
  • Winter survey of parent carers.

April 2026

  • Planned opening of Chalk Hill School resource base, with eight additional places.
";

fn waymark(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_waymark")).args(arguments).output().unwrap()
}

fn read_json(text: &str, name: &str) -> (Output, Value) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    fs::write(&file, text).unwrap();
    let output = waymark(&["roadmap", "read", file.to_str().unwrap(), "--json"]);
    let json = serde_json::from_slice(&output.stdout).unwrap();
    (output, json)
}

#[test]
fn a_page_is_read_as_json_on_standard_output_and_nothing_else() {
    let (output, json) = read_json(PAGE, "page.txt");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(json["items"].as_array().unwrap().len(), 3);
    assert_eq!(json["items"][0]["status"]["reading"], "done");
    assert_eq!(json["items"][1]["status"]["reading"], "not_stated");
    assert_eq!(json["items"][2]["places"], 8);
    assert_eq!(json["items"][2]["when"]["latest"], "2026-06-30");
    for key in ["plan", "periods", "items", "kpis", "warnings"] {
        assert!(!json[key].is_null(), "{key} is missing");
    }
}

#[test]
fn a_file_that_is_not_there_is_unreadable_and_a_wrong_word_is_usage() {
    let missing = waymark(&["roadmap", "read", "no-such-file.txt", "--json"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(missing.stdout.is_empty());
    assert!(String::from_utf8_lossy(&missing.stderr).contains("no-such-file.txt"));
    assert_eq!(waymark(&["roadmap", "read"]).status.code(), Some(2));
    assert_eq!(waymark(&["roadmap", "raed", "x"]).status.code(), Some(2));
}

#[test]
fn a_binary_file_is_refused_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.txt");
    fs::write(&file, [0u8, 159, 146, 150, 0, 1, 2, 3].repeat(400)).unwrap();
    let output = waymark(&["roadmap", "read", file.to_str().unwrap(), "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    assert!(!output.stderr.is_empty());
}

#[test]
fn two_versions_of_a_page_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (folder.path().join("old.txt"), folder.path().join("new.txt"));
    fs::write(&old, PAGE).unwrap();
    fs::write(&new, PAGE.replace("  • Winter survey of parent carers.\n", "")).unwrap();
    let output = waymark(&["roadmap", "diff", old.to_str().unwrap(), new.to_str().unwrap(), "--json"]);
    assert_eq!(output.status.code(), Some(0));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["changes"][0]["kind"], "no_longer_published");
}

#[test]
fn help_names_every_command() {
    let help = String::from_utf8(waymark(&["--help"]).stdout).unwrap();
    for command in ["serve", "work", "migrate", "demo", "check", "backup", "restore", "roadmap", "audit"] {
        assert!(help.contains(command), "{command} is missing from\n{help}");
    }
}

#[test]
fn a_reader_who_stops_early_hears_no_complaint() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.txt");
    // More than a pipe holds, so that the writer meets the closed end.
    let line = "  • Partnership charter agreed with every school and college of the county.\n";
    fs::write(&file, format!("{PAGE}{}", line.repeat(2000))).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_waymark"));
    command.args(["roadmap", "read", file.to_str().unwrap(), "--json"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
