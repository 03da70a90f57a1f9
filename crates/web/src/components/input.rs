//! Fields for words: one line, several lines, a list to choose from, a file.

use super::field::{Above, id_or_name};
use super::{ErrorMessage, FormGroup, Hint, Label};
use crate::{Attributes, Classes, Html};
use askama::Template;
use std::collections::BTreeMap;

/// One line of text.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/input.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Input {
    /// Identifier; the name when empty.
    pub id: String,
    /// Name sent with the form.
    pub name: String,
    /// `text` when empty; also `email`, `tel`.
    #[cfg_attr(test, serde(rename = "type"))]
    pub kind: String,
    /// What was typed.
    pub value: Option<String>,
    /// The question.
    pub label: Label,
    /// What helps to answer it.
    pub hint: Option<Hint>,
    /// What is wrong with the answer.
    pub error_message: Option<ErrorMessage>,
    /// The frame around the field.
    pub form_group: FormGroup,
    /// Identifiers of further descriptions.
    pub described_by: String,
    /// Something fixed before the text, such as "£".
    pub prefix: Option<Affix>,
    /// Something fixed after it, such as "per year".
    pub suffix: Option<Affix>,
    /// The box around prefix, control and suffix.
    pub input_wrapper: InputWrapper,
    /// What the browser may fill in (WCAG 2.2, 1.3.5).
    pub autocomplete: String,
    /// How telephones write the first letter.
    pub autocapitalize: String,
    /// A pattern that older telephones need to show digits.
    pub pattern: String,
    /// Which keyboard telephones show.
    pub inputmode: String,
    /// Whether the browser checks spelling.
    pub spellcheck: Option<bool>,
    /// Cannot be filled in. Avoid.
    pub disabled: bool,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// Something fixed before or after what is typed.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Affix {
    /// The words.
    pub text: String,
    /// The words as HTML.
    pub html: Html,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Affix {
    fn shown(&self) -> Html {
        Html::or_text(&self.html, &self.text)
    }
}

/// The box around prefix, control and suffix.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct InputWrapper {
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Input {
    fn above(&self) -> Above<'_> {
        let id = id_or_name(&self.id, &self.name);
        Above { id, label: Some(&self.label), hint: self.hint.as_ref(), error: self.error_message.as_ref() }
    }

    fn wrapped(&self) -> bool {
        let affixed = |affix: &Option<Affix>| affix.as_ref().is_some_and(|affix| !affix.shown().is_empty());
        let around = !self.form_group.before.shown().is_empty() || !self.form_group.after.shown().is_empty();
        around || affixed(&self.prefix) || affixed(&self.suffix)
    }

    fn optional(&self) -> Attributes {
        let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let all = Attributes::new().with_some("spellcheck", self.spellcheck).with_some("value", self.value.as_ref());
        let all = if self.disabled { all.bare("disabled") } else { all };
        all.with_some("aria-describedby", given(&self.above().described_by(&self.described_by)))
            .with_some("autocomplete", given(&self.autocomplete))
            .with_some("autocapitalize", given(&self.autocapitalize))
            .with_some("pattern", given(&self.pattern))
            .with_some("inputmode", given(&self.inputmode))
            .and(&self.attributes)
    }
}

/// Several lines of text.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/textarea.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Textarea {
    /// Identifier; the name when empty.
    pub id: String,
    /// Name sent with the form.
    pub name: String,
    /// What was typed.
    pub value: String,
    /// Lines shown; 5 when not given.
    pub rows: Option<u16>,
    /// The question.
    pub label: Label,
    /// What helps to answer it.
    pub hint: Option<Hint>,
    /// What is wrong with the answer.
    pub error_message: Option<ErrorMessage>,
    /// The frame around the field.
    pub form_group: FormGroup,
    /// Identifiers of further descriptions.
    pub described_by: String,
    /// What the browser may fill in.
    pub autocomplete: String,
    /// Whether the browser checks spelling.
    pub spellcheck: Option<bool>,
    /// Cannot be filled in. Avoid.
    pub disabled: bool,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Textarea {
    fn above(&self) -> Above<'_> {
        let id = id_or_name(&self.id, &self.name);
        Above { id, label: Some(&self.label), hint: self.hint.as_ref(), error: self.error_message.as_ref() }
    }

    fn described(&self) -> String {
        self.above().described_by(&self.described_by)
    }
}

