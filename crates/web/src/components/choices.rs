//! Questions answered by ticking.

use super::field::{Above, id_or_name};
use super::{Component, ErrorMessage, Fieldset, FormGroup, Hint, Label};
use crate::{Attributes, Classes, Html};
use askama::Template;

/// One answer out of a few.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/radios.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Radios {
    /// Start of the identifiers; the name when empty.
    pub id_prefix: String,
    /// Name sent with the form.
    pub name: String,
    /// The answers.
    pub items: Vec<Choice>,
    /// Value of the answer given.
    pub value: String,
    /// The group, with the question as its legend.
    pub fieldset: Option<Fieldset>,
    /// What helps to answer.
    pub hint: Option<Hint>,
    /// What is wrong with the answer.
    pub error_message: Option<ErrorMessage>,
    /// The frame around the field.
    pub form_group: FormGroup,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// Any number of answers.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/checkboxes.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Checkboxes {
    /// Start of the identifiers; the name when empty.
    pub id_prefix: String,
    /// Name sent with the form.
    pub name: String,
    /// The answers.
    pub items: Vec<Choice>,
    /// Values of the answers given.
    pub values: Vec<String>,
    /// Identifiers of what describes the boxes when there is no group.
    pub described_by: String,
    /// The group, with the question as its legend.
    pub fieldset: Option<Fieldset>,
    /// What helps to answer.
    pub hint: Option<Hint>,
    /// What is wrong with the answers.
    pub error_message: Option<ErrorMessage>,
    /// The frame around the field.
    pub form_group: FormGroup,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// One answer.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Choice {
    /// Identifier; made from the prefix and the answer's number when empty.
    pub id: String,
    /// Name sent with the form, for a check box with a name of its own.
    pub name: String,
    /// Value sent with the form.
    pub value: String,
    /// The words.
    pub text: String,
    /// The words as HTML.
    pub html: Html,
    /// Further classes and attributes of its label.
    pub label: Label,
    /// What helps to understand the answer.
    pub hint: Option<Hint>,
    /// A word between answers, such as "or", instead of an answer.
    pub divider: String,
    /// Whether it is given, whatever the question's value says.
    pub checked: Option<bool>,
    /// Cannot be given.
    pub disabled: bool,
    /// What opens when it is given.
    pub conditional: Conditional,
    /// `exclusive`: giving it takes all others back.
    pub behaviour: String,
    /// Further attributes of the control.
    pub attributes: Attributes,
}

/// What opens when an answer is given. Without script it is always open.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Conditional {
    /// The further question.
    pub html: Html,
}

/// An answer as it is printed, with everything that depends on its question worked out.
#[derive(Template)]
#[template(path = "web/components/choice.html")]
struct ShownChoice<'a> {
    kind: &'a str,
    block: &'a str,
    id: String,
    name: &'a str,
    item: &'a Choice,
    checked: bool,
    described_by: String,
}

/// All answers of one question.
#[derive(Template)]
#[template(path = "web/components/choices.html")]
struct Boxes<'a> {
    block: &'a str,
    classes: &'a Classes,
    attributes: &'a Attributes,
    form_group: &'a FormGroup,
    shown: Vec<Html>,
}

impl Choice {
    fn is_checked(&self, by_value: bool) -> bool {
        self.checked.unwrap_or(by_value)
    }

    fn has_hint(&self) -> bool {
        self.hint.as_ref().is_some_and(|hint| !Html::or_text(&hint.html, &hint.text).is_empty())
    }
}

/// The identifier of answer `number`, counted from 1. The first has no number, so that an error summary can link to it.
fn numbered(prefix: &str, item: &Choice, number: usize) -> String {
    match (item.id.as_str(), number) {
        ("", 1) => prefix.to_owned(),
        ("", _) => format!("{prefix}-{number}"),
        (id, _) => id.to_owned(),
    }
}

impl ShownChoice<'_> {
    fn label(&self) -> Html {
        Label {
            html: self.item.html.clone(),
            text: self.item.text.clone(),
            classes: self.item.label.classes.after(&format!("govuk-{}__label", self.block)),
            attributes: self.item.label.attributes.clone(),
            for_id: self.id.clone(),
            is_page_heading: false,
        }
        .html()
    }

    fn hint(&self) -> Html {
        self.item.hint.as_ref().filter(|_| self.item.has_hint()).map_or_else(Html::default, |hint| {
            Hint {
                id: format!("{}-item-hint", self.id),
                classes: hint.classes.after(&format!("govuk-{}__hint", self.block)),
                ..hint.clone()
            }
            .html()
        })
    }
}

impl Radios {
    fn above(&self) -> Above<'_> {
        let id = id_or_name(&self.id_prefix, &self.name);
        Above { id, label: None, hint: self.hint.as_ref(), error: self.error_message.as_ref() }
    }

    fn choice(&self, item: &Choice, number: usize) -> Html {
        let id = numbered(id_or_name(&self.id_prefix, &self.name), item, number);
        Html::of(&ShownChoice {
            kind: "radio",
            block: "radios",
            name: &self.name,
            item,
            checked: item.is_checked(!self.value.is_empty() && item.value == self.value),
            described_by: if item.has_hint() { format!("{id}-item-hint") } else { String::new() },
            id,
        })
    }

    fn contents(&self) -> Html {
        let boxes = Boxes {
            block: "radios",
            classes: &self.classes,
            attributes: &self.attributes,
            form_group: &self.form_group,
            shown: self.items.iter().zip(1..).map(|(item, number)| self.choice(item, number)).collect(),
        };
        grouped(self.fieldset.as_ref(), &self.above(), "", Html::of(&boxes))
    }
}

impl Checkboxes {
    fn above(&self) -> Above<'_> {
        let id = id_or_name(&self.id_prefix, &self.name);
        Above { id, label: None, hint: self.hint.as_ref(), error: self.error_message.as_ref() }
    }

    fn choice(&self, item: &Choice, number: usize) -> Html {
        let id = numbered(id_or_name(&self.id_prefix, &self.name), item, number);
        // A group is described once; without one, each box has to say it.
        let shared =
            if self.fieldset.is_some() { String::new() } else { self.above().described_by(&self.described_by) };
        let own = if item.has_hint() { format!("{id}-item-hint") } else { String::new() };
        Html::of(&ShownChoice {
            kind: "checkbox",
            block: "checkboxes",
            name: id_or_name(&item.name, &self.name),
            item,
            checked: item.is_checked(self.values.contains(&item.value)),
            described_by: format!("{shared} {own}").trim().to_owned(),
            id,
        })
    }

    fn contents(&self) -> Html {
        let boxes = Boxes {
            block: "checkboxes",
            classes: &self.classes,
            attributes: &self.attributes,
            form_group: &self.form_group,
            shown: self.items.iter().zip(1..).map(|(item, number)| self.choice(item, number)).collect(),
        };
        grouped(self.fieldset.as_ref(), &self.above(), &self.described_by, Html::of(&boxes))
    }
}

/// Puts hint, error and controls into the group, when there is one.
pub(super) fn grouped(fieldset: Option<&Fieldset>, above: &Above<'_>, described_by: &str, inner: Html) -> Html {
    let inner = Html::join([above.html(), inner]);
    let Some(fieldset) = fieldset else {
        return inner;
    };
    let first = id_or_name(&fieldset.described_by, described_by);
    Fieldset { described_by: above.described_by(first), html: inner, ..fieldset.clone() }.html()
}
