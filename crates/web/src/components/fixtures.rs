//! Every offered component against every example of the package it follows.
//!
//! The examples (options and the HTML they must give) come from the same npm package as the styles, at build time. They
//! are loose in JavaScript's way, so [`strict`] first writes them as the typed options of this crate: a number where
//! words stand is its digits, and what JavaScript counts as nothing is left out.

mod catalogue;
mod markup;

use catalogue::{NOT_OFFERED, OFFERED, UNSUPPORTED};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The package's examples, or nothing when the build had no npm. In CI that is a failure: nothing would be checked.
fn examples() -> Option<Map<String, Value>> {
    let all: Map<String, Value> =
        serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/fixtures.json"))).unwrap();
    let must_check = ["CI", "WAYMARK_STRICT"].iter().any(|name| std::env::var_os(name).is_some());
    if all.is_empty() {
        assert!(!must_check, "built without npm, so no component was compared with its examples");
        println!("skipped: built without npm, so there are no examples to compare with");
        return None;
    }
    Some(all)
}

/// Options that are numbers here too.
const NUMBERS: [&str; 9] = [
    "colspan",
    "headingLevel",
    "maxlength",
    "maxwords",
    "rowspan",
    "rows",
    "threshold",
    "titleHeadingLevel",
    "columns",
];

/// The options of an example as this crate types them.
fn strict(options: &Value) -> Value {
    match options {
        Value::Object(map) => Value::Object(
            map.iter().filter_map(|(key, value)| Some((key.clone(), strict_option(key, value)?))).collect(),
        ),
        Value::Array(items) => Value::Array(items.iter().filter(|item| !is_nothing(item)).map(strict).collect()),
        Value::Number(number) => Value::String(number.to_string()),
        other => other.clone(),
    }
}

fn strict_option(key: &str, value: &Value) -> Option<Value> {
    match (key, value) {
        (_, Value::Null) | ("html", Value::Bool(false)) => None,
        ("value", Value::Bool(truth)) => Some(Value::String(truth.to_string())),
        // A slot may be its HTML alone.
        ("end", Value::String(html)) => Some(serde_json::json!({ "html": html })),
        (key, Value::Number(_)) if NUMBERS.contains(&key) => Some(value.clone()),
        _ => Some(strict(value)),
    }
}

fn is_nothing(item: &Value) -> bool {
    matches!(item, Value::Null | Value::Bool(false)) || item.as_str() == Some("")
}

/// What differs between an example and what this crate prints for it.
fn difference(render: catalogue::Render, example: &Value) -> Result<(), String> {
    let printed = render(strict(&example["options"])).map_err(|why| format!("options: {why}"))?;
    let (ours, theirs) = (markup::pieces(&printed), markup::pieces(example["html"].as_str().unwrap()));
    let differing = ours.iter().zip(&theirs).find(|(ours, theirs)| ours != theirs);
    match differing {
        Some((ours, theirs)) => Err(format!("printed {ours:?}\n      wanted {theirs:?}")),
        None if ours.len() != theirs.len() => {
            Err(format!("printed {} pieces, wanted {}\n{printed}", ours.len(), theirs.len()))
        }
        None => Ok(()),
    }
}

#[test]
fn every_offered_component_prints_what_the_package_prints() {
    let Some(all) = examples() else { return };
    let mut wrong = Vec::new();
    let mut compared = 0;
    for (component, render) in OFFERED {
        let examples = all.get(*component).unwrap_or_else(|| panic!("the package has no {component}"))["fixtures"]
            .as_array()
            .unwrap();
        assert!(!examples.is_empty(), "{component} has no example");
        for example in examples {
            let name = example["name"].as_str().unwrap();
            let listed = UNSUPPORTED.iter().any(|(of, listed, _)| of == component && *listed == name);
            compared += 1;
            match (difference(*render, example), listed) {
                (Err(why), false) => wrong.push(format!("{component}, {name}: {why}")),
                (Ok(()), true) => wrong.push(format!("{component}, {name}: listed as unsupported, but it is right")),
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {compared} examples\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_component_of_the_package_is_offered_or_turned_down_with_a_reason() {
    let Some(all) = examples() else { return };
    let known: BTreeSet<&str> =
        OFFERED.iter().map(|(name, _)| *name).chain(NOT_OFFERED.iter().map(|(name, _)| *name)).collect();
    let there: BTreeSet<&str> = all.keys().map(String::as_str).collect();
    assert_eq!(known, there);
    assert!(NOT_OFFERED.iter().all(|(_, reason)| reason.len() > 20));
}

#[test]
fn every_unsupported_example_exists() {
    let Some(all) = examples() else { return };
    for (component, name, reason) in UNSUPPORTED {
        let examples = all[*component]["fixtures"].as_array().unwrap();
        assert!(examples.iter().any(|example| example["name"] == *name), "{component} has no example {name}: {reason}");
    }
}

#[test]
fn the_comparison_sees_a_class_an_attribute_and_a_word() {
    let page = r#"<p class="a b" id="x">One <b>two</b></p>"#;
    let same = "<p id='x'   class=\"a  b\">\n  One\n <b>two</b></p>";
    assert_eq!(markup::pieces(page), markup::pieces(same));
    for changed in [
        r#"<p class="a" id="x">One <b>two</b></p>"#,
        r#"<p class="a b">One <b>two</b></p>"#,
        r#"<p class="a b" id="x">One <b>too</b></p>"#,
        r#"<p class="a b" id="x" hidden>One <b>two</b></p>"#,
        r#"<p class="a b" id="x">One two</p>"#,
    ] {
        assert_ne!(markup::pieces(page), markup::pieces(changed), "{changed}");
    }
}

#[test]
fn every_offered_component_is_on_the_sample_page() {
    let shown: BTreeSet<&str> = crate::sample::components().into_iter().map(|(name, _)| name).collect();
    let missing: Vec<&&str> = OFFERED.iter().map(|(name, _)| name).filter(|name| !shown.contains(**name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
