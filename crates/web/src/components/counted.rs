//! Several lines of text that may not be longer than a limit.

use super::{Component, Content, ErrorMessage, FormGroup, Hint, Label, Textarea};
use crate::{Attributes, Classes, Html};
use askama::Template;
use std::collections::BTreeMap;

/// A text area that says how much room is left. Without script it says the limit.
#[derive(Debug, Clone, Default, Template)]
#[template(source = "{{ self.textarea() }}", ext = "html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct CharacterCount {
    /// Identifier; the name when empty.
    pub id: String,
    /// Name sent with the form.
    pub name: String,
    /// What was typed.
    pub value: String,
    /// Lines shown; 5 when not given.
    pub rows: Option<u16>,
    /// Most characters allowed.
    pub maxlength: Option<u32>,
    /// Most words allowed, instead of characters.
    pub maxwords: Option<u32>,
    /// What is counted: `characters`, `words` or `graphemes`; follows from the limit when empty.
    pub count_type: String,
    /// Share of the limit in percent from which the count is shown.
    pub threshold: Option<u8>,
    /// The question.
    pub label: Label,
    /// What helps to answer it.
    pub hint: Option<Hint>,
    /// What is wrong with the answer.
    pub error_message: Option<ErrorMessage>,
    /// The frame around the field.
    pub form_group: FormGroup,
    /// Whether the browser checks spelling.
    pub spellcheck: Option<bool>,
    /// The line that says the limit.
    pub count_message: CountMessage,
    /// Its words without script, with `%{count}` for the limit.
    pub textarea_description_text: String,
    /// Characters left, by plural rule.
    pub characters_under_limit_text: BTreeMap<String, String>,
    /// No character left.
    pub characters_at_limit_text: String,
    /// Characters too many, by plural rule.
    pub characters_over_limit_text: BTreeMap<String, String>,
    /// Words left, by plural rule.
    pub words_under_limit_text: BTreeMap<String, String>,
    /// No word left.
    pub words_at_limit_text: String,
    /// Words too many, by plural rule.
    pub words_over_limit_text: BTreeMap<String, String>,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// The line that says the limit.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct CountMessage {
    /// Further classes.
    pub classes: Classes,
}

impl CharacterCount {
    fn limit(&self) -> Option<u32> {
        self.maxwords.or(self.maxlength)
    }

    /// What is counted, or nothing when the script has to find out.
    fn counted(&self) -> &str {
        if self.count_type.is_empty() && self.maxwords.is_some() { "words" } else { &self.count_type }
    }

    fn limit_in_words(&self) -> String {
        let Some(limit) = self.limit() else {
            return String::new();
        };
        let unit = if self.counted() == "words" { "words" } else { "characters" };
        let usual = format!("You can enter up to %{{count}} {unit}");
        let text = if self.textarea_description_text.is_empty() { &usual } else { &self.textarea_description_text };
        text.replace("%{count}", &limit.to_string())
    }

    fn group_attributes(&self) -> Attributes {
        let counted = Some(self.counted()).filter(|counted| !counted.is_empty());
        // With a limit the description is already in the page; without one the script needs its words.
        let description = if self.limit().is_none() { self.textarea_description_text.as_str() } else { "" };
        Attributes::new()
            .with("data-module", "govuk-character-count")
            .with_some("data-maxlength", self.maxlength)
            .with_some("data-maxwords", self.maxwords)
            .with_some("data-threshold", self.threshold)
            .with_some("data-count-type", counted)
            .translated("textarea-description.other", description)
            .translated_plurals("characters-under-limit", &self.characters_under_limit_text)
            .translated("characters-at-limit", &self.characters_at_limit_text)
            .translated_plurals("characters-over-limit", &self.characters_over_limit_text)
            .translated_plurals("words-under-limit", &self.words_under_limit_text)
            .translated("words-at-limit", &self.words_at_limit_text)
            .translated_plurals("words-over-limit", &self.words_over_limit_text)
            .and(&self.form_group.attributes)
    }

    fn textarea(&self) -> Html {
        let id = super::field::id_or_name(&self.id, &self.name);
        let limit_id = format!("{id}-info");
        let message = Hint {
            id: limit_id.clone(),
            text: self.limit_in_words(),
            classes: self.count_message.classes.after("govuk-character-count__message"),
            ..Hint::default()
        };
        Textarea {
            id: id.to_owned(),
            name: self.name.clone(),
            described_by: limit_id,
            rows: self.rows,
            spellcheck: self.spellcheck,
            value: self.value.clone(),
            form_group: FormGroup {
                classes: self.form_group.classes.after("govuk-character-count"),
                attributes: self.group_attributes(),
                before: self.form_group.before.clone(),
                after: Content::from(Html::join([message.html(), self.form_group.after.shown()])),
            },
            classes: self.classes.after("govuk-js-character-count"),
            label: self.label.clone(),
            hint: self.hint.clone(),
            error_message: self.error_message.clone(),
            attributes: self.attributes.clone(),
            ..Textarea::default()
        }
        .html()
    }
}
