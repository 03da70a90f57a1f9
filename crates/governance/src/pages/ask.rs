//! A form, made from its table of fields.

use askama::Template;
use kernel::DAY_HINT;
use office::Visit;
use web::{
    Component, FieldErrors, Html,
    components::{Button, Checkboxes, Choice, Fieldset, Hint, Input, Label, Legend, Select, SelectOption, Textarea},
};

use super::{
    field::{Ask, Field},
    lookup::Lookup,
    typed::Typed,
};

/// A form on a page of its own.
#[derive(Template)]
#[template(path = "governance/form.html")]
pub(crate) struct FormPage {
    title: String,
    lead: String,
    shows: &'static str,
    action: String,
    once: Html,
    version: Option<i64>,
    fields: Vec<Html>,
    button: Html,
    leave: String,
}

/// What a form page says and where it leads.
#[derive(Debug, Clone)]
pub(crate) struct Asked<'a> {
    /// The heading.
    pub(crate) title: String,
    /// What is asked, below the heading.
    pub(crate) lead: String,
    /// What everybody can read by it beside what is typed; empty where nobody can.
    pub(crate) shows: &'static str,
    /// Path inside the area the form is sent to.
    pub(crate) path: String,
    /// Path inside the area to leave it unsent.
    pub(crate) leave: String,
    /// The version it was opened at; none for something new.
    pub(crate) version: Option<i64>,
    /// Words of the button.
    pub(crate) button: &'a str,
}

impl FormPage {
    /// The form with what was typed and what is wrong with it.
    pub(crate) fn new(
        visit: &Visit,
        asked: &Asked<'_>,
        fields: &[Field],
        typed: &Typed,
        errors: &FieldErrors,
        lookup: &Lookup,
    ) -> Self {
        let text = asked.button.to_owned();
        let shown = |field: &Field| {
            let value = typed.get(field.name).map_or("", String::as_str);
            question(field, value, errors, lookup)
        };
        Self {
            title: asked.title.clone(),
            lead: asked.lead.clone(),
            shows: asked.shows,
            action: visit.here.at(&asked.path),
            once: visit.once_field(),
            version: asked.version,
            fields: fields.iter().map(shown).collect(),
            button: Button { text, prevent_double_click: Some(true), ..Button::default() }.html(),
            leave: visit.here.at(&asked.leave),
        }
    }
}

fn question(field: &Field, value: &str, errors: &FieldErrors, lookup: &Lookup) -> Html {
    match field.ask {
        Ask::Text | Ask::Lines | Ask::Keys | Ask::Blocks => text(field, value, errors),
        Ask::Organisations | Ask::Themes => ticked(field, value, errors, lookup),
        Ask::Line | Ask::Day | Ask::Number => line(field, value, errors),
        _ => chosen(field, value, errors, lookup),
    }
}

fn label(field: &Field) -> Label {
    let optional = if field.optional { " (optional)" } else { "" };
    Label::from(format!("{}{optional}", field.label).as_str())
}

fn hint(field: &Field) -> Option<Hint> {
    let words = match (field.ask, field.hint) {
        (Ask::Day, "") => DAY_HINT.to_owned(),
        (Ask::Day, hint) => format!("{hint} {DAY_HINT}"),
        (_, hint) => hint.to_owned(),
    };
    Some(words).filter(|words| !words.is_empty()).map(|words| Hint::from(words.as_str()))
}

fn line(field: &Field, value: &str, errors: &FieldErrors) -> Html {
    let narrow = matches!(field.ask, Ask::Day | Ask::Number);
    Input {
        id: field.name.to_owned(),
        name: field.name.to_owned(),
        value: Some(value.to_owned()),
        label: label(field),
        hint: hint(field),
        error_message: errors.message(field.name),
        autocomplete: "off".to_owned(),
        inputmode: if matches!(field.ask, Ask::Number) { "numeric".to_owned() } else { String::new() },
        classes: if narrow { "govuk-input--width-10".into() } else { web::Classes::default() },
        ..Input::default()
    }
    .html()
}

fn text(field: &Field, value: &str, errors: &FieldErrors) -> Html {
    Textarea {
        id: field.name.to_owned(),
        name: field.name.to_owned(),
        value: value.to_owned(),
        rows: Some(if matches!(field.ask, Ask::Blocks) { 16 } else { 5 }),
        label: label(field),
        hint: hint(field),
        error_message: errors.message(field.name),
        ..Textarea::default()
    }
    .html()
}

fn chosen(field: &Field, value: &str, errors: &FieldErrors, lookup: &Lookup) -> Html {
    let option = |value: &str, words: &str| SelectOption {
        value: Some(value.to_owned()),
        text: words.to_owned(),
        ..SelectOption::default()
    };
    let offered = lookup.offered(field.ask).unwrap_or_default();
    let nothing = option("", if field.optional { "None" } else { "Choose one" });
    let items = std::iter::once(nothing).chain(offered.iter().map(|(key, words)| option(key, words)));
    Select {
        id: field.name.to_owned(),
        name: field.name.to_owned(),
        items: items.collect(),
        value: value.to_owned(),
        label: label(field),
        hint: hint(field),
        error_message: errors.message(field.name),
        ..Select::default()
    }
    .html()
}

fn ticked(field: &Field, value: &str, errors: &FieldErrors, lookup: &Lookup) -> Html {
    let choice =
        |(key, words): &(String, String)| Choice { value: key.clone(), text: words.clone(), ..Choice::default() };
    let legend = label(field).text;
    Checkboxes {
        id_prefix: field.name.to_owned(),
        name: field.name.to_owned(),
        items: lookup.offered(field.ask).unwrap_or_default().iter().map(choice).collect(),
        values: value.lines().map(str::to_owned).collect(),
        fieldset: Some(Fieldset { legend: Legend::from(legend.as_str()), ..Fieldset::default() }),
        hint: hint(field),
        error_message: errors.message(field.name),
        ..Checkboxes::default()
    }
    .html()
}
