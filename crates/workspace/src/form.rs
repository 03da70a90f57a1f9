//! Forms as data: what is asked, how it is shown, and what is shown again when something is wrong.

use askama::Template;
use office::{PageError, Visit, staff_page};
use web::{
    Html,
    components::{
        Checkboxes, Choice, Component, ErrorMessage, ErrorSummary, Fieldset, Hint, Input, Label, Legend, Select,
        SelectOption, SummarisedError, Textarea,
    },
};

use crate::fields::{Typed, Wrongs};

/// A value with the words people read.
pub(crate) type Named = (String, String);

/// How a question is answered.
#[derive(Debug, Clone)]
pub(crate) enum Way {
    /// On one line.
    Line,
    /// In several lines.
    Text,
    /// One of these.
    One(Vec<Named>),
    /// Any of these.
    Many(Vec<Named>),
}

/// One question.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    /// Name of the field.
    pub(crate) name: String,
    /// The question.
    pub(crate) label: String,
    /// What helps to answer it; empty when nothing is needed.
    pub(crate) hint: String,
    /// How it is answered.
    pub(crate) way: Way,
    /// What is held now, or was typed.
    pub(crate) values: Vec<String>,
}

impl Ask {
    fn new(name: &str, label: &str, way: Way, values: Vec<String>) -> Self {
        Self { name: name.to_owned(), label: label.to_owned(), hint: String::new(), way, values }
    }

    /// A question answered on one line.
    pub(crate) fn line(name: &str, label: &str, value: &str) -> Self {
        Self::new(name, label, Way::Line, vec![value.to_owned()])
    }

    /// A question answered in several lines.
    pub(crate) fn text(name: &str, label: &str, value: &str) -> Self {
        Self::new(name, label, Way::Text, vec![value.to_owned()])
    }

    /// A choice of one.
    pub(crate) fn one_of(name: &str, label: &str, options: Vec<Named>, value: &str) -> Self {
        Self::new(name, label, Way::One(options), vec![value.to_owned()])
    }

    /// A choice of any.
    pub(crate) fn any_of(name: &str, label: &str, options: Vec<Named>, values: Vec<String>) -> Self {
        Self::new(name, label, Way::Many(options), values)
    }

    /// The same with a hint.
    #[must_use]
    pub(crate) fn hinted(mut self, hint: &str) -> Self {
        hint.clone_into(&mut self.hint);
        self
    }

    /// The value in words, for comparing two texts.
    pub(crate) fn words(&self) -> String {
        let name = |value: &String| match &self.way {
            Way::One(options) | Way::Many(options) => {
                options.iter().find(|(key, _)| key == value).map_or_else(|| value.clone(), |(_, words)| words.clone())
            }
            Way::Line | Way::Text => value.clone(),
        };
        self.values.iter().map(name).collect::<Vec<_>>().join("\n")
    }

    /// The question without anything wrong, for a form of another shape.
    pub(crate) fn plain_html(&self) -> Html {
        self.html(None)
    }

    fn html(&self, error: Option<&str>) -> Html {
        let hint = (!self.hint.is_empty()).then(|| Hint::from(self.hint.as_str()));
        let error_message = error.map(ErrorMessage::from);
        let (id, name) = (self.name.clone(), self.name.clone());
        let label = Label::from(self.label.as_str());
        let value = self.values.first().cloned().unwrap_or_default();
        match &self.way {
            Way::Line => Input { id, name, label, hint, error_message, value: Some(value), ..Input::default() }.html(),
            Way::Text => Textarea { id, name, label, hint, error_message, value, ..Textarea::default() }.html(),
            Way::One(options) => {
                let option = |(value, text): &Named| SelectOption {
                    text: text.clone(),
                    value: Some(value.clone()),
                    ..SelectOption::default()
                };
                let items = options.iter().map(option).collect();
                Select { id, name, label, hint, error_message, items, value, ..Select::default() }.html()
            }
            Way::Many(options) => {
                let choice =
                    |(value, text): &Named| Choice { value: value.clone(), text: text.clone(), ..Choice::default() };
                let legend = Legend::from(self.label.as_str());
                let fieldset = Some(Fieldset { legend, ..Fieldset::default() });
                let (items, values) = (options.iter().map(choice).collect(), self.values.clone());
                let id_prefix = id;
                Checkboxes { id_prefix, name, fieldset, hint, error_message, items, values, ..Checkboxes::default() }
                    .html()
            }
        }
    }
}

/// A form on a page of its own.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    /// The page's place inside the area; the form is sent there.
    pub(crate) path: String,
    /// The page's heading.
    pub(crate) title: String,
    /// What it is about, before the questions.
    pub(crate) about: Html,
    /// The questions.
    pub(crate) asks: Vec<Ask>,
    /// Fields sent along, such as the version.
    pub(crate) hidden: Vec<(String, String)>,
    /// The button's words.
    pub(crate) button: String,
    /// Where one goes without saving, a path inside the area.
    pub(crate) leave: String,
}

#[derive(Template)]
#[template(path = "workspace/form.html")]
struct FormPage<'a> {
    form: &'a Form,
    action: String,
    leave: String,
    once: Html,
    summary: Html,
    fields: Vec<Html>,
}

impl Form {
    /// Puts what was typed in the place of what is held.
    #[must_use]
    pub(crate) fn with(mut self, typed: &Typed) -> Self {
        for ask in &mut self.asks {
            ask.values = match ask.way {
                Way::Many(_) => typed.all(&ask.name),
                _ => vec![typed.one(&ask.name).to_owned()],
            };
        }
        self
    }

    /// The page, with what is wrong.
    pub(crate) fn page(&self, visit: &Visit, wrongs: &Wrongs) -> web::Shell {
        let wrong = |name: &str| wrongs.iter().find(|(field, _)| *field == name).map(|(_, what)| what);
        let error = |(field, what): (&str, &str)| SummarisedError {
            href: format!("#{field}"),
            text: what.to_owned(),
            ..SummarisedError::default()
        };
        let error_list: Vec<_> = wrongs.iter().map(error).collect();
        let has_errors = !error_list.is_empty();
        let title_text = "There is a problem".to_owned();
        let summary = ErrorSummary { title_text, error_list, ..ErrorSummary::default() };
        let main = FormPage {
            form: self,
            action: visit.here.at(&self.path),
            leave: visit.here.at(&self.leave),
            once: visit.once_field(),
            summary: if has_errors { summary.html() } else { Html::default() },
            fields: self.asks.iter().map(|ask| ask.html(wrong(&ask.name))).collect(),
        };
        let page = staff_page(visit, &self.path, &self.title, Html::of(&main));
        web::Shell { has_errors, ..page }
    }

    /// The form again with what was typed and what is wrong with it.
    pub(crate) fn again(self, visit: &Visit, typed: &Typed, wrongs: &Wrongs) -> PageError {
        PageError::form(visit.show(&self.with(typed).page(visit, wrongs)))
    }
}
