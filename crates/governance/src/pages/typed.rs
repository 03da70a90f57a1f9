//! Between what a form sends and JSON: both ways, by the table of fields.

use std::collections::BTreeMap;

use kernel::{DAY_REMEDY, typed_day};
use office::PageError;
use serde_json::{Map, Value, json};
use web::FieldErrors;

use super::{
    blocks,
    field::{Ask, Field},
    lookup::Lookup,
};

/// What was typed, by the fields' names. A field ticked several times holds a line for each.
pub(crate) type Typed = BTreeMap<String, String>;

/// What a form sent, if it sent nothing that was not asked.
pub(crate) fn typed(sent: &[(String, String)], fields: &[Field], besides: &[&str]) -> Result<Typed, PageError> {
    let mut typed = Typed::new();
    for (name, value) in sent {
        if !besides.contains(&name.as_str()) && fields.iter().all(|field| field.name != name) {
            return Err(PageError::refused(
                "We could not read the form",
                "It holds a field that we did not ask for, so nothing was saved. Open the page again and send it from there.",
            ));
        }
        typed
            .entry(name.clone())
            .and_modify(|held: &mut String| *held = format!("{held}\n{value}"))
            .or_insert_with(|| value.clone());
    }
    Ok(typed)
}

/// The hidden field with the version a form was opened at. Terms of reference have a `version` of their own.
pub(crate) const SEEN: &str = "seen";

/// The version a form was opened at.
pub(crate) fn version(typed: &Typed) -> i64 {
    typed.get(SEEN).and_then(|version| version.parse().ok()).unwrap_or(0)
}

/// What was typed as JSON, or what is wrong with it, every field at once.
pub(crate) fn to_json(typed: &Typed, fields: &[Field], lookup: &Lookup) -> Result<Map<String, Value>, FieldErrors> {
    let (mut map, mut errors) = (Map::new(), FieldErrors::new());
    for field in fields {
        let text = typed.get(field.name).map_or("", |text| text.trim());
        if text.is_empty() {
            if !field.optional && !matches!(field.ask, Ask::Yes) {
                errors.add(field.name, format!("{}: this must be filled in", field.label));
            }
            continue;
        }
        match value(field, text, lookup) {
            Ok(value) => {
                map.insert(field.name.to_owned(), value);
            }
            Err(remedy) => errors.add(field.name, format!("{}: {remedy}", field.label)),
        }
    }
    if errors.is_empty() { Ok(map) } else { Err(errors) }
}

fn value(field: &Field, text: &str, lookup: &Lookup) -> Result<Value, String> {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    match field.ask {
        Ask::Day => {
            let day = typed_day(text).map(|day| json!(day));
            day.ok_or_else(|| DAY_REMEDY.to_owned())
        }
        Ask::Number => text.parse::<u32>().map(|number| json!(number)).map_err(|_| "write a whole number".to_owned()),
        Ask::Yes => Ok(json!(text == "yes")),
        Ask::Lines | Ask::Keys | Ask::Organisations | Ask::Themes => Ok(json!(lines())),
        Ask::Blocks => blocks::read(text).map(|blocks| json!(blocks)),
        Ask::Line | Ask::Text => Ok(json!(text)),
        Ask::Choice(_) | Ask::Organisation | Ask::Theme | Ask::One(_) | Ask::Person | Ask::Scale(_) => {
            let offered = lookup.offered(field.ask);
            if offered.is_some_and(|offered| offered.iter().all(|(key, _)| key != text)) {
                return Err("choose one from the list".to_owned());
            }
            let number = matches!(field.ask, Ask::Scale(_)).then(|| text.parse::<u8>().ok()).flatten();
            Ok(number.map_or_else(|| json!(text), |number| json!(number)))
        }
    }
}

/// JSON as a form shows it.
pub(crate) fn from_json(value: &Value, fields: &[Field]) -> Typed {
    let shown = |field: &Field| (field.name.to_owned(), text_of(field, &value[field.name]));
    fields.iter().map(shown).collect()
}

fn text_of(field: &Field, value: &Value) -> String {
    match (field.ask, value) {
        (Ask::Blocks, value) => blocks::written(value),
        (Ask::Yes, value) => if value.as_bool() == Some(true) { "yes" } else { "no" }.to_owned(),
        (_, Value::String(text)) => text.clone(),
        (_, Value::Number(number)) => number.to_string(),
        (_, Value::Array(texts)) => texts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"),
        _ => String::new(),
    }
}