/// One choice from a list. Radios are easier for most people; use this for long lists.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/select.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Select {
    /// Identifier; the name when empty.
    pub id: String,
    /// Name sent with the form.
    pub name: String,
    /// The choices.
    pub items: Vec<SelectOption>,
    /// Value of the one chosen.
    pub value: String,
    /// The question.
    pub label: Label,
    /// What helps to answer it.
    pub hint: Option<Hint>,
    /// What is wrong with the answer.
    pub error_message: Option<ErrorMessage>,
    /// The frame around the field.
    pub form_group: FormGroup,
    /// Identifiers of further descriptions.
    pub described_by: String,
    /// Cannot be changed. Avoid.
    pub disabled: bool,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// One of the choices.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct SelectOption {
    /// The words.
    pub text: String,
    /// What is sent; the words when not given.
    pub value: Option<String>,
    /// Whether it is chosen, whatever the list's value says.
    pub selected: Option<bool>,
    /// Cannot be chosen.
    pub disabled: bool,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Select {
    fn above(&self) -> Above<'_> {
        let id = id_or_name(&self.id, &self.name);
        Above { id, label: Some(&self.label), hint: self.hint.as_ref(), error: self.error_message.as_ref() }
    }

    fn described(&self) -> String {
        self.above().described_by(&self.described_by)
    }

    fn is_selected(&self, option: &SelectOption) -> bool {
        let by_value = !self.value.is_empty() && option.value.as_ref().unwrap_or(&option.text) == &self.value;
        option.selected.unwrap_or(by_value)
    }
}

/// A file to send. Say which kinds and how large before it is chosen.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/file-upload.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct FileUpload {
    /// Identifier; the name when empty.
    pub id: String,
    /// Name sent with the form.
    pub name: String,
    /// The question.
    pub label: Label,
    /// What helps to answer it.
    pub hint: Option<Hint>,
    /// What is wrong with the answer.
    pub error_message: Option<ErrorMessage>,
    /// The frame around the field.
    pub form_group: FormGroup,
    /// Identifiers of further descriptions.
    pub described_by: String,
    /// Cannot be used. Avoid.
    pub disabled: bool,
    /// More than one file.
    pub multiple: bool,
    /// Whether the script turns it into an area to drop files on.
    pub javascript: bool,
    /// Further classes of that area.
    pub wrapper_classes: Classes,
    /// Further attributes of that area.
    pub wrapper_attributes: Attributes,
    /// Words of the button.
    pub choose_files_button_text: String,
    /// Words while nothing is chosen.
    pub no_file_chosen_text: String,
    /// Words once several are chosen, by plural rule.
    pub multiple_files_chosen_text: BTreeMap<String, String>,
    /// How to drop files.
    pub drop_instruction_text: String,
    /// Announced over the area.
    pub entered_drop_zone_text: String,
    /// Announced on leaving it.
    pub left_drop_zone_text: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl FileUpload {
    fn above(&self) -> Above<'_> {
        let id = id_or_name(&self.id, &self.name);
        Above { id, label: Some(&self.label), hint: self.hint.as_ref(), error: self.error_message.as_ref() }
    }

    fn described(&self) -> String {
        self.above().described_by(&self.described_by)
    }

    fn translations(&self) -> Attributes {
        Attributes::new()
            .translated("choose-files-button", &self.choose_files_button_text)
            .translated("no-file-chosen", &self.no_file_chosen_text)
            .translated_plurals("multiple-files-chosen", &self.multiple_files_chosen_text)
            .translated("drop-instruction", &self.drop_instruction_text)
            .translated("entered-drop-zone", &self.entered_drop_zone_text)
            .translated("left-drop-zone", &self.left_drop_zone_text)
    }
}
