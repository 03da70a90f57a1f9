//! A date somebody knows by heart, typed as day, month and year.

use super::choices::grouped;
use super::field::Above;
use super::{Component, ErrorMessage, Fieldset, FormGroup, Hint, Input, Label};
use crate::{Attributes, Classes, Html};
use askama::Template;
use std::collections::BTreeMap;

/// Day, month and year, or those of them that are asked for.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/date-input.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct DateInput {
    /// Identifier, and start of the identifiers of the parts.
    pub id: String,
    /// Start of the parts' names.
    pub name_prefix: String,
    /// The parts, when they are not day, month and year.
    pub items: Vec<DatePart>,
    /// The day.
    pub day: AskedPart,
    /// The month.
    pub month: AskedPart,
    /// The year.
    pub year: AskedPart,
    /// What was typed, by the parts' names.
    pub values: BTreeMap<String, String>,
    /// The group, with the question as its legend.
    pub fieldset: Option<Fieldset>,
    /// What helps to answer, such as "For example, 27 3 2026".
    pub hint: Option<Hint>,
    /// What is wrong with the date.
    pub error_message: Option<ErrorMessage>,
    /// The frame around the field.
    pub form_group: FormGroup,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// Whether and how a part of a date is asked for.
#[derive(Debug, Clone, Default)]
pub enum AskedPart {
    /// In the usual way.
    #[default]
    Usual,
    /// Not at all.
    LeftOut,
    /// In its own way.
    Own(Box<DatePart>),
}

/// One part of a date.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct DatePart {
    /// Name, such as `day`.
    pub name: String,
    /// Identifier; made from the field's and the name when empty.
    pub id: String,
    /// Its label; its name with a capital letter when empty.
    pub label: String,
    /// What was typed.
    pub value: Option<String>,
    /// Whether this part is wrong; when no part says so, an error marks all of them.
    pub error: Option<bool>,
    /// What the browser may fill in.
    pub autocomplete: String,
    /// Which keyboard telephones show; `numeric` when empty.
    pub inputmode: String,
    /// A pattern that older telephones need to show digits.
    pub pattern: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl DatePart {
    fn is_wrong(&self) -> bool {
        self.error == Some(true) || self.classes.mention("govuk-input--error")
    }
}

/// A part together with the usual name it stands for, if any.
struct Placed {
    part: DatePart,
    usual: Option<&'static str>,
}

const USUAL: [&str; 3] = ["day", "month", "year"];

impl DateInput {
    fn asked(&self) -> [(&'static str, &AskedPart); 3] {
        [(USUAL[0], &self.day), (USUAL[1], &self.month), (USUAL[2], &self.year)]
    }

    fn placed(&self) -> Vec<Placed> {
        if !self.items.is_empty() {
            return self.items.iter().map(|part| Placed { part: part.clone(), usual: self.usual_name(part) }).collect();
        }
        let asked = self.asked().into_iter().filter_map(|(name, asked)| {
            let part = match asked {
                AskedPart::LeftOut => return None,
                AskedPart::Usual => DatePart { name: name.to_owned(), ..DatePart::default() },
                AskedPart::Own(part) => DatePart::clone(part),
            };
            Some(Placed { part, usual: Some(name) })
        });
        asked.collect()
    }

    /// Which of day, month and year a freely listed part stands for, told by its name.
    fn usual_name(&self, part: &DatePart) -> Option<&'static str> {
        let renamed =
            |asked: &AskedPart| matches!(asked, AskedPart::Own(own) if !part.name.is_empty() && own.name == part.name);
        self.asked().into_iter().find(|(name, asked)| part.name == *name || renamed(asked)).map(|(name, _)| name)
    }

    fn controls(&self) -> Vec<Html> {
        let placed = self.placed();
        let any_wrong = placed.iter().any(|placed| placed.part.is_wrong());
        placed.iter().map(|placed| self.control(placed, any_wrong)).collect()
    }

    fn control(&self, Placed { part, usual }: &Placed, any_wrong: bool) -> Html {
        let name = super::field::id_or_name(&part.name, usual.unwrap_or_default());
        let prefixed =
            if self.name_prefix.is_empty() { name.to_owned() } else { format!("{}-{name}", self.name_prefix) };
        let by_usual_name = usual.and_then(|usual| self.own_value(usual));
        let value = part.value.clone().or(by_usual_name).or_else(|| self.values.get(&prefixed).cloned());
        Input {
            label: Label {
                text: if part.label.is_empty() { capitalised(name) } else { part.label.clone() },
                classes: "govuk-date-input__label".into(),
                ..Label::default()
            },
            id: if part.id.is_empty() { format!("{}-{name}", self.id) } else { part.id.clone() },
            classes: self.control_classes(part, *usual == Some("year"), any_wrong).after("govuk-date-input__input"),
            name: prefixed,
            value,
            inputmode: if part.inputmode.is_empty() { "numeric".to_owned() } else { part.inputmode.clone() },
            autocomplete: part.autocomplete.clone(),
            pattern: part.pattern.clone(),
            attributes: part.attributes.clone(),
            ..Input::default()
        }
        .html()
    }

    /// What was typed for day, month or year where the part itself does not say.
    fn own_value(&self, usual: &str) -> Option<String> {
        let (_, asked) = self.asked().into_iter().find(|(name, _)| *name == usual)?;
        match asked {
            AskedPart::Own(own) => own.value.clone(),
            AskedPart::Usual => self.values.get(usual).cloned(),
            AskedPart::LeftOut => None,
        }
    }

    fn control_classes(&self, part: &DatePart, is_year: bool, any_wrong: bool) -> Classes {
        let mut names = Vec::new();
        let blamed = part.error != Some(false) && self.error_message.is_some() && !any_wrong;
        if !part.classes.mention("govuk-input--error") && (part.is_wrong() || blamed) {
            names.push("govuk-input--error");
        }
        if !part.classes.mention("govuk-input--width-") {
            names.push(if is_year { "govuk-input--width-4" } else { "govuk-input--width-2" });
        }
        names.push(part.classes.as_str());
        Classes::from(names.join(" ").trim().to_owned())
    }

    fn above(&self) -> Above<'_> {
        Above { id: &self.id, label: None, hint: self.hint.as_ref(), error: self.error_message.as_ref() }
    }

    /// The group's role is `group`: otherwise some screen readers do not announce what describes it.
    fn contents(&self) -> Html {
        let fieldset = self.fieldset.clone().map(|fieldset| Fieldset { role: "group".to_owned(), ..fieldset });
        grouped(fieldset.as_ref(), &self.above(), "", Html::of(&Parts { field: self }))
    }
}

/// The controls in a row.
#[derive(Template)]
#[template(path = "web/components/date-parts.html")]
struct Parts<'a> {
    field: &'a DateInput,
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect())
}

/// The package's examples write `false` for a part that is not asked for.
#[cfg(test)]
impl<'de> serde::Deserialize<'de> for AskedPart {
    fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        match serde_json::Value::deserialize(source)? {
            serde_json::Value::Bool(false) => Ok(Self::LeftOut),
            given => serde_json::from_value(given).map(Self::Own).map_err(serde::de::Error::custom),
        }
    }
}
