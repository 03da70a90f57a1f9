//! Things in rows: tables, summary lists, task lists.

use super::{Component, Content, Tag};
use crate::{Attributes, Classes, Html};
use askama::Template;

/// A table. Put it in a [`ScrollRegion`] when it may be wider than a telephone.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/table.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Table {
    /// What the table shows.
    pub caption: String,
    /// Size of the caption, such as `govuk-table__caption--m`.
    pub caption_classes: Classes,
    /// Heads of the columns.
    pub head: Option<Vec<Cell>>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// Whether the first cell of a row names it.
    pub first_cell_is_header: bool,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// A cell of a table.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Cell {
    /// The words.
    pub text: String,
    /// The words as HTML.
    pub html: Html,
    /// `numeric` sets figures to the right.
    pub format: String,
    /// Columns it spans.
    pub colspan: Option<u16>,
    /// Rows it spans.
    pub rowspan: Option<u16>,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Cell {
    fn shown(&self) -> Html {
        Html::or_text(&self.html, &self.text)
    }

    fn shown_attributes(&self) -> Attributes {
        Attributes::new().with_some("colspan", self.colspan).with_some("rowspan", self.rowspan).and(&self.attributes)
    }
}

impl From<&str> for Cell {
    fn from(words: &str) -> Self {
        Self { text: words.to_owned(), ..Self::default() }
    }
}

impl From<Html> for Cell {
    fn from(html: Html) -> Self {
        Self { html, ..Self::default() }
    }
}

/// A region that scrolls sideways by itself and can be reached by keyboard, around a wide table or picture. Ours, not
/// the package's: without it a wide table would make the whole page scroll (WCAG 2.2, 1.4.10).
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/scroll-region.html")]
pub struct ScrollRegion {
    /// What is in it, for screen readers.
    pub label: String,
    /// The table or picture.
    pub contents: Html,
}

/// Facts as pairs of a name and a value.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/summary-list.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct SummaryList {
    /// The facts.
    pub rows: Vec<SummaryRow>,
    /// A box with a title around them.
    pub card: Option<SummaryCard>,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// One fact.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct SummaryRow {
    /// Its name.
    pub key: SummaryText,
    /// Its value.
    pub value: SummaryText,
    /// What can be done about it.
    pub actions: Option<SummaryActions>,
    /// Further classes.
    pub classes: Classes,
}

/// A name or a value.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct SummaryText {
    /// The words.
    pub text: String,
    /// The words as HTML.
    pub html: Html,
    /// Further classes.
    pub classes: Classes,
}

/// What can be done about a fact or a card.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct SummaryActions {
    /// The links.
    pub items: Vec<SummaryAction>,
    /// Further classes.
    pub classes: Classes,
}

/// A link such as "Change".
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct SummaryAction {
    /// The words.
    pub text: String,
    /// The words as HTML.
    pub html: Html,
    /// Where it leads.
    pub href: String,
    /// What is changed, for screen readers.
    pub visually_hidden_text: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// A box around a summary list.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct SummaryCard {
    /// Its title.
    pub title: Option<CardTitle>,
    /// What can be done about the whole of it.
    pub actions: Option<SummaryActions>,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// Title of a card.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct CardTitle {
    /// The words.
    pub text: String,
    /// The words as HTML.
    pub html: Html,
    /// Level of the heading; 2 when not given.
    pub heading_level: Option<u8>,
    /// Further classes.
    pub classes: Classes,
}

/// A link of a summary list, which names its card for screen readers.
#[derive(Template)]
#[template(path = "web/components/summary-action.html")]
struct ActionLink<'a> {
    action: &'a SummaryAction,
    card: Option<Html>,
}

impl SummaryText {
    fn shown(&self) -> Html {
        Html::or_text(&self.html, &self.text)
    }
}

impl From<&str> for SummaryText {
    fn from(words: &str) -> Self {
        Self { text: words.to_owned(), ..Self::default() }
    }
}

impl From<Html> for SummaryText {
    fn from(html: Html) -> Self {
        Self { html, ..Self::default() }
    }
}

impl CardTitle {
    fn shown(&self) -> Html {
        Html::or_text(&self.html, &self.text)
    }

    fn level(&self) -> u8 {
        self.heading_level.unwrap_or(2)
    }
}

impl SummaryList {
    fn any_row_has_actions(&self) -> bool {
        self.rows.iter().any(|row| !row.links().is_empty())
    }

    fn link(&self, action: &SummaryAction) -> Html {
        let card = self.card.as_ref().and_then(|card| card.title.as_ref()).map(CardTitle::shown);
        Html::of(&ActionLink { action, card })
    }
}

impl SummaryRow {
    fn links(&self) -> &[SummaryAction] {
        self.actions.as_ref().map_or(&[], |actions| &actions.items)
    }
}

/// Tasks that may be done in any order, each with its state.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "web/components/task-list.html")]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct TaskList {
    /// The tasks.
    pub items: Vec<Task>,
    /// Start of the identifiers; `task-list` when empty.
    pub id_prefix: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// One task.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct Task {
    /// Its name.
    pub title: SummaryText,
    /// What it is about.
    pub hint: Option<Content>,
    /// Its state.
    pub status: TaskStatus,
    /// Where it is done; cannot be started yet when empty.
    pub href: String,
    /// Further classes.
    pub classes: Classes,
}

/// The state of a task.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(rename_all = "camelCase", default, deny_unknown_fields))]
pub struct TaskStatus {
    /// As a tag.
    pub tag: Option<Tag>,
    /// In plain words: "Completed" is never a tag.
    pub text: String,
    /// In plain words, as HTML.
    pub html: Html,
    /// Further classes.
    pub classes: Classes,
}

impl TaskStatus {
    fn shown(&self) -> Html {
        self.tag.as_ref().map_or_else(|| Html::or_text(&self.html, &self.text), Component::html)
    }
}

impl TaskList {
    fn prefix(&self) -> &str {
        if self.id_prefix.is_empty() { "task-list" } else { &self.id_prefix }
    }
}
