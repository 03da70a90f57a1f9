//! `cargo xtask samples FOLDER`: reads published roadmaps and compares each with a reading by hand.
//!
//! The folder holds `NAME.txt`, a published page, beside `NAME.expected.json`, what a careful person
//! reads in it. One check is one field over all entries of one page.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::count::Count;
use crate::run::{answer, cargo, passes, target};
use crate::say::say;

/// What is compared in each entry, where the hand reading has it.
const FIELDS: &[&str] = &["section", "ref", "when", "status", "places", "owners", "measures", "nature", "recurs"];
/// The page this project started from: its quarters and how many entries each has.
const QUARTERS: (&str, &[usize]) = ("00-oxfordshire-seed", &[7, 10, 12, 8, 7, 8]);
/// Two versions of one page, and what its changes must say: a word of the entry, the kinds allowed.
const VERSIONS: (&str, &str) = ("08a-hertfordshire-earlier", "08b-hertfordshire-later");
const CHANGES: &[(&str, &[&str])] = &[("attendance", &["delivered", "moved"]), ("dashboard", &["no_longer_published"])];

/// Compares every sample of a folder; with `only`, those whose name contains it.
pub(crate) fn samples(folder: &str, only: Option<&str>) -> Result<Count, String> {
    if !passes(cargo().args(["build", "--workspace", "--bins"]))? {
        return Err("the program does not build".to_owned());
    }
    let folder = Path::new(folder);
    let mut count = Count::default();
    for name in names(folder)? {
        if only.is_some_and(|only| !name.contains(only)) {
            continue;
        }
        count += sample(folder, &name);
    }
    if only.is_none() && folder.join(format!("{}.txt", VERSIONS.0)).exists() {
        count += versions(folder);
    }
    if count == Count::default() {
        return Err(format!("{} holds no sample", folder.display()));
    }
    Ok(count)
}

fn names(folder: &Path) -> Result<Vec<String>, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| Some(entry.file_name().to_str()?.strip_suffix(".expected.json")?.to_owned()))
        .collect();
    names.sort();
    Ok(names)
}

/// What the program prints about files.
fn waymark(task: &str, files: &[PathBuf]) -> Result<Value, String> {
    let mut command = Command::new(target().join("debug/waymark"));
    let said = answer(command.args(["roadmap", task]).args(files).arg("--json"))?;
    serde_json::from_str(&said).map_err(|error| format!("the answer is not JSON: {error}"))
}

fn sample(folder: &Path, name: &str) -> Count {
    let expected = std::fs::read_to_string(folder.join(format!("{name}.expected.json")))
        .map_err(|error| error.to_string())
        .and_then(|text| serde_json::from_str::<Value>(&text).map_err(|error| error.to_string()));
    let read = waymark("read", &[folder.join(format!("{name}.txt"))]);
    let (expected, read) = match (expected, read) {
        (Ok(expected), Ok(read)) => (expected, read),
        (Err(reason), _) | (_, Err(reason)) => {
            say(format!("{name}: {reason}"));
            return Count::FAILED;
        }
    };
    let mut count = Count::default();
    for (field, faults) in compare(&expected, &read) {
        count += verdict(name, &field, &faults);
    }
    if name == QUARTERS.0 {
        let entries: Vec<usize> = quarters(&read);
        let faults = if entries == QUARTERS.1 { vec![] } else { vec![format!("{entries:?}")] };
        count += verdict(name, "entries in each quarter", &faults);
    }
    count
}

fn verdict(name: &str, field: &str, faults: &[String]) -> Count {
    let shown = if faults.is_empty() { "ok".to_owned() } else { format!("{} wrong", faults.len()) };
    say(format!("{name}: {field}: {shown}"));
    for fault in faults {
        say(format!("    {fault}"));
    }
    Count::one(faults.is_empty())
}

fn items(reading: &Value) -> &[Value] {
    reading["items"].as_array().map_or(&[], Vec::as_slice)
}

/// How many entries stand under each heading, in the order of the page.
fn quarters(read: &Value) -> Vec<usize> {
    let mut counts: Vec<(&Value, usize)> = Vec::new();
    for item in items(read) {
        match counts.last_mut() {
            Some((section, count)) if *section == &item["section"] => *count += 1,
            _ => counts.push((&item["section"], 1)),
        }
    }
    counts.into_iter().map(|(_, count)| count).collect()
}

/// Every field that was compared, with what is wrong in it.
fn compare(expected: &Value, read: &Value) -> BTreeMap<String, Vec<String>> {
    let mut unpaired: Vec<&Value> = items(read).iter().collect();
    let mut faults: BTreeMap<String, Vec<String>> = BTreeMap::from([("text".to_owned(), Vec::new())]);
    for wanted in items(expected) {
        let Some(at) = partner(wanted, &unpaired) else {
            faults.entry("text".to_owned()).or_default().push(format!("not found: {}", wanted["text"]));
            continue;
        };
        let found = unpaired.remove(at);
        for field in FIELDS {
            if wanted.get(field).is_none() {
                continue;
            }
            let wrong = faults.entry((*field).to_owned()).or_default();
            if !agrees(&wanted[field], &found[field]) {
                wrong.push(format!("{}: expected {}, read {}", wanted["text"], wanted[field], found[field]));
            }
        }
    }
    let invented = unpaired.iter().filter(|item| item["incomplete_tail"] != Value::Bool(true));
    faults
        .entry("text".to_owned())
        .or_default()
        .extend(invented.map(|item| format!("not in the page: {}", item["text"])));
    faults
}

