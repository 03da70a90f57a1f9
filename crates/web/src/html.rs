//! Text that may be printed into a page as it stands, and the two small parts every component shares.

use askama::Template;
use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

/// HTML that is safe to print without escaping.
///
/// Made only from a compiled template ([`Html::of`]), from text that is escaped on the way in ([`Html::escaped`]) or by
/// joining such parts. There is no way to declare a string of unknown origin safe.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub struct Html(String);

impl Html {
    /// Renders a template. Its file name must end in `.html`, so that what it prints is escaped.
    pub fn of(template: &impl Template) -> Self {
        let mut text = String::new();
        let written = template.render_into(&mut text);
        // Writing to a string cannot fail, and no template here has a fallible filter.
        debug_assert!(written.is_ok(), "a template failed: {written:?}");
        Self(text)
    }

    /// Plain text, with the five characters that mean something in HTML escaped.
    pub fn escaped(text: &str) -> Self {
        let mut safe = String::with_capacity(text.len());
        push_escaped(&mut safe, text);
        Self(safe)
    }

    /// Several parts after one another, with a line break between them.
    pub fn join(parts: impl IntoIterator<Item = Html>) -> Self {
        let parts: Vec<String> = parts.into_iter().map(|part| part.0).collect();
        Self(parts.join("\n"))
    }

    /// The `html` option when it is given, otherwise the `text` option, escaped: the order of choice in every component.
    pub fn or_text(html: &Self, text: &str) -> Self {
        if html.is_empty() { Self::escaped(text) } else { html.clone() }
    }

    /// Whether nothing would be printed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The markup itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The markup itself, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl Display for Html {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

impl From<&str> for Html {
    /// Text becomes HTML by being escaped; there is no other reading of a bare string.
    fn from(text: &str) -> Self {
        Self::escaped(text)
    }
}

fn push_escaped(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
}

/// Further class names, printed after a component's own with a space before them, or not at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub struct Classes(String);

impl Classes {
    /// Whether one of the names contains `part`.
    pub fn mention(&self, part: &str) -> bool {
        self.0.contains(part)
    }

    /// Whether no class is given.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// These classes after `own`, as a component hands them to a part of itself.
    #[must_use]
    pub fn after(&self, own: &str) -> Self {
        Self(format!("{own}{}", if self.is_empty() { String::new() } else { format!(" {}", self.0) }))
    }

    /// The names without the leading space.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Classes {
    fn from(names: &str) -> Self {
        Self(names.to_owned())
    }
}

impl From<String> for Classes {
    fn from(names: String) -> Self {
        Self(names)
    }
}

impl Display for Classes {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        write!(out, " {}", Html::escaped(&self.0))
    }
}

impl askama::filters::HtmlSafe for Classes {}

/// Further attributes of an element, printed as ` name="value"` in the order they were added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes(Vec<(String, Option<String>)>);

impl Attributes {
    /// No attributes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds `name="value"`.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.push((name.into(), Some(value.into())));
        self
    }

    /// Adds `name="value"` when there is a value to give.
    #[must_use]
    pub fn with_some(self, name: &str, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.with(name, value.to_string()),
            None => self,
        }
    }

    /// Adds `data-i18n.key="text"`, which the package's scripts read, when there is a text.
    #[must_use]
    pub fn translated(self, key: &str, text: &str) -> Self {
        if text.is_empty() { self } else { self.with(format!("data-i18n.{key}"), text) }
    }

    /// Adds `data-i18n.key.rule="text"` for every plural rule (`one`, `other` …).
    #[must_use]
    pub fn translated_plurals(self, key: &str, texts: &BTreeMap<String, String>) -> Self {
        texts.iter().fold(self, |all, (rule, text)| all.translated(&format!("{key}.{rule}"), text))
    }

    /// Adds an attribute that has no value, such as `hidden`.
    #[must_use]
    pub fn bare(mut self, name: impl Into<String>) -> Self {
        self.0.push((name.into(), None));
        self
    }

    /// These attributes followed by `others`.
    #[must_use]
    pub fn and(mut self, others: &Self) -> Self {
        self.0.extend(others.0.iter().cloned());
        self
    }
}

impl Display for Attributes {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.0 {
            write!(out, " {}", Html::escaped(name))?;
            if let Some(value) = value {
                write!(out, "=\"{}\"", Html::escaped(value))?;
            }
        }
        Ok(())
    }
}

impl askama::filters::HtmlSafe for Attributes {}

/// The package's examples write attributes as a JSON object; numbers and truth values stand for their own text.
#[cfg(test)]
impl<'de> serde::Deserialize<'de> for Attributes {
    fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let given = serde_json::Map::deserialize(source)?;
        let mut all = Self::new();
        for (name, value) in given {
            all = match value {
                serde_json::Value::String(text) => all.with(name, text),
                serde_json::Value::Object(options) => match (&options["value"], options.get("optional")) {
                    (serde_json::Value::Bool(true), Some(_)) => all.bare(name),
                    (serde_json::Value::Bool(false) | serde_json::Value::Null, Some(_)) => all,
                    (serde_json::Value::String(text), _) => all.with(name, text.clone()),
                    (other, _) => all.with(name, other.to_string()),
                },
                serde_json::Value::Null => all.with(name, ""),
                other => all.with(name, other.to_string()),
            };
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_can_neither_open_a_tag_nor_leave_an_attribute() {
        assert_eq!(Html::escaped("<b a='1'>\"&").as_str(), "&lt;b a=&#39;1&#39;&gt;&quot;&amp;");
        assert_eq!(Attributes::new().with("title", "\" onclick=\"x").to_string(), " title=\"&quot; onclick=&quot;x\"");
        assert_eq!(Classes::from("a\"b").to_string(), " a&quot;b");
    }

    #[test]
    fn an_attribute_without_a_value_is_printed_bare() {
        assert_eq!(Attributes::new().bare("hidden").with("id", "x").to_string(), " hidden id=\"x\"");
    }
}
