//! The fields of the slip's form and of a round's terms, each with its question, its hint and its error.

use kernel::DAY_HINT;
use roadmap::model::{Confidence, Delivery};
use uuid::Uuid;
use web::{
    FieldErrors, Html,
    components::{
        Choice, Component, Conditional, Fieldset, Hint, Input, Label, Legend, Radios, Select, SelectOption, Textarea,
    },
};

use crate::model::Sheet;

/// What is typed and what is wrong with it.
pub(super) struct Form<'a> {
    pub(super) errors: &'a FieldErrors,
}

impl Form<'_> {
    /// One line.
    pub(super) fn line(&self, name: &str, question: &str, hint: &str, value: &str) -> Html {
        Input {
            name: name.to_owned(),
            value: Some(value.to_owned()),
            label: label(question),
            hint: hinted(hint),
            error_message: self.errors.message(name),
            ..Input::default()
        }
        .html()
    }

    /// Several lines.
    pub(super) fn lines(&self, name: &str, question: &str, hint: &str, value: &str) -> Html {
        Textarea {
            name: name.to_owned(),
            value: value.to_owned(),
            label: label(question),
            hint: hinted(hint),
            error_message: self.errors.message(name),
            ..Textarea::default()
        }
        .html()
    }

    /// One answer out of a few.
    pub(super) fn one_of(&self, name: &str, question: &str, items: Vec<Choice>, value: &str) -> Html {
        let legend = Legend { classes: "govuk-fieldset__legend--s".into(), ..Legend::from(question) };
        Radios {
            name: name.to_owned(),
            items,
            value: value.to_owned(),
            fieldset: Some(Fieldset { legend, ..Fieldset::default() }),
            error_message: self.errors.message(name),
            ..Radios::default()
        }
        .html()
    }

    /// All fields of a slip, in order.
    pub(super) fn slip(&self, sheet: &Sheet, documents: &[(Uuid, String)]) -> Html {
        Html::join([
            self.lines("happened", "What happened in this period?", "A few sentences that a parent understands.", &sheet.happened),
            self.how_far(sheet),
            self.evidence(sheet, documents),
            self.line(
                "moved_to",
                "New date, if the date moves",
                "Such as 27 March 2026 or 2026-03-27. A month and a year will do if you do not know the day. Leave this empty if the date holds.",
                &sheet.moved_to,
            ),
            self.lines("moved_because", "Why the date moves", "This is published beside the new date.", &sheet.moved_because),
            self.how_sure(sheet),
            self.lines("help", "What help do you want, if any?", "The office and the board see this. It is not published.", &sheet.help),
        ])
    }

    fn how_far(&self, sheet: &Sheet) -> Html {
        let done_on = self.line("done_on", "The day it was done", DAY_HINT, &sheet.done_on);
        let item = |delivery: &Delivery| Choice {
            value: delivery.word().to_owned(),
            text: delivery.plain().to_owned(),
            conditional: Conditional {
                html: if *delivery == Delivery::Done { done_on.clone() } else { Html::default() },
            },
            ..Choice::default()
        };
        let items = Delivery::ALL.iter().map(item).collect();
        self.one_of("delivery", "How far is it?", items, &sheet.delivery)
    }

    fn how_sure(&self, sheet: &Sheet) -> Html {
        let item = |confidence: &Confidence| Choice {
            value: confidence.word().to_owned(),
            text: confidence.plain().to_owned(),
            ..Choice::default()
        };
        let items = Confidence::ALL.iter().map(item).collect();
        Html::join([
            self.one_of("confidence", "How sure are you that it will be done in time?", items, &sheet.confidence),
            self.lines("confidence_because", "Why are you that sure?", "One sentence.", &sheet.confidence_because),
        ])
    }

    /// One of the documents that whoever answers may name.
    fn document(&self, chosen: &str, documents: &[(Uuid, String)]) -> Html {
        Select {
            id: "evidence_document".to_owned(),
            name: "evidence_document".to_owned(),
            label: label("Which document?"),
            hint: hinted("It is not published. If it is not in the list, hand it in under Documents first."),
            items: choosable(chosen, documents),
            value: chosen.to_owned(),
            error_message: self.errors.message("evidence_document"),
            ..Select::default()
        }
        .html()
    }

    /// The title stands outside the choices, because a link and a document both have one.
    fn evidence(&self, sheet: &Sheet, documents: &[(Uuid, String)]) -> Html {
        let choice = |value: &str, text: &str, html: Html| Choice {
            value: value.to_owned(),
            text: text.to_owned(),
            conditional: Conditional { html },
            ..Choice::default()
        };
        let address = self.line(
            "evidence_address",
            "Address of the page or file",
            "The whole address, beginning with https://. Everybody will be able to open it.",
            &sheet.evidence_address,
        );
        let document = self.document(sheet.evidence_document.trim(), documents);
        let because = self.lines("evidence_because", "Why is there none yet?", "", &sheet.evidence_because);
        let items = vec![
            choice("link", "A page or file that everybody can read", address),
            choice("document", "A document brought into the office", document),
            choice("none_yet", "Nothing yet", because),
        ];
        Html::join([
            self.one_of("evidence", "What shows it?", items, &sheet.evidence),
            self.line(
                "evidence_title",
                "What the page, file or document is",
                "Such as “Report of the winter survey”. Leave this empty if there is nothing yet.",
                &sheet.evidence_title,
            ),
        ])
    }
}

/// What can be chosen among documents. One that was chosen by somebody who may see more is kept without its name.
fn choosable(chosen: &str, documents: &[(Uuid, String)]) -> Vec<SelectOption> {
    let option = |value: String, text: &str| SelectOption {
        value: Some(value),
        text: text.to_owned(),
        ..SelectOption::default()
    };
    let mut options = vec![option(String::new(), "Choose a document")];
    options.extend(documents.iter().map(|(id, name)| option(id.to_string(), name)));
    if !chosen.is_empty() && documents.iter().all(|(id, _)| id.to_string() != chosen) {
        options.push(option(chosen.to_owned(), "The document that was chosen before"));
    }
    options
}

fn label(question: &str) -> Label {
    Label { classes: "govuk-label--s".into(), ..Label::from(question) }
}

fn hinted(hint: &str) -> Option<Hint> {
    Some(hint).filter(|hint| !hint.is_empty()).map(Hint::from)
}

/// The questions of a slip by field, for the page that shows two people's texts.
pub(super) fn questions(sheet: &Sheet) -> [(&'static str, &'static str, &str); 13] {
    [
        ("happened", "What happened in this period", &sheet.happened),
        ("delivery", "How far it is", &sheet.delivery),
        ("done_on", "The day it was done", &sheet.done_on),
        ("evidence", "What shows it", &sheet.evidence),
        ("evidence_title", "What the page, file or document is", &sheet.evidence_title),
        ("evidence_address", "Address of the page or file", &sheet.evidence_address),
        ("evidence_document", "The document, by its number", &sheet.evidence_document),
        ("evidence_because", "Why there is none yet", &sheet.evidence_because),
        ("moved_to", "New date", &sheet.moved_to),
        ("moved_because", "Why the date moves", &sheet.moved_because),
        ("confidence", "How sure you are", &sheet.confidence),
        ("confidence_because", "Why you are that sure", &sheet.confidence_because),
        ("help", "What help you want", &sheet.help),
    ]
}