/// The entry with the same words, best under the same heading: one sentence may stand twice.
fn partner(wanted: &Value, unpaired: &[&Value]) -> Option<usize> {
    let same = |item: &&Value| words(&item["text"]) == words(&wanted["text"]);
    unpaired
        .iter()
        .position(|item| same(item) && item["section"] == wanted["section"])
        .or_else(|| unpaired.iter().position(same))
}

/// The words of a text, without the shape of its white space and its final stop.
fn words(text: &Value) -> Vec<&str> {
    let text = text.as_str().unwrap_or_default().trim().trim_end_matches('.');
    text.split_whitespace().collect()
}

/// Whether what was read says all that was expected. It may say more: other keys, not other values.
fn agrees(expected: &Value, read: &Value) -> bool {
    match (expected, read) {
        (Value::Object(expected), _) => expected
            .iter()
            .all(|(key, value)| agrees(value, &read[key]) || (key == "word" && is_one_of(value, &read[key]))),
        (Value::Array(expected), Value::Array(read)) => {
            expected.len() == read.len() && expected.iter().zip(read).all(|(a, b)| agrees(a, b))
        }
        (Value::Array(expected), Value::Null) => expected.is_empty(),
        (Value::String(_), Value::String(_)) => words(expected) == words(read),
        (Value::Bool(false), Value::Null) => true,
        _ => expected == read,
    }
}

/// A status said in two places is written down as `one; other`; a reading may quote either.
fn is_one_of(expected: &Value, read: &Value) -> bool {
    let said = expected.as_str().unwrap_or_default();
    said.contains("; ") && said.split("; ").any(|part| agrees(&part.into(), read))
}

fn versions(folder: &Path) -> Count {
    let files = [VERSIONS.0, VERSIONS.1].map(|name| folder.join(format!("{name}.txt")));
    let changes = match waymark("diff", &files) {
        Ok(answer) => answer["changes"].as_array().cloned().unwrap_or_default(),
        Err(reason) => {
            say(reason);
            return Count::FAILED;
        }
    };
    let mut count = Count::default();
    for (word, kinds) in CHANGES {
        let told = changes.iter().any(|change| tells(change, word, kinds));
        let faults = if told { vec![] } else { vec![format!("no change of kind {} names it", kinds.join(" or "))] };
        count += verdict(&format!("{} to {}", VERSIONS.0, VERSIONS.1), word, &faults);
    }
    count
}

/// Whether a change is of one of these kinds and is about the entry with this word.
fn tells(change: &Value, word: &str, kinds: &[&str]) -> bool {
    let about = format!("{} {}", change["old"], change["new"]).to_lowercase();
    kinds.iter().any(|kind| change["kind"] == *kind) && about.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn wrong(expected: &Value, read: &Value) -> Vec<String> {
        let faults = compare(&json!({ "items": expected }), &json!({ "items": read }));
        faults.into_iter().filter(|(_, faults)| !faults.is_empty()).map(|(field, _)| field).collect()
    }

    #[test]
    fn a_reading_that_says_all_and_more_agrees() {
        let expected = json!([{"text": "A  visit.", "when": {"latest": null, "kind": "by"}, "ref": null}]);
        let read = json!([{"text": "A visit", "when": {"latest": null, "kind": "by", "text": "x"}, "links": []}]);
        assert!(wrong(&expected, &read).is_empty());
    }

    #[test]
    fn a_lost_an_invented_and_a_misread_entry_are_each_found() {
        let expected = json!([{"text": "A", "places": 8}]);
        assert_eq!(wrong(&expected, &json!([])), ["text"]);
        assert_eq!(wrong(&json!([]), &json!([{"text": "B"}])), ["text"]);
        assert_eq!(wrong(&expected, &json!([{"text": "A", "places": 9}])), ["places"]);
        assert_eq!(wrong(&expected, &json!([{"text": "A"}])), ["places"]);
    }

    #[test]
    fn a_status_said_in_two_places_may_be_quoted_from_either_but_not_invented() {
        let expected = json!([{"text": "A", "status": {"word": "begun; half done"}}]);
        assert!(wrong(&expected, &json!([{"text": "A", "status": {"word": "half done"}}])).is_empty());
        assert_eq!(wrong(&expected, &json!([{"text": "A", "status": {"word": "done"}}])), ["status"]);
    }

    #[test]
    fn one_sentence_under_two_headings_is_two_entries() {
        let twice = json!([{"text": "A", "section": "1"}, {"text": "A", "section": "2"}]);
        let turned = json!([{"text": "A", "section": "2"}, {"text": "A", "section": "1"}]);
        assert!(wrong(&twice, &turned).is_empty());
        let one = json!([{"text": "A", "section": "1"}]);
        assert_eq!(wrong(&twice, &one), ["text"]);
    }

    #[test]
    fn entries_are_counted_by_heading() {
        let read = json!({"items": [{"section": "1"}, {"section": "1"}, {"section": "2"}]});
        assert_eq!(quarters(&read), [2, 1]);
    }

    #[test]
    fn a_change_of_another_kind_or_about_another_entry_does_not_count() {
        let change = json!({"kind": "delivered", "old": {"text": "Attendance plan"}, "new": null});
        assert!(tells(&change, "attendance", &["moved", "delivered"]));
        assert!(!tells(&change, "attendance", &["moved"]));
        assert!(!tells(&change, "dashboard", &["delivered"]));
    }
}
