//! Whole pages of fictional areas, each in a layout in use, read as a careful person would.
//!
//! Every key of the expected file has to be in the reading with the same value; warnings are
//! compared by their codes.

use std::{fs, path::Path};

use serde_json::Value;

/// The first place where what is expected differs from what was read.
fn difference(expected: &Value, got: &Value, place: &str) -> Option<String> {
    match (expected, got) {
        (Value::Object(want), Value::Object(have)) => want.iter().find_map(|(key, value)| {
            let found = have.get(key).unwrap_or(&Value::Null);
            difference(value, found, &format!("{place}.{key}"))
        }),
        (Value::Array(want), Value::Array(have)) => {
            if want.len() != have.len() {
                return Some(format!("{place}: {} expected, {} read", want.len(), have.len()));
            }
            want.iter()
                .zip(have)
                .enumerate()
                .find_map(|(at, (value, found))| difference(value, found, &format!("{place}[{at}]")))
        }
        (want, have) => (want != have).then(|| format!("{place}: expected {want}, read {have}")),
    }
}

#[test]
fn every_sample_page_reads_as_a_careful_person_reads_it() {
    let folder = Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("tests/samples");
    let mut pages = 0;
    let mut faults = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".expected.json") {
            continue;
        }
        let expected: Value =
            serde_json::from_str(&fs::read_to_string(path.with_extension("expected.json")).unwrap()).unwrap();
        let reading = reading::read_path(&path, &reading::Options::default()).unwrap();
        let lines = &reading.lines;
        assert_eq!(
            lines.total,
            lines.blank + lines.item + lines.heading + lines.note + lines.unread.len(),
            "{name}: every line has one fate"
        );
        let mut got = serde_json::to_value(&reading).unwrap();
        let codes: Vec<Value> = reading.warnings.iter().map(|warning| Value::from(warning.code)).collect();
        got["warnings"] = Value::from(codes);
        if let Some(fault) = difference(&expected, &got, &name) {
            faults.push(fault);
        }
        pages += 1;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(pages >= 20, "{pages} sample pages");
}
