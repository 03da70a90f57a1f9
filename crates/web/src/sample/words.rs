//! Examples of components that tell.

use super::Sample;
use crate::Html;
use crate::components::{
    Accordion, AccordionSection, Button, Component, Details, ErrorSummary, ExitThisPage, Feedback, InsetText,
    NotificationBanner, Panel, SummarisedError, Tab, TabPanel, Tabs, Tag, WarningText,
};

pub(super) fn samples() -> Vec<Sample> {
    [plain(), opening(), notices()].concat()
}

fn plain() -> Vec<Sample> {
    let tags = ["govuk-tag--blue", "govuk-tag--green", "govuk-tag--yellow", "govuk-tag--red", "govuk-tag--grey"];
    let words = ["In progress", "Delivered", "At risk", "Late", "Not started"];
    let tags = tags.iter().zip(words).map(|(class, words)| Tag { classes: (*class).into(), ..Tag::from(words) }.html());
    vec![
        (
            "button",
            Button { text: "Save and continue".to_owned(), prevent_double_click: Some(true), ..Button::default() }
                .html(),
        ),
        ("exit-this-page", ExitThisPage { id: "sample-exit".to_owned(), ..ExitThisPage::default() }.html()),
        (
            "inset-text",
            InsetText::from("Dates are shown as they were published, with every later change beside them.").html(),
        ),
        ("tag", Html::join(tags)),
        ("warning-text", WarningText::from("This date has passed and nobody has said that it is done.").html()),
    ]
}

fn opening() -> Vec<Sample> {
    let section = |heading: &str, words: &str| AccordionSection {
        heading: heading.into(),
        content: words.into(),
        ..AccordionSection::default()
    };
    let tab = |id: &str, label: &str, words: &str| Tab {
        id: id.to_owned(),
        label: label.to_owned(),
        panel: TabPanel { text: words.to_owned(), ..TabPanel::default() },
        ..Tab::default()
    };
    vec![
        (
            "accordion",
            Accordion {
                id: "sample-accordion".to_owned(),
                heading_level: Some(3),
                items: vec![section("What we said", "A school by April."), section("What changed", "Now September.")],
                ..Accordion::default()
            }
            .html(),
        ),
        (
            "details",
            Details {
                summary_text: "What is an edition?".to_owned(),
                text: "The roadmap as it stood on one day, kept for good.".to_owned(),
                ..Details::default()
            }
            .html(),
        ),
        (
            "tabs",
            Tabs {
                items: vec![tab("past", "Past", "Twelve delivered."), tab("next", "Next", "Seven to come.")],
                ..Tabs::default()
            }
            .html(),
        ),
    ]
}

fn notices() -> Vec<Sample> {
    let error = SummarisedError {
        href: "#sample-input".to_owned(),
        text: "Enter the name of the school".to_owned(),
        ..SummarisedError::default()
    };
    vec![
        (
            "error-summary",
            ErrorSummary {
                title_text: "There is a problem".to_owned(),
                error_list: vec![error],
                disable_auto_focus: Some(true),
                ..ErrorSummary::default()
            }
            .html(),
        ),
        (
            "feedback",
            Feedback {
                title_text: "Is this page useful?".to_owned(),
                text: "Tell us what is missing.".to_owned(),
                heading_level: Some(3),
                ..Feedback::default()
            }
            .html(),
        ),
        (
            "notification-banner",
            NotificationBanner {
                text: "A new edition comes out on 1 July 2026.".to_owned(),
                title_heading_level: Some(3),
                title_id: "sample-banner-title".to_owned(),
                ..NotificationBanner::default()
            }
            .html(),
        ),
        (
            "panel",
            Panel {
                title_text: "Edition released".to_owned(),
                text: "It is now the current one.".to_owned(),
                heading_level: Some(3),
                ..Panel::default()
            }
            .html(),
        ),
    ]
}
